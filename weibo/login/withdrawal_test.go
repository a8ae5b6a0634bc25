package login_test

import (
	"context"
	"errors"
	"fmt"
	"net/http/httptest"
	"net/url"
	"strconv"
	"testing"

	"github.com/seed4635ade2/weibo-go/weibo"
	"github.com/seed4635ade2/weibo-go/weibo/login"
	"github.com/seed4635ade2/weibo-go/weibo/weibotest"
)

const appKey = "1234567890"

func TestParseWithdrawal(t *testing.T) {
	const good = "source=1234567890&uid=1404376560&auth_end=1731924000&verification=abc"
	tests := map[string]struct {
		query string
		good  bool
	}{
		"complete":             {good, true},
		"more parameters":      {good + "&more=1", true},
		"another application":  {"source=1111111111&uid=1404376560&auth_end=1&verification=abc", false},
		"no application":       {"uid=1404376560&auth_end=1&verification=abc", false},
		"no uid":               {"source=1234567890&auth_end=1&verification=abc", false},
		"uid twice":            {good + "&uid=1404376561", false},
		"uid 0":                {"source=1234567890&uid=0&auth_end=1&verification=abc", false},
		"uid negative":         {"source=1234567890&uid=-1&auth_end=1&verification=abc", false},
		"uid no number":        {"source=1234567890&uid=x&auth_end=1&verification=abc", false},
		"uid beyond numbers":   {"source=1234567890&uid=92233720368547758080&auth_end=1&verification=abc", false},
		"nothing to verify it": {"source=1234567890&uid=1404376560&auth_end=1", false},
		"nothing":              {"", false},
	}
	for name, tt := range tests {
		r := httptest.NewRequest("GET", "/withdrawn?"+tt.query, nil)
		if err := r.ParseForm(); err != nil {
			t.Fatal(err)
		}
		got, err := login.ParseWithdrawal(r.Form, appKey)
		if !tt.good {
			if got != nil || !errors.Is(err, login.ErrWithdrawal) {
				t.Errorf("%s: got %+v, %v", name, got, err)
			}
			continue
		}
		if want := (login.Withdrawal{AppKey: appKey, UID: 1404376560, AuthEnd: "1731924000", Verification: "abc"}); err != nil || *got != want {
			t.Errorf("%s: got %+v, %v", name, got, err)
		}
	}
	if got, err := login.ParseWithdrawal(url.Values{"source": {""}, "uid": {"1"}, "auth_end": {""}, "verification": {""}}, ""); err == nil {
		t.Errorf("without an app key: %+v", got)
	}
}

func TestWithdrawalConfirmed(t *testing.T) {
	srv := weibotest.NewServer(t)
	o, user, other := srv.OAuth2(""), srv.Users()[0].UID, srv.Users()[1].UID
	token, foreign := srv.Token(user), srv.Token(other)
	w := &login.Withdrawal{AppKey: o.AppKey, UID: user}
	if done, err := w.Confirmed(t.Context(), o, token); done || err != nil {
		t.Errorf("forged: %t, %v", done, err)
	}
	if done, err := w.Confirmed(t.Context(), o, foreign); done || err == nil {
		t.Errorf("token of another user: %t, %v", done, err)
	}
	if err := o.Revoke(t.Context(), token); err != nil {
		t.Fatal(err)
	}
	if done, err := w.Confirmed(t.Context(), o, token); !done || err != nil {
		t.Errorf("withdrawn: %t, %v", done, err)
	}
	gone := *o
	gone.BaseURL = "http://127.0.0.1:1"
	if done, err := w.Confirmed(t.Context(), &gone, token); done || err == nil {
		t.Errorf("without Weibo: %t, %v", done, err)
	}
}

func FuzzParseWithdrawal(f *testing.F) {
	f.Add("source=1234567890&uid=1404376560&auth_end=1&verification=abc")
	f.Add("source=1234567890&uid=1&uid=2")
	f.Add("%&;=")
	f.Fuzz(func(t *testing.T, query string) {
		form, _ := url.ParseQuery(query)
		got, err := login.ParseWithdrawal(form, appKey)
		if err == nil && (got.UID <= 0 || got.AppKey != appKey || form.Get("source") != appKey || len(form["uid"]) != 1) {
			t.Errorf("%q passed: %+v", query, got)
		}
		if err != nil && !errors.Is(err, login.ErrWithdrawal) {
			t.Error(err)
		}
	})
}

func ExampleWithdrawal_Confirmed() {
	sandbox := weibotest.New()
	weiboServer := httptest.NewServer(sandbox)
	defer weiboServer.Close()
	o := &weibo.OAuth2{AppKey: weibotest.DefaultAppKey, AppSecret: weibotest.DefaultAppSecret, BaseURL: weiboServer.URL}
	uid := sandbox.Users()[0].UID
	kept := sandbox.Token(uid) // from a store of tokens

	// In the handler of the address that the console has for withdrawals: after r.ParseForm, r.Form
	form := url.Values{"source": {o.AppKey}, "uid": {strconv.FormatInt(uid, 10)}, "auth_end": {"…"}, "verification": {"…"}}
	withdrawal, err := login.ParseWithdrawal(form, o.AppKey)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(withdrawal.Confirmed(context.Background(), o, kept)) // the user has not removed it: this is forged
	// Output: false <nil>
}

package weibotest_test

import (
	"regexp"
	"strings"
	"testing"

	"github.com/seed4635ade2/weibo-go/weibo/weibotest"
)

func TestAppPage(t *testing.T) {
	srv := weibotest.NewServer(t, weibotest.WithApp(weibotest.App{Key: "42", Secret: "second-secret", Name: "另一个应用", SafeDomains: []string{"cats.example"}}))
	token := srv.Token(first)
	for _, lang := range []string{"en", "zh"} {
		wantAll(t, view(t, srv.URL+"/app", lang), srv.URL, weibotest.DefaultAppKey, weibotest.DefaultAppSecret, "second-secret", "另一个应用",
			"cats.example", token, "/u/1404376560", "/oauth2/authorize?")
	}
}

// A token of the page works until it is revoked there.
func TestTokensOnThePage(t *testing.T) {
	srv := weibotest.NewServer(t)
	p := newPerson(t, srv)
	if a := p.post("/app/token", "uid", "1"); a.status != 404 {
		t.Errorf("HTTP %d for an account that is not there", a.status)
	}
	p.post("/app/token", "uid", str(second))
	token := regexp.MustCompile(`2\.00\w+`).FindString(p.page("/app"))
	var me struct{ UID int64 }
	get(t, srv, "/2/account/get_uid.json", "access_token", token).into(&me)
	if me.UID != second {
		t.Errorf("the token is that of %d", me.UID)
	}
	p.post("/app/revoke", "token", token)
	get(t, srv, "/2/account/get_uid.json", "access_token", token).refused(21332)
	if page := p.page("/app"); !strings.Contains(page, "revoked") || strings.Contains(page, "/app/revoke") {
		t.Error("the page does not say that the token is revoked")
	}
	if a := p.post("/app/revoke", "token", "2.00NONE"); a.status != 400 || !strings.Contains(string(a.body), "21332") {
		t.Errorf("HTTP %d for a token that is not there", a.status)
	}
}

func TestClockOnThePage(t *testing.T) {
	srv := weibotest.NewServer(t, weibotest.Strict())
	p := newPerson(t, srv)
	token := srv.Token(first)
	p.post("/app/advance", "by", "24h")
	get(t, srv, "/2/account/get_uid.json", "access_token", token).refused(21327)
	wantAll(t, p.page("/app"), "ahead by 24h0m0s", "expired")
	for _, by := range []string{"", "x", "-1h", "1000000h"} {
		if a := p.post("/app/advance", "by", by); a.status != 400 {
			t.Errorf("%q: HTTP %d", by, a.status)
		}
	}
	wantAll(t, p.page("/app"), "ahead by 24h0m0s")
}

func TestResetOnThePage(t *testing.T) {
	srv := weibotest.NewServer(t)
	p := newPerson(t, srv)
	token := srv.Token(first)
	say(t, srv, token, "a kitten")
	if a := p.post("/app/reset"); a.status != 303 {
		t.Errorf("HTTP %d", a.status)
	}
	if strings.Contains(p.page("/"), "kitten") || len(srv.Requests()) > 0 {
		t.Error("something is left")
	}
	get(t, srv, "/2/account/get_uid.json", "access_token", token).refusedNot(t)
}

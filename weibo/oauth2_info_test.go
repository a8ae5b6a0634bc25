package weibo_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/seed4635ade2/weibo-go/weibo"
	"github.com/seed4635ade2/weibo-go/weibo/weibotest"
)

// infoJSON is an answer in the kinds of the sample.
const infoJSON = `{"uid":1404376560,"appkey":1234567890,"scope":null,"create_at":1731924000,"expire_in":86400}`

func TestTokenInfo(t *testing.T) {
	for name, body := range map[string]string{
		"numbers":             infoJSON,
		"texts":               `{"uid":"1404376560","appkey":"1234567890","scope":"","create_at":"1731924000","expire_in":"86400"}`,
		"the name until 2012": `{"uid":"1404376560","appkey":"1234567890","create_at":"1731924000","expires_in":"86400"}`,
	} {
		srv := record(t, says(200, "text/plain;charset=UTF-8", body))
		info, err := login(srv.URL).TokenInfo(t.Context(), secret)
		if err != nil || info.UID != 1404376560 || info.AppKey != 1234567890 || info.ExpireIn != 86400 || info.CreateAt != 1731924000 || info.Scope != "" {
			t.Errorf("%s: %+v, %v", name, info, err)
		}
		if got := srv.one(t); got.Method != "POST" || got.Path != "/oauth2/get_token_info" || len(got.Query) != 0 || !same(got.Form, values("access_token", secret)) {
			t.Errorf("%s: received %+v", name, got)
		}
	}
}

func TestCheckToken(t *testing.T) {
	tests := map[string]struct {
		status int
		body   string
		want   error // nil if the token is good
	}{
		"good":                  {200, infoJSON, nil},
		"texts":                 {200, `{"uid":"1404376560","appkey":"1234567890","expires_in":"86400"}`, nil},
		"of another app":        {200, strings.Replace(infoJSON, "1234567890", "1234567891", 1), weibo.ErrForeignToken},
		"of no app":             {200, `{"uid":1404376560,"expire_in":86400}`, weibo.ErrForeignToken},
		"just expired":          {200, strings.Replace(infoJSON, "86400", "0", 1), weibo.ErrTokenExpired},
		"expired long ago":      {200, strings.Replace(infoJSON, "86400", "-5", 1), weibo.ErrUnauthorized},
		"no lifetime":           {200, `{"uid":1404376560,"appkey":1234567890}`, weibo.ErrTokenExpired},
		"another's and expired": {200, `{"uid":1,"appkey":2,"expire_in":0}`, weibo.ErrForeignToken},
		"not known":             {400, `{"error":"invalid_access_token","error_code":21332,"request":"/oauth2/get_token_info"}`, weibo.ErrTokenInvalid},
		"expired":               {400, `{"error":"expired_token","error_code":"21327","request":"/oauth2/get_token_info"}`, weibo.ErrTokenExpired},
		"a list":                {200, `[]`, weibo.ErrForeignToken},
	}
	for name, tt := range tests {
		tok, err := login(record(t, says(tt.status, jsonType, tt.body)).URL).CheckToken(t.Context(), secret)
		if tt.want != nil {
			if tok != nil || !errors.Is(err, tt.want) || strings.Contains(prints(err), secret) {
				t.Errorf("%s: got %+v, %v", name, tok, err)
			}
			continue
		}
		if err != nil || tok.AccessToken != secret || weibo.UID(tok) != 1404376560 || tok.Type() != "OAuth2" || !tok.Valid() || time.Until(tok.Expiry) > 24*time.Hour {
			t.Errorf("%s: got %+v, %v", name, tok, err)
		}
	}
	for name, body := range map[string]string{"no user": `{"appkey":1234567890,"expire_in":5}`, "no JSON": "<html>"} {
		if tok, err := login(record(t, says(200, jsonType, body)).URL).CheckToken(t.Context(), secret); tok != nil || err == nil {
			t.Errorf("%s: got %+v, %v", name, tok, err)
		}
	}
	srv := record(t, says(200, jsonType, infoJSON))
	if tok, err := login(srv.URL).CheckToken(t.Context(), ""); err == nil || len(srv.all()) != 0 {
		t.Errorf("without a token: %v, %v", tok, err)
	}
	noKey := login(srv.URL)
	noKey.AppKey = ""
	if tok, err := noKey.CheckToken(t.Context(), secret); !errors.Is(err, weibo.ErrForeignToken) {
		t.Errorf("without an app key: %v, %v", tok, err)
	}
}

func TestRevoke(t *testing.T) {
	for body, good := range map[string]bool{
		`{"result":true}`: true, `{"result":"true"}`: true, `{"result":1}`: true, `{"result":"1"}`: true,
		`{"result":false}`: false, `{"result":"false"}`: false, `{"result":0}`: false, `{"result":"0"}`: false, `{"result":null}`: false,
		`{"result":""}`: false, `{"result":"no"}`: false, `{}`: false, `[]`: false, ``: false, `<html>`: false, `"true"`: false,
		`{"error":"expired_token","error_code":21327}`: false,
	} {
		srv := record(t, says(200, jsonType, body))
		err := login(srv.URL).Revoke(t.Context(), secret)
		var refused *weibo.Error
		if (err == nil) != good || !good && (!errors.As(err, &refused) || refused.Operation != "oauth2/revokeoauth2" || refused.StatusCode != 200) {
			t.Errorf("%s: got %v", body, err)
		}
		if got := srv.one(t); got.Method != "POST" || got.Path != "/oauth2/revokeoauth2" || len(got.Query) != 0 || !same(got.Form, values("access_token", secret)) {
			t.Errorf("received %+v", got)
		}
	}
}

// TestTokenOfSandbox lets a token live: checked, used by another application, withdrawn.
func TestTokenOfSandbox(t *testing.T) {
	srv := weibotest.NewServer(t)
	o, user := srv.OAuth2(""), srv.Users()[2].UID
	tok, err := o.CheckToken(t.Context(), srv.Token(user))
	if err != nil || weibo.UID(tok) != user {
		t.Fatalf("got %v, %v", tok, err)
	}
	other := srv.OAuth2("")
	other.AppKey = "1234567891"
	if _, err := other.CheckToken(t.Context(), tok.AccessToken); !errors.Is(err, weibo.ErrForeignToken) {
		t.Errorf("another application: %v", err)
	}
	if err := o.Revoke(t.Context(), tok.AccessToken); err != nil {
		t.Fatal(err)
	}
	for name, err := range map[string]error{"again": o.Revoke(t.Context(), tok.AccessToken), "checked": func() error {
		_, err := o.CheckToken(t.Context(), tok.AccessToken)
		return err
	}()} {
		var refused *weibo.Error
		if !errors.Is(err, weibo.ErrUnauthorized) || !errors.As(err, &refused) || refused.Hint("zh") == "" {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func ExampleOAuth2_CheckToken() {
	address, fromPhone := local()
	o := &weibo.OAuth2{AppKey: "1234567890", BaseURL: address}
	tok, err := o.CheckToken(context.Background(), fromPhone)
	if errors.Is(err, weibo.ErrForeignToken) {
		fmt.Println("somebody hands in tokens of another application")
		return
	}
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(weibo.UID(tok))
	// Output: 1404376560
}

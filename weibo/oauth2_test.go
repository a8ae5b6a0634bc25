package weibo_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/seed4635ade2/weibo-go/gen/weiboapi"
	"github.com/seed4635ade2/weibo-go/weibo"
	"golang.org/x/oauth2"
)

const appSecret = "PLANTEDappSecretPLANTEDappSecret"

func login(base string) *weibo.OAuth2 {
	return &weibo.OAuth2{AppKey: "1234567890", AppSecret: appSecret, RedirectURL: "https://example.com/callback?a=b", BaseURL: base}
}

func TestAuthCodeURL(t *testing.T) {
	o := login("")
	o.Scopes = []weibo.Scope{weibo.ScopeEmail, weibo.ScopeStatusesToMeRead}
	got, err := url.Parse(o.AuthCodeURL("a&b", oauth2.SetAuthURLParam("forcelogin", "true")))
	if err != nil {
		t.Fatal(err)
	}
	want := values("client_id", "1234567890", "redirect_uri", "https://example.com/callback?a=b", "response_type", "code",
		"scope", "email,statuses_to_me_read", "state", "a&b", "forcelogin", "true")
	if got.Scheme+"://"+got.Host+got.Path != "https://api.weibo.com/oauth2/authorize" || !same(got.Query(), want) {
		t.Errorf("got %s", got)
	}
}

// tokenJSON is the answer as it was captured, with all its oddities: numbers as strings and a flag as a string.
const tokenJSON = `{"access_token":"2.00new","remind_in":"157679999","expires_in":157679999,"uid":"1404376560","isRealName":"true"}`

func TestExchange(t *testing.T) {
	for _, kind := range []string{"text/plain;charset=UTF-8", jsonType, "text/html", ""} {
		t.Run(kind, func(t *testing.T) {
			srv := record(t, says(200, kind, tokenJSON))
			tok, err := login(srv.URL).Exchange(context.Background(), "thecode")
			if err != nil {
				t.Fatal(err)
			}
			if got := srv.one(t); got.Path != "/oauth2/access_token" || got.Header.Get("Authorization") != "" || len(got.Query) != 0 ||
				!same(got.Form, values("client_id", "1234567890", "client_secret", appSecret, "grant_type", "authorization_code",
					"code", "thecode", "redirect_uri", "https://example.com/callback?a=b")) {
				t.Errorf("received %+v", got)
			}
			if tok.AccessToken != "2.00new" || weibo.UID(tok) != 1404376560 || tok.RefreshToken != "" {
				t.Errorf("got %+v", tok)
			}
			if left := time.Until(tok.Expiry); left < 157679000*time.Second || left > 157679999*time.Second {
				t.Errorf("expires in %v", left)
			}
			req, _ := http.NewRequest("GET", "https://api.weibo.com", nil)
			if tok.SetAuthHeader(req); req.Header.Get("Authorization") != "OAuth2 2.00new" {
				t.Errorf("x/oauth2 would send %q", req.Header.Get("Authorization"))
			}
		})
	}
}

func TestExchangeAcceptsOtherKinds(t *testing.T) {
	for name, body := range map[string]string{
		"expires_in as a string, uid as a number": `{"access_token":"2.00new","expires_in":"7200","uid":1404376560}`,
		"a byte order mark":                       "\xEF\xBB\xBF" + `{"access_token":"2.00new","expires_in":7200,"uid":"1404376560"}`,
	} {
		tok, err := login(record(t, says(200, "text/plain", body)).URL).Exchange(context.Background(), "thecode")
		if err != nil || weibo.UID(tok) != 1404376560 || time.Until(tok.Expiry) > 2*time.Hour || time.Until(tok.Expiry) < 119*time.Minute {
			t.Errorf("%s: %+v, %v", name, tok, err)
		}
	}
}

func TestExchangeRefused(t *testing.T) {
	tests := map[string]struct {
		status int
		kind   string
		body   string
		code   int
	}{
		"a code used twice":   {400, "text/plain;charset=UTF-8", `{"error":"invalid_grant","error_code":21325,"request":"/oauth2/access_token","error_uri":"/oauth2/access_token","error_description":"invalid authorization code:thecode"}`, 21325},
		"another callback":    {400, "text/plain;charset=UTF-8", `{"request":"/oauth2/access_token","error_code":"21322","error":"redirect_uri_mismatch","error_uri":"/oauth2/access_token"}`, 21322},
		"refused in a 200":    {200, "text/plain;charset=UTF-8", `{"error":"invalid_client","error_code":21324}`, 21324},
		"HTML from a gateway": {502, "text/html", "<html>", 0},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			srv := record(t, says(tt.status, tt.kind, tt.body))
			_, err := login(srv.URL).Exchange(context.Background(), "thecode")
			var refused *weibo.Error
			if !errors.As(err, &refused) || refused.Code != tt.code || refused.StatusCode != tt.status || refused.Operation != "oauth2/access_token" {
				t.Fatalf("got %#v", err)
			}
			if n := len(srv.all()); n != 1 {
				t.Errorf("the code was sent %d times", n)
			}
			if s := fmt.Sprintf("%v %+v", err, err); strings.Contains(s, appSecret) {
				t.Errorf("the secret is in %s", s)
			}
		})
	}
}

func TestExchangeWithoutCode(t *testing.T) {
	srv := record(t, says(200, jsonType, tokenJSON))
	if _, err := login(srv.URL).Exchange(context.Background(), ""); err == nil || len(srv.all()) != 0 {
		t.Errorf("got %v after %d requests", err, len(srv.all()))
	}
}

func TestExchangeServerGone(t *testing.T) {
	srv := record(t, nil)
	srv.Close()
	_, err := login(srv.URL).Exchange(context.Background(), "thecode")
	if err == nil || !strings.HasPrefix(err.Error(), "weibo: oauth2/access_token: ") || strings.Contains(err.Error(), "http://") {
		t.Errorf("got %v", err)
	}
}

func TestTokenSourceRefreshes(t *testing.T) {
	srv := record(t, says(200, "text/plain;charset=UTF-8", tokenJSON))
	old := &oauth2.Token{AccessToken: "2.00old", RefreshToken: "again", Expiry: time.Now().Add(-time.Hour)}
	src := login(srv.URL).TokenSource(context.Background(), old)
	for range 2 {
		tok, err := src.Token()
		if err != nil || tok.AccessToken != "2.00new" || tok.Type() != "OAuth2" {
			t.Fatalf("got %+v, %v", tok, err)
		}
	}
	if got := srv.one(t); got.Form.Get("grant_type") != "refresh_token" || got.Form.Get("refresh_token") != "again" {
		t.Errorf("received %v", got.Form)
	}
}

func TestTokenSourceOfAnExpiredWebToken(t *testing.T) {
	srv := record(t, says(200, jsonType, `{"uid":1}`))
	src := login(srv.URL).TokenSource(context.Background(), &oauth2.Token{AccessToken: "2.00old", Expiry: time.Now().Add(-time.Hour)})
	c := srv.client(t, weibo.WithTokenSource(src))
	if _, err := c.Account.GetUID(context.Background(), weiboapi.AccountGetUIDParams{}); err == nil || len(srv.all()) != 0 {
		t.Errorf("got %v after %d requests", err, len(srv.all()))
	}
}

package weibo_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"log/slog"
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
	const web, phone = "https://api.weibo.com/oauth2/authorize", "https://open.weibo.cn/oauth2/authorize"
	tests := map[string]struct {
		change func(o *weibo.OAuth2)
		opts   []oauth2.AuthCodeOption
		page   string
		more   []string
	}{
		"nothing asked for": {func(*weibo.OAuth2) {}, nil, web, nil},
		"all": {func(o *weibo.OAuth2) {
			o.Scopes = []weibo.Scope{weibo.ScopeEmail, weibo.ScopeStatusesToMeRead}
			o.Display, o.ForceLogin, o.Language = weibo.DisplayClient, true, weibo.LanguageEnglish
		}, nil, web, []string{"scope", "email,statuses_to_me_read", "display", "client", "forcelogin", "true", "language", "en"}},
		"phone":             {func(o *weibo.OAuth2) { o.Display = weibo.DisplayMobile }, nil, phone, []string{"display", "mobile"}},
		"phone, in sandbox": {func(o *weibo.OAuth2) { o.Display, o.BaseURL = weibo.DisplayMobile, "http://127.0.0.1:8080/" }, nil, "http://127.0.0.1:8080/oauth2/authorize", []string{"display", "mobile"}},
		"options":           {func(*weibo.OAuth2) {}, []oauth2.AuthCodeOption{oauth2.SetAuthURLParam("with_offical_account", "1")}, web, []string{"with_offical_account", "1"}},
		"options go before fields": {func(o *weibo.OAuth2) { o.Language = weibo.LanguageEnglish }, []oauth2.AuthCodeOption{oauth2.SetAuthURLParam("language", "")},
			web, []string{"language", ""}},
	}
	for name, tt := range tests {
		o := login("")
		tt.change(o)
		got, err := url.Parse(o.AuthCodeURL("a&b", tt.opts...))
		if err != nil {
			t.Fatal(err)
		}
		want := values(append(tt.more, "client_id", "1234567890", "redirect_uri", "https://example.com/callback?a=b", "response_type", "code", "state", "a&b")...)
		if got.Scheme+"://"+got.Host+got.Path != tt.page || !same(got.Query(), want) {
			t.Errorf("%s: got %s", name, got)
		}
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

// What cannot be sent is not, and says why.
func TestExchangeOfNothing(t *testing.T) {
	srv := record(t, says(200, jsonType, tokenJSON))
	tests := map[string]struct {
		change func(o *weibo.OAuth2)
		code   weibo.Code
		want   string
	}{
		"no code":         {func(*weibo.OAuth2) {}, "", "no code"},
		"no app key":      {func(o *weibo.OAuth2) { o.AppKey = "" }, "x", "client_id"},
		"no app secret":   {func(o *weibo.OAuth2) { o.AppSecret = "" }, "x", "client_secret"},
		"no redirect URL": {func(o *weibo.OAuth2) { o.RedirectURL = "" }, "x", "redirect_uri"},
		"no base URL":     {func(o *weibo.OAuth2) { o.BaseURL = "localhost" }, "x", "base URL"},
	}
	for name, tt := range tests {
		o := login(srv.URL)
		tt.change(o)
		if tok, err := o.Exchange(t.Context(), tt.code); tok != nil || err == nil || !strings.Contains(err.Error(), tt.want) || len(srv.all()) != 0 {
			t.Errorf("%s: got %v, %v after %d requests", name, tok, err, len(srv.all()))
		}
	}
}

// TestCodeIsSentOnce fails in all the ways in which a call that reads would be repeated.
func TestCodeIsSentOnce(t *testing.T) {
	for name, answer := range map[string]http.HandlerFunc{
		"no answer":  aborts,
		"cut answer": cuts,
		"gateway":    badGateway,
		"busy":       says(503, jsonType, `{"error":"system busy","error_code":10009}`),
		"wait":       retryAfter("1"),
		"HTML":       says(200, "text/html", "<html>"),
		"redirect": func(w http.ResponseWriter, req *http.Request) {
			http.Redirect(w, req, "/elsewhere", http.StatusTemporaryRedirect)
		},
		"no token":     says(200, jsonType, `{"expires_in":1,"uid":"1"}`),
		"empty token":  says(200, jsonType, `{"access_token":"","expires_in":1,"uid":"1"}`),
		"unauthorised": says(401, jsonType, `{"error":"invalid_client","error_code":21324}`),
	} {
		srv := record(t, answer)
		tok, err := login(srv.URL).Exchange(t.Context(), "PLANTEDcode")
		if tok != nil || err == nil || len(srv.all()) != 1 {
			t.Errorf("%s: got %v, %v after %d requests", name, tok, err, len(srv.all()))
		}
		if text := prints(err); strings.Contains(text, "PLANTEDcode") || strings.Contains(text, appSecret) {
			t.Errorf("%s: a secret is in %s", name, text)
		}
	}
}

// The lifetime is in expires_in, in remind_in of old, or not known.
func TestExpiry(t *testing.T) {
	for members, want := range map[string]time.Duration{
		`"expires_in":100,"remind_in":"200"`: 100 * time.Second,
		`"expires_in":"100"`:                 100 * time.Second,
		`"remind_in":"100"`:                  100 * time.Second,
		`"remind_in":100`:                    100 * time.Second,
		`"expires_in":-100`:                  -100 * time.Second,
		`"expires_in":9000000000000000000`:   (1<<31 - 1) * time.Second,
	} {
		tok, err := login(record(t, says(200, jsonType, `{"access_token":"2.00x",`+members+`}`)).URL).Exchange(t.Context(), "x")
		if err != nil {
			t.Errorf("%s: %v", members, err)
		} else if left := time.Until(tok.Expiry); left > want || left < want-time.Minute {
			t.Errorf("%s: expires in %v", members, left)
		}
	}
	tok, err := login(record(t, says(200, jsonType, `{"access_token":"2.00x"}`)).URL).Exchange(t.Context(), "x")
	if err != nil || !tok.Expiry.IsZero() || !tok.Valid() || weibo.UID(tok) != 0 {
		t.Errorf("got %+v, %v", tok, err)
	}
}

// The server may say again what it was sent.
func TestExchangeErrorsHoldNoSecrets(t *testing.T) {
	echo := func(w http.ResponseWriter, req *http.Request) {
		w.Header().Set("X-Echo", "PLANTEDcode")
		w.WriteHeader(http.StatusBadRequest)
		fmt.Fprintf(w, `{"error":"invalid_grant","error_code":21325,"request":"/oauth2/access_token","error_description":"PLANTEDcode PLANTEDrefresh %s"}`, appSecret)
	}
	o := login(record(t, echo).URL)
	_, exchanged := o.Exchange(t.Context(), "PLANTEDcode")
	_, refreshed := o.Refresh(t.Context(), &oauth2.Token{RefreshToken: "PLANTEDrefresh"})
	for err, planted := range map[error][]string{exchanged: {"PLANTEDcode", appSecret}, refreshed: {"PLANTEDrefresh", appSecret}} {
		if !errors.Is(err, weibo.ErrUnauthorized) {
			t.Errorf("got %v", err)
		}
		for _, s := range planted {
			if text := prints(err); strings.Contains(text, s) {
				t.Errorf("%s is in %s", s, text)
			}
		}
	}
}

func TestPrintedOAuth2(t *testing.T) {
	o := login("")
	var book bytes.Buffer
	for _, h := range []slog.Handler{slog.NewJSONHandler(&book, nil), slog.NewTextHandler(&book, nil)} {
		slog.New(h).Info("started", "oauth", o, "by value", *o)
	}
	all := prints(o) + prints(*o) + prints(struct{ O *weibo.OAuth2 }{o}) + prints([]weibo.OAuth2{*o}) + book.String()
	if strings.Contains(all, appSecret) || strings.Contains(all, fmt.Sprintf("%x", appSecret)) || !strings.Contains(all, o.AppKey) {
		t.Errorf("got %s", all)
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
	srv := record(t, inTurn(
		says(200, "text/plain;charset=UTF-8", `{"access_token":"2.00one","expires_in":5}`), // which is as good as expired
		says(200, "text/plain;charset=UTF-8", `{"access_token":"2.00two","expires_in":86400,"refresh_token":"next","uid":"1404376561"}`),
	))
	old := weibo.WithUID(&oauth2.Token{AccessToken: "2.00old", RefreshToken: "again", Expiry: time.Now().Add(-time.Hour)}, 1404376560)
	src := login(srv.URL).TokenSource(t.Context(), old)
	for _, want := range []struct {
		text, refresh string
		uid           int64
	}{{"2.00one", "again", 1404376560}, {"2.00two", "next", 1404376561}, {"2.00two", "next", 1404376561}} {
		tok, err := src.Token()
		if err != nil || tok.AccessToken != want.text || tok.RefreshToken != want.refresh || weibo.UID(tok) != want.uid || tok.Type() != "OAuth2" {
			t.Fatalf("got %+v, %v", tok, err)
		}
	}
	if all := srv.all(); len(all) != 2 || !same(all[0].Form, values("client_id", "1234567890", "client_secret", appSecret, "grant_type", "refresh_token", "refresh_token", "again")) ||
		all[1].Form.Get("refresh_token") != "again" {
		t.Errorf("received %+v", all)
	}
}

// A token of elsewhere is sent as Weibo wants it.
func TestTokenSourceOfForeignType(t *testing.T) {
	tok, err := login("").TokenSource(t.Context(), &oauth2.Token{AccessToken: "2.00x", TokenType: "Bearer"}).Token()
	if err != nil || tok.Type() != "OAuth2" {
		t.Errorf("got %+v, %v", tok, err)
	}
}

func TestTokenSourceOfAnExpiredWebToken(t *testing.T) {
	srv := record(t, says(200, jsonType, `{"uid":1}`))
	for name, tok := range map[string]*oauth2.Token{"expired": {AccessToken: "2.00old", Expiry: time.Now().Add(-time.Hour)}, "none": nil} {
		src := login(srv.URL).TokenSource(t.Context(), tok)
		_, err := srv.client(t, weibo.WithTokenSource(src)).Account.GetUID(t.Context(), weiboapi.AccountGetUIDParams{})
		if !errors.Is(err, weibo.ErrTokenExpired) || !errors.Is(err, weibo.ErrUnauthorized) || len(srv.all()) != 0 {
			t.Errorf("%s: got %v after %d requests", name, err, len(srv.all()))
		}
	}
}

func TestWithUID(t *testing.T) {
	tok := &oauth2.Token{AccessToken: "2.00x", RefreshToken: "r", Expiry: time.Now()}
	if got := weibo.WithUID(tok, 1<<60); weibo.UID(got) != 1<<60 || got.AccessToken != "2.00x" || got.RefreshToken != "r" || weibo.UID(tok) != 0 {
		t.Errorf("got %+v of %+v", got, tok)
	}
	if got := weibo.WithUID(weibo.WithUID(tok, 5), 0); weibo.UID(got) != 5 {
		t.Errorf("got %d", weibo.UID(got))
	}
}

package weibo_test

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/seed4635ade2/weibo-go/gen/weiboapi"
	"github.com/seed4635ade2/weibo-go/weibo"
	"github.com/seed4635ade2/weibo-go/weibo/wire"
	"golang.org/x/oauth2"
)

func TestRequests(t *testing.T) {
	ctx := context.Background()
	tests := []struct {
		name        string
		call        func(*weibo.Client) error
		method      string
		path        string
		query, form url.Values
	}{
		{
			name: "a query with numbers",
			call: func(c *weibo.Client) error {
				_, err := c.Statuses.UserTimeline(ctx, weiboapi.StatusesUserTimelineParams{UID: 1404376560, SinceID: 9007199254740993, Count: 50, Page: 2})
				return err
			},
			method: "GET", path: "/2/statuses/user_timeline.json",
			query: values("uid", "1404376560", "since_id", "9007199254740993", "count", "50", "page", "2"),
		},
		{
			name: "a list in a query",
			call: func(c *weibo.Client) error {
				_, err := c.Statuses.Count(ctx, weiboapi.StatusesCountParams{IDs: []int64{5101694137532416, 5101694137532417}})
				return err
			},
			method: "GET", path: "/2/statuses/count.json", query: values("ids", "5101694137532416,5101694137532417"),
		},
		{
			name: "text is encoded once",
			call: func(c *weibo.Client) error {
				_, err := c.Statuses.Share(ctx, weiboapi.StatusesShareParams{Status: "一只猫 & 100% +1 \U0001F431 https://example.com/?a=b&c"})
				return err
			},
			method: "POST", path: "/2/statuses/share.json",
			form: values("status", "一只猫 & 100% +1 \U0001F431 https://example.com/?a=b&c"),
		},
		{
			name: "coordinates of zero are sent, flags as 1, JSON as it is",
			call: func(c *weibo.Client) error {
				_, err := c.Statuses.Update(ctx, weiboapi.StatusesUpdateParams{
					Status: "a", Lat: new(0.0), Long: new(-12.25), IsLongText: true,
					Annotations: json.RawMessage(`[{"a":1}]`), RIP: "211.156.0.1",
				})
				return err
			},
			method: "POST", path: "/2/statuses/update.json",
			form: values("status", "a", "lat", "0", "long", "-12.25", "is_longtext", "1", "annotations", `[{"a":1}]`, "rip", "211.156.0.1"),
		},
		{
			name: "no parameters",
			call: func(c *weibo.Client) error {
				_, err := c.Account.GetUID(ctx, weiboapi.AccountGetUIDParams{})
				return err
			},
			method: "GET", path: "/2/account/get_uid.json",
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			answer := `{"id":1,"text":"","statuses":[],"total_number":0,"uid":1}`
			if strings.HasSuffix(tt.path, "count.json") {
				answer = `[]`
			}
			srv := record(t, says(200, jsonType, answer))
			if err := tt.call(srv.client(t)); err != nil {
				t.Fatal(err)
			}
			got := srv.one(t)
			if got.Method != tt.method || got.Path != tt.path {
				t.Errorf("%s %s, want %s %s", got.Method, got.Path, tt.method, tt.path)
			}
			if !same(got.Query, tt.query) {
				t.Errorf("query %v, want %v", got.Query, tt.query)
			}
			if !same(got.Form, tt.form) {
				t.Errorf("form %v, want %v", got.Form, tt.form)
			}
			if h := got.Header.Get("Authorization"); h != "OAuth2 "+secret {
				t.Errorf("Authorization %q", h)
			}
			if ua := got.Header.Get("User-Agent"); ua != "weibo-go/"+weibo.Version {
				t.Errorf("User-Agent %q", ua)
			}
			if tt.method == "POST" && got.Header.Get("Content-Type") != "application/x-www-form-urlencoded" {
				t.Errorf("Content-Type %q", got.Header.Get("Content-Type"))
			}
		})
	}
}

// hosts is a transport that notes which hosts were asked for, and sends all to one server.
type hosts struct {
	to    *url.URL
	asked []string
}

func (h *hosts) RoundTrip(req *http.Request) (*http.Response, error) {
	h.asked = append(h.asked, req.URL.Scheme+"://"+req.URL.Host+req.URL.Path)
	out := req.Clone(req.Context())
	out.URL.Scheme, out.URL.Host = h.to.Scheme, h.to.Host
	return http.DefaultTransport.RoundTrip(out)
}

func TestHosts(t *testing.T) {
	srv := record(t, says(200, jsonType, `{"id":1,"text":""}`))
	to, _ := url.Parse(srv.URL)
	upload := func(c *weibo.Client) {
		t.Helper()
		params := weiboapi.StatusesUploadParams{Status: "a", Pic: weibo.PictureBytes(jpeg(100))}
		if _, err := c.Statuses.Upload(context.Background(), params); err != nil {
			t.Fatal(err)
		}
		if _, err := c.Statuses.Show(context.Background(), weiboapi.StatusesShowParams{ID: 1}); err != nil {
			t.Fatal(err)
		}
	}
	tests := []struct {
		name         string
		opts         []weibo.Option
		upload, show string
	}{
		{"Weibo's own", nil, "https://upload.api.weibo.com/2/statuses/upload.json", "https://api.weibo.com/2/statuses/show.json"},
		{"one for all, with a path", []weibo.Option{weibo.WithBaseURL("http://127.0.0.1:1/weibo/")},
			"http://127.0.0.1:1/weibo/2/statuses/upload.json", "http://127.0.0.1:1/weibo/2/statuses/show.json"},
		{"one of them", []weibo.Option{weibo.WithHostURL("upload.api.weibo.com", "http://127.0.0.2:2")},
			"http://127.0.0.2:2/2/statuses/upload.json", "https://api.weibo.com/2/statuses/show.json"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			h := &hosts{to: to}
			opts := append([]weibo.Option{weibo.WithToken(secret), weibo.WithHTTPClient(&http.Client{Transport: h})}, tt.opts...)
			c, err := weibo.NewClient(opts...)
			if err != nil {
				t.Fatal(err)
			}
			upload(c)
			if h.asked[0] != tt.upload || h.asked[1] != tt.show {
				t.Errorf("asked %q, want %q and %q", h.asked, tt.upload, tt.show)
			}
		})
	}
}

func TestOptionsOfACall(t *testing.T) {
	srv := record(t, says(200, jsonType, `{"id":1,"text":"a"}`))
	c := srv.client(t, weibo.WithRemoteIP("211.156.0.1"), weibo.WithUserAgent("shop/2"))
	var answer weibo.Response
	ctx, params := context.Background(), weiboapi.StatusesShareParams{Status: "a"}
	if _, err := c.Statuses.Share(ctx, params, weibo.WithToken("other"), weibo.WithRemoteIP("211.156.0.2"), weibo.WithResponse(&answer)); err != nil {
		t.Fatal(err)
	}
	if _, err := c.Statuses.Share(ctx, params); err != nil {
		t.Fatal(err)
	}
	for i, want := range []struct{ token, ip string }{{"other", "211.156.0.2"}, {secret, "211.156.0.1"}} {
		got := srv.all()[i]
		if h := got.Header.Get("Authorization"); h != "OAuth2 "+want.token {
			t.Errorf("call %d: Authorization %q", i, h)
		}
		if h, rip := got.Header.Get("API-RemoteIP"), got.Form.Get("rip"); h != want.ip || rip != want.ip {
			t.Errorf("call %d: API-RemoteIP %q and rip %q, want %q", i, h, rip, want.ip)
		}
		if ua := got.Header.Get("User-Agent"); !strings.HasPrefix(ua, "shop/2 weibo-go/") {
			t.Errorf("call %d: User-Agent %q", i, ua)
		}
	}
	if answer.StatusCode != 200 || string(answer.Body) != `{"id":1,"text":"a"}` || answer.Header.Get("Content-Type") != jsonType {
		t.Errorf("the answer as it came: %d %q %v", answer.StatusCode, answer.Body, answer.Header)
	}
}

func TestAppKeyInsteadOfToken(t *testing.T) {
	srv := record(t, says(200, jsonType, `{"statuses":[],"total_number":0}`))
	c, err := weibo.NewClient(weibo.WithBaseURL(srv.URL), weibo.WithAppKey("1234567890"))
	if err != nil {
		t.Fatal(err)
	}
	ctx := context.Background()
	if _, err := c.Statuses.PublicTimeline(ctx, weiboapi.StatusesPublicTimelineParams{Count: 5}); err != nil {
		t.Fatal(err)
	}
	if got := srv.one(t); !same(got.Query, values("count", "5", "source", "1234567890")) || got.Header.Get("Authorization") != "" {
		t.Errorf("received %v and Authorization %q", got.Query, got.Header.Get("Authorization"))
	}
	if _, err := c.Statuses.HomeTimeline(ctx, weiboapi.StatusesHomeTimelineParams{}); !errors.Is(err, weibo.ErrNoToken) {
		t.Errorf("a call that needs a user: %v, want ErrNoToken", err)
	}
	if n := len(srv.all()); n != 1 {
		t.Errorf("%d requests, want 1", n)
	}
}

func TestTokenIsNotSentWithOAuth2Calls(t *testing.T) {
	srv := record(t, says(200, "text/plain;charset=UTF-8", `{"uid":1,"appkey":"1","scope":null,"create_at":1,"expire_in":5}`))
	info, err := srv.client(t).OAuth2.GetTokenInfo(context.Background(), weiboapi.OAuth2GetTokenInfoParams{AccessToken: "2.00asked"})
	if err != nil {
		t.Fatal(err)
	}
	if got := srv.one(t); got.Header.Get("Authorization") != "" || !same(got.Form, values("access_token", "2.00asked")) {
		t.Errorf("received %v with Authorization %q", got.Form, got.Header.Get("Authorization"))
	}
	if info.UID != 1 || info.ExpireIn != 5 {
		t.Errorf("got %+v", info)
	}
}

func TestRedirects(t *testing.T) {
	elsewhere := record(t, says(200, jsonType, `{"id":1,"text":"stolen"}`))
	srv := record(t, func(w http.ResponseWriter, req *http.Request) {
		http.Redirect(w, req, elsewhere.URL+"/1404376560/yfcLPlKKn", http.StatusFound)
	})
	c := srv.client(t)
	r, err := c.Statuses.Go(context.Background(), weiboapi.StatusesGoParams{UID: 1404376560, ID: 3436240135184587})
	if err != nil || r.Location != elsewhere.URL+"/1404376560/yfcLPlKKn" {
		t.Errorf("statuses/go: %v, %v", r, err)
	}
	_, err = c.Statuses.Show(context.Background(), weiboapi.StatusesShowParams{ID: 1})
	var refused *weibo.Error
	if !errors.As(err, &refused) || refused.StatusCode != http.StatusFound {
		t.Errorf("a redirect where an answer belongs: %v", err)
	}
	if n := len(elsewhere.all()); n != 0 {
		t.Errorf("%d requests followed a redirect", n)
	}
}

func TestNewClientRefuses(t *testing.T) {
	tests := map[string]weibo.Option{
		"an empty token":      weibo.WithToken(" "),
		"no token source":     weibo.WithTokenSource(nil),
		"no HTTP client":      weibo.WithHTTPClient(nil),
		"a base without host": weibo.WithBaseURL("api.weibo.com"),
		"a base with a user":  weibo.WithBaseURL("https://" + secret + "@api.weibo.com"),
		"a base with a query": weibo.WithBaseURL("https://api.weibo.com?access_token=" + secret),
		"a strange scheme":    weibo.WithHostURL("api.weibo.com", "ftp://example.com"),
		"a body of nothing":   weibo.WithMaxBody(0),
	}
	for name, o := range tests {
		_, err := weibo.NewClient(o)
		if err == nil {
			t.Errorf("%s is accepted", name)
		} else if strings.Contains(err.Error(), secret) {
			t.Errorf("%s: the secret is in the error", name)
		}
	}
}

func TestEmptyTokenOfASource(t *testing.T) {
	srv := record(t, says(200, jsonType, `{}`))
	c := srv.client(t, weibo.WithTokenSource(oauth2.StaticTokenSource(&oauth2.Token{})))
	if _, err := c.Account.GetUID(context.Background(), weiboapi.AccountGetUIDParams{}); !errors.Is(err, weibo.ErrNoToken) {
		t.Errorf("got %v, want ErrNoToken", err)
	}
	if n := len(srv.all()); n != 0 {
		t.Errorf("%d requests were sent", n)
	}
}

type foreign struct{}

func (foreign) CallOption() {}

func TestForeignOptionIsRefused(t *testing.T) {
	srv := record(t, says(200, jsonType, `{}`))
	var opt wire.Option = foreign{}
	if _, err := srv.client(t).Account.GetUID(context.Background(), weiboapi.AccountGetUIDParams{}, opt); err == nil || len(srv.all()) != 0 {
		t.Errorf("got %v after %d requests", err, len(srv.all()))
	}
}

func TestUserClientIsNotChanged(t *testing.T) {
	own := &http.Client{}
	if _, err := weibo.NewClient(weibo.WithToken(secret), weibo.WithHTTPClient(own)); err != nil {
		t.Fatal(err)
	}
	if own.CheckRedirect != nil || own.Timeout != 0 {
		t.Error("the caller's http.Client was changed")
	}
}

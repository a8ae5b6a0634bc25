package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/seed4635ade2/weibo-go/examples/internal/exampletest"
	"github.com/seed4635ade2/weibo-go/gen/weiboapi"
	"github.com/seed4635ade2/weibo-go/weibo"
	"github.com/seed4635ade2/weibo-go/weibo/weibotest"
)

// A record is what the exporters write: a span, or the metrics.
type record struct {
	Name        string
	SpanContext struct{ SpanID string }
	Parent      struct{ SpanID string }
	Status      struct{ Code string }
	Attributes  attributes

	ScopeMetrics []struct {
		Metrics []struct {
			Name string
			Data struct {
				DataPoints []struct {
					Count      int
					Attributes attributes
				}
			}
		}
	}
}

type attributes []struct {
	Key   string
	Value struct{ Value any }
}

func (a attributes) get(key string) any {
	for _, pair := range a {
		if pair.Key == key {
			return pair.Value.Value
		}
	}
	return nil
}

// records reads all that was written.
func records(t *testing.T, text string) (list []record) {
	t.Helper()
	d := json.NewDecoder(strings.NewReader(text))
	for {
		var r record
		err := d.Decode(&r)
		if err == io.EOF {
			return list
		}
		if err != nil {
			t.Fatalf("%v in %s", err, text)
		}
		list = append(list, r)
	}
}

// named returns the only span with a name.
func named(t *testing.T, list []record, name string) record {
	t.Helper()
	i := slices.IndexFunc(list, func(r record) bool { return r.Name == name })
	if i < 0 || slices.ContainsFunc(list[i+1:], func(r record) bool { return r.Name == name }) {
		t.Fatalf("not one span %s", name)
	}
	return list[i]
}

func TestWithoutConfiguration(t *testing.T) {
	var out bytes.Buffer
	if err := run(t.Context(), exampletest.NoEnv, &out, io.Discard); err != nil {
		t.Fatal(err)
	}
	named(t, records(t, out.String()), "GET /2/users/show.json")
}

// The spans of the calls are below that of the application, have the whole address, and nothing has the token.
func TestSpans(t *testing.T) {
	srv := weibotest.NewServer(t, weibotest.Checked())
	user := srv.Users()[0].UID
	token := srv.Token(user)
	env := exampletest.Env(srv)
	var out bytes.Buffer
	err := run(t.Context(), func(name string) string {
		if name == "WEIBO_ACCESS_TOKEN" {
			return token
		}
		return env(name)
	}, &out, io.Discard)
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range srv.Requests() {
		if r.UID != user {
			t.Errorf("%s came without the token", r.Operation)
		}
	}
	list := records(t, out.String())
	visit := named(t, list, "visit")
	for name, address := range map[string]string{
		"GET /2/account/get_uid.json": "/2/account/get_uid.json",
		"GET /2/users/show.json":      "/2/users/show.json?uid=" + strconv.FormatInt(user, 10),
	} {
		span := named(t, list, name)
		if got := span.Attributes.get("url.full"); got != srv.URL+address || span.Parent.SpanID != visit.SpanContext.SpanID {
			t.Errorf("%s has the address %v and the parent %s", name, got, span.Parent.SpanID)
		}
	}
	if strings.Contains(out.String(), token) || strings.Contains(out.String(), "Authorization") {
		t.Errorf("the token is in:\n%s", &out)
	}
	count := 0
	for _, scope := range list[len(list)-1].ScopeMetrics {
		for _, m := range scope.Metrics {
			for _, p := range m.Data.DataPoints {
				if m.Name == "http.client.request.duration" && p.Attributes.get("http.response.status_code") == 200.0 {
					count += p.Count
				}
			}
		}
	}
	if count != 2 {
		t.Errorf("%d calls were measured, want 2:\n%s", count, &out)
	}
}

// A refusal that comes with HTTP status 200 is seen in the span of the application.
func TestRefusal(t *testing.T) {
	srv := weibotest.NewServer(t)
	srv.Inject(weibotest.Fault{Operation: "users/show", Status: 200, Code: weiboapi.CodeNoSuchUser})
	var out bytes.Buffer
	if err := run(t.Context(), exampletest.Env(srv), &out, io.Discard); !errors.Is(err, weibo.ErrNotFound) {
		t.Errorf("got %v", err)
	}
	list := records(t, out.String())
	visit := named(t, list, "visit")
	if visit.Status.Code != "Error" || visit.Attributes.get("weibo.code") != 20003.0 || visit.Attributes.get("weibo.operation") != "users/show" {
		t.Errorf("recorded %+v", visit)
	}
	if code := named(t, list, "GET /2/users/show.json").Attributes.get("http.response.status_code"); code != 200.0 {
		t.Errorf("HTTP status %v", code)
	}
}

// Signing in has more secrets: the app secret, the code, and the token in the answer and in what asks about it.
func TestSignIn(t *testing.T) {
	srv := weibotest.NewServer(t, weibotest.Strict())
	var out bytes.Buffer
	telemetry, err := newTelemetry(&out)
	if err != nil {
		t.Fatal(err)
	}
	app := srv.OAuth2("https://app.example/callback")
	app.HTTPClient = telemetry.httpClient()
	code := authorize(t, srv, app)
	token, err := app.Exchange(t.Context(), code)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := app.TokenInfo(t.Context(), token.AccessToken); err != nil {
		t.Error(err)
	}
	if err := app.Revoke(t.Context(), token.AccessToken); err != nil {
		t.Error(err)
	}
	if _, err := app.Exchange(t.Context(), code); err == nil { // a failure may say more
		t.Error("a code worked twice")
	}
	if err := telemetry.close(); err != nil {
		t.Fatal(err)
	}
	if n := strings.Count(out.String(), `"url.full"`); n != 4 {
		t.Errorf("%d spans, want 4:\n%s", n, &out)
	}
	for name, secret := range map[string]string{"app secret": app.AppSecret, "code": string(code), "token": token.AccessToken} {
		if secret == "" || strings.Contains(out.String(), secret) {
			t.Errorf("the %s %q is in:\n%s", name, secret, &out)
		}
	}
}

// authorize does on Weibo's page what a user does.
func authorize(t *testing.T, srv *weibotest.Server, app *weibo.OAuth2) weibo.Code {
	t.Helper()
	page, err := url.Parse(app.AuthCodeURL("state"))
	if err != nil {
		t.Fatal(err)
	}
	form := page.Query()
	form.Set("uid", strconv.FormatInt(srv.Users()[0].UID, 10))
	form.Set("action", "approve")
	page.RawQuery = ""
	browser := http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	resp, err := browser.PostForm(page.String(), form)
	if err != nil {
		t.Fatal(err)
	}
	resp.Body.Close()
	back, err := resp.Location()
	if err != nil {
		t.Fatal(err)
	}
	return weibo.Code(back.Query().Get("code"))
}

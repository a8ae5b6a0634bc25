package weibo_test

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/seed4635ade2/weibo-go/gen/weiboapi"
	"github.com/seed4635ade2/weibo-go/weibo"
)

func TestDo(t *testing.T) {
	picture := jpeg(1000)
	tests := []struct {
		name         string
		request      weibo.Request
		method, path string
		query, form  url.Values
		file         string // name of the parameter
	}{
		{"a name of the documentation", weibo.Request{Path: "statuses/show", Params: values("id", "1", "empty", "")},
			"GET", "/2/statuses/show.json", values("id", "1", "empty", ""), nil, ""},
		{"a path", weibo.Request{Path: "/oauth2/new"}, "GET", "/oauth2/new", nil, nil, ""},
		{"a POST", weibo.Request{Method: "POST", Path: "new/update", Params: url.Values{"status": {"一 & 100%"}, "uid": {"1", "2"}}},
			"POST", "/2/new/update.json", nil, url.Values{"status": {"一 & 100%"}, "uid": {"1", "2"}}, ""},
		{"a picture", weibo.Request{Path: "new/upload", Params: values("status", "a"), Picture: weibo.PictureBytes(picture)},
			"POST", "/2/new/upload.json", nil, values("status", "a"), "pic"},
		{"a picture by another name", weibo.Request{Path: "new/upload", Params: values("status", "a"), Picture: weibo.PictureBytes(picture), PictureParam: "image"},
			"POST", "/2/new/upload.json", nil, values("status", "a"), "image"},
		{"another host", weibo.Request{Host: "c.api.weibo.com", Path: "new/show"}, "GET", "/2/new/show.json", nil, nil, ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			srv := record(t, fine)
			var st weiboapi.Status
			if err := srv.client(t).Call(t.Context(), tt.request, &st); err != nil || st.ID != 1 || st.Text != "a" {
				t.Fatalf("got %+v, %v", st, err)
			}
			got := srv.one(t)
			if got.Method != tt.method || got.Path != tt.path || !same(got.Query, tt.query) || !same(got.Form, tt.form) {
				t.Errorf("received %s %s %v %v", got.Method, got.Path, got.Query, got.Form)
			}
			if got.FileField != tt.file || tt.file != "" && string(got.File) != string(picture) {
				t.Errorf("received %d bytes as %q", len(got.File), got.FileField)
			}
			if got.Header.Get("Authorization") != "OAuth2 "+secret {
				t.Errorf("Authorization %q", got.Header.Get("Authorization"))
			}
		})
	}
}

func TestDoWithJSON(t *testing.T) {
	var query url.Values
	var body string
	srv := record(t, nil)
	srv.Config.Handler = http.HandlerFunc(func(w http.ResponseWriter, req *http.Request) {
		b, _ := io.ReadAll(req.Body)
		query, body = req.URL.Query(), req.Method+" "+req.Header.Get("Content-Type")+" "+string(b)
		fine(w, req)
	})
	r := weibo.Request{Path: "new/send", Params: values("a", "1"), Body: map[string]any{"text": "一"}}
	if err := srv.client(t).Call(t.Context(), r, nil); err != nil {
		t.Fatal(err)
	}
	if body != `POST application/json {"text":"一"}` || !same(query, values("a", "1")) {
		t.Errorf("received %s with %v", body, query)
	}
}

func TestDoIntoAnything(t *testing.T) {
	c := record(t, says(200, "text/plain", `{"id":9007199254740993,"list":[1]}`)).client(t)
	ctx, r := t.Context(), weibo.Request{Path: "new/show"}
	var raw json.RawMessage
	if err := c.Call(ctx, r, &raw); err != nil || string(raw) != `{"id":9007199254740993,"list":[1]}` {
		t.Errorf("raw: %s, %v", raw, err)
	}
	var own struct {
		ID   int64 `json:"id"`
		List []int `json:"list"`
	}
	if err := c.Call(ctx, r, &own); err != nil || own.ID != 9007199254740993 || len(own.List) != 1 {
		t.Errorf("struct: %+v, %v", own, err)
	}
	var m map[string]any
	if err := c.Call(ctx, r, &m); err != nil || len(m) != 2 {
		t.Errorf("map: %v, %v", m, err)
	}
	if err := c.Call(ctx, r, nil); err != nil {
		t.Errorf("nothing: %v", err)
	}
}

func TestDoFails(t *testing.T) {
	err := record(t, refuses(400, 20101)).client(t).Call(t.Context(), weibo.Request{Path: "new/show"}, nil)
	var e *weibo.Error
	if !errors.As(err, &e) || e.Code != 20101 || e.Operation != "new/show" || !errors.Is(err, weibo.ErrNotFound) {
		t.Errorf("got %v", err)
	}
}

func TestDoIsRepeatedAsOtherCalls(t *testing.T) {
	for method, want := range map[string]int{"GET": 2, "POST": 1} {
		srv := record(t, inTurn(badGateway, fine))
		err := srv.client(t, fast).Call(t.Context(), weibo.Request{Method: method, Path: "new/call"}, nil)
		if len(srv.all()) != want || (err == nil) != (want == 2) {
			t.Errorf("%s: got %v after %d requests", method, err, len(srv.all()))
		}
	}
}

func TestDoRefuses(t *testing.T) {
	pic := weibo.PictureBytes(jpeg(100))
	for name, r := range map[string]weibo.Request{
		"no path":              {},
		"a query in the path":  {Path: "statuses/show.json?id=1"},
		"another method":       {Path: "a", Method: "DELETE"},
		"a GET with a picture": {Path: "a", Method: "GET", Picture: pic},
		"a GET with JSON":      {Path: "a", Method: "GET", Body: 1},
		"two bodies":           {Path: "a", Picture: pic, Body: 1},
		"the token":            {Path: "a", Params: values("access_token", secret)},
		"an odd name":          {Path: "a", Params: values("a=1&b", "1")},
		"no name":              {Path: "a", Params: values("", "1")},
		"no picture":           {Path: "a", Picture: weibo.PictureBytes([]byte("text"))},
	} {
		srv := record(t, fine)
		err := srv.client(t).Call(context.Background(), r, nil)
		if err == nil || !strings.HasPrefix(err.Error(), "weibo: ") || strings.Contains(err.Error(), secret) || len(srv.all()) != 0 {
			t.Errorf("%s: got %v after %d requests", name, err, len(srv.all()))
		}
	}
}

func TestWithHeader(t *testing.T) {
	srv := record(t, fine)
	c := srv.client(t, weibo.WithHeader("X-Trace", "1"), weibo.WithHeader("x-app", "shop"))
	ctx, params := t.Context(), weiboapi.StatusesShowParams{ID: 1}
	if _, err := c.Statuses.Show(ctx, params, weibo.WithHeader("X-Trace", "2"), weibo.WithHeader("User-Agent", "mine")); err != nil {
		t.Fatal(err)
	}
	if _, err := c.Statuses.Show(ctx, params); err != nil {
		t.Fatal(err)
	}
	for i, want := range []struct{ trace, agent string }{{"2", "mine"}, {"1", "weibo-go/" + weibo.Version}} {
		h := srv.all()[i].Header
		if h.Get("X-Trace") != want.trace || h.Get("X-App") != "shop" || h.Get("User-Agent") != want.agent || h.Get("Authorization") != "OAuth2 "+secret {
			t.Errorf("call %d: %v", i, h)
		}
	}
}

func TestOptionsThatAreRefused(t *testing.T) {
	for name, o := range map[string]weibo.Option{
		"the token as a header": weibo.WithHeader("authorization", "Bearer "+secret),
		"a content type":        weibo.WithHeader("Content-Type", "text/plain"),
		"an encoding":           weibo.WithHeader("Accept-Encoding", "br"),
		"a name with a blank":   weibo.WithHeader("X Y", "a"),
		"no name":               weibo.WithHeader("", "a"),
		"two lines":             weibo.WithHeader("X-Y", "a\r\nZ: b"),
		"a user agent of lines": weibo.WithUserAgent("a\nb"),
		"an address of lines":   weibo.WithRemoteIP("a\nb"),
		"a timeout of no time":  weibo.WithTimeout(0),
		"a timeout in the past": weibo.WithTimeout(-time.Second),
	} {
		srv := record(t, fine)
		if _, err := srv.client(t).Statuses.Show(t.Context(), weiboapi.StatusesShowParams{ID: 1}, o); err == nil ||
			strings.Contains(err.Error(), secret) || len(srv.all()) != 0 {
			t.Errorf("%s: got %v after %d requests", name, err, len(srv.all()))
		}
	}
}

// The timeout does not depend on where it stands among the options, and does not change the client of the caller.
func TestTimeoutAndClient(t *testing.T) {
	own := &http.Client{Timeout: time.Hour}
	stalls := func(_ http.ResponseWriter, req *http.Request) { <-req.Context().Done() }
	srv := record(t, stalls)
	for _, opts := range [][]weibo.Option{
		{weibo.WithHTTPClient(own), weibo.WithTimeout(10 * time.Millisecond)},
		{weibo.WithTimeout(10 * time.Millisecond), weibo.WithHTTPClient(own)},
	} {
		if _, err := show(srv.client(t, opts...)); !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("got %v", err)
		}
	}
	if own.Timeout != time.Hour {
		t.Error("the caller's client was changed")
	}
}

func TestOtherAddressForOneCall(t *testing.T) {
	first, second := record(t, fine), record(t, fine)
	c := first.client(t)
	if _, err := c.Statuses.Show(t.Context(), weiboapi.StatusesShowParams{ID: 1}, weibo.WithBaseURL(second.URL)); err != nil {
		t.Fatal(err)
	}
	if len(first.all()) != 0 || len(second.all()) != 1 {
		t.Errorf("%d and %d requests", len(first.all()), len(second.all()))
	}
}

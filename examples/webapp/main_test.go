package main

import (
	"context"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/seed4635ade2/weibo-go/weibo"
	"github.com/seed4635ade2/weibo-go/weibo/tokens"
)

func noEnv(string) string { return "" }

func TestRun(t *testing.T) {
	ctx, stop := context.WithCancel(t.Context())
	out := new(safeBuffer)
	ended := make(chan error, 1)
	go func() { ended <- run(ctx, "127.0.0.1:0", noEnv, out, io.Discard) }()
	address := regexp.MustCompile(`Open (http://127\.0\.0\.1:\d+/)`)
	for deadline := time.Now().Add(10 * time.Second); !address.MatchString(out.String()); time.Sleep(time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatalf("no address in %q", out)
		}
	}
	site := address.FindStringSubmatch(out.String())[1]
	resp, err := http.Get(site)
	if err != nil {
		t.Fatal(err)
	}
	resp.Body.Close()
	resp, err = http.Get(site + "login") // which ends on the page of the local Weibo
	if err != nil {
		t.Fatal(err)
	}
	page, _ := io.ReadAll(resp.Body)
	resp.Body.Close()
	if resp.StatusCode != 200 || !strings.Contains(string(page), "AliceExample") {
		t.Errorf("HTTP %d: %s", resp.StatusCode, page)
	}
	http.DefaultClient.CloseIdleConnections()
	stop()
	select {
	case err := <-ended:
		if err != nil {
			t.Error(err)
		}
	case <-time.After(10 * time.Second):
		t.Fatal("does not end")
	}
	if _, err := http.Get(site); err == nil {
		t.Error("still answers")
	}
}

// A request that is under way when the site ends is answered.
func TestServeEndsInOrder(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() {
		ended <- serve(ctx, l, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			stop()
			for { // until nobody else gets in
				c, err := net.Dial("tcp", l.Addr().String())
				if err != nil {
					break
				}
				c.Close()
			}
			io.WriteString(w, "whole")
		}))
	}()
	resp, err := http.Get("http://" + l.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	if body, err := io.ReadAll(resp.Body); string(body) != "whole" {
		t.Errorf("got %q, %v", body, err)
	}
	if err := <-ended; err != nil {
		t.Error(err)
	}
}

func TestApplication(t *testing.T) {
	env := func(pairs ...string) func(string) string { return form(pairs...).Get }
	if o, err := application(noEnv); o != nil || err != nil {
		t.Errorf("without an environment: %v, %v", o, err)
	}
	o, err := application(env("WEIBO_APP_KEY", "1", "WEIBO_APP_SECRET", "2", "WEIBO_REDIRECT_URL", "https://example.com/callback"))
	if err != nil || o.AppKey != "1" || o.AppSecret != "2" || o.RedirectURL != "https://example.com/callback" || o.BaseURL != "" {
		t.Errorf("got %v, %v", o, err)
	}
	for _, pairs := range [][]string{{"WEIBO_APP_KEY", "1"}, {"WEIBO_APP_SECRET", "2"}, {"WEIBO_APP_KEY", "1", "WEIBO_APP_SECRET", "2"}} {
		if _, err := application(env(pairs...)); err == nil {
			t.Errorf("%v was enough", pairs)
		}
	}
	if err := run(t.Context(), "127.0.0.1:0", env("WEIBO_APP_KEY", "1"), io.Discard, io.Discard); err == nil {
		t.Error("runs with half an application")
	}
}

// For Weibo itself: its own pages and pictures, and cookies over https alone.
func TestRealWeibo(t *testing.T) {
	s, err := newSite(&weibo.OAuth2{AppKey: "1", AppSecret: "2", RedirectURL: "https://example.com/weibo/callback"}, new(tokens.Memory), slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	w := httptest.NewRecorder()
	s.ServeHTTP(w, httptest.NewRequest("GET", "https://example.com/login?lang=zh", nil))
	if to := w.Header().Get("Location"); !strings.HasPrefix(to, "https://api.weibo.com/oauth2/authorize?") || strings.Contains(to, "language") {
		t.Errorf("sent to %s", to)
	}
	if cookies := w.Result().Cookies(); len(cookies) != 2 || !cookies[0].Secure || !cookies[1].Secure {
		t.Errorf("cookies %v", cookies)
	}
	if policy := w.Header().Get("Content-Security-Policy"); !strings.Contains(policy, "img-src 'self' blob: http://*.sinaimg.cn;") {
		t.Errorf("policy %s", policy)
	}
	w = httptest.NewRecorder()
	s.ServeHTTP(w, httptest.NewRequest("GET", "https://example.com/weibo/callback", nil))
	if w.Code != 400 {
		t.Errorf("HTTP %d", w.Code)
	}
}

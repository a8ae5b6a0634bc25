package weibotest_test

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"github.com/seed4635ade2/weibo-go/weibo/weibotest"
)

// FuzzWayBack has users come back to any callback with any state.
func FuzzWayBack(f *testing.F) {
	f.Add(callback, "state", "code")
	f.Add("https://api.weibo.com/oauth2/default.html?a=b#c", "&=#", "token")
	f.Add("weibo123://callback", "状态", "")
	f.Add("JavaScript:alert(1)", "", "code")
	f.Fuzz(func(t *testing.T, redirect, state, kind string) {
		form := params("client_id", "1", "redirect_uri", redirect, "state", state, "response_type", kind, "uid", str(first), "action", "approve")
		req := httptest.NewRequest("POST", "/oauth2/authorize", strings.NewReader(form.Encode()))
		req.Header.Set("Content-Type", formType)
		w := httptest.NewRecorder()
		weibotest.New().ServeHTTP(w, req)
		if w.Code != http.StatusFound {
			if w.Code != http.StatusBadRequest || !strings.Contains(w.Body.String(), `"error_code":2132`) {
				t.Errorf("HTTP %d: %s", w.Code, w.Body)
			}
			return
		}
		location := w.Header().Get("Location")
		back, err := url.Parse(location)
		if err != nil || back.Scheme == "" || back.Scheme == "javascript" || back.Scheme == "data" {
			t.Fatalf("sent back to %q, %v", location, err)
		}
		got, name := back.Query(), "code"
		if kind == "token" {
			name = "access_token"
			if got, err = url.ParseQuery(back.EscapedFragment()); err != nil {
				t.Fatal(err)
			}
		}
		if state != "" && got.Get("state") != state || got.Get(name) == "" {
			t.Errorf("sent back to %q with %v", location, got)
		}
	})
}

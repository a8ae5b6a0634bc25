package tokens_test

import (
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"sync"
	"testing"
	"time"

	"github.com/seed4635ade2/weibo-go/weibo"
	"github.com/seed4635ade2/weibo-go/weibo/tokens"
	"golang.org/x/oauth2"
)

const uid = 1404376560

// token is one of an application with the official mobile SDK.
func token(text string, left time.Duration) *oauth2.Token {
	return weibo.WithUID(&oauth2.Token{AccessToken: text, TokenType: "OAuth2", RefreshToken: "again-" + text, Expiry: time.Now().Add(left)}, uid)
}

// webToken is one of a web application, without a refresh token.
func webToken(text string, left time.Duration) *oauth2.Token {
	t := token(text, left)
	t.RefreshToken = ""
	return t
}

// same compares all that is kept of a token.
func same(a, b *oauth2.Token) bool {
	return a.AccessToken == b.AccessToken && a.TokenType == b.TokenType && a.RefreshToken == b.RefreshToken && a.Expiry.Equal(b.Expiry) && weibo.UID(a) == weibo.UID(b)
}

// A refresher is a token endpoint that refreshes, slowly, and counts.
type refresher struct {
	*httptest.Server
	pause   time.Duration
	mu      sync.Mutex
	refusal string // instead of a token
	sent    []string
}

func newRefresher(t testing.TB) *refresher {
	r := &refresher{}
	r.Server = httptest.NewServer(r)
	t.Cleanup(r.Close)
	return r
}

func (r *refresher) ServeHTTP(w http.ResponseWriter, req *http.Request) {
	r.mu.Lock()
	r.sent = append(r.sent, req.FormValue("refresh_token"))
	n, refusal := len(r.sent), r.refusal
	r.mu.Unlock()
	select {
	case <-time.After(r.pause):
	case <-req.Context().Done():
	}
	w.Header().Set("Content-Type", "text/plain;charset=UTF-8")
	if refusal != "" {
		w.WriteHeader(http.StatusBadRequest)
		io.WriteString(w, refusal)
		return
	}
	fmt.Fprintf(w, `{"access_token":"2.00fresh%[1]d","remind_in":"86400","expires_in":86400,"refresh_token":"next%[1]d","uid":"%[2]d"}`, n, uid)
}

func (r *refresher) count() int {
	r.mu.Lock()
	defer r.mu.Unlock()
	return len(r.sent)
}

func (r *refresher) oauth() *weibo.OAuth2 {
	return &weibo.OAuth2{AppKey: "1234567890", AppSecret: "PLANTEDappSecret", RedirectURL: "https://example.com/callback", BaseURL: r.URL}
}

// stores are those that every test of a Store is run with.
func stores(t *testing.T, test func(t *testing.T, s tokens.Store)) {
	t.Run("Memory", func(t *testing.T) { test(t, new(tokens.Memory)) })
	t.Run("Dir", func(t *testing.T) { test(t, tokens.Dir(t.TempDir()+"/new/tokens")) })
}

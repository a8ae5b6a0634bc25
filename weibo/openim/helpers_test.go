package openim_test

import (
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"

	"github.com/seed4635ade2/weibo-go/gen/openimapi"
	"github.com/seed4635ade2/weibo-go/weibo"
	"github.com/seed4635ade2/weibo-go/weibo/openim"
	"github.com/seed4635ade2/weibo-go/weibo/weibotest"
)

const (
	appID   = "2000000000000001"
	secret  = "PLANTEDAPPSECRETPLANTEDAPPSECRET"
	planted = "PLANTEDTOKENPLANTEDTOKENPLANTEDTOKEN"

	first    = 1404376560
	jsonType = "application/json;charset=UTF-8"
)

// once keeps calls from being repeated.
var once = weibo.WithRetry(weibo.Retry{Attempts: 1})

// A direct transport takes requests to a handler without a network, so that nobody waits outside of a bubble.
type direct struct{ http.Handler }

func (d direct) RoundTrip(r *http.Request) (*http.Response, error) {
	there := r.Clone(r.Context())
	if there.Body == nil {
		there.Body = http.NoBody
	}
	there.RemoteAddr, there.Host = "127.0.0.1:1", r.URL.Host
	w := httptest.NewRecorder()
	d.ServeHTTP(w, there)
	answer := w.Result()
	answer.Request = r
	return answer, nil
}

// A service stands in for open-im: it gives the planted token, and answers everything else as it is told.
type service struct {
	*httptest.Server
	answer http.HandlerFunc

	mu     sync.Mutex
	tokens int
	got    []*http.Request
	bodies []string
}

func serve(t *testing.T, answer http.HandlerFunc) *service {
	t.Helper()
	s := &service{answer: answer}
	s.Server = httptest.NewServer(s)
	t.Cleanup(s.Close)
	return s
}

func (s *service) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	body, _ := io.ReadAll(r.Body)
	s.mu.Lock()
	if r.URL.Path == "/open/auth/ws_token" {
		s.tokens++
		s.mu.Unlock()
		w.Header().Set("Content-Type", jsonType)
		io.WriteString(w, `{"code":0,"message":"success","data":{"token":"`+planted+`","expire_in":7200,"uid":1404376560}}`)
		return
	}
	s.got, s.bodies = append(s.got, r), append(s.bodies, string(body))
	s.mu.Unlock()
	s.answer(w, r)
}

func (s *service) client(t *testing.T, opts ...weibo.Option) *openim.Client {
	t.Helper()
	c, err := openim.NewClient(appID, secret, append([]weibo.Option{weibo.WithBaseURL(s.URL)}, opts...)...)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// says answers always the same.
func says(status int, contentType, body string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", contentType)
		w.WriteHeader(status)
		io.WriteString(w, body)
	}
}

// bought returns how many tokens a sandbox gave.
func bought(requests []weibotest.Request) (n int) {
	for _, r := range requests {
		if r.Operation == "open/auth/ws_token" {
			n++
		}
	}
	return n
}

func names(t *testing.T, c *openim.Client) error {
	_, err := c.Crowd.TopicNames(t.Context(), openimapi.CrowdTopicNamesParams{})
	return err
}

func hasSecret(text string) bool {
	return strings.Contains(text, secret) || strings.Contains(text, planted)
}

package weibo_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/seed4635ade2/weibo-go/gen/weiboapi"
	"github.com/seed4635ade2/weibo-go/weibo"
	"golang.org/x/oauth2"
)

// A logBook keeps lines.
type logBook struct {
	mu sync.Mutex
	bytes.Buffer
}

func (b *logBook) Write(p []byte) (int, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.Buffer.Write(p)
}

func (b *logBook) option() weibo.Option {
	return weibo.WithLogger(slog.New(slog.NewJSONHandler(b, nil)))
}

// lines returns what was logged, without the time.
func (b *logBook) lines(t *testing.T) (all []map[string]any) {
	t.Helper()
	for line := range strings.Lines(b.String()) {
		var l map[string]any
		if err := json.Unmarshal([]byte(line), &l); err != nil {
			t.Fatal(err)
		}
		delete(l, "time")
		all = append(all, l)
	}
	return all
}

func TestLogLines(t *testing.T) {
	var book logBook
	inBubble(t, inTurn(retryAfter("2"), cuts, refuses(403, 21327)), func(t *testing.T, s *timed) {
		if _, err := show(s.client); err == nil {
			t.Fatal("no error")
		}
		synctest.Wait()
	}, book.option(), weibo.WithRetry(weibo.Retry{Base: 1, Attempts: 5}))
	want := []map[string]any{
		{"attempt": 1.0, "level": "WARN", "status": 502.0, "failure": "HTTP 502", "retry_in": float64(2 * time.Second)},
		{"attempt": 2.0, "level": "WARN", "status": 200.0, "failure": "cut answer"},
		{"attempt": 3.0, "level": "WARN", "status": 403.0, "failure": "code 21327", "code": 21327.0},
	}
	got := book.lines(t)
	if len(got) != len(want) {
		t.Fatalf("got %d lines: %v", len(got), got)
	}
	for i, w := range want {
		for k, v := range map[string]any{"msg": "weibo", "operation": "statuses/show", "method": "GET", "host": "weibo.test"} {
			w[k] = v
		}
		for k, v := range w {
			if got[i][k] != v {
				t.Errorf("line %d: %s is %v, want %v", i, k, got[i][k], v)
			}
		}
		if _, ok := got[i]["duration"].(float64); !ok || got[i]["body"] != nil {
			t.Errorf("line %d: %v", i, got[i])
		}
		if _, again := got[i]["retry_in"]; again != (i < 2) {
			t.Errorf("line %d: %v", i, got[i])
		}
	}
}

func TestLogOfSuccess(t *testing.T) {
	var book logBook
	if _, err := show(record(t, fine).client(t, book.option())); err != nil {
		t.Fatal(err)
	}
	got := book.lines(t)
	if len(got) != 1 || got[0]["level"] != "INFO" || got[0]["status"] != 200.0 || got[0]["failure"] != nil || got[0]["body"] != nil {
		t.Errorf("got %v", got)
	}
}

// What was not sent leaves no line.
func TestLogOfNothing(t *testing.T) {
	var book logBook
	c := record(t, fine).client(t, book.option())
	c.Statuses.Show(t.Context(), weiboapi.StatusesShowParams{})
	if book.Len() > 0 {
		t.Errorf("got %s", book.String())
	}
}

func TestLogLevel(t *testing.T) {
	var book logBook
	warnings := weibo.WithLogger(slog.New(slog.NewTextHandler(&book, &slog.HandlerOptions{Level: slog.LevelWarn})))
	if _, err := show(record(t, fine).client(t, warnings)); err != nil || book.Len() > 0 {
		t.Errorf("got %v and %s", err, book.String())
	}
}

func TestBodiesAreLoggedOnlyWhenAsked(t *testing.T) {
	var book logBook
	srv := record(t, says(200, jsonType, `{"id":1,"text":"private"}`))
	if _, err := show(srv.client(t, book.option())); err != nil || strings.Contains(book.String(), "private") {
		t.Errorf("got %v and %s", err, book.String())
	}
	var kept weibo.Response
	for _, o := range []weibo.Option{weibo.WithBodyLogging(), weibo.WithResponse(&kept)} {
		book.Reset()
		if _, err := srv.client(t, book.option(), weibo.WithBodyLogging()).Statuses.Show(t.Context(), weiboapi.StatusesShowParams{ID: 1}, o); err != nil {
			t.Fatal(err)
		}
		if got := book.lines(t); got[0]["body"] != `{"id":1,"text":"private"}` {
			t.Errorf("got %v", got)
		}
	}
}

// chatty is a transport whose errors tell all there is to tell about a request.
type chatty struct{}

func (chatty) RoundTrip(req *http.Request) (*http.Response, error) {
	return nil, &url.Error{Op: "Send", URL: req.URL.String(), Err: fmt.Errorf("could not send %v", req.Header["Authorization"])}
}

// leaky is a source of tokens whose errors hold the secrets of the application.
type leaky struct{ err error }

func (l leaky) Token() (*oauth2.Token, error) { return nil, l.err }

const clientSecret = "PLANTEDclientSecretPLANTED"

// TestPlantedSecrets plants secrets in all that a server, a transport and a source of tokens can say, provokes every kind
// of error, and searches all that can be printed.
func TestPlantedSecrets(t *testing.T) {
	echo := fmt.Sprintf(`{"error":"invalid %[1]s","error_code":21332,"error_description":"of %[1]s","request":"/2/x?access_token=%[1]s"}`, secret)
	secretURL := &url.Error{Op: "Post", URL: "https://api.weibo.com/oauth2/access_token?client_secret=" + clientSecret, Err: errors.New("refused")}
	servers := map[string]http.HandlerFunc{
		"a refusal":          says(403, jsonType, echo),
		"a refusal in a 200": says(200, "text/plain", echo),
		"HTML":               says(502, "text/html", "<html>"+secret),
		"no JSON":            says(200, jsonType, `{"id":`+secret),
		"another kind":       says(200, jsonType, `{"id":"`+secret+`"}`),
		"a cut answer":       cuts,
		"no answer":          aborts,
		"a redirect": func(w http.ResponseWriter, req *http.Request) {
			http.Redirect(w, req, "/?access_token="+secret, http.StatusFound)
		},
		"success":               says(200, jsonType, `{"id":1,"text":"`+secret+`"}`),
		"no budget":             refuses(403, 10023),
		"passing, then refused": inTurn(badGateway, says(500, jsonType, strings.Replace(echo, "21332", "10001", 1)), says(403, jsonType, echo)),
	}
	options := map[string][]weibo.Option{
		"":                      nil,
		", chatty transport":    {weibo.WithHTTPClient(&http.Client{Transport: chatty{}})},
		", source with address": {weibo.WithTokenSource(leaky{fmt.Errorf("refreshing: %w", secretURL)})},
		", source with answer": {weibo.WithTokenSource(leaky{&oauth2.RetrieveError{
			Response: &http.Response{StatusCode: 400, Request: &http.Request{URL: &url.URL{RawQuery: clientSecret}}},
			Body:     []byte(`{"error":"invalid_client","error_code":21324}`),
		}})},
		", odd token": {weibo.WithToken(secret + "\n")},
	}
	for server, answer := range servers {
		for option, opts := range options {
			t.Run(server+option, func(t *testing.T) {
				var book logBook
				opts := append([]weibo.Option{fast, book.option(), weibo.WithBodyLogging(), weibo.WithAppKey("1234567890"),
					weibo.WithHeader("X-Secret", clientSecret), weibo.WithLimiter(weibo.NewLimiter()), weibo.WithoutWaiting()}, opts...)
				c := record(t, answer).client(t, opts...)
				_, err := show(c)
				_, again := show(c)
				for _, printed := range []string{prints(err), prints(again), prints(c), prints(opts), book.String()} {
					for _, s := range []string{secret, clientSecret} {
						if strings.Contains(printed, s) {
							t.Errorf("%s is in %s", s, printed)
						}
					}
				}
			})
		}
	}
}

// prints returns all that can be made of a value with package fmt and as JSON, and of what an error holds.
func prints(v any) string {
	asJSON, _ := json.Marshal(v)
	text := fmt.Sprintf("%v %+v %#v %s %q %x %d %s", v, v, v, v, v, v, v, asJSON)
	switch e := v.(type) {
	case interface{ Unwrap() error }:
		if inner := e.Unwrap(); inner != nil {
			text += prints(inner)
		}
	case interface{ Unwrap() []error }:
		for _, inner := range e.Unwrap() {
			text += prints(inner)
		}
	}
	var repeated *weibo.RetryError
	if err, ok := v.(error); ok && errors.As(err, &repeated) && v == error(repeated) {
		for _, a := range repeated.Attempts {
			text += fmt.Sprintf("%v %+v %#v", a, a, a)
		}
	}
	var own *weibo.Error
	if err, ok := v.(error); ok && errors.As(err, &own) {
		text += fmt.Sprintf("%s %+v", own.Body, *own)
	}
	return text
}

// The bodies of calls about tokens are not logged even when bodies are.
func TestTokensInBodiesAreNotLogged(t *testing.T) {
	var book logBook
	c := record(t, says(200, jsonType, tokenJSON)).client(t, book.option(), weibo.WithBodyLogging())
	params := weiboapi.OAuth2AccessTokenParams{ClientID: "1", ClientSecret: clientSecret, GrantType: "authorization_code", Code: "planted-code", RedirectURI: "https://example.com"}
	if _, err := c.OAuth2.AccessToken(t.Context(), params); err != nil {
		t.Fatal(err)
	}
	for _, s := range []string{"2.00new", clientSecret, "planted-code"} {
		if strings.Contains(book.String(), s) {
			t.Errorf("%s is in %s", s, book.String())
		}
	}
}

// The token goes nowhere but into the header of requests to Weibo, or to the address that was set.
func TestTokenStaysWithWeibo(t *testing.T) {
	h := &hosts{}
	c, err := weibo.NewClient(weibo.WithToken(secret), weibo.WithHTTPClient(&http.Client{Transport: h}))
	if err != nil {
		t.Fatal(err)
	}
	for _, host := range []string{"example.com", "weibo.com.example.com", "evilweibo.com", "api.weibo.com@example.com", "example.com/.weibo.com", "api.weibo.com:8443", "127.0.0.1"} {
		if err := c.Call(context.Background(), weibo.Request{Host: host, Path: "statuses/show"}, nil); err == nil || len(h.asked) > 0 {
			t.Errorf("%s: got %v after %v", host, err, h.asked)
		}
	}
}

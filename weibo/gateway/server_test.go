package gateway_test

import (
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"sync"
	"testing"

	"github.com/seed4635ade2/weibo-go/weibo"
	"github.com/seed4635ade2/weibo-go/weibo/gateway"
)

// secret is the token of the tests. It must appear nowhere but in the Authorization header.
const secret = "wb_PLANTEDsecretPLANTEDsecret00"

// A recorder is a gateway that answers as told and keeps what it received.
type recorder struct {
	*httptest.Server
	mu       sync.Mutex
	requests []received
}

type received struct {
	method, path, query string
	header              http.Header
	body                string
}

func record(t testing.TB, answer http.HandlerFunc) *recorder {
	t.Helper()
	r := new(recorder)
	r.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, req *http.Request) {
		body, _ := io.ReadAll(req.Body)
		r.mu.Lock()
		r.requests = append(r.requests, received{req.Method, req.URL.EscapedPath(), req.URL.RawQuery, req.Header, string(body)})
		r.mu.Unlock()
		answer(w, req)
	}))
	t.Cleanup(r.Close)
	return r
}

func (r *recorder) all() []received {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.requests
}

// one returns the only request.
func (r *recorder) one(t testing.TB) received {
	t.Helper()
	all := r.all()
	if len(all) != 1 {
		t.Fatalf("the gateway received %d requests, want 1", len(all))
	}
	return all[0]
}

// client returns a client of the recorder that makes one attempt a call, unless told otherwise.
func (r *recorder) client(t testing.TB, opts ...weibo.Option) *gateway.Client {
	t.Helper()
	own := []weibo.Option{weibo.WithBaseURL(r.URL), weibo.WithRetry(weibo.Retry{Attempts: 1})}
	c, err := gateway.NewClient(gateway.Token(secret), append(own, opts...)...)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func says(status int, contentType, body string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", contentType)
		w.WriteHeader(status)
		io.WriteString(w, body)
	}
}

const jsonType = "application/json; charset=utf-8"

// result is an answer with something in its envelope.
func result(inner string) http.HandlerFunc { return says(200, jsonType, `{"result":`+inner+`}`) }

// sameJSON compares two documents, whatever the order of members.
func sameJSON(t testing.TB, got, want string) {
	t.Helper()
	var g, w any
	if err := json.Unmarshal([]byte(got), &g); err != nil {
		t.Fatalf("%v in %s", err, got)
	}
	if err := json.Unmarshal([]byte(want), &w); err != nil {
		t.Fatal(err)
	}
	a, _ := json.Marshal(g)
	b, _ := json.Marshal(w)
	if string(a) != string(b) {
		t.Errorf("got %s, want %s", a, b)
	}
}

func asJSON(v any) string {
	b, err := json.Marshal(v)
	if err != nil {
		panic(err)
	}
	return string(b)
}

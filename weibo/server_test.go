package weibo_test

import (
	"io"
	"maps"
	"mime"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"sync"
	"testing"

	"github.com/seed4635ade2/weibo-go/weibo"
)

// A recorder is a server that answers as told and keeps what it received.
type recorder struct {
	*httptest.Server
	answer http.HandlerFunc

	mu       sync.Mutex
	requests []received
}

type received struct {
	Method, Path string
	Query, Form  url.Values
	File         []byte
	FileName     string
	FileType     string
	FileField    string
	Length       int64
	Header       http.Header
}

// record starts a server. What it is sent is parsed as a server would; a body that breaks off is answered with 400.
func record(t testing.TB, answer http.HandlerFunc) *recorder {
	t.Helper()
	r := &recorder{answer: answer}
	r.Server = httptest.NewServer(r)
	t.Cleanup(r.Close)
	return r
}

func (r *recorder) ServeHTTP(w http.ResponseWriter, req *http.Request) {
	got, err := receive(req)
	if err != nil {
		http.Error(w, err.Error(), http.StatusBadRequest)
		return
	}
	r.mu.Lock()
	r.requests = append(r.requests, got)
	r.mu.Unlock()
	r.answer(w, req)
}

func receive(req *http.Request) (received, error) {
	got := received{
		Method: req.Method, Path: req.URL.Path, Query: req.URL.Query(), Form: url.Values{},
		Length: req.ContentLength, Header: req.Header,
	}
	if req.Method == http.MethodGet {
		return got, nil
	}
	if kind, _, _ := mime.ParseMediaType(req.Header.Get("Content-Type")); kind != "multipart/form-data" {
		body, err := io.ReadAll(req.Body)
		if err == nil {
			got.Form, err = url.ParseQuery(string(body))
		}
		return got, err
	}
	parts, err := req.MultipartReader()
	if err != nil {
		return got, err
	}
	for {
		p, err := parts.NextPart()
		if err == io.EOF {
			return got, nil
		}
		if err != nil {
			return got, err
		}
		content, err := io.ReadAll(p)
		if err != nil {
			return got, err
		}
		if p.FileName() == "" {
			got.Form.Add(p.FormName(), string(content))
			continue
		}
		got.File, got.FileName, got.FileField, got.FileType = content, p.FileName(), p.FormName(), p.Header.Get("Content-Type")
	}
}

// all returns what was received so far.
func (r *recorder) all() []received {
	r.mu.Lock()
	defer r.mu.Unlock()
	return slices.Clone(r.requests)
}

// one returns the only request.
func (r *recorder) one(t testing.TB) received {
	t.Helper()
	all := r.all()
	if len(all) != 1 {
		t.Fatalf("the server received %d requests, want 1", len(all))
	}
	return all[0]
}

// client returns a client of the server. It makes one attempt a call, unless told otherwise.
func (r *recorder) client(t testing.TB, opts ...weibo.Option) *weibo.Client {
	t.Helper()
	c, err := weibo.NewClient(append([]weibo.Option{weibo.WithBaseURL(r.URL), weibo.WithToken(secret), weibo.WithRetry(weibo.Retry{Attempts: 1})}, opts...)...)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// secret is the access token of the tests. It must appear nowhere but in the Authorization header.
const secret = "2.00PLANTEDsecretPLANTEDsecret00"

// says is an answer with a body and a content type.
func says(status int, contentType, body string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", contentType)
		w.WriteHeader(status)
		io.WriteString(w, body)
	}
}

const jsonType = "application/json;charset=UTF-8"

// values writes url.Values as pairs, to compare them.
func values(pairs ...string) url.Values {
	v := url.Values{}
	for i := 0; i < len(pairs); i += 2 {
		v.Add(pairs[i], pairs[i+1])
	}
	return v
}

func same(a, b url.Values) bool {
	return maps.EqualFunc(a, b, slices.Equal)
}

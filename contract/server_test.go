package contract

import (
	"bytes"
	"fmt"
	"io"
	"mime"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"net/url"
	"sync"
)

const (
	jsonType      = "application/json"
	formType      = "application/x-www-form-urlencoded"
	multipartType = "multipart/form-data"
	bytesType     = "application/octet-stream"
)

// A server stands in for all hosts of Weibo. It keeps what it is sent and answers as it is told.
type server struct {
	local *httptest.Server

	mu     sync.Mutex
	answer answer
	got    []*request
}

// An answer is what a server says.
type answer struct {
	status      int
	contentType string
	location    string
	body        []byte
}

func newServer() *server {
	s := &server{}
	s.local = httptest.NewServer(s)
	return s
}

func (s *server) close() {
	s.local.Client().CloseIdleConnections()
	s.local.Close()
}

// says sets the answer to what comes next, and forgets what came before.
func (s *server) says(a answer) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.answer, s.got = a, nil
}

// requests returns what came since the answer was set.
func (s *server) requests() []*request {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.got
}

func (s *server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	got, err := read(r)
	if err != nil {
		http.Error(w, err.Error(), http.StatusBadRequest)
		return
	}
	s.mu.Lock()
	a := s.answer
	s.got = append(s.got, got)
	s.mu.Unlock()
	if a.location != "" {
		w.Header().Set("Location", a.location)
	}
	w.Header().Set("Content-Type", a.contentType)
	w.WriteHeader(a.status)
	w.Write(a.body)
}

// client returns an HTTP client that takes whatever it is asked for to this server. The server sees the host that was meant.
func (s *server) client() *http.Client {
	return &http.Client{Transport: detour(func(r *http.Request) (*http.Response, error) {
		if r.URL.Scheme != "https" {
			return nil, fmt.Errorf("the request goes by %s", r.URL.Scheme)
		}
		there := r.Clone(r.Context())
		there.Host = r.URL.Host
		there.URL.Scheme, there.URL.Host = "http", s.local.Listener.Addr().String()
		return s.local.Client().Transport.RoundTrip(there)
	})}
}

type detour func(*http.Request) (*http.Response, error)

func (d detour) RoundTrip(r *http.Request) (*http.Response, error) { return d(r) }

// A request is what a server was sent.
type request struct {
	method, host string
	path         string // as it was written
	header       http.Header
	query, form  url.Values
	mediaType    string // of the body
	files        map[string][]byte
	body         []byte
	raw          *http.Request
}

func read(r *http.Request) (*request, error) {
	got := &request{method: r.Method, host: r.Host, path: r.URL.EscapedPath(), header: r.Header, raw: r, files: map[string][]byte{}}
	var err error
	if got.query, err = url.ParseQuery(r.URL.RawQuery); err != nil {
		return nil, err
	}
	if got.body, err = io.ReadAll(r.Body); err != nil || len(got.body) == 0 {
		return got, err
	}
	var params map[string]string
	if got.mediaType, params, err = mime.ParseMediaType(r.Header.Get("Content-Type")); err != nil {
		return nil, err
	}
	switch got.mediaType {
	case formType:
		got.form, err = url.ParseQuery(string(got.body))
	case multipartType:
		got.form = url.Values{}
		err = got.readParts(params["boundary"])
	}
	return got, err
}

func (r *request) readParts(boundary string) error {
	parts := multipart.NewReader(bytes.NewReader(r.body), boundary)
	for {
		part, err := parts.NextRawPart()
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return err
		}
		content, err := io.ReadAll(part)
		if err != nil {
			return err
		}
		if part.FileName() == "" {
			r.form.Add(part.FormName(), string(content))
		} else {
			r.files[part.FormName()] = content
		}
	}
}

// http returns the request as it came, to be read once more.
func (r *request) http() *http.Request {
	again := r.raw.Clone(r.raw.Context())
	again.Body = io.NopCloser(bytes.NewReader(r.body))
	return again
}

package weibo_test

import (
	"bytes"
	"compress/gzip"
	"context"
	"crypto/x509"
	"errors"
	"io"
	"log"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/seed4635ade2/weibo-go/weibo"
	"go.uber.org/goleak"
)

// A fault is something that goes wrong on the way to Weibo, in Weibo, or on the way back.
type fault struct {
	name     string
	answer   http.HandlerFunc
	call     func(context.Context, *weibo.Client) error // the default is a read
	opts     []weibo.Option
	is       error                // what the error must be for errors.Is; without it and check the call must succeed
	check    func(err error) bool // beside it
	requests int                  // that the server must have seen
}

// raw answers with bytes, whatever they are, and ends the connection.
func raw(answer string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		conn, _, err := http.NewResponseController(w).Hijack()
		if err != nil {
			panic(err)
		}
		io.WriteString(conn, answer)
		conn.Close()
	}
}

// resets breaks the connection off as a machine does that crashes.
func resets(w http.ResponseWriter, _ *http.Request) {
	conn, _, err := http.NewResponseController(w).Hijack()
	if err != nil {
		panic(err)
	}
	conn.(*net.TCPConn).SetLinger(0)
	conn.Close()
}

// stalls sends the start of an answer, and nothing more.
func stalls(w http.ResponseWriter, req *http.Request) {
	io.WriteString(w, `{"id":`)
	http.NewResponseController(w).Flush()
	<-req.Context().Done()
}

func silent(_ http.ResponseWriter, req *http.Request) { <-req.Context().Done() }

// endless goes on answering.
func endless(w http.ResponseWriter, _ *http.Request) {
	for {
		if _, err := w.Write(bytes.Repeat([]byte(" "), 1<<16)); err != nil {
			return
		}
	}
}

func zipped(pack func(z *gzip.Writer, w io.Writer)) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Encoding", "gzip")
		z := gzip.NewWriter(w)
		pack(z, w)
		z.Close()
	}
}

// header adds a header to an answer.
func header(name, value string, answer http.HandlerFunc) http.HandlerFunc {
	return func(w http.ResponseWriter, req *http.Request) {
		w.Header().Set(name, value)
		answer(w, req)
	}
}

// status is a check for an error that holds an answer with a status and a code.
func status(status, code int) func(error) bool {
	return func(err error) bool {
		var e *weibo.Error
		return errors.As(err, &e) && e.StatusCode == status && e.Code == code
	}
}

// unreadable is a check for an answer that could not be read or understood.
func unreadable(err error) bool {
	var e *weibo.Error
	return errors.As(err, &e) && e.StatusCode == 200 && e.Err != nil
}

// tried is a check for a call that was tried so often, the last time for such a reason.
func tried(attempts int, reason string) func(error) bool {
	return func(err error) bool {
		var e *weibo.RetryError
		return errors.As(err, &e) && len(e.Attempts) == attempts && e.Attempts[attempts-1].Reason == reason
	}
}

func as[E error](err error) bool {
	var e E
	return errors.As(err, &e)
}

func all(checks ...func(error) bool) func(error) bool {
	return func(err error) bool {
		for _, c := range checks {
			if !c(err) {
				return false
			}
		}
		return true
	}
}

func read(ctx context.Context, c *weibo.Client) error { return showAt(ctx, c) }

func write(ctx context.Context, c *weibo.Client) error { return sharePicture(ctx, c, nil) }

func writeAgain(ctx context.Context, c *weibo.Client) error {
	return sharePicture(ctx, c, nil, weibo.WithWriteRetries())
}

func upload(picture func() *weibo.Picture, opts ...weibo.Option) func(context.Context, *weibo.Client) error {
	return func(ctx context.Context, c *weibo.Client) error { return sharePicture(ctx, c, picture(), opts...) }
}

// shrinking is a picture that has less content than it said.
func shrinking() *weibo.Picture {
	return weibo.PictureFrom("cat.jpg", func() (io.ReadCloser, int64, error) {
		return io.NopCloser(bytes.NewReader(jpeg(100_000))), 200_000, nil
	})
}

// hanging is a picture whose content stops coming; the call is cancelled then.
func hanging(ctx context.Context, c *weibo.Client) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	r, w := io.Pipe()
	go func() {
		w.Write(jpeg(100_000))
		cancel()
	}()
	pic := weibo.PictureFrom("cat.jpg", func() (io.ReadCloser, int64, error) { return r, 4_000_000, nil })
	return sharePicture(ctx, c, pic, weibo.WithWriteRetries())
}

// stuck is an upload of a picture whose content stops coming.
func stuck(ctx context.Context, c *weibo.Client) error {
	r, w := io.Pipe()
	go w.Write(jpeg(100_000))
	pic := weibo.PictureFrom("cat.jpg", func() (io.ReadCloser, int64, error) { return r, 4_000_000, nil })
	return sharePicture(ctx, c, pic)
}

func inTime(d time.Duration) func(context.Context, *weibo.Client) error {
	return func(ctx context.Context, c *weibo.Client) error {
		ctx, cancel := context.WithTimeout(ctx, d)
		defer cancel()
		return showAt(ctx, c)
	}
}

const soon = 50 * time.Millisecond

func faults() []fault {
	short := []weibo.Option{weibo.WithTimeout(soon), weibo.WithRetry(weibo.Retry{Base: 1, Attempts: 2})}
	quick := []weibo.Option{weibo.WithRetry(weibo.Retry{Base: 1, MaxWait: time.Millisecond})}
	limited := []weibo.Option{weibo.WithLimiter(weibo.NewLimiter()), weibo.WithoutWaiting()}
	file := func() *weibo.Picture { return weibo.PictureBytes(jpeg(200_000)) }
	once := func() *weibo.Picture { return weibo.PictureReader(bytes.NewReader(jpeg(200_000))) }
	const page = `{"id":1,"text":"a"}`
	return []fault{
		// The connection.
		{name: "cut body", answer: cuts, is: io.ErrUnexpectedEOF, check: all(unreadable, tried(3, "cut answer")), requests: 3},
		{name: "cut body, then fine", answer: inTurn(cuts, cuts, fine), requests: 3},
		{name: "cut body after a write", answer: cuts, call: write, is: io.ErrUnexpectedEOF, check: unreadable, requests: 1},
		{name: "stalled body", answer: stalls, opts: short, is: context.DeadlineExceeded, check: all(unreadable, tried(2, "timeout")), requests: 2},
		{name: "stalled body, then fine", answer: inTurn(stalls, fine), opts: short, requests: 2},
		{name: "stalled body, deadline of the caller", answer: stalls, call: inTime(soon), is: context.DeadlineExceeded, check: unreadable, requests: 1},
		{name: "no answer", answer: silent, opts: short, is: context.DeadlineExceeded, check: tried(2, "timeout"), requests: 2},
		{name: "no answer, deadline of the caller", answer: silent, call: inTime(soon), is: context.DeadlineExceeded, requests: 1},
		{name: "no answer to a write", answer: silent, opts: short, call: write, is: context.DeadlineExceeded, requests: 1},
		{name: "reset after a write was received", answer: resets, call: write, is: syscall.ECONNRESET, requests: 1},
		{name: "reset after an upload was received", answer: resets, call: upload(file), is: syscall.ECONNRESET, requests: 1},
		{name: "reset, write to be repeated", answer: inTurn(resets, fine), call: writeAgain, requests: 2},
		{name: "reset, upload to be repeated", answer: inTurn(resets, fine), call: upload(file, weibo.WithWriteRetries()), requests: 2},
		{name: "reset, reader to be repeated", answer: inTurn(resets, fine), call: upload(once, weibo.WithWriteRetries()), is: syscall.ECONNRESET, requests: 1},
		{name: "reset of a read, then fine", answer: inTurn(resets, fine), requests: 2},
		{name: "connection closed without an answer", answer: raw(""), is: io.EOF, check: tried(3, "connection"), requests: 3},
		{name: "garbage", answer: raw("SSH-2.0-OpenSSH\r\n\r\n"), check: tried(3, "connection"), requests: 3},
		{name: "cut header", answer: raw("HTTP/1.1 200 OK\r\nContent-Ty"), check: tried(3, "connection"), requests: 3},
		{name: "invalid chunk", answer: raw("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nXYZ\r\n" + page + "\r\n0\r\n\r\n"),
			check: all(unreadable, tried(3, "cut answer")), requests: 3},
		{name: "missing last chunk", answer: raw("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n13\r\n" + page + "\r\n"),
			is: io.ErrUnexpectedEOF, check: all(unreadable, tried(3, "cut answer")), requests: 3},
		{name: "length too large", answer: raw("HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\n" + page), is: io.ErrUnexpectedEOF, check: tried(3, "cut answer"), requests: 3},
		{name: "length too small", answer: raw("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n" + page), check: unreadable, requests: 1},
		{name: "two lengths", answer: raw("HTTP/1.1 200 OK\r\nContent-Length: 19\r\nContent-Length: 5\r\n\r\n" + page), check: tried(3, "connection"), requests: 3},
		{name: "endless header", answer: raw("HTTP/1.1 200 OK\r\nX: " + strings.Repeat("a", 11<<20) + "\r\n\r\n" + page), check: tried(3, "connection"), requests: 3},
		{name: "cancelled upload", answer: fine, call: hanging, is: context.Canceled, requests: 0},
		{name: "picture that stops coming", answer: fine, opts: short, call: stuck, is: context.DeadlineExceeded, requests: 0},
		{name: "picture that shrinks", answer: fine, call: upload(shrinking), check: func(err error) bool { return err != nil }, requests: 0},

		// The body.
		{name: "gzip bomb", answer: zipped(func(z *gzip.Writer, _ io.Writer) {
			for range 300 {
				z.Write(make([]byte, 1<<16))
			}
		}), is: weibo.ErrTooLarge, check: unreadable, requests: 1},
		{name: "endless body", answer: endless, is: weibo.ErrTooLarge, check: unreadable, requests: 1},
		{name: "endless error page", answer: func(w http.ResponseWriter, req *http.Request) { w.WriteHeader(403); endless(w, req) },
			is: weibo.ErrTooLarge, requests: 1},
		{name: "no gzip at all", answer: header("Content-Encoding", "gzip", fine), is: gzip.ErrHeader, check: tried(3, "cut answer"), requests: 3},
		{name: "cut gzip", answer: func(w http.ResponseWriter, _ *http.Request) {
			var b bytes.Buffer
			z := gzip.NewWriter(&b)
			io.WriteString(z, page)
			z.Close()
			w.Header().Set("Content-Encoding", "gzip")
			w.Write(b.Bytes()[:b.Len()-12])
		}, is: io.ErrUnexpectedEOF, check: tried(3, "cut answer"), requests: 3},
		{name: "wrong gzip checksum", answer: func(w http.ResponseWriter, _ *http.Request) {
			var b bytes.Buffer
			z := gzip.NewWriter(&b)
			io.WriteString(z, page)
			z.Close()
			b.Bytes()[b.Len()-8]++
			w.Header().Set("Content-Encoding", "gzip")
			w.Write(b.Bytes())
		}, is: gzip.ErrChecksum, check: tried(3, "cut answer"), requests: 3},
		{name: "an encoding nobody asked for", answer: header("Content-Encoding", "br", says(200, jsonType, "\x0b\x09\x80")), check: unreadable, requests: 1},
		{name: "cut JSON", answer: says(200, jsonType, page[:10]), check: unreadable, requests: 1},
		{name: "JSON too deep", answer: says(200, jsonType, strings.Repeat("[", 100_000)), check: unreadable, requests: 1},
		{name: "empty body", answer: says(200, jsonType, ""), check: unreadable, requests: 1},
		{name: "HTML in a 200", answer: says(200, "text/html", "<html>"), check: all(unreadable, tried(3, "HTML")), requests: 3},
		{name: "HTML in a 200, then fine", answer: inTurn(says(200, "text/html", "<html>"), fine), requests: 2},

		// The status.
		{name: "HTML 502", answer: badGateway, is: weibo.ErrServer, check: all(status(502, 0), tried(3, "HTTP 502")), requests: 3},
		{name: "HTML 502, then fine", answer: inTurn(badGateway, fine), requests: 2},
		{name: "HTML 502 to a write", answer: badGateway, call: write, is: weibo.ErrServer, check: status(502, 0), requests: 1},
		{name: "HTML 502, write to be repeated", answer: inTurn(badGateway, fine), call: writeAgain, requests: 2},
		{name: "no content", answer: func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(204) }, check: status(204, 0), requests: 1},
		{name: "HTTP 429", answer: says(429, "", ""), is: weibo.ErrRateLimited, check: all(status(429, 0), tried(3, "HTTP 429")), requests: 3},
		{name: "absurd Retry-After", answer: retryAfter("999999999999"), opts: quick, requests: 2},
		{name: "redirect to a host without a name", answer: header("Location", "http://", says(302, "", "")), check: status(302, 0), requests: 1},
		{name: "permanent redirect of a write", answer: header("Location", "/elsewhere", says(308, "", "")), call: write, check: status(308, 0), requests: 1},
		{name: "too many early answers", answer: raw(strings.Repeat("HTTP/1.1 103 Early Hints\r\n\r\n", 100)), check: tried(3, "connection"), requests: 3},

		// The codes of Weibo.
		{name: "200 with an error", answer: refuses(200, 20101), is: weibo.ErrNotFound, check: status(200, 20101), requests: 1},
		{name: "text/plain error", answer: says(400, "text/plain; charset=UTF-8", `{"error":"a","error_code":"10006"}`), is: weibo.ErrTokenInvalid, check: status(400, 10006), requests: 1},
		{name: "expired token", answer: refuses(403, 21327), is: weibo.ErrTokenExpired, check: status(403, 21327), requests: 1},
		{name: "expired token after trouble", answer: inTurn(systemError, refuses(403, 21327)), is: weibo.ErrTokenExpired, check: tried(2, "code 21327"), requests: 2},
		{name: "IP limit", answer: refuses(403, 10022), is: weibo.ErrRateLimited, check: status(403, 10022), requests: 1},
		{name: "user limit", answer: refuses(403, 10023), is: weibo.ErrRateLimited, check: status(403, 10023), requests: 1},
		{name: "endpoint limit", answer: refuses(403, 10024), is: weibo.ErrRateLimited, check: status(403, 10024), requests: 1},
		{name: "limit of the day", answer: refuses(403, 20521), is: weibo.ErrRateLimited, check: status(403, 20521), requests: 1},
		{name: "user limit, then the limiter", answer: refuses(403, 10023), opts: limited, call: func(ctx context.Context, c *weibo.Client) error {
			showAt(ctx, c)
			return showAt(ctx, c)
		}, is: weibo.ErrRateLimited, check: as[*weibo.LimitError], requests: 1},
		{name: "system error", answer: systemError, is: weibo.ErrServer, check: all(status(200, 10001), tried(3, "code 10001")), requests: 3},
		{name: "system error, then fine", answer: inTurn(systemError, fine), requests: 2},
		{name: "system error to a write", answer: systemError, call: write, is: weibo.ErrServer, check: status(200, 10001), requests: 1},
		{name: "accepted, but delayed", answer: refuses(200, 20032), call: writeAgain, is: weibo.ErrDelayed, check: status(200, 20032), requests: 1},
		{name: "a code nobody knows", answer: refuses(400, 987654), check: status(400, 987654), requests: 1},
	}
}

// TestFaults is the list of what can go wrong: what the caller gets, how often the server was asked, and that nothing is left
// running.
func TestFaults(t *testing.T) {
	for _, f := range faults() {
		t.Run(f.name, func(t *testing.T) {
			defer goleak.VerifyNone(t, goleak.IgnoreCurrent())
			srv := record(t, f.answer)
			defer srv.Close()
			transport := new(http.Transport)
			defer transport.CloseIdleConnections()
			opts := append([]weibo.Option{fast, weibo.WithHTTPClient(&http.Client{Transport: transport, Timeout: 20 * time.Second})}, f.opts...)
			call := f.call
			if call == nil {
				call = read
			}
			err := call(t.Context(), srv.client(t, opts...))
			f.judge(t, err)
			if n := len(srv.all()); n != f.requests {
				t.Errorf("the server saw %d requests, want %d", n, f.requests)
			}
		})
	}
}

func (f *fault) judge(t *testing.T, err error) {
	t.Helper()
	switch {
	case f.is == nil && f.check == nil:
		if err != nil {
			t.Errorf("got %v, want success", err)
		}
	case err == nil:
		t.Error("got no error")
	case f.is != nil && !errors.Is(err, f.is):
		t.Errorf("%v is not %v", err, f.is)
	case f.check != nil && !f.check(err):
		t.Errorf("got %v (%T)", err, err)
	case !strings.HasPrefix(err.Error(), "weibo: statuses/"), strings.Contains(err.Error(), secret):
		t.Errorf("got the text %s", err)
	}
}

// TestFaultsOfTheAddress is about servers that are not where or what they should be.
func TestFaultsOfTheAddress(t *testing.T) {
	count := func(n *int) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, req *http.Request) { *n++; fine(w, req) })
	}
	// serve starts a server that does not print what goes wrong.
	serve := func(n *int, start func(*httptest.Server)) *httptest.Server {
		s := httptest.NewUnstartedServer(count(n))
		s.Config.ErrorLog = log.New(io.Discard, "", 0)
		start(s)
		return s
	}
	for name, tt := range map[string]struct {
		server func(*int) (address string, stop func())
		is     error
		check  func(error) bool
	}{
		"refused connection": {func(*int) (string, func()) {
			l, err := net.Listen("tcp", "127.0.0.1:0")
			if err != nil {
				t.Fatal(err)
			}
			l.Close()
			return "http://" + l.Addr().String(), func() {}
		}, syscall.ECONNREFUSED, tried(3, "connection")},
		"TLS where http is spoken": {func(n *int) (string, func()) {
			s := serve(n, (*httptest.Server).Start)
			return strings.Replace(s.URL, "http:", "https:", 1), s.Close
		}, http.ErrSchemeMismatch, func(err error) bool { return !as[*weibo.RetryError](err) }},
		"http where TLS is spoken": {func(n *int) (string, func()) {
			s := serve(n, (*httptest.Server).StartTLS)
			return strings.Replace(s.URL, "https:", "http:", 1), s.Close
		}, nil, status(400, 0)},
		"a certificate nobody knows": {func(n *int) (string, func()) {
			s := serve(n, (*httptest.Server).StartTLS)
			return s.URL, s.Close
		}, nil, all(as[x509.UnknownAuthorityError], func(err error) bool { return !as[*weibo.RetryError](err) })},
	} {
		t.Run(name, func(t *testing.T) {
			defer goleak.VerifyNone(t, goleak.IgnoreCurrent())
			var n int
			address, stop := tt.server(&n)
			defer stop()
			transport := new(http.Transport)
			defer transport.CloseIdleConnections()
			c, err := weibo.NewClient(weibo.WithBaseURL(address), weibo.WithToken(secret), fast, weibo.WithHTTPClient(&http.Client{Transport: transport}))
			if err != nil {
				t.Fatal(err)
			}
			(&fault{is: tt.is, check: tt.check}).judge(t, showAt(t.Context(), c))
			if n != 0 {
				t.Errorf("the server saw %d requests", n)
			}
		})
	}
}

// The token does not follow a redirect, wherever it points.
func TestFaultRedirectToAnotherHost(t *testing.T) {
	for _, code := range []int{301, 302, 303, 307, 308} {
		elsewhere := record(t, fine)
		srv := record(t, header("Location", elsewhere.URL+"/2/statuses/show.json", says(code, "", "")))
		for name, call := range map[string]func(context.Context, *weibo.Client) error{"read": read, "write": write} {
			if err := call(t.Context(), srv.client(t, fast)); !status(code, 0)(err) {
				t.Errorf("%d, %s: got %v", code, name, err)
			}
		}
		if n := len(elsewhere.all()); n != 0 || len(srv.all()) != 2 {
			t.Errorf("%d: %d requests elsewhere, %d here", code, n, len(srv.all()))
		}
	}
}

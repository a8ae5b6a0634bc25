package main

import (
	"cmp"
	"context"
	"io"
	"net"
	"net/http"
	"net/url"
	"strconv"
	"time"
)

// A callback waits on a loopback port for the browser that Weibo sends back to the application.
type callback struct {
	url    string
	path   string
	answer callbackAnswer
	server http.Server
	came   chan url.Values
}

// A callbackAnswer is what a browser is shown that came with a query, and whether that is what was waited for.
type callbackAnswer func(url.Values) (page string, good bool)

// anyWayTo is the address of a callback at any free port.
const anyWayTo = "http://127.0.0.1:0"

const callbackPath = "/callback"

// listenCallback listens where an address leads to, which must be on this machine. Port 0 becomes a free one.
func listenCallback(address string, answer callbackAnswer) (*callback, error) {
	u, err := url.Parse(address)
	if err != nil {
		return nil, err
	}
	l, err := net.Listen("tcp", net.JoinHostPort(u.Hostname(), cmp.Or(u.Port(), "80")))
	if err != nil {
		return nil, err
	}
	if u.Port() == "0" {
		u.Host = l.Addr().String()
		address = u.String()
	}
	c := &callback{url: address, path: cmp.Or(u.Path, "/"), answer: answer, came: make(chan url.Values, 1)}
	c.server = http.Server{Handler: http.HandlerFunc(c.serve), ReadHeaderTimeout: 10 * time.Second}
	go c.server.Serve(l)
	return c, nil
}

func (c *callback) serve(w http.ResponseWriter, r *http.Request) {
	if r.URL.Path != c.path {
		http.NotFound(w, r)
		return
	}
	h := w.Header()
	h.Set("Cache-Control", "no-store") // the code is in the address
	h.Set("Referrer-Policy", "no-referrer")
	if r.Method != http.MethodGet { // such as HEAD, which some programs send ahead
		h.Set("Allow", http.MethodGet)
		http.Error(w, http.StatusText(http.StatusMethodNotAllowed), http.StatusMethodNotAllowed)
		return
	}
	query := r.URL.Query()
	page, good := c.answer(query)
	if !good {
		http.Error(w, page, http.StatusBadRequest)
		return
	}
	c.show(w, page)
	select {
	case c.came <- query:
	default: // the first one counts
	}
}

// show sends a page so that the browser has all of it when the program ends right after.
func (c *callback) show(w http.ResponseWriter, page string) {
	h := w.Header()
	h.Set("Content-Type", "text/plain; charset=utf-8")
	h.Set("Content-Length", strconv.Itoa(len(page)))
	h.Set("Connection", "close")
	io.WriteString(w, page)
	http.NewResponseController(w).Flush()
}

// wait returns the query that the browser came with.
func (c *callback) wait(ctx context.Context) (url.Values, error) {
	select {
	case query := <-c.came:
		return query, nil
	case <-ctx.Done():
		return nil, context.Cause(ctx)
	}
}

func (c *callback) close() { c.server.Close() }

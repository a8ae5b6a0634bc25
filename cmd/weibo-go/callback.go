package main

import (
	"context"
	"io"
	"net/http"
	"net/url"
	"time"
)

// A callback waits on a loopback port for the browser that Weibo sends back to the application.
type callback struct {
	url    string
	server http.Server
	came   chan url.Values
}

const callbackPath = "/callback"

func listenCallback() (*callback, error) {
	l, err := listen("127.0.0.1:0", false)
	if err != nil {
		return nil, err
	}
	c := &callback{url: baseURL(l) + callbackPath, came: make(chan url.Values, 1)}
	mux := http.NewServeMux()
	mux.HandleFunc("GET "+callbackPath, c.serve)
	c.server = http.Server{Handler: mux, ReadHeaderTimeout: 10 * time.Second}
	go c.server.Serve(l)
	return c, nil
}

func (c *callback) serve(w http.ResponseWriter, r *http.Request) {
	select {
	case c.came <- r.URL.Query():
	default: // the first one counts
	}
	io.WriteString(w, "You can close this page.\n")
}

// wait returns the query that the browser came with.
func (c *callback) wait(ctx context.Context) (url.Values, error) {
	select {
	case query := <-c.came:
		return query, nil
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

func (c *callback) close() { c.server.Close() }

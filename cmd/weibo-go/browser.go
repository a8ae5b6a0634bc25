package main

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"strings"
	"time"
)

// A browser does what a user's browser would: it keeps cookies and follows redirects.
type browser struct{ client http.Client }

func newBrowser() *browser {
	jar, _ := cookiejar.New(nil) // fails never, says its documentation
	return &browser{http.Client{Jar: jar, Timeout: time.Minute}}
}

func (b *browser) open(ctx context.Context, address string) (*http.Response, error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
	if err != nil {
		return nil, err
	}
	return b.do(req)
}

func (b *browser) submit(ctx context.Context, f *form) (*http.Response, error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, f.action.String(), strings.NewReader(f.fields.Encode()))
	if err != nil {
		return nil, err
	}
	req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	return b.do(req)
}

// do sends a request. Its errors hold no query, since that of a callback holds the code.
func (b *browser) do(req *http.Request) (*http.Response, error) {
	resp, err := b.client.Do(req)
	var u *url.Error
	if errors.As(err, &u) {
		return nil, u.Err
	}
	if resp.StatusCode != http.StatusOK {
		resp.Body.Close()
		return nil, fmt.Errorf("%s answered %s", resp.Request.URL.Path, resp.Status)
	}
	return resp, nil
}

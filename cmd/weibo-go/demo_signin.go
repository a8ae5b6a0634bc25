package main

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/seed4635ade2/weibo-go/weibo"
	"github.com/seed4635ade2/weibo-go/weibo/weibotest"
)

// remoteIP stands for the address of the user. It is from a range that is kept for examples.
const remoteIP = "203.0.113.7"

// listenDemoCallback takes whatever the browser comes with: the demo looks at it afterwards.
func listenDemoCallback() (*callback, error) {
	return listenCallback(anyWayTo+callbackPath, func(url.Values) (page string, good bool) {
		return "You can close this page.\n", true
	})
}

func (d *demo) openPage(ctx context.Context) (sent, got string, err error) {
	d.signIn = &weibo.OAuth2{
		AppKey:      weibotest.DefaultAppKey,
		AppSecret:   weibotest.DefaultAppSecret,
		RedirectURL: d.callback.url,
		BaseURL:     d.base,
	}
	d.state = rand.Text()
	resp, err := d.browser.open(ctx, d.signIn.AuthCodeURL(d.state))
	if err != nil {
		return "", "", err
	}
	defer resp.Body.Close()
	if d.page, err = readForm(resp.Request.URL, resp.Body); err != nil {
		return "", "", err
	}
	return tr(ctx, "app key %s and a random state", d.signIn.AppKey), tr(ctx, "%s with a form", resp.Header.Get("Content-Type")), nil
}

func (d *demo) agree(ctx context.Context) (sent, got string, err error) {
	resp, err := d.browser.submit(ctx, d.page)
	if err != nil {
		return "", "", err
	}
	resp.Body.Close()
	if resp.Request.URL.Path != callbackPath {
		return "", "", fmt.Errorf("the form led to %s, not back to the application", resp.Request.URL.Path)
	}
	query, err := d.callback.wait(ctx)
	if err != nil {
		return "", "", err
	}
	if query.Get("state") != d.state {
		return "", "", errors.New("the state that came back is another one")
	}
	if d.code = query.Get("code"); d.code == "" {
		return "", "", fmt.Errorf("there is no code, but: %s", query.Get("error_description"))
	}
	return d.page.String(), tr(ctx, "%s with a code and the same state", d.callback.url), nil
}

func (d *demo) exchange(ctx context.Context) (sent, got string, err error) {
	watch := &contentTypes{}
	d.signIn.HTTPClient = &http.Client{Transport: watch, Timeout: time.Minute}
	token, err := d.signIn.Exchange(ctx, weibo.Code(d.code))
	if err != nil {
		return "", "", err
	}
	if !strings.HasPrefix(watch.last, "text/plain") {
		return "", "", fmt.Errorf("the token came as %s, and not as text/plain, as that of Weibo does", watch.last)
	}
	if d.uid = weibo.UID(token); d.uid == 0 {
		return "", "", errors.New("the token does not say whose it is")
	}
	d.client, err = weibo.NewClient(
		weibo.WithBaseURL(d.base),
		weibo.WithTokenSource(d.signIn.TokenSource(ctx, token)),
		weibo.WithRemoteIP(remoteIP),
	)
	return tr(ctx, "the code and the app secret"),
		tr(ctx, "JSON as %s: token %s for user %d", watch.last, masked(token.AccessToken), d.uid), err
}

// contentTypes notes the content type of the last answer, before anything else sees the answer.
type contentTypes struct{ last string }

func (c *contentTypes) RoundTrip(req *http.Request) (*http.Response, error) {
	resp, err := http.DefaultTransport.RoundTrip(req)
	if err == nil {
		c.last = resp.Header.Get("Content-Type")
	}
	return resp, err
}

// masked shows of a secret that it is there, and no more.
func masked(secret string) string { return secret[:min(4, len(secret))] + "…" }

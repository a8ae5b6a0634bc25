package weibo

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"github.com/seed4635ade2/weibo-go/weibo/wire"
	"golang.org/x/oauth2"
)

// OAuth2 signs users in: it sends them to Weibo's authorize page and exchanges the code they come back with for an access
// token. It is built on [golang.org/x/oauth2], which alone cannot sign in to Weibo: the token comes as JSON that calls
// itself plain text.
//
// https://open.weibo.com/wiki/授权机制说明
type OAuth2 struct {
	AppKey    string
	AppSecret string
	// RedirectURL is where Weibo sends the user back to. It must be, to the letter, what the console of the application
	// has; otherwise Weibo answers with error 21322.
	RedirectURL string
	// Scopes are asked for beyond what the application holds anyway, such as "email". Usually none.
	Scopes []string
	// BaseURL replaces https://api.weibo.com, for a sandbox.
	BaseURL string
	// HTTPClient is used for the exchange. The default has a timeout of [DefaultTimeout].
	HTTPClient *http.Client
}

// AuthCodeURL returns the address of the page on which the user agrees. The state comes back with the user; make one up for
// each user, keep it in a cookie, and compare.
//
// https://open.weibo.com/wiki/Oauth2/authorize
func (o *OAuth2) AuthCodeURL(state string, opts ...oauth2.AuthCodeOption) string {
	if len(o.Scopes) > 0 {
		// Weibo wants commas between scopes, where the standard has spaces.
		opts = append([]oauth2.AuthCodeOption{oauth2.SetAuthURLParam("scope", strings.Join(o.Scopes, ","))}, opts...)
	}
	return o.config().AuthCodeURL(state, opts...)
}

// Exchange turns a code into an access token, once: a code works a single time. The user is in [UID]. A token of a web
// application has no refresh token; it works until its Expiry, and then the user must come by again.
//
// https://open.weibo.com/wiki/OAuth2/access_token
func (o *OAuth2) Exchange(ctx context.Context, code string) (*oauth2.Token, error) {
	if code == "" {
		return nil, errors.New("weibo: oauth2/access_token: there is no code")
	}
	tok, err := o.config().Exchange(o.context(ctx), code)
	if err != nil {
		return nil, exchangeError(err)
	}
	tok.TokenType = tokenType
	return tok, nil
}

// TokenSource returns a source that gives tok, and refreshes it where it has a refresh token, which only applications with
// the official mobile SDK get.
func (o *OAuth2) TokenSource(ctx context.Context, tok *oauth2.Token) oauth2.TokenSource {
	return typed{o.config().TokenSource(o.context(ctx), tok)}
}

// tokenType makes x/oauth2 send "Authorization: OAuth2 …". Weibo does not know Bearer.
const tokenType = "OAuth2"

// typed is a source of tokens with Weibo's token type, and Weibo's errors.
type typed struct{ oauth2.TokenSource }

func (s typed) Token() (*oauth2.Token, error) {
	tok, err := s.TokenSource.Token()
	if err != nil {
		return nil, exchangeError(err)
	}
	if tok.TokenType == tokenType {
		return tok, nil
	}
	own := *tok
	own.TokenType = tokenType
	return &own, nil
}

// UID returns the user that a token from [OAuth2.Exchange] belongs to, or 0 if it does not say.
func UID(tok *oauth2.Token) int64 {
	switch uid := tok.Extra("uid").(type) {
	case string:
		n, _ := strconv.ParseInt(uid, 10, 64)
		return n
	case float64:
		return int64(uid)
	}
	return 0
}

func (o *OAuth2) config() *oauth2.Config {
	base := strings.TrimSuffix(o.BaseURL, "/")
	if base == "" {
		base = "https://api.weibo.com"
	}
	return &oauth2.Config{
		ClientID:     o.AppKey,
		ClientSecret: o.AppSecret,
		RedirectURL:  o.RedirectURL,
		Endpoint: oauth2.Endpoint{
			AuthURL:  base + "/oauth2/authorize",
			TokenURL: base + "/oauth2/access_token",
			// Named, since finding it out by trial sends the code twice, and a code works once.
			AuthStyle: oauth2.AuthStyleInParams,
		},
	}
}

// context hands x/oauth2 the HTTP client that relabels what Weibo answers.
func (o *OAuth2) context(ctx context.Context) context.Context {
	c := o.HTTPClient
	if c == nil {
		c = &http.Client{Timeout: DefaultTimeout}
	}
	own := ownRedirects(c)
	own.Transport = relabel{c.Transport}
	return context.WithValue(ctx, oauth2.HTTPClient, own)
}

// relabel gives JSON the content type of JSON: x/oauth2 reads text/plain as a query string.
type relabel struct{ base http.RoundTripper }

func (t relabel) RoundTrip(req *http.Request) (*http.Response, error) {
	base := t.base
	if base == nil {
		base = http.DefaultTransport
	}
	resp, err := base.RoundTrip(req)
	if err != nil {
		return nil, err
	}
	defer resp.Body.Close()
	body, err := readAll(resp.Body, 1<<20)
	if err != nil {
		return nil, err
	}
	if body = clean(body); bytes.HasPrefix(body, []byte("{")) {
		resp.Header.Set("Content-Type", "application/json")
	}
	resp.Body = io.NopCloser(bytes.NewReader(body))
	return resp, nil
}

var opExchange = &wire.Operation{Name: "oauth2/access_token"}

// exchangeError turns an error of x/oauth2 into one of ours, without the address and what was sent.
func exchangeError(err error) error {
	var refused *oauth2.RetrieveError
	if errors.As(err, &refused) && refused.Response != nil {
		return refusal(opExchange, refused.Response, refused.Body)
	}
	var u *url.Error
	if errors.As(err, &u) {
		err = u.Err
	}
	var own *Error
	if errors.As(err, &own) {
		return own
	}
	return fmt.Errorf("weibo: %s: %w", opExchange.Name, err)
}

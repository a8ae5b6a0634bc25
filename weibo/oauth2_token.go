package weibo

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"math"
	"net/http"
	"net/url"
	"strconv"
	"time"

	"github.com/seed4635ade2/weibo-go/gen/weiboapi"
	"github.com/seed4635ade2/weibo-go/weibo/wire"
	"golang.org/x/oauth2"
)

// A Code is what a user comes back with from the authorize page. It is no access token, but buys one, once.
type Code string

// Exchange turns a code into an access token. The code is sent exactly once, since it works a single time: after an error,
// even one of the network, the user has to be sent to [OAuth2.AuthCodeURL] again.
//
// The user is in [UID]. Expiry is when the token ends on its own: after a day while the application is not reviewed, after
// about five years for the developer who owns it. It ends earlier when the user removes the application or changes the
// password. A token of a web application has no refresh token.
//
// A refusal is an [*Error]: code 21322 if RedirectURL is not that of the console, 21324 if the app key or secret is wrong,
// 21325 if the code is wrong, used or expired.
//
// https://open.weibo.com/wiki/OAuth2/access_token
func (o *OAuth2) Exchange(ctx context.Context, code Code) (*oauth2.Token, error) {
	if code == "" {
		return nil, callError(opExchange, errors.New("there is no code"))
	}
	return o.accessToken(ctx, weiboapi.OAuth2AccessTokenParams{
		GrantType:   "authorization_code",
		Code:        string(code),
		RedirectURI: o.RedirectURL,
	})
}

// Refresh turns the refresh token of tok into a new access token, which may be the same text with a new Expiry. Only
// applications with the official mobile SDK get refresh tokens; one lives for 30 days. The user and the refresh token stay
// those of tok where the answer does not name others.
//
// Without a refresh token the error is [ErrTokenExpired], and nothing is sent. If Weibo refuses the refresh token, with code
// 21325, it is [ErrUnauthorized] as well: the user has to sign in again.
//
// https://open.weibo.com/wiki/OAuth2/access_token
func (o *OAuth2) Refresh(ctx context.Context, tok *oauth2.Token) (*oauth2.Token, error) {
	if tok == nil || tok.RefreshToken == "" {
		return nil, callError(opExchange, errNoRefreshToken)
	}
	fresh, err := o.accessToken(ctx, weiboapi.OAuth2AccessTokenParams{
		GrantType:    "refresh_token",
		RefreshToken: tok.RefreshToken,
	})
	if err != nil {
		return nil, err
	}
	fresh.RefreshToken = cmp.Or(fresh.RefreshToken, tok.RefreshToken)
	if UID(fresh) == 0 {
		fresh = WithUID(fresh, UID(tok))
	}
	return fresh, nil
}

var errNoRefreshToken = fmt.Errorf("%w: %w, and there is no refresh token", ErrUnauthorized, ErrTokenExpired)

// TokenSource returns a source that gives tok while it is valid, and then what [OAuth2.Refresh] makes of it. The token of a
// web application cannot be refreshed: from its Expiry on the error is [ErrTokenExpired]. A source that keeps what it
// refreshed is in package tokens.
func (o *OAuth2) TokenSource(ctx context.Context, tok *oauth2.Token) oauth2.TokenSource {
	if tok != nil && tok.TokenType != tokenType {
		own := *tok
		own.TokenType = tokenType
		tok = &own
	}
	return oauth2.ReuseTokenSource(tok, &refresher{ctx, o, tok})
}

// tokenType makes x/oauth2 send "Authorization: OAuth2 …". Weibo does not know Bearer.
const tokenType = "OAuth2"

// refresher refreshes the token that it gave last. x/oauth2 asks it for one token at a time.
type refresher struct {
	ctx   context.Context
	oauth *OAuth2
	last  *oauth2.Token
}

func (r *refresher) Token() (*oauth2.Token, error) {
	tok, err := r.oauth.Refresh(r.ctx, r.last)
	if err != nil {
		return nil, err
	}
	r.last = tok
	return tok, nil
}

// opExchange names the call in errors.
var opExchange = &wire.Operation{Name: "oauth2/access_token"}

// accessToken asks for a token. The engine sends it once: to Weibo it is a write.
func (o *OAuth2) accessToken(ctx context.Context, params weiboapi.OAuth2AccessTokenParams) (*oauth2.Token, error) {
	c, err := o.client()
	if err != nil {
		return nil, err
	}
	params.ClientID, params.ClientSecret = o.AppKey, o.AppSecret
	got, err := c.OAuth2.AccessToken(ctx, params)
	if err != nil {
		return nil, err
	}
	if got.AccessToken == "" {
		return nil, &Error{Operation: opExchange.Name, StatusCode: http.StatusOK, Err: errors.New("the answer has no access token")}
	}
	remind, _ := strconv.Atoi(got.RemindIn)
	uid, _ := strconv.ParseInt(got.UID, 10, 64)
	return WithUID(&oauth2.Token{
		AccessToken:  got.AccessToken,
		TokenType:    tokenType,
		RefreshToken: got.RefreshToken,
		Expiry:       expiry(cmp.Or(got.ExpiresIn, remind)),
	}, uid), nil
}

// expiry is when a token ends that has some seconds left. Without a number it is not known, for which x/oauth2 has the zero
// time.
func expiry(seconds int) time.Time {
	if seconds == 0 {
		return time.Time{}
	}
	return time.Now().Add(time.Duration(min(seconds, math.MaxInt32)) * time.Second)
}

// UID returns the user that a token belongs to, or 0 if it does not say.
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

// WithUID returns a copy of tok that belongs to a user, for one that was kept elsewhere: the user of a token, which [UID]
// tells, is lost when a token is written as JSON. Without a user it is tok itself.
func WithUID(tok *oauth2.Token, uid int64) *oauth2.Token {
	if uid == 0 {
		return tok
	}
	return tok.WithExtra(map[string]any{"uid": strconv.FormatInt(uid, 10)})
}

// exchangeError turns an error of another source of tokens into one of ours, without the address and what was sent.
func exchangeError(err error) error {
	var refused *oauth2.RetrieveError
	if errors.As(err, &refused) && refused.Response != nil {
		return refusal(opExchange, refused.Response, refused.Body)
	}
	var u *url.Error
	if errors.As(err, &u) {
		err = u.Err
	}
	return fmt.Errorf("weibo: %s: %w", opExchange.Name, err)
}

package weibo

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"net/http"
	"strconv"

	"github.com/seed4635ade2/weibo-go/gen/weiboapi"
	"golang.org/x/oauth2"
)

// TokenInfo asks Weibo whom and what an access token belongs to, and how long it lives. ExpireIn is set, by whichever name
// the answer has it, in seconds. The token of another application is no error here, see [OAuth2.CheckToken].
//
// A token that Weibo does not accept is an [*Error] that is [ErrUnauthorized], with code 21327 or 21332.
//
// https://open.weibo.com/wiki/Oauth2/get_token_info
func (o *OAuth2) TokenInfo(ctx context.Context, token string) (*weiboapi.TokenInfo, error) {
	c, err := o.client()
	if err != nil {
		return nil, err
	}
	info, err := c.OAuth2.GetTokenInfo(ctx, weiboapi.OAuth2GetTokenInfoParams{AccessToken: token})
	if err != nil {
		return nil, err
	}
	info.ExpireIn = cmp.Or(info.ExpireIn, info.ExpiresIn)
	return info, nil
}

// ErrForeignToken means that an access token was given to another application.
var ErrForeignToken = errors.New("the access token belongs to another application")

// CheckToken makes a token of an access token that a client handed in, such as one that the official mobile SDK got. Never
// trust such a token, or the uid that comes with it, without this: any application can get a token of the user and hand it
// in. Weibo tells whom and what it belongs to; one of another application is refused with [ErrForeignToken]. The user is in
// [UID].
//
// A token that has expired, or that Weibo does not accept, is [ErrUnauthorized].
//
// https://open.weibo.com/wiki/Oauth2/get_token_info
func (o *OAuth2) CheckToken(ctx context.Context, token string) (*oauth2.Token, error) {
	info, err := o.TokenInfo(ctx, token)
	if err != nil {
		return nil, err
	}
	if err := o.checkInfo(info); err != nil {
		return nil, fmt.Errorf("weibo: oauth2/get_token_info: %w", err)
	}
	return WithUID(&oauth2.Token{AccessToken: token, TokenType: tokenType, Expiry: expiry(info.ExpireIn)}, info.UID), nil
}

func (o *OAuth2) checkInfo(info *weiboapi.TokenInfo) error {
	switch {
	case strconv.FormatInt(info.AppKey, 10) != o.AppKey:
		return ErrForeignToken
	case info.ExpireIn <= 0: // a token without an end would never be asked about again
		return fmt.Errorf("%w: %w", ErrUnauthorized, ErrTokenExpired)
	case info.UID <= 0:
		return errors.New("the answer names no user")
	}
	return nil
}

// Revoke withdraws what the user allowed the application, and with it the access token. It fails too if the answer is not
// that this was done. An application that is not reviewed may get [ErrUnaudited] from later calls for the user.
//
// https://open.weibo.com/wiki/Oauth2/revokeoauth2
func (o *OAuth2) Revoke(ctx context.Context, token string) error {
	c, err := o.client()
	if err != nil {
		return err
	}
	done, err := c.OAuth2.Revoke(ctx, weiboapi.OAuth2RevokeParams{AccessToken: token})
	if err == nil && !done.Result {
		err = &Error{Operation: "oauth2/revokeoauth2", StatusCode: http.StatusOK, Err: errors.New("the answer is that nothing was withdrawn")}
	}
	return err
}

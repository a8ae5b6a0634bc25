package openim

import (
	"context"
	"errors"
	"fmt"
	"io"
	"math"
	"sync"
	"time"

	"golang.org/x/sync/singleflight"

	"github.com/seed4635ade2/weibo-go/gen/openimapi"
	"github.com/seed4635ade2/weibo-go/weibo"
)

// A Token is what a pair of credentials buys, for a time. It is printed without its text. Experimental.
type Token struct {
	Text    string
	UID     int64     // of the account that the pair belongs to; 0 if open-im did not say
	Expires time.Time // zero if open-im did not say
}

// Format keeps the text of the token out of whatever prints it.
func (t Token) Format(f fmt.State, _ rune) { io.WriteString(f, "openim.Token") }

// RenewBefore is how long before its end a token is renewed. It is what the official programs do. Experimental.
const RenewBefore = time.Minute

// Token returns the token of the account: the one that there is, or a new one if there is none or it ends within [RenewBefore]. All
// calls of a client share it, and however many wait for a new one, it is fetched once. A token that cannot be renewed is used to
// its end. Experimental.
//
// The fetch is repeated where that may help, as calls that read are. Wrong credentials are [weibo.ErrUnauthorized].
func (c *Client) Token(ctx context.Context) (Token, error) { return c.tokens.get(ctx) }

// DropToken forgets a token, if it is the one that there is, so that the next call fetches another: for those who learn otherwise that
// it is not accepted. Experimental.
func (c *Client) DropToken(t Token) { c.tokens.drop(t.Text) }

// AppID returns the AppId of the account. Experimental.
func (c *Client) AppID() string { return c.tokens.appID }

// tokens keep the token of an account.
type tokens struct {
	appID, appSecret string
	auth             *openimapi.AuthService

	mu     sync.Mutex
	token  Token
	margin time.Duration

	flight singleflight.Group
}

func (t *tokens) get(ctx context.Context) (Token, error) {
	token, fresh := t.current()
	if fresh {
		return token, nil
	}
	// It goes on when the caller who began it has gone: others may wait for it.
	background := context.WithoutCancel(ctx)
	result := t.flight.DoChan("", func() (any, error) { return t.fetch(background) })
	select {
	case <-ctx.Done():
		return Token{}, context.Cause(ctx)
	case r := <-result:
		if r.Err == nil {
			return r.Val.(Token), nil
		}
		if token.good() {
			return token, nil
		}
		return Token{}, r.Err
	}
}

// current returns the token that there is, and whether it need not be renewed.
func (t *tokens) current() (token Token, fresh bool) {
	t.mu.Lock()
	defer t.mu.Unlock()
	fresh = t.token.good() && (t.token.Expires.IsZero() || time.Until(t.token.Expires) > t.margin)
	return t.token, fresh
}

// good tells whether the token has not ended.
func (t Token) good() bool {
	return t.Text != "" && (t.Expires.IsZero() || time.Now().Before(t.Expires))
}

func (t *tokens) drop(text string) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.token.Text == text {
		t.token = Token{}
	}
}

// fetch buys a token. To buy one twice does no harm, so it is repeated like a call that reads.
func (t *tokens) fetch(ctx context.Context) (Token, error) {
	if token, fresh := t.current(); fresh { // fetched while this one was on its way here
		return token, nil
	}
	asked := time.Now()
	params := openimapi.AuthWSTokenParams{AppID: t.appID, AppSecret: t.appSecret}
	got, err := t.auth.WSToken(ctx, params, weibo.WithWriteRetries())
	if err != nil {
		return Token{}, bare(err)
	}
	if got.Token == "" {
		return Token{}, errors.New("openim: open/auth/ws_token: the answer has no token")
	}
	token := Token{Text: got.Token, UID: got.UID}
	lifetime := time.Duration(min(got.ExpireIn, math.MaxInt32)) * time.Second
	if lifetime > 0 {
		token.Expires = asked.Add(lifetime)
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	t.token, t.margin = token, min(RenewBefore, lifetime/2)
	return token, nil
}

// bare takes the answer out of an error: part of it may be a token.
func bare(err error) error {
	var e *weibo.Error
	if errors.As(err, &e) {
		e.Body = nil
	}
	return err
}

// A use is the token that a call went out with.
type use struct{ token string }

type useKey struct{}

// withUse returns a context in which the gateway notes what token it gave.
func withUse(ctx context.Context) (context.Context, *use) {
	u := new(use)
	return context.WithValue(ctx, useKey{}, u), u
}

func (t *tokens) give(ctx context.Context) (string, error) {
	token, err := t.get(ctx)
	if u, ok := ctx.Value(useKey{}).(*use); ok {
		u.token = token.Text
	}
	return token.Text, err
}

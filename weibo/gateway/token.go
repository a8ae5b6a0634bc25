package gateway

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"strings"

	"github.com/seed4635ade2/weibo-go/weibo"
)

// A Token is what the gateway lets callers in with: a token made in the console of open.weibo.com, which begins with wb_,
// or the access token of the official tool, which seems to begin with at_. It is a type of its own so that an access token
// of version 2 is not passed by mistake. It is a [TokenSource]. Whatever prints it does not show it.
//
// Experimental. The forms are as third parties have them (2026-08); how long a token lives is not known.
type Token string

// GatewayToken returns the token itself.
func (t Token) GatewayToken(context.Context) (Token, error) { return t, nil }

// Format keeps the token out of whatever prints it.
func (t Token) Format(f fmt.State, _ rune) { io.WriteString(f, hidden) }

// LogValue keeps the token out of logs.
func (t Token) LogValue() slog.Value { return slog.StringValue(hidden) }

const hidden = "[secret]"

// A TokenSource gives the token for each call. It is called by several goroutines at once, and asked before every attempt.
// Experimental.
type TokenSource interface {
	GatewayToken(ctx context.Context) (Token, error)
}

// TokenFunc is a function that is a [TokenSource]. It is for tokens that are renewed. Experimental.
type TokenFunc func(ctx context.Context) (Token, error)

// GatewayToken calls the function.
func (f TokenFunc) GatewayToken(ctx context.Context) (Token, error) { return f(ctx) }

// A TokenError means that a token is of a kind that the gateway does not take. Nothing was sent. Experimental.
type TokenError struct {
	Kind string // what it seems to be
}

func (e *TokenError) Error() string {
	return "the token seems to be " + e.Kind + ", not one of the gateway"
}

// Is tells that it is weibo.ErrUnauthorized, which the answer would be.
func (e *TokenError) Is(target error) bool { return target == weibo.ErrUnauthorized }

// Hint says what a developer can do about it, in Chinese if lang is zh or begins with it, otherwise in English.
func (e *TokenError) Hint(lang string) string {
	return choose(lang,
		"The gateway takes a token made in the console of open.weibo.com (CLI), which begins with wb_, or that of the official tool. For "+e.Kind+" there is weibo.WithToken, without the gateway.",
		"网关只接受在 open.weibo.com 控制台（CLI）生成的令牌（以 wb_ 开头）或官方工具的令牌。API 的 access_token 请用 weibo.WithToken 直接调用 API，不经过网关。")
}

// choose returns the Chinese text if lang is zh or begins with it.
func choose(lang, english, chinese string) string {
	if len(lang) >= 2 && strings.EqualFold(lang[:2], "zh") {
		return chinese
	}
	return english
}

// check refuses what cannot be a token of the gateway. Of its own only some forms are known, so it does not insist on those.
func (t Token) check() error {
	text := strings.TrimSpace(string(t))
	switch {
	case text == "":
		return weibo.ErrNoToken
	case strings.HasPrefix(text, "2.00"):
		return &TokenError{Kind: "an access token of version 2 of the API"}
	case strings.HasPrefix(text, "rt_"):
		return &TokenError{Kind: "a refresh token"}
	}
	return nil
}

var errNoSource = errors.New("gateway: there is no source of tokens")

package tokens

import (
	"context"
	"errors"
	"fmt"
	"sync"

	"github.com/seed4635ade2/weibo-go/weibo"
	"golang.org/x/oauth2"
)

// ErrLoginAgain means that there is no token that works, and no way to get one but that the user signs in again: none is
// kept, or it has expired and has no refresh token, or Weibo refused to refresh it, or its file was damaged. Whatever is
// this is [weibo.ErrUnauthorized] as well, so that one check finds it in the error of a call, together with a token that
// Weibo refuses.
var ErrLoginAgain = errors.New("the user has to sign in again")

// Source returns a source of the token that store keeps under a name, for [weibo.WithTokenSource] or any other user of
// x/oauth2. The store is asked each time, so that what others do to the token is seen at once; to ask it less often, put the
// source into [oauth2.ReuseTokenSource].
//
// A token that is about to expire, or has, is refreshed if it has a refresh token, and kept before it is handed out. Of
// several goroutines and processes that share a store one does so, and the others get its token. When nothing but another
// sign-in helps, the error is [ErrLoginAgain]; save the new token under the same name, and the source goes on. What the store
// has is never deleted here.
//
// That a user or Weibo withdrew a token shows only when it is used: the call fails with [weibo.ErrUnauthorized]. Delete the
// token from the store then, or send the user to sign in again.
func Source(ctx context.Context, store Store, name string, o *weibo.OAuth2) oauth2.TokenSource {
	return &source{ctx: ctx, store: store, name: name, oauth: o}
}

type source struct {
	ctx   context.Context
	store Store
	name  string
	oauth *weibo.OAuth2

	mu      sync.Mutex
	unsaved *oauth2.Token // was refreshed but could not be kept; the old one may not work any more
}

func (s *source) Token() (*oauth2.Token, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	tok, err := s.store.Load(s.ctx, s.name)
	if err == nil && !tok.Valid() {
		tok, err = s.store.Update(s.ctx, s.name, s.refresh)
	}
	if err == nil {
		s.unsaved = nil
		return tok, nil
	}
	if errors.Is(err, ErrNotFound) || errors.Is(err, ErrCorrupt) || errors.Is(err, weibo.ErrUnauthorized) {
		return nil, &loginAgain{err}
	}
	return nil, fmt.Errorf("weibo: tokens: %w", err)
}

// refresh makes a token that works of one that did not when it was looked at. Another process may have done it since.
func (s *source) refresh(tok *oauth2.Token) (*oauth2.Token, error) {
	if tok.Valid() {
		return tok, nil
	}
	if s.unsaved.Valid() {
		return s.unsaved, nil
	}
	fresh, err := s.oauth.Refresh(s.ctx, tok)
	if err != nil {
		return nil, err
	}
	s.unsaved = fresh
	return fresh, nil
}

// A loginAgain is an error that nothing but another sign-in helps against.
type loginAgain struct{ err error }

func (e *loginAgain) Error() string {
	return fmt.Sprintf("weibo: tokens: %v: %v", ErrLoginAgain, e.err)
}

func (e *loginAgain) Unwrap() []error { return []error{ErrLoginAgain, weibo.ErrUnauthorized, e.err} }

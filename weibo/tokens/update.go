package tokens

import (
	"context"
	"errors"

	"golang.org/x/oauth2"
)

// check tells what cannot be kept.
func check(name string, tok *oauth2.Token) error {
	if tok == nil || tok.AccessToken == "" {
		return errors.New("there is no token to keep")
	}
	return checkName(name)
}

type load func(context.Context, string) (*oauth2.Token, error)

// update is what Update of a store does with the name to itself.
func update(ctx context.Context, load load, name string, change func(*oauth2.Token) (*oauth2.Token, error), save func(*oauth2.Token) error) (*oauth2.Token, error) {
	old, err := load(ctx, name)
	if err != nil {
		return nil, err
	}
	tok, err := change(old)
	if err == nil && tok != old {
		if err = check(name, tok); err == nil {
			err = save(tok)
		}
	}
	if err != nil {
		return nil, err
	}
	return tok, nil
}

package tokens

import (
	"context"
	"errors"

	"golang.org/x/oauth2"
)

// ErrNotFound means that a store has no token under a name.
var ErrNotFound = errors.New("there is no token")

// A Store keeps tokens by names, such as the uid of the user. A name is not empty, and of less than about 200 bytes. A token
// keeps its user, see [weibo.UID]. The methods may be called by several goroutines at once, and what they take and return
// belongs to the caller.
type Store interface {
	// Load returns the token that is kept under a name, or [ErrNotFound]. It does not wait for an Update that is under way.
	Load(ctx context.Context, name string) (*oauth2.Token, error)
	// Save keeps a token under a name, instead of the one that is there.
	Save(ctx context.Context, name string, tok *oauth2.Token) error
	// Delete forgets the token under a name. If there is none, that is fine.
	Delete(ctx context.Context, name string) error
	// Update lets change make a new token of the one under a name, keeps it and returns it. While change is at work, which
	// may take a call to Weibo, nobody else changes that name: no other goroutine, and no other process if several share
	// the store. If change returns an error, or the token that it got, nothing is kept. Without a token the error is
	// [ErrNotFound], and change is not called.
	Update(ctx context.Context, name string, change func(*oauth2.Token) (*oauth2.Token, error)) (*oauth2.Token, error)
}

package tokens

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/gofrs/flock"
	"golang.org/x/oauth2"
)

// Dir keeps tokens in files, one for each name, in a directory of that path. The directory is made when it is needed, for
// the user of the program alone (0700), and so are the files (0600). The tokens are not encrypted.
//
// A file is replaced as a whole and is on the disk when Save returns, so that a crash leaves the old token or the new one.
// Processes on one machine may share a directory; whether those on several can is up to the file system. What is in a file
// that cannot be read as a token is kept under another name, see [ErrCorrupt].
type Dir string

var _ Store = Dir("")

// Load returns the token under a name.
func (d Dir) Load(ctx context.Context, name string) (*oauth2.Token, error) {
	tok, err := d.read(name)
	if !errors.Is(err, ErrCorrupt) {
		return tok, err
	}
	unlock, err := d.lock(ctx, name)
	if err != nil {
		return nil, err
	}
	defer unlock()
	return d.readLocked(ctx, name)
}

// Save keeps a token under a name.
func (d Dir) Save(ctx context.Context, name string, tok *oauth2.Token) error {
	if err := check(name, tok); err != nil {
		return err
	}
	unlock, err := d.lock(ctx, name)
	if err != nil {
		return err
	}
	defer unlock()
	if _, err := d.readLocked(ctx, name); err != nil && !errors.Is(err, ErrNotFound) && !errors.Is(err, ErrCorrupt) {
		return err
	}
	return d.write(name, tok)
}

// Delete forgets the token under a name.
func (d Dir) Delete(ctx context.Context, name string) error {
	if _, err := os.Stat(string(d)); errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	unlock, err := d.lock(ctx, name)
	if err != nil {
		return err
	}
	defer unlock()
	if err := os.Remove(d.path(name)); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return syncDir(string(d))
}

// Update changes the token under a name.
func (d Dir) Update(ctx context.Context, name string, change func(*oauth2.Token) (*oauth2.Token, error)) (*oauth2.Token, error) {
	unlock, err := d.lock(ctx, name)
	if err != nil {
		return nil, err
	}
	defer unlock()
	return update(ctx, d.readLocked, name, change, func(tok *oauth2.Token) error { return d.write(name, tok) })
}

// Names returns the names under which there are tokens, sorted.
func (d Dir) Names(context.Context) ([]string, error) {
	files, err := os.ReadDir(string(d))
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, err
	}
	var names []string
	for _, f := range files {
		base, ok := strings.CutSuffix(f.Name(), suffix)
		if name, known := unescape(base); ok && known {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	return names, nil
}

// lockPause is what is waited between two looks at a lock.
const lockPause = 10 * time.Millisecond

// lock waits until nobody else, in this process or another, changes a name. The file of the lock stays: if it were removed,
// somebody could hold a lock on a file that is gone.
func (d Dir) lock(ctx context.Context, name string) (unlock func(), err error) {
	if err := checkName(name); err != nil {
		return nil, err
	}
	if err := os.MkdirAll(string(d), 0o700); err != nil {
		return nil, err
	}
	l := flock.New(d.path(name) + ".lock")
	if _, err := l.TryLockContext(ctx, lockPause); err != nil {
		return nil, fmt.Errorf("locking the token: %w", err)
	}
	return func() { l.Unlock() }, nil
}

const suffix = ".json"

func (d Dir) path(name string) string { return filepath.Join(string(d), escape(name)+suffix) }

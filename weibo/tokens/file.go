package tokens

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"runtime"
	"strconv"
	"time"

	"github.com/seed4635ade2/weibo-go/weibo"
	"golang.org/x/oauth2"
)

// ErrCorrupt means that the file of a token held no token, as after a full disk or an edit by hand. The error names the file
// under which its content was kept. There is no token under the name then, and the user has to sign in again.
var ErrCorrupt = errors.New("the file of the token is damaged")

// A record is what a file holds. Tokens of x/oauth2 lose their user when they are written as JSON.
type record struct {
	Name         string    `json:"name"`
	UID          int64     `json:"uid,omitzero"`
	AccessToken  string    `json:"access_token"`
	TokenType    string    `json:"token_type,omitzero"`
	RefreshToken string    `json:"refresh_token,omitzero"`
	Expiry       time.Time `json:"expiry,omitzero"`
}

// read returns the token in the file of a name.
func (d Dir) read(name string) (*oauth2.Token, error) {
	if err := checkName(name); err != nil {
		return nil, err
	}
	text, err := os.ReadFile(d.path(name))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, ErrNotFound
	}
	if err != nil {
		return nil, err
	}
	var r record
	if json.Unmarshal(text, &r) != nil || r.Name != name || r.AccessToken == "" { // the error of json may hold what is secret
		return nil, ErrCorrupt
	}
	return weibo.WithUID(&oauth2.Token{
		AccessToken:  r.AccessToken,
		TokenType:    r.TokenType,
		RefreshToken: r.RefreshToken,
		Expiry:       r.Expiry,
	}, r.UID), nil
}

// readLocked is read for whoever has the lock: it puts a damaged file aside.
func (d Dir) readLocked(_ context.Context, name string) (*oauth2.Token, error) {
	tok, err := d.read(name)
	if !errors.Is(err, ErrCorrupt) {
		return tok, err
	}
	aside, err := putAside(d.path(name))
	if err != nil {
		return nil, fmt.Errorf("%w, and cannot be put aside: %w", ErrCorrupt, err)
	}
	return nil, fmt.Errorf("%w: what it held is in %s; let the user sign in again", ErrCorrupt, aside)
}

// putAside gives a file a name that no other has.
func putAside(path string) (string, error) {
	for n := 1; ; n++ {
		aside := path + ".corrupt-" + strconv.Itoa(n)
		if _, err := os.Lstat(aside); errors.Is(err, fs.ErrNotExist) {
			return aside, os.Rename(path, aside)
		} else if err != nil {
			return "", err
		}
	}
}

// write replaces the file of a name. The caller has the lock.
func (d Dir) write(name string, tok *oauth2.Token) error {
	text, err := json.Marshal(record{name, weibo.UID(tok), tok.AccessToken, tok.TokenType, tok.RefreshToken, tok.Expiry})
	if err != nil {
		return err
	}
	path := d.path(name)
	next := path + ".new" // what a crash left there is of no use
	if err := os.Remove(next); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	if err := writeNew(next, text); err != nil {
		os.Remove(next)
		return err
	}
	if err := os.Rename(next, path); err != nil {
		os.Remove(next)
		return err
	}
	return syncDir(string(d))
}

// writeNew writes a file that was not there, down to the disk.
func writeNew(path string, text []byte) error {
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	_, err = f.Write(text)
	return cmp.Or(err, f.Sync(), f.Close())
}

// syncDir brings to the disk which files are in a directory. Windows has no way to, nor needs one.
func syncDir(path string) error {
	if runtime.GOOS == "windows" {
		return nil
	}
	d, err := os.Open(path)
	if err != nil {
		return err
	}
	return cmp.Or(d.Sync(), d.Close())
}

// Package position keeps in a file how far a program has read a list of Weibo.
package position

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
)

// A File holds the id of the newest item that was dealt with.
type File string

// Load returns the id, 0 if there is no file yet.
func (f File) Load() (int64, error) {
	text, err := os.ReadFile(string(f))
	if errors.Is(err, os.ErrNotExist) {
		return 0, nil
	}
	if err != nil {
		return 0, err
	}
	id, err := strconv.ParseInt(strings.TrimSpace(string(text)), 10, 64)
	if err != nil || id < 0 {
		return 0, fmt.Errorf("%s does not hold an id; remove it to begin anew", f)
	}
	return id, nil
}

// Save replaces the id. After a crash the file has the old one or the new one.
func (f File) Save(id int64) error {
	tmp, err := os.CreateTemp(filepath.Dir(string(f)), filepath.Base(string(f))+".*")
	if err != nil {
		return err
	}
	_, err = fmt.Fprintln(tmp, id)
	if err == nil {
		err = tmp.Sync()
	}
	err = errors.Join(err, tmp.Close())
	if err == nil {
		err = os.Rename(tmp.Name(), string(f))
	}
	if err != nil {
		os.Remove(tmp.Name())
	}
	return err
}

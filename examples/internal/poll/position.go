package poll

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
)

// A Position is a file with the id of the newest item that was dealt with. The empty name is none.
type Position string

// Load returns the id, and false if there is no file yet.
func (p Position) Load() (id int64, found bool, err error) {
	if p == "" {
		return 0, false, nil
	}
	text, err := os.ReadFile(string(p))
	if errors.Is(err, os.ErrNotExist) {
		return 0, false, nil
	}
	if err != nil {
		return 0, false, err
	}
	id, err = strconv.ParseInt(strings.TrimSpace(string(text)), 10, 64)
	if err != nil || id < 0 {
		return 0, false, fmt.Errorf("%s does not hold an id; remove it to begin anew", p)
	}
	return id, true, nil
}

// Save replaces the id. After a crash the file has the old one or the new one.
func (p Position) Save(id int64) error {
	if p == "" {
		return nil
	}
	tmp, err := os.CreateTemp(filepath.Dir(string(p)), filepath.Base(string(p))+".*")
	if err != nil {
		return err
	}
	_, err = fmt.Fprintln(tmp, id)
	if err == nil {
		err = tmp.Sync()
	}
	err = errors.Join(err, tmp.Close())
	if err == nil {
		err = os.Rename(tmp.Name(), string(p))
	}
	if err != nil {
		os.Remove(tmp.Name())
	}
	return err
}

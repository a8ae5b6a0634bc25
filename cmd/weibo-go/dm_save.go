package main

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"github.com/seed4635ade2/weibo-go/weibo/openim/stream"
)

// A keeper puts pictures and files of others into a directory, and never outside it. The zero keeper keeps none.
type keeper struct {
	dir  string
	root *os.Root
}

func newKeeper(ctx context.Context, dir string) (*keeper, error) {
	if dir == "" {
		return &keeper{}, nil
	}
	root, err := os.OpenRoot(dir)
	if err != nil {
		return nil, &problem{what: err.Error(), advice: tr(ctx, "Look at the name of the directory."), err: err}
	}
	return &keeper{dir, root}, nil
}

func (k *keeper) close() {
	if k.root != nil {
		k.root.Close()
	}
}

// keep writes an attachment under its name, or one near it that is not taken, and returns the path: empty if it is not kept.
func (k *keeper) keep(at stream.Attachment) (path string, err error) {
	if k.root == nil || at.Err != nil {
		return "", at.Err
	}
	wanted := fileNameOf(at)
	extension := filepath.Ext(wanted)
	for i := range mostNames {
		name := wanted
		if i > 0 {
			name = strings.TrimSuffix(wanted, extension) + "-" + strconv.Itoa(i+1) + extension
		}
		f, err := k.root.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
		if errors.Is(err, fs.ErrExist) {
			continue
		} else if err != nil {
			return "", err
		}
		_, err = f.Write(at.Data)
		return filepath.Join(k.dir, name), errors.Join(err, f.Close())
	}
	return "", fs.ErrExist
}

// mostNames is how many names are tried for a file.
const mostNames = 10_000

// fileNameOf is the last part of what the sender calls a file, without what has a meaning to file systems and terminals.
func fileNameOf(at stream.Attachment) string {
	name := at.Name[strings.LastIndexAny(at.Name, `/\`)+1:]
	name = strings.Map(func(r rune) rune {
		if strings.ContainsRune(`<>:"|?*`, r) {
			return '_'
		}
		return r
	}, printable(name))
	name = strings.Trim(name, ". ")
	if runes := []rune(name); len(runes) > longestName {
		name = string(runes[len(runes)-longestName:]) // with the extension
	}
	switch {
	case name != "":
		return name
	case at.Image:
		return "picture"
	}
	return "file"
}

// longestName is in characters, of which file systems take 255 bytes.
const longestName = 60

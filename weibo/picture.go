package weibo

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
)

// MaxPicture is the size in bytes from which on Weibo takes no picture.
const MaxPicture = 5 << 20

// A Picture is a picture to publish: a JPEG, GIF or PNG below [MaxPicture]. It is checked before anything is sent: what is
// too large is a [*TooLargeError], what is none is [ErrNotPicture].
type Picture struct {
	name    string
	reopens bool
	open    func() (io.ReadCloser, int64, error)
}

// PictureFile is the picture in a file. The file is opened when the picture is sent, and read while it is.
func PictureFile(path string) *Picture {
	return &Picture{name: filepath.Base(path), reopens: true, open: func() (io.ReadCloser, int64, error) {
		f, err := os.Open(path)
		if err != nil {
			return nil, 0, err
		}
		info, err := f.Stat()
		if err == nil && !info.Mode().IsRegular() {
			err = fmt.Errorf("%s is not a file", path)
		}
		if err != nil {
			f.Close()
			return nil, 0, err
		}
		return f, info.Size(), nil
	}}
}

// PictureBytes is a picture in memory.
func PictureBytes(b []byte) *Picture {
	return &Picture{name: "picture", reopens: true, open: func() (io.ReadCloser, int64, error) {
		return io.NopCloser(bytes.NewReader(b)), int64(len(b)), nil
	}}
}

// PictureReader is the picture that a reader gives. It can be sent once. Where r tells its size (by a method Len, or as an
// io.Seeker) it is read while the picture is sent; else it is read into memory first, up to the limit, because Weibo wants
// to know the size. The reader is not closed.
func PictureReader(r io.Reader) *Picture {
	used := false
	return &Picture{name: "picture", open: func() (io.ReadCloser, int64, error) {
		if used {
			return nil, 0, errors.New("the reader of the picture was read already")
		}
		if r == nil {
			return nil, 0, errors.New("the picture has no reader")
		}
		used = true
		if n, ok := sizeOf(r); ok {
			return io.NopCloser(r), n, nil
		}
		b, err := io.ReadAll(io.LimitReader(r, MaxPicture+1))
		if err != nil {
			return nil, 0, fmt.Errorf("reading the picture: %w", err)
		}
		return io.NopCloser(bytes.NewReader(b)), int64(len(b)), nil
	}}
}

func sizeOf(r io.Reader) (int64, bool) {
	if l, ok := r.(interface{ Len() int }); ok {
		return int64(l.Len()), true
	}
	s, ok := r.(io.Seeker)
	if !ok {
		return 0, false
	}
	at, err := s.Seek(0, io.SeekCurrent)
	if err != nil {
		return 0, false // a pipe, say
	}
	end, err := s.Seek(0, io.SeekEnd)
	if err != nil {
		return 0, false
	}
	if _, err := s.Seek(at, io.SeekStart); err != nil {
		return 0, false
	}
	return end - at, true
}

// Named returns the same picture under another file name.
func (p *Picture) Named(name string) *Picture {
	q := *p
	q.name = name
	return &q
}

// Open gives the content and its size. Part of wire.File.
func (p *Picture) Open() (io.ReadCloser, int64, error) { return p.open() }

// Name returns the file name that is sent along. Part of wire.File.
func (p *Picture) Name() string { return p.name }

// Reopens tells whether the picture can be sent more than once. Part of wire.File.
func (p *Picture) Reopens() bool { return p.reopens }

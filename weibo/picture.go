package weibo

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"github.com/seed4635ade2/weibo-go/weibo/wire"
)

// MaxPicture is the size in bytes of the largest picture that Weibo takes.
const MaxPicture = 5 << 20

// A Picture is a picture to publish: a JPEG, GIF or PNG of at most [MaxPicture] bytes. It is checked before anything is sent: what is
// too large is a [*TooLargeError], what is none is [ErrNotPicture].
type Picture = wire.Picture

// PictureFile is the picture in a file. The file is opened when the picture is sent, and read while it is.
func PictureFile(path string) *Picture {
	return wire.NewPicture(filepath.Base(path), true, func() (io.ReadCloser, int64, error) {
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
	})
}

// PictureFrom is a picture that comes from elsewhere: open gives the content from its start, and its size in bytes. It is
// called again when the picture must be sent again. The content is closed when the context of the call is done, also while
// it is being read.
func PictureFrom(name string, open func() (io.ReadCloser, int64, error)) *Picture {
	return wire.NewPicture(name, true, open)
}

// PictureBytes is a picture in memory.
func PictureBytes(b []byte) *Picture {
	return wire.NewPicture("picture", true, func() (io.ReadCloser, int64, error) {
		return io.NopCloser(bytes.NewReader(b)), int64(len(b)), nil
	})
}

// PictureReader is the picture that a reader gives. It can be sent once. Where r tells its size (by a method Len, or as an
// io.Seeker) it is read while the picture is sent; else it is read into memory first, up to the limit, because Weibo wants
// to know the size. The reader is not closed: while it stands still, so does the call.
func PictureReader(r io.Reader) *Picture {
	used := false
	return wire.NewPicture("picture", false, func() (io.ReadCloser, int64, error) {
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
	})
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

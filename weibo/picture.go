package weibo

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"sync/atomic"

	"github.com/seed4635ade2/weibo-go/weibo/wire"
)

// MaxPicture is the size in bytes of the largest picture that Weibo takes.
const MaxPicture = 5 << 20

// A Picture is a picture to publish: a JPEG, GIF or PNG of at most [MaxPicture] bytes. It is checked before anything is sent: what is
// too large is a [*TooLargeError], what is none is [ErrNotPicture]. Its media type comes from its content, and so does the
// extension of its name if the name has none of a picture.
//
// It is read while it is sent, and opened anew when it is sent again, as after [WithWriteRetries]; [PictureReader] can be
// sent once. [WithProgress] tells how far an upload is. Several pictures go with [Client.PublishPictures].
type Picture = wire.Picture

// PictureFile is the picture in a file. The file is opened when the picture is sent, and read while it is.
func PictureFile(name string) *Picture {
	return wire.NewPicture(filepath.Base(name), true, func() (io.ReadCloser, int64, error) {
		f, err := os.Open(name)
		if err != nil {
			return nil, 0, err
		}
		return sized(f, name)
	})
}

// PictureFS is the picture in a file of a file system, such as one that is embedded in the program or a zip archive. The file
// is opened when the picture is sent, and read while it is.
func PictureFS(fsys fs.FS, name string) *Picture {
	return wire.NewPicture(path.Base(name), true, func() (io.ReadCloser, int64, error) {
		if fsys == nil {
			return nil, 0, errors.New("the picture has no file system")
		}
		f, err := fsys.Open(name)
		if err != nil {
			return nil, 0, err
		}
		return sized(f, name)
	})
}

// sized returns an open file with its size. It closes what is no file.
func sized(f fs.File, name string) (io.ReadCloser, int64, error) {
	info, err := f.Stat()
	if err == nil && !info.Mode().IsRegular() {
		err = fmt.Errorf("%s is not a file", name)
	}
	if err != nil {
		f.Close()
		return nil, 0, err
	}
	return f, info.Size(), nil
}

// PictureFrom is a picture that comes from elsewhere: open gives the content from its start, and its size in bytes, or -1 if
// that is not known: then it is read into memory before it is sent, up to the limit, because Weibo wants to know the size.
// It is called again when the picture must be sent again, and by [CheckPicture] and [Client.PublishPictures] to have a look
// at it before. The content is closed when the context of the call is done, also while it is being read.
func PictureFrom(name string, open func() (content io.ReadCloser, size int64, err error)) *Picture {
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
	var used atomic.Bool
	return wire.NewPicture("picture", false, func() (io.ReadCloser, int64, error) {
		if r == nil {
			return nil, 0, errors.New("the picture has no reader")
		}
		if used.Swap(true) {
			return nil, 0, errors.New("the reader of the picture was read already")
		}
		return io.NopCloser(r), sizeOf(r), nil
	})
}

// sizeOf returns what is left to read, or -1 if the reader does not tell.
func sizeOf(r io.Reader) int64 {
	if l, ok := r.(interface{ Len() int }); ok {
		return int64(l.Len())
	}
	s, ok := r.(io.Seeker)
	if !ok {
		return -1
	}
	at, err := s.Seek(0, io.SeekCurrent)
	if err != nil {
		return -1 // a pipe, say
	}
	end, err := s.Seek(0, io.SeekEnd)
	if err != nil {
		return -1
	}
	if _, err := s.Seek(at, io.SeekStart); err != nil {
		return -1
	}
	return end - at
}

package weibo

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"math"
	"net/http"
	"sync"
	"time"

	"github.com/seed4635ade2/weibo-go/weibo/wire"
)

// ErrNotPicture means that a file is neither JPEG nor GIF nor PNG, which is all that Weibo takes.
var ErrNotPicture = errors.New("the file is no JPEG, GIF or PNG picture")

// A TooLargeError means that a picture has more bytes than Weibo takes.
type TooLargeError struct {
	Size  int64 // -1 if it is not known, since nothing was read beyond the limit
	Limit int64
}

func (e *TooLargeError) Error() string {
	if e.Size < 0 {
		return fmt.Sprintf("the picture has more bytes than the limit of %d", e.Limit)
	}
	return fmt.Sprintf("the picture has %d bytes, the limit is %d", e.Size, e.Limit)
}

// CheckPicture tells, without sending it, whether Weibo would take a picture: it can be opened, it is a JPEG, GIF or PNG
// ([ErrNotPicture] otherwise), and it has at most [MaxPicture] bytes, if its size is known (a [*TooLargeError] otherwise).
// Only its start is read. A picture that can be opened only once, see [PictureReader], is not looked at.
//
// Every call checks its picture by itself before it is sent. This is for those who want to know earlier.
func CheckPicture(ctx context.Context, pic *Picture) error {
	_, err := lookAt(ctx, pic, 0)
	return err
}

// lookAt checks a picture and returns its size, or -1 if it is not known.
func lookAt(ctx context.Context, pic *Picture, timeout time.Duration) (int64, error) {
	if pic == nil {
		return 0, errors.New("there is no picture")
	}
	if !pic.Reopens() {
		return -1, nil
	}
	c, err := openContent(ctx, pic, MaxPicture, timeout)
	if err != nil {
		return 0, err
	}
	return c.size, c.Close()
}

// A content is that of a picture that has been looked at: it is one, and it is small enough.
type content struct {
	io.Reader
	size int64 // -1 if it is not known
	kind *pictureKind

	ctx   context.Context
	close func() error
}

// A pictureKind is a type of picture that Weibo takes.
type pictureKind struct {
	mediaType string
	extension string
}

var pictureKinds = []*pictureKind{
	{"image/jpeg", ".jpg"},
	{"image/gif", ".gif"},
	{"image/png", ".png"},
}

// openContent opens a picture and looks at it.
//
// Once ctx is done or the time is up, what it opened is closed: net/http waits for a body that is being read, and one that
// stands still would hold the call forever.
func openContent(ctx context.Context, pic *wire.Picture, limit int64, timeout time.Duration) (*content, error) {
	source, size, err := pic.Open()
	if err != nil {
		return nil, err
	}
	cancel := func() {}
	if timeout > 0 {
		ctx, cancel = context.WithTimeout(ctx, timeout)
	}
	shut := sync.OnceValue(source.Close)
	stop := context.AfterFunc(ctx, func() { shut() })
	c := &content{ctx: ctx, close: func() error {
		stop()
		cancel()
		return shut()
	}}
	if err := c.look(source, size, limit, pic.AnyKind()); err != nil {
		err = c.cause(err)
		c.Close()
		return nil, err
	}
	return c, nil
}

// look reads the start of a picture to find its type, unless any will do.
func (c *content) look(source io.Reader, size, limit int64, anyKind bool) error {
	if limit > 0 && size > limit {
		return &TooLargeError{size, limit}
	}
	start := make([]byte, 512)
	n, err := io.ReadFull(source, start)
	if err != nil && err != io.EOF && err != io.ErrUnexpectedEOF {
		return fmt.Errorf("reading the picture: %w", err)
	}
	start = start[:n]
	if c.kind = kindOf(start); c.kind == nil && !anyKind {
		return ErrNotPicture
	}
	c.Reader, c.size = io.MultiReader(bytes.NewReader(start), source), size
	if size >= 0 {
		c.Reader = &exactly{c.Reader, size}
	}
	return nil
}

// kindOf returns the type of a picture that starts so, or nil if it is none.
func kindOf(start []byte) *pictureKind {
	mediaType := http.DetectContentType(start)
	for _, k := range pictureKinds {
		if k.mediaType == mediaType {
			return k
		}
	}
	return nil
}

// count reads a picture of unknown size into memory: up to the limit, and one byte more to see whether there is more.
func (c *content) count(limit int64) error {
	if limit == 0 {
		limit = math.MaxInt64 - 1
	}
	b, err := io.ReadAll(io.LimitReader(c, limit+1))
	switch {
	case err != nil:
		return fmt.Errorf("reading the picture: %w", err)
	case int64(len(b)) > limit:
		return &TooLargeError{-1, limit}
	}
	c.Reader, c.size = bytes.NewReader(b), int64(len(b))
	return nil
}

func (c *content) Read(p []byte) (int, error) {
	n, err := c.Reader.Read(p)
	if err != nil && err != io.EOF {
		err = c.cause(err)
	}
	return n, err
}

// cause returns why the content was closed, if it was that which made reading fail.
func (c *content) cause(err error) error {
	if c.ctx.Err() != nil {
		return context.Cause(c.ctx)
	}
	return err
}

func (c *content) Close() error { return c.close() }

// exactly reads a picture and fails unless it has the size it was said to have: what comes after the picture would make a
// whole request of a part of it.
type exactly struct {
	io.Reader
	left int64
}

func (r *exactly) Read(b []byte) (int, error) {
	n, err := r.Reader.Read(b)
	r.left -= int64(n)
	if r.left < 0 || r.left > 0 && err == io.EOF {
		return 0, errors.New("the size of the picture changed while it was read")
	}
	return n, err
}

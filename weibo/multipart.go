package weibo

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"mime/multipart"
	"net/http"
	"net/textproto"
	"net/url"
	"strings"
	"sync"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/seed4635ade2/weibo-go/weibo/wire"
)

// setMultipart makes the body of req a multipart form. What stands before and after the file is in memory; the file itself
// streams between them, so the length is known and no goroutine is needed.
//
// Once ctx is done or the time is up the file is closed: net/http waits for a body that is being read, and one that stands
// still would hold the call forever.
func setMultipart(req *http.Request, f *form, timeout time.Duration) error {
	content, err := openPicture(f.pic, f.limit)
	if err != nil {
		return &ParamsError{[]error{&ParamError{Param: f.picName, Problem: err.Error(), Err: err}}}
	}
	head, tail, contentType, err := frame(f, content)
	if err != nil {
		content.Close()
		return err
	}
	req.Header.Set("Content-Type", contentType)
	req.ContentLength = int64(len(head)) + content.size + int64(len(tail))
	req.Body = framed(req.Context(), timeout, head, content, tail)
	if pic, limit := f.pic, f.limit; pic.Reopens() {
		req.GetBody = func() (io.ReadCloser, error) {
			content, err := openPicture(pic, limit)
			if err != nil {
				return nil, err
			}
			return framed(req.Context(), timeout, head, content, tail), nil
		}
	}
	return nil
}

// frame returns what stands before the file and after it.
func frame(f *form, content *picture) (head, tail []byte, contentType string, err error) {
	var buf bytes.Buffer
	w := multipart.NewWriter(&buf)
	for field := range strings.SplitSeq(string(f.buf), "&") {
		name, escaped, ok := strings.Cut(field, "=")
		if !ok {
			continue // there is nothing but the picture
		}
		text, err := url.QueryUnescape(escaped)
		if err == nil {
			err = w.WriteField(name, text)
		}
		if err != nil {
			return nil, nil, "", err
		}
	}
	_, err = w.CreatePart(textproto.MIMEHeader{
		"Content-Disposition": {multipart.FileContentDisposition(f.picName, fileName(content.name))},
		"Content-Type":        {content.mediaType},
	})
	if err != nil {
		return nil, nil, "", err
	}
	n := buf.Len()
	if err := w.Close(); err != nil {
		return nil, nil, "", err
	}
	return buf.Bytes()[:n:n], buf.Bytes()[n:], w.FormDataContentType(), nil
}

// fileName returns a name that can stand in a header.
func fileName(name string) string {
	if name == "" {
		return "picture"
	}
	return strings.Map(func(r rune) rune {
		if unicode.IsControl(r) || r == utf8.RuneError {
			return '_'
		}
		return r
	}, name)
}

// A body is that of an upload.
type body struct {
	io.Reader
	ctx   context.Context
	close func() error
}

func (b *body) Read(p []byte) (int, error) {
	n, err := b.Reader.Read(p)
	if err != nil && err != io.EOF && b.ctx.Err() != nil {
		err = context.Cause(b.ctx) // why the file was closed
	}
	return n, err
}

func (b *body) Close() error { return b.close() }

func framed(ctx context.Context, timeout time.Duration, head []byte, content *picture, tail []byte) io.ReadCloser {
	cancel := func() {}
	if timeout > 0 {
		ctx, cancel = context.WithTimeout(ctx, timeout)
	}
	shut := sync.OnceValue(content.Close)
	stop := context.AfterFunc(ctx, func() { shut() })
	return &body{io.MultiReader(bytes.NewReader(head), content, bytes.NewReader(tail)), ctx, func() error {
		stop()
		cancel()
		return shut()
	}}
}

// A picture is the content of a picture that has been looked at: it is one, and it is small enough.
type picture struct {
	io.Reader
	io.Closer
	name, mediaType string
	size            int64
}

// ErrNotPicture means that a file is neither JPEG nor GIF nor PNG, which is all that Weibo takes.
var ErrNotPicture = errors.New("the file is no JPEG, GIF or PNG picture")

// A TooLargeError means that a picture has more bytes than Weibo takes.
type TooLargeError struct {
	Size, Limit int64
}

func (e *TooLargeError) Error() string {
	return fmt.Sprintf("the picture has %d bytes, the limit is %d", e.Size, e.Limit)
}

func openPicture(pic *wire.Picture, limit int64) (*picture, error) {
	content, size, err := pic.Open()
	if err != nil {
		return nil, err
	}
	p, err := look(content, size, limit)
	if err != nil {
		content.Close()
		return nil, err
	}
	p.name = pic.Name()
	return p, nil
}

// look reads the start of a picture to find its type.
func look(content io.ReadCloser, size, limit int64) (*picture, error) {
	if size > limit {
		return nil, &TooLargeError{size, limit}
	}
	start := make([]byte, 512)
	n, err := io.ReadFull(content, start)
	if err != nil && err != io.EOF && err != io.ErrUnexpectedEOF {
		return nil, err
	}
	start = start[:n]
	p := &picture{mediaType: http.DetectContentType(start), size: size, Closer: content}
	switch p.mediaType {
	case "image/jpeg", "image/gif", "image/png":
	default:
		return nil, ErrNotPicture
	}
	p.Reader = &exactly{io.MultiReader(bytes.NewReader(start), content), size}
	return p, nil
}

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

package weibo

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"mime/multipart"
	"net/http"
	"net/textproto"
	"net/url"

	"github.com/seed4635ade2/weibo-go/weibo/wire"
)

// setMultipart makes the body of req a multipart form. What stands before and after the file is in memory; the file itself
// streams between them, so the length is known and no goroutine is needed.
func setMultipart(req *http.Request, f *form) error {
	content, err := openPicture(f.file, f.limit)
	if err != nil {
		return &ParamsError{[]error{&ParamError{Param: f.fileName, Problem: err.Error(), Err: err}}}
	}
	head, tail, contentType, err := frame(f, content)
	if err != nil {
		content.Close()
		return err
	}
	req.Header.Set("Content-Type", contentType)
	req.ContentLength = int64(len(head)) + content.size + int64(len(tail))
	req.Body = framed(head, content, tail)
	if file, limit := f.file, f.limit; file.Reopens() {
		req.GetBody = func() (io.ReadCloser, error) {
			content, err := openPicture(file, limit)
			if err != nil {
				return nil, err
			}
			return framed(head, content, tail), nil
		}
	}
	return nil
}

// frame returns what stands before the file and after it.
func frame(f *form, content *picture) (head, tail []byte, contentType string, err error) {
	fields, err := url.ParseQuery(string(f.buf))
	if err != nil {
		return nil, nil, "", err
	}
	var buf bytes.Buffer
	w := multipart.NewWriter(&buf)
	for name, values := range fields {
		for _, v := range values {
			if err := w.WriteField(name, v); err != nil {
				return nil, nil, "", err
			}
		}
	}
	_, err = w.CreatePart(textproto.MIMEHeader{
		"Content-Disposition": {multipart.FileContentDisposition(f.fileName, content.name)},
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

func framed(head []byte, content *picture, tail []byte) io.ReadCloser {
	return struct {
		io.Reader
		io.Closer
	}{io.MultiReader(bytes.NewReader(head), content, bytes.NewReader(tail)), content}
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

func openPicture(file wire.File, limit int64) (*picture, error) {
	content, size, err := file.Open()
	if err != nil {
		return nil, err
	}
	p, err := look(content, size, limit)
	if err != nil {
		content.Close()
		return nil, err
	}
	p.name = file.Name()
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
	p.Reader = io.MultiReader(bytes.NewReader(start), content)
	return p, nil
}

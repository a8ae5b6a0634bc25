package weibo

import (
	"bytes"
	"context"
	"io"
	"mime/multipart"
	"net/http"
	"net/textproto"
	"net/url"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/seed4635ade2/weibo-go/weibo/wire"
)

// An upload is a multipart form with a picture, or a file as it is. What stands before and after the picture is in memory; the picture itself
// streams between them, so the length is known and no goroutine is needed.
type upload struct {
	ctx      context.Context
	pic      *wire.Picture
	limit    int64
	timeout  time.Duration
	progress func(sent, total int64)

	head, tail []byte
}

// setMultipart makes the body of req a multipart form.
func setMultipart(req *http.Request, f *form, s *settings) error {
	u := &upload{ctx: req.Context(), pic: f.pic, limit: f.limit, timeout: s.http.Timeout, progress: s.progress}
	content, err := u.open()
	if err != nil {
		return &ParamsError{[]error{&ParamError{Param: f.picName, Problem: err.Error(), Err: err}}}
	}
	contentType, err := u.frame(f, content.kind)
	if err != nil {
		content.Close()
		return err
	}
	u.set(req, contentType, content)
	return nil
}

// setFile makes a file the body of req, as it is.
func setFile(req *http.Request, file *wire.Picture, limit int64, s *settings) error {
	u := &upload{ctx: req.Context(), pic: file, limit: limit, timeout: s.http.Timeout, progress: s.progress}
	content, err := u.open()
	if err != nil {
		return &ParamsError{[]error{&ParamError{Param: "body", Problem: err.Error(), Err: err}}}
	}
	u.set(req, "application/octet-stream", content)
	return nil
}

// set makes the upload the body of req.
func (u *upload) set(req *http.Request, contentType string, content *content) {
	req.Header.Set("Content-Type", contentType)
	req.ContentLength = int64(len(u.head)) + content.size + int64(len(u.tail))
	req.Body = u.body(content)
	if u.pic.Reopens() {
		req.GetBody = func() (io.ReadCloser, error) {
			content, err := u.open()
			if err != nil {
				return nil, err
			}
			return u.body(content), nil
		}
	}
}

// open returns the content of the picture, its size known.
func (u *upload) open() (*content, error) {
	c, err := openContent(u.ctx, u.pic, u.limit, u.timeout)
	if err == nil && c.size < 0 {
		if err = c.count(u.limit); err != nil {
			c.Close()
		}
	}
	return c, err
}

// frame writes what stands before the picture and after it.
func (u *upload) frame(f *form, kind *pictureKind) (contentType string, err error) {
	var buf bytes.Buffer
	w := multipart.NewWriter(&buf)
	if err := writeFields(w, string(f.buf)); err != nil {
		return "", err
	}
	_, err = w.CreatePart(textproto.MIMEHeader{
		"Content-Disposition": {multipart.FileContentDisposition(f.picName, fileName(u.pic.Name(), kind))},
		"Content-Type":        {kind.mediaType},
	})
	if err != nil {
		return "", err
	}
	n := buf.Len()
	if err := w.Close(); err != nil {
		return "", err
	}
	u.head, u.tail = buf.Bytes()[:n:n], buf.Bytes()[n:]
	return w.FormDataContentType(), nil
}

// writeFields writes the parameters of an encoded form.
func writeFields(w *multipart.Writer, encoded string) error {
	for field := range strings.SplitSeq(encoded, "&") {
		name, escaped, ok := strings.Cut(field, "=")
		if !ok {
			continue // there is nothing but the picture
		}
		text, err := url.QueryUnescape(escaped)
		if err == nil {
			err = w.WriteField(name, text)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// fileName returns the name of a picture as it stands in the header of its part: in UTF-8, as browsers send it. Quotes and
// backslashes are taken out, because servers differ in how they are to be escaped: what multipart.Writer makes of a quote ends
// the name, and breaks the form, for those that go by the standard of browsers.
func fileName(name string, kind *pictureKind) string {
	name = strings.Map(func(r rune) rune {
		if unicode.IsControl(r) || r == utf8.RuneError || r == '"' || r == '\\' || r == '/' {
			return '_'
		}
		return r
	}, name)
	if name == "" {
		name = "picture"
	}
	if !hasPictureExtension(name) {
		name += kind.extension
	}
	return name
}

func hasPictureExtension(name string) bool {
	dot := strings.LastIndexByte(name, '.')
	if dot <= 0 {
		return false
	}
	switch strings.ToLower(name[dot:]) {
	case ".jpg", ".jpeg", ".gif", ".png":
		return true
	}
	return false
}

func (u *upload) body(content *content) io.ReadCloser {
	return struct {
		io.Reader
		io.Closer
	}{io.MultiReader(bytes.NewReader(u.head), u.measured(content), bytes.NewReader(u.tail)), content}
}

package weibotest

import (
	"errors"
	"io"
	"mime"
	"mime/multipart"
	"net/http"
	"net/url"
	"slices"
	"strings"
)

// How much of a request body is kept, and how much more is read and dropped so that a client that sends too much gets to see
// the answer.
const (
	maxForm      = 1 << 20
	maxMultipart = 8 << 20
	maxDropped   = 32 << 20
)

// A form is what a request sent, wherever it put it: in the query, in a form, in a multipart form or in a JSON document.
type form struct {
	values url.Values      // those that are not empty
	empty  map[string]bool // sent without a value
	files  map[string]file

	body     []byte // that is JSON, nil if there is none
	document any    // what it stands for
}

// A file is a part of a multipart form that has a file name.
type file struct {
	name string
	data []byte
}

func (f *form) add(name string, values ...string) {
	given := slices.DeleteFunc(values, func(v string) bool { return v == "" })
	if len(given) < len(values) {
		f.empty[name] = true
	}
	if before := f.values[name]; before != nil {
		given = append(before, given...)
	}
	if len(given) > 0 {
		f.values[name] = given
	}
}

func (f *form) addAll(values url.Values) {
	for name, list := range values {
		f.add(name, list...)
	}
}

// text returns a parameter as it was sent: the values of one that is repeated have a line each, and a member of a JSON document
// is JSON.
func (f *form) text(name string) string {
	if values := f.values[name]; values != nil {
		return strings.Join(values, "\n")
	}
	return string(f.members()[name])
}

// read reads the parameters of the request.
func (c *call) read(w http.ResponseWriter) error {
	c.sent = form{values: url.Values{}, empty: map[string]bool{}}
	c.addQuery(c.request.URL.RawQuery)
	if c.request.Method == http.MethodGet {
		return nil
	}
	err := c.readBody(w)
	if tooLarge := (*http.MaxBytesError)(nil); errors.As(err, &tooLarge) {
		io.CopyN(io.Discard, c.request.Body, maxDropped)
		return refuse(10018)
	}
	return err
}

// addQuery adds what can be read of a query, which may not be all.
func (c *call) addQuery(query string) {
	values, err := url.ParseQuery(query)
	if err != nil {
		c.problems = append(c.problems, err.Error())
	}
	c.sent.addAll(values)
}

func (c *call) readBody(w http.ResponseWriter) error {
	if c.op.openIM {
		return c.readOpenIM(w)
	}
	contentType := c.request.Header.Get("Content-Type")
	kind, _, _ := strings.Cut(contentType, ";") // what follows may be nothing, or broken
	switch strings.ToLower(strings.TrimSpace(kind)) {
	case formType:
		return c.readForm(w)
	case multipartType:
		return c.readMultipart(w, contentType)
	case documentType:
		if c.op.document != nil {
			return c.readDocument(w)
		}
	}
	if n, _ := io.ReadFull(c.request.Body, make([]byte, 1)); n == 0 {
		return nil // all of it is in the query
	}
	return refuse(10007, clip(contentType))
}

func (c *call) readForm(w http.ResponseWriter) error {
	body, err := io.ReadAll(http.MaxBytesReader(w, c.request.Body, maxForm))
	if err != nil {
		return unreadable(err)
	}
	c.addQuery(string(body))
	return nil
}

// readMultipart reads a multipart form into memory. The package multipart would put large files on disk.
func (c *call) readMultipart(w http.ResponseWriter, contentType string) error {
	_, params, err := mime.ParseMediaType(contentType)
	if err != nil || params["boundary"] == "" {
		return refuse(10007, clip(contentType))
	}
	c.sent.files = map[string]file{}
	parts := multipart.NewReader(http.MaxBytesReader(w, c.request.Body, maxMultipart), params["boundary"])
	for {
		part, err := parts.NextPart()
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return unreadable(err)
		}
		data, err := io.ReadAll(part)
		if err != nil {
			return unreadable(err)
		}
		if p := c.op.byName[part.FormName()]; part.FileName() != "" || p != nil && p.file {
			c.sent.files[part.FormName()] = file{part.FileName(), data}
		} else {
			c.sent.add(part.FormName(), string(data))
		}
	}
}

// unreadable is the refusal of a body that breaks off, unless it is just too long.
func unreadable(err error) error {
	if tooLarge := (*http.MaxBytesError)(nil); errors.As(err, &tooLarge) {
		return err
	}
	return refuse(10008)
}

// token returns the access token, or nothing. The query and the form go before the header, since some clients put more than
// the token there.
func (c *call) token() string {
	if token := c.sent.values.Get("access_token"); token != "" {
		return token
	}
	scheme, token, _ := strings.Cut(c.request.Header.Get("Authorization"), " ")
	if strings.EqualFold(scheme, "OAuth2") || strings.EqualFold(scheme, "Bearer") {
		return strings.TrimSpace(token)
	}
	return ""
}

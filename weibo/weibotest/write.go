package weibotest

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"io"
	"net/http"
	"strconv"
	"strings"
	"sync"

	"github.com/seed4635ade2/weibo-go/gen/weiboapi"
)

// A redirect is an answer that points elsewhere.
type redirect string

// outcome returns the answer with its HTTP status and with Weibo's code, which is 0 if all is well.
func (c *call) outcome(answer any, err error) (_ any, status, code int) {
	if err != nil {
		r := err.(*refusal) // nothing else goes wrong
		if c.isOAuth2() {
			r = r.inOAuth2()
		}
		if c.isOpenIM() {
			r = c.inOpenIM(r)
		}
		return c.errorAnswer(r), c.statusOf(r), r.code
	}
	if p, ok := answer.(plannedAnswer); ok {
		return p.answer, p.status, p.code
	}
	if _, ok := answer.(redirect); ok {
		return answer, http.StatusFound, 0
	}
	return answer, http.StatusOK, 0
}

func (c *call) write(w http.ResponseWriter, answer any, status int) {
	if c.cookie != nil {
		http.SetCookie(w, c.cookie)
	}
	switch answer := answer.(type) {
	case redirect:
		w.Header().Set("Location", string(answer))
		w.WriteHeader(status)
	case *page:
		answer.write(w, c.request, status)
	case picture:
		answer.serve(w, c.request)
	case gatewayPage:
		answer.write(w)
	case stream:
		c.writeStream(w, answer)
	default:
		c.writeJSON(w, answer, status)
	}
}

// errorAnswer is a page for the authorize page, which people look at, and Weibo's error object everywhere else.
func (c *call) errorAnswer(r *refusal) any {
	if c.isOpenIM() {
		return openIMAnswer{Code: r.code, Message: r.text}
	}
	body := weiboapi.ErrorBody{Error: r.text, ErrorCode: r.code, Request: c.path}
	if c.isOAuth2() {
		body.ErrorURI = c.path
		body.ErrorDescription = r.description
	}
	if c.path == "/oauth2/authorize" && strings.Contains(c.request.Header.Get("Accept"), "text/html") {
		return &page{name: "error.html", data: body}
	}
	return body
}

// writeJSON writes an answer as the back end of api.weibo.com does.
func (c *call) writeJSON(w http.ResponseWriter, answer any, status int) {
	zip := strings.Contains(c.request.Header.Get("Accept-Encoding"), "gzip")
	buf := buffers.Get().(*bytes.Buffer)
	defer buffers.Put(buf)
	buf.Reset()
	if err := encode(buf, answer, zip); err != nil {
		panic(err) // the types of answers can all be encoded
	}
	h := c.header(w)
	h.Set("Content-Length", strconv.Itoa(buf.Len()))
	h.Set("Vary", "Accept-Encoding")
	if zip {
		h.Set("Content-Encoding", "gzip")
	}
	w.WriteHeader(status)
	w.Write(buf.Bytes())
}

// header sets the headers that all JSON has.
func (c *call) header(w http.ResponseWriter) http.Header {
	h := w.Header()
	h.Set("Content-Type", c.contentType())
	h.Set("Api-Server-IP", "10.0.0.1")
	h.Set("SINA-LB", "sandbox")
	h.Set("SINA-TS", strconv.FormatInt(c.now.UnixMilli(), 16))
	return h
}

// A stream is an answer of several objects, one after the other.
type stream []json.RawMessage

// writeStream sends each object as soon as it is there. Nothing is to be done about a client that has gone away.
func (c *call) writeStream(w http.ResponseWriter, objects stream) {
	c.header(w)
	flusher := http.NewResponseController(w)
	for _, object := range objects {
		w.Write(object)
		io.WriteString(w, "\r\n")
		flusher.Flush()
	}
}

func (c *call) contentType() string {
	if c.op == nil {
		return jsonType
	}
	return c.op.contentType
}

var (
	buffers = sync.Pool{New: func() any { return new(bytes.Buffer) }}
	zippers = sync.Pool{New: func() any { z, _ := gzip.NewWriterLevel(nil, gzip.BestSpeed); return z }}
)

func encode(buf *bytes.Buffer, answer any, zip bool) error {
	if !zip {
		return encodeJSON(buf, answer)
	}
	plain := buffers.Get().(*bytes.Buffer)
	defer buffers.Put(plain)
	plain.Reset()
	if err := encodeJSON(plain, answer); err != nil {
		return err
	}
	z := zippers.Get().(*gzip.Writer)
	defer zippers.Put(z)
	z.Reset(buf)
	z.Write(plain.Bytes())
	return z.Close()
}

func encodeJSON(buf *bytes.Buffer, answer any) error {
	if raw, ok := answer.(json.RawMessage); ok {
		buf.Write(raw)
		return nil
	}
	e := json.NewEncoder(buf)
	e.SetEscapeHTML(false)
	if err := e.Encode(answer); err != nil {
		return err
	}
	buf.Truncate(buf.Len() - 1) // the newline
	return nil
}

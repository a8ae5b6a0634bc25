package weibo_test

import (
	"bytes"
	"context"
	"errors"
	"io"
	"mime/multipart"
	"net/http"
	"regexp"
	"strings"
	"testing"

	"github.com/seed4635ade2/weibo-go/gen/weiboapi"
	"github.com/seed4635ade2/weibo-go/weibo"
)

// transport is a server without a network.
type transport func(*http.Request) (*http.Response, error)

func (t transport) RoundTrip(req *http.Request) (*http.Response, error) { return t(req) }

func fuzzClient(f *testing.F, t transport) *weibo.Client {
	c, err := weibo.NewClient(weibo.WithToken(secret), weibo.WithHTTPClient(&http.Client{Transport: t}))
	if err != nil {
		f.Fatal(err)
	}
	return c
}

// fuzzAnswers tries a client whose calls are answered with a status and a body.
func fuzzAnswers(f *testing.F, try func(t *testing.T, c *weibo.Client, status int, body []byte)) {
	var status int
	var body []byte
	c := fuzzClient(f, func(req *http.Request) (*http.Response, error) {
		return &http.Response{StatusCode: status, Header: http.Header{}, Body: io.NopCloser(bytes.NewReader(body)), Request: req}, nil
	})
	f.Fuzz(func(t *testing.T, code int, answer []byte) {
		if code < 200 || code > 599 {
			return
		}
		status, body = code, answer
		try(t, c, code, answer)
	})
}

// FuzzAnswer feeds answers to the client: whatever comes, the result is either an answer or a *weibo.Error.
func FuzzAnswer(f *testing.F) {
	for _, seed := range []string{
		`{"statuses":[{"id":"5101694137532416","mid":5101694137532416,"user":[],"geo":"","created_at":"Tue May 31 17:46:55 +0800 2011"}],"total_number":"1"}`,
		`[]`, ``, `{}`, "\xEF\xBB\xBF{}", `{"error_code":"10006","error":"a"}`, `<html>`, `{"statuses":{"a":1}}`, `{"statuses":[null,false,"",[]]}`,
	} {
		f.Add(200, []byte(seed))
		f.Add(400, []byte(seed))
	}
	fuzzAnswers(f, func(t *testing.T, c *weibo.Client, code int, answer []byte) {
		got, err := c.Statuses.HomeTimeline(context.Background(), weiboapi.StatusesHomeTimelineParams{})
		var own *weibo.Error
		if (got == nil) == (err == nil) || err != nil && !errors.As(err, &own) {
			t.Errorf("%d %q: got %v and %v", code, answer, got, err)
		}
		if err == nil && code != 200 {
			t.Errorf("HTTP %d was taken for success", code)
		}
	})
}

// pictureName is the name of a picture that every server reads alike.
var pictureName = regexp.MustCompile(`(?i)^[^"\\/\p{Cc}]+\.(jpe?g|gif|png)$`)

// FuzzMultipart sends texts and file names of every kind: the other side must find them as they were, and nothing else.
func FuzzMultipart(f *testing.F) {
	f.Add("一只猫 & 100%", "猫.jpg")
	f.Add("a\r\nContent-Disposition: form-data; name=\"rip\"\r\n\r\nb", "a\"; name=\"status\"\r\n\r\n.jpg")
	f.Add("--\r\n", "\x00")
	f.Add("\xFF", `a\b"c`)
	picture := jpeg(1000)
	var form *multipart.Form
	c := fuzzClient(f, func(req *http.Request) (*http.Response, error) {
		err := req.ParseMultipartForm(1 << 20)
		form = req.MultipartForm
		return &http.Response{StatusCode: 200, Header: http.Header{}, Body: io.NopCloser(strings.NewReader(`{"id":1,"text":""}`)), Request: req}, err
	})
	f.Fuzz(func(t *testing.T, text, name string) {
		if text == "" {
			return
		}
		params := weiboapi.StatusesShareParams{Status: text, Pic: weibo.PictureBytes(picture).Named(name)}
		if _, err := c.Statuses.Share(context.Background(), params); err != nil {
			t.Fatal(err)
		}
		if len(form.Value) != 1 || len(form.Value["status"]) != 1 || form.Value["status"][0] != text {
			t.Errorf("sent %q, got %q", text, form.Value)
		}
		if len(form.File) != 1 || len(form.File["pic"]) != 1 || form.File["pic"][0].Size != int64(len(picture)) {
			t.Fatalf("the file named %q arrived as %v", name, form.File)
		}
		if file := form.File["pic"][0]; len(file.Header) != 2 || !pictureName.MatchString(file.Filename) {
			t.Errorf("the name %q arrived as %q, with the header %q", name, file.Filename, file.Header)
		}
	})
}

package gateway_test

import (
	"errors"
	"io"
	"net/http"
	"strings"
	"testing"

	"github.com/seed4635ade2/weibo-go/weibo"
	"github.com/seed4635ade2/weibo-go/weibo/gateway"
)

// A canned transport has one answer, which repeats the token.
type canned struct {
	status int
	body   string
}

func (c *canned) RoundTrip(req *http.Request) (*http.Response, error) {
	body := strings.ReplaceAll(c.body, "TOKEN", secret)
	return &http.Response{StatusCode: c.status, Header: http.Header{}, Body: io.NopCloser(strings.NewReader(body)), Request: req}, nil
}

// FuzzAnswer gives a client anything for an answer. What it makes of that is the result or an error that tells, and never the token.
func FuzzAnswer(f *testing.F) {
	for _, body := range []string{
		`{"result":{"users":[{"id":1}]},"meta":{"outcome":"x"}}`, `{"error":{"code":"WEIBO_10001","message":"TOKEN"}}`, `{"error":"TOKEN","error_code":"10001"}`,
		`{"result":{"error":"x","error_code":20101}}`, `{"result":{"error":{"code":5}}}`, `{"result":[]}`, `{"result":null}`, `{"result":`, `[]`, `<html>TOKEN`, ``, `{"error":{}}`,
		`{"error":{"code":"TOKEN"},"result":{}}`, "\ufeff{}", `{"error":[{"code":"x"}]}`, `{"result":"","error":false}`,
	} {
		f.Add(200, body)
		f.Add(403, body)
		f.Add(502, body)
	}
	transport := new(canned)
	c, err := gateway.NewClient(gateway.Token(secret), weibo.WithHTTPClient(&http.Client{Transport: transport}), weibo.WithRetry(weibo.Retry{Attempts: 1}))
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, status int, body string) {
		if status < 200 || status > 599 {
			t.Skip()
		}
		transport.status, transport.body = status, body
		var raw weibo.Response
		err := showUsers(t.Context(), c.Client, weibo.WithResponse(&raw))
		gateway.MetaOf(raw)
		if err == nil {
			if status != 200 || !strings.Contains(body, "result") && !strings.Contains(body, `\u`) {
				t.Errorf("HTTP %d went well: %s", status, body)
			}
			return
		}
		var e *weibo.Error
		if !errors.As(err, &e) {
			t.Fatalf("%T: %v", err, err)
		}
		if strings.Contains(err.Error()+string(e.Body)+e.Message+gateway.Hint(err, "en"), secret) {
			t.Errorf("the token is in %v", err)
		}
		if _, err := c.Whoami(t.Context()); err == nil && status != 200 {
			t.Errorf("HTTP %d told who it is", status)
		}
	})
}

// FuzzArguments sends any text as an argument, and wants it to arrive.
func FuzzArguments(f *testing.F) {
	f.Add("show/biz", `"猫"`)
	f.Add("a\u2028", "\xff\x00")
	f.Fuzz(func(t *testing.T, action, text string) {
		transport := &script{answers: []string{fine}}
		c, err := gateway.NewClient(gateway.Token(secret), weibo.WithHTTPClient(&http.Client{Transport: transport}))
		if err != nil {
			t.Fatal(err)
		}
		if err := c.Invoke(t.Context(), "users", action, map[string]string{"text": text}, nil); err != nil {
			return
		}
		sameJSON(t, strings.TrimPrefix(transport.sent[0], "Bearer "+secret+" "), `{"group":"users","action":`+asJSON(action)+`,"args":{"text":`+asJSON(text)+`}}`)
	})
}

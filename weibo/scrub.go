package weibo

import (
	"bytes"
	"context"
	"errors"
	"io"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/seed4635ade2/weibo-go/weibo/wire"
)

// secrets are what a request held that must not be in an error or in the log: answers may say it again, and so may what a
// transport says.
type secrets []string

// secretParams are the parameters that hold secrets, of the calls that sign in or are about a token.
var secretParams = []string{"client_secret", "code", "refresh_token", "access_token"}

// secretsOf returns what a request holds. Where the token is a parameter the call has no token of its own.
func secretsOf(op *wire.Operation, req *http.Request) (all secrets) {
	all = hiddenIn(req)
	if op.Auth != wire.AuthCredentials {
		return all
	}
	form := sentForm(req)
	for _, name := range secretParams {
		for _, value := range form[name] {
			if value != "" {
				all = append(all, value)
			}
		}
	}
	return all
}

// hiddenIn returns the token in the header of a request, and what else a gateway wants hidden.
func hiddenIn(req *http.Request) secrets {
	if req == nil {
		return nil
	}
	if all, ok := req.Context().Value(secretsKey{}).(secrets); ok {
		return all
	}
	if _, token, _ := strings.Cut(req.Header.Get("Authorization"), " "); token != "" {
		return secrets{token}
	}
	return nil
}

// secretsKey is the key of a context that has the [secrets] of its request.
type secretsKey struct{}

func (s secrets) context(ctx context.Context) context.Context {
	return context.WithValue(ctx, secretsKey{}, s)
}

// sentForm returns the parameters in the query and in the form of a request.
func sentForm(req *http.Request) url.Values {
	form := req.URL.Query()
	if req.GetBody == nil || req.Header.Get("Content-Type") != formType {
		return form
	}
	body, err := req.GetBody()
	if err != nil {
		return form
	}
	defer body.Close()
	text, err := io.ReadAll(body)
	if err != nil {
		return form
	}
	sent, _ := url.ParseQuery(string(text)) // a pair that cannot be read does not hide the others
	for name, values := range sent {
		form[name] = append(form[name], values...)
	}
	return form
}

func (s secrets) in(text string) bool {
	return slices.ContainsFunc(s, func(secret string) bool { return strings.Contains(text, secret) })
}

// text returns text without the secrets.
func (s secrets) text(text string) string {
	for _, secret := range s {
		text = strings.ReplaceAll(text, secret, wire.Scrubbed)
	}
	return text
}

func (s secrets) bytes(text []byte) []byte {
	for _, secret := range s {
		text = bytes.ReplaceAll(text, []byte(secret), []byte(wire.Scrubbed))
	}
	return text
}

func (s secrets) header(header http.Header) http.Header {
	own := maps.Clone(header) // the caller may have the answer as it came
	for name, values := range header {
		if slices.ContainsFunc(values, s.in) {
			own[name] = []string{s.text(strings.Join(values, ", "))}
		}
	}
	return own
}

// error returns an error without the secrets.
func (s secrets) error(err error) error {
	if err == nil || len(s) == 0 {
		return err
	}
	var e *Error
	if errors.As(err, &e) {
		e.Message, e.Description, e.Request = s.text(e.Message), s.text(e.Description), s.text(e.Request)
		e.Header, e.Body, e.Err = s.header(e.Header), s.bytes(e.Body), s.error(e.Err)
		return err
	}
	if text := err.Error(); s.in(text) {
		return wire.Scrub(err, s.text(text))
	}
	return err
}

package weibo

import (
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"

	"github.com/seed4635ade2/weibo-go/weibo/wire"
)

// stream is an answer that goes on.
type stream interface {
	Attach(body io.ReadCloser, decode func([]byte, any) error)
}

// send sends a request. The error does not hold the URL, as errors of package http do.
func (c *Client) send(s *settings, req *http.Request, result any) (*http.Response, error) {
	client := s.http
	if _, ok := result.(stream); ok {
		endless := *client
		endless.Timeout = 0
		client = &endless
	}
	resp, err := client.Do(req)
	var u *url.Error
	if errors.As(err, &u) {
		return nil, u.Err
	}
	return resp, err
}

// receive reads the answer to a call into result.
func receive(s *settings, op *wire.Operation, resp *http.Response, result any) error {
	if r, ok := result.(stream); ok && resp.StatusCode == http.StatusOK && s.gateway == nil {
		r.Attach(resp.Body, func(object []byte, v any) error { return s.decodeAnswer(object, "", v) })
		return nil
	}
	defer resp.Body.Close()
	body, err := readAll(resp.Body, s.maxBody)
	if s.response != nil {
		*s.response = Response{resp.StatusCode, resp.Header, body}
	}
	if err != nil {
		return answerError(op, resp, body, fmt.Errorf("reading the answer: %w", err))
	}
	if s.gateway != nil {
		return s.fromGateway(op, resp, body, result)
	}
	if r, ok := result.(*wire.Redirect); ok {
		return redirect(op, resp, body, r)
	}
	if resp.StatusCode != http.StatusOK || refuses(body) {
		return refusal(op, resp, body)
	}
	if r, ok := result.(*wire.Content); ok {
		*r = wire.Content{ContentType: resp.Header.Get("Content-Type"), Body: body}
		return nil
	}
	if err := s.decodeAnswer(clean(body), op.Envelope, result); err != nil {
		return answerError(op, resp, body, err)
	}
	return nil
}

func redirect(op *wire.Operation, resp *http.Response, body []byte, r *wire.Redirect) error {
	if resp.StatusCode/100 != 3 {
		return refusal(op, resp, body)
	}
	if r.Location = resp.Header.Get("Location"); r.Location == "" {
		return answerError(op, resp, body, errors.New("the redirect has no Location"))
	}
	return nil
}

// ErrTooLarge means that an answer was longer than [WithMaxBody] allows.
var ErrTooLarge = errors.New("the answer is too large")

func readAll(r io.Reader, limit int64) ([]byte, error) {
	body, err := io.ReadAll(io.LimitReader(r, limit+1))
	if int64(len(body)) > limit {
		return body[:limit], fmt.Errorf("%w: more than %d bytes", ErrTooLarge, limit)
	}
	return body, err
}

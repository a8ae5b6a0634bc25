package stream

import (
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/seed4635ade2/weibo-go/weibo/wire"
)

// What a problem is about, for errors.Is. Experimental.
var (
	// ErrClosed is why a stream ended that [Stream.Close] was called for.
	ErrClosed = errors.New("the stream was closed")
	// ErrTokenRefused means that the service does not take the token: HTTP status 401 or code 40100 before there is a
	// connection, or a close frame with code 4002 or "invalid token". The close frame is documented (2026-03) for a simulator and
	// what official programs look for; code 40100 is documented for the calls over HTTP, and its use here is inferred.
	ErrTokenRefused = errors.New("the token was refused")
	// ErrNoPong means that no ping was answered in time.
	ErrNoPong = errors.New("no ping was answered")
	// ErrMalformed means a frame that is not as it should be. It was passed over.
	ErrMalformed = errors.New("malformed frame")
	// ErrTooLarge means a frame or an attachment above the limits of [Config].
	ErrTooLarge = errors.New("too large")
)

// An EndError says why a stream has ended. Err is [ErrClosed], what the context was ended with, what the account has no token
// for, or the last of too many refusals. Experimental.
type EndError struct {
	Refusals int // in a row; 0 if those are not the reason
	Err      error
}

func (e *EndError) Error() string {
	if e.Refusals > 0 {
		return fmt.Sprintf("openim stream: ended after %d refusals in a row: %v", e.Refusals, e.Err)
	}
	return fmt.Sprintf("openim stream: ended: %v", e.Err)
}

// Unwrap returns Err.
func (e *EndError) Unwrap() error { return e.Err }

// A BreakError says why a connection ended, or why there is none. The stream goes on with another. Experimental.
type BreakError struct {
	Connection int           // its number, from 1; 0 if it did not come about
	Wait       time.Duration // before the next attempt
	Err        error         // such as a *CloseError, a *HandshakeError, ErrNoPong, or what the account or the network says
}

func (e *BreakError) Error() string {
	if e.Connection == 0 {
		return fmt.Sprintf("openim stream: no connection: %v", e.Err)
	}
	return fmt.Sprintf("openim stream: connection %d broke: %v", e.Connection, e.Err)
}

// Unwrap returns Err.
func (e *BreakError) Unwrap() error { return e.Err }

// A CloseError is a close frame of the service. Experimental. The codes of a simulator are documented (2026-03): 4000 wrong path,
// 4001 no app id or token, 4002 token invalid or of another app id, 4005 no pong in time, 1011 heartbeat failed, 1001 going
// down. Whether the real host has them is not known.
type CloseError struct {
	Code   int    // 1005 if there was none
	Reason string // may be empty
}

func (e *CloseError) Error() string {
	if e.Reason == "" {
		return fmt.Sprintf("closed by the service with code %d", e.Code)
	}
	return fmt.Sprintf("closed by the service with code %d: %q", e.Code, e.Reason)
}

// tokenRefused is the code of the simulator for a token that is not good.
const tokenRefused = 4002

// Is tells whether the error is [ErrTokenRefused].
func (e *CloseError) Is(target error) bool {
	return target == ErrTokenRefused && (e.Code == tokenRefused || strings.Contains(strings.ToLower(e.Reason), "invalid token"))
}

// A HandshakeError is an answer that is no WebSocket. Experimental; what the service answers here is not on record. Code and Message
// are there if it does as elsewhere (inferred).
type HandshakeError struct {
	StatusCode int
	Code       int
	Message    string
}

func (e *HandshakeError) Error() string {
	text := fmt.Sprintf("the service answers HTTP %d", e.StatusCode)
	if e.Code != 0 || e.Message != "" {
		text += fmt.Sprintf(" with code %d: %q", e.Code, e.Message)
	}
	return text
}

// codeToken is the code of the whole interface for a token that is invalid or expired.
const codeToken = 40100

// Is tells whether the error is [ErrTokenRefused].
func (e *HandshakeError) Is(target error) bool {
	return target == ErrTokenRefused && (e.StatusCode == http.StatusUnauthorized || e.Code == codeToken)
}

// refused tells whether waiting does not help. Other statuses than these may pass, as for the official programs.
func (e *HandshakeError) refused() bool {
	switch e.StatusCode {
	case http.StatusRequestTimeout, http.StatusTooEarly, http.StatusTooManyRequests:
		return false
	}
	return e.Code == codeToken || e.StatusCode >= 300 && e.StatusCode < 500
}

// A FrameError is about a frame that was passed over. It has none of its content. Experimental.
type FrameError struct {
	Connection int
	Size       int64 // in bytes
	Err        error // ErrTooLarge, or ErrMalformed with more about it
}

func (e *FrameError) Error() string {
	return fmt.Sprintf("openim stream: a frame of %d bytes: %v", e.Size, e.Err)
}

// Unwrap returns Err.
func (e *FrameError) Unwrap() error { return e.Err }

// A SendError means that a message was not sent, or not wholly. Nothing of it is sent again by itself; Unsent may be sent by the
// caller, as another message. Experimental.
type SendError struct {
	MessageID string
	Chunks    int    // that were handed to the connection
	Unsure    string // may have arrived: the connection broke while it was written
	Unsent    string // was not sent for sure; of an Answer, what this call was given
	Err       error  // why
}

func (e *SendError) Error() string {
	how := "was not sent"
	switch {
	case e.Unsure != "":
		how = "may have arrived in part"
	case e.Chunks > 0:
		how = "was sent in part"
	}
	return fmt.Sprintf("openim stream: message %s %s: %v", e.MessageID, how, e.Err)
}

// Unwrap returns why.
func (e *SendError) Unwrap() error { return e.Err }

// scrub returns text without the token: the service may say it again, and so may what a transport says.
func scrub(text, token string) string {
	if token == "" {
		return text
	}
	return strings.ReplaceAll(strings.ReplaceAll(text, token, wire.Scrubbed), url.QueryEscape(token), wire.Scrubbed)
}

// scrubError returns an error that does not show the token.
func scrubError(err error, token string) error {
	text := err.Error()
	if clean := scrub(text, token); clean != text {
		return wire.Scrub(err, clean)
	}
	return err
}

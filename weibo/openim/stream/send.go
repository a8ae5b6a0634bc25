package stream

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"sync"
	"time"
	"unicode/utf16"
	"unicode/utf8"
)

// Send sends a text to a user, in as many pieces as need be, and returns the id of the message. While there is no connection it waits
// for one. To is a uid; that an answer goes to the sender of a message is documented (2026-03), that one to the account's owner, whose uid
// is in [openim.Token], needs no message before is secondary (2026), and messages to anybody else are not known to work.
//
// No error means that all was handed to the connection; the service confirms nothing. Otherwise it is a *[SendError]. Experimental.
func (s *Stream) Send(ctx context.Context, to, text string) (messageID string, err error) {
	a := s.Answer(to)
	return a.id, a.send(ctx, text, true)
}

// Answer begins a message whose text is not known yet, such as that of a language model: readers see it grow. It must be ended with
// [Answer.End], or seems unfinished to them (secondary, 2026-04). Nothing is sent yet. Experimental.
func (s *Stream) Answer(to string) *Answer {
	return &Answer{stream: s, to: to, id: newMessageID(time.Now())}
}

// newMessageID returns an id in the form of the official programs.
func newMessageID(now time.Time) string {
	return fmt.Sprintf("msg_%d_%s", now.UnixMilli(), rand.Text())
}

// An Answer is a message that is sent as it is written. It belongs to the connection that it began on: whether the service takes
// the rest by another one is not known. Its methods may be called by several goroutines at once. Experimental; documented (2026-03-04).
type Answer struct {
	stream *Stream
	to     string
	id     string

	mu     sync.Mutex
	line   *line // nil until something was sent
	chunks int
	err    error // once it cannot go on
}

// ID returns the id of the message. Experimental.
func (a *Answer) ID() string { return a.id }

// Write adds text to the message and sends it at once. The error is a *[SendError]. The message cannot go on then, unless it was ctx
// that ended before there was a connection or this text had its turn. Experimental.
func (a *Answer) Write(ctx context.Context, text string) error { return a.send(ctx, text, false) }

// End ends the message. The error is a *[SendError]. Experimental.
func (a *Answer) End(ctx context.Context) error { return a.send(ctx, "", true) }

var errEnded = errors.New("the message has ended")

func (a *Answer) send(ctx context.Context, text string, last bool) error {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.err == nil {
		if err := a.check(text); err != nil {
			return &SendError{MessageID: a.id, Chunks: a.chunks, Unsent: text, Err: err}
		}
	}
	for a.err == nil {
		chunk, rest := cut(text, a.stream.config.Chunk)
		done := last && rest == ""
		if chunk == "" && !done {
			return nil // only the last piece may be empty
		}
		if began, err := a.put(ctx, chunk, done); err != nil {
			e := &SendError{MessageID: a.id, Chunks: a.chunks, Unsent: text, Err: err}
			if began {
				e.Unsure, e.Unsent = chunk, rest
			}
			if began || a.line != nil && a.line.out.Err() != nil {
				a.err = err
			}
			return e
		}
		if done {
			a.err = errEnded
			return nil
		}
		text = rest
	}
	return &SendError{MessageID: a.id, Chunks: a.chunks, Unsent: text, Err: a.err}
}

func (a *Answer) check(text string) error {
	switch {
	case a.to == "":
		return errors.New("no recipient")
	case !utf8.ValidString(text):
		return errors.New("the text is not UTF-8")
	}
	return nil
}

// put sends a piece. The first one may go by any connection, the others go by the same.
func (a *Answer) put(ctx context.Context, chunk string, done bool) (began bool, err error) {
	frame := sendPayload{ToUserID: a.to, Text: chunk, MessageID: a.id, ChunkID: a.chunks, Done: done}.frame()
	for {
		l := a.line
		if l == nil {
			if l, err = a.stream.connection(ctx); err != nil {
				return false, err
			}
		}
		began, err = l.write(ctx, frame)
		if err == nil {
			a.line = l
			a.chunks++
			return true, nil
		}
		if began || a.line != nil || ctx.Err() != nil {
			return began, err
		}
	}
}

// cut returns the beginning of a text, of at most so many UTF-16 units, and the rest.
func cut(text string, most int) (chunk, rest string) {
	units := 0
	for i, r := range text {
		if units += utf16.RuneLen(r); units > most {
			return text[:i], text[i:]
		}
	}
	return text, ""
}

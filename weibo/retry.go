package weibo

import (
	"context"
	"fmt"
	"math/rand/v2"
	"net/http"
	"strconv"
	"strings"
	"time"
)

// A Retry says how often and how fast a call is repeated that failed for a reason that may pass: the connection broke or
// timed out, the answer was cut off, it was HTTP 429 or 5xx, a page of HTML stood where JSON belongs, or Weibo gave a code
// that means trouble on its side, such as 10001. A code goes before the status: a refusal stays one in an HTTP 500.
//
// Only calls that read (GET) are repeated, unless [WithWriteRetries] says otherwise. Code 20032, accepted but delayed, never
// is.
//
// Before a repetition the client waits for a random time of at most Base, which doubles with every attempt. If the answer
// has a Retry-After it waits at least that long. No wait is longer than MaxWait. A call is not repeated if the wait would
// reach beyond Budget or the deadline of the context.
type Retry struct {
	Attempts int           // in all, the first one included; 1 is no repetition. The default is 3.
	Base     time.Duration // the default is 500 ms
	MaxWait  time.Duration // the default is 10 s
	Budget   time.Duration // from the start of the call to that of its last attempt, waits for a [Limiter] aside; the default is 1 min
}

func (r Retry) withDefaults() Retry {
	return Retry{
		Attempts: orDefault(r.Attempts, 3),
		Base:     orDefault(r.Base, 500*time.Millisecond),
		MaxWait:  orDefault(r.MaxWait, 10*time.Second),
		Budget:   orDefault(r.Budget, time.Minute),
	}
}

func orDefault[T int | time.Duration](v, byDefault T) T {
	if v <= 0 {
		return byDefault
	}
	return v
}

// WithRetry sets how calls are repeated. Fields that are zero have their defaults.
func WithRetry(r Retry) Option {
	return func(s *settings) error {
		s.retry = r.withDefaults()
		return nil
	}
}

// WithWriteRetries repeats a call that writes (POST) as well; give it to single calls. Weibo cannot tell a repetition from a
// second wish: where the first attempt was carried out and only its answer was lost, the status is published twice, or the
// repetition is refused as a duplicate. A picture that can be read only once, see [PictureReader], is never sent again.
func WithWriteRetries() Option {
	return func(s *settings) error {
		s.repeatWrites = true
		return nil
	}
}

// A RetryError means that a call was tried several times, or that the wait for its next attempt was broken off. It wraps
// what the last attempt failed with, and what broke off the wait.
type RetryError struct {
	Operation string    // such as "statuses/show"
	Attempts  []Attempt // all that were made
	Stopped   error     // what broke off the wait for one more, such as the error of the context; nil if nothing did
}

// An Attempt is one that failed.
type Attempt struct {
	Err    error
	Reason string        // in a word or two, as in the log: "HTTP 502", "code 10001", "timeout", "connection"
	Wait   time.Duration // planned before the next one
}

func (e *RetryError) Error() string {
	prefix := "weibo: " + e.Operation + ": "
	var b strings.Builder
	b.WriteString(prefix)
	if e.Stopped != nil {
		fmt.Fprintf(&b, "%v, ", e.Stopped)
	}
	if n := len(e.Attempts); n == 1 {
		b.WriteString("after 1 attempt: ")
	} else {
		fmt.Fprintf(&b, "after %d attempts: ", n)
	}
	b.WriteString(strings.TrimPrefix(e.last().Error(), prefix))
	for i, a := range e.Attempts[:len(e.Attempts)-1] {
		if i == 0 {
			b.WriteString("; before it: ")
		} else {
			b.WriteString(", ")
		}
		b.WriteString(a.Reason)
	}
	return b.String()
}

func (e *RetryError) last() error { return e.Attempts[len(e.Attempts)-1].Err }

// Unwrap returns what the last attempt failed with, and before it what broke off the wait for one more.
func (e *RetryError) Unwrap() []error {
	if e.Stopped != nil {
		return []error{e.Stopped, e.last()}
	}
	return []error{e.last()}
}

// again tells whether there is a next attempt, and what to wait for it.
func (c *call) again(ctx context.Context, a *attempt) (wait time.Duration, again bool) {
	if !a.passes || !a.reopens || c.op.Method != http.MethodGet && !c.repeatWrites || len(c.failed)+1 >= c.retry.Attempts {
		return 0, false
	}
	if a.budget == 0 || c.limiter == nil {
		wait = c.retry.wait(len(c.failed), a.header)
	}
	deadline, ok := ctx.Deadline()
	if time.Since(c.start)+wait > c.retry.Budget || ok && time.Until(deadline) < wait {
		return 0, false
	}
	return wait, true
}

// wait returns what to wait for the next attempt after some have failed, the last one with an answer of that header.
func (r Retry) wait(failed int, header http.Header) time.Duration {
	most := min(r.Base, r.MaxWait)
	for range failed {
		most = min(2*most, r.MaxWait)
	}
	return max(rand.N(most+1), min(retryAfter(header), r.MaxWait))
}

// retryAfter returns what the header Retry-After asks for, seconds or a date, or nothing if it makes no sense.
func retryAfter(header http.Header) time.Duration {
	value := header.Get("Retry-After")
	if value == "" {
		return 0
	}
	const longest = 365 * 24 * 60 * 60 // so that it does not overflow
	if seconds, err := strconv.ParseInt(value, 10, 64); err == nil {
		return time.Duration(max(0, min(seconds, longest))) * time.Second
	}
	if at, err := http.ParseTime(value); err == nil {
		return max(0, time.Until(at))
	}
	return 0
}

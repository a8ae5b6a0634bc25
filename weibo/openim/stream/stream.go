package stream

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"log/slog"
	"math/rand/v2"
	"net/url"
	"sync"
	"time"
)

// A Stream is the messages of an account, both ways, over one connection after the other. Its methods may be called by several
// goroutines at once. Experimental.
type Stream struct {
	config  Config
	address *url.URL
	cancel  context.CancelCauseFunc
	queue   chan *Message
	seen    *seen
	done    chan struct{}
	ended   error // why, once done is closed

	mu      sync.Mutex
	line    *line         // nil while there is no connection
	changed chan struct{} // closed when line changes
	last    error         // why there is none
}

// Open returns a stream, which connects in the background: [Stream.Ready] waits for that. It lives until ctx is done or it is closed. The
// error is about the config alone. Experimental.
func Open(ctx context.Context, config Config) (*Stream, error) {
	config = config.withDefaults()
	if err := config.check(); err != nil {
		return nil, fmt.Errorf("openim stream: %w", err)
	}
	address, err := config.address()
	if err != nil {
		return nil, fmt.Errorf("openim stream: %w", err)
	}
	ctx, cancel := context.WithCancelCause(ctx)
	s := &Stream{
		config:  config,
		address: address,
		cancel:  cancel,
		queue:   make(chan *Message, config.Queue),
		seen:    newSeen(config.Window),
		done:    make(chan struct{}),
		changed: make(chan struct{}),
	}
	go func() {
		defer close(s.done)
		defer cancel(nil)
		s.ended = s.run(ctx)
	}()
	return s, nil
}

// Close ends the stream, tells the service so, and waits until nothing of it is left. Messages that wait can still be
// received. The error is why the stream had ended before, nil if it had not. Experimental.
func (s *Stream) Close() error {
	s.cancel(ErrClosed)
	<-s.done
	if errors.Is(s.ended, ErrClosed) {
		return nil
	}
	return s.ended
}

// Done is closed when the stream has ended and nothing of it is left. Experimental.
func (s *Stream) Done() <-chan struct{} { return s.done }

// Err returns why the stream has ended, an *[EndError], or nil if it has not. Experimental.
func (s *Stream) Err() error {
	select {
	case <-s.done:
		return s.ended
	default:
		return nil
	}
}

// Ready waits for a connection. The error is an *[EndError], or that of the context with the reason why there is none yet.
// Experimental.
func (s *Stream) Ready(ctx context.Context) error {
	_, err := s.connection(ctx)
	return err
}

// Receive returns the next message. The error is that of the context, or an *[EndError] when all is received and the stream
// has ended. Experimental.
func (s *Stream) Receive(ctx context.Context) (*Message, error) {
	select {
	case m := <-s.queue:
		return m, nil
	default:
	}
	select {
	case m := <-s.queue:
		return m, nil
	case <-ctx.Done():
		return nil, context.Cause(ctx)
	case <-s.done:
	}
	select {
	case m := <-s.queue:
		return m, nil
	default:
		return nil, s.ended
	}
}

// Messages yields the messages as they come. The last thing is an *[EndError]; after [Stream.Close] there is none. Experimental.
func (s *Stream) Messages() iter.Seq2[*Message, error] {
	return func(yield func(*Message, error) bool) {
		for {
			m, err := s.Receive(context.Background())
			if errors.Is(err, ErrClosed) || !yield(m, err) || err != nil {
				return
			}
		}
	}
}

// run keeps the stream connected until it ends, and returns why.
func (s *Stream) run(ctx context.Context) error {
	var number int
	var so tally
	for {
		l, err := s.connect(ctx, number+1)
		if err == nil {
			number++
			s.config.Logger.LogAttrs(ctx, slog.LevelInfo, "openim stream connected", slog.Int("connection", number))
			err = s.serve(ctx, l)
		}
		if ctx.Err() != nil {
			return &EndError{Err: context.Cause(ctx)}
		}
		if errors.Is(err, ErrTokenRefused) {
			s.config.Account.DropToken(l.token)
		}
		if end := so.add(l, err, s.config.Refusals); end != nil {
			return end
		}
		wait := s.config.wait(so.failed - 1)
		s.broke(ctx, &BreakError{Connection: l.number, Wait: wait, Err: err})
		if !sleep(ctx, wait) {
			return &EndError{Err: context.Cause(ctx)}
		}
	}
}

// A tally counts what failed since the last connection that was good.
type tally struct{ failed, refusals int }

// add counts how a line broke, or did not come about, and returns why there is no use in another one, or nil.
func (t *tally) add(l *line, err error, most int) *EndError {
	if l.heard {
		*t = tally{}
	}
	t.failed++
	var final *EndError
	if errors.As(err, &final) {
		return final
	}
	if isRefusal(err) {
		if t.refusals++; t.refusals >= most {
			return &EndError{Refusals: t.refusals, Err: err}
		}
	}
	return nil
}

// isRefusal tells whether the service does not want the account as it is.
func isRefusal(err error) bool {
	var answer *HandshakeError
	return errors.Is(err, ErrTokenRefused) || errors.As(err, &answer) && answer.refused()
}

// wait returns what to wait for another connection after some have failed.
func (c *Config) wait(failed int) time.Duration {
	most := c.Backoff
	for range failed {
		if most = 2 * most; most >= c.MaxBackoff {
			most = c.MaxBackoff
			break
		}
	}
	return rand.N(most + 1)
}

func sleep(ctx context.Context, d time.Duration) bool {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return true
	case <-ctx.Done():
		return false
	}
}

// broke says that there is no connection.
func (s *Stream) broke(ctx context.Context, err *BreakError) {
	s.mu.Lock()
	s.last = err
	s.mu.Unlock()
	s.problem(ctx, err)
}

func (s *Stream) problem(ctx context.Context, err error) {
	s.config.Logger.LogAttrs(ctx, slog.LevelWarn, "openim stream", slog.String("problem", err.Error()))
	s.config.Problem(err)
}

// use makes a connection the one that is sent over; nil is none.
func (s *Stream) use(l *line) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.line = l
	close(s.changed)
	s.changed = make(chan struct{})
}

// connection waits for a connection.
func (s *Stream) connection(ctx context.Context) (*line, error) {
	for {
		s.mu.Lock()
		l, changed := s.line, s.changed
		s.mu.Unlock()
		if l != nil && l.out.Err() == nil {
			return l, nil
		}
		select {
		case <-changed:
		case <-s.done:
			return nil, s.ended
		case <-ctx.Done():
			return nil, s.whyNot(context.Cause(ctx))
		}
	}
}

// whyNot adds why there is no connection, as far as that is known.
func (s *Stream) whyNot(err error) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.last == nil {
		return err
	}
	return fmt.Errorf("%w: %w", err, s.last)
}

package lookup

import (
	"context"
	"sync"
	"time"
)

// DefaultMaxAge is for how long tables are kept that change seldom: emoticons and places.
const DefaultMaxAge = 24 * time.Hour

// pause is how long an old answer is used after asking for a new one failed.
const pause = time.Minute

// A cache keeps one answer.
type cache[T any] struct {
	// ask gets the answer, and until when it may be used. Zero means that it is not to be kept.
	ask func(ctx context.Context) (T, time.Time, error)
	// keepOld lets an answer be used after its time if there is no new one.
	keepOld bool

	mu     sync.Mutex
	value  T
	until  time.Time // zero if there is no value
	flight *flight[T]
}

// A flight is a request that is under way. Its result may be read once done is closed.
type flight[T any] struct {
	done  chan struct{}
	value T
	err   error
	// abandoned says that whoever asked gave up. That is no answer for the others.
	abandoned bool
}

// get returns the answer.
func (c *cache[T]) get(ctx context.Context) (T, error) {
	for {
		c.mu.Lock()
		f := c.flight
		if time.Now().Before(c.until) || c.keepOld && f != nil && !c.until.IsZero() {
			defer c.mu.Unlock()
			return c.value, nil
		}
		if f == nil {
			f = &flight[T]{done: make(chan struct{}), abandoned: true} // until it comes back
			c.flight = f
			c.mu.Unlock()
			c.fly(ctx, f)
			return f.value, f.err
		}
		c.mu.Unlock()
		select {
		case <-ctx.Done():
			var none T
			return none, ctx.Err()
		case <-f.done:
		}
		if !f.abandoned {
			return f.value, f.err
		}
	}
}

// fly asks, and keeps what came.
func (c *cache[T]) fly(ctx context.Context, f *flight[T]) {
	var until time.Time
	defer func() { // also if ask panics
		c.mu.Lock()
		defer c.mu.Unlock()
		c.settle(f, until)
		c.flight = nil
		close(f.done)
	}()
	f.value, until, f.err = c.ask(ctx)
	f.abandoned = f.err != nil && ctx.Err() != nil
}

// settle takes the result of a flight. An old answer takes the place of an error, and of one that is not to be kept.
func (c *cache[T]) settle(f *flight[T], until time.Time) {
	if f.err == nil && !until.IsZero() {
		c.value, c.until = f.value, until
		return
	}
	if !c.keepOld || c.until.IsZero() {
		return
	}
	f.value, f.err = c.value, nil
	if !f.abandoned {
		c.until = time.Now().Add(pause)
	}
}

// idle tells that there is no answer and nobody asks for one.
func (c *cache[T]) idle() bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.until.IsZero() && c.flight == nil
}

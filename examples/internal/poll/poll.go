// Package poll looks at Weibo again and again for what is new, and keeps how far it got. Copy it together with the example that
// uses it.
package poll

import (
	"context"
	"errors"
	"fmt"
	"io"
	"time"

	"github.com/seed4635ade2/weibo-go/weibo"
)

// Every calls look so often until ctx is done, when it returns nil, or until look fails for a reason that does not pass. It
// writes to logs what passes. Where look makes its calls with weibo.WithoutWaiting, a budget that is used up shows there, too.
func Every(ctx context.Context, every time.Duration, logs io.Writer, look func(context.Context) error) error {
	for ctx.Err() == nil {
		err := look(ctx)
		wait := every
		var limit *weibo.LimitError
		switch {
		case ctx.Err() != nil:
			continue // to the end
		case errors.As(err, &limit):
			wait = time.Until(limit.Reset)
		case err != nil && !passes(err):
			return err
		}
		if err != nil {
			fmt.Fprintf(logs, "Will look again: %v\n", err)
		}
		select {
		case <-ctx.Done():
		case <-time.After(wait):
		}
	}
	return nil
}

// passes tells whether to look again after an error: too many calls, whose end the limiter knows from then on, trouble at
// Weibo, or on the way there, for which the client has repeated the call in vain.
func passes(err error) bool {
	if errors.Is(err, weibo.ErrRateLimited) || errors.Is(err, weibo.ErrServer) {
		return true
	}
	var repeated *weibo.RetryError
	var answer *weibo.Error
	return errors.As(err, &repeated) && !(errors.As(err, &answer) && answer.Code != 0)
}

package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"iter"
	"net"
	"slices"
	"time"

	"github.com/seed4635ade2/weibo-go/gen/weiboapi"
	"github.com/seed4635ade2/weibo-go/weibo"
	"github.com/urfave/cli/v3"
)

// shortestWait is the least that --every may say. A day of calls at that pace is far beyond any budget.
const shortestWait = time.Second

func followTimeline(ctx context.Context, cmd *cli.Command, which string, since int64) error {
	p, err := newPrinter(ctx, cmd, new(weiboapi.Status))
	if err != nil {
		return err
	}
	first, count, err := limitOf(ctx, cmd)
	if err != nil {
		return err
	}
	if since != 0 && !cmd.IsSet("limit") {
		first = 0 // none may be left out
	}
	every := cmd.Duration("every")
	if every < shortestWait {
		return usageErrorf(cmd, "%s", tr(ctx, "--every must be at least %v", shortestWait))
	}
	// The follower waits itself, and says for how long.
	a, client, err := openClient(ctx, cmd, weibo.WithLimiter(weibo.NewLimiter()), weibo.WithoutWaiting())
	if err != nil {
		return err
	}
	if a.via == viaGateway && which == "home" {
		return homeThroughGateway(ctx)
	}
	rows, err := newStatusRows(ctx, cmd)
	if err != nil {
		return err
	}
	f := &follower{
		list: func(since int64) iter.Seq2[*weiboapi.Status, error] {
			if since != 0 {
				count = pageSize // whatever came meanwhile, in as few calls as can be
			}
			return a.timeline(ctx, client, which, since, a.pageSize(count))
		},
		write: func(s *weiboapi.Status) error {
			return p.write(ctx, s, func(io.Writer) error { return rows.write(ctx, s) })
		},
		explain: func(err error) error { return a.explain(ctx, err) },
		notices: cmd.Root().ErrWriter,
		every:   every,
		first:   first,
		since:   since,
	}
	err = f.run(ctx)
	if !errors.Is(err, context.Canceled) {
		return a.explain(ctx, err)
	}
	return &problem{
		what:   tr(ctx, "interrupted after %d", f.written),
		advice: tr(ctx, "To go on: %s", a.command(f.command(which))),
		err:    err,
	}
}

// A follower writes the statuses of a timeline as they come, each once.
type follower struct {
	list    func(since int64) iter.Seq2[*weiboapi.Status, error] // the newest first
	write   func(*weiboapi.Status) error
	explain func(error) error
	notices io.Writer // what is no status goes there
	every   time.Duration

	first   int   // how many of those that are there already are written at most; 0 for all
	since   int64 // the newest that was written
	written int
	trouble bool // which the user has been told
}

// run goes on until the context ends, or until a failure that does not pass by itself.
func (f *follower) run(ctx context.Context) error {
	for {
		wait, err := f.every, f.poll()
		switch {
		case ctx.Err() != nil:
			return context.Cause(ctx)
		case err == nil:
			f.recover(ctx)
		case !mayPass(err):
			return err
		default:
			wait = f.bear(ctx, err)
		}
		if err := sleep(ctx, wait); err != nil {
			return err
		}
	}
}

// poll writes what is new. They are asked for from the newest to the oldest, so that none is written before all are there:
// what a failure leaves out would never come again.
func (f *follower) poll() error {
	var news []*weiboapi.Status
	for s, err := range f.list(f.since) {
		if err != nil {
			return err
		}
		if s.ID > f.since {
			news = append(news, s)
		}
		if f.first > 0 && len(news) == f.first {
			break
		}
	}
	f.first = 0
	slices.SortFunc(news, func(a, b *weiboapi.Status) int { return cmp.Compare(a.ID, b.ID) })
	for _, s := range news {
		if err := f.write(s); err != nil {
			return err
		}
		f.since = s.ID
		f.written++
	}
	return nil
}

// mayPass tells whether a call that failed may succeed later without anybody doing something about it.
func mayPass(err error) bool {
	var timeout net.Error
	switch {
	case errors.Is(err, weibo.ErrRateLimited), errors.Is(err, weibo.ErrServer), errors.As(err, &timeout) && timeout.Timeout():
		return true
	}
	var repeated *weibo.RetryError // which a client makes only of what may pass; but the last attempt may be another matter
	var refused *weibo.Error
	return errors.As(err, &repeated) && (!errors.As(err, &refused) || refused.Code == 0 || weiboapi.RetryOf(refused.Code) == "backoff")
}

// bear returns how long to wait after a failure, and tells the user about it: of a used up budget always, of the rest once
// until the next success.
func (f *follower) bear(ctx context.Context, err error) time.Duration {
	var used *weibo.LimitError
	told := f.trouble
	f.trouble = true
	switch {
	case errors.As(err, &used):
		wait := time.Until(used.Reset)
		f.notice(tr(ctx, "the calls of the hour are used up; the next one is made at %s", clock(wait)))
		return wait
	case told:
		return f.every
	case isBudget(err):
		return 0 // the limiter has seen it, and says until when
	}
	f.notice(tr(ctx, "%v; the next try is at %s, then every %v", f.explain(err), clock(f.every), f.every))
	return f.every
}

// isBudget tells whether Weibo refused a call because a budget is used up.
func isBudget(err error) bool {
	var refused *weibo.Error
	if !errors.As(err, &refused) {
		return false
	}
	switch refused.Code {
	case weiboapi.CodeIPRateLimit, weiboapi.CodeUserRateLimit, weiboapi.CodeAPIRateLimit:
		return true
	}
	return false
}

// recover tells the user that a failure has passed.
func (f *follower) recover(ctx context.Context) {
	if f.trouble {
		f.notice(tr(ctx, "it goes on"))
	}
	f.trouble = false
}

func (f *follower) notice(text string) { fmt.Fprintln(f.notices, "weibo-go: "+text) }

// clock is the time after a while, where the user is.
func clock(in time.Duration) string { return time.Now().Add(in).Format(time.TimeOnly) }

// command is the one that goes on where this one ended.
func (f *follower) command(which string) string {
	if f.since == 0 {
		return "timeline " + which + " --follow"
	}
	return fmt.Sprintf("timeline %s --follow --since %d", which, f.since)
}

func sleep(ctx context.Context, d time.Duration) error {
	select {
	case <-ctx.Done():
		return context.Cause(ctx)
	case <-time.After(d):
		return nil
	}
}

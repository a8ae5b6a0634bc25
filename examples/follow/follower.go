package main

import (
	"context"
	"fmt"
	"io"
	"slices"
	"time"

	"github.com/seed4635ade2/weibo-go/examples/internal/poll"
	"github.com/seed4635ade2/weibo-go/gen/weiboapi"
	"github.com/seed4635ade2/weibo-go/weibo"
)

// A follower writes each status once.
type follower struct {
	client *weibo.Client
	out    io.Writer
	state  poll.Position // none if empty
	newest int64         // id of the latest status that was written
}

// begin goes on where an earlier run ended.
func (f *follower) begin() (err error) {
	f.newest, _, err = f.state.Load()
	return err
}

// look writes what is new, the oldest first. It does not see a status that shows up only after newer ones were written.
func (f *follower) look(ctx context.Context) error {
	statuses, err := f.fetch(ctx)
	if err != nil {
		return err // nothing was written, so that the next look finds the same
	}
	for _, s := range slices.Backward(statuses) {
		if s.IsDeleted() {
			continue
		}
		if err := f.write(s); err != nil {
			return err
		}
	}
	return nil
}

// fetch returns what is newer than the latest status that was written, or at first the latest page; the newest first.
func (f *follower) fetch(ctx context.Context) (statuses []*weiboapi.Status, err error) {
	if f.newest == 0 {
		list, err := f.client.Statuses.HomeTimeline(ctx, weiboapi.StatusesHomeTimelineParams{}, weibo.WithoutWaiting())
		if err != nil {
			return nil, err
		}
		return list.Statuses, nil
	}
	params := weiboapi.StatusesHomeTimelineParams{SinceID: f.newest, Count: 100}
	for s, err := range f.client.Statuses.HomeTimelineAll(ctx, params, weibo.WithoutWaiting()) {
		if err != nil {
			return nil, err
		}
		statuses = append(statuses, s)
	}
	return statuses, nil
}

func (f *follower) write(s *weiboapi.Status) error {
	at, _ := s.Published()
	if _, err := fmt.Fprintf(f.out, "%s %s: %s\n", at.Local().Format(time.DateTime), s.Author().ScreenName, s.Text); err != nil {
		return err
	}
	f.newest = max(f.newest, s.ID)
	return f.state.Save(f.newest)
}

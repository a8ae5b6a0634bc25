package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"iter"
	"slices"
	"strings"

	"github.com/seed4635ade2/weibo-go/examples/internal/poll"
	"github.com/seed4635ade2/weibo-go/gen/weiboapi"
	"github.com/seed4635ade2/weibo-go/weibo"
)

// A monitor deals with each comment once.
type monitor struct {
	client  *weibo.Client
	out     io.Writer
	status  int64 // the only one, or 0
	keyword string
	reply   string // none if empty
	state   poll.Position

	me       int64 // the user
	begun    bool
	newest   int64 // id of the latest comment that was dealt with
	reported int64 // and of the latest that was reported, which may still wait for its answer
}

// begin goes on where an earlier run ended.
func (m *monitor) begin(ctx context.Context) error {
	me, err := m.client.Account.GetUID(ctx, weiboapi.AccountGetUIDParams{})
	if err != nil {
		return err
	}
	m.me = me.UID
	m.newest, m.begun, err = m.state.Load()
	return err
}

// look deals with the comments that are new, the oldest first. The first look of all takes what is there as old.
func (m *monitor) look(ctx context.Context) error {
	comments, err := m.fetch(ctx)
	if err != nil {
		return err
	}
	if !m.begun {
		m.begun = true
		return m.done(newestOf(comments))
	}
	for _, c := range slices.Backward(comments) {
		if err := m.deal(ctx, c); err != nil {
			return err // the next look begins with the same comment
		}
		if err := m.done(c.ID); err != nil {
			return err
		}
	}
	return nil
}

// fetch returns the comments that are new, or at first the latest page; the newest first.
func (m *monitor) fetch(ctx context.Context) (comments []*weiboapi.Comment, err error) {
	var pages iter.Seq2[*weiboapi.CommentList, error]
	if m.status != 0 {
		pages = m.client.Comments.ShowPages(ctx, weiboapi.CommentsShowParams{ID: m.status, SinceID: m.newest}, weibo.WithoutWaiting())
	} else {
		pages = m.client.Comments.ToMePages(ctx, weiboapi.CommentsToMeParams{SinceID: m.newest}, weibo.WithoutWaiting())
	}
	for page, err := range pages {
		if err != nil {
			return nil, err
		}
		comments = append(comments, page.Comments...)
		if !m.begun {
			break
		}
	}
	return comments, nil
}

func newestOf(comments []*weiboapi.Comment) (id int64) {
	for _, c := range comments {
		id = max(id, c.ID)
	}
	return id
}

// done notes that all comments up to an id were dealt with.
func (m *monitor) done(id int64) error {
	m.newest = max(m.newest, id)
	return m.state.Save(m.newest)
}

// deal reports a comment that has the keyword, and answers it. The user's own count for nothing: an answer may have it, too.
func (m *monitor) deal(ctx context.Context, c *weiboapi.Comment) error {
	if c.Author().ID == m.me || !strings.Contains(c.Text, m.keyword) {
		return nil
	}
	if c.ID > m.reported {
		m.reported = c.ID
		fmt.Fprintf(m.out, "%d %s: %s\n", c.ID, c.Author().ScreenName, c.Text)
	}
	if m.reply == "" {
		return nil
	}
	err := m.answer(ctx, c)
	switch {
	case err == nil:
		fmt.Fprintf(m.out, "%d is answered\n", c.ID)
	case errors.Is(err, weibo.ErrDuplicate): // to the same person, or a try at this comment arrived unseen
		fmt.Fprintf(m.out, "%d: the last answer was the same\n", c.ID)
	case errors.Is(err, weibo.ErrNotFound):
		fmt.Fprintf(m.out, "%d or its status was deleted meanwhile\n", c.ID)
	case errors.Is(err, weibo.ErrContent), errors.Is(err, weibo.ErrParam):
		fmt.Fprintf(m.out, "%d is not answered: %v\n", c.ID, err)
	default:
		return err
	}
	return nil
}

// answer replies to a comment. A repetition does no harm here, since Weibo takes the same text only once in a row; with the
// name in the text, those for two who ask differ.
func (m *monitor) answer(ctx context.Context, c *weiboapi.Comment) error {
	status := m.status
	if status == 0 {
		if c.Status == nil || c.Status.IsDeleted() {
			return weibo.ErrNotFound
		}
		status = c.Status.ID
	}
	_, err := m.client.Comments.Reply(ctx, weiboapi.CommentsReplyParams{
		CID:     c.ID,
		ID:      status,
		Comment: strings.ReplaceAll(m.reply, "{name}", c.Author().ScreenName),
	}, weibo.WithWriteRetries(), weibo.WithoutWaiting())
	return err
}

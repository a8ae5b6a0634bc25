package weibotest

import "strings"

func (c *call) newComment(st *status, text string) *comment {
	return &comment{author: c.caller(), status: st, text: text, own: text, created: c.now, appKey: c.grant.appKey}
}

func (c *call) createComment() (any, error) {
	st, err := c.store.status(c.int("id"), c.grant.uid)
	if err != nil {
		return nil, err
	}
	m := c.newComment(st, strings.TrimSpace(c.text("comment")))
	if err := c.post(m); err != nil {
		return nil, err
	}
	return c.comment(m), nil
}

func (c *call) replyToComment() (any, error) {
	st, err := c.store.status(c.int("id"), c.grant.uid)
	if err != nil {
		return nil, err
	}
	to := c.store.comments[c.int("cid")]
	if to == nil || to.status != st {
		return nil, refuse(20201)
	}
	m := c.newComment(st, strings.TrimSpace(c.text("comment")))
	m.replyTo = to
	if !c.flag("without_mention") {
		m.text = "回复@" + to.author.ScreenName + ":" + m.own
	}
	if err := c.post(m); err != nil {
		return nil, err
	}
	return c.comment(m), nil
}

// post adds a comment that has a text, to the original too where the caller asks for it.
func (c *call) post(m *comment) error {
	if m.own == "" {
		return refuse(20008)
	}
	if err := c.store.addComment(m); err != nil {
		return err
	}
	if original := m.status.original; c.flag("comment_ori") && original != nil && !original.deleted {
		c.store.addComment(c.newComment(original, m.own))
	}
	return nil
}

// A commentsAnswer is a page of comments.
type commentsAnswer struct {
	Comments       []*commentAnswer `json:"comments"`
	Marks          []struct{}       `json:"marks"`
	HasVisible     bool             `json:"hasvisible"`
	PreviousCursor int64            `json:"previous_cursor"`
	NextCursor     int64            `json:"next_cursor"` // the comment that follows, other than in timelines
	TotalNumber    int              `json:"total_number"`
	SinceID        int64            `json:"since_id"`
	MaxID          int64            `json:"max_id"`
	Status         *statusAnswer    `json:"status"`
}

func (c *call) showComments() (any, error) {
	st, err := c.store.status(c.int("id"), c.grant.uid)
	if err != nil {
		return nil, err
	}
	page, next := cut(st.comments, c.window())
	a := commentsAnswer{
		Comments:    make([]*commentAnswer, len(page)),
		Marks:       []struct{}{},
		TotalNumber: len(st.comments),
		Status:      c.status(st, fullAuthor),
	}
	for i, m := range page {
		a.Comments[i] = c.comment(m)
	}
	if next != nil {
		a.NextCursor = next.id
	}
	return a, nil
}

func (c *call) destroyComment() (any, error) {
	m := c.store.comments[c.int("cid")]
	if m == nil {
		return nil, refuse(20201)
	}
	if m.author != c.caller() {
		return nil, refuse(20203)
	}
	c.store.deleteComment(m)
	return c.comment(m), nil
}

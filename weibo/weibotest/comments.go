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
	to, err := c.store.comment(c.int("cid"))
	if err != nil || to.status != st {
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
	Status         *statusAnswer    `json:"status,omitzero"`
}

// commentPage returns a page of comments. Comments are left out after it is cut.
func (c *call) commentPage(shown []*comment, next *comment, total int) commentsAnswer {
	a := commentsAnswer{Comments: []*commentAnswer{}, Marks: []struct{}{}, TotalNumber: total}
	for _, m := range shown {
		if c.wantsAuthor(m.author) && m.status.seenBy(c.grant.uid) {
			a.Comments = append(a.Comments, c.comment(m))
		}
	}
	if next != nil {
		a.NextCursor = next.id
	}
	return a
}

func (c *call) commentList(list []*comment) (any, error) {
	shown, next := cut(list, c.window())
	return c.commentPage(shown, next, len(list)), nil
}

func (c *call) showComments() (any, error) {
	st, err := c.store.status(c.int("id"), c.grant.uid)
	if err != nil {
		return nil, err
	}
	shown, next := cut(st.comments, c.window())
	a := c.commentPage(shown, next, len(st.comments))
	a.Status = c.status(st, fullAuthor)
	return a, nil
}

func (c *call) commentsByMe() (any, error)    { return c.commentList(c.caller().written) }
func (c *call) commentsToMe() (any, error)    { return c.commentList(c.caller().received) }
func (c *call) commentMentions() (any, error) { return c.commentList(c.caller().named) }

// commentTimeline lists what the caller wrote and received. No comment is both.
func (c *call) commentTimeline() (any, error) {
	me := c.caller()
	shown, next := merge([][]*comment{me.written, me.received}, c.window())
	return c.commentPage(shown, next, len(me.written)+len(me.received)), nil
}

// showCommentBatch leaves out what does not exist.
func (c *call) showCommentBatch() (any, error) {
	found := []*commentAnswer{}
	for _, id := range c.ints("cids") {
		if m, err := c.store.comment(id); err == nil && m.status.seenBy(c.grant.uid) {
			found = append(found, c.comment(m))
		}
	}
	return found, nil
}

func (c *call) destroyComment() (any, error) {
	m, err := c.store.comment(c.int("cid"))
	if err != nil {
		return nil, err
	}
	if m.author != c.caller() {
		return nil, refuse(20203)
	}
	c.store.deleteComment(m)
	return c.comment(m), nil
}

// destroyCommentBatch skips what the caller did not write.
func (c *call) destroyCommentBatch() (any, error) {
	gone := []*commentAnswer{}
	for _, id := range c.ints("cids") {
		if m, err := c.store.comment(id); err == nil && m.author == c.caller() {
			c.store.deleteComment(m)
			gone = append(gone, c.comment(m))
		}
	}
	return gone, nil
}

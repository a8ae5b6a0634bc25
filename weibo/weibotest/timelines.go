package weibotest

// A window is what a call wants to see of a list.
type window struct {
	since, max  int64
	count, page int
}

func (c *call) window() window {
	return window{c.int("since_id"), c.int("max_id"), int(c.int("count")), int(max(1, c.int("page")))}
}

// cut returns what a window shows of a list that rises by id, newest first, and what follows it, if something does.
func cut[T item](list []T, w window) (shown []T, next T) {
	if w.max > 0 {
		end, _ := find(list, w.max+1)
		list = list[:end]
	}
	if w.since > 0 {
		start, _ := find(list, w.since+1)
		list = list[start:]
	}
	end := max(0, len(list)-(w.page-1)*w.count)
	start := max(0, end-w.count)
	for i := end - 1; i >= start; i-- {
		shown = append(shown, list[i])
	}
	if start > 0 {
		next = list[start-1]
	}
	return shown, next
}

// A timelineAnswer is a page of statuses. The members of home timelines follow those that all have.
type timelineAnswer struct {
	Statuses       []*statusAnswer `json:"statuses"`
	HasVisible     bool            `json:"hasvisible"`
	PreviousCursor int64           `json:"previous_cursor"`
	NextCursor     int64           `json:"next_cursor"`
	TotalNumber    int             `json:"total_number"`
	*homeAnswer
	Marks []struct{} `json:"marks,omitzero"`
}

type homeAnswer struct {
	Ad         []struct{} `json:"ad"`
	Advertises []struct{} `json:"advertises"`
	Interval   int        `json:"interval"`
	UveBlank   int        `json:"uve_blank"`
	SinceID    int64      `json:"since_id"`
	MaxID      int64      `json:"max_id"`
	HasUnread  int        `json:"has_unread"`
}

// timeline returns the page of a list that the caller asks for. Statuses are left out after the page is cut, as Weibo does, so
// a page may be short.
func (c *call) timeline(list []*status) *timelineAnswer {
	w := c.window()
	page, next := cut(list, w)
	a := &timelineAnswer{Statuses: []*statusAnswer{}, TotalNumber: len(list), NextCursor: w.since}
	if next != nil {
		a.NextCursor = page[len(page)-1].id - 1
	}
	with := fullAuthor
	if c.flag("trim_user") {
		with = authorUID
	}
	for _, st := range page {
		if st.visible != 0 {
			a.HasVisible = true
		}
		if c.wants(st) {
			a.Statuses = append(a.Statuses, c.status(st, with))
		}
	}
	return a
}

// wants tells whether a status passes the filters of the call, and whether the caller may see it.
func (c *call) wants(st *status) bool {
	if !st.seenBy(c.grant.uid) || c.flag("base_app") && st.appKey != c.grant.appKey {
		return false
	}
	switch c.int("feature") {
	case 0:
		return true
	case 1:
		return st.original == nil
	case 2:
		return len(st.pictures) > 0
	}
	return false // there is neither video nor music
}

// homeTimeline lists everybody's statuses, since all accounts follow each other.
func (c *call) homeTimeline() (any, error) {
	a := c.timeline(c.store.timeline)
	a.homeAnswer = &homeAnswer{Ad: []struct{}{}, Advertises: []struct{}{}, Interval: 2000, UveBlank: -1, MaxID: a.NextCursor}
	if len(a.Statuses) > 0 {
		a.SinceID = a.Statuses[0].ID
	}
	return a, nil
}

func (c *call) userTimeline() (any, error) {
	u := c.caller()
	if c.has("uid") || c.has("screen_name") {
		var err error
		if u, err = c.store.user(c.int("uid"), c.text("screen_name")); err != nil {
			return nil, err
		}
	}
	a := c.timeline(u.statuses)
	a.Marks = []struct{}{}
	return a, nil
}

func (c *call) publicTimeline() (any, error) { return c.timeline(c.store.timeline), nil }

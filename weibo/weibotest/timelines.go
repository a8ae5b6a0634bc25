package weibotest

import (
	"slices"
	"strconv"

	"github.com/seed4635ade2/weibo-go/gen/weiboapi"
)

// A window is what a call wants to see of a list.
type window struct {
	since, max  int64
	count, page int
}

func (c *call) window() window {
	const most = 1 << 31 // so that no product overflows
	return window{c.int("since_id"), c.int("max_id"), int(min(c.int("count"), most)), int(min(max(1, c.int("page")), most))}
}

// cut returns what a window shows of a list that rises by id, newest first, and what follows it, if something does.
func cut[T item](list []T, w window) (shown []T, next T) {
	list = narrow(list, w)
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

// narrow returns the part of a list that lies between since_id and max_id.
func narrow[T item](list []T, w window) []T {
	if w.max > 0 {
		end, _ := find(list, w.max+1)
		list = list[:end]
	}
	if w.since > 0 {
		start, _ := find(list, w.since+1)
		list = list[start:]
	}
	return list
}

// merge returns what a window shows of several lists as if they were one. It looks at no more of each than it takes, so that it
// does not matter how long they are.
func merge[T item](lists [][]T, w window) (shown []T, next T) {
	for i := range lists {
		lists[i] = narrow(lists[i], w)
	}
	skip := (w.page - 1) * w.count
	for {
		newest := -1
		for i, list := range lists {
			if len(list) > 0 && (newest < 0 || last(list).identity() > last(lists[newest]).identity()) {
				newest = i
			}
		}
		if newest < 0 {
			return shown, next
		}
		x := last(lists[newest])
		lists[newest] = lists[newest][:len(lists[newest])-1]
		switch {
		case skip > 0:
			skip--
		case len(shown) < w.count:
			shown = append(shown, x)
		default:
			return shown, x
		}
	}
}

func last[T any](list []T) T { return list[len(list)-1] }

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

// A shownStatuses is a page of statuses before the caller's eyes. Statuses are left out after the page is cut, as Weibo does, so it
// may be short.
type shownStatuses struct {
	shown      []*status
	cursor     int64 // next_cursor
	hasVisible bool
}

// turn makes a page of what a window shows. Where since_id was sent, the last page has that for a cursor, as was recorded.
func (c *call) turn(shown []*status, next *status) shownStatuses {
	p := shownStatuses{cursor: c.int("since_id")}
	if next != nil {
		p.cursor = last(shown).id - 1
	}
	for _, st := range shown {
		p.hasVisible = p.hasVisible || st.visible != 0
		if c.wants(st) {
			p.shown = append(p.shown, st)
		}
	}
	return p
}

func (c *call) statuses(list []*status) []*statusAnswer {
	with := fullAuthor
	if c.flag("trim_user") {
		with = authorUID
	}
	answers := make([]*statusAnswer, len(list))
	for i, st := range list {
		answers[i] = c.status(st, with)
	}
	return answers
}

func statusIDs(list []*status) []string {
	texts := make([]string, len(list))
	for i, st := range list {
		texts[i] = strconv.FormatInt(st.id, 10)
	}
	return texts
}

// timeline returns a page of full statuses.
func (c *call) timeline(p shownStatuses, total int) *timelineAnswer {
	return &timelineAnswer{Statuses: c.statuses(p.shown), HasVisible: p.hasVisible, NextCursor: p.cursor, TotalNumber: total}
}

// idsAnswer returns a page of ids.
func idsAnswer(p shownStatuses, total int) weiboapi.IDList {
	return weiboapi.IDList{Statuses: statusIDs(p.shown), HasVisible: p.hasVisible, NextCursor: p.cursor, TotalNumber: total}
}

// wants tells whether a status passes the filters of the call, and whether the caller may see it.
func (c *call) wants(st *status) bool {
	switch {
	case !st.seenBy(c.grant.uid), c.flag("base_app") && st.appKey != c.grant.appKey, !c.wantsAuthor(st.author):
		return false
	case c.int("filter_by_type") == 1 && st.original != nil:
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

// wantsAuthor is the filter filter_by_author: 1 for those whom the caller follows, 2 for the others.
func (c *call) wantsAuthor(author *user) bool {
	me := c.caller()
	if me == nil { // with an app key alone
		return true
	}
	switch c.int("filter_by_author") {
	case 1:
		return me.follows(author.UID)
	case 2:
		return !me.follows(author.UID)
	}
	return true
}

// homeTotal is what home timelines have for their total, whatever it is.
const homeTotal = 150

// homePage is a page of what the caller and those whom the caller follows published.
func (c *call) homePage() shownStatuses {
	me := c.caller()
	c.sawHome()
	return c.turn(merge(published(append(c.store.friends(me), me)), c.window()))
}

// published returns the statuses of several users, each list on its own.
func published(users []*user) [][]*status {
	lists := make([][]*status, len(users))
	for i, u := range users {
		lists[i] = u.statuses
	}
	return lists
}

func (c *call) homeTimeline() (any, error) {
	a := c.timeline(c.homePage(), homeTotal)
	a.homeAnswer = &homeAnswer{Ad: []struct{}{}, Advertises: []struct{}{}, Interval: 2000, UveBlank: -1, MaxID: a.NextCursor}
	if len(a.Statuses) > 0 {
		a.SinceID = a.Statuses[0].ID
	}
	return a, nil
}

func (c *call) homeTimelineIDs() (any, error) { return idsAnswer(c.homePage(), homeTotal), nil }

// whom returns the user that uid or screen_name names, or else the caller.
func (c *call) whom() (*user, error) {
	if c.has("uid") || c.has("screen_name") {
		return c.store.user(c.int("uid"), c.text("screen_name"))
	}
	return c.caller(), nil
}

func (c *call) userTimeline() (any, error) {
	u, err := c.whom()
	if err != nil {
		return nil, err
	}
	a := c.timeline(c.turn(cut(u.statuses, c.window())), len(u.statuses))
	a.Marks = []struct{}{}
	return a, nil
}

func (c *call) userTimelineIDs() (any, error) {
	u, err := c.whom()
	if err != nil {
		return nil, err
	}
	return idsAnswer(c.turn(cut(u.statuses, c.window())), len(u.statuses)), nil
}

// simple answers with a page of one list.
func (c *call) simple(list []*status) *timelineAnswer {
	return c.timeline(c.turn(cut(list, c.window())), len(list))
}

func (c *call) publicTimeline() (any, error) { return c.simple(c.store.timeline), nil }

// merged answers with a page of what several users published.
func (c *call) merged(users []*user) *timelineAnswer {
	total := 0
	for _, u := range users {
		total += len(u.statuses)
	}
	return c.timeline(c.turn(merge(published(users), c.window())), total)
}

func (c *call) bilateralTimeline() (any, error) {
	return c.merged(append(c.store.bilateral(c.caller()), c.caller())), nil
}

// timelineBatch leaves out users who do not exist.
func (c *call) timelineBatch() (any, error) {
	return c.merged(c.usersNamed("screen_names")), nil
}

func (c *call) mentionsPage() shownStatuses {
	p := c.turn(cut(c.caller().mentions, c.window()))
	p.shown = slices.DeleteFunc(p.shown, func(st *status) bool { return c.caller().Shielded[st.id] })
	return p
}

func (c *call) mentions() (any, error) {
	return c.timeline(c.mentionsPage(), len(c.caller().mentions)), nil
}

func (c *call) mentionsIDs() (any, error) {
	return idsAnswer(c.mentionsPage(), len(c.caller().mentions)), nil
}

func (c *call) shieldMention() (any, error) {
	me := c.caller()
	st, err := c.store.status(c.int("id"), me.UID)
	if err != nil {
		return nil, err
	}
	if _, found := find(me.mentions, st.id); !found {
		return nil, refuse(20101)
	}
	me.Shielded[st.id] = true
	c.store.keep(me)
	return weiboapi.Result{Result: true}, nil
}

// A repostsAnswer is a page of reposts.
type repostsAnswer struct {
	Reposts        []*statusAnswer `json:"reposts"`
	HasVisible     bool            `json:"hasvisible"`
	PreviousCursor int64           `json:"previous_cursor"`
	NextCursor     int64           `json:"next_cursor"`
	TotalNumber    int             `json:"total_number"`
}

func (c *call) reposts(list []*status) repostsAnswer {
	p := c.turn(cut(list, c.window()))
	return repostsAnswer{Reposts: c.statuses(p.shown), HasVisible: p.hasVisible, NextCursor: p.cursor, TotalNumber: len(list)}
}

func (c *call) repostTimeline() (any, error) {
	st, err := c.store.status(c.int("id"), c.grant.uid)
	if err != nil {
		return nil, err
	}
	return c.reposts(st.reposts), nil
}

func (c *call) repostTimelineIDs() (any, error) {
	st, err := c.store.status(c.int("id"), c.grant.uid)
	if err != nil {
		return nil, err
	}
	return idsAnswer(c.turn(cut(st.reposts, c.window())), len(st.reposts)), nil
}

func (c *call) repostByMe() (any, error) {
	own := slices.DeleteFunc(slices.Clone(c.caller().statuses), func(st *status) bool { return st.original == nil })
	return c.reposts(own), nil
}

package weibotest

import (
	"cmp"
	"fmt"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/seed4635ade2/weibo-go/gen/openimapi"
	"github.com/seed4635ade2/weibo-go/weibo/ids"
	"github.com/seed4635ade2/weibo-go/weibo/text"
	"github.com/seed4635ade2/weibo-go/weibo/wire"
)

// openIMStatus returns a status in the short form.
func (c *call) openIMStatus(st *status) *openimapi.Status {
	a := &openimapi.Status{
		ID: st.id, MID: strconv.FormatInt(st.id, 10), Text: st.text, CreatedAt: wire.Time{Time: st.created.In(china)},
		User: c.openIMUser(st.author), Images: st.pictures, HasImage: len(st.pictures) > 0,
		RepostsCount: len(st.reposts), CommentsCount: len(st.comments), AttitudesCount: st.likes,
	}
	if st.original != nil && !st.original.deleted {
		a.Repost = c.openIMStatus(st.original)
	}
	return a
}

func (c *call) openIMUser(u *user) *openimapi.User {
	return &openimapi.User{ID: u.UID, ScreenName: u.ScreenName, AvatarLarge: c.user(u).AvatarLarge}
}

func (c *call) openIMStatuses(list []*status) []*openimapi.Status {
	answers := make([]*openimapi.Status, len(list))
	for i, st := range list {
		answers[i] = c.openIMStatus(st)
	}
	return answers
}

// openIMOwn is open/weibo/user_status.
func (c *call) openIMOwn() (any, error) {
	own := c.caller().statuses
	shown, _ := cut(own, c.window())
	return success(openimapi.StatusList{Statuses: c.openIMStatuses(shown), TotalNumber: len(own)})
}

// openIMShow is open/weibo/status_show. Short links are those of the sandbox.
func (c *call) openIMShow() (any, error) {
	id, err := strconv.ParseInt(c.text("id"), 10, 64)
	if address := c.text("url"); address != "" {
		id, err = c.openIMAddress(address)
	}
	if err != nil {
		return nil, invalid(cmp.Or(c.given("id"), "url"), "a status", c.text("id")+c.text("url"))
	}
	st, err := c.store.status(id, c.grant.uid)
	if err != nil {
		return nil, err
	}
	return success(c.openIMStatus(st))
}

// given returns the name of a parameter if it was sent.
func (c *call) given(name string) string {
	if c.has(name) {
		return name
	}
	return ""
}

// openIMAddress returns the status that an address is for.
func (c *call) openIMAddress(address string) (int64, error) {
	if u, err := url.Parse(address); err == nil {
		if short := c.store.short[u.Path[strings.LastIndexByte(u.Path, '/')+1:]]; short != nil {
			address = short.Long
		}
	}
	_, id, err := ids.ParseStatusURL(address)
	return id, err
}

// openIMHot is open/weibo/hot_search: invented words.
func (c *call) openIMHot() (any, error) {
	board := c.text("category")
	a := openimapi.HotSearch{CallTime: c.callTime(), Source: "微博热搜", Data: []*openimapi.HotSearchItem{}}
	for rank := 1; rank <= int(c.int("count")); rank++ {
		word := fmt.Sprintf("%s热词%d", strings.TrimSuffix(board, "榜"), rank)
		query := url.QueryEscape(word)
		a.Data = append(a.Data, &openimapi.HotSearchItem{
			ID: rank, Word: word, Num: 2_000_000 / rank, Cat: board,
			AppQueryLink: "sinaweibo://searchall?q=" + query, H5QueryLink: "https://m.weibo.cn/search?q=" + query,
		})
	}
	return success(a)
}

// callTime is the time as open-im writes it beside answers to be shown.
func (c *call) callTime() string { return c.now.Format("2006-01-02 15:04") }

// openIMSearch is open/wis/search_query: a summary that cites what a search of version 2 finds.
func (c *call) openIMSearch() (any, error) {
	query := c.text("query")
	found := c.store.search(func(st *status) bool { return contains(st.text, query) })
	a := openimapi.SearchAnswer{Completed: true, Query: query, CallTime: c.callTime(), Source: "微博智搜", NoContent: len(found) == 0}
	if a.NoContent {
		return success(a)
	}
	const cited = 10
	found = found[max(0, len(found)-cited):]
	var b strings.Builder
	fmt.Fprintf(&b, "关于“%s”,找到以下微博:\n", query)
	for _, st := range slices.Backward(found) {
		fmt.Fprintf(&b, "\n- %s(mblogid=%d)", text.Truncate(st.text, 2*maxHan, ""), st.id)
	}
	a.Msg, a.MsgFormat, a.MsgJSON = b.String(), "markdown", "{}"
	a.ReferenceNum, a.Status, a.StatusStage = len(found), 2, 4
	return success(a)
}

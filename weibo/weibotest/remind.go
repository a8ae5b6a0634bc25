package weibotest

import "github.com/seed4635ade2/weibo-go/gen/weiboapi"

// The counters of remind/unread_count count what came after the point up to which the user has seen the like. So they follow what
// is there, and go down when it is deleted.

// An unreadAnswer holds the counters that both versions of the call have.
type unreadAnswer struct {
	Status        int `json:"status"`
	Follower      int `json:"follower"`
	Cmt           int `json:"cmt"`
	DM            int `json:"dm"`
	MentionStatus int `json:"mention_status"`
	MentionCmt    int `json:"mention_cmt"`
	Invite        int `json:"invite"`
	Badge         int `json:"badge"`
}

// unread answers for the caller, whatever uid is: what other users have not seen yet is nobody else's business.
func (c *call) unread() (any, error) {
	me := c.caller()
	a := unreadAnswer{
		Cmt:           after(me.received, me.Seen["cmt"]),
		MentionStatus: after(me.mentions, me.Seen["mention_status"]),
		MentionCmt:    after(me.named, me.Seen["mention_cmt"]),
	}
	for uid := range me.Friends {
		a.Status += after(c.store.users[uid].statuses, me.Seen["status"])
	}
	for _, id := range me.fans {
		if id > me.Seen["follower"] {
			a.Follower++
		}
	}
	return a, nil
}

// after returns how many of a list come after an id.
func after[T item](list []T, id int64) int {
	return len(narrow(list, window{since: id}))
}

// setUnread leaves as many of the latest as the caller says. Counters of what is not kept here stay 0.
func (c *call) setUnread() (any, error) {
	me, n := c.caller(), int(c.int("value"))
	switch kind := c.text("type"); kind {
	case "cmt":
		me.Seen[kind] = beforeLast(me.received, n)
	case "mention_status":
		me.Seen[kind] = beforeLast(me.mentions, n)
	case "mention_cmt":
		me.Seen[kind] = beforeLast(me.named, n)
	case "follower":
		me.Seen[kind] = 0
		if fans := c.store.followers(me); n < len(fans) {
			me.Seen[kind] = me.fans[fans[max(0, n)].UID]
		}
	}
	c.store.keep(me)
	return weiboapi.Result{Result: true}, nil
}

// beforeLast returns the id of what comes before the last n of a list, or 0.
func beforeLast[T item](list []T, n int) int64 {
	if i := len(list) - 1 - max(0, n); i >= 0 {
		return list[i].identity()
	}
	return 0
}

// sawHome notes that the caller sees all that is new at home. That reading does it is inferred: remind/set_count has no such
// counter.
func (c *call) sawHome() {
	if c.int("max_id") != 0 || c.int("page") > 1 {
		return
	}
	me, newest := c.caller(), int64(0)
	for uid := range me.Friends {
		newest = max(newest, beforeLast(c.store.users[uid].statuses, 0))
	}
	if newest > me.Seen["status"] {
		me.Seen["status"] = newest
		c.store.keep(me)
	}
}

package weibotest

import (
	"slices"

	"github.com/seed4635ade2/weibo-go/gen/weiboapi"
)

// maxFriends is how many users one may follow, by old texts of the documentation.
const maxFriends = 2000

// A userList is a page of users.
type userList struct {
	Users          []*userAnswer `json:"users"`
	NextCursor     int           `json:"next_cursor"`
	PreviousCursor int           `json:"previous_cursor"`
	TotalNumber    int           `json:"total_number"`
}

func (c *call) users(list []*user) []*userAnswer {
	answers := make([]*userAnswer, len(list))
	for i, u := range list {
		answers[i] = c.userWithStatus(u)
	}
	return answers
}

func uids(list []*user) []int64 {
	ids := make([]int64, len(list))
	for i, u := range list {
		ids[i] = u.UID
	}
	return ids
}

// slice returns the part of a list that count and page ask for, or count and cursor, which counts items. The cursors of the
// answer are 0 where there is nothing more.
func slice[T any](c *call, list []T) (part []T, previous, next int) {
	w := c.window()
	count, start := w.count, (w.page-1)*w.count
	cursors := c.op.byName["cursor"] != nil
	if cursors {
		start = int(c.int("cursor"))
	}
	start = min(max(0, start), len(list))
	end := min(start+count, len(list))
	if cursors && end < len(list) {
		next = end
	}
	if cursors {
		previous = max(0, start-count)
	}
	return list[start:end], previous, next
}

func (c *call) pageOfUsers(list []*user) userList {
	part, previous, next := slice(c, list)
	return userList{c.users(part), next, previous, len(list)}
}

func (c *call) pageOfUIDs(list []*user) weiboapi.UserIDList {
	part, previous, next := slice(c, list)
	return weiboapi.UserIDList{IDs: uids(part), NextCursor: int64(next), PreviousCursor: int64(previous), TotalNumber: len(list)}
}

// listed answers with those who stand in a relation to the user of the call.
func listed(relation func(*store, *user) []*user) handler {
	return func(c *call) (any, error) {
		u, err := c.whom()
		if err != nil {
			return nil, err
		}
		return c.pageOfUsers(relation(c.store, u)), nil
	}
}

// listedIDs does so with their ids.
func listedIDs(relation func(*store, *user) []*user) handler {
	return func(c *call) (any, error) {
		u, err := c.whom()
		if err != nil {
			return nil, err
		}
		return c.pageOfUIDs(relation(c.store, u)), nil
	}
}

// friendsInCommon lists whom two users both follow.
func (c *call) friendsInCommon() (any, error) {
	one, err := c.store.user(c.int("uid"), "")
	if err != nil {
		return nil, err
	}
	other := c.caller()
	if c.has("suid") {
		if other, err = c.store.user(c.int("suid"), ""); err != nil {
			return nil, err
		}
	}
	return c.pageOfUsers(slices.DeleteFunc(c.store.friends(one), func(u *user) bool { return !other.follows(u.UID) })), nil
}

// friendsChain lists those whom the caller follows and who follow a user.
func (c *call) friendsChain() (any, error) {
	u, err := c.store.user(c.int("uid"), "")
	if err != nil {
		return nil, err
	}
	return c.pageOfUsers(slices.DeleteFunc(c.store.friends(c.caller()), func(f *user) bool { return !f.follows(u.UID) })), nil
}

// activeFollowers are those who published most.
func (c *call) activeFollowers() (any, error) {
	u, err := c.store.user(c.int("uid"), "")
	if err != nil {
		return nil, err
	}
	fans := c.store.followers(u)
	slices.SortStableFunc(fans, func(a, b *user) int { return len(b.statuses) - len(a.statuses) })
	return c.users(fans[:min(len(fans), int(c.int("count")))]), nil
}

// showFriendship tells how two users stand to each other.
func (c *call) showFriendship() (any, error) {
	source, err := c.store.user(c.int("source_id"), c.text("source_screen_name"))
	if err != nil {
		return nil, refuse(20501)
	}
	target, err := c.store.user(c.int("target_id"), c.text("target_screen_name"))
	if err != nil {
		return nil, refuse(20501)
	}
	return relationAnswer{Target: sideOf(target, source), Source: sideOf(source, target)}, nil
}

type (
	relationAnswer struct {
		Target sideAnswer `json:"target"`
		Source sideAnswer `json:"source"`
	}
	sideAnswer struct {
		ID                   int64  `json:"id"`
		ScreenName           string `json:"screen_name"`
		FollowedBy           bool   `json:"followed_by"`
		Following            bool   `json:"following"`
		NotificationsEnabled bool   `json:"notifications_enabled"`
	}
)

func sideOf(u, other *user) sideAnswer {
	return sideAnswer{ID: u.UID, ScreenName: u.ScreenName, FollowedBy: other.follows(u.UID), Following: u.follows(other.UID)}
}

// follow makes the caller follow a user.
func (c *call) follow(u *user) error {
	me := c.caller()
	switch {
	case u == me:
		return refuse(20504)
	case me.follows(u.UID):
		return refuse(20506)
	case len(me.Friends) >= maxFriends:
		return refuse(20513)
	}
	c.store.link(me, u, friend{ID: c.store.nextID()})
	c.store.keep(me)
	return nil
}

// createFriendship answers with the user as it was before, which is how the samples of the documentation are.
func (c *call) createFriendship() (any, error) {
	u, err := c.whom()
	if err != nil {
		return nil, err
	}
	before := c.userWithStatus(u)
	return before, c.follow(u)
}

// createFriendships skips whom the caller follows already.
func (c *call) createFriendships() (any, error) {
	followed := []*userAnswer{}
	for _, uid := range c.ints("uids") {
		if u := c.store.users[uid]; u != nil && c.follow(u) == nil {
			followed = append(followed, c.userWithStatus(u))
		}
	}
	return followed, nil
}

func (c *call) destroyFriendship() (any, error) {
	u, err := c.whom()
	if err != nil {
		return nil, err
	}
	me := c.caller()
	if !me.follows(u.UID) {
		return nil, refuse(20522)
	}
	c.store.unlink(me, u)
	c.store.keep(me)
	return c.userWithStatus(u), nil
}

// destroyFollower makes a user not follow the caller any more.
func (c *call) destroyFollower() (any, error) {
	u, err := c.store.user(c.int("uid"), "")
	if err != nil {
		return nil, err
	}
	if !u.follows(c.grant.uid) {
		return nil, refuse(20523)
	}
	c.store.unlink(u, c.caller())
	c.store.keep(u)
	return c.userWithStatus(u), nil
}

func (c *call) updateRemark() (any, error) {
	u, err := c.store.user(c.int("uid"), "")
	if err != nil {
		return nil, err
	}
	me := c.caller()
	f, follows := me.Friends[u.UID]
	if !follows {
		return nil, refuse(20522)
	}
	f.Remark = c.text("remark")
	me.Friends[u.UID] = f
	c.store.keep(me)
	return c.userWithStatus(u), nil
}

// A remarkAnswer is a private note about a user.
type remarkAnswer struct {
	ID     int64  `json:"id"`
	Remark string `json:"remark"`
}

func (c *call) remarks() (any, error) {
	answer := []remarkAnswer{}
	for _, uid := range c.ints("uids") {
		if f, follows := c.caller().Friends[uid]; follows {
			answer = append(answer, remarkAnswer{uid, f.Remark})
		}
	}
	return answer, nil
}

package weibotest

import (
	"slices"
	"strconv"
	"strings"

	"github.com/seed4635ade2/weibo-go/gen/weiboapi"
)

// reach is how many of the latest statuses a search looks at, so that it does not take longer in a large world.
const reach = 20_000

// search returns those of the latest public statuses that fit, rising by id.
func (s *store) search(fits func(*status) bool) []*status {
	list := s.timeline[max(0, len(s.timeline)-reach):]
	return slices.DeleteFunc(slices.Clone(list), func(st *status) bool { return st.visible != 0 || !fits(st) })
}

func (c *call) searchStatuses() (any, error) {
	found := c.store.search(func(st *status) bool {
		return contains(st.text, c.text("q")) && c.inTime(st) && (!c.has("fuid") || st.author.UID == c.int("fuid")) &&
			passes(c.int("filter_ori"), st.original == nil) && passes(c.int("filter_pic"), len(st.pictures) > 0)
	})
	return c.simple(found), nil
}

// passes is a filter: 0 takes all, 1 what is so and 2 what is not.
func passes(filter int64, is bool) bool { return filter == 0 || (filter == 1) == is }

func contains(text, part string) bool {
	return strings.Contains(strings.ToLower(text), strings.ToLower(part))
}

func (c *call) searchTopic() (any, error) { return c.simple(c.store.onTopic(c.text("q"))), nil }

func (c *call) searchAround() (any, error) { return c.simple(c.nearbyStatuses()), nil }

func (c *call) searchUsers() (any, error) {
	q := c.text("q")
	everywhere := !c.flag("snick") && !c.flag("sdomain") && !c.flag("sintro") && !c.flag("stag")
	found := c.store.usersWho(func(u *user) bool {
		return (everywhere || c.flag("snick")) && contains(u.ScreenName, q) || c.flag("sdomain") && contains(u.Domain, q) ||
			c.flag("sintro") && contains(u.Description, q) || c.flag("stag") && slices.Contains(u.Tags, q)
	})
	found = slices.DeleteFunc(found, func(u *user) bool {
		return c.has("gender") && u.Gender != c.text("gender") || c.has("province") && u.Province != codeText(c.int("province")) ||
			c.has("city") && u.City != codeText(c.int("city"))
	})
	return c.pageOfUsers(found), nil
}

// usersWho returns the users who fit, those with most followers first.
func (s *store) usersWho(fits func(*user) bool) []*user {
	found := slices.DeleteFunc(slices.Clone(s.order), func(u *user) bool { return !fits(u) })
	slices.SortStableFunc(found, func(a, b *user) int { return len(b.fans) - len(a.fans) })
	return found
}

// first returns the start of a list, as long as count says.
func first[T any](c *call, list []T) []T { return list[:min(len(list), int(c.int("count")))] }

// suggestUsers suggests users whose nickname has what was typed, whatever their size.
func (c *call) suggestUsers() (any, error) {
	answer := []weiboapi.SearchUserSuggestion{}
	for _, u := range first(c, c.store.usersWho(func(u *user) bool { return contains(u.ScreenName, c.text("q")) })) {
		answer = append(answer, weiboapi.SearchUserSuggestion{UID: u.UID, ScreenName: u.ScreenName, FollowersCount: len(u.fans)})
	}
	return answer, nil
}

// suggestMentions suggests those whom the caller follows (type 0), or who follow the caller.
func (c *call) suggestMentions() (any, error) {
	me := c.caller()
	remark := func(u *user) string { return me.Friends[u.UID].Remark }
	pool := c.store.followers(me)
	if c.int("type") == 0 {
		pool = c.store.friends(me)
	}
	look := c.int("range")
	pool = slices.DeleteFunc(pool, func(u *user) bool {
		return !(look != 1 && contains(u.ScreenName, c.text("q")) || look != 0 && remark(u) != "" && contains(remark(u), c.text("q")))
	})
	answer := []weiboapi.SearchAtUserSuggestion{}
	for _, u := range first(c, pool) {
		answer = append(answer, weiboapi.SearchAtUserSuggestion{UID: u.UID, Nickname: u.ScreenName, Remark: remark(u)})
	}
	return answer, nil
}

// suggestWords suggests topics that begin with what was typed, with the number of statuses.
func (c *call) suggestWords() (any, error) {
	count := map[string]int{}
	for _, st := range c.store.search(func(st *status) bool { return strings.Contains(st.text, "#") }) {
		if _, after, ok := strings.Cut(st.text, "#"); ok {
			if topic, _, closed := strings.Cut(after, "#"); closed && strings.HasPrefix(topic, c.text("q")) {
				count[topic]++
			}
		}
	}
	answer := []weiboapi.SearchWordSuggestion{}
	for topic, n := range count {
		answer = append(answer, weiboapi.SearchWordSuggestion{Suggestion: topic, Count: n})
	}
	slices.SortFunc(answer, func(a, b weiboapi.SearchWordSuggestion) int {
		if a.Count != b.Count {
			return b.Count - a.Count
		}
		return strings.Compare(a.Suggestion, b.Suggestion)
	})
	return first(c, answer), nil
}

// mayInterest suggests those whom most friends of the caller follow.
func (c *call) mayInterest() (any, error) {
	me := c.caller()
	via := map[int64][]string{}
	for _, f := range c.store.friends(me) {
		for uid := range f.Friends {
			if uid != me.UID && !me.follows(uid) && !me.Ignored[uid] {
				via[uid] = append(via[uid], strconv.FormatInt(f.UID, 10))
			}
		}
	}
	users := c.store.usersWho(func(u *user) bool { return via[u.UID] != nil })
	slices.SortStableFunc(users, func(a, b *user) int { return len(via[b.UID]) - len(via[a.UID]) })
	part, _, _ := slice(c, users)
	answer := []weiboapi.SuggestedUser{}
	for _, u := range part {
		reason := &weiboapi.SuggestionReason{UIDs: via[u.UID], N: len(via[u.UID])}
		answer = append(answer, weiboapi.SuggestedUser{UID: strconv.FormatInt(u.UID, 10), Reason: map[string]*weiboapi.SuggestionReason{"f": reason}})
	}
	return answer, nil
}

func (c *call) notInterested() (any, error) {
	u, err := c.store.user(c.int("uid"), "")
	if err != nil {
		return nil, err
	}
	c.caller().Ignored[u.UID] = true
	c.store.keep(c.caller())
	return c.userWithStatus(u), nil
}

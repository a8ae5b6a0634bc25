package weibotest

import (
	"hash/fnv"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/seed4635ade2/weibo-go/gen/weiboapi"
	"github.com/seed4635ade2/weibo-go/weibo/text"
)

// What the documentation says of the tags of a user.
const (
	maxTags   = 10
	maxTagHan = 7
)

// tagID is the id of a tag or of a topic. It follows from the text, so that nobody has to remember it.
func tagID(text string) int64 {
	h := fnv.New32a()
	h.Write([]byte(text))
	return 1 + int64(h.Sum32())
}

// tags returns the tags of a user: in each the id is the name of the member with the text.
func tags(u *user) []map[string]any {
	answer := make([]map[string]any, len(u.Tags))
	for i, tag := range u.Tags {
		answer[i] = map[string]any{strconv.FormatInt(tagID(tag), 10): tag, "weight": 50}
	}
	return answer
}

func (c *call) listTags() (any, error) {
	u, err := c.store.user(c.int("uid"), "")
	if err != nil {
		return nil, err
	}
	part, _, _ := slice(c, tags(u))
	return part, nil
}

func (c *call) tagsOfUsers() (any, error) {
	type userTags struct {
		ID   int64            `json:"id"`
		Tags []map[string]any `json:"tags"`
	}
	answer := []userTags{}
	for _, uid := range c.ints("uids") {
		if u := c.store.users[uid]; u != nil {
			answer = append(answer, userTags{uid, tags(u)})
		}
	}
	return answer, nil
}

// A tagChange names a tag. tags/create has a number there, tags/destroy_batch a text.
type tagChange struct {
	TagID any `json:"tagid"`
}

func (c *call) createTags() (any, error) {
	me := c.caller()
	added := c.texts("tags")
	for _, tag := range added {
		if text.Length(tag) > 2*maxTagHan || !utf8.ValidString(tag) {
			return nil, refuse(21002)
		}
	}
	added = slices.DeleteFunc(added, func(tag string) bool { return slices.Contains(me.Tags, tag) })
	if len(me.Tags)+len(added) > maxTags {
		return nil, refuse(20702)
	}
	me.Tags = append(me.Tags, added...)
	c.store.keep(me)
	answer := make([]tagChange, len(added))
	for i, tag := range added {
		answer[i].TagID = tagID(tag)
	}
	return answer, nil
}

// untag takes a tag from the caller and tells whether it was there.
func (c *call) untag(id int64) bool {
	me := c.caller()
	i := slices.IndexFunc(me.Tags, func(tag string) bool { return tagID(tag) == id })
	if i < 0 {
		return false
	}
	me.Tags = slices.Delete(me.Tags, i, i+1)
	c.store.keep(me)
	return true
}

func (c *call) destroyTag() (any, error) {
	return weiboapi.Result{Result: c.untag(c.int("tag_id"))}, nil
}

func (c *call) destroyTags() (any, error) {
	answer := []tagChange{}
	for _, id := range c.ints("ids") {
		if c.untag(id) {
			answer = append(answer, tagChange{strconv.FormatInt(id, 10)})
		}
	}
	return answer, nil
}

// suggestTags suggests what others call themselves.
func (c *call) suggestTags() (any, error) {
	type suggestion struct {
		ID    int64  `json:"id"`
		Value string `json:"value"`
	}
	answer := []suggestion{}
	seen := map[string]bool{}
	for _, u := range c.store.order {
		for _, tag := range u.Tags {
			if len(answer) < int(c.int("count")) && !seen[tag] && !slices.Contains(c.caller().Tags, tag) {
				seen[tag] = true
				answer = append(answer, suggestion{tagID(tag), tag})
			}
		}
	}
	return answer, nil
}

// A trendAnswer is a topic that a user follows.
type trendAnswer struct {
	TrendID string `json:"trend_id"`
	Hotword string `json:"hotword"`
	Num     int    `json:"num"`
}

// onTopic returns the statuses with a #topic#, among the latest ones.
func (s *store) onTopic(topic string) []*status {
	return s.search(func(st *status) bool { return strings.Contains(st.text, "#"+topic+"#") })
}

func (c *call) trends() (any, error) {
	u, err := c.store.user(c.int("uid"), "")
	if err != nil {
		return nil, err
	}
	part, _, _ := slice(c, u.Trends)
	answer := make([]trendAnswer, len(part))
	for i, topic := range part {
		answer[i] = trendAnswer{strconv.FormatInt(tagID(topic), 10), topic, len(c.store.onTopic(topic))}
	}
	return answer, nil
}

func (c *call) isTrendFollowed() (any, error) {
	topic := c.text("trend_name")
	return struct {
		TrendID  int64 `json:"trend_id"`
		IsFollow bool  `json:"is_follow"`
	}{tagID(topic), slices.Contains(c.caller().Trends, topic)}, nil
}

// followTrend goes well for a topic that the caller follows already, too. What Weibo does then is not on record.
func (c *call) followTrend() (any, error) {
	me, topic := c.caller(), c.text("trend_name")
	if !slices.Contains(me.Trends, topic) {
		me.Trends = append(me.Trends, topic)
		c.store.keep(me)
	}
	return map[string]int64{"topicid": tagID(topic)}, nil
}

func (c *call) destroyTrend() (any, error) {
	me := c.caller()
	before := len(me.Trends)
	me.Trends = slices.DeleteFunc(me.Trends, func(topic string) bool { return tagID(topic) == c.int("trend_id") })
	c.store.keep(me)
	return weiboapi.Result{Result: len(me.Trends) < before}, nil
}

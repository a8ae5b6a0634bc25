package weibotest

import (
	"cmp"
	"slices"
	"time"

	"github.com/seed4635ade2/weibo-go/gen/weiboapi"
)

const day = 24 * time.Hour

// hotTopics is how many hot topics there are at most. What Weibo has for it is not on record.
const hotTopics = 20

// latest returns the public statuses of a span of time, rising by id. The span ends with the newest of them, so that a world
// whose year is over has hot topics too.
func (c *call) latest(span time.Duration) []*status {
	public := c.store.search(func(st *status) bool { return !c.flag("base_app") || st.appKey == c.grant.appKey })
	if len(public) == 0 {
		return nil
	}
	from := last(public).created.Add(-span)
	return slices.DeleteFunc(public, func(st *status) bool { return !st.created.After(from) })
}

// hotTrends answers with the topics that most statuses of a span are on, under a time in the form that is on record. For a week
// none is: it has that of a day.
func hotTrends(span time.Duration, form string) handler {
	return func(c *call) (any, error) {
		return weiboapi.HotTrendList{
			Trends: map[string][]*weiboapi.HotTrend{c.now.Format(form): mostNamed(c.latest(span))},
			AsOf:   c.now.Unix(),
		}, nil
	}
}

func mostNamed(list []*status) []*weiboapi.HotTrend {
	count := map[string]int{}
	var topics []string
	for _, st := range list {
		for _, topic := range topicsIn(st.text) {
			if count[topic]++; count[topic] == 1 {
				topics = append(topics, topic)
			}
		}
	}
	slices.SortStableFunc(topics, func(a, b string) int { return count[b] - count[a] })
	trends := []*weiboapi.HotTrend{}
	for _, topic := range topics[:min(hotTopics, len(topics))] {
		trends = append(trends, &weiboapi.HotTrend{Name: topic, Query: topic})
	}
	return trends
}

// hotStatuses answers with the statuses of a span that have most of something, and at least one.
func hotStatuses(span time.Duration, number func(*status) int) handler {
	return func(c *call) (any, error) {
		list := slices.DeleteFunc(c.latest(span), func(st *status) bool { return number(st) == 0 })
		slices.SortStableFunc(list, func(a, b *status) int { return cmp.Compare(number(b), number(a)) })
		return c.statuses(first(c, list)), nil
	}
}

func repostsOf(st *status) int { return len(st.reposts) }

func commentsOf(st *status) int { return len(st.comments) }

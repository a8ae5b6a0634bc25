package main

import (
	"context"
	"iter"

	"github.com/seed4635ade2/weibo-go/gen/weiboapi"
	"github.com/seed4635ade2/weibo-go/weibo"
)

// The gateway has other calls than version 2 of the API for some of what the commands do. Those here have the same answers.

// gatewayPageSize is how many items are asked for at once: wherever others tried, more were refused.
const gatewayPageSize = 20

// pageSize bounds how many items are asked for at once.
func (a *account) pageSize(count int) int {
	if a.via == viaGateway {
		return min(count, gatewayPageSize)
	}
	return count
}

// timeline is that of the way that the account goes.
func (a *account) timeline(ctx context.Context, client *weibo.Client, which string, since int64, count int) iter.Seq2[*weiboapi.Status, error] {
	if a.via == viaGateway {
		return frontedTimeline(ctx, client, which, since, count)
	}
	return timeline(ctx, client, which, since, count)
}

// frontedTimeline is a timeline by the commercial calls. That of home is known from examples alone, and by the number of its
// items: the gateway refuses the rest by name.
func frontedTimeline(ctx context.Context, client *weibo.Client, which string, since int64, count int) iter.Seq2[*weiboapi.Status, error] {
	switch which {
	case "user":
		return client.Commercial.StatusesUserTimelineBizAll(ctx, weiboapi.CommercialStatusesUserTimelineBizParams{SinceID: since, Count: count})
	case "mentions":
		return client.Commercial.StatusesMentionsBizAll(ctx, weiboapi.CommercialStatusesMentionsBizParams{SinceID: since, Count: count})
	}
	return client.Commercial.StatusesFriendsTimelineBizAll(ctx, weiboapi.CommercialStatusesFriendsTimelineBizParams{SinceID: since, Count: count})
}

// homeThroughGateway says why that timeline cannot be followed.
func homeThroughGateway(ctx context.Context) error {
	return &problem{
		what:   tr(ctx, "the gateway is not known to give what is newer than a status of home"),
		advice: tr(ctx, "weibo-go timeline user and mentions can be followed through it, and with --via api all can."),
	}
}

// leastSearch is how many results the search takes to be asked for.
const leastSearch = 10

// frontedSearch is the search for statuses with a topic.
func frontedSearch(ctx context.Context, client *weibo.Client, topic string, count int) iter.Seq2[*weiboapi.Status, error] {
	inTopic := true
	return client.Commercial.SearchStatusesLimitedAll(ctx, weiboapi.CommercialSearchStatusesLimitedParams{
		Q: topic, IsTag: &inTopic, Count: max(count, leastSearch),
	})
}

// frontedStatus is a status out of a list of one.
func frontedStatus(ctx context.Context, client *weibo.Client, id int64) (*weiboapi.Status, error) {
	list, err := client.Commercial.StatusesShowBatchBiz(ctx, weiboapi.CommercialStatusesShowBatchBizParams{IDs: []int64{id}})
	if err != nil {
		return nil, err
	}
	for _, s := range list.Statuses {
		if s.ID == id {
			return s, nil
		}
	}
	return nil, &problem{
		what:   tr(ctx, "the gateway has no status %d", id),
		advice: tr(ctx, "It may be deleted, or not for you to see."),
	}
}

package weibo_test

import (
	"context"
	"errors"
	"fmt"
	"log"
	"net/http/httptest"
	"net/url"

	"github.com/seed4635ade2/weibo-go/gen/weiboapi"
	"github.com/seed4635ade2/weibo-go/weibo"
	"github.com/seed4635ade2/weibo-go/weibo/weibotest"
)

func ExampleClient_Call() {
	client := published("一")
	var page struct {
		Statuses []weiboapi.Status `json:"statuses"`
	}
	err := client.Call(context.Background(), weibo.Request{
		Path:   "statuses/user_timeline",
		Params: url.Values{"uid": {"1404376560"}, "count": {"1"}},
	}, &page)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(page.Statuses[0].Text)
	// Output: 一 https://example.com/
}

func ExampleNewLimiter() {
	sandbox := weibotest.New(weibotest.WithBudgets(weibotest.Budgets{User: 2}))
	client, err := weibo.NewClient(
		weibo.WithToken(sandbox.Token(1404376560)),
		weibo.WithBaseURL(httptest.NewServer(sandbox).URL),
		weibo.WithLimiter(weibo.NewLimiter()), // one for all clients of the process
	)
	if err != nil {
		log.Fatal(err)
	}
	ctx := context.Background()
	if _, err := client.Account.RateLimitStatus(ctx, weiboapi.AccountRateLimitStatusParams{}); err != nil { // costs nothing
		log.Fatal(err)
	}
	for range 3 {
		_, err := client.Account.GetUID(ctx, weiboapi.AccountGetUIDParams{}, weibo.WithoutWaiting()) // without it the third would wait
		fmt.Println(errors.Is(err, weibo.ErrRateLimited))
	}
	fmt.Println(len(sandbox.Requests()), "requests") // the limits and two calls
	// Output:
	// false
	// false
	// true
	// 3 requests
}

func ExampleWithResponse() {
	client := published("一")
	var answer weibo.Response
	page, err := client.Statuses.UserTimeline(context.Background(), weiboapi.StatusesUserTimelineParams{}, weibo.WithResponse(&answer))
	if err != nil {
		log.Fatal(err)
	}
	var stored weiboapi.StatusList
	if err := weibo.Unmarshal(answer.Body, &stored); err != nil { // on another day
		log.Fatal(err)
	}
	fmt.Println(answer.StatusCode, stored.Statuses[0].ID == page.Statuses[0].ID)
	// Output: 200 true
}

package weibo_test

import (
	"context"
	"errors"
	"fmt"
	"log"
	"log/slog"
	"net/http/httptest"
	"net/url"
	"os"
	"time"

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

// A call may have options of its own: here it is made for another user, and given a minute.
func ExampleWithToken() {
	sandbox := weibotest.New()
	client, err := weibo.NewClient(weibo.WithToken(sandbox.Token(1404376560)), weibo.WithBaseURL(httptest.NewServer(sandbox).URL))
	if err != nil {
		log.Fatal(err)
	}
	other := sandbox.Token(1404376561)
	me, err := client.Account.GetUID(context.Background(), weiboapi.AccountGetUIDParams{},
		weibo.WithToken(other), weibo.WithTimeout(time.Minute), weibo.WithHeader("Accept-Language", "zh-CN"))
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(me.UID)
	// Output: 1404376561
}

func ExampleWithLogger() {
	url, token := local()
	lines := slog.NewTextHandler(os.Stdout, &slog.HandlerOptions{ReplaceAttr: func(_ []string, a slog.Attr) slog.Attr {
		if a.Key == "time" || a.Key == "duration" || a.Key == "host" { // for the example: these differ each time
			return slog.Attr{}
		}
		return a
	}})
	client, err := weibo.NewClient(weibo.WithToken(token), weibo.WithBaseURL(url), weibo.WithLogger(slog.New(lines)))
	if err != nil {
		log.Fatal(err)
	}
	_, err = client.Statuses.Show(context.Background(), weiboapi.StatusesShowParams{ID: 1})
	fmt.Println(errors.Is(err, weibo.ErrNotFound))
	// Output:
	// level=WARN msg=weibo operation=statuses/show method=GET attempt=1 status=400 code=20101 failure="code 20101"
	// true
}

// What writes is repeated only where a call asks for it.
func ExampleWithWriteRetries() {
	sandbox := weibotest.New()
	client, err := weibo.NewClient(weibo.WithToken(sandbox.Token(1404376560)), weibo.WithBaseURL(httptest.NewServer(sandbox).URL),
		weibo.WithRetry(weibo.Retry{Base: time.Millisecond}))
	if err != nil {
		log.Fatal(err)
	}
	sandbox.Inject(weibotest.Fault{Operation: "statuses/share", Status: 502, Times: 2})
	ctx, params := context.Background(), weiboapi.StatusesShareParams{Status: "早上好 https://example.com/"}
	_, err = client.Statuses.Share(ctx, params)
	fmt.Println(err != nil)
	status, err := client.Statuses.Share(ctx, params, weibo.WithWriteRetries())
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(status.Text, len(sandbox.Requests()))
	// Output:
	// true
	// 早上好 https://example.com/ 3
}

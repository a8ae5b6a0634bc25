package weibo_test

import (
	"context"
	"fmt"
	"log"

	"github.com/seed4635ade2/weibo-go/gen/weiboapi"
	"github.com/seed4635ade2/weibo-go/weibo"
)

// published returns a client of a local Weibo with some statuses on it.
func published(texts ...string) *weibo.Client {
	url, token := local()
	client, err := weibo.NewClient(weibo.WithToken(token), weibo.WithBaseURL(url))
	if err != nil {
		log.Fatal(err)
	}
	for _, text := range texts {
		if _, err := client.Statuses.Share(context.Background(), weiboapi.StatusesShareParams{Status: text + " https://example.com/"}); err != nil {
			log.Fatal(err)
		}
	}
	return client
}

// Every call that lists something page by page has a method with All in its name that goes through the pages.
func Example_everyItem() {
	client := published("一", "二", "三", "四", "五")
	for status, err := range client.Statuses.UserTimelineAll(context.Background(), weiboapi.StatusesUserTimelineParams{Count: 2}) {
		if err != nil {
			log.Fatal(err) // the last thing that comes
		}
		fmt.Println(status.Text)
	}
	// Output:
	// 五 https://example.com/
	// 四 https://example.com/
	// 三 https://example.com/
	// 二 https://example.com/
	// 一 https://example.com/
}

// Those who read a long list piece by piece, and store how far they got, take the pages themselves.
func Example_everyPage() {
	client := published("一", "二", "三", "四", "五")
	var stored int64 // where to go on another day, with MaxID
	for page, err := range client.Statuses.UserTimelinePages(context.Background(), weiboapi.StatusesUserTimelineParams{Count: 2}) {
		if err != nil {
			log.Fatal(err)
		}
		stored = page.NextCursor
		fmt.Println(len(page.Statuses), stored > 0)
	}
	// Output:
	// 2 true
	// 2 true
	// 1 false
}

package lookup_test

import (
	"context"
	"fmt"
	"log"
	"net/http/httptest"
	"path"

	"github.com/seed4635ade2/weibo-go/gen/weiboapi"
	"github.com/seed4635ade2/weibo-go/weibo"
	"github.com/seed4635ade2/weibo-go/weibo/lookup"
	"github.com/seed4635ade2/weibo-go/weibo/weibotest"
)

// local returns a client of a local Weibo. Without WithBaseURL it would call the real one.
func local(opts ...weibotest.Option) *weibo.Client {
	sandbox := weibotest.New(opts...)
	server := httptest.NewServer(sandbox)
	client, err := weibo.NewClient(weibo.WithToken(sandbox.Token(sandbox.Users()[0].UID)), weibo.WithBaseURL(server.URL))
	if err != nil {
		log.Fatal(err)
	}
	return client
}

func ExampleEmotions() {
	emotions := lookup.NewEmotions(local().Statuses, weiboapi.StatusesEmotionsParams{})
	cat, err := emotions.Phrase(context.Background(), "[猫]")
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(cat.Category, path.Base(cat.URL))
	// Output: 动物 cat.png
}

func ExamplePlaces() {
	places := lookup.NewPlaces(local().Common)
	ctx := context.Background()
	name, err := places.Name(ctx, "001011")
	if err != nil {
		log.Fatal(err)
	}
	code, err := places.Code(ctx, "中国", "北京", "东城")
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(name, code)
	// Output: 北京 001011001
}

func ExampleLimits() {
	limits := lookup.NewLimits(local(weibotest.WithBudgets(weibotest.Budgets{
		User:       150,
		Operations: map[string]int{"statuses/update": 30},
	})).Account)
	least, err := limits.Left(context.Background(), "statuses/update")
	if err != nil {
		log.Fatal(err)
	}
	fmt.Printf("%d of %d calls left (%s)\n", least.Left, least.Limit, least.Name)
	// Output: 30 of 30 calls left (statuses/update)
}

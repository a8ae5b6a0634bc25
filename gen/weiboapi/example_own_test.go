package weiboapi_test

import (
	"context"
	"fmt"
	"log"

	"github.com/seed4635ade2/weibo-go/gen/weiboapi"
	"github.com/seed4635ade2/weibo-go/weibo"
	"github.com/seed4635ade2/weibo-go/weibo/weibotest"
)

// What users keep and say about themselves, and what is new to them.

func ExampleFavoritesService_ListAll() {
	client, ctx := signedIn(), context.Background()
	status, err := client.Statuses.Share(ctx, weiboapi.StatusesShareParams{Status: "一只猫 https://example.com/"})
	if err != nil {
		log.Fatal(err)
	}
	if _, err := client.Favorites.Create(ctx, weiboapi.FavoritesCreateParams{ID: status.ID}); err != nil {
		log.Fatal(err)
	}
	for favorite, err := range client.Favorites.ListAll(ctx, weiboapi.FavoritesListParams{}) {
		if err != nil {
			log.Fatal(err)
		}
		fmt.Println(favorite.Status.Text)
	}
	// Output: 一只猫 https://example.com/
}

func ExampleTagsService_List() {
	client, ctx := signedIn(), context.Background()
	if _, err := client.Tags.Create(ctx, weiboapi.TagsCreateParams{Tags: []string{"猫", "摄影"}}); err != nil {
		log.Fatal(err)
	}
	tags, err := client.Tags.List(ctx, weiboapi.TagsListParams{UID: 1404376560})
	if err != nil {
		log.Fatal(err)
	}
	for _, tag := range tags {
		fmt.Println(tag.Name)
	}
	// Unordered output:
	// 猫
	// 摄影
}

func ExampleTrendsService_Follow() {
	client, ctx := signedIn(), context.Background()
	if _, err := client.Trends.Follow(ctx, weiboapi.TrendsFollowParams{TrendName: "中秋节"}); err != nil {
		log.Fatal(err)
	}
	topics, err := client.Trends.List(ctx, weiboapi.TrendsListParams{UID: 1404376560})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(topics[0].HotWord)
	// Output: 中秋节
}

func ExampleRemindService_UnreadCount() {
	sandbox := weibotest.New()
	client, ctx := clientOf(sandbox), context.Background()
	status, err := client.Statuses.Share(ctx, weiboapi.StatusesShareParams{Status: "早上好 https://example.com/"})
	if err != nil {
		log.Fatal(err)
	}
	visitor := weibo.WithToken(sandbox.Token(1404376561))
	if _, err := client.Comments.Create(ctx, weiboapi.CommentsCreateParams{ID: status.ID, Comment: "早！"}, visitor); err != nil {
		log.Fatal(err)
	}
	unread, err := client.Remind.UnreadCount(ctx, weiboapi.RemindUnreadCountParams{UID: 1404376560})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(unread.Cmt, "comment")
	// Output: 1 comment
}

func ExampleRegisterService_VerifyNickname() {
	client := signedIn()
	check, err := client.Register.VerifyNickname(context.Background(), weiboapi.RegisterVerifyNicknameParams{Nickname: "测试用户"})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(check.IsLegal, len(check.SuggestNicknames) > 0)
	// Output: false true
}

package weiboapi_test

import (
	"context"
	"fmt"
	"log"

	"github.com/seed4635ade2/weibo-go/gen/weiboapi"
	"github.com/seed4635ade2/weibo-go/weibo/messages"
)

// Calls that ask for a permission. An application without it gets an error for which errors.Is(err, weibo.ErrPermission).

func ExampleMessagesService_Reply() {
	client := signedIn()
	reply := messages.TextReply("We open at nine.") // package messages answers pushes; this is for later
	sent, err := client.Messages.Reply(context.Background(), reply.Params(1404376561))
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(sent.Result, sent.ReceiverID)
	// Output: true 1404376561
}

func ExampleDirectMessagesService_New() {
	client := signedIn()
	params := weiboapi.DirectMessagesNewParams{UID: 1404376561, Text: "你的猫真可爱"}
	message, err := client.DirectMessages.New(context.Background(), params)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(message.RecipientID, message.Text)
	// Output: 1404376561 你的猫真可爱
}

func ExampleNotificationService_Send() {
	client := signedIn()
	result, err := client.Notification.Send(context.Background(), weiboapi.NotificationSendParams{
		UIDs:     []int64{1404376561, 1404376562, 1404376563},
		TplID:    1,
		Objects1: "一只猫", // for the first place of the template
	})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println("not sent to", result.FailedUIDs)
	// Output: not sent to [1404376561 1404376562]
}

func ExampleArticlesService_Publish() {
	client := signedIn()
	result, err := client.Articles.Publish(context.Background(), weiboapi.ArticlesPublishParams{
		Title:   "一只猫",
		Content: "<p>一只猫的故事。</p>",
		Cover:   "https://example.com/cat.jpg",
		Text:    "写了一篇文章",
	})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(result.Code, result.Data.URL) // 100000 is good
	// Output: 100000 https://weibo.com/ttarticle/p/show?id=2309404example000000001
}

func ExampleLiveService_Create() {
	client, ctx := signedIn(), context.Background()
	made, err := client.Live.Create(ctx, weiboapi.LiveCreateParams{Title: "一只猫", Width: 1280, Height: 720})
	if err != nil {
		log.Fatal(err)
	}
	live, err := client.Live.Show(ctx, weiboapi.LiveShowParams{ID: made.ID})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(live.Title, made.RTMPURL != "") // where to send the video
	// Output: 一只猫 true
}

func ExampleCommercialService_UsersShowBatchOther() {
	client := signedIn()
	found, err := client.Commercial.UsersShowBatchOther(context.Background(),
		weiboapi.CommercialUsersShowBatchOtherParams{UIDs: []int64{1404376560}})
	if err != nil {
		log.Fatal(err)
	}
	for _, user := range found.Users {
		fmt.Println(user.ScreenName)
	}
	// Output: 测试用户
}

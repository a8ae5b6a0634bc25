package weiboapi_test

import (
	"context"
	"fmt"
	"log"
	"net/http/httptest"

	"github.com/seed4635ade2/weibo-go/gen/weiboapi"
	"github.com/seed4635ade2/weibo-go/weibo"
	"github.com/seed4635ade2/weibo-go/weibo/weibotest"
)

// signedIn returns a client of a new local Weibo.
func signedIn() *weibo.Client { return clientOf(weibotest.New()) }

// clientOf returns a client of a local Weibo. Without WithBaseURL it would call the real one.
func clientOf(sandbox *weibotest.Sandbox) *weibo.Client {
	client, err := weibo.NewClient(weibo.WithToken(sandbox.Token(1404376560)), weibo.WithRemoteIP("203.0.113.7"),
		weibo.WithBaseURL(httptest.NewServer(sandbox).URL))
	if err != nil {
		log.Fatal(err)
	}
	return client
}

func ExampleStatusesService_Share() {
	client := signedIn()
	status, err := client.Statuses.Share(context.Background(), weiboapi.StatusesShareParams{Status: "早上好 https://example.com/"})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(status.Author().ScreenName, status.Text)
	// Output: 测试用户 早上好 https://example.com/
}

func ExampleCommentsService_Create() {
	client, ctx := signedIn(), context.Background()
	status, err := client.Statuses.Share(ctx, weiboapi.StatusesShareParams{Status: "早上好 https://example.com/"})
	if err != nil {
		log.Fatal(err)
	}
	comment, err := client.Comments.Create(ctx, weiboapi.CommentsCreateParams{ID: status.ID, Comment: "早！"})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(comment.Text)
	// Output: 早！
}

func ExampleUsersService_Show() {
	client := signedIn()
	user, err := client.Users.Show(context.Background(), weiboapi.UsersShowParams{UID: 1404376561})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(user.ScreenName)
	// Output: 示例小猫
}

func ExampleAccountService_GetUID() {
	client := signedIn()
	me, err := client.Account.GetUID(context.Background(), weiboapi.AccountGetUIDParams{})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(me.UID)
	// Output: 1404376560
}

func ExampleFriendshipsService_FriendsAll() {
	client := signedIn()
	for user, err := range client.Friendships.FriendsAll(context.Background(), weiboapi.FriendshipsFriendsParams{UID: 1404376560}) {
		if err != nil {
			log.Fatal(err) // the last thing that comes
		}
		fmt.Println(user.ID > 0)
		break // an iterator that is left makes no further call
	}
	// Output: true
}

func ExampleOAuth2Service_GetTokenInfo() {
	sandbox := weibotest.New()
	client, token := clientOf(sandbox), sandbox.Token(1404376560)
	// The calls of a sign-in are made by weibo.OAuth2, and its CheckToken does this one.
	info, err := client.OAuth2.GetTokenInfo(context.Background(), weiboapi.OAuth2GetTokenInfoParams{AccessToken: token})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(info.UID)
	// Output: 1404376560
}

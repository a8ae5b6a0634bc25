package weibotest_test

import (
	"context"
	"fmt"
	"net/http/httptest"
	"time"

	"github.com/seed4635ade2/weibo-go/gen/weiboapi"
	"github.com/seed4635ade2/weibo-go/weibo"
	"github.com/seed4635ade2/weibo-go/weibo/weibotest"
)

// A token expires while the application goes on to use it.
func ExampleSandbox_Advance() {
	sandbox := weibotest.New(weibotest.WithApp(weibotest.App{Key: weibotest.DefaultAppKey, TokenLifetime: time.Hour}))
	srv := httptest.NewServer(sandbox)
	defer srv.Close()
	client, err := weibo.NewClient(weibo.WithBaseURL(srv.URL), weibo.WithToken(sandbox.Token(1404376560)))
	if err != nil {
		fmt.Println(err)
		return
	}
	me, err := client.Account.GetUID(context.Background(), weiboapi.AccountGetUIDParams{})
	fmt.Println(me.UID, err)
	sandbox.Advance(time.Hour)
	_, err = client.Account.GetUID(context.Background(), weiboapi.AccountGetUIDParams{})
	fmt.Println(err)
	// Output:
	// 1404376560 <nil>
	// weibo: account/get_uid: expired_token (code 21327, HTTP 400)
}

// The first two attempts fail, as they do when Weibo has too much to do, and the client tries again.
func ExampleSandbox_Inject() {
	sandbox := weibotest.New()
	srv := httptest.NewServer(sandbox)
	defer srv.Close()
	sandbox.Inject(weibotest.Fault{Operation: "users/show", Code: 10009, Times: 2})
	client, err := weibo.NewClient(weibo.WithBaseURL(srv.URL), weibo.WithToken(sandbox.Token(1404376560)),
		weibo.WithRetry(weibo.Retry{Base: time.Millisecond}))
	if err != nil {
		fmt.Println(err)
		return
	}
	user, err := client.Users.Show(context.Background(), weiboapi.UsersShowParams{UID: 1404376560})
	fmt.Println(user.ScreenName, err)
	for _, r := range sandbox.Requests() {
		fmt.Println(r.Operation, r.Status, r.Code)
	}
	// Output:
	// 测试用户 <nil>
	// users/show 503 10009
	// users/show 503 10009
	// users/show 200 0
}

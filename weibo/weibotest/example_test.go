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

package gateway_test

import (
	"context"
	"errors"
	"fmt"
	"log"
	"net/http/httptest"
	"os"

	"github.com/seed4635ade2/weibo-go/gen/weiboapi"
	"github.com/seed4635ade2/weibo-go/weibo"
	"github.com/seed4635ade2/weibo-go/weibo/gateway"
	"github.com/seed4635ade2/weibo-go/weibo/weibotest"
)

// sandbox stands in for the gateway.
func sandbox(account weibotest.GatewayAccount) (token gateway.Token, there weibo.Option, stop func()) {
	s := weibotest.New()
	srv := httptest.NewServer(s)
	return s.GatewayToken(account), weibo.WithBaseURL(srv.URL), srv.Close
}

// The methods are those of any client. The token comes from the console of open.weibo.com, mostly by WEIBO_CLI_TOKEN.
func Example() {
	token, there, stop := sandbox(weibotest.GatewayAccount{}) // in a program: gateway.Token(os.Getenv("WEIBO_CLI_TOKEN"))
	defer stop()
	client, err := gateway.NewClient(token, there)
	if err != nil {
		log.Fatal(err)
	}
	ctx := context.Background()
	status, err := client.Statuses.Update(ctx, weiboapi.StatusesUpdateParams{Status: "一只猫"})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(status.Text)
	for st, err := range client.Commercial.StatusesUserTimelineOtherAll(ctx, weiboapi.CommercialStatusesUserTimelineOtherParams{UID: status.User.ID}) {
		if err != nil {
			log.Fatal(err)
		}
		fmt.Println(st.User.ScreenName, st.Text)
	}
	// Output:
	// 一只猫
	// 测试用户 一只猫
}

// A program with both doors passes the gateway to the calls that go there.
func ExampleWith() {
	token, there, stop := sandbox(weibotest.GatewayAccount{})
	defer stop()
	client, err := weibo.NewClient(weibo.WithToken("2.00EXAMPLEEXAMPLEEXAMPLE00"), there)
	if err != nil {
		log.Fatal(err)
	}
	me, err := client.Commercial.UsersShowBiz(context.Background(), weiboapi.CommercialUsersShowBizParams{}, gateway.With(token))
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(me.ScreenName)
	// Output: 测试用户
}

// An account without a plan is told what to do.
func ExampleHint() {
	token, there, stop := sandbox(weibotest.GatewayAccount{Plan: weibotest.GatewayNoPlan})
	defer stop()
	client, err := gateway.NewClient(token, there)
	if err != nil {
		log.Fatal(err)
	}
	_, err = client.Commercial.UsersShowBiz(context.Background(), weiboapi.CommercialUsersShowBizParams{})
	if errors.Is(err, gateway.ErrSubscription) {
		fmt.Println(gateway.Hint(err, "en"))
	}
	// Output: The account has no plan, or its credits are used up. Client.Whoami tells the balance; claim the trial or buy a plan at https://open.weibo.com/cli/plan.
}

// What the gateway has is up to the gateway, and to the account.
func ExampleCompare() {
	token, there, stop := sandbox(weibotest.GatewayAccount{Plan: weibotest.GatewayTrial})
	defer stop()
	client, err := gateway.NewClient(token, there)
	if err != nil {
		log.Fatal(err)
	}
	list, err := client.Commands(context.Background(), gateway.Filter{})
	if err != nil {
		log.Fatal(err)
	}
	for _, c := range list {
		if !c.Allowed() {
			fmt.Println("locked:", c.Name)
		}
	}
	d := gateway.Compare(list)
	fmt.Println(len(list), "commands,", len(d.New), "of them new,", len(d.Gone), "gone,", len(d.Changed), "changed")
	// Output:
	// locked: search hot_word/biz
	// locked: search hot_word_cate/biz
	// 67 commands, 0 of them new, 0 gone, 0 changed
}

// A token that is renewed comes from a function.
func ExampleTokenFunc() {
	src := gateway.TokenFunc(func(context.Context) (gateway.Token, error) {
		b, err := os.ReadFile("/run/secrets/weibo-cli-token")
		return gateway.Token(b), err
	})
	if _, err := gateway.NewClient(src); err != nil {
		log.Fatal(err)
	}
	// Output:
}

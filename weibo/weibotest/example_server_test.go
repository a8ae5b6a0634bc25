package weibotest_test

import (
	"context"
	"errors"
	"fmt"
	"testing"

	"github.com/seed4635ade2/weibo-go/gen/weiboapi"
	"github.com/seed4635ade2/weibo-go/weibo"
	"github.com/seed4635ade2/weibo-go/weibo/weibotest"
)

// inTest stands for go test: it runs a test, and prints what that fails with.
func inTest(test func(t testing.TB)) {
	f := &fakeTest{T: new(testing.T)}
	test(f)
	for _, fn := range f.cleanups {
		fn()
	}
	for _, line := range f.failed {
		fmt.Println("FAIL", line)
	}
}

// postCat is what an application does.
func postCat(ctx context.Context, client *weibo.Client) (*weiboapi.Status, error) {
	return client.Statuses.Share(ctx, weiboapi.StatusesShareParams{Status: "一只猫 https://example.com/cat"})
}

func ExampleNewServer() {
	inTest(func(t testing.TB) { // func TestPosting(t *testing.T)
		srv := weibotest.NewServer(t)
		client := srv.Client() // signed in as the first of the accounts
		status, err := postCat(context.Background(), client)
		if err != nil {
			t.Errorf("not posted: %v", err)
			return
		}
		fmt.Println(status.Author().ScreenName, status.Text)
	})
	// Output: 测试用户 一只猫 https://example.com/cat
}

// What was expected and does not come fails the test when it ends.
func ExampleServer_Expect() {
	inTest(func(t testing.TB) {
		srv := weibotest.NewServer(t)
		srv.Expect("statuses/share").WithParam("status", "一只猫 https://example.com/cat").Fail(weiboapi.CodeRepeatedText)
		srv.Expect("statuses/share").WithParam("status", "一只狗 https://example.com/dog")
		_, err := postCat(context.Background(), srv.Client())
		fmt.Println(errors.Is(err, weibo.ErrDuplicate))
	})
	// Output:
	// true
	// FAIL weibotest: statuses/share with status="一只狗 https://example.com/dog" was called 0 times, expected were 1
}

// A new application may do little. So that tests show it, the sandbox can be as narrow as Weibo.
func ExampleStrict() {
	inTest(func(t testing.TB) {
		client, ctx := weibotest.NewServer(t, weibotest.Strict()).Client(weibo.WithRemoteIP("203.0.113.7")), context.Background()
		_, err := client.Statuses.Update(ctx, weiboapi.StatusesUpdateParams{Status: "早上好"})
		fmt.Println(errors.Is(err, weibo.ErrPermission))
		_, err = client.Statuses.Share(ctx, weiboapi.StatusesShareParams{Status: "早上好"})
		fmt.Println(err)
	})
	// Output:
	// true
	// weibo: statuses/share: text not find domain! (code 10017, HTTP 400)
}

// The same number makes the same world.
func ExampleWithSeed() {
	inTest(func(t testing.TB) {
		newest := func() *weiboapi.StatusList {
			client := weibotest.NewServer(t, weibotest.WithSeed(7), weibotest.WithStatuses(500)).Client()
			page, err := client.Statuses.HomeTimeline(context.Background(), weiboapi.StatusesHomeTimelineParams{Count: 5})
			if err != nil {
				t.Errorf("no statuses: %v", err)
			}
			return page
		}
		first, second := newest(), newest()
		for i, status := range first.Statuses {
			fmt.Println(status.ID == second.Statuses[i].ID, status.Text == second.Statuses[i].Text)
		}
	})
	// Output:
	// true true
	// true true
	// true true
	// true true
	// true true
}

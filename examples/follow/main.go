// Command follow writes what is new on the home timeline of a user, as it comes. It asks only for what is newer than the last
// status it wrote, keeps within the limits of Weibo, and keeps in a file where it was, so that it goes on there after a
// restart. Ctrl-C ends it. Without an access token it follows a local Weibo, in which somebody posts:
//
//	go run ./examples/follow
//
// At Weibo itself:
//
//	WEIBO_ACCESS_TOKEN=… go run ./examples/follow -every 1m -state follow.state
//
// 持续输出首页时间线上的新微博：用 since_id 轮询，遵守频次限制，进度保存在文件中，重启后继续，Ctrl-C 结束。
package main

import (
	"cmp"
	"context"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"time"

	"github.com/seed4635ade2/weibo-go/examples/internal/poll"
	"github.com/seed4635ade2/weibo-go/examples/internal/start"
	"github.com/seed4635ade2/weibo-go/weibo"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	context.AfterFunc(ctx, stop) // a second Ctrl-C kills
	if err := run(ctx, os.Args[1:], os.Getenv, os.Stdout, os.Stderr); err != nil {
		start.Exit("follow", err)
	}
}

// run writes new statuses to out until ctx is done, and what goes wrong meanwhile to logs.
func run(ctx context.Context, args []string, getenv func(string) string, out, logs io.Writer) error {
	flags := flag.NewFlagSet("follow", flag.ExitOnError)
	every := flags.Duration("every", 0, "look so `OFTEN` (default 1m, and 2s at a local Weibo)")
	state := flags.String("state", "", "keep in `FILE` what was written last; without it the latest page comes first")
	flags.Parse(args)
	account, err := start.SignIn(getenv, logs)
	if err != nil {
		return err
	}
	defer account.Close()
	if account.Sandbox != nil {
		*every = cmp.Or(*every, 2*time.Second)
		stop, err := play(ctx, account)
		if err != nil {
			return err
		}
		defer stop()
	}
	limits := weibo.NewLimiter()
	limits.AskEvery = 10 * time.Minute // other programs spend the budget of the user, too
	client, err := weibo.NewClient(append(account.Options, weibo.WithLimiter(limits))...)
	if err != nil {
		return err
	}
	f := &follower{client: client, out: out, state: poll.Position(*state)}
	if err := f.begin(); err != nil {
		return err
	}
	err = poll.Every(ctx, cmp.Or(*every, time.Minute), logs, f.look)
	fmt.Fprintln(logs, "Ended.")
	return err
}

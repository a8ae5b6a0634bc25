// Command commentmonitor watches the comments that a user gets, on all statuses or on one, reports those with a keyword, and
// answers them if it is told what with. It keeps within the limits of Weibo, and keeps in a file where it was, so that each
// comment is dealt with once. Ctrl-C ends it. Without an access token it watches a local Weibo, in which somebody comments:
//
//	go run ./examples/commentmonitor
//
// At Weibo itself:
//
//	WEIBO_ACCESS_TOKEN=… WEIBO_REMOTE_IP=… go run ./examples/commentmonitor -keyword 多少钱 -reply '{name}，价格在主页' -state comments.state
//
// 监控收到的评论（全部微博或指定一条）：发现关键词时报告或自动回复，遵守频次限制，跳过已删除的内容，进度保存在文件中。
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
		start.Exit("commentmonitor", err)
	}
}

// run deals with comments until ctx is done. What it did goes to out, and what goes wrong meanwhile to logs.
func run(ctx context.Context, args []string, getenv func(string) string, out, logs io.Writer) error {
	flags := flag.NewFlagSet("commentmonitor", flag.ExitOnError)
	status := flags.Int64("status", 0, "the `ID` of the status; without it all of the user")
	keyword := flags.String("keyword", "多少钱", "the `WORD` to look for")
	reply := flags.String("reply", "", "answer with `TEXT`, in which {name} is who asked (default none, but at a local Weibo)")
	every := flags.Duration("every", 0, "look so `OFTEN` (default 1m, and 2s at a local Weibo)")
	state := flags.String("state", "", "keep in `FILE` which comment was the last; without it only those from now on count")
	flags.Parse(args)
	account, err := start.SignIn(getenv, logs)
	if err != nil {
		return err
	}
	defer account.Close()
	// One limiter for all that calls for the user, reading and writing. Clients of other users would share it, too.
	limits := weibo.NewLimiter()
	limits.AskEvery = 10 * time.Minute // other programs spend the budget of the user, too
	client, err := weibo.NewClient(append(account.Options, weibo.WithLimiter(limits))...)
	if err != nil {
		return err
	}
	m := &monitor{client: client, out: out, status: *status, keyword: *keyword, reply: *reply, state: poll.Position(*state)}
	if account.Sandbox != nil {
		*every = cmp.Or(*every, 2*time.Second)
		m.reply = cmp.Or(m.reply, "{name}，价格请看 https://"+start.SafeDomain+"/cats")
		stop, err := play(ctx, account, client, m.keyword)
		if err != nil {
			return err
		}
		defer stop()
	}
	if err := m.begin(ctx); err != nil {
		return err
	}
	err = poll.Every(ctx, cmp.Or(*every, time.Minute), logs, m.look)
	fmt.Fprintln(logs, "Ended.")
	return err
}

// Command messages answers what users write to a verified account (the fans service): Weibo posts each message to an address
// of the application. It checks the signature, proves the address to Weibo (echostr), answers texts and new followers, sends
// an answer that takes long by a call of its own, and logs kinds of messages that are new. Ctrl-C ends it. Without an app
// secret it plays Weibo, too, and sends itself a message of each sort:
//
//	go run ./examples/messages
//
// While it runs, another terminal sends it one more, signed as Weibo does:
//
//	go run ./examples/messages -send 营业时间
//
// For Weibo itself, enter the address, by https, in the console of the application, and put it behind a proxy with TLS:
//
//	WEIBO_APP_SECRET=… WEIBO_ACCESS_TOKEN=… go run ./examples/messages
//
// 粉丝服务消息回调：校验签名，响应 echostr，回复文字和关注事件，超过五秒的回复改用客服消息接口，记录未知类型。
package main

import (
	"cmp"
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"os"
	"os/signal"
	"sync"
	"syscall"
	"time"

	"github.com/seed4635ade2/weibo-go/examples/internal/start"
	"github.com/seed4635ade2/weibo-go/weibo"
	"github.com/seed4635ade2/weibo-go/weibo/messages"
	"github.com/seed4635ade2/weibo-go/weibo/weibotest"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	context.AfterFunc(ctx, stop) // a second Ctrl-C kills
	if err := run(ctx, os.Args[1:], os.Getenv, os.Stdout, os.Stderr); err != nil {
		start.Exit("messages", err)
	}
}

// path is that of the callback address.
const path = "/weibo/messages"

// run answers messages until ctx is done.
func run(ctx context.Context, args []string, getenv func(string) string, out, logs io.Writer) error {
	flags := flag.NewFlagSet("messages", flag.ExitOnError)
	addr := flags.String("addr", "127.0.0.1:8001", "listen at `HOST:PORT`, 0 for a free port")
	text := flags.String("send", "", "send a message with `TEXT` to a program that runs already, as Weibo does")
	flags.Parse(args)
	secret := cmp.Or(getenv("WEIBO_APP_SECRET"), weibotest.DefaultAppSecret)
	if *text != "" {
		return sendText(ctx, weiboPlayer{"http://" + *addr + path, secret}, *text, out)
	}
	atWeibo := getenv("WEIBO_APP_SECRET") != ""
	if atWeibo != (getenv("WEIBO_ACCESS_TOKEN") != "") {
		return errors.New("set both WEIBO_APP_SECRET and WEIBO_ACCESS_TOKEN, or none of them for a local Weibo")
	}
	account, err := start.SignIn(getenv, logs, "messages/reply")
	if err != nil {
		return err
	}
	defer account.Close()
	client, err := weibo.NewClient(account.Options...)
	if err != nil {
		return err
	}
	l, err := net.Listen("tcp", *addr)
	if err != nil {
		return err
	}
	desk := &desk{client: client, log: slog.New(slog.NewTextHandler(logs, nil))}
	defer desk.late.Wait()
	mux := http.NewServeMux()
	mux.Handle(path, &messages.Handler{AppSecret: secret, Handle: desk.handle, Logger: desk.log})
	address := "http://" + l.Addr().String() + path
	fmt.Fprintf(out, "Messages are answered at %s\n", address)
	if !atWeibo {
		var playing sync.WaitGroup
		defer playing.Wait()
		playing.Go(func() { play(ctx, weiboPlayer{address, secret}, out) })
	}
	return serve(ctx, l, mux)
}

// serve answers what l accepts until ctx is done, and then lets the requests that are under way end.
func serve(ctx context.Context, l net.Listener, h http.Handler) error {
	srv := &http.Server{Handler: h, ReadHeaderTimeout: 10 * time.Second, ReadTimeout: 30 * time.Second}
	ended := make(chan error, 1)
	context.AfterFunc(ctx, func() {
		ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), 10*time.Second)
		defer cancel()
		ended <- srv.Shutdown(ctx)
	})
	if err := srv.Serve(l); !errors.Is(err, http.ErrServerClosed) {
		return err
	}
	return <-ended
}

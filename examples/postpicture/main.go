// Command postpicture publishes a text with a picture: it checks both before anything is sent, shows how far the upload is,
// and says what to do when Weibo refuses. Without an access token it does so at a local Weibo of its own:
//
//	go run ./examples/postpicture
//
// At Weibo itself, for an application that has the domain of the link as a safe domain in its console:
//
//	WEIBO_ACCESS_TOKEN=… WEIBO_REMOTE_IP=… go run ./examples/postpicture -text '一只猫 https://example.com/cat' -safe-domain example.com -pic cat.jpg
//
// 发布一条带图片的微博：发送前检查正文和图片，显示上传进度，被拒绝时说明如何处理。不设置 WEIBO_ACCESS_TOKEN 时使用本地沙箱。
package main

import (
	"cmp"
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"

	"github.com/seed4635ade2/weibo-go/examples/internal/sample"
	"github.com/seed4635ade2/weibo-go/examples/internal/start"
	"github.com/seed4635ade2/weibo-go/gen/weiboapi"
	"github.com/seed4635ade2/weibo-go/weibo"
	"github.com/seed4635ade2/weibo-go/weibo/check"
	"github.com/seed4635ade2/weibo-go/weibo/ids"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	context.AfterFunc(ctx, stop) // a second Ctrl-C kills
	if err := run(ctx, os.Args[1:], os.Getenv, os.Stdout, os.Stderr); err != nil {
		fmt.Fprintf(os.Stderr, "postpicture: %s\n", explain(err, start.Language(os.Getenv)))
		os.Exit(1)
	}
}

// run publishes what the arguments say, and writes its address to out.
func run(ctx context.Context, args []string, getenv func(string) string, out, progress io.Writer) error {
	flags := flag.NewFlagSet("postpicture", flag.ExitOnError)
	text := flags.String("text", "", "the `TEXT`, with a link under the safe domain")
	domain := flags.String("safe-domain", start.SafeDomain, "the `DOMAIN` that is bound to the application")
	file := flags.String("pic", "", "the picture in `FILE`: JPEG, GIF or PNG, below 5 MB")
	flags.Parse(args)
	account, err := start.SignIn(getenv, progress)
	if err != nil {
		return err
	}
	defer account.Close()
	client, err := weibo.NewClient(account.Options...)
	if err != nil {
		return err
	}
	params := weiboapi.StatusesShareParams{Status: *text, Pic: weibo.PictureFile(*file)}
	if account.Sandbox != nil { // where nobody minds
		params.Status = cmp.Or(params.Status, "一只猫 https://"+start.SafeDomain+"/cat")
		if *file == "" {
			params.Pic = weibo.PictureBytes(sample.Picture(0))
		}
	} else if *text == "" || *file == "" {
		return errors.New("say what to publish, with -text and -pic")
	}
	status, err := post(ctx, client, params, *domain, progress)
	if errors.Is(err, weibo.ErrDelayed) { // not a failure: sending it again would post it twice
		fmt.Fprintln(out, "Accepted; it shows up in a minute or two.")
		return nil
	}
	if err != nil {
		return err
	}
	fmt.Fprintln(out, ids.StatusURL(status.Author().ID, status.ID))
	return nil
}

// post checks a status, so that a mistake costs none of the few posts that a user has in an hour, and publishes it.
func post(ctx context.Context, client *weibo.Client, params weiboapi.StatusesShareParams, safeDomain string, progress io.Writer) (*weiboapi.Status, error) {
	if err := check.Share(ctx, params, safeDomain); err != nil {
		return nil, err
	}
	defer fmt.Fprintln(progress) // below the line of the progress
	return client.Statuses.Share(ctx, params, weibo.WithProgress(func(sent, total int64) {
		fmt.Fprintf(progress, "\r%d of %d bytes", sent, total)
	}))
}

// explain says what went wrong and what to do about it, in Chinese if lang is zh, otherwise in English.
func explain(err error, lang string) string {
	var found *check.Error
	var refused *weibo.Error
	switch {
	case errors.As(err, &found): // all that is wrong, and nothing was sent
		return found.Message(lang)
	case errors.As(err, &refused) && refused.Hint(lang) != "":
		return err.Error() + "\n" + refused.Hint(lang)
	}
	return err.Error()
}

// Command severalpictures publishes a text with up to nine pictures, in the order given. If a picture does not arrive it says
// which, and tries once more what may pass; the pictures that arrived are not sent again. Without an access token it does so
// at a local Weibo of its own, with three pictures that it draws:
//
//	go run ./examples/severalpictures
//
// At Weibo itself, for an application that was granted statuses/upload_pic and statuses/upload_url_text:
//
//	WEIBO_ACCESS_TOKEN=… WEIBO_REMOTE_IP=… go run ./examples/severalpictures -text 三只猫 a.jpg b.png c.gif
//
// 发布一条带多张图片（最多九张）的微博，上传失败时指出是哪一张，重试时不重复上传已成功的图片。需要高级接口权限。
package main

import (
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
		start.Exit("severalpictures", err)
	}
}

// run publishes what the arguments say, and writes its address and those of its pictures to out.
func run(ctx context.Context, args []string, getenv func(string) string, out, progress io.Writer) error {
	flags := flag.NewFlagSet("severalpictures", flag.ExitOnError)
	text := flags.String("text", "三只猫", "the `TEXT`")
	flags.Parse(args)
	account, err := start.SignIn(getenv, progress, "statuses/upload_pic", "statuses/upload_url_text")
	if err != nil {
		return err
	}
	defer account.Close()
	client, err := weibo.NewClient(account.Options...)
	if err != nil {
		return err
	}
	pics := pictures(flags.Args())
	if account.Sandbox != nil && len(pics) == 0 { // where nobody minds
		pics = samples()
	}
	if len(pics) == 0 {
		return errors.New("name the files of the pictures")
	}
	status, err := post(ctx, client, *text, pics, progress)
	if err != nil {
		return err
	}
	fmt.Fprintln(out, ids.StatusURL(status.Author().ID, status.ID))
	for _, pic := range status.Pictures() {
		fmt.Fprintln(out, pic.Original)
	}
	return nil
}

func pictures(files []string) (pics []*weibo.Picture) {
	for _, name := range files {
		pics = append(pics, weibo.PictureFile(name))
	}
	return pics
}

func samples() (pics []*weibo.Picture) {
	for i := range 3 {
		pics = append(pics, weibo.PictureBytes(sample.Picture(i)))
	}
	return pics
}

// post publishes a text with pictures.
func post(ctx context.Context, client *weibo.Client, text string, pics []*weibo.Picture, progress io.Writer) (*weiboapi.Status, error) {
	params := weiboapi.StatusesUploadURLTextParams{Status: text}
	if err := check.UploadURLText(params); err != nil {
		return nil, err
	}
	show := weibo.WithProgress(func(sent, total int64) { // of all pictures together
		fmt.Fprintf(progress, "\r%d of %d bytes", sent, total)
	})
	status, err := client.PublishPictures(ctx, params, pics, show)
	fmt.Fprintln(progress)
	var failed *weibo.PicturesError
	if !errors.As(err, &failed) {
		return status, err
	}
	report(progress, failed)
	if failed.Index < 0 || !errors.Is(err, weibo.ErrServer) { // a status may be there all the same, and a refusal stays one
		return nil, err
	}
	params.PicIDs = failed.PicIDs // so that only the others are uploaded
	status, err = client.PublishPictures(ctx, params, pics, show)
	fmt.Fprintln(progress)
	if errors.As(err, &failed) {
		report(progress, failed)
	}
	return status, err
}

// report says what became of each picture.
func report(out io.Writer, failed *weibo.PicturesError) {
	for i, id := range failed.PicIDs {
		switch {
		case i == failed.Index:
			fmt.Fprintf(out, "picture %d (%s) failed: %v\n", i+1, failed.Name, failed.Err)
		case id != "":
			fmt.Fprintf(out, "picture %d is uploaded as %s\n", i+1, id)
		default:
			fmt.Fprintf(out, "picture %d is not uploaded\n", i+1)
		}
	}
}

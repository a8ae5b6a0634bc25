package main

import (
	"cmp"
	"context"
	"fmt"
	"io"
	"strings"

	"github.com/mattn/go-runewidth"
	"github.com/seed4635ade2/weibo-go/gen/weiboapi"
	"github.com/seed4635ade2/weibo-go/weibo"
	"github.com/seed4635ade2/weibo-go/weibo/weibotest"
	"github.com/urfave/cli/v3"
)

func demoCommand() *cli.Command {
	return &cli.Command{
		Name:  "demo",
		Usage: "sign in, post a picture and read it back, on a local Weibo",
		Description: "Starts a sandbox and does with it, over HTTP, what an application does with\n" +
			"Weibo: walks the OAuth2 code flow, publishes a text and a picture, comments, and\n" +
			"reads all of it back. If anything comes back other than it was sent, the exit\n" +
			"status is 1. Neither an account nor a network is needed.",
		Flags: []cli.Flag{
			&cli.StringFlag{
				Name:  "pic",
				Usage: "publish the picture in `FILE`: JPEG, GIF or PNG, below 5 MB",
			},
			&cli.BoolFlag{
				Name:  "keep",
				Usage: "hold the sandbox open until Ctrl-C",
			},
			&cli.StringFlag{
				Name:  "addr",
				Value: "127.0.0.1:0",
				Usage: "listen at `HOST:PORT`, 0 for a free port",
			},
		},
		ArgValidator: noArguments,
		Action:       demoAction,
	}
}

func demoAction(ctx context.Context, cmd *cli.Command) error {
	l, err := listen(ctx, cmd.String("addr"), false)
	if err != nil {
		return err
	}
	sandbox := weibotest.New(weibotest.Strict()) // as near to Weibo as it gets
	serving, stop := context.WithCancel(ctx)
	served := make(chan error, 1)
	go func() { served <- sandbox.Serve(serving, l) }()
	err = runDemo(ctx, cmd, baseURL(l))
	stop()
	return cmp.Or(err, <-served)
}

func runDemo(ctx context.Context, cmd *cli.Command, base string) error {
	back, err := listenDemoCallback()
	if err != nil {
		return err
	}
	defer back.close()
	picture := drawnPicture()
	if path := cmd.String("pic"); path != "" {
		picture = weibo.PictureFile(path)
	}
	d := &demo{base: base, callback: back, browser: newBrowser(), picture: picture}
	if err := d.run(ctx, cmd.Root().Writer); err != nil {
		return err
	}
	d.finish(ctx, cmd.Root().Writer, cmd.Bool("keep"))
	return nil
}

// A demo goes through its steps. Each leaves here what the following ones need.
type demo struct {
	base     string
	callback *callback
	browser  *browser
	signIn   *weibo.OAuth2
	state    string
	page     *form
	code     string
	client   *weibo.Client
	uid      int64
	picture  *weibo.Picture
	upload   upload
	text     *weiboapi.Status
	photo    *weiboapi.Status
	comment  *weiboapi.Comment
}

// A step does one thing, and tells what was sent and what came back.
type step struct {
	what     string
	endpoint string
	do       func(context.Context) (sent, got string, err error)
}

func (d *demo) steps(ctx context.Context) []step {
	return []step{
		{tr(ctx, "Open the page that asks the user"), "GET oauth2/authorize", d.openPage},
		{tr(ctx, "Agree"), "POST oauth2/authorize", d.agree},
		{tr(ctx, "Exchange the code for a token"), "POST oauth2/access_token", d.exchange},
		{tr(ctx, "Publish a text"), "POST statuses/share", d.publishText},
		{tr(ctx, "Publish a picture"), "POST statuses/share", d.publishPicture},
		{tr(ctx, "Comment on the picture"), "POST comments/create", d.writeComment},
		{tr(ctx, "Read the user's timeline"), "GET statuses/user_timeline", d.readTimeline},
		{tr(ctx, "Read the comments"), "GET comments/show", d.readComments},
		{tr(ctx, "Download the picture"), "GET original_pic", d.download},
	}
}

func (d *demo) run(ctx context.Context, out io.Writer) error {
	fmt.Fprintf(out, "%s\n\n", tr(ctx, "A local Weibo is running at %s", d.base))
	for _, s := range d.steps(ctx) {
		sent, got, err := s.do(ctx)
		if err != nil {
			return fmt.Errorf("%s: %w", strings.ToLower(s.what), err)
		}
		fmt.Fprintf(out, "✓ %s %s\n    → %s\n    ← %s\n", runewidth.FillRight(s.what, 34), s.endpoint, sent, got)
	}
	return nil
}

// finish tells where to look, and leaves time for it if keep is set.
func (d *demo) finish(ctx context.Context, out io.Writer, keep bool) {
	fmt.Fprintf(out, "\n%s\n\n", tr(ctx, "All came back as it was sent. To look at:\n  the user     %s/u/%d\n  the picture  %s",
		d.base, d.uid, d.photo.OriginalPic))
	if !keep {
		fmt.Fprintln(out, tr(ctx, "The sandbox ends here. With --keep it stays open."))
		return
	}
	fmt.Fprintln(out, tr(ctx, "The sandbox stays open until Ctrl-C."))
	<-ctx.Done()
}

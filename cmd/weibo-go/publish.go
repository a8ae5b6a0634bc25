package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/netip"
	"os"
	"slices"
	"strings"

	"github.com/seed4635ade2/weibo-go/gen/weiboapi"
	"github.com/seed4635ade2/weibo-go/weibo"
	"github.com/seed4635ade2/weibo-go/weibo/check"
	"github.com/seed4635ade2/weibo-go/weibo/ids"
	"github.com/seed4635ade2/weibo-go/weibo/wire"
	"github.com/urfave/cli/v3"
)

// textFlag is that of commands that publish a text.
func textFlag() cli.Flag {
	return &cli.StringFlag{Name: "file", Usage: "take the text from `FILE`, - for standard input"}
}

// remoteIPFlag is that of commands that write. The address is never guessed.
func remoteIPFlag() cli.Flag {
	return &cli.StringFlag{Name: "remote-ip", Usage: "the public `IP` address of the user who acts, which Weibo may want (rip)", Validator: checkRemoteIP}
}

// checkRemoteIP is the validator of that flag.
func checkRemoteIP(ip string) error {
	if _, err := netip.ParseAddr(ip); err != nil {
		return errors.New("no IP address")
	}
	return nil
}

// writeOptions are what a call that writes takes.
func writeOptions(cmd *cli.Command) []wire.Option {
	if ip := cmd.String("remote-ip"); ip != "" {
		return []wire.Option{weibo.WithRemoteIP(ip)}
	}
	return nil
}

// publishFlags are those of commands that publish a status. They come before the others.
func publishFlags(own ...cli.Flag) []cli.Flag {
	own = append(own, textFlag(), &cli.BoolFlag{Name: "no-check", Usage: "send also what Weibo would probably refuse"}, remoteIPFlag(), dryRunFlag())
	return append(append(own, outputFlags()...), accountFlags()...)
}

func shareCommand() *cli.Command {
	return &cli.Command{
		Name:      "share",
		Usage:     "publish a text with a link, and a picture",
		ArgsUsage: "TEXT...",
		Description: "What ordinary applications may publish (statuses/share): a text of at most 140 Han\n" +
			"characters with a link under a safe domain of the application and without #topic#.\n" +
			"Without TEXT it is read from standard input. It writes the address of the status.",
		Flags: publishFlags(
			&cli.StringFlag{Name: "pic", Usage: "publish the picture in `FILE`: JPEG, GIF or PNG, below 5 MB"},
			&cli.StringSliceFlag{Name: "safe-domain", Usage: "check that links are under `DOMAIN`, which the application has in the console"},
		),
		Action: shareAction,
	}
}

func shareAction(ctx context.Context, cmd *cli.Command) error {
	status, err := givenText(ctx, cmd, cmd.Args().Slice())
	if err != nil {
		return err
	}
	params := weiboapi.StatusesShareParams{Status: status}
	if file := cmd.String("pic"); file != "" {
		params.Pic = picture(cmd, file)
	}
	return publish(ctx, cmd, check.Share(ctx, params, cmd.StringSlice("safe-domain")...),
		func(client *weibo.Client, opts ...wire.Option) (*weiboapi.Status, error) {
			return client.Statuses.Share(ctx, params, opts...)
		})
}

func postCommand() *cli.Command {
	return &cli.Command{
		Name:      "post",
		Usage:     "publish any text, with up to nine pictures",
		ArgsUsage: "TEXT...",
		Description: "For applications that Weibo has granted statuses/update, statuses/upload or, for\n" +
			"several pictures, statuses/upload_pic and statuses/upload_url_text. Others get code\n" +
			"10014 and use weibo-go share. Without TEXT it is read from standard input. It\n" +
			"writes the address of the status.",
		Flags: publishFlags(
			&cli.StringSliceFlag{Name: "pic", Usage: "publish the picture in `FILE`: JPEG, GIF or PNG, below 5 MB; once for each picture"},
			&cli.BoolFlag{Name: "long", Usage: "allow a text of up to 2000 Han characters, without a picture"},
		),
		DisableSliceFlagSeparator: true,
		Action:                    postAction,
	}
}

const mostPictures = 9

func postAction(ctx context.Context, cmd *cli.Command) error {
	status, err := givenText(ctx, cmd, cmd.Args().Slice())
	if err != nil {
		return err
	}
	var pics []*weibo.Picture
	for _, file := range cmd.StringSlice("pic") {
		pics = append(pics, picture(cmd, file))
	}
	switch {
	case len(pics) > 0 && cmd.Bool("long"):
		return usageErrorf(cmd, "%s", tr(ctx, "--long does not go with --pic"))
	case len(pics) > mostPictures:
		return usageErrorf(cmd, "%s", tr(ctx, "there are %d pictures, and %d at most", len(pics), mostPictures))
	}
	switch len(pics) {
	case 0:
		params := weiboapi.StatusesUpdateParams{Status: status, IsLongText: cmd.Bool("long")}
		return publish(ctx, cmd, check.Update(params), func(client *weibo.Client, opts ...wire.Option) (*weiboapi.Status, error) {
			return client.Statuses.Update(ctx, params, opts...)
		})
	case 1:
		params := weiboapi.StatusesUploadParams{Status: status, Pic: pics[0]}
		return publish(ctx, cmd, check.Upload(ctx, params), func(client *weibo.Client, opts ...wire.Option) (*weiboapi.Status, error) {
			return client.Statuses.Upload(ctx, params, opts...)
		})
	}
	params := weiboapi.StatusesUploadURLTextParams{Status: status}
	return publish(ctx, cmd, check.UploadURLText(params), func(client *weibo.Client, opts ...wire.Option) (*weiboapi.Status, error) {
		return client.PublishPictures(ctx, params, pics, opts...)
	})
}

// givenText is the text that the user gives: as arguments, in a file, or on standard input.
func givenText(ctx context.Context, cmd *cli.Command, words []string) (string, error) {
	file := cmd.String("file")
	switch {
	case len(words) > 0 && file != "":
		return "", usageErrorf(cmd, "%s", tr(ctx, "there is a text and --file"))
	case len(words) > 0:
		return strings.Join(words, " "), nil
	case file == "":
		if newTerminal(cmd.Root().Reader, io.Discard).alive {
			return "", usageErrorf(cmd, "%s", tr(ctx, "%s is missing", "TEXT"))
		}
		file = "-"
	}
	text, err := readInput(ctx, cmd, file)
	return strings.TrimRight(string(text), "\r\n"), err
}

// publish publishes a status by send, unless found says what is wrong with it, and writes its address.
func publish(ctx context.Context, cmd *cli.Command, found error, send func(*weibo.Client, ...wire.Option) (*weiboapi.Status, error)) error {
	if found != nil && !cmd.Bool("no-check") {
		return checkProblem(ctx, found)
	}
	p, err := newPrinter(ctx, cmd, new(weiboapi.Status))
	if err != nil {
		return err
	}
	a, client, err := openClient(ctx, cmd)
	if err != nil {
		return err
	}
	bar := newProgress(cmd.Root().ErrWriter)
	status, err := send(client, append(bar.options(), writeOptions(cmd)...)...)
	bar.clear()
	if err != nil {
		return a.explainWrite(ctx, err)
	}
	if cmd.Bool("dry-run") {
		return nil
	}
	return p.write(ctx, status, func(out io.Writer) error { return writeAddress(out, status) })
}

func writeAddress(out io.Writer, status *weiboapi.Status) error {
	_, err := fmt.Fprintln(out, ids.StatusURL(status.Author().ID, status.ID))
	return err
}

// checkProblem makes a problem of what Weibo would refuse.
func checkProblem(ctx context.Context, found error) error {
	what := found.Error()
	var e *check.Error
	if errors.As(found, &e) {
		what = e.Message(string(languageOf(ctx)))
	}
	advice := tr(ctx, "Nothing was sent. With --no-check it is sent all the same.")
	switch {
	case errors.Is(found, os.ErrNotExist):
		advice = tr(ctx, "Look at the name of the file.")
	case e != nil && slices.ContainsFunc(e.Problems, func(p *check.Problem) bool { return p.Param == "pic" }):
		advice = tr(ctx, "It was not sent.") // nor is it with --no-check
	}
	return &problem{what: what, advice: advice, err: found}
}

// explainWrite makes a problem of the error of a call that writes. What was interrupted may have arrived.
func (a *account) explainWrite(ctx context.Context, err error) error {
	var pictures *weibo.PicturesError
	if errors.Is(err, context.Canceled) && errors.As(err, &pictures) && pictures.Index >= 0 {
		arrived := slices.DeleteFunc(slices.Clone(pictures.PicIDs), func(id string) bool { return id == "" })
		return &problem{
			what:   tr(ctx, "interrupted after %d of %d pictures", len(arrived), len(pictures.PicIDs)),
			advice: tr(ctx, "Nothing was published."),
			err:    err,
		}
	}
	if errors.Is(err, context.Canceled) {
		return &problem{
			what:   tr(ctx, "interrupted: Weibo may have done it all the same"),
			advice: tr(ctx, "Look before you do it again: %s", a.command("timeline user")),
			err:    err,
		}
	}
	if errors.Is(err, os.ErrNotExist) {
		return &problem{what: err.Error(), advice: tr(ctx, "Look at the name of the file."), err: err}
	}
	if brokeOff(err) {
		return &problem{
			what:   tr(ctx, "Weibo may have done it all the same: %v", err),
			advice: tr(ctx, "Look before you do it again: %s", a.command("timeline user")),
			err:    err,
		}
	}
	return a.explain(ctx, err)
}

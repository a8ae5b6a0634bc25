package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"github.com/seed4635ade2/weibo-go/gen/openimapi"
	"github.com/seed4635ade2/weibo-go/weibo/openim"
	"github.com/seed4635ade2/weibo-go/weibo/openim/stream"
	"github.com/urfave/cli/v3"
)

func dmSendCommand() *cli.Command {
	return &cli.Command{
		Name:      "send",
		Usage:     "send a private message, a picture or a file",
		ArgsUsage: "TEXT...",
		Description: "Experimental, see weibo-go dm --help. It goes to the owner of the account; answers to\n" +
			"others are sent with --to, and may not arrive. Without TEXT and --attach the text is\n" +
			"read from standard input. Weibo confirms no text: success means that it was handed\n" +
			"over. What a second connection with the same AppId does to a weibo-go dm listen\n" +
			"that runs is not known. With --json the members are message_id, to and files (name,\n" +
			"fid, message_id).",
		Flags: append(append([]cli.Flag{
			textFlag(),
			&cli.StringSliceFlag{Name: "attach", Usage: "send the picture or the file in `FILE` too, once for each; to the owner only"},
			&cli.StringFlag{Name: "to", Usage: "send the text to the user with this `UID`", Validator: checkUID},
		}, outputFlags()...), profileFlags()...),
		DisableSliceFlagSeparator: true,
		Action:                    dmSendAction,
	}
}

// checkUID is the validator of flags that take a uid.
func checkUID(text string) error {
	if n, err := strconv.ParseInt(text, 10, 64); err != nil || n <= 0 {
		return errors.New("no uid")
	}
	return nil
}

// A handedOver is what was sent. The members of the JSON are what scripts rely on.
type handedOver struct {
	MessageID string     `json:"message_id"` // empty without a text
	To        string     `json:"to"`
	Files     []fileSent `json:"files"`
}

type fileSent struct {
	Name      string `json:"name"`
	FID       int64  `json:"fid"`
	MessageID string `json:"message_id"`
}

func dmSendAction(ctx context.Context, cmd *cli.Command) error {
	files := cmd.StringSlice("attach")
	if len(files) > 0 && cmd.IsSet("to") {
		return usageErrorf(cmd, "%s", tr(ctx, "%s does not go with %s", "--attach", "--to"))
	}
	var text string
	if len(files) == 0 || cmd.Args().Present() || cmd.String("file") != "" {
		var err error
		if text, err = givenText(ctx, cmd, cmd.Args().Slice()); err != nil {
			return err
		}
		if strings.TrimSpace(text) == "" {
			return usageErrorf(cmd, "%s", tr(ctx, "%s is missing", "TEXT"))
		}
	}
	p, err := newPrinter(ctx, cmd, new(handedOver))
	if err != nil {
		return err
	}
	a, client, err := openOpenIM(ctx, cmd)
	if err != nil {
		return err
	}
	sent := &handedOver{To: cmd.String("to"), Files: []fileSent{}}
	if text != "" {
		if err := a.sendText(ctx, client, sent, text); err != nil {
			return err
		}
	}
	failed := a.sendFiles(ctx, client, sent, files, newProgress(cmd.Root().ErrWriter))
	if failed != nil && sent.MessageID == "" && len(sent.Files) == 0 {
		return failed
	}
	return cmp.Or(p.write(ctx, sent, func(out io.Writer) error { return sent.write(ctx, out) }), failed)
}

// sendFiles sends one after the other, until one fails.
func (a *account) sendFiles(ctx context.Context, client *openim.Client, sent *handedOver, files []string, bar *progress) error {
	for _, name := range files {
		got, err := client.DM.SendFile(ctx, openimapi.DMSendFileParams{FileName: filepath.Base(name), File: openim.FilePath(name)}, bar.options()...)
		bar.clear()
		if err != nil {
			return a.explainSending(ctx, err)
		}
		sent.Files = append(sent.Files, fileSent{filepath.Base(name), got.FID, got.MessageID})
	}
	return nil
}

// write writes what was sent for people.
func (h *handedOver) write(ctx context.Context, out io.Writer) error {
	var b strings.Builder
	if h.MessageID != "" {
		fmt.Fprintln(&b, tr(ctx, "The message %s was handed over.", h.MessageID))
	}
	for _, f := range h.Files {
		fmt.Fprintln(&b, tr(ctx, "%s was sent.", printable(f.Name)))
	}
	_, err := io.WriteString(out, b.String())
	return err
}

// sendText sends a text over a connection of its own. If there is none at once it gives up: nothing is sent then.
func (a *account) sendText(ctx context.Context, client *openim.Client, sent *handedOver, text string) error {
	token, err := client.Token(ctx)
	if err != nil {
		return a.explain(ctx, err)
	}
	if sent.To == "" && token.UID == 0 {
		return &problem{what: tr(ctx, "open-im does not say who the owner is"), advice: tr(ctx, "Say with --to who gets the message.")}
	}
	if sent.To == "" {
		sent.To = strconv.FormatInt(token.UID, 10)
	}
	broken, giveUp := context.WithCancelCause(ctx)
	defer giveUp(nil)
	s, err := a.openStream(ctx, client, stream.Config{
		SendOnly: true,
		Problem:  func(err error) { giveUp(err) },
		Backoff:  time.Minute, // so that no other attempt comes before it has given up
	})
	if err != nil {
		return a.explain(ctx, err)
	}
	defer s.Close()
	sent.MessageID, err = s.Send(broken, sent.To, text)
	return a.explainSending(ctx, err)
}

// explainSending makes a problem of a message or a file that may not have been sent.
func (a *account) explainSending(ctx context.Context, err error) error {
	var failed *stream.SendError
	switch {
	case err == nil:
		return nil
	case ctx.Err() != nil:
		return &problem{what: tr(ctx, "interrupted: it may have arrived all the same"), advice: tr(ctx, "Look before you send it again."), err: context.Cause(ctx)}
	case errors.Is(err, os.ErrNotExist):
		return &problem{what: err.Error(), advice: tr(ctx, "Look at the name of the file."), err: err}
	case !errors.As(err, &failed):
		return a.explain(ctx, err)
	case failed.Unsure != "" || failed.Chunks > 0:
		return &problem{
			what:   tr(ctx, "the connection broke while the message was sent: %v", failed.Err),
			advice: tr(ctx, "Part of it, or all of it, may have arrived: look before you send it again."),
			err:    err,
		}
	}
	why, advice := a.explainStream(ctx, failed.Err), tr(ctx, "Try again.")
	var told *problem
	if errors.As(why, &told) {
		advice = told.advice
	}
	return &problem{what: tr(ctx, "the message was not sent: %v", why), advice: advice, err: errors.Join(why, err)}
}

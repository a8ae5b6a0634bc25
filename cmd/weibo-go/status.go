package main

import (
	"cmp"
	"context"
	"fmt"
	"io"
	"strings"

	"github.com/seed4635ade2/weibo-go/gen/weiboapi"
	"github.com/seed4635ade2/weibo-go/weibo"
	"github.com/seed4635ade2/weibo-go/weibo/ids"
	"github.com/urfave/cli/v3"
)

func showCommand() *cli.Command {
	return &cli.Command{
		Name:      "show",
		Usage:     "show a status",
		ArgsUsage: "STATUS",
		Description: "STATUS is an id, a mid or an address. Ordinary applications see the statuses of the\n" +
			"user who is signed in.\n\n" +
			"Pictures are shown in terminals that can: kitty, Ghostty, iTerm2, WezTerm, mintty,\n" +
			"Rio, foot and mlterm say so. For others WEIBO_PICTURES says how, kitty, iterm2 or\n" +
			"sixel, or off for never.",
		Flags: append(append([]cli.Flag{
			&cli.BoolFlag{Name: "no-pictures", Usage: "show the addresses of pictures alone"},
		}, outputFlags()...), accountFlags()...),
		ArgValidator: oneStatus,
		Action:       showAction,
	}
}

func showAction(ctx context.Context, cmd *cli.Command) error {
	g, err := newGallery(ctx, cmd, !cmd.Bool("no-pictures"))
	if err != nil {
		return err
	}
	return statusCall[weiboapi.Status]{
		call: func(a *account, client *weibo.Client, id int64) (*weiboapi.Status, error) {
			if a.via == viaGateway {
				return frontedStatus(ctx, client, id)
			}
			return client.Statuses.Show(ctx, weiboapi.StatusesShowParams{ID: id})
		},
		people: func(ctx context.Context, out io.Writer, s *weiboapi.Status) error { return writeStatus(ctx, out, g, s) },
	}.run(ctx, cmd)
}

func deleteCommand() *cli.Command {
	return &cli.Command{
		Name:      "delete",
		Usage:     "delete a status of yours",
		ArgsUsage: "STATUS",
		Description: "STATUS is an id, a mid or an address. There is no way back, and no question asked.\n" +
			"For applications that Weibo has granted statuses/destroy; others get code 10014.",
		Flags:        append(append([]cli.Flag{dryRunFlag()}, outputFlags()...), accountFlags()...),
		ArgValidator: oneStatus,
		Action:       deleteAction,
	}
}

func deleteAction(ctx context.Context, cmd *cli.Command) error {
	return statusCall[weiboapi.Status]{
		writes: true,
		call: func(_ *account, client *weibo.Client, id int64) (*weiboapi.Status, error) {
			return client.Statuses.Destroy(ctx, weiboapi.StatusesDestroyParams{ID: id})
		},
		people: func(ctx context.Context, out io.Writer, s *weiboapi.Status) error {
			_, err := fmt.Fprintln(out, tr(ctx, "Deleted %d.", s.ID))
			return err
		},
	}.run(ctx, cmd)
}

func repostCommand() *cli.Command {
	return &cli.Command{
		Name:      "repost",
		Usage:     "repost a status",
		ArgsUsage: "STATUS [TEXT...]",
		Description: "STATUS is an id, a mid or an address. For applications that Weibo has granted\n" +
			"statuses/repost; others get code 10014. It writes the address of the new status.",
		Flags:        append(append([]cli.Flag{remoteIPFlag(), dryRunFlag()}, outputFlags()...), accountFlags()...),
		ArgValidator: someStatus,
		Action:       repostAction,
	}
}

func repostAction(ctx context.Context, cmd *cli.Command) error {
	text := strings.Join(cmd.Args().Tail(), " ")
	return statusCall[weiboapi.Status]{
		writes: true,
		call: func(_ *account, client *weibo.Client, id int64) (*weiboapi.Status, error) {
			return client.Statuses.Repost(ctx, weiboapi.StatusesRepostParams{ID: id, Status: text}, writeOptions(cmd)...)
		},
		people: func(_ context.Context, out io.Writer, s *weiboapi.Status) error { return writeAddress(out, s) },
	}.run(ctx, cmd)
}

func commentCommand() *cli.Command {
	return &cli.Command{
		Name:         "comment",
		Usage:        "comment on a status",
		ArgsUsage:    "STATUS TEXT...",
		Description:  "STATUS is an id, a mid or an address. TEXT has at most 140 Han characters; without it\nit is read from standard input.",
		Flags:        append(append([]cli.Flag{textFlag(), remoteIPFlag(), dryRunFlag()}, outputFlags()...), accountFlags()...),
		ArgValidator: someStatus,
		Action:       commentAction,
	}
}

func commentAction(ctx context.Context, cmd *cli.Command) error {
	text, err := givenText(ctx, cmd, cmd.Args().Tail())
	if err != nil {
		return err
	}
	if strings.TrimSpace(text) == "" {
		return usageErrorf(cmd, "%s", tr(ctx, "%s is missing", "TEXT"))
	}
	return statusCall[weiboapi.Comment]{
		writes: true,
		call: func(_ *account, client *weibo.Client, id int64) (*weiboapi.Comment, error) {
			return client.Comments.Create(ctx, weiboapi.CommentsCreateParams{ID: id, Comment: text}, writeOptions(cmd)...)
		},
		people: func(ctx context.Context, out io.Writer, c *weiboapi.Comment) error {
			_, err := fmt.Fprintln(out, tr(ctx, "Comment %d was published.", c.ID))
			return err
		},
	}.run(ctx, cmd)
}

// A statusCall is a call about the status that is the first argument.
type statusCall[T any] struct {
	writes bool
	call   func(a *account, client *weibo.Client, id int64) (*T, error)
	people func(ctx context.Context, out io.Writer, answer *T) error // writes the answer
}

func (c statusCall[T]) run(ctx context.Context, cmd *cli.Command) error {
	s, err := readStatusName(ctx, cmd, cmd.Args().First())
	if err != nil {
		return err
	}
	p, err := newPrinter(ctx, cmd, new(T))
	if err != nil {
		return err
	}
	a, client, err := openClient(ctx, cmd)
	if err != nil {
		return err
	}
	answer, err := c.call(a, client, s.ID)
	switch {
	case err != nil && c.writes:
		return a.explainWrite(ctx, err)
	case err != nil:
		return a.explain(ctx, err)
	case cmd.Bool("dry-run"):
		return nil
	}
	return p.write(ctx, answer, func(out io.Writer) error { return c.people(ctx, out, answer) })
}

// oneStatus is the ArgValidator of commands with a status for their only argument, someStatus that of those with more.
func oneStatus(ctx context.Context, cmd *cli.Command) error {
	_, err := oneArgument(ctx, cmd, "STATUS")
	return err
}

func someStatus(ctx context.Context, cmd *cli.Command) error {
	if !cmd.Args().Present() {
		return usageErrorf(cmd, "%s", tr(ctx, "%s is missing", "STATUS"))
	}
	return nil
}

// writeStatus shows a status to people.
func writeStatus(ctx context.Context, out io.Writer, g *gallery, s *weiboapi.Status) error {
	if err := writeWords(out, s); err != nil {
		return err
	}
	if err := g.show(ctx, s); err != nil {
		return err
	}
	var b strings.Builder
	for _, pic := range picturesOf(s) {
		fmt.Fprintln(&b, printable(cmp.Or(pic.Original, pic.Middle, pic.Thumbnail, pic.ID)))
	}
	fmt.Fprintln(&b, tr(ctx, "%d reposts, %d comments, %d likes", s.RepostsCount, s.CommentsCount, s.AttitudesCount))
	fmt.Fprintln(&b, ids.StatusURL(s.Author().ID, s.ID))
	_, err := io.WriteString(out, b.String())
	return err
}

// writeWords writes what a status says, and what the one that it reposts says.
func writeWords(out io.Writer, s *weiboapi.Status) error {
	var b strings.Builder
	row := statusRow(s)
	fmt.Fprintf(&b, "@%s  %s\n\n%s\n\n", printable(row[2]), row[1], printableLines(s.Text))
	if o := s.Original(); o != nil {
		fmt.Fprintf(&b, "| @%s\n| %s\n\n", printable(o.Author().ScreenName), strings.ReplaceAll(printableLines(o.Text), "\n", "\n| "))
	}
	_, err := io.WriteString(out, b.String())
	return err
}

// printableLines is a text of somebody else with its lines.
func printableLines(text string) string {
	lines := strings.Split(text, "\n")
	for i := range lines {
		lines[i] = printable(lines[i])
	}
	return strings.Join(lines, "\n")
}

package main

import (
	"context"
	"iter"
	"strconv"

	"github.com/seed4635ade2/weibo-go/gen/weiboapi"
	"github.com/seed4635ade2/weibo-go/weibo"
	"github.com/urfave/cli/v3"
)

func commentsCommand() *cli.Command {
	return &cli.Command{
		Name:        "comments",
		Usage:       "list the comments on a status, the newest first",
		ArgsUsage:   "STATUS",
		Description: "STATUS is an id, a mid or an address.",
		Flags:       append(append([]cli.Flag{limitFlag()}, outputFlags()...), accountFlags()...),
		Action:      commentsAction,
	}
}

func commentsAction(ctx context.Context, cmd *cli.Command) error {
	text, err := oneArgument(ctx, cmd, "STATUS")
	if err != nil {
		return err
	}
	s, err := readStatusName(ctx, cmd, text)
	if err != nil {
		return err
	}
	t := newTable(cmd.Root().Writer, statusColumns(ctx)...)
	return listItems(ctx, cmd, func(a *account, client *weibo.Client, count int) iter.Seq2[*weiboapi.Comment, error] {
		if a.via == viaGateway {
			return client.Commercial.CommentsShowAllAll(ctx, weiboapi.CommercialCommentsShowAllParams{ID: s.ID, Count: count})
		}
		return client.Comments.ShowAll(ctx, weiboapi.CommentsShowParams{ID: s.ID, Count: count})
	}, func(_ context.Context, c *weiboapi.Comment) error { return t.row(commentRow(c)...) })
}

func commentRow(c *weiboapi.Comment) []string {
	return []string{strconv.FormatInt(c.ID, 10), localTime(c.CreatedAt), c.Author().ScreenName, c.Text}
}

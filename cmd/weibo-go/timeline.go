package main

import (
	"context"
	"iter"
	"strconv"

	"github.com/seed4635ade2/weibo-go/gen/weiboapi"
	"github.com/seed4635ade2/weibo-go/weibo"
	"github.com/seed4635ade2/weibo-go/weibo/wire"
	"github.com/urfave/cli/v3"
)

// pageSize is how many items are asked for at once, the most that all lists allow.
const pageSize = 50

func limitFlag() cli.Flag {
	return &cli.IntFlag{Name: "limit", Aliases: []string{"n"}, Value: 20, Usage: "stop after `N` items, 0 for all that Weibo gives"}
}

func timelineCommand() *cli.Command {
	return &cli.Command{
		Name:      "timeline",
		Usage:     "list statuses, the newest first",
		ArgsUsage: "[home | user | mentions]",
		Description: "home has those of the user who is signed in and of all whom that user follows, user\n" +
			"those of that user alone, mentions those of others with the name of that user.\n" +
			"Since 2014 Weibo gives ordinary applications only the newest few of user.",
		Flags:  append(append([]cli.Flag{limitFlag()}, outputFlags()...), accountFlags()...),
		Action: timelineAction,
	}
}

func timelineAction(ctx context.Context, cmd *cli.Command) error {
	which := "home"
	if cmd.Args().Present() {
		var err error
		if which, err = oneArgument(ctx, cmd, ""); err != nil {
			return err
		}
	}
	if err := checkChoice(ctx, cmd, tr(ctx, "the timeline"), which, []string{"home", "user", "mentions"}); err != nil {
		return err
	}
	return listStatuses(ctx, cmd, func(client *weibo.Client, count int) iter.Seq2[*weiboapi.Status, error] {
		switch which {
		case "user":
			return client.Statuses.UserTimelineAll(ctx, weiboapi.StatusesUserTimelineParams{Count: count})
		case "mentions":
			return client.Statuses.MentionsAll(ctx, weiboapi.StatusesMentionsParams{Count: count})
		}
		return client.Statuses.HomeTimelineAll(ctx, weiboapi.StatusesHomeTimelineParams{Count: count})
	})
}

func searchCommand() *cli.Command {
	return &cli.Command{
		Name:      "search",
		Usage:     "list the latest statuses on a topic",
		ArgsUsage: "TOPIC",
		Description: "For applications with advanced access (search/topics); others get code 10014. The\n" +
			"newest 200 can be reached. TOPIC stands without the signs # around it.",
		Flags:  append(append([]cli.Flag{limitFlag()}, outputFlags()...), accountFlags()...),
		Action: searchAction,
	}
}

func searchAction(ctx context.Context, cmd *cli.Command) error {
	topic, err := oneArgument(ctx, cmd, "TOPIC")
	if err != nil {
		return err
	}
	return listStatuses(ctx, cmd, func(client *weibo.Client, count int) iter.Seq2[*weiboapi.Status, error] {
		return client.Search.TopicsAll(ctx, weiboapi.SearchTopicsParams{Q: topic, Count: count})
	})
}

// listStatuses writes the statuses that list gives, with so many on a page.
func listStatuses(ctx context.Context, cmd *cli.Command, list func(*weibo.Client, int) iter.Seq2[*weiboapi.Status, error]) error {
	return listItems(ctx, cmd, statusColumns(ctx), list, statusRow)
}

func statusColumns(ctx context.Context) []column {
	return []column{{tr(ctx, "ID"), 16}, {tr(ctx, "TIME"), 16}, {tr(ctx, "AUTHOR"), 14}, {tr(ctx, "TEXT"), 0}}
}

func statusRow(s *weiboapi.Status) []string {
	return []string{strconv.FormatInt(s.ID, 10), localTime(s.CreatedAt), s.Author().ScreenName, s.Text}
}

// localTime is a time where the user is, or nothing if it is not known.
func localTime(t wire.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.Local().Format("2006-01-02 15:04")
}

// listItems writes the items that list gives, with so many on a page, as the flags have it.
func listItems[T any](ctx context.Context, cmd *cli.Command, columns []column,
	list func(client *weibo.Client, count int) iter.Seq2[*T, error], row func(*T) []string,
) error {
	p, err := newPrinter(ctx, cmd, new(T))
	if err != nil {
		return err
	}
	most := cmd.Int("limit")
	if most < 0 {
		return usageErrorf(cmd, "%s", tr(ctx, "--limit must not be negative"))
	}
	a, client, err := openClient(ctx, cmd)
	if err != nil {
		return err
	}
	count := pageSize
	if most > 0 {
		count = min(most, pageSize)
	}
	t := newTable(p.out, columns...)
	n, err := writeAll(ctx, p, list(client, count), most, func(item *T) error { return t.row(row(item)...) })
	if err != nil {
		return a.explain(ctx, interruptedAfter(ctx, n, err))
	}
	return nil
}

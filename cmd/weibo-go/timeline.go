package main

import (
	"context"
	"iter"
	"strconv"
	"strings"
	"time"

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
			"Since 2014 Weibo gives ordinary applications only the newest few of user.\n\n" +
			"With --follow it begins with the newest of --limit, the oldest of them first, and\n" +
			"goes on with those that come until Ctrl-C, each once. It waits while Weibo cannot\n" +
			"be reached, and for the reset when the calls of the hour are used up, of which a new\n" +
			"application has been seen to have 150. Weibo advises to ask every 3 to 5 minutes.",
		Flags: append(append([]cli.Flag{
			limitFlag(),
			&cli.StringFlag{Name: "since", Usage: "list only statuses that are newer than `STATUS`, an id, a mid or an address"},
			&cli.BoolFlag{Name: "follow", Aliases: []string{"f"}, Usage: "go on with new statuses as they come"},
			&cli.BoolFlag{Name: "pictures", Usage: "show pictures in a terminal that can, see weibo-go show --help"},
			&cli.DurationFlag{Name: "every", Value: 3 * time.Minute, Usage: "with --follow, ask for new ones every `TIME`"},
		}, outputFlags()...), accountFlags()...),
		ShellComplete: completeWith(timelines),
		Action:        timelineAction,
	}
}

var timelines = []string{"home", "user", "mentions"}

func timelineAction(ctx context.Context, cmd *cli.Command) error {
	which := "home"
	if cmd.Args().Present() {
		var err error
		if which, err = oneArgument(ctx, cmd, ""); err != nil {
			return err
		}
	}
	if err := checkChoice(ctx, cmd, tr(ctx, "the timeline"), which, timelines); err != nil {
		return err
	}
	var since int64
	if text := cmd.String("since"); text != "" {
		s, err := readStatusName(ctx, cmd, text)
		if err != nil {
			return err
		}
		since = s.ID
	}
	if cmd.Bool("follow") {
		return followTimeline(ctx, cmd, which, since)
	}
	if cmd.IsSet("every") {
		return usageErrorf(cmd, "%s", tr(ctx, "--every goes with --follow"))
	}
	return listStatuses(ctx, cmd, func(a *account, client *weibo.Client, count int) iter.Seq2[*weiboapi.Status, error] {
		return a.timeline(ctx, client, which, since, count)
	})
}

// timeline returns the statuses of a timeline that are newer than since, the newest first, with so many on a page.
func timeline(ctx context.Context, client *weibo.Client, which string, since int64, count int) iter.Seq2[*weiboapi.Status, error] {
	switch which {
	case "user":
		return client.Statuses.UserTimelineAll(ctx, weiboapi.StatusesUserTimelineParams{SinceID: since, Count: count})
	case "mentions":
		return client.Statuses.MentionsAll(ctx, weiboapi.StatusesMentionsParams{SinceID: since, Count: count})
	}
	return client.Statuses.HomeTimelineAll(ctx, weiboapi.StatusesHomeTimelineParams{SinceID: since, Count: count})
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
	if topic = strings.Trim(topic, "# "); topic == "" {
		return usageErrorf(cmd, "%s", tr(ctx, "%s is missing", "TOPIC"))
	}
	return listStatuses(ctx, cmd, func(a *account, client *weibo.Client, count int) iter.Seq2[*weiboapi.Status, error] {
		if a.via == viaGateway {
			return frontedSearch(ctx, client, topic, count)
		}
		return client.Search.TopicsAll(ctx, weiboapi.SearchTopicsParams{Q: topic, Count: count})
	})
}

// listStatuses writes the statuses that list gives, with so many on a page.
func listStatuses(ctx context.Context, cmd *cli.Command, list func(*account, *weibo.Client, int) iter.Seq2[*weiboapi.Status, error]) error {
	rows, err := newStatusRows(ctx, cmd)
	if err != nil {
		return err
	}
	return listItems(ctx, cmd, list, rows.write)
}

// statusRows are the rows of a table of statuses, with their pictures below them where that is wanted.
type statusRows struct {
	*table
	*gallery
}

func newStatusRows(ctx context.Context, cmd *cli.Command) (*statusRows, error) {
	g, err := newGallery(ctx, cmd, cmd.Bool("pictures"))
	return &statusRows{newTable(cmd.Root().Writer, statusColumns(ctx)...), g}, err
}

func (r *statusRows) write(ctx context.Context, s *weiboapi.Status) error {
	if err := r.row(statusRow(s)...); err != nil {
		return err
	}
	return r.show(ctx, s)
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
func listItems[T any](ctx context.Context, cmd *cli.Command,
	list func(a *account, client *weibo.Client, count int) iter.Seq2[*T, error], row func(context.Context, *T) error,
) error {
	p, err := newPrinter(ctx, cmd, new(T))
	if err != nil {
		return err
	}
	most, count, err := limitOf(ctx, cmd)
	if err != nil {
		return err
	}
	a, client, err := openClient(ctx, cmd)
	if err != nil {
		return err
	}
	n, err := writeAll(ctx, p, list(a, client, a.pageSize(count)), most, func(item *T) error { return row(ctx, item) })
	if err != nil {
		return a.explain(ctx, interruptedAfter(ctx, n, err))
	}
	return nil
}

// limitOf returns what --limit says, and how many items to ask for at once.
func limitOf(ctx context.Context, cmd *cli.Command) (most, count int, err error) {
	most = cmd.Int("limit")
	switch {
	case most < 0:
		return 0, 0, usageErrorf(cmd, "%s", tr(ctx, "--limit must not be negative"))
	case most == 0:
		return 0, pageSize, nil
	}
	return most, min(most, pageSize), nil
}

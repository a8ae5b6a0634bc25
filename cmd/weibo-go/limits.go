package main

import (
	"context"
	"io"
	"strconv"
	"time"

	"github.com/seed4635ade2/weibo-go/gen/weiboapi"
	"github.com/urfave/cli/v3"
)

func limitsCommand() *cli.Command {
	return &cli.Command{
		Name:  "limits",
		Usage: "show how many calls are left",
		Description: "Asks account/rate_limit_status. Weibo may refuse calls while this still shows some\n" +
			"as left.",
		Flags:        append(outputFlags(), accountFlags()...),
		ArgValidator: noArguments,
		Action:       limitsAction,
	}
}

func limitsAction(ctx context.Context, cmd *cli.Command) error {
	p, err := newPrinter(ctx, cmd, new(weiboapi.RateLimitStatus))
	if err != nil {
		return err
	}
	a, client, err := openClient(ctx, cmd)
	if err != nil {
		return err
	}
	s, err := client.Account.RateLimitStatus(ctx, weiboapi.AccountRateLimitStatusParams{})
	if err != nil {
		return a.explain(ctx, err)
	}
	return p.write(ctx, s, func(out io.Writer) error { return writeLimits(ctx, out, s) })
}

func writeLimits(ctx context.Context, out io.Writer, s *weiboapi.RateLimitStatus) error {
	t := newTable(out, column{tr(ctx, "BUDGET"), 28}, column{tr(ctx, "LEFT"), 7}, column{tr(ctx, "OF"), 7},
		column{tr(ctx, "PER"), 6}, column{tr(ctx, "RESET IN"), 0})
	reset := (time.Duration(s.ResetTimeInSeconds) * time.Second).String()
	rows := [][]string{
		{tr(ctx, "user"), strconv.Itoa(s.RemainingUserHits), strconv.Itoa(s.UserLimit), s.LimitTimeUnit, reset},
		{tr(ctx, "IP address"), strconv.Itoa(s.RemainingIPHits), strconv.Itoa(s.IPLimit), s.LimitTimeUnit, reset},
	}
	for _, l := range s.APIRateLimits {
		rows = append(rows, []string{l.API, strconv.Itoa(l.RemainingHits), strconv.Itoa(l.Limit), l.LimitTimeUnit, ""})
	}
	for _, cells := range rows {
		if err := t.row(cells...); err != nil {
			return err
		}
	}
	return nil
}

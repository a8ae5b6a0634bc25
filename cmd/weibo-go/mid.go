package main

import (
	"context"
	"fmt"
	"io"
	"strconv"
	"strings"

	"github.com/seed4635ade2/weibo-go/weibo/ids"
	"github.com/urfave/cli/v3"
)

func midCommand() *cli.Command {
	return &cli.Command{
		Name:      "mid",
		Usage:     "turn ids, mids and addresses of statuses into each other",
		ArgsUsage: "ID...",
		Description: "Each argument is the id of a status in digits, the short form of it (mid) that stands\n" +
			"in addresses, or an address. Nothing is asked of Weibo.",
		Flags:  outputFlags(),
		Action: midAction,
	}
}

// A statusName is how a status may be called. The members of the JSON are what scripts rely on.
type statusName struct {
	ID  int64  `json:"id"`
	MID string `json:"mid"`
	UID int64  `json:"uid,omitempty"` // if an address told it
	URL string `json:"url"`
}

func midAction(ctx context.Context, cmd *cli.Command) error {
	p, err := newPrinter(ctx, cmd, new(statusName))
	if err != nil {
		return err
	}
	if !cmd.Args().Present() {
		return usageErrorf(cmd, "%s", tr(ctx, "%s is missing", "ID"))
	}
	for _, text := range cmd.Args().Slice() {
		s, err := readStatusName(ctx, cmd, text)
		if err != nil {
			return err
		}
		err = p.write(ctx, s, func(out io.Writer) error {
			_, err := fmt.Fprintf(out, "%d\t%s\t%s\n", s.ID, s.MID, s.URL)
			return err
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// readStatusName reads what the user calls a status by. Digits alone are an id, though a mid may be of digits too.
func readStatusName(ctx context.Context, cmd *cli.Command, text string) (*statusName, error) {
	var uid, id int64
	var err error
	if strings.ContainsAny(text, "/.") {
		uid, id, err = ids.ParseStatusURL(text)
	} else if id, err = strconv.ParseInt(text, 10, 64); err != nil {
		id, err = ids.ParseBase62(text)
	}
	if err != nil || id <= 0 {
		return nil, usageErrorf(cmd, "%s", tr(ctx, "%q is no id, mid or address of a status", text))
	}
	return &statusName{ID: id, MID: ids.Base62(id), UID: uid, URL: ids.StatusURL(uid, id)}, nil
}

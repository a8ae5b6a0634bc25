package main

import (
	"cmp"
	"context"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"

	"github.com/seed4635ade2/weibo-go/gen/openimapi"
	"github.com/urfave/cli/v3"
)

// A board is one of the hot searches, by the word that is typed and by its name at Weibo.
type board struct{ word, name string }

// boards are all that are known.
var boards = []board{
	{"main", "主榜"}, {"entertainment", "文娱榜"}, {"society", "社会榜"}, {"life", "生活榜"}, {"acg", "acg榜"},
	{"technology", "科技榜"}, {"sports", "体育榜"},
}

func hotCommand() *cli.Command {
	return &cli.Command{
		Name:      "hot",
		Usage:     "list what is searched for most (experimental)",
		ArgsUsage: "[BOARD]",
		Description: "Experimental, by open-im: for the owner of any account of weibo.com, see weibo-go dm\n" +
			"--help for how. BOARD is main, entertainment, society, life, acg, technology or\n" +
			"sports, or the name of a board in Chinese; otherwise main.\n\n" +
			"Whoever shows a board has to name it, the time and the source, as Weibo's documents\n" +
			"want it: they stand below the table, at the end of each line that goes elsewhere than\n" +
			"to a terminal, and in each object of --json, whose members are rank, word, heat,\n" +
			"badge (0 none, 1 new, 2 hot), link, board, call_time and source.",
		Flags: append(append([]cli.Flag{
			&cli.IntFlag{Name: "limit", Aliases: []string{"n"}, Value: mostHot, Usage: "show the first `N`, at most 50"},
		}, outputFlags()...), profileFlags()...),
		ShellComplete: completeWith(boardWords()),
		Action:        hotAction,
	}
}

const mostHot = 50

func boardWords() (words []string) {
	for _, b := range boards {
		words = append(words, b.word)
	}
	return words
}

// A hotWord is an entry of a board. The members of the JSON are what scripts rely on.
type hotWord struct {
	Rank     int    `json:"rank"`
	Word     string `json:"word"`
	Heat     int    `json:"heat"`
	Badge    int    `json:"badge"`
	Link     string `json:"link"`
	Board    string `json:"board"`
	CallTime string `json:"call_time"`
	Source   string `json:"source"`
}

func hotAction(ctx context.Context, cmd *cli.Command) error {
	b, err := chosenBoard(ctx, cmd)
	if err != nil {
		return err
	}
	n := cmd.Int("limit")
	if n < 1 || n > mostHot {
		return usageErrorf(cmd, "%s", tr(ctx, "--limit is from 1 to %d", mostHot))
	}
	p, err := newPrinter(ctx, cmd, new(hotWord))
	if err != nil {
		return err
	}
	a, client, err := openOpenIM(ctx, cmd)
	if err != nil {
		return err
	}
	found, err := client.Weibo.HotSearch(ctx, openimapi.WeiboHotSearchParams{Category: b.name, Count: n})
	if err != nil {
		return a.explain(ctx, err)
	}
	return writeBoard(ctx, p, b, found)
}

// chosenBoard is the one that the user names by its word or its name.
func chosenBoard(ctx context.Context, cmd *cli.Command) (board, error) {
	if !cmd.Args().Present() {
		return boards[0], nil
	}
	text, err := oneArgument(ctx, cmd, "BOARD")
	if err != nil {
		return board{}, err
	}
	i := slices.IndexFunc(boards, func(b board) bool { return b.name == text || b.word == text })
	if i < 0 {
		return board{}, checkChoice(ctx, cmd, "BOARD", text, boardWords())
	}
	return boards[i], nil
}

// writeBoard writes a board, with what has to be named with it.
func writeBoard(ctx context.Context, p *printer, b board, found *openimapi.HotSearch) error {
	t := newTable(p.out, column{tr(ctx, "RANK"), 4}, column{tr(ctx, "HEAT"), 9}, column{"", 4}, column{tr(ctx, "WORD"), 0})
	onTerminal := t.width > 0
	for _, item := range found.Data {
		h := &hotWord{
			Rank: item.ID, Word: item.Word, Heat: item.Num, Badge: item.Flag, Link: item.H5QueryLink,
			Board: cmp.Or(item.Cat, b.name), CallTime: found.CallTime, Source: found.Source,
		}
		cells := []string{strconv.Itoa(h.Rank), strconv.Itoa(h.Heat), badge(ctx, h.Badge), h.Word}
		if !onTerminal {
			cells = append(cells, h.Board, h.CallTime, h.Source)
		}
		if err := p.write(ctx, h, func(io.Writer) error { return t.row(cells...) }); err != nil {
			return err
		}
	}
	if p.json || !onTerminal {
		return nil
	}
	_, err := fmt.Fprintln(p.out, printable(strings.Join([]string{b.name, found.CallTime, tr(ctx, "source: %s", found.Source)}, "  ")))
	return err
}

// badge is what stands beside a word. There may be others.
func badge(ctx context.Context, flag int) string {
	switch flag {
	case 0:
		return ""
	case 1:
		return tr(ctx, "new")
	case 2:
		return tr(ctx, "hot")
	}
	return strconv.Itoa(flag)
}

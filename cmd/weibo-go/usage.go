package main

import (
	"context"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/urfave/cli/v3"
)

// A usageError is a command line that cannot be understood.
type usageError struct {
	command string // whose help tells more
	problem string // in the language of the user
	near    string // what was meant, perhaps
}

func (e *usageError) Error() string { return e.problem }

// said is the problem with what was meant.
func (e *usageError) said(ctx context.Context) string {
	if e.near == "" {
		return e.problem
	}
	return e.problem + tr(ctx, "; did you mean %s?", e.near)
}

func usageErrorf(cmd *cli.Command, format string, args ...any) error {
	return &usageError{command: cmd.FullName(), problem: fmt.Sprintf(format, args...)}
}

// onUsageError makes the errors of package cli ours. The package tells what is wrong by the text alone.
func onUsageError(ctx context.Context, cmd *cli.Command, err error, _ bool) error {
	text := err.Error()
	if flag, ok := strings.CutPrefix(text, "flag provided but not defined: -"); ok {
		return unknownFlag(ctx, cmd, flag)
	}
	if flag, ok := strings.CutPrefix(text, "flag needs an argument: "); ok {
		return usageErrorf(cmd, "%s", tr(ctx, "%s needs a value", dashed(strings.TrimLeft(flag, "-"))))
	}
	if found := invalidValue.FindStringSubmatch(text); found != nil {
		return usageErrorf(cmd, "%s", tr(ctx, "%s cannot be %s", dashed(found[2]), found[1]))
	}
	return usageErrorf(cmd, "%v", err)
}

var invalidValue = regexp.MustCompile(`^invalid value ("(?:[^"\\]|\\.)*") for flag -+(\S+):`)

func unknownFlag(ctx context.Context, cmd *cli.Command, flag string) error {
	e := &usageError{
		command: cmd.FullName(),
		problem: tr(ctx, "unknown flag %s", dashed(flag)),
		near:    dashed(nearest(flag, flagNames(cmd))),
	}
	if cmd.Root() != cmd {
		return e
	}
	if cmd.Args().Present() {
		return unknownCommand(ctx, cmd) // the flag would have been one of that command
	}
	for _, c := range cmd.VisibleCommands() {
		if slices.Contains(flagNames(c), flag) {
			e.near = cmd.Name + " COMMAND " + dashed(flag)
		}
	}
	return e
}

func unknownCommand(ctx context.Context, cmd *cli.Command) error {
	name := cmd.Args().First()
	return &usageError{
		command: cmd.FullName(),
		problem: tr(ctx, "unknown command %q", name),
		near:    nearest(name, commandNames(cmd)),
	}
}

// noArguments is the ArgValidator of commands that only have flags.
func noArguments(ctx context.Context, cmd *cli.Command) error {
	if arg := cmd.Args().First(); arg != "" {
		return usageErrorf(cmd, "%s", tr(ctx, "unexpected argument %q", arg))
	}
	return nil
}

func commandNames(cmd *cli.Command) []string {
	var names []string
	for _, c := range cmd.VisibleCommands() {
		names = append(names, c.Names()...)
	}
	return names
}

func flagNames(cmd *cli.Command) []string {
	var names []string
	for _, f := range cmd.Flags {
		names = append(names, f.Names()...)
	}
	return names
}

func dashed(flag string) string {
	switch len(flag) {
	case 0:
		return ""
	case 1:
		return "-" + flag
	}
	return "--" + flag
}

// nearest returns the candidate that a misspelt word was meant to be, or nothing if it resembles none. What package cli has
// for this finds something for every word, however far.
func nearest(word string, candidates []string) string {
	if len(candidates) == 0 {
		return ""
	}
	best := slices.MinFunc(candidates, func(a, b string) int { return distance(word, a) - distance(word, b) })
	if len(best) < 2 || distance(word, best) > (len(best)+1)/2 {
		return ""
	}
	return best
}

// distance counts the letters that must be put in, taken out or replaced to make b of a.
func distance(a, b string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		diagonal := row[0]
		row[0] = i + 1
		for j := range len(b) {
			replaced := diagonal
			if a[i] != b[j] {
				replaced++
			}
			diagonal = row[j+1]
			row[j+1] = min(replaced, diagonal+1, row[j]+1)
		}
	}
	return row[len(b)]
}

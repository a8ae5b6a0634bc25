package main

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/urfave/cli/v3"
)

// A usageError is a command line that cannot be understood.
type usageError struct {
	command string // whose help tells more
	problem string
	near    string // what was meant, perhaps
}

func (e *usageError) Error() string {
	text := e.problem
	if e.near != "" {
		text += "; did you mean " + e.near + "?"
	}
	return fmt.Sprintf("%s\nSee %s --help.", text, e.command)
}

func usageErrorf(cmd *cli.Command, format string, args ...any) error {
	return &usageError{command: cmd.FullName(), problem: fmt.Sprintf(format, args...)}
}

// onUsageError makes the errors of package cli ours. The package tells an unknown flag by the text alone.
func onUsageError(_ context.Context, cmd *cli.Command, err error, _ bool) error {
	flag, unknown := strings.CutPrefix(err.Error(), "flag provided but not defined: -")
	switch {
	case !unknown:
		return usageErrorf(cmd, "%v", err)
	case cmd.Root() == cmd && cmd.Args().Present():
		return unknownCommand(cmd) // the flag would have been one of that command
	}
	return &usageError{
		command: cmd.FullName(),
		problem: "unknown flag " + dashed(flag),
		near:    dashed(nearest(flag, flagNames(cmd))),
	}
}

func unknownCommand(cmd *cli.Command) error {
	name := cmd.Args().First()
	return &usageError{
		command: cmd.FullName(),
		problem: fmt.Sprintf("unknown command %q", name),
		near:    nearest(name, commandNames(cmd)),
	}
}

// noArguments is the ArgValidator of commands that only have flags.
func noArguments(_ context.Context, cmd *cli.Command) error {
	if arg := cmd.Args().First(); arg != "" {
		return usageErrorf(cmd, "unexpected argument %q", arg)
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

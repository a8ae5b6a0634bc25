package main

import (
	"context"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/urfave/cli/v3"
)

func endpointsCommand() *cli.Command {
	return &cli.Command{
		Name:      "endpoints",
		Usage:     "list the endpoints of Weibo, or explain one",
		ArgsUsage: "[NAME or WORD...]",
		Description: "With the name of an endpoint, such as statuses/share, it shows the parameters,\n" +
			"limits, state and error codes. With words it lists the endpoints that have all of\n" +
			"them in the name or the summary, otherwise all. Nothing is asked of Weibo.\n\n" +
			"State: listed in the newest index known, delisted since, retired, or unknown.\n" +
			"Access: normal, advanced (asked for in the console), commercial, or unknown.",
		Flags: append([]cli.Flag{
			&cli.StringFlag{Name: "state", Usage: "list only those in `STATE`"},
			&cli.StringFlag{Name: "access", Usage: "list only those with `ACCESS`"},
		}, outputFlags()...),
		Action: endpointsAction,
	}
}

func endpointsAction(ctx context.Context, cmd *cli.Command) error {
	p, err := newPrinter(ctx, cmd, new(endpoint))
	if err != nil {
		return err
	}
	if err := checkChoices(ctx, cmd); err != nil {
		return err
	}
	all, err := loadEndpoints()
	if err != nil {
		return err
	}
	words := cmd.Args().Slice()
	if len(words) == 1 {
		if e, err := findEndpoint(ctx, cmd, all, words[0], ""); err == nil {
			return p.write(ctx, e, func(out io.Writer) error { return e.write(ctx, out) })
		} else if !slices.ContainsFunc(all, func(e *endpoint) bool { return e.has(words) }) {
			return err
		}
	}
	return listEndpoints(ctx, p, matching(all, words, cmd))
}

// checkChoices looks at the flags that choose from a few words.
func checkChoices(ctx context.Context, cmd *cli.Command) error {
	for flag, words := range map[string][]string{
		"state":  {"listed", "delisted", "retired", "unknown"},
		"access": {"normal", "advanced", "commercial", "unknown"},
	} {
		if err := checkChoice(ctx, cmd, "--"+flag, cmd.String(flag), words); err != nil {
			return err
		}
	}
	return nil
}

// checkChoice looks at a word that is one of a few, or empty.
func checkChoice(ctx context.Context, cmd *cli.Command, name, word string, words []string) error {
	if word == "" {
		return nil
	}
	for _, w := range words {
		if w == word {
			return nil
		}
	}
	return &usageError{
		command: cmd.FullName(),
		problem: tr(ctx, "%s is one of %s, not %q", name, strings.Join(words, ", "), word),
		near:    nearest(word, words),
	}
}

// matching are the endpoints that have all words, in any case.
func matching(all []*endpoint, words []string, cmd *cli.Command) (found []*endpoint) {
	for _, e := range all {
		if e.has(words) && chosenBy(cmd, "state", e.State) && chosenBy(cmd, "access", e.Access) {
			found = append(found, e)
		}
	}
	return found
}

func chosenBy(cmd *cli.Command, flag, value string) bool {
	return cmd.String(flag) == "" || cmd.String(flag) == value
}

func (e *endpoint) has(words []string) bool {
	text := strings.ToLower(e.Name + " " + e.Summary)
	for _, w := range words {
		if !strings.Contains(text, strings.ToLower(w)) {
			return false
		}
	}
	return true
}

func listEndpoints(ctx context.Context, p *printer, list []*endpoint) error {
	t := newTable(p.out, column{tr(ctx, "ENDPOINT"), 36}, column{tr(ctx, "METHOD"), 6}, column{tr(ctx, "STATE"), 8},
		column{tr(ctx, "ACCESS"), 10}, column{tr(ctx, "WHAT IT DOES"), 0})
	for _, e := range list {
		err := p.write(ctx, e, func(io.Writer) error { return t.row(e.Name, e.Method, e.State, e.Access, e.Summary) })
		if err != nil {
			return err
		}
	}
	return nil
}

// write explains the endpoint to people.
func (e *endpoint) write(ctx context.Context, out io.Writer) error {
	var b strings.Builder
	fmt.Fprintf(&b, "%s\n%s https://%s%s\n", e.Name, e.Method, e.Host, e.Path)
	fmt.Fprintf(&b, "%s %s, %s %s, %s\n", tr(ctx, "state"), e.State, tr(ctx, "access"), e.Access, e.Confidence)
	if e.ReplacedBy != "" {
		fmt.Fprintln(&b, tr(ctx, "replaced by %s", e.ReplacedBy))
	}
	fmt.Fprintf(&b, "\n%s\n", e.Summary)
	if e.Description != "" {
		fmt.Fprintln(&b, e.Description)
	}
	e.writeParams(ctx, &b)
	if e.Paging != nil {
		fmt.Fprintf(&b, "\n%s\n", strings.TrimSpace(tr(ctx, "Comes in pages (--paginate).")+" "+e.Paging.Limit))
	}
	if err := e.writeCodes(ctx, &b); err != nil {
		return err
	}
	if e.Docs != "" {
		fmt.Fprintf(&b, "\n%s\n", e.Docs)
	}
	_, err := io.WriteString(out, b.String())
	return err
}

func (e *endpoint) writeParams(ctx context.Context, b *strings.Builder) {
	if len(e.Params) > 0 {
		fmt.Fprintf(b, "\n%s\n", tr(ctx, "Parameters:"))
	}
	for _, p := range e.Params {
		words := append([]string{p.Type}, p.Limits...)
		if p.Required {
			words = append([]string{tr(ctx, "required")}, words...)
		}
		fmt.Fprintf(b, "  %s (%s)\n      %s\n", p.Name, strings.Join(words, "; "), p.Description)
	}
	if e.document {
		fmt.Fprintf(b, "\n%s\n", tr(ctx, "The body is JSON (--input)."))
	}
}

func (e *endpoint) writeCodes(ctx context.Context, b *strings.Builder) error {
	if len(e.Codes) == 0 {
		return nil
	}
	known, err := loadErrorCodes(ctx)
	if err != nil {
		return err
	}
	fmt.Fprintf(b, "\n%s\n", tr(ctx, "Codes, beside the general ones:"))
	for _, code := range e.Codes {
		fmt.Fprintf(b, "  %d  %s\n", code, known.meaning(code))
	}
	return nil
}

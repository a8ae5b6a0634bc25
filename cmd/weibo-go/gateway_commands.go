package main

import (
	"cmp"
	"context"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/seed4635ade2/weibo-go/weibo/gateway"
	"github.com/urfave/cli/v3"
)

func gatewayCommandsCommand() *cli.Command {
	return &cli.Command{
		Name:      "commands",
		Usage:     "list what the gateway does today",
		ArgsUsage: "[GROUP [ACTION]]",
		Description: "Experimental. The list lives on the server and follows the account. With GROUP it is\n" +
			"that group, with ACTION too it is that one with its parameters and its price. ACCESS\n" +
			"is allowed or locked, and empty where the gateway does not say. CALL is the method in\n" +
			"Go, where there is one; weibo-go api PATH --via gateway makes such calls too, and\n" +
			"weibo-go gateway invoke makes all. With --diff it shows what is otherwise than this\n" +
			"version knows: new, gone, or changed.",
		Flags: append(append([]cli.Flag{
			&cli.BoolFlag{Name: "available", Usage: "list only what the account may use"},
			&cli.BoolFlag{Name: "diff", Usage: "show how the list differs from what is known"},
		}, outputFlags()...), profileFlags()...),
		ShellComplete: completeAction,
		Action:        gatewayCommandsAction,
	}
}

// A listedAction is one of the list of the gateway. The members of the JSON are what scripts rely on.
type listedAction struct {
	Group       string        `json:"group"`
	Action      string        `json:"action"`
	Access      string        `json:"access"`
	Method      string        `json:"method"`
	Call        string        `json:"call"`
	Title       string        `json:"title"`
	Description string        `json:"description"`
	Flags       gateway.Flags `json:"flags"`
	PriceType   string        `json:"price_type"`
	UnitPrice   *float64      `json:"unit_price"`
	Currency    string        `json:"currency"`
}

func newListedAction(c gateway.Command) *listedAction {
	l := &listedAction{
		Group: c.Group, Action: c.Action, Access: c.Access, Method: c.Method, Title: c.Title, Description: c.Description,
		Flags: c.Flags, PriceType: c.PriceType,
	}
	if known := knownAction(c.Group, c.Action); known != nil {
		l.Call = known.Call
	}
	if c.Pricing != nil && c.Pricing.Configured {
		l.UnitPrice, l.Currency = &c.Pricing.UnitPrice, c.Pricing.Currency
	}
	return l
}

// knownAction returns what is known of an action without asking, or nil.
func knownAction(group, action string) *gateway.Action {
	for _, a := range gateway.Actions() {
		if a.Group == group && a.Name == action {
			return &a
		}
	}
	return nil
}

func gatewayCommandsAction(ctx context.Context, cmd *cli.Command) error {
	args := cmd.Args()
	switch {
	case args.Len() > 2:
		return usageErrorf(cmd, "%s", tr(ctx, "unexpected argument %q", args.Get(2)))
	case cmd.Bool("diff") && (args.Present() || cmd.Bool("available")):
		return usageErrorf(cmd, "%s", tr(ctx, "--diff is about the whole list"))
	case cmd.Bool("diff"):
		return gatewayDiff(ctx, cmd)
	}
	p, err := newPrinter(ctx, cmd, new(listedAction))
	if err != nil {
		return err
	}
	a, client, err := openGateway(ctx, cmd)
	if err != nil {
		return err
	}
	if args.Len() == 2 {
		c, err := client.Command(ctx, args.Get(0), args.Get(1))
		if err != nil {
			return a.explain(ctx, err)
		}
		l := newListedAction(*c)
		return p.write(ctx, l, func(out io.Writer) error { return l.write(ctx, out) })
	}
	list, err := client.Commands(ctx, gateway.Filter{Group: args.First(), Available: cmd.Bool("available")})
	if err != nil {
		return a.explain(ctx, err)
	}
	return listActions(ctx, p, list)
}

func listActions(ctx context.Context, p *printer, list []gateway.Command) error {
	t := newTable(p.out, column{tr(ctx, "GROUP"), 11}, column{tr(ctx, "ACTION"), 28}, column{tr(ctx, "ACCESS"), 8}, column{tr(ctx, "CALL"), 0})
	for _, c := range list {
		l := newListedAction(c)
		err := p.write(ctx, l, func(io.Writer) error { return t.row(l.Group, l.Action, l.Access, cmp.Or(l.Call, "-")) })
		if err != nil {
			return err
		}
	}
	return nil
}

// write explains an action to people.
func (l *listedAction) write(ctx context.Context, out io.Writer) error {
	var b strings.Builder
	fmt.Fprintf(&b, "%s %s  %s\n", printable(l.Group), printable(l.Action), printable(cmp.Or(l.Title, l.Description)))
	line := func(name, value string) { fmt.Fprintf(&b, "  %-8s %s\n", name, printable(value)) }
	line(tr(ctx, "access"), cmp.Or(l.Access, "-"))
	line(tr(ctx, "method"), cmp.Or(l.Method, "-"))
	line(tr(ctx, "call"), cmp.Or(l.Call, "-"))
	if l.UnitPrice != nil {
		line(tr(ctx, "price"), strings.TrimSpace(plainNumber(*l.UnitPrice)+" "+l.Currency+" "+l.PriceType))
	}
	for _, f := range l.Flags {
		need := ""
		if f.Required {
			need = tr(ctx, "required")
		}
		fmt.Fprintf(&b, "  -f %s=%s  %s  %s\n", printable(f.Name), printable(f.Type), need, printable(f.Description))
	}
	_, err := io.WriteString(out, b.String())
	return err
}

// A listDifference is what is otherwise about one action. The members of the JSON are what scripts rely on.
type listDifference struct {
	Change  string   `json:"change"` // new, gone or changed
	Group   string   `json:"group"`
	Action  string   `json:"action"`
	Method  string   `json:"method,omitempty"` // of today, if it is another
	Added   []string `json:"added,omitempty"`  // parameters
	Gone    []string `json:"gone,omitempty"`
	Changed []string `json:"changed,omitempty"`
}

// gatewayDiff shows how the list differs from what is known.
func gatewayDiff(ctx context.Context, cmd *cli.Command) error {
	p, err := newPrinter(ctx, cmd, new(listDifference))
	if err != nil {
		return err
	}
	a, client, err := openGateway(ctx, cmd)
	if err != nil {
		return err
	}
	list, err := client.Commands(ctx, gateway.Filter{})
	if err != nil {
		return a.explain(ctx, err)
	}
	found := differences(gateway.Compare(list))
	t := newTable(p.out, column{tr(ctx, "CHANGE"), 8}, column{tr(ctx, "GROUP"), 11}, column{tr(ctx, "ACTION"), 28}, column{tr(ctx, "PARAMETERS"), 0})
	for _, d := range found {
		if err := p.write(ctx, d, func(io.Writer) error { return t.row(d.Change, d.Group, d.Action, d.params()) }); err != nil {
			return err
		}
	}
	if len(found) == 0 && !p.json {
		fmt.Fprintln(cmd.Root().ErrWriter, tr(ctx, "The list of %d commands is as it is known.", len(list)))
	}
	return nil
}

func differences(d gateway.Difference) (found []*listDifference) {
	for _, c := range d.New {
		found = append(found, &listDifference{Change: "new", Group: c.Group, Action: c.Action, Added: flagsOf(c.Flags)})
	}
	for _, a := range d.Gone {
		found = append(found, &listDifference{Change: "gone", Group: a.Group, Action: a.Name})
	}
	for _, c := range d.Changed {
		one := &listDifference{
			Change: "changed", Group: c.Action.Group, Action: c.Action.Name, Method: c.Method, Added: flagsOf(c.Added), Changed: flagsOf(c.Other),
		}
		for _, p := range c.Gone {
			one.Gone = append(one.Gone, p.Name)
		}
		found = append(found, one)
	}
	return found
}

func flagsOf(flags []gateway.Flag) (names []string) {
	for _, f := range flags {
		names = append(names, f.Name)
	}
	return names
}

// params are the parameters that differ, with a sign each for how.
func (d *listDifference) params() string {
	var all []string
	if d.Method != "" {
		all = append(all, d.Method)
	}
	for _, part := range []struct {
		sign  string
		names []string
	}{{"+", d.Added}, {"-", d.Gone}, {"~", d.Changed}} {
		for _, name := range part.names {
			all = append(all, part.sign+name)
		}
	}
	return strings.Join(all, " ")
}

// completeAction completes a group and an action of those that are known, without asking the gateway.
func completeAction(ctx context.Context, cmd *cli.Command) {
	var words []string
	for _, a := range gateway.Actions() {
		switch given := cmd.Args(); {
		case given.Len() == 0 && !slices.Contains(words, a.Group):
			words = append(words, a.Group)
		case given.Len() == 1 && given.First() == a.Group:
			words = append(words, a.Name)
		}
	}
	completeWith(words)(ctx, cmd)
}

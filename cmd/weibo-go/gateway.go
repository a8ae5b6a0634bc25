package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"

	"github.com/seed4635ade2/weibo-go/weibo/gateway"
	"github.com/urfave/cli/v3"
)

func gatewayCommand() *cli.Command {
	return &cli.Command{
		Name:  "gateway",
		Usage: "ask the gateway of Weibo's official tool (experimental)",
		Description: "Experimental: what is known of the gateway is from others, as of November 2026. It is\n" +
			"for verified individuals, and needs no application. A token for it comes from\n" +
			"WEIBO_CLI_TOKEN or weibo-go login --via gateway. With --via gateway the other\n" +
			"commands go through it, as far as it has their calls.",
		Action:   groupAction,
		Commands: []*cli.Command{gatewayCommandsCommand(), gatewayWhoamiCommand(), gatewayInvokeCommand()},
	}
}

// openGateway returns the account that the flags choose, and what asks the gateway as it.
func openGateway(ctx context.Context, cmd *cli.Command) (*account, *gateway.Client, error) {
	a, err := openAccountVia(ctx, cmd, viaGateway)
	if err != nil {
		return nil, nil, err
	}
	client, err := a.gatewayClient(ctx)
	return a, client, err
}

func gatewayWhoamiCommand() *cli.Command {
	return &cli.Command{
		Name:  "whoami",
		Usage: "show whose the token for the gateway is, and what is left",
		Description: "Experimental. The number is that of the account in the open platform, and not the\n" +
			"uid. With --json the members are id, verified, identity, plan, credits (null if the\n" +
			"gateway does not say), ready, profile and base_url.",
		Flags:        append(outputFlags(), profileFlags()...),
		ArgValidator: noArguments,
		Action:       gatewayWhoamiAction,
	}
}

// A gatewayIdentity is whom a token for the gateway belongs to. The members of the JSON are what scripts rely on.
type gatewayIdentity struct {
	ID       string   `json:"id"`
	Verified bool     `json:"verified"`
	Identity string   `json:"identity"`
	Plan     string   `json:"plan"`
	Credits  *float64 `json:"credits"`
	Ready    bool     `json:"ready"`
	Profile  string   `json:"profile"`
	BaseURL  string   `json:"base_url"`
}

func gatewayWhoamiAction(ctx context.Context, cmd *cli.Command) error {
	p, err := newPrinter(ctx, cmd, new(gatewayIdentity))
	if err != nil {
		return err
	}
	a, client, err := openGateway(ctx, cmd)
	if err != nil {
		return err
	}
	who, err := whoIs(ctx, client)
	if err != nil {
		return a.explain(ctx, err)
	}
	id := a.gatewayIdentity(who)
	return p.write(ctx, id, func(out io.Writer) error {
		if err := id.write(ctx, out); err != nil || who.Ready() {
			return err
		}
		_, err := fmt.Fprintln(out, notReady(ctx, who))
		return err
	})
}

// whoIs asks whom the token belongs to. An answer without that is none.
func whoIs(ctx context.Context, client *gateway.Client) (*gateway.Account, error) {
	who, err := client.Whoami(ctx)
	if err == nil && who.ID() == "" {
		err = errors.New(tr(ctx, "the gateway does not say whose the token is"))
	}
	return who, err
}

func (a *account) gatewayIdentity(who *gateway.Account) *gatewayIdentity {
	id := &gatewayIdentity{
		ID: who.ID(), Verified: who.Verified(), Identity: who.User.Identity.Status, Plan: who.Service.Kind, Ready: who.Ready(),
		Profile: a.name, BaseURL: gateway.BaseURL,
	}
	if credits, known := who.Balance(); known {
		id.Credits = &credits
	}
	if a.baseURL() != "" {
		id.BaseURL = a.baseURL()
	}
	return id
}

// write writes an identity for people.
func (id *gatewayIdentity) write(ctx context.Context, out io.Writer) error {
	credits, verified := tr(ctx, "not known"), tr(ctx, "no")
	if id.Credits != nil {
		credits = plainNumber(*id.Credits)
	}
	if id.Verified {
		verified = tr(ctx, "yes")
	}
	var b strings.Builder
	fmt.Fprintln(&b, tr(ctx, "account %s of the open platform", printable(id.ID)))
	line := func(name, value string) { fmt.Fprintf(&b, "  %-8s %s\n", name, printable(value)) }
	line(tr(ctx, "profile"), id.Profile)
	line(tr(ctx, "verified"), verified)
	line(tr(ctx, "plan"), id.Plan)
	line(tr(ctx, "credits"), credits)
	line(tr(ctx, "server"), id.BaseURL)
	_, err := io.WriteString(out, b.String())
	return err
}

// plainNumber is a number without an exponent.
func plainNumber(n float64) string { return strconv.FormatFloat(n, 'f', -1, 64) }

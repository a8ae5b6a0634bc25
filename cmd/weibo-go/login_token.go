package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"github.com/seed4635ade2/weibo-go/weibo/gateway"
	"github.com/urfave/cli/v3"
)

// browserFlags are those of weibo-go login that are about an application and its page.
var browserFlags = []string{"app-key", "app-secret", "redirect-url", "scope", "force-login", "paste", "timeout"}

// prepareKeeping does what both ways without a page have in common, before the user is asked for anything.
func (a *account) prepareKeeping(ctx context.Context, cmd *cli.Command) error {
	for _, name := range browserFlags {
		if cmd.IsSet(name) {
			return usageErrorf(cmd, "%s", tr(ctx, "%s does not go with %s", dashed(name), "--via "+a.via))
		}
	}
	base := cmp.Or(cmd.String("base-url"), a.baseURL())
	if _, err := a.tokens.Load(ctx, a.name); err == nil && base != a.baseURL() {
		return &problem{
			what:   tr(ctx, "the profile %s is signed in with another Weibo, whose token must not get there", a.name),
			advice: tr(ctx, "Take another profile with --profile NAME, or sign out first: weibo-go logout --via api"),
			err:    errors.New("signed in elsewhere"),
		}
	}
	a.sandbox = a.sandbox || isLoopback(base)
	a.profile = a.moved(base)
	return os.MkdirAll(filepath.Dir(a.file), 0o700)
}

// given is what the user types unseen or sends through a pipe. Nothing is asked where a sandbox has something that anybody may use.
func (a *account) given(ctx context.Context, t *terminal, question string) (string, error) {
	switch {
	case t.alive && a.sandbox:
		return "", nil
	case t.alive:
		return t.secret(ctx, question)
	}
	return t.answer(ctx, func() (string, error) {
		text, err := t.in.ReadString('\n')
		if errors.Is(err, io.EOF) {
			err = nil // where answer ends a line, and there was no question
		}
		return text, err
	})
}

// loginGateway keeps a token for the gateway, once the gateway has taken it. One of the environment stays there.
func loginGateway(ctx context.Context, cmd *cli.Command, a *account) error {
	if err := a.prepareKeeping(ctx, cmd); err != nil {
		return err
	}
	if a.getenv("WEIBO_CLI_TOKEN") == "" {
		t := newTerminal(cmd.Root().Reader, cmd.Root().ErrWriter)
		text, err := a.given(ctx, t, tr(ctx, "Token for the gateway, as the console of open.weibo.com makes it under CLI: "))
		if err != nil {
			return err
		}
		a.profile.GatewayToken = cmp.Or(text, a.sandboxOnly(a.profile.GatewayToken))
	}
	client, err := a.gatewayClient(ctx)
	if err != nil {
		return a.explain(ctx, err)
	}
	who, err := whoIs(ctx, client)
	if err != nil {
		return a.explain(ctx, err)
	}
	a.profile.Via = viaGateway
	if err := a.profile.save(a.file); err != nil {
		return err
	}
	fmt.Fprintln(cmd.Root().Writer, tr(ctx, "Signed in to the gateway as account %s, with the profile %s. Its commands go through the gateway now.", printable(who.ID()), a.name))
	if !who.Ready() {
		fmt.Fprintln(cmd.Root().ErrWriter, notReady(ctx, who))
	}
	return nil
}

// notReady says why calls of an account will be refused.
func notReady(ctx context.Context, who *gateway.Account) string {
	if !who.Verified() {
		return tr(ctx, "The developer is not verified yet, so that calls are refused: https://open.weibo.com/cli")
	}
	return tr(ctx, "The account has no plan, so that calls are refused: https://open.weibo.com/cli/plan")
}

// sandboxOnly is a text for a sandbox, and nothing elsewhere.
func (a *account) sandboxOnly(text string) string {
	if a.sandbox {
		return text
	}
	return ""
}

// loginOpenIM keeps a pair of credentials for open-im, once that has taken them.
func loginOpenIM(ctx context.Context, cmd *cli.Command, a *account) error {
	if err := a.prepareKeeping(ctx, cmd); err != nil {
		return err
	}
	if a.getenv("WEIBO_OPENIM_APP_ID") == "" && a.getenv("WEIBO_OPENIM_APP_SECRET") == "" {
		if err := a.askPair(ctx, newTerminal(cmd.Root().Reader, cmd.Root().ErrWriter)); err != nil {
			return err
		}
	}
	client, err := a.openIMClient(ctx)
	if err != nil {
		return err
	}
	token, err := client.Token(ctx)
	if err != nil {
		return a.explain(ctx, err)
	}
	if err := a.profile.save(a.file); err != nil {
		return err
	}
	_, err = fmt.Fprintln(cmd.Root().Writer, tr(ctx, "Open-im takes the credentials of the account %d, for the profile %s. Try: weibo-go hot", token.UID, a.name))
	return err
}

func (a *account) askPair(ctx context.Context, t *terminal) error {
	var id string
	var err error
	if t.alive && !a.sandbox {
		id, err = t.line(ctx, "AppId: ")
	} else {
		id, err = a.given(ctx, t, "")
	}
	if err != nil || id == "" {
		return err
	}
	secret, err := a.given(ctx, t, "AppSecret: ")
	a.profile.OpenIMAppID, a.profile.OpenIMAppSecret = id, secret
	return err
}

// forget takes what weibo-go login kept for one of the other ways out of the profile.
func (a *account) forget(ctx context.Context) (how string, err error) {
	p := a.profile
	switch a.via {
	case viaGateway:
		p.Via, p.GatewayToken = "", ""
		how = tr(ctx, "Forgot the token for the gateway in the profile %s. At Weibo it stays good: how to withdraw it from here is not known.", a.name)
	default:
		p.OpenIMAppID, p.OpenIMAppSecret = "", ""
		how = tr(ctx, "Forgot the credentials for open-im in the profile %s. At Weibo they stay good; 重置凭证, sent to @微博龙虾助手, replaces them.", a.name)
	}
	if p == a.profile {
		return "", &problem{
			what:   tr(ctx, "the profile %s keeps nothing for %s", a.name, a.via),
			advice: tr(ctx, "Sign in with: %s", a.command("login")),
			err:    errNotSignedIn,
		}
	}
	return how, p.save(a.file)
}

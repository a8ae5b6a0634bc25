package main

import (
	"context"
	"errors"
	"fmt"

	"github.com/seed4635ade2/weibo-go/weibo"
	"github.com/urfave/cli/v3"
)

func logoutCommand() *cli.Command {
	return &cli.Command{
		Name:  "logout",
		Usage: "withdraw the access token and forget it",
		Description: "Weibo withdraws all that the user allowed the application, also on other machines.\n" +
			"The profile stays, for the next weibo-go login. With --via gateway or openim what is\n" +
			"kept for that way is forgotten here, and nothing else.",
		Flags: append(signInFlags(),
			&cli.BoolFlag{Name: "forget", Usage: "forget the token here without asking Weibo, where it stays good"},
		),
		ArgValidator: noArguments,
		Action:       logoutAction,
	}
}

func logoutAction(ctx context.Context, cmd *cli.Command) error {
	a, err := openAccount(ctx, cmd)
	if err != nil {
		return err
	}
	if a.via != viaAPI {
		how, err := a.forget(ctx)
		if err == nil {
			_, err = fmt.Fprintln(cmd.Root().Writer, how)
		}
		return err
	}
	tok, err := a.tokens.Load(ctx, a.name)
	if err != nil {
		return a.explain(ctx, err)
	}
	how := tr(ctx, "Signed out of the profile %s. The token stays good at Weibo until it expires.", a.name)
	if !cmd.Bool("forget") {
		if how, err = a.revoke(ctx, tok.AccessToken); err != nil {
			return err
		}
	}
	if err := a.tokens.Delete(ctx, a.name); err != nil {
		return err
	}
	_, err = fmt.Fprintln(cmd.Root().Writer, how)
	return err
}

// revoke withdraws a token, and says how that went. A token that Weibo does not know any more is withdrawn already.
func (a *account) revoke(ctx context.Context, token string) (how string, err error) {
	err = a.oauth2().Revoke(ctx, token)
	switch {
	case err == nil:
		return tr(ctx, "Signed out of the profile %s. Weibo has withdrawn the token.", a.name), nil
	case errors.Is(err, weibo.ErrUnauthorized):
		return tr(ctx, "Signed out of the profile %s. Weibo did not know the token any more.", a.name), nil
	case errors.Is(err, context.Canceled):
		return "", err
	}
	return "", &problem{
		what:   a.explainNetwork(ctx, err).Error(),
		advice: tr(ctx, "You are still signed in. To forget the token here without Weibo: %s", a.command("logout")+" --forget"),
		err:    err,
	}
}

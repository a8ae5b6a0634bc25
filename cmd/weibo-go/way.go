package main

import (
	"cmp"
	"context"
	"errors"
	"strings"

	"github.com/seed4635ade2/weibo-go/weibo"
	"github.com/seed4635ade2/weibo-go/weibo/gateway"
	"github.com/seed4635ade2/weibo-go/weibo/openim"
	"github.com/seed4635ade2/weibo-go/weibo/weibotest"
	"github.com/urfave/cli/v3"
)

// The ways to Weibo. Commands of their own go to open-im; the others go through the gateway or to version 2 of the API.
const (
	viaAPI     = "api"
	viaGateway = "gateway"
	viaOpenIM  = "openim"
)

// chooseWay finds the way that the flags choose, or else the profile.
func (a *account) chooseWay(ctx context.Context, cmd *cli.Command) error {
	a.via = cmp.Or(cmd.String("via"), a.profile.way())
	ways := []string{viaAPI, viaGateway}
	if cmd.Name == "login" || cmd.Name == "logout" {
		ways = append(ways, viaOpenIM)
	}
	return checkChoice(ctx, cmd, "--via", a.via, ways)
}

// way is the one that commands take if no flag says otherwise.
func (p profile) way() string { return cmp.Or(p.Via, viaAPI) }

// credentials are what calls are signed in with.
func (a *account) credentials(ctx context.Context) (weibo.Option, error) {
	if a.via != viaGateway {
		return a.tokenSource(ctx), nil
	}
	token, _, err := a.gatewayToken(ctx)
	return gateway.With(token), err
}

// gatewayToken is the token for the gateway: that of the environment or else that of the profile. A sandbox has one that anybody
// may use.
func (a *account) gatewayToken(ctx context.Context) (token gateway.Token, fromEnv bool, err error) {
	if err := a.checkAddress(ctx); err != nil {
		return "", false, err
	}
	if text := a.getenv("WEIBO_CLI_TOKEN"); text != "" {
		return gateway.Token(text), true, nil
	}
	token = gateway.Token(a.profile.GatewayToken)
	if token == "" && a.sandbox {
		token = weibotest.DefaultGatewayToken
	}
	if token == "" {
		return "", false, &problem{
			what:   tr(ctx, "the profile %s has no token for the gateway", a.name),
			advice: tr(ctx, "Sign in with: %s, or set WEIBO_CLI_TOKEN. The console of open.weibo.com makes tokens, under CLI.", a.command("login")),
			err:    errNotSignedIn,
		}
	}
	return token, false, nil
}

// checkAddress refuses an address that would let others read the credentials.
func (a *account) checkAddress(ctx context.Context) error {
	base := a.baseURL()
	if base == "" || strings.HasPrefix(base, "https://") || isLoopback(base) {
		return nil
	}
	return &problem{
		what:   tr(ctx, "%s is not encrypted, and would get credentials", printable(base)),
		advice: tr(ctx, "Let base_url in %s begin with https, or take another profile.", a.file),
		err:    errors.New("not encrypted"),
	}
}

// gatewayClient asks what only the gateway has.
func (a *account) gatewayClient(ctx context.Context, opts ...weibo.Option) (*gateway.Client, error) {
	token, _, err := a.gatewayToken(ctx)
	if err != nil {
		return nil, err
	}
	return gateway.NewClient(token, a.at(opts)...)
}

// openIMPair is the pair of credentials for open-im, from where the token for the gateway comes from.
func (a *account) openIMPair(ctx context.Context) (id, secret string, fromEnv bool, err error) {
	if err := a.checkAddress(ctx); err != nil {
		return "", "", false, err
	}
	id, secret = a.getenv("WEIBO_OPENIM_APP_ID"), a.getenv("WEIBO_OPENIM_APP_SECRET")
	if id != "" || secret != "" {
		fromEnv = true
	} else {
		id, secret = a.profile.OpenIMAppID, a.profile.OpenIMAppSecret
	}
	if id == "" && secret == "" && a.sandbox {
		id, secret = weibotest.DefaultOpenIMAppID, weibotest.DefaultOpenIMAppSecret
	}
	if id == "" || secret == "" {
		return "", "", false, &problem{
			what: tr(ctx, "the AppId and the AppSecret for open-im are needed"),
			advice: tr(ctx, "Send 连接龙虾 to @微博龙虾助手 for them, then: %s, or set WEIBO_OPENIM_APP_ID and WEIBO_OPENIM_APP_SECRET.",
				a.command("login")),
			err: errNotSignedIn,
		}
	}
	return id, secret, fromEnv, nil
}

// openOpenIM returns the account that the flags choose, and what makes its calls to open-im.
func openOpenIM(ctx context.Context, cmd *cli.Command) (*account, *openim.Client, error) {
	a, err := openAccountVia(ctx, cmd, viaOpenIM)
	if err != nil {
		return nil, nil, err
	}
	client, err := a.openIMClient(ctx)
	return a, client, err
}

func (a *account) openIMClient(ctx context.Context) (*openim.Client, error) {
	id, secret, _, err := a.openIMPair(ctx)
	if err != nil {
		return nil, err
	}
	return openim.NewClient(id, secret, a.at(nil)...)
}

// openAccountVia is openAccount for commands that have one way only.
func openAccountVia(ctx context.Context, cmd *cli.Command, way string) (*account, error) {
	a, err := openAccount(ctx, cmd)
	if err == nil {
		a.via = way
	}
	return a, err
}

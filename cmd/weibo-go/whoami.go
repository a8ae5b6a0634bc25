package main

import (
	"cmp"
	"context"
	"fmt"
	"io"
	"strconv"
	"strings"
	"time"

	"github.com/seed4635ade2/weibo-go/gen/weiboapi"
	"github.com/seed4635ade2/weibo-go/weibo/tokens"
	"github.com/urfave/cli/v3"
)

func whoamiCommand() *cli.Command {
	return &cli.Command{
		Name:  "whoami",
		Usage: "show who is signed in, and for how long",
		Description: "Asks Weibo whose the access token is, and so tells whether it still works. Where it\n" +
			"does not, the exit status is 4. With --json the members are uid, screen_name,\n" +
			"profile, app_key, scope, expires (RFC 3339) and base_url. Through the gateway it is\n" +
			"weibo-go gateway whoami.",
		Flags:        append(outputFlags(), accountFlags()...),
		ArgValidator: noArguments,
		Action:       whoamiAction,
	}
}

func whoamiAction(ctx context.Context, cmd *cli.Command) error {
	a, err := openAccount(ctx, cmd)
	if err != nil {
		return err
	}
	if a.via == viaGateway {
		return gatewayWhoamiAction(ctx, cmd)
	}
	p, err := newPrinter(ctx, cmd, new(identity))
	if err != nil {
		return err
	}
	id, err := a.identity(ctx)
	if err != nil {
		return a.explain(ctx, err)
	}
	return p.write(ctx, id, func(out io.Writer) error { return id.write(ctx, out) })
}

// An identity is who is signed in. The members of the JSON are what scripts rely on.
type identity struct {
	UID        int64     `json:"uid"`
	ScreenName string    `json:"screen_name"`
	Profile    string    `json:"profile"`
	AppKey     string    `json:"app_key"`
	Scope      []string  `json:"scope"`
	Expires    time.Time `json:"expires"`
	BaseURL    string    `json:"base_url"`
}

// identity asks Weibo who is signed in.
func (a *account) identity(ctx context.Context) (*identity, error) {
	tok, err := tokens.Source(ctx, a.tokens, a.name, a.oauth2()).Token()
	if err != nil {
		return nil, err
	}
	info, err := a.oauth2().TokenInfo(ctx, tok.AccessToken)
	if err != nil {
		return nil, err
	}
	user, err := a.user(ctx, info.UID)
	if err != nil {
		return nil, err
	}
	return &identity{
		UID:        user.ID,
		ScreenName: user.ScreenName,
		Profile:    a.name,
		AppKey:     strconv.FormatInt(info.AppKey, 10),
		Scope:      scopes(info.Scope),
		Expires:    time.Now().Add(time.Duration(info.ExpireIn) * time.Second).Truncate(time.Second),
		BaseURL:    cmp.Or(a.baseURL(), "https://api.weibo.com"),
	}, nil
}

// scopes are the rights in a list with commas. There may be none.
func scopes(list string) []string {
	return strings.FieldsFunc(list, func(r rune) bool { return r == ',' || r == ' ' })
}

// write writes an identity for people.
func (id *identity) write(ctx context.Context, out io.Writer) error {
	var b strings.Builder
	fmt.Fprintln(&b, called(&weiboapi.User{ID: id.UID, ScreenName: id.ScreenName}))
	line := func(name, value string) { fmt.Fprintf(&b, "  %-8s %s\n", name, value) }
	line(tr(ctx, "profile"), id.Profile)
	line(tr(ctx, "app key"), id.AppKey)
	line(tr(ctx, "scope"), cmp.Or(strings.Join(id.Scope, ", "), "-"))
	line(tr(ctx, "expires"), id.Expires.Local().Format("2006-01-02 15:04")+" "+left(ctx, time.Until(id.Expires)))
	line(tr(ctx, "server"), id.BaseURL)
	_, err := io.WriteString(out, b.String())
	return err
}

// left is how long it is until something ends.
func left(ctx context.Context, d time.Duration) string {
	switch {
	case d >= 48*time.Hour:
		return tr(ctx, "(in %d days)", d/(24*time.Hour))
	case d >= 2*time.Hour:
		return tr(ctx, "(in %d hours)", d/time.Hour)
	}
	return tr(ctx, "(in %d minutes)", d/time.Minute)
}

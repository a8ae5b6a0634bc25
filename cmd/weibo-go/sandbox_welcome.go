package main

import (
	"context"
	"fmt"
	"io"
	"strings"

	"github.com/mattn/go-runewidth"
	"github.com/seed4635ade2/weibo-go/weibo/weibotest"
)

// welcome writes all that is needed to call a sandbox.
func welcome(ctx context.Context, w io.Writer, sandbox *weibotest.Sandbox, base string) error {
	var b strings.Builder
	fmt.Fprintf(&b, "%s\n\n", tr(ctx, "A local Weibo is running at %s", base))
	fmt.Fprintf(&b, "  App key     %s\n  App secret  %s\n", weibotest.DefaultAppKey, weibotest.DefaultAppSecret)
	fmt.Fprintf(&b, "  Gateway     %s\n  open-im     %s  %s\n\n", string(weibotest.DefaultGatewayToken),
		weibotest.DefaultOpenIMAppID, weibotest.DefaultOpenIMAppSecret)
	fmt.Fprintf(&b, "  %s  %s  %s\n", runewidth.FillRight(tr(ctx, "Account"), 10), runewidth.FillRight(tr(ctx, "Access token"), 30), tr(ctx, "Name"))
	users := someUsers(sandbox)
	tokens := make([]string, len(users))
	for i, u := range users {
		tokens[i] = sandbox.Token(u.UID)
		fmt.Fprintf(&b, "  %-10d  %-30s  %s\n", u.UID, tokens[i], u.ScreenName)
	}
	fmt.Fprintf(&b, "\n"+tr(ctx, "Try it:")+"\n"+
		"  curl -H 'Authorization: OAuth2 %[2]s' \\\n"+
		"    '%[1]s/2/users/show.json?uid=%[3]d'\n"+
		"  curl -H 'Authorization: OAuth2 %[2]s' \\\n"+
		"    -d rip=%[4]s --data-urlencode 'status=你好 https://example.com' \\\n"+
		"    %[1]s/2/statuses/share.json\n", base, tokens[0], users[0].UID, remoteIP)
	signIn := "weibo-go login --sandbox"
	if base != inSandbox.BaseURL {
		signIn += " --base-url " + base
	}
	fmt.Fprintf(&b, "\n%s\n%s\n%s\n", tr(ctx, "Sign in from another terminal with: %s", signIn),
		tr(ctx, "Go programs pass weibo.WithBaseURL(%q).", base),
		tr(ctx, "A browser shows at the same address what was posted. Ctrl-C ends the sandbox."))
	_, err := io.WriteString(w, b.String())
	return err
}

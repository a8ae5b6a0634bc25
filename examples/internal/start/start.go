// Package start is how the examples get an account to act for, so that each runs without one. A program of your own needs
// none of it, but
//
//	client, err := weibo.NewClient(weibo.WithToken(token))
package start

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"strings"

	"github.com/seed4635ade2/weibo-go/weibo"
	"github.com/seed4635ade2/weibo-go/weibo/weibotest"
)

// SafeDomain is the one that links of statuses/share may lead to at the local Weibo.
const SafeDomain = "example.com"

// remoteIP stands for the address of the user at the local Weibo. It is one for documentation.
const remoteIP = "203.0.113.7"

// An Account is one that an example acts for.
type Account struct {
	Options []weibo.Option     // for weibo.NewClient
	Sandbox *weibotest.Sandbox // the local Weibo, or nil
	url     string             // of it
	stop    func()
}

// SignIn returns the account whose access token is in WEIBO_ACCESS_TOKEN, at Weibo or at WEIBO_BASE_URL, with the public address
// of the user in WEIBO_REMOTE_IP. Without a token it starts a local Weibo, tells out where, and returns its first account.
// The application there is as strictly held as a new one, but that it may call what is granted, and as often as it likes.
func SignIn(getenv func(string) string, out io.Writer, granted ...string) (*Account, error) {
	token := getenv("WEIBO_ACCESS_TOKEN")
	if token == "" {
		return startSandbox(out, granted)
	}
	a := &Account{Options: []weibo.Option{weibo.WithToken(token)}, stop: func() {}}
	if ip := getenv("WEIBO_REMOTE_IP"); ip != "" {
		a.Options = append(a.Options, weibo.WithRemoteIP(ip))
	}
	if base := getenv("WEIBO_BASE_URL"); base != "" {
		a.Options = append(a.Options, weibo.WithBaseURL(base))
	}
	return a, nil
}

func startSandbox(out io.Writer, granted []string) (*Account, error) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, err
	}
	a := &Account{url: "http://" + l.Addr().String()}
	a.Sandbox = weibotest.New(weibotest.Strict(), weibotest.WithBudgets(weibotest.Budgets{}), weibotest.WithApp(weibotest.App{
		Key:         weibotest.DefaultAppKey,
		Secret:      weibotest.DefaultAppSecret,
		Name:        weibotest.DefaultAppName,
		SafeDomains: []string{SafeDomain},
		Granted:     granted,
	}))
	a.Options = a.options(0)
	ctx, cancel := context.WithCancel(context.Background())
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		a.Sandbox.Serve(ctx, l)
	}()
	a.stop = func() { cancel(); <-ended }
	fmt.Fprintf(out, "No WEIBO_ACCESS_TOKEN is set: a local Weibo runs at %s\n", a.url)
	return a, nil
}

// options are those of an account of the local Weibo.
func (a *Account) options(i int) []weibo.Option {
	return []weibo.Option{
		weibo.WithBaseURL(a.url), weibo.WithToken(a.Sandbox.Token(a.Sandbox.Users()[i].UID)), weibo.WithRemoteIP(remoteIP),
	}
}

// Other returns a client for another account of the local Weibo, from 1, to play the other people.
func (a *Account) Other(i int) (*weibo.Client, error) { return weibo.NewClient(a.options(i)...) }

// Close ends the local Weibo, if there is one.
func (a *Account) Close() { a.stop() }

// Language is that of the user: zh or en.
func Language(getenv func(string) string) string {
	locale := cmp.Or(getenv("LC_ALL"), getenv("LC_MESSAGES"), getenv("LANG"))
	if strings.HasPrefix(strings.ToLower(locale), "zh") {
		return "zh"
	}
	return "en"
}

// Exit ends an example that failed: it says why, and for a refusal by Weibo what to do.
func Exit(name string, err error) {
	fmt.Fprintf(os.Stderr, "%s: %v\n", name, err)
	var refused *weibo.Error
	if errors.As(err, &refused) {
		fmt.Fprintln(os.Stderr, refused.Hint(Language(os.Getenv)))
	}
	os.Exit(1)
}

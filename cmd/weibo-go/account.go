package main

import (
	"cmp"
	"context"
	"crypto/tls"
	"errors"
	"io"
	"net"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strings"

	"github.com/seed4635ade2/weibo-go/weibo"
	"github.com/seed4635ade2/weibo-go/weibo/tokens"
	"github.com/seed4635ade2/weibo-go/weibo/weibotest"
	"github.com/urfave/cli/v3"
)

// The profiles that need not be named.
const (
	defaultProfile = "default"
	sandboxProfile = "sandbox"
)

// inSandbox is the profile of those who run weibo-go sandbox and nothing else.
var inSandbox = profile{
	AppKey:    weibotest.DefaultAppKey,
	AppSecret: weibotest.DefaultAppSecret,
	BaseURL:   "http://" + sandboxAddr,
}

// accountFlags choose the account that a command works with, and the way to Weibo.
func accountFlags() []cli.Flag {
	return append(profileFlags(), &cli.StringFlag{
		Name:  "via",
		Usage: "call Weibo by `WAY`: api, or gateway for that of the official tool (experimental); otherwise the profile says which, or it is api",
	})
}

// profileFlags choose the account alone.
func profileFlags() []cli.Flag {
	return []cli.Flag{
		&cli.StringFlag{
			Name:  "profile",
			Usage: "the account that is kept under `NAME`; otherwise WEIBO_PROFILE says which, or it is default",
		},
		&cli.BoolFlag{
			Name:  "sandbox",
			Usage: "use the local Weibo that weibo-go sandbox runs, with the profile sandbox if no other is named",
		},
	}
}

// An account is what a command works with: a profile and the token that is kept under its name.
type account struct {
	name    string
	file    string // of the profile
	profile profile
	sandbox bool
	tokens  tokens.Dir
	via     string
}

// openAccount finds the account that the flags choose. It need not be signed in.
func openAccount(ctx context.Context, cmd *cli.Command) (*account, error) {
	a := &account{name: chosenProfile(cmd)}
	if !profileName.MatchString(a.name) {
		return nil, usageErrorf(cmd, "%s", tr(ctx, "a profile cannot be called %q: use small letters, digits, - and _", a.name))
	}
	dir, err := configDir(ctx)
	if err != nil {
		return nil, err
	}
	a.file = filepath.Join(dir, "profiles", a.name+".json")
	a.tokens = tokens.Dir(filepath.Join(dir, "tokens"))
	if a.profile, err = loadProfile(ctx, a.file); err != nil {
		return nil, err
	}
	a.sandbox = cmd.Bool("sandbox") || a.name == sandboxProfile || isLoopback(a.profile.BaseURL)
	return a, a.chooseWay(ctx, cmd)
}

func chosenProfile(cmd *cli.Command) string {
	fallback := defaultProfile
	if cmd.Bool("sandbox") {
		fallback = sandboxProfile
	} else if name := os.Getenv("WEIBO_PROFILE"); name != "" {
		fallback = name
	}
	return cmp.Or(cmd.String("profile"), fallback)
}

// baseURL is where the account is. Empty stands for Weibo.
func (a *account) baseURL() string {
	if a.profile.BaseURL == "" && a.sandbox {
		return inSandbox.BaseURL
	}
	return a.profile.BaseURL
}

// oauth2 is what renews and revokes the token of the account.
func (a *account) oauth2() *weibo.OAuth2 {
	return &weibo.OAuth2{AppKey: a.profile.AppKey, AppSecret: a.profile.AppSecret, BaseURL: a.baseURL()}
}

// client makes calls as the account.
func (a *account) client(ctx context.Context, opts ...weibo.Option) (*weibo.Client, error) {
	credentials, err := a.credentials(ctx)
	if err != nil {
		return nil, err
	}
	return weibo.NewClient(a.at(append(opts, credentials))...)
}

func (a *account) tokenSource(ctx context.Context) weibo.Option {
	return weibo.WithTokenSource(tokens.Source(ctx, a.tokens, a.name, a.oauth2()))
}

// at adds where Weibo is to the options of a client.
func (a *account) at(opts []weibo.Option) []weibo.Option {
	if base := a.baseURL(); base != "" {
		opts = append(opts, weibo.WithBaseURL(base))
	}
	return opts
}

// explain makes a problem of an error of a call, where there is more to say than package weibo can know.
func (a *account) explain(ctx context.Context, err error) error {
	if err == nil || errors.Is(err, context.Canceled) {
		return err
	}
	var found error
	switch a.via {
	case viaGateway:
		found = a.explainGateway(ctx, err)
	case viaOpenIM:
		found = a.explainOpenIM(ctx, err)
	default:
		found = a.explainSignIn(ctx, err)
	}
	if found == nil {
		found = a.explainNetwork(ctx, err)
	}
	if a.via != viaAPI && adviceOn(ctx, found) == "" { // young, and known in part: there are answers that nobody has seen
		return &problem{what: found.Error(), advice: tr(ctx, "Nothing is on record about that. Try again later."), err: found}
	}
	return found
}

// explainSignIn makes a problem of an error that a sign-in solves, or returns nil.
func (a *account) explainSignIn(ctx context.Context, err error) error {
	switch {
	case errors.Is(err, tokens.ErrNotFound):
		return a.signInAgain(ctx, tr(ctx, "nobody is signed in with the profile %s", a.name), err)
	case errors.Is(err, weibo.ErrTokenExpired):
		return a.signInAgain(ctx, tr(ctx, "the sign-in of the profile %s has expired", a.name), err)
	case errors.Is(err, tokens.ErrCorrupt):
		return a.signInAgain(ctx, tr(ctx, "the token of the profile %s cannot be read: %v", a.name, from(err, tokens.ErrCorrupt)), err)
	case errors.Is(err, weibo.ErrUnauthorized):
		return a.signInAgain(ctx, tr(ctx, "Weibo does not accept the token of the profile %s: %v", a.name, err), err)
	}
	return nil
}

func (a *account) signInAgain(ctx context.Context, what string, err error) error {
	return &problem{what: what, advice: tr(ctx, "Sign in with: %s", a.command("login")), err: errors.Join(errNotSignedIn, err)}
}

// from is what an error says from target on: what others have put before it says nothing more.
func from(err, target error) string {
	text := err.Error()
	return text[max(0, strings.Index(text, target.Error())):]
}

// explainNetwork makes a problem of an error if Weibo was not reached.
func (a *account) explainNetwork(ctx context.Context, err error) error {
	var broken *net.OpError
	switch {
	case errors.As(err, &broken) && isLoopback(a.baseURL()):
		return &problem{
			what:   tr(ctx, "no local Weibo answers at %s", a.baseURL()),
			advice: tr(ctx, "Start one in another terminal: weibo-go sandbox"),
			err:    err,
		}
	case broken != nil, brokeOff(err):
		return &problem{
			what:   tr(ctx, "Weibo could not be reached: %v", err),
			advice: tr(ctx, "Look at the connection to the network, and try again."),
			err:    err,
		}
	}
	return err
}

// brokeOff tells whether an answer did not come, or not wholly: by a timeout, a proxy, or somebody in between.
func brokeOff(err error) bool {
	var timeout net.Error
	var certificate *tls.CertificateVerificationError
	return errors.As(err, &timeout) && timeout.Timeout() || errors.As(err, &certificate) ||
		errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) || errors.Is(err, http.ErrSchemeMismatch)
}

// command is what the user types to do something with the account.
func (a *account) command(verb string) string {
	words := []string{"weibo-go", verb}
	switch {
	case a.name == sandboxProfile:
		words = append(words, "--sandbox")
	case a.name != defaultProfile:
		words = append(words, "--profile", a.name)
	}
	if a.via != a.profile.way() {
		words = append(words, "--via", a.via)
	}
	return strings.Join(words, " ")
}

// isLoopback tells whether an address is on this machine, without asking anybody.
func isLoopback(address string) bool {
	u, err := url.Parse(address)
	if err != nil || u.Scheme != "http" && u.Scheme != "https" {
		return false
	}
	return u.Hostname() == "localhost" || net.ParseIP(u.Hostname()).IsLoopback()
}

package main

import (
	"cmp"
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"time"

	"github.com/seed4635ade2/weibo-go/gen/weiboapi"
	"github.com/seed4635ade2/weibo-go/weibo"
	"github.com/urfave/cli/v3"
	"golang.org/x/oauth2"
)

const loginHelp = `Opens Weibo's page in a browser, waits on a port of this machine for the answer,
and keeps the access token for the commands that follow. Where there is no browser,
or with --paste, open the page anywhere and paste the address that it leads to.

Without an app key, type weibo-go sandbox in one terminal, and in another
  weibo-go login --sandbox

The app key and the app secret of an application at open.weibo.com come from
WEIBO_APP_KEY and WEIBO_APP_SECRET, from the profile, or are asked for. The callback
in the console of the application must be, to the letter,
  ` + loopbackCallback + `
or with --paste
  ` + weiboCallback + `
or what --redirect-url or WEIBO_REDIRECT_URL says.

Each profile is an account with its application, in weibo-go/profiles/NAME.json in
your configuration directory (~/.config on Linux): app_key, app_secret, redirect_url
and base_url, all texts. The token is in weibo-go/tokens; signing in again replaces
it. Only you can read these files. They are not encrypted. A secret that comes from
the environment is not kept.

Experimental: with --via gateway it keeps a token for the gateway of Weibo's official
tool, which the console of open.weibo.com makes for verified individuals, and lets the
commands of the profile go there until the next weibo-go login --via api. With --via
openim it keeps AppId and AppSecret for weibo-go dm and hot. Both are asked for unseen,
or read from a pipe, a line each; WEIBO_CLI_TOKEN, WEIBO_OPENIM_APP_ID and
WEIBO_OPENIM_APP_SECRET go before what is kept.`

const (
	// loopbackCallback is where the browser comes back to if nobody says otherwise. Weibo wants the same address each time.
	loopbackCallback = "http://127.0.0.1:8421" + callbackPath
	// weiboCallback is the callback that Weibo has for programs that cannot be reached.
	weiboCallback     = "https://api.weibo.com" + weiboCallbackPath
	weiboCallbackPath = "/oauth2/default.html"
)

func loginCommand() *cli.Command {
	return &cli.Command{
		Name:        "login",
		Usage:       "sign in with Weibo",
		Description: loginHelp,
		Flags: append(signInFlags(),
			&cli.StringFlag{Name: "app-key", Usage: "the `KEY` of the application"},
			&cli.StringFlag{Name: "app-secret", Usage: "its `SECRET`, which others on this machine can see while the command runs"},
			&cli.StringFlag{Name: "redirect-url", Usage: "the callback `URL` of the application"},
			&cli.StringFlag{Name: "base-url", Usage: "the `URL` of another Weibo, such as a sandbox at another port"},
			&cli.StringSliceFlag{Name: "scope", Usage: "ask for a `RIGHT` beyond the usual ones, such as email"},
			&cli.BoolFlag{Name: "force-login", Usage: "ask for name and password, even if the browser is signed in to Weibo"},
			&cli.BoolFlag{Name: "paste", Usage: "open no browser, and ask for the address that Weibo leads to"},
			&cli.DurationFlag{Name: "timeout", Value: 10 * time.Minute, Usage: "give up after `TIME`"},
		),
		ArgValidator: noArguments,
		Action:       loginAction,
	}
}

// signInFlags are the accountFlags of commands that are about what is kept for a way.
func signInFlags() []cli.Flag {
	return append(profileFlags(), &cli.StringFlag{Name: "via", Usage: "the `WAY` to Weibo: api, gateway or openim; otherwise that of the profile, or api"})
}

func loginAction(ctx context.Context, cmd *cli.Command) error {
	a, err := openAccount(ctx, cmd)
	if err != nil {
		return err
	}
	switch a.via {
	case viaGateway:
		return loginGateway(ctx, cmd, a)
	case viaOpenIM:
		return loginOpenIM(ctx, cmd, a)
	}
	s, err := prepareSignIn(ctx, cmd, a)
	if err != nil {
		return err
	}
	tok, err := s.run(ctx, cmd.Duration("timeout"))
	if err != nil {
		return err
	}
	if err := s.save(ctx, tok); err != nil {
		return err
	}
	s.greet(ctx, cmd.Root().Writer, weibo.UID(tok))
	return nil
}

// A signIn is one that is under way.
type signIn struct {
	*account
	app      application
	oauth    *weibo.OAuth2
	state    string
	paste    bool // instead of waiting for the browser
	browser  []string
	terminal *terminal
}

// prepareSignIn does what can go wrong before the user goes to Weibo.
func prepareSignIn(ctx context.Context, cmd *cli.Command, a *account) (*signIn, error) {
	s := &signIn{account: a, state: rand.Text(), browser: findBrowser(), terminal: newTerminal(cmd.Root().Reader, cmd.Root().ErrWriter)}
	if cmd.String("app-secret") != "" {
		fmt.Fprintln(s.terminal.out, tr(ctx, "Others on this machine can see the app secret while the command runs; WEIBO_APP_SECRET keeps it from them."))
	}
	if err := os.MkdirAll(filepath.Dir(a.file), 0o700); err != nil {
		return nil, err
	}
	var err error
	if s.app, err = a.findApplication(ctx, cmd, s.terminal); err != nil {
		return nil, err
	}
	a.profile = s.app.use
	s.oauth = a.oauth2()
	s.oauth.ForceLogin = cmd.Bool("force-login")
	for _, scope := range cmd.StringSlice("scope") {
		s.oauth.Scopes = append(s.oauth.Scopes, weibo.Scope(scope))
	}
	if languageOf(ctx) == english {
		s.oauth.Language = weibo.LanguageEnglish
	}
	s.chooseWay(cmd.Bool("paste"))
	return s, s.check(ctx)
}

// chooseWay decides whether the browser comes back to this machine, or the user pastes where it went.
func (s *signIn) chooseWay(paste bool) {
	own := s.app.use.RedirectURL
	s.paste = paste || s.browser == nil || own != "" && !isLoopback(own)
	switch {
	case own != "":
		s.oauth.RedirectURL = own
	case s.paste:
		s.oauth.RedirectURL = cmp.Or(s.baseURL(), "https://api.weibo.com") + weiboCallbackPath
	case s.sandbox:
		s.oauth.RedirectURL = anyWayTo + callbackPath
	default:
		s.oauth.RedirectURL = loopbackCallback
	}
}

// check looks at the address of Weibo. Of one on this machine it wants an answer, before the browser shows that there is none.
func (s *signIn) check(ctx context.Context) error {
	if _, err := s.client(ctx); err != nil || !isLoopback(s.baseURL()) {
		return err
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, s.baseURL(), nil)
	if err != nil {
		return err
	}
	probe := http.Client{Timeout: 10 * time.Second}
	resp, err := probe.Do(req)
	if err != nil {
		return s.explainNetwork(ctx, err)
	}
	return resp.Body.Close()
}

// run gets a token, unless the user takes longer than timeout.
func (s *signIn) run(ctx context.Context, timeout time.Duration) (*oauth2.Token, error) {
	ctx, cancel := context.WithTimeoutCause(ctx, timeout, &problem{
		what:   tr(ctx, "nobody signed in within %v", timeout),
		advice: tr(ctx, "To try again: %s. If the browser cannot come back to this machine, add --paste.", s.command("login")),
	})
	defer cancel()
	code, err := s.code(ctx)
	if err != nil {
		return nil, err
	}
	tok, err := s.oauth.Exchange(ctx, code)
	var refused *weibo.Error
	if errors.As(err, &refused) && refused.Code == weiboapi.CodeInvalidGrant {
		return nil, &problem{what: err.Error(), advice: s.tryAgain(ctx), err: err}
	}
	return tok, s.explainNetwork(ctx, err)
}

// save keeps the token and the application. The file of a profile is not written anew where it says the same, but then too
// nobody else may read it.
func (s *signIn) save(ctx context.Context, tok *oauth2.Token) error {
	if err := s.tokens.Save(ctx, s.name, tok); err != nil {
		return err
	}
	before, err := loadProfile(ctx, s.file)
	switch {
	case err != nil:
		return err
	case before == s.app.keep:
		return os.Chmod(s.file, 0o600)
	}
	return s.app.keep.save(s.file)
}

// greet says who has signed in. Where Weibo does not tell the name, the number has to do.
func (s *signIn) greet(ctx context.Context, out io.Writer, uid int64) {
	user, err := s.user(ctx, uid)
	if err != nil {
		report(ctx, s.terminal.out, err)
		user = &weiboapi.User{ID: uid}
	}
	fmt.Fprintln(out, tr(ctx, "Signed in as %s, with the profile %s.", called(user), s.name))
}

// user asks Weibo who a user is.
func (a *account) user(ctx context.Context, uid int64) (*weiboapi.User, error) {
	if uid == 0 {
		return nil, errors.New(tr(ctx, "Weibo does not say who signed in"))
	}
	client, err := a.client(ctx)
	if err != nil {
		return nil, err
	}
	return client.Users.Show(ctx, weiboapi.UsersShowParams{UID: uid})
}

// called is what a user is called, as far as it is known.
func called(u *weiboapi.User) string {
	if u.ScreenName == "" {
		return fmt.Sprint(u.ID)
	}
	return fmt.Sprintf("@%s (%d)", u.ScreenName, u.ID)
}

package main

import (
	"cmp"
	"context"
	"os"

	"github.com/urfave/cli/v3"
)

// An application is what a user signs in to.
type application struct {
	use  profile
	keep profile // the same, but for a secret that the environment has: it stays there
}

// findApplication finds the application to sign in to. A flag goes before the environment, and that before the profile. What
// is missing then is asked for, if there is somebody to ask.
func (a *account) findApplication(ctx context.Context, cmd *cli.Command, t *terminal) (app application, err error) {
	base := cmp.Or(cmd.String("base-url"), a.baseURL())
	a.sandbox = a.sandbox || isLoopback(base)
	known := a.knownApplication(base)
	key := cmp.Or(cmd.String("app-key"), a.getenv("WEIBO_APP_KEY"), known.AppKey)
	if key == "" {
		if key, err = a.ask(ctx, t, tr(ctx, "App key of the application at open.weibo.com (without one: weibo-go login --sandbox): "), t.line); err != nil {
			return app, err
		}
	}
	if key != known.AppKey { // the rest is of another application
		known.AppSecret, known.RedirectURL = "", ""
	}
	app.use = a.moved(base)
	app.use.AppKey = key
	app.use.AppSecret = cmp.Or(cmd.String("app-secret"), a.getenv("WEIBO_APP_SECRET"), known.AppSecret)
	app.use.RedirectURL = cmp.Or(cmd.String("redirect-url"), a.getenv("WEIBO_REDIRECT_URL"), known.RedirectURL)
	app.use.Via = ""
	app.keep = app.use
	app.keep.AppSecret = cmp.Or(cmd.String("app-secret"), known.AppSecret)
	if app.use.AppSecret == "" {
		app.use.AppSecret, err = a.ask(ctx, t, tr(ctx, "App secret: "), t.secret)
		app.keep.AppSecret = app.use.AppSecret
	}
	return app, err
}

// moved is the profile with another address of Weibo: no credentials of one are for another.
func (a *account) moved(base string) profile {
	p := a.profile
	if base != a.baseURL() {
		p = profile{Via: p.Via}
	}
	p.BaseURL = base
	return p
}

// knownApplication is that of the profile, unless it is one of another Weibo. A sandbox has one that anybody may use.
func (a *account) knownApplication(base string) profile {
	if base == a.baseURL() && a.profile.AppKey != "" {
		return a.profile
	}
	if a.sandbox {
		return inSandbox
	}
	return profile{}
}

// getenv reads the environment, which is for applications of Weibo: a sandbox gets nothing of it.
func (a *account) getenv(name string) string {
	if a.sandbox {
		return ""
	}
	return os.Getenv(name)
}

// ask asks the user for a part of the application.
func (a *account) ask(ctx context.Context, t *terminal, question string, read func(context.Context, string) (string, error)) (string, error) {
	if t.alive {
		if text, err := read(ctx, question); text != "" || err != nil {
			return text, err
		}
	}
	return "", &problem{
		what: tr(ctx, "the app key and the app secret of an application are needed to sign in"),
		advice: tr(ctx, "Set WEIBO_APP_KEY and WEIBO_APP_SECRET, or write app_key and app_secret into %s. To try without an application: weibo-go login --sandbox",
			a.file),
	}
}

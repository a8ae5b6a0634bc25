// Command webapp is a small web site on Weibo: sign in, read the timeline, post a text or a picture, comment, sign out.
//
// Without an app key it starts a local Weibo of its own:
//
//	go run ./examples/webapp
//
// For Weibo itself set WEIBO_APP_KEY, WEIBO_APP_SECRET and WEIBO_REDIRECT_URL, as the console of the application has them.
package main

import (
	"cmp"
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"os"
	"os/signal"
	"syscall"
	"time"

	"github.com/seed4635ade2/weibo-go/weibo"
	"github.com/seed4635ade2/weibo-go/weibo/tokens"
	"github.com/seed4635ade2/weibo-go/weibo/weibotest"
)

func main() {
	addr := flag.String("addr", "127.0.0.1:8000", "listen at `HOST:PORT`, 0 for a free port")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	context.AfterFunc(ctx, stop) // a second Ctrl-C kills
	if err := run(ctx, *addr, os.Getenv, os.Stdout, os.Stderr); err != nil {
		fmt.Fprintf(os.Stderr, "webapp: %v\n", err)
		os.Exit(1)
	}
}

// run serves the site until ctx is done.
func run(ctx context.Context, addr string, getenv func(string) string, out, logs io.Writer) error {
	o, err := application(getenv)
	if err != nil {
		return err
	}
	l, err := net.Listen("tcp", addr)
	if err != nil {
		return err
	}
	defer l.Close()
	if o == nil {
		o = sandboxed("http://" + l.Addr().String() + "/callback")
		stop, err := startSandbox(o)
		if err != nil {
			return err
		}
		defer stop() // after the site, which may be in the middle of a call
		fmt.Fprintf(out, "No WEIBO_APP_KEY is set: a local Weibo runs at %s\n", o.BaseURL)
	}
	site, err := newSite(o, new(tokens.Memory), slog.New(slog.NewTextHandler(logs, nil)))
	if err != nil {
		return err
	}
	fmt.Fprintf(out, "Listening at %s\nOpen %s\n", l.Addr(), site.url)
	return serve(ctx, l, site)
}

// application is what the environment says, or nil if it names no application.
func application(getenv func(string) string) (*weibo.OAuth2, error) {
	o := &weibo.OAuth2{
		AppKey:      getenv("WEIBO_APP_KEY"),
		AppSecret:   getenv("WEIBO_APP_SECRET"),
		RedirectURL: getenv("WEIBO_REDIRECT_URL"),
	}
	switch {
	case cmp.Or(o.AppKey, o.AppSecret, o.RedirectURL) == "":
		return nil, nil
	case o.AppKey == "" || o.AppSecret == "" || o.RedirectURL == "":
		return nil, errors.New("set all of WEIBO_APP_KEY, WEIBO_APP_SECRET and WEIBO_REDIRECT_URL, or none of them for a local Weibo")
	}
	return o, nil
}

// sandboxed is the application that a sandbox knows.
func sandboxed(redirectURL string) *weibo.OAuth2 {
	return &weibo.OAuth2{AppKey: weibotest.DefaultAppKey, AppSecret: weibotest.DefaultAppSecret, RedirectURL: redirectURL}
}

// startSandbox starts a local Weibo, as strict as the real one is to a new application, and sends o there.
func startSandbox(o *weibo.OAuth2) (stop func(), err error) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, err
	}
	o.BaseURL = "http://" + l.Addr().String()
	sandbox := weibotest.New(weibotest.Strict(), weibotest.WithApp(weibotest.App{
		Key:         o.AppKey,
		Secret:      o.AppSecret,
		Name:        weibotest.DefaultAppName,
		RedirectURL: o.RedirectURL,
		SafeDomains: []string{"127.0.0.1", "localhost"},
	}))
	ctx, cancel := context.WithCancel(context.Background())
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		sandbox.Serve(ctx, l)
	}()
	return func() { cancel(); <-ended }, nil
}

// grace is how long requests that are under way may take when the site ends.
const grace = 10 * time.Second

// serve answers what l accepts until ctx is done, and then lets the requests that are under way end.
func serve(ctx context.Context, l net.Listener, h http.Handler) error {
	srv := &http.Server{
		Handler:           h,
		MaxHeaderBytes:    32 << 10,
		ReadHeaderTimeout: 10 * time.Second,
		ReadTimeout:       time.Minute, // a picture over a slow line
		WriteTimeout:      2 * time.Minute,
		IdleTimeout:       2 * time.Minute,
	}
	ended := make(chan error, 1)
	context.AfterFunc(ctx, func() {
		ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), grace)
		defer cancel()
		ended <- srv.Shutdown(ctx)
	})
	if err := srv.Serve(l); !errors.Is(err, http.ErrServerClosed) {
		return err
	}
	return <-ended
}

package main

import (
	"context"
	"errors"

	"github.com/seed4635ade2/weibo-go/weibo/openim"
	"github.com/seed4635ade2/weibo-go/weibo/openim/stream"
	"github.com/urfave/cli/v3"
)

func dmCommand() *cli.Command {
	return &cli.Command{
		Name:  "dm",
		Usage: "private messages with the owner of the account (experimental)",
		Description: "Experimental: by open-im, which Weibo opened for agents in 2026. What is known of it\n" +
			"is from documents and programs of Weibo's own organisation, as of June 2026, and of\n" +
			"others. The owner of any account of weibo.com gets an AppId and an AppSecret by\n" +
			"sending 连接龙虾 as a private message to @微博龙虾助手; no review is known of. They come\n" +
			"from WEIBO_OPENIM_APP_ID and WEIBO_OPENIM_APP_SECRET, or from weibo-go login --via\n" +
			"openim.",
		Action:   groupAction,
		Commands: []*cli.Command{dmListenCommand(), dmSendCommand()},
	}
}

// openStream opens the stream of messages of an account.
func (a *account) openStream(ctx context.Context, client *openim.Client, config stream.Config) (*stream.Stream, error) {
	config.Account, config.BaseURL = client, a.baseURL()
	return stream.Open(ctx, config)
}

// explainStream makes a problem of the end of a stream.
func (a *account) explainStream(ctx context.Context, err error) error {
	var ended *stream.EndError
	if errors.As(err, &ended) && ended.Refusals > 0 || errors.Is(err, stream.ErrTokenRefused) {
		return &problem{
			what:   tr(ctx, "open-im does not let the account in: %v", err),
			advice: tr(ctx, "Try again later. If that does not help, get a new pair and: %s", a.command("login")),
			err:    err,
		}
	}
	return a.explain(ctx, err)
}

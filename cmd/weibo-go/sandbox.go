package main

import (
	"context"
	"errors"
	"fmt"
	"net"
	"os"

	"github.com/seed4635ade2/weibo-go/weibo/weibotest"
	"github.com/urfave/cli/v3"
)

// sandboxAddr is where a sandbox listens, and is looked for, if nobody says otherwise.
const sandboxAddr = "127.0.0.1:8080"

func sandboxCommand() *cli.Command {
	return &cli.Command{
		Name:  "sandbox",
		Usage: "run a local Weibo to develop against",
		Description: "Serves the API, the sign-in page and the pictures of a Weibo that is empty at\n" +
			"first and forgets all when it ends. Programs in any language can use it instead\n" +
			"of api.weibo.com. It prints the credentials that it takes, then a line for every\n" +
			"request.",
		Flags: []cli.Flag{
			&cli.StringFlag{
				Name:  "addr",
				Value: sandboxAddr,
				Usage: "listen at `HOST:PORT`, 0 for a free port",
			},
			&cli.BoolFlag{
				Name:  "public",
				Usage: "allow an address that other machines can reach",
			},
			&cli.BoolFlag{
				Name:  "strict",
				Usage: "refuse unknown parameters, and what a new application may not do",
			},
			&cli.StringFlag{
				Name:  "ready-file",
				Usage: "write the address and tokens to `FILE`, as JSON, when it answers",
			},
			&cli.BoolFlag{
				Name:    "quiet",
				Aliases: []string{"q"},
				Usage:   "do not log requests",
			},
		},
		ArgValidator: noArguments,
		Action:       sandboxAction,
	}
}

func sandboxAction(ctx context.Context, cmd *cli.Command) error {
	l, err := listen(cmd.String("addr"), cmd.Bool("public"))
	if errors.Is(err, errNotLoopback) {
		return fmt.Errorf("%w; --public allows that", err)
	} else if err != nil {
		return err
	}
	log := newLog(cmd.Root().ErrWriter)
	var opts []weibotest.Option
	if cmd.Bool("strict") {
		opts = append(opts, weibotest.Strict())
	}
	if !cmd.Bool("quiet") {
		opts = append(opts, weibotest.WithLog(log))
	}
	sandbox := weibotest.New(opts...)
	if err := announce(cmd, sandbox, baseURL(l)); err != nil {
		l.Close()
		return err
	}
	if ready := cmd.String("ready-file"); ready != "" {
		defer os.Remove(ready)
	}
	if !l.Addr().(*net.TCPAddr).IP.IsLoopback() {
		log.Warn("other machines can connect, and the credentials are no secret", "addr", l.Addr().String())
	}
	return sandbox.Serve(ctx, l)
}

// announce says that the sandbox is there: connections wait from when it listens.
func announce(cmd *cli.Command, sandbox *weibotest.Sandbox, base string) error {
	if err := welcome(cmd.Root().Writer, sandbox, base); err != nil {
		return err
	}
	if path := cmd.String("ready-file"); path != "" {
		return newReadyFile(sandbox, base).write(path)
	}
	return nil
}

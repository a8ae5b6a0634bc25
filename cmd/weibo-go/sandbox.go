package main

import (
	"context"
	"log/slog"
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
		Description: "Serves the API, the sign-in page and the pictures of a Weibo with people who do\n" +
			"not exist. Programs in any language can use it instead of api.weibo.com. It\n" +
			"prints the credentials that it takes, then a line for every request. What was\n" +
			"posted is forgotten when it ends, unless --data keeps it.",
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
			&cli.StringFlag{
				Name:  "apps",
				Usage: "know the applications in `FILE`, a JSON array, too",
			},
			&cli.Uint64Flag{
				Name:  "seed",
				Value: 1,
				Usage: "fill it with the world number `N`",
			},
			&cli.IntFlag{
				Name:  "statuses",
				Value: 300,
				Usage: "put `N` statuses into the world, at most a million",
			},
			&cli.StringFlag{
				Name:  "data",
				Usage: "keep all in `DIR`, with the world that it was started with first",
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
	l, err := listen(ctx, cmd.String("addr"), cmd.Bool("public"))
	if err != nil {
		return err
	}
	log := newLog(cmd.Root().ErrWriter)
	sandbox, err := openSandbox(cmd, log)
	if err != nil {
		l.Close()
		return &problem{what: err.Error(), advice: tr(ctx, "See %s --help.", cmd.FullName()), err: err}
	}
	defer sandbox.Close()
	if err := announce(ctx, cmd, sandbox, baseURL(l)); err != nil {
		l.Close()
		return err
	}
	if ready := cmd.String("ready-file"); ready != "" {
		defer os.Remove(ready)
	}
	if !l.Addr().(*net.TCPAddr).IP.IsLoopback() {
		log.Warn(tr(ctx, "other machines can connect, and the credentials are no secret"), "addr", l.Addr().String())
	}
	return sandbox.Serve(ctx, l)
}

func openSandbox(cmd *cli.Command, log *slog.Logger) (*weibotest.Sandbox, error) {
	opts := []weibotest.Option{weibotest.WithSeed(cmd.Uint64("seed")), weibotest.WithStatuses(cmd.Int("statuses"))}
	if cmd.Bool("strict") {
		opts = append(opts, weibotest.Strict())
	}
	if !cmd.Bool("quiet") {
		opts = append(opts, weibotest.WithLog(log))
	}
	if dir := cmd.String("data"); dir != "" {
		opts = append(opts, weibotest.WithData(dir))
	}
	if path := cmd.String("apps"); path != "" {
		apps, err := readApps(path)
		if err != nil {
			return nil, err
		}
		opts = append(opts, apps...)
	}
	return weibotest.Open(opts...)
}

// shownUsers is of how many accounts the command tells the tokens. There may be thousands.
const shownUsers = 4

func someUsers(sandbox *weibotest.Sandbox) []weibotest.User {
	users := sandbox.Users()
	return users[:min(len(users), shownUsers)]
}

// announce says that the sandbox is there: connections wait from when it listens.
func announce(ctx context.Context, cmd *cli.Command, sandbox *weibotest.Sandbox, base string) error {
	if err := welcome(ctx, cmd.Root().Writer, sandbox, base); err != nil {
		return err
	}
	if path := cmd.String("ready-file"); path != "" {
		return newReadyFile(sandbox, base).write(path)
	}
	return nil
}

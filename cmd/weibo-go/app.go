package main

import (
	"context"
	"io"

	"github.com/seed4635ade2/weibo-go/weibo"
	"github.com/urfave/cli/v3"
)

// run executes a command line, args[0] being the name of the program, and returns the exit status.
func run(ctx context.Context, args []string, stdin io.Reader, stdout, stderr io.Writer) int {
	ctx = withLanguage(ctx, userLanguage())
	app := newApp(ctx)
	app.Reader, app.Writer, app.ErrWriter = stdin, stdout, stderr
	err := app.Run(ctx, args)
	if err != nil {
		report(ctx, stderr, err)
	}
	return exitStatus(err)
}

func newApp(ctx context.Context) *cli.Command {
	app := &cli.Command{
		Name:  "weibo-go",
		Usage: "Sina Weibo on the command line",
		Description: "Try it without an account: the demo signs in, posts a picture and reads it back,\n" +
			"on a local Weibo. The sandbox is that local Weibo, for programs of your own.\n\n" +
			"It speaks Chinese or English, as LC_ALL, LC_MESSAGES or LANG says. The exit status\n" +
			"is 0 if all went well, 1 if something failed, 2 if the command line is wrong, 4 if\n" +
			"you have to sign in first, and 130 after Ctrl-C.",
		Version: weibo.Version,
		Action:  rootAction,
		Commands: []*cli.Command{
			demoCommand(), loginCommand(), logoutCommand(), whoamiCommand(),
			shareCommand(), postCommand(), timelineCommand(), showCommand(), commentsCommand(), commentCommand(), repostCommand(),
			deleteCommand(), searchCommand(),
			apiCommand(), endpointsCommand(), errorsCommand(), limitsCommand(), midCommand(), sandboxCommand(),
		},
		EnableShellCompletion: true,
		ConfigureShellCompletionCommand: func(c *cli.Command) {
			c.Hidden = false
			c.Usage = tr(ctx, "write a completion script: bash, zsh, fish or pwsh")
		},
		// run reports errors. The default would end the process.
		ExitErrHandler: func(context.Context, *cli.Command, error) {},
	}
	app.OnUsageError = onUsageError
	for _, cmd := range app.Commands {
		cmd.OnUsageError = onUsageError
	}
	translateHelp(ctx, app)
	return app
}

// rootAction is what runs if no command was found.
func rootAction(_ context.Context, cmd *cli.Command) error {
	if cmd.Args().Present() {
		return unknownCommand(cmd)
	}
	return cli.ShowRootCommandHelp(cmd)
}

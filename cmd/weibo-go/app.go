package main

import (
	"context"
	"errors"
	"fmt"
	"io"

	"github.com/seed4635ade2/weibo-go/weibo"
	"github.com/urfave/cli/v3"
)

// Exit statuses.
const (
	exitOK          = 0
	exitFailure     = 1
	exitUsage       = 2
	exitInterrupted = 130 // as shells have it for Ctrl-C
)

// run executes a command line, args[0] being the name of the program, and returns the exit status.
func run(ctx context.Context, args []string, stdin io.Reader, stdout, stderr io.Writer) int {
	app := newApp()
	app.Reader, app.Writer, app.ErrWriter = stdin, stdout, stderr
	err := app.Run(ctx, args)
	if err != nil {
		fmt.Fprintf(stderr, "weibo-go: %v\n", err)
	}
	return exitStatus(err)
}

func exitStatus(err error) int {
	var usage *usageError
	var noHelp cli.ExitCoder // of the command help, for an unknown topic
	switch {
	case err == nil:
		return exitOK
	case errors.As(err, &usage), errors.As(err, &noHelp):
		return exitUsage
	case errors.Is(err, context.Canceled):
		return exitInterrupted
	default:
		return exitFailure
	}
}

func newApp() *cli.Command {
	app := &cli.Command{
		Name:  "weibo-go",
		Usage: "Sina Weibo on the command line",
		Description: "Try it without an account: the demo signs in, posts a picture and reads it back,\n" +
			"on a local Weibo. The sandbox is that local Weibo, for programs of your own.",
		Version:  weibo.Version,
		Action:   rootAction,
		Commands: []*cli.Command{demoCommand(), sandboxCommand()},
		// run reports errors. The default would end the process.
		ExitErrHandler: func(context.Context, *cli.Command, error) {},
	}
	app.OnUsageError = onUsageError
	for _, cmd := range app.Commands {
		cmd.OnUsageError = onUsageError
	}
	return app
}

// rootAction is what runs if no command was found.
func rootAction(_ context.Context, cmd *cli.Command) error {
	if cmd.Args().Present() {
		return unknownCommand(cmd)
	}
	return cli.ShowRootCommandHelp(cmd)
}

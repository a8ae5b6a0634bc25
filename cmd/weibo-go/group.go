package main

import (
	"cmp"
	"context"

	"github.com/urfave/cli/v3"
)

// A group is a command that only has others below it. Package cli has the help of those in English alone, whatever the command
// says.
func init() {
	cli.ShowSubcommandHelp = func(cmd *cli.Command) error {
		cli.HelpPrinter(cmd.Root().Writer, cmp.Or(cmd.CustomHelpTemplate, cli.SubcommandHelpTemplate), cmd)
		return nil
	}
}

// groupAction is what runs if none of the commands below was named.
func groupAction(ctx context.Context, cmd *cli.Command) error {
	if cmd.Args().Present() {
		return unknownCommand(ctx, cmd)
	}
	return cli.ShowSubcommandHelp(cmd)
}

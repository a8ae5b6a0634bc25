package main

import (
	"context"
	"fmt"
	"io"
	"strings"

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
			hotCommand(), dmCommand(), gatewayCommand(),
			apiCommand(), endpointsCommand(), errorsCommand(), limitsCommand(), midCommand(), sandboxCommand(), helpCommand(),
		},
		Flags:                           []cli.Flag{&cli.BoolFlag{Name: "version", Aliases: []string{"v"}, Usage: "show the version", Local: true}},
		EnableShellCompletion:           true,
		ConfigureShellCompletionCommand: func(c *cli.Command) { configureCompletion(ctx, c) },
		// run reports errors. The default would end the process.
		ExitErrHandler: func(context.Context, *cli.Command, error) {},
	}
	finish(app)
	translateHelp(ctx, app)
	return app
}

// finish gives a command, and those below it, what all have. Package cli would add a help flag of its own, in English alone.
func finish(cmd *cli.Command) {
	cmd.OnUsageError = onUsageError
	cmd.HideHelpCommand = true // there is one for all
	cmd.Flags = append(cmd.Flags, &cli.BoolFlag{Name: "help", Aliases: []string{"h"}, Usage: "show this help", Local: true})
	for _, c := range cmd.Commands {
		finish(c)
	}
}

// rootAction is what runs if no command was found.
func rootAction(ctx context.Context, cmd *cli.Command) error {
	if cmd.Args().Present() {
		return unknownCommand(ctx, cmd)
	}
	if cmd.Bool("version") {
		cli.ShowVersion(cmd)
		return nil
	}
	return cli.ShowRootCommandHelp(cmd)
}

func helpCommand() *cli.Command {
	return &cli.Command{
		Name:      "help",
		Aliases:   []string{"h"},
		Usage:     "show the help of a command",
		ArgsUsage: "[COMMAND...]",
		Action: func(ctx context.Context, cmd *cli.Command) error {
			root := cmd.Root()
			if !cmd.Args().Present() {
				return cli.ShowRootCommandHelp(root)
			}
			above, of := root, root
			for _, name := range cmd.Args().Slice() {
				above, of = of, of.Command(name)
				if of == nil {
					return &usageError{command: above.FullName(), problem: tr(ctx, "unknown command %q", name), near: nearest(name, commandNames(above))}
				}
			}
			return cli.ShowCommandHelp(ctx, above, of.Name)
		},
	}
}

// configureCompletion puts the command that package cli has for completion into our words.
func configureCompletion(ctx context.Context, c *cli.Command) {
	c.Hidden = false
	c.Usage = "write a completion script: bash, zsh, fish or pwsh"
	c.ArgsUsage = "[bash | zsh | fish | pwsh]"
	c.Description = completionHelp
	c.Action = func(ctx context.Context, cmd *cli.Command) error {
		if _, err := oneArgument(ctx, cmd, "SHELL"); err != nil {
			return err
		}
		return checkChoice(ctx, cmd, "SHELL", cmd.Args().First(), shells(c))
	}
	c.ShellComplete = completeWith(shells(c))
	for _, shell := range c.Commands {
		shell.Hidden = true // package cli has the help of commands with others below them in English alone
		shell.Usage = "write the script for this shell"
	}
	finish(c)
	translateHelp(ctx, c, "weibo-go")
}

func shells(completion *cli.Command) (names []string) {
	for _, c := range completion.Commands {
		names = append(names, c.Name)
	}
	return names
}

// completeWith completes a command whose argument is one of some words.
func completeWith(words []string) cli.ShellCompleteFunc {
	return func(ctx context.Context, cmd *cli.Command) {
		cli.DefaultCompleteWithFlags(ctx, cmd)
		if len(words) > 0 && !strings.HasPrefix(cmd.Args().First(), "-") {
			fmt.Fprintln(cmd.Root().Writer, strings.Join(words, "\n"))
		}
	}
}

const completionHelp = `For bash, in ~/.bashrc:
  source <(weibo-go completion bash)
For zsh, in ~/.zshrc:
  source <(weibo-go completion zsh)
For fish:
  weibo-go completion fish > ~/.config/fish/completions/weibo-go.fish
For PowerShell, to be run from the profile:
  weibo-go completion pwsh > weibo-go.ps1`

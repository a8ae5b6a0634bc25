package main

import (
	"context"
	"encoding/json"
	"errors"
	"strings"

	"github.com/seed4635ade2/weibo-go/weibo"
	"github.com/seed4635ade2/weibo-go/weibo/gateway"
	"github.com/urfave/cli/v3"
)

func gatewayInvokeCommand() *cli.Command {
	return &cli.Command{
		Name:      "invoke",
		Usage:     "have the gateway do something that it lists",
		ArgsUsage: "GROUP ACTION",
		Description: "Experimental. It sends the parameters as they are given, as texts, and writes the\n" +
			"answer as JSON on one line. The gateway has the last word on all of it; what it\n" +
			"takes: weibo-go gateway commands GROUP ACTION. Calls may cost credits. Example:\n" +
			"  weibo-go gateway invoke search hot_word_cate/biz -f category=2 --jq '.data[].word'",
		Flags: append(append([]cli.Flag{
			&cli.StringSliceFlag{Name: "field", Aliases: []string{"f"}, Usage: "send a parameter, `NAME=VALUE`"},
			&cli.StringFlag{Name: "input", Usage: "send the JSON object in `FILE` as the parameters, - for standard input"},
			dryRunFlag(),
		}, outputFlags()...), profileFlags()...),
		DisableSliceFlagSeparator: true,
		ShellComplete:             completeAction,
		Action:                    gatewayInvokeAction,
	}
}

func gatewayInvokeAction(ctx context.Context, cmd *cli.Command) error {
	group, action, err := groupAndAction(ctx, cmd)
	if err != nil {
		return err
	}
	args, err := invokeArgs(ctx, cmd)
	if err != nil {
		return err
	}
	p, err := newPrinter(ctx, cmd, nil)
	if err != nil {
		return err
	}
	a, err := openAccountVia(ctx, cmd, viaGateway)
	if err != nil {
		return err
	}
	client, err := a.invoker(ctx, cmd)
	if err != nil {
		return err
	}
	var answer json.RawMessage
	err = client.Invoke(ctx, group, action, args, &answer)
	switch known := knownAction(group, action); {
	case err != nil && known != nil && known.Method == "GET":
		return a.explain(ctx, err)
	case err != nil:
		return a.explainWrite(ctx, err)
	case cmd.Bool("dry-run"):
		return nil
	}
	return p.object(ctx, answer)
}

// invoker makes the call, or only shows it.
func (a *account) invoker(ctx context.Context, cmd *cli.Command) (*gateway.Client, error) {
	if cmd.Bool("dry-run") {
		return gateway.NewClient(gateway.Token("token"), a.at([]weibo.Option{showOnly(cmd.Root().Writer)})...)
	}
	return a.gatewayClient(ctx)
}

func groupAndAction(ctx context.Context, cmd *cli.Command) (group, action string, err error) {
	args := cmd.Args()
	switch args.Len() {
	case 0:
		return "", "", usageErrorf(cmd, "%s", tr(ctx, "%s is missing", "GROUP"))
	case 1:
		return "", "", usageErrorf(cmd, "%s", tr(ctx, "%s is missing", "ACTION"))
	case 2:
		return args.Get(0), args.Get(1), nil
	}
	return "", "", usageErrorf(cmd, "%s", tr(ctx, "unexpected argument %q", args.Get(2)))
}

// invokeArgs are the parameters that are given, those of --field in the place of those of --input.
func invokeArgs(ctx context.Context, cmd *cli.Command) (map[string]any, error) {
	args := map[string]any{}
	if file := cmd.String("input"); file != "" {
		content, err := readInput(ctx, cmd, file)
		if err != nil {
			return nil, err
		}
		d := json.NewDecoder(strings.NewReader(string(content)))
		d.UseNumber() // ids keep their digits
		if d.Decode(&args) != nil || args == nil || d.More() {
			return nil, &problem{what: tr(ctx, "what --input names is no JSON object"), advice: tr(ctx, "It was not sent."), err: errors.New("no object")}
		}
	}
	for _, text := range cmd.StringSlice("field") {
		name, value, ok := strings.Cut(text, "=")
		if !ok || !plainName.MatchString(name) {
			return nil, usageErrorf(cmd, "%s", tr(ctx, "%q is not NAME=VALUE", printable(text)))
		}
		args[name] = value
	}
	return args, nil
}

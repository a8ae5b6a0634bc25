package main

import (
	"cmp"
	"context"
	"fmt"
	"os"
	"slices"
	"strings"

	"github.com/urfave/cli/v3"
)

// A language is one that the command speaks, by the tag that weibo.Error.Hint takes.
type language string

const (
	english language = "en"
	chinese language = "zh"
)

// userLanguage is that of the locale: as POSIX has it, the first of three variables that is set decides.
func userLanguage() language {
	locale := cmp.Or(os.Getenv("LC_ALL"), os.Getenv("LC_MESSAGES"), os.Getenv("LANG"))
	if strings.HasPrefix(strings.ToLower(locale), "zh") {
		return chinese
	}
	return english
}

type languageKey struct{}

func withLanguage(ctx context.Context, l language) context.Context {
	return context.WithValue(ctx, languageKey{}, l)
}

// languageOf is English where nobody said otherwise.
func languageOf(ctx context.Context) language {
	l, _ := ctx.Value(languageKey{}).(language)
	return cmp.Or(l, english)
}

// tr is a message in the language of the user. Messages stand in English where they are used, and in Chinese in a table. One
// that the table does not have stays English.
func tr(ctx context.Context, format string, args ...any) string {
	if zh, ok := inChinese[format]; ok && languageOf(ctx) == chinese {
		return fmt.Sprintf(zh, args...)
	}
	return fmt.Sprintf(format, args...)
}

// translateHelp puts the help of a command, and of those below it, into the language of the user. Above are the names of those
// that it stands below.
func translateHelp(ctx context.Context, cmd *cli.Command, above ...string) {
	if languageOf(ctx) != chinese {
		return
	}
	names := append(slices.Clone(above), cmd.Name)
	cmd.CustomRootCommandHelpTemplate = headings.Replace(cli.RootCommandHelpTemplate)
	cmd.CustomHelpTemplate = headings.Replace(cli.CommandHelpTemplate)
	usage := "[选项] " + cmd.ArgsUsage
	if len(cmd.VisibleCommands()) > 0 {
		cmd.CustomHelpTemplate = headings.Replace(cli.SubcommandHelpTemplate)
		usage = "命令 [命令选项]"
	}
	if cmd.UsageText == "" && cmd.Version == "" {
		cmd.UsageText = strings.TrimSpace(strings.Join(names, " ") + " " + usage)
	}
	for _, text := range helpTexts(cmd) {
		*text = cmp.Or(inChinese[*text], *text)
	}
	translateDefaults(cmd.Flags)
	for _, c := range cmd.Commands {
		translateHelp(ctx, c, names...)
	}
}

// translateDefaults puts the defaults of flags into the language of the user. Package cli writes them in English behind the
// usage.
func translateDefaults(flags []cli.Flag) {
	for _, f := range flags {
		switch f := f.(type) {
		case *cli.StringFlag:
			if f.Value != "" {
				f.HideDefault, f.Usage = true, withDefault(f.Usage, f.Value)
			}
		case *cli.DurationFlag:
			f.HideDefault, f.Usage = true, withDefault(f.Usage, f.Value)
		case *cli.IntFlag:
			f.HideDefault, f.Usage = true, withDefault(f.Usage, f.Value)
		case *cli.Uint64Flag:
			f.HideDefault, f.Usage = true, withDefault(f.Usage, f.Value)
		}
	}
}

func withDefault(usage string, value any) string {
	return fmt.Sprintf("%s（默认：%v）", usage, value)
}

var headings = strings.NewReplacer(
	"[global options]", "[全局选项]",
	"[command [command options]]", "[命令 [命令选项]]",
	"GLOBAL OPTIONS:", "全局选项：",
	"OPTIONS:", "选项：",
	"NAME:", "名称：",
	"USAGE:", "用法：",
	"VERSION:", "版本：",
	"DESCRIPTION:", "说明：",
	"COMMANDS:", "命令：",
)

// helpTexts are what the help of a command says in words.
func helpTexts(cmd *cli.Command) []*string {
	texts := []*string{&cmd.Usage, &cmd.Description}
	for _, f := range cmd.Flags {
		switch f := f.(type) {
		case *cli.StringFlag:
			texts = append(texts, &f.Usage)
		case *cli.StringSliceFlag:
			texts = append(texts, &f.Usage)
		case *cli.BoolFlag:
			texts = append(texts, &f.Usage)
		case *cli.GenericFlag:
			texts = append(texts, &f.Usage)
		case *cli.DurationFlag:
			texts = append(texts, &f.Usage)
		case *cli.IntFlag:
			texts = append(texts, &f.Usage)
		case *cli.Uint64Flag:
			texts = append(texts, &f.Usage)
		}
	}
	return texts
}

package main

import (
	"context"
	"fmt"
	"io"
	"strconv"
	"strings"

	"github.com/seed4635ade2/weibo-go/spec"
	"github.com/seed4635ade2/weibo-go/weibo"
	"github.com/urfave/cli/v3"
	"go.yaml.in/yaml/v3"
)

func errorsCommand() *cli.Command {
	return &cli.Command{
		Name:      "errors",
		Usage:     "explain an error code of Weibo, or list them all",
		ArgsUsage: "[CODE]",
		Description: "Says what the code means, what to do, and whether the same call may succeed later.\n" +
			"Weibo has codes that are not known here. Nothing is asked of Weibo.",
		Flags:  outputFlags(),
		Action: errorsAction,
	}
}

// An errorCode is what is known of one. The members of the JSON are what scripts rely on.
type errorCode struct {
	Code     int    `json:"code"`
	Name     string `json:"name"`
	Category string `json:"category"`
	Retry    string `json:"retry"`
	Meaning  string `json:"meaning"`
	Hint     string `json:"hint" yaml:"-"`
	Chinese  string `json:"-" yaml:"zh"` // what Meaning becomes for those who read it
}

// errorCodes are all that are known.
type errorCodes struct {
	Retries map[string]struct {
		Meaning string
		Chinese string `yaml:"zh"`
	}
	Codes []*errorCode
}

// loadErrorCodes returns the codes in the language of the user.
func loadErrorCodes(ctx context.Context) (*errorCodes, error) {
	known := new(errorCodes)
	if err := yaml.Unmarshal(spec.ErrorCodes(), known); err != nil {
		return nil, err
	}
	for _, e := range known.Codes {
		e.Hint = (&weibo.Error{Code: e.Code}).Hint(string(languageOf(ctx)))
		if languageOf(ctx) == chinese {
			e.Meaning = e.Chinese
		}
	}
	return known, nil
}

// retry says whether the same call may succeed later.
func (c *errorCodes) retry(ctx context.Context, e *errorCode) string {
	if languageOf(ctx) == chinese {
		return c.Retries[e.Retry].Chinese
	}
	return c.Retries[e.Retry].Meaning
}

func (c *errorCodes) find(code int) *errorCode {
	for _, e := range c.Codes {
		if e.Code == code {
			return e
		}
	}
	return nil
}

func (c *errorCodes) meaning(code int) string {
	if e := c.find(code); e != nil {
		return e.Meaning
	}
	return ""
}

func errorsAction(ctx context.Context, cmd *cli.Command) error {
	p, err := newPrinter(ctx, cmd, new(errorCode))
	if err != nil {
		return err
	}
	known, err := loadErrorCodes(ctx)
	if err != nil {
		return err
	}
	if !cmd.Args().Present() {
		return listErrorCodes(ctx, p, known)
	}
	text, err := oneArgument(ctx, cmd, "CODE")
	if err != nil {
		return err
	}
	code, err := strconv.Atoi(text)
	if err != nil {
		return usageErrorf(cmd, "%s", tr(ctx, "%q is no code: it is a number such as 10014", text))
	}
	e := known.find(code)
	if e == nil {
		return &problem{what: tr(ctx, "the code %d is not known", code), advice: tr(ctx, "All that are: weibo-go errors")}
	}
	return p.write(ctx, e, func(out io.Writer) error { return e.write(ctx, out, known.retry(ctx, e)) })
}

func listErrorCodes(ctx context.Context, p *printer, known *errorCodes) error {
	t := newTable(p.out, column{tr(ctx, "CODE"), 5}, column{tr(ctx, "CATEGORY"), 13}, column{tr(ctx, "MEANING"), 0})
	for _, e := range known.Codes {
		err := p.write(ctx, e, func(io.Writer) error { return t.row(strconv.Itoa(e.Code), e.Category, e.Meaning) })
		if err != nil {
			return err
		}
	}
	return nil
}

// write explains the code to people.
func (e *errorCode) write(ctx context.Context, out io.Writer, retry string) error {
	var b strings.Builder
	fmt.Fprintf(&b, "%d  %s  (weiboapi.Code%s)\n", e.Code, e.Meaning, e.Name)
	if e.Hint != "" {
		fmt.Fprintln(&b, e.Hint)
	}
	fmt.Fprintln(&b, tr(ctx, "Again: %s", retry))
	_, err := io.WriteString(out, b.String())
	return err
}

package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/seed4635ade2/weibo-go/gen/weiboapi"
	"github.com/seed4635ade2/weibo-go/weibo"
)

// Exit statuses. The help of the command has them too.
const (
	exitOK          = 0
	exitFailure     = 1
	exitUsage       = 2
	exitNotSignedIn = 4   // as gh has it
	exitInterrupted = 130 // as shells have it for Ctrl-C
)

// A problem is what went wrong, and what the user can do about it, in the language of the user.
type problem struct {
	what   string // a line
	advice string // a line, or nothing
	err    error  // behind it, if there is one
}

func (p *problem) Error() string { return p.what }
func (p *problem) Unwrap() error { return p.err }

// errNotSignedIn is behind the problems that a sign-in solves.
var errNotSignedIn = errors.New("not signed in")

// report writes what went wrong, and what to do about it: a line each.
func report(ctx context.Context, w io.Writer, err error) {
	var told *problem
	var usage *usageError
	switch {
	case errors.As(err, &usage):
		err = errors.New(usage.said(ctx))
		defer fmt.Fprintln(w, tr(ctx, "See %s --help.", usage.command))
	case exitStatus(err) == exitInterrupted && !errors.As(err, &told):
		err = errors.New(tr(ctx, "interrupted"))
	}
	fmt.Fprintf(w, "weibo-go: %s\n", printable(err.Error())) // in which there may be words of a server
	if advice := adviceOn(ctx, err); advice != "" {
		fmt.Fprintln(w, advice)
	}
}

// adviceOn says what to do about an error. Where the command has nothing to say, package weibo may.
func adviceOn(ctx context.Context, err error) string {
	var p *problem
	if errors.As(err, &p) {
		return p.advice
	}
	var refused *weibo.Error
	if errors.As(err, &refused) {
		return hintOn(ctx, refused)
	}
	var params *weibo.ParamsError
	var param *weibo.ParamError
	if errors.As(err, &params) || errors.As(err, &param) {
		return tr(ctx, "It was not sent.")
	}
	return ""
}

func hintOn(ctx context.Context, refused *weibo.Error) string {
	if isBudget(refused) { // where package weibo can only speak of its own methods
		return tr(ctx, "Wait for the reset, and ask less often: weibo-go limits shows what is left.")
	}
	if refused.Code == weiboapi.CodeParameterMissing && strings.Contains(refused.Message, "(rip)") {
		return tr(ctx, "Say with --remote-ip what the public IP address of the user is, or with weibo-go api by -f rip.")
	}
	hint := refused.Hint(string(languageOf(ctx)))
	var unread *weibo.DecodeError
	switch {
	case hint != "":
		return hint
	case weiboapi.CategoryOf(refused.Code) != "":
		return tr(ctx, "More about it: weibo-go errors %d", refused.Code)
	case errors.As(refused, &unread) && unread.Expected != "":
		return tr(ctx, "The answer is not as it is on record. As it came: weibo-go api %s", refused.Operation)
	}
	return tr(ctx, "Nothing is on record about that. Try again later; about the call: weibo-go endpoints %s", refused.Operation)
}

func exitStatus(err error) int {
	var usage *usageError
	switch {
	case err == nil, errors.Is(err, weibo.ErrDelayed): // which Weibo has taken
		return exitOK
	case errors.As(err, &usage):
		return exitUsage
	case errors.Is(err, context.Canceled):
		return exitInterrupted
	case errors.Is(err, errNotSignedIn):
		return exitNotSignedIn
	default:
		return exitFailure
	}
}

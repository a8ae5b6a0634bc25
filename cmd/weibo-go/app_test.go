package main

import (
	"context"
	"strings"
	"testing"

	"github.com/seed4635ade2/weibo-go/weibo"
)

// command runs a command line to its end.
func command(ctx context.Context, args ...string) (status int, stdout, stderr string) {
	var out, errs strings.Builder
	status = run(ctx, append([]string{"weibo-go"}, args...), strings.NewReader(""), &out, &errs)
	return status, out.String(), errs.String()
}

func TestHelpAndVersion(t *testing.T) {
	for _, test := range []struct {
		args string
		want string
	}{
		{"", "demo "},
		{"--help", "sandbox "},
		{"help demo", "--keep"},
		{"demo --help", "--pic FILE"},
		{"sandbox -h", "127.0.0.1:8080"},
		{"completion --help", "~/.bashrc"},
		{"help", "completion "},
		{"-v", "weibo-go version "},
		{"--version", "weibo-go version " + weibo.Version + "\n"},
	} {
		status, stdout, stderr := command(t.Context(), strings.Fields(test.args)...)
		if status != exitOK || stderr != "" || !strings.Contains(stdout, test.want) {
			t.Errorf("%q: status %d, stderr %q, stdout without %q:\n%s", test.args, status, stderr, test.want, stdout)
		}
	}
}

func TestUsageErrors(t *testing.T) {
	for _, test := range []struct {
		args string
		want string
	}{
		{"dmeo", `unknown command "dmeo"; did you mean demo?` + "\nSee weibo-go --help.\n"},
		{"sandbx --strict", `unknown command "sandbx"; did you mean sandbox?`},
		{"xyzzy", `unknown command "xyzzy"` + "\n"},
		{"help dmeo", `unknown command "dmeo"; did you mean demo?` + "\nSee weibo-go --help.\n"},
		{"completion bsh", `SHELL is one of bash, zsh, fish, pwsh, not "bsh"; did you mean bash?` + "\nSee weibo-go completion --help.\n"},
		{"completion", "SHELL is missing\nSee weibo-go completion --help.\n"},
		{"--profile x timeline", "unknown flag --profile; did you mean weibo-go COMMAND --profile?\nSee weibo-go --help.\n"},
		{"timeline -n x", `-n cannot be "x"` + "\nSee weibo-go timeline --help.\n"},
		{"timeline --every soon", `--every cannot be "soon"` + "\nSee weibo-go timeline --help.\n"},
		{"demo --pci x", "unknown flag --pci; did you mean --pic?\nSee weibo-go demo --help.\n"},
		{"demo -x", "unknown flag -x\n"},
		{"--colour", "unknown flag --colour\nSee weibo-go --help.\n"},
		{"demo cat.jpg", `unexpected argument "cat.jpg"`},
		{"sandbox 8080", `unexpected argument "8080"`},
		{"sandbox --addr", "--addr needs a value\n"},
		{"demo --keep=often", `--keep cannot be "often"` + "\n"},
	} {
		status, stdout, stderr := command(t.Context(), strings.Fields(test.args)...)
		if status != exitUsage || stdout != "" || !strings.Contains(stderr, test.want) {
			t.Errorf("%q: status %d, stdout %q, stderr %q without %q", test.args, status, stdout, stderr, test.want)
		}
	}
}

func TestNearest(t *testing.T) {
	names := []string{"demo", "sandbox", "help", "h"}
	for word, want := range map[string]string{
		"demo": "demo", "dem": "demo", "dmeo": "demo", "Sandbox": "sandbox", "sand-box": "sandbox",
		"timeline": "", "x": "", "": "", "微博": "",
	} {
		if got := nearest(word, names); got != want {
			t.Errorf("nearest(%q) = %q, want %q", word, got, want)
		}
	}
}

package main

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/urfave/cli/v3"
)

var update = flag.Bool("update", false, "write the golden files anew")

// TestGolden holds what the command says, without a network, to what it said when somebody last looked at it.
func TestGolden(t *testing.T) {
	m := newMachine(t)
	commands := []string{
		"errors 10014", "errors 10017 --json", "mid P0I4tvBwA", "endpoints statuses/share", "endpoints comments/show", "endpoints comments --state listed",
		"share cat", "share https://example.com/ --dry-run", "timeline --jsno", "api statuses/shwo", "timeline",
	}
	for _, name := range allCommands(newApp(t.Context())) {
		if name != "login" && name != "sandbox" { // their own tests look at them
			commands = append(commands, name+" --help")
		}
	}
	for _, lang := range []string{"en", "zh"} {
		m.t.Setenv("LANG", lang)
		for _, args := range commands {
			status, stdout, stderr := command(t.Context(), strings.Fields(args)...)
			got := fmt.Sprintf("$ weibo-go %s\n%s%sexit status %d\n", args, stdout, stderr, status)
			golden(t, filepath.Join("testdata", "golden", lang, fileName(args)), got)
		}
	}
}

// allCommands are the names of the commands below one, each with those that it stands below.
func allCommands(cmd *cli.Command) (names []string) {
	for _, c := range cmd.Commands {
		names = append(names, c.Name)
		for _, below := range allCommands(c) {
			names = append(names, c.Name+" "+below)
		}
	}
	return names
}

// fileName is a command as the name of a file.
func fileName(args string) string {
	return strings.NewReplacer(" ", "_", "/", "-", ":", "").Replace(args) + ".txt"
}

func golden(t *testing.T, path, got string) {
	t.Helper()
	if *update {
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	if wanted, err := os.ReadFile(path); err != nil || got != string(wanted) {
		t.Errorf("%s (-update writes it anew): %v\n%s", path, err, got)
	}
}

// TestCompletion asks in a process of its own, since package cli looks at the arguments of that.
func TestCompletion(t *testing.T) {
	m, srv, _ := signedIn(t)
	before := len(srv.Requests())
	for args, want := range map[string]string{
		"completion bash":                                                "weibo-go",
		"completion zsh":                                                 "weibo-go",
		"completion fish":                                                "weibo-go",
		"completion pwsh":                                                "--generate-shell-completion",
		"--generate-shell-completion":                                    "timeline:list statuses",
		"share --pi --generate-shell-completion":                         "--pic",
		"timeline --generate-shell-completion":                           "home\nuser\nmentions\n",
		"timeline --js --generate-shell-completion":                      "--json:write JSON",
		"completion --generate-shell-completion":                         "bash\nzsh\nfish\npwsh\n",
		"timeline --vi --generate-shell-completion":                      "--via:call Weibo by",
		"hot --generate-shell-completion":                                "main\nentertainment\n",
		"dm --generate-shell-completion":                                 "listen:write private messages",
		"dm send --att --generate-shell-completion":                      "--attach:",
		"gateway --generate-shell-completion":                            "commands:list what the gateway does today\nwhoami:",
		"gateway invoke --generate-shell-completion":                     "attitudes\ncomments\n",
		"gateway invoke users --generate-shell-completion":               "behavior_trend\nbehavior_trend/biz\n",
		"gateway commands search --generate-shell-completion":            "hot_word/biz\n",
		"gateway invoke users show/biz --js --generate-shell-completion": "--json:",
	} {
		out, err := m.command(strings.Fields(args)...).CombinedOutput()
		if err != nil || !strings.Contains(string(out), want) || strings.Contains(string(out), "Shows a list") {
			t.Errorf("%s: %v, %s", args, err, out)
		}
	}
	if n := len(srv.Requests()); n != before {
		t.Errorf("%d requests were sent", n-before)
	}
}

// Package docs tests what the pages of this directory say can be done.
package docs

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/seed4635ade2/weibo-go/weibo/weibotest"
)

// A language is one of those that the page about the sandbox has a program in.
type language struct {
	name    string // of the block
	file    string
	command []string
	more    []string // commands that must be there, too
}

var languages = []language{
	{"sh", "program.sh", []string{"sh", "-e"}, []string{"curl", "sed", "grep"}},
	{"js", "program.mjs", []string{"node"}, nil},
	{"python", "program.py", []string{"python3"}, nil},
	{"php", "program.php", []string{"php"}, nil},
	{"ruby", "program.rb", []string{"ruby"}, nil},
}

// TestSandboxPrograms runs the programs of the page, as far as their languages are here.
func TestSandboxPrograms(t *testing.T) {
	programs := blocks(t, "sandbox.md")
	for _, l := range languages {
		t.Run(l.name, func(t *testing.T) {
			for _, command := range append(l.more, l.command[0]) {
				if _, err := exec.LookPath(command); err != nil {
					t.Skip(err)
				}
			}
			file := filepath.Join(t.TempDir(), l.file)
			if err := os.WriteFile(file, []byte(programs[l.name]), 0o600); err != nil {
				t.Fatal(err)
			}
			srv := weibotest.NewServer(t)
			cmd := exec.CommandContext(t.Context(), l.command[0], append(l.command[1:], file)...)
			cmd.Env = append(os.Environ(), "SANDBOX="+srv.URL, "LANG=C.UTF-8")
			if out, err := cmd.CombinedOutput(); err != nil {
				t.Fatalf("%v\n%s", err, out)
			}
			checkCalls(t, srv)
		})
	}
}

// TestSandboxWays runs the program that goes through the gateway and to open-im.
func TestSandboxWays(t *testing.T) {
	for _, command := range []string{"sh", "curl", "sed", "grep"} {
		if _, err := exec.LookPath(command); err != nil {
			t.Skip(err)
		}
	}
	found, _ := readBlocks(t, "sandbox.md")
	i := slices.IndexFunc(found, func(b block) bool { return strings.Contains(b.text, "$SANDBOX/cli/api") })
	if i < 0 {
		t.Fatal("the page has no such program")
	}
	srv := weibotest.NewServer(t)
	cmd := exec.CommandContext(t.Context(), "sh", "-e")
	cmd.Stdin = strings.NewReader(found[i].text)
	cmd.Env = append(os.Environ(), "SANDBOX="+srv.URL, "LANG=C.UTF-8")
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	calls := map[string]int{}
	for _, r := range srv.Requests() {
		calls[r.Path]++
		if len(r.Undeclared) > 0 {
			t.Errorf("%+v", r)
		}
	}
	for path, want := range map[string]int{
		"/cli/api/cli/invoke/statuses/update": 1, "/cli/api/cli/invoke/statuses/user_timeline/biz": 1,
		"/cli/api/cli/invoke/search/hot_word/biz": 1, "/open/auth/ws_token": 1, "/open/weibo/hot_search": 2,
	} {
		if calls[path] != want {
			t.Errorf("%d calls of %s, want %d: %v", calls[path], path, want, calls)
		}
	}
}

// checkCalls wants the calls that the page says every program makes.
func checkCalls(t *testing.T, srv *weibotest.Server) {
	t.Helper()
	var got []string
	for _, r := range srv.Requests() {
		got = append(got, r.Operation)
		if len(r.Undeclared)+len(r.Problems) > 0 {
			t.Errorf("%+v", r)
		}
	}
	const want = "statuses/share statuses/share users/show"
	if strings.Join(got, " ") != want {
		t.Errorf("called %v, want %s", got, want)
	}
}

// TestSandboxGo runs the test of the page.
func TestSandboxGo(t *testing.T) {
	dir, err := os.MkdirTemp(".", "testdata-") // inside the module, so that it can be built
	if err != nil {
		t.Fatal(err)
	}
	defer os.RemoveAll(dir)
	if err := os.WriteFile(filepath.Join(dir, "sandbox_test.go"), []byte(blocks(t, "sandbox.md")["go"]), 0o600); err != nil {
		t.Fatal(err)
	}
	out, err := exec.CommandContext(t.Context(), "go", "test", "-v", "./"+dir).CombinedOutput()
	if err != nil || !strings.Contains(string(out), "PASS: TestGoodMorning") {
		t.Errorf("%v\n%s", err, out)
	}
}

var fence = regexp.MustCompile("(?ms)^```(\\w+)\n(.*?)^```$")

// blocks returns the programs of a page by language.
func blocks(t *testing.T, page string) map[string]string {
	t.Helper()
	content, err := os.ReadFile(page)
	if err != nil {
		t.Fatal(err)
	}
	programs := map[string]string{}
	for _, found := range fence.FindAllStringSubmatch(string(content), -1) {
		programs[found[1]] = found[2]
	}
	for _, l := range languages {
		if programs[l.name] == "" {
			t.Fatalf("%s has no program in %s", page, l.name)
		}
	}
	return programs
}

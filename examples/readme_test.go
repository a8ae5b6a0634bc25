// Package examples holds the pages about the examples against the examples.
package examples

import (
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"slices"
	"strings"
	"testing"

	"github.com/seed4635ade2/weibo-go/examples/internal/exampletest"
	"github.com/seed4635ade2/weibo-go/weibo/weibotest"
)

var pages = []string{"README.md", "README.zh-CN.md"}

var (
	row     = regexp.MustCompile("(?m)^\\| \\[(\\w+)\\]\\((\\w+)\\) \\| .+ \\| `(go .+)` \\|$")
	fenced  = regexp.MustCompile("(?ms)^```sh\n(.*?)^```$")
	linked  = regexp.MustCompile(`\]\(([^):]+)\)`)
	assigns = regexp.MustCompile(`^[A-Z_]+=…$`)
)

// readPage returns the commands of a page, by what stands in the first column, and the lines of the fenced blocks.
func readPage(t *testing.T, page string) (examples map[string]string, lines []string) {
	t.Helper()
	text, err := os.ReadFile(page)
	if err != nil {
		t.Fatal(err)
	}
	examples = map[string]string{}
	for _, m := range row.FindAllStringSubmatch(string(text), -1) {
		if m[1] != m[2] {
			t.Errorf("%s: %s leads to %s", page, m[1], m[2])
		}
		examples[m[1]] = m[3]
	}
	for _, m := range fenced.FindAllStringSubmatch(string(text), -1) {
		lines = append(lines, strings.Split(strings.TrimSpace(m[1]), "\n")...)
	}
	for _, m := range linked.FindAllStringSubmatch(string(text), -1) {
		if _, err := os.Stat(m[1]); err != nil {
			t.Errorf("%s: %v", page, err)
		}
	}
	return examples, lines
}

// TestPages wants each example on both pages, with the same command.
func TestPages(t *testing.T) {
	english, lines := readPage(t, pages[0])
	chinese, linesToo := readPage(t, pages[1])
	if !slices.Equal(lines, linesToo) {
		t.Errorf("the blocks are %q, and %q", lines, linesToo)
	}
	entries, err := os.ReadDir(".")
	if err != nil {
		t.Fatal(err)
	}
	dirs := 0
	for _, e := range entries {
		if !e.IsDir() || e.Name() == "internal" {
			continue
		}
		dirs++
		if english[e.Name()] == "" || english[e.Name()] != chinese[e.Name()] {
			t.Errorf("%s has the commands %q and %q", e.Name(), english[e.Name()], chinese[e.Name()])
		}
	}
	if len(english) != dirs || len(chinese) != dirs {
		t.Errorf("%d directories, and %d and %d lines for them", dirs, len(english), len(chinese))
	}
}

// A shown is what a command must write, after which one that goes on is told to end.
type shown struct {
	more   []string // arguments that keep it away from what runs on the machine already
	output string
	serves bool
}

// TestCommands runs the commands of the pages, as they stand there.
func TestCommands(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("no program can send another one Ctrl-C there")
	}
	examples, lines := readPage(t, pages[0])
	free := []string{"-addr", "127.0.0.1:0"}
	const anyStatus = `(?m)^https://weibo\.com/1404376560/\w+$`
	runs := map[string]shown{
		"postpicture":     {output: anyStatus},
		"severalpictures": {output: anyStatus},
		"follow":          {output: `第1只猫`, serves: true},
		"commentmonitor":  {output: `is answered`, serves: true},
		"webapp":          {output: `Open http://`, serves: true, more: free},
		"messages":        {output: `echostr 12345\n`, serves: true, more: free},
		"testyourapp":     {output: `--- PASS: TestAnnounce `},
		"opentelemetry":   {output: `"url\.full"`},
	}
	for name, line := range examples {
		t.Run(name, func(t *testing.T) {
			if runs[name].output == "" {
				t.Fatalf("nothing says what %q must show", line)
			}
			execute(t, line, nil, runs[name])
		})
	}
	srv := weibotest.NewServer(t, weibotest.WithStatuses(50))
	for _, line := range lines {
		execute(t, line, exampletest.Env(srv), shown{output: `\d{4}-\d\d-\d\d .+: `, serves: true})
	}
	if calls := exampletest.Calls(srv, "statuses/home_timeline"); len(lines) != 1 || len(calls) == 0 {
		t.Errorf("%d lines led to %v", len(lines), calls)
	}
}

// execute runs a command at the root of the repository until it has written what it must. What stands as NAME=… before it
// comes from getenv.
func execute(t *testing.T, line string, getenv func(string) string, want shown) {
	t.Helper()
	args := strings.Fields(line)
	env := machine()
	for assigns.MatchString(args[0]) {
		name := strings.TrimSuffix(args[0], "=…")
		env = append(env, name+"="+getenv(name), "WEIBO_BASE_URL="+getenv("WEIBO_BASE_URL"))
		args = args[1:]
	}
	cmd := command(t, append(args, want.more...))
	cmd.Env = env
	r := exampletest.Start(t, func(ctx context.Context, out *exampletest.Running) error {
		cmd.Stdout, cmd.Stderr = out, out
		if err := cmd.Start(); err != nil {
			return err
		}
		context.AfterFunc(ctx, func() { cmd.Process.Signal(os.Interrupt) })
		return cmd.Wait()
	})
	r.WaitFor(want.output)
	end := r.Wait
	if want.serves {
		end = r.Stop
	}
	if err := end(); err != nil {
		t.Errorf("%s: %v\n%s", line, err, r)
	}
}

// machine is an environment that says nothing about Weibo.
func machine() []string {
	return slices.DeleteFunc(os.Environ(), func(v string) bool { return strings.HasPrefix(v, "WEIBO_") })
}

// command is what a command line runs. What go would run is built first: go run does not hand on that it is to end.
func command(t *testing.T, args []string) *exec.Cmd {
	t.Helper()
	if args[1] != "run" {
		cmd := exec.CommandContext(t.Context(), args[0], args[1:]...)
		cmd.Dir = ".."
		return cmd
	}
	dir, args := "..", args[2:]
	if args[0] == "-C" {
		dir, args = filepath.Join(dir, args[1]), args[2:]
	}
	binary := filepath.Join(t.TempDir(), "example.exe")
	build := exec.CommandContext(t.Context(), "go", "build", "-o", binary, args[0])
	build.Dir = dir
	if out, err := build.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	cmd := exec.CommandContext(t.Context(), binary, args[1:]...)
	cmd.Dir = filepath.Dir(binary) // where the program may leave its files
	return cmd
}

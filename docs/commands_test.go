package docs

import (
	"bytes"
	"context"
	"io"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"
)

// A notRun is why a command of a page is not run here.
var notRun = map[string]string{
	"make test": "it runs this test",
	"go get github.com/seed4635ade2/weibo-go": "it takes the module from the network",
	"make generate":      "it writes to the tree under the other tests; .ci/run runs it and wants no difference",
	"make refresh-check": "it takes minutes; .ci/run runs it",
	"WEIBO_ACCESS_TOKEN=… go test ./contract -run TestLive -v": "it wants a real token; tests of package contract run it on the sandbox",
}

// A shown is a command of a page and what it must show, after which one that goes on is ended.
type shown struct {
	more     []string                         // arguments that keep it away from what runs on the machine already
	output   string                           // a regular expression; its group is what try gets
	try      func(t *testing.T, found string) // to do while it runs
	serves   bool                             // it goes on
	keepOpen bool                             // to the end of the test
}

// TestCommands runs the commands of all pages in their order, each once, as one user on one machine without a browser.
func TestCommands(t *testing.T) {
	if _, err := exec.LookPath("make"); err != nil {
		t.Skip(err)
	}
	m := newMachine(t)
	var sandbox string
	runs := map[string]shown{
		"make demo": {output: "All came back as it was sent"},
		"go run ./cmd/weibo-go sandbox": {
			more: []string{"--addr", "127.0.0.1:0"}, output: `(http://127\.0\.0\.1:\d+)`, serves: true, keepOpen: true,
			try: func(_ *testing.T, found string) { sandbox = found },
		},
		"go run ./cmd/weibo-go login --sandbox":                                            {output: `(http://\S+/oauth2/authorize\?\S+)`, try: agree},
		"go run ./cmd/weibo-go whoami --sandbox":                                           {output: `\(1404376560\)`},
		"go run ./cmd/weibo-go logout --sandbox":                                           {output: "withdrawn"},
		"go run ./cmd/weibo-go login --sandbox --profile shop":                             {output: `(http://\S+/oauth2/authorize\?\S+)`, try: agree},
		"go run ./cmd/weibo-go whoami --sandbox --profile shop":                            {output: `\(1404376560\)`},
		"go run ./cmd/weibo-go timeline --limit 0 --json=id,text --sandbox --profile shop": {output: `\{"id":\d+,"text":"[^"]+"\}`},
		"go run ./cmd/weibo-go gateway whoami --sandbox":                                   {output: `credits  \d+`},
		"go run ./cmd/weibo-go gateway commands users --sandbox":                           {output: `users\tshow/biz\tallowed\tCommercial.UsersShowBiz`},
		"go run ./cmd/weibo-go timeline user --sandbox --via gateway":                      {output: `\d+\t.*\t测试用户\t`},
		"go run ./cmd/weibo-go hot --sandbox":                                              {output: `\t主榜\t.*\t微博热搜`},
		"go run ./cmd/weibo-go dm send 你好 --sandbox":                                       {output: `The message \S+ was handed over`},
		"go run ./cmd/weibo-go sandbox --strict --statuses 2000": {
			more: []string{"--addr", "127.0.0.1:0"}, output: `(http://127\.0\.0\.1:\d+)`, serves: true,
		},
		"go run ./cmd/weibo-go sandbox --strict --apps apps.json": {
			more: []string{"--addr", "127.0.0.1:0"}, output: `(http://127\.0\.0\.1:\d+)`, serves: true, try: knowsApp,
		},
		"go run github.com/seed4635ade2/weibo-go/cmd/weibo-go@latest sandbox --addr 127.0.0.1:8080 --ready-file ready.json": {
			more: []string{"--addr", "127.0.0.1:0"}, output: `(http://127\.0\.0\.1:\d+)`, serves: true, try: m.isReady,
		},
		"go run ./examples/webapp": {
			more: []string{"-addr", "127.0.0.1:0"}, output: `Open (http://\S+)`, serves: true, try: answers,
		},
		"go run ./cmd/weibo-go sandbox --ready-file ready.json": {
			more: []string{"--addr", "127.0.0.1:0"}, output: `(http://127\.0\.0\.1:\d+)`, serves: true, try: m.isReady,
		},
	}
	write(t, m.dir, "apps.json", blocks(t, "sandbox.md")["json"])
	lines := pageCommands(t)
	for _, line := range lines {
		r, ok := runs[line]
		switch {
		case ok:
			if strings.Contains(line, " login ") {
				r.more = []string{"--base-url", sandbox}
			}
			t.Run(line, func(t *testing.T) { m.run(t, line, r) })
		case notRun[line] == "":
			t.Errorf("nothing says how %q is run, or why not", line)
		}
	}
	if want := len(runs) + len(notRun); len(lines) != want {
		t.Errorf("%d commands are on the pages, and %d here", len(lines), want)
	}
}

// pageCommands are those of all pages in English, README.md first, without the programs that TestSandboxPrograms runs.
func pageCommands(t *testing.T) (lines []string) {
	for _, page := range append(readmes[:1:1], allPages(t)...) {
		blocks, _ := readBlocks(t, page)
		for _, b := range blocks {
			if b.lang != "sh" || strings.Contains(b.text, "$SANDBOX") || strings.HasSuffix(page, chinesePage) {
				continue
			}
			for _, line := range commands(b.text) {
				if !slices.Contains(lines, line) {
					lines = append(lines, line)
				}
			}
		}
	}
	return lines
}

// A machine is one that the commands were never used on.
type machine struct {
	t   *testing.T
	dir string // programs that were built, and what they write
	env []string
}

func newMachine(t *testing.T) *machine {
	m := &machine{t: t, dir: t.TempDir()}
	for _, v := range os.Environ() {
		name, _, _ := strings.Cut(v, "=")
		switch {
		case strings.HasPrefix(name, "WEIBO_"), strings.HasPrefix(name, "LC_"), name == "LANG", name == "XDG_CONFIG_HOME",
			name == "BROWSER", name == "DISPLAY", name == "WAYLAND_DISPLAY", name == "WSL_DISTRO_NAME", name == "MAKEFLAGS":
		default:
			m.env = append(m.env, v)
		}
	}
	m.env = append(m.env, "LANG=en_US.UTF-8", "XDG_CONFIG_HOME="+filepath.Join(m.dir, "config"), "BROWSER=true" /* opens nothing */)
	return m
}

// command is one that a user types at the root of the repository. What go would run is built first: go run does not hand on
// that it is to end.
func (m *machine) command(ctx context.Context, t *testing.T, args []string) *exec.Cmd {
	t.Helper()
	if args[0] == "go" && args[1] == "run" {
		pkg := strings.Replace(strings.TrimSuffix(args[2], "@latest"), module, "./", 1) // this one, not the latest of the network
		args = append([]string{m.build(t, pkg)}, args[3:]...)
	}
	for i, arg := range args {
		if strings.HasSuffix(arg, ".json") {
			args[i] = filepath.Join(m.dir, arg)
		}
	}
	cmd := exec.CommandContext(ctx, args[0], args[1:]...)
	cmd.Dir, cmd.Env, cmd.WaitDelay = "..", m.env, 5*time.Second
	cmd.Cancel = func() error { return cmd.Process.Signal(os.Interrupt) }
	return cmd
}

func (m *machine) build(t *testing.T, pkg string) string {
	t.Helper()
	binary := filepath.Join(m.dir, filepath.Base(pkg))
	cmd := exec.CommandContext(t.Context(), "go", "build", "-o", binary, pkg)
	cmd.Dir = ".."
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	return binary
}

func (m *machine) run(t *testing.T, line string, r shown) {
	ctx, interrupt := context.WithCancel(context.Background())
	cmd := m.command(ctx, t, append(strings.Fields(line), r.more...))
	out := &watched{}
	cmd.Stdout, cmd.Stderr = out, out
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	end := func() {
		if r.serves || t.Failed() {
			interrupt()
		}
		if err := cmd.Wait(); err != nil && !r.serves {
			t.Errorf("%v\n%s", err, out)
		}
		interrupt()
	}
	if r.keepOpen {
		m.t.Cleanup(end)
	} else {
		defer end()
	}
	found := out.waitFor(t, regexp.MustCompile(r.output))
	if r.try != nil {
		r.try(t, found)
	}
}

// agree does on Weibo's page what a user does.
func agree(t *testing.T, page string) {
	u, err := url.Parse(page)
	if err != nil {
		t.Fatal(err)
	}
	form := u.Query()
	form.Set("uid", "1404376560")
	form.Set("action", "approve")
	u.RawQuery = ""
	resp, err := http.PostForm(u.String(), form)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	if resp.StatusCode != http.StatusOK {
		t.Errorf("%s answered %s", resp.Request.URL.Path, resp.Status)
	}
}

// answers wants the first page of the web site at an address.
func answers(t *testing.T, address string) {
	resp, err := http.Get(address)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	if body, err := io.ReadAll(resp.Body); err != nil || resp.StatusCode != http.StatusOK || !bytes.Contains(body, []byte("Sign in with Weibo")) {
		t.Errorf("%s, %v: %s", resp.Status, err, body)
	}
}

// knowsApp wants the application of the page in the state of a sandbox.
func knowsApp(t *testing.T, address string) {
	resp, err := http.Get(address + "/_sandbox/state")
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	if body, err := io.ReadAll(resp.Body); err != nil || !bytes.Contains(body, []byte("2000000001")) {
		t.Errorf("%s, %v: %s", resp.Status, err, body)
	}
}

// isReady wants the ready file of a sandbox.
func (m *machine) isReady(t *testing.T, address string) {
	ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
	defer cancel()
	for ctx.Err() == nil {
		if text, err := os.ReadFile(filepath.Join(m.dir, "ready.json")); err == nil {
			if !bytes.Contains(text, []byte(address)) {
				t.Errorf("no %s in %s", address, text)
			}
			return
		}
		time.Sleep(10 * time.Millisecond)
	}
	t.Error("no ready file")
}

// watched is what a program says, while it runs.
type watched struct {
	mu   sync.Mutex
	text bytes.Buffer
}

func (w *watched) Write(b []byte) (int, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.text.Write(b)
}

func (w *watched) String() string {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.text.String()
}

// waitFor returns the last group of what matches, as soon as it is on a whole line.
func (w *watched) waitFor(t *testing.T, pattern *regexp.Regexp) string {
	t.Helper()
	for deadline := time.Now().Add(30 * time.Second); time.Now().Before(deadline); time.Sleep(10 * time.Millisecond) {
		text := w.String()
		if m := pattern.FindStringSubmatch(text[:strings.LastIndex(text, "\n")+1]); m != nil {
			return m[len(m)-1]
		}
	}
	t.Fatalf("no %s in:\n%s", pattern, w)
	return ""
}

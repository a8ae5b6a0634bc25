package docs

import (
	"bytes"
	"fmt"
	"go/scanner"
	"go/token"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// The front pages, which say the same in two languages.
var readmes = []string{"../README.md", "../README.zh-CN.md"}

// A block is a fenced part of a page.
type block struct {
	section string // the heading above it
	number  int    // of that section
	lang    string
	text    string
}

var (
	headingOrFence = regexp.MustCompile("(?ms)^## ([^\n]+)$|^```(\\w+)\n(.*?)^```$")
	link           = regexp.MustCompile(`\]\(([^)]+)\)`)
)

// readBlocks returns the fenced parts of a page, with the number of the section that each stands in.
func readBlocks(t *testing.T, page string) (found []block, sections []string) {
	t.Helper()
	for _, m := range headingOrFence.FindAllStringSubmatch(read(t, page), -1) {
		if m[1] != "" {
			sections = append(sections, m[1])
			continue
		}
		if len(sections) == 0 {
			t.Fatalf("%s: a block above the first heading", page)
		}
		found = append(found, block{section: sections[len(sections)-1], number: len(sections), lang: m[2], text: m[3]})
	}
	return found, sections
}

func read(t *testing.T, path string) string {
	t.Helper()
	content, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return string(content)
}

// TestReadmesAreTheSame holds the two front pages against each other: as many sections, and in each the same blocks. Comments
// are in the language of the page.
func TestReadmesAreTheSame(t *testing.T) {
	english, sections := readBlocks(t, readmes[0])
	chinese, headings := readBlocks(t, readmes[1])
	if len(sections) != len(headings) || len(english) != len(chinese) {
		t.Fatalf("%d sections with %d blocks, and %d with %d", len(sections), len(english), len(headings), len(chinese))
	}
	for i, e := range english {
		c := chinese[i]
		if e.number != c.number || e.lang != c.lang {
			t.Errorf("block %d: %s in %q, and %s in %q", i, e.lang, e.section, c.lang, c.section)
		}
		if got, want := withoutComments(c), withoutComments(e); got != want {
			t.Errorf("%q differs:\n%s\n%s", e.section, want, got)
		}
	}
}

// withoutComments is what a block says to a machine.
func withoutComments(b block) string {
	if b.lang != "go" {
		return strings.Join(commands(b.text), "\n")
	}
	var s scanner.Scanner
	var out strings.Builder
	src := []byte(b.text)
	s.Init(token.NewFileSet().AddFile("", -1, len(src)), src, nil, 0)
	for {
		_, tok, lit := s.Scan()
		if tok == token.EOF {
			return out.String()
		}
		fmt.Fprintln(&out, tok, lit)
	}
}

// commands are the lines of a shell block without their comments.
func commands(text string) (lines []string) {
	for line := range strings.Lines(text) {
		line, _, _ = strings.Cut(line, " #")
		if line = strings.TrimSpace(line); line != "" {
			lines = append(lines, line)
		}
	}
	return lines
}

// TestLinks looks for the files that pages name.
func TestLinks(t *testing.T) {
	pages, err := filepath.Glob("*.md")
	if err != nil {
		t.Fatal(err)
	}
	for _, page := range slices.Concat(readmes, []string{"../CONTRIBUTING.md", "../spec/README.md"}, pages) {
		for _, m := range link.FindAllStringSubmatch(read(t, page), -1) {
			path, _, _ := strings.Cut(m[1], "#")
			if path == "" || strings.Contains(path, "://") {
				continue
			}
			if _, err := os.Stat(filepath.Join(filepath.Dir(page), path)); err != nil {
				t.Errorf("%s: %v", page, err)
			}
		}
	}
}

// A run says how a block of Go is run: what stands before it, and what must hold after it. The prelude in
// testdata/readme_prelude.go.txt has the variables that blocks take for granted.
type run struct {
	before string
	after  string
	calls  string // what the sandbox must have received, in order
}

// The blocks in their order. They call the real Weibo, as far as they know; the transport takes them to a sandbox.
var runs = []run{
	{ // post a picture
		after: `equal(t, status.Text, "一只猫 https://example.com/cat"); equal(t, len(status.PicURLs), 1)`,
		calls: "statuses/share",
	},
	{ // sign in
		before: `mux, directory := http.NewServeMux(), t.TempDir()
			site(t, mux)`,
		after: `if err != nil { return err }
			visit(t, "https://example.com/login?return_to=/posts")
			me, err := client.Account.GetUID(ctx, weiboapi.AccountGetUIDParams{})
			if err != nil { return err }
			equal(t, me.UID, int64(1404376560))`,
		calls: "oauth2/authorize oauth2/authorize oauth2/access_token account/get_uid",
	},
	{ // errors
		before: `_, err := client.Statuses.Show(ctx, weiboapi.StatusesShowParams{ID: 1})
			var logged strings.Builder
			log.SetOutput(&logged)
			defer log.SetOutput(os.Stderr)`,
		after: `equal(t, strings.Contains(logged.String(), "20101") && strings.Contains(logged.String(), refused.Hint("zh")), true)`,
		calls: "statuses/show",
	},
	{ // limits
		after: `if err != nil { return err }
			_, err = client.Account.RateLimitStatus(ctx, weiboapi.AccountRateLimitStatusParams{})
			if err != nil { return err }`,
		calls: "account/rate_limit_status",
	},
	{ // paging
		before: `publish(t, "一", "二")`,
		calls:  "statuses/share statuses/share statuses/user_timeline",
	},
	{ // pictures
		after: `equal(t, len(status.Pictures()), 1)`,
		calls: "statuses/share",
	},
	{ // texts
		before: `words := strings.Repeat("一只猫。", 60) + "@示例小猫"`,
	},
	{ // raw calls
		before: `publish(t, "一")`,
		after:  `equal(t, status.Text, "一 https://example.com/")`,
		calls:  "statuses/share statuses/show",
	},
	{}, // test your application: a test itself
}

// TestReadmeGo compiles every block of Go and runs it. That those of the other page are the same is another test.
func TestReadmeGo(t *testing.T) {
	dir, err := os.MkdirTemp(".", "testdata-") // inside the module, so that it can be built
	if err != nil {
		t.Fatal(err)
	}
	defer os.RemoveAll(dir)
	prelude := read(t, "testdata/readme_prelude.go.txt")
	write(t, dir, "prelude_test.go", prelude)
	var names []string
	all, _ := readBlocks(t, readmes[0])
	for _, b := range all {
		if b.lang != "go" {
			continue
		}
		i := len(names)
		if i == len(runs) {
			t.Fatalf("nothing says how the block in %q is run", b.section)
		}
		name, body := testOf(i, b.text)
		names = append(names, name)
		write(t, dir, fmt.Sprintf("block%d_test.go", i), imports(prelude, body)+body)
	}
	if len(names) != len(runs) {
		t.Errorf("%d blocks, and %d runs", len(names), len(runs))
	}
	out, err := exec.CommandContext(t.Context(), "go", "test", "-v", "-vet=all", "./"+dir).CombinedOutput()
	if err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	for _, name := range names {
		if !bytes.Contains(out, []byte("--- PASS: "+name+" ")) {
			t.Errorf("%s did not run:\n%s", name, out)
		}
	}
}

func write(t *testing.T, dir, name, text string) {
	t.Helper()
	if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}

var testFunc = regexp.MustCompile(`(?m)^func (Test\w+)\(`)

// testOf is a test of a block, which holds one or is the inside of one.
func testOf(i int, text string) (name, source string) {
	if m := testFunc.FindStringSubmatch(text); m != nil {
		return m[1], text
	}
	name = fmt.Sprintf("TestBlock%d", i)
	r := runs[i]
	return name, fmt.Sprintf(`func %s(t *testing.T) {
	start(t, %q)
	block := func() error {
		%s
%s
		%s
		return nil
	}
	if err := block(); err != nil {
		t.Fatal(err)
	}
}
`, name, r.calls, r.before, text, r.after)
}

var imported = regexp.MustCompile(`(?m)^\t"(?:.*/)?(\w+)"$`)

// imports are those of the prelude that a source uses.
func imports(prelude, source string) string {
	var out strings.Builder
	fmt.Fprintln(&out, "package readme\n\nimport (")
	for _, m := range imported.FindAllStringSubmatch(prelude, -1) {
		if regexp.MustCompile(`\b` + m[1] + `\.[A-Z]`).MatchString(source) {
			fmt.Fprintln(&out, m[0])
		}
	}
	fmt.Fprintln(&out, ")")
	return out.String()
}

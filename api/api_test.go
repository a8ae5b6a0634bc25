// Package api keeps the exported names of the packages that users import, one a line, in text files beside it. A name that
// is new is added with make api. A name that went away, or changed, breaks programs: its line is taken out by hand, and
// CHANGELOG.md says so.
package api

import (
	"errors"
	"flag"
	"go/ast"
	"go/parser"
	"go/token"
	"go/types"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"golang.org/x/tools/go/packages"
)

var update = flag.Bool("update", false, "add the names that are new to the files")

const module = "github.com/seed4635ade2/weibo-go/"

// TestAPI holds the files against the code.
func TestAPI(t *testing.T) {
	files := recorded(t)
	for path, now := range exported(t) {
		file := path + ".txt"
		was := files[file]
		delete(files, file)
		added, removed := difference(was, now)
		if *update && len(added) > 0 {
			write(t, file, slices.Sorted(slices.Values(slices.Concat(was, added))))
			added = nil
		}
		complain(t, file, "new; run make api", added)
		complain(t, file, gone, removed)
	}
	for file, lines := range files {
		complain(t, file, gone, lines)
	}
}

const gone = "changed or gone, which breaks programs; if it must be, take the line out by hand and say so in CHANGELOG.md"

func complain(t *testing.T, file, what string, lines []string) {
	t.Helper()
	for _, line := range lines {
		t.Errorf("api/%s: %s\n\t%s", file, what, line)
	}
}

// exported gives what the public packages export, by the path of the package inside the module.
func exported(t *testing.T) map[string][]string {
	t.Helper()
	cfg := &packages.Config{Mode: packages.NeedName | packages.NeedFiles | packages.NeedImports | packages.NeedTypes, Dir: ".."}
	list, err := packages.Load(cfg, "./gen/...", "./spec/...", "./weibo/...")
	if err != nil {
		t.Fatal(err)
	}
	all := map[string][]string{}
	for _, pkg := range list {
		if len(pkg.Errors) > 0 {
			t.Fatal(pkg.Errors)
		}
		// go test remembers a result until something changes that the test looked at, and go list looked at these.
		if _, err := os.ReadDir(filepath.Dir(pkg.GoFiles[0])); err != nil {
			t.Fatal(err)
		}
		if path, ok := strings.CutPrefix(pkg.PkgPath, module); ok && pkg.Name != "main" && !strings.Contains(path, "internal/") {
			all[path] = lines(pkg.Types)
		}
	}
	if len(all["weibo"]) == 0 {
		t.Fatal("package weibo exports nothing: the packages were not read")
	}
	return all
}

// recorded reads the text files.
func recorded(t *testing.T) map[string][]string {
	t.Helper()
	files := map[string][]string{}
	err := filepath.WalkDir(".", func(path string, _ fs.DirEntry, err error) error {
		if err != nil || filepath.Ext(path) != ".txt" {
			return err
		}
		content, err := os.ReadFile(path)
		files[filepath.ToSlash(path)] = strings.Split(strings.TrimSuffix(string(content), "\n"), "\n")
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}

func write(t *testing.T, file string, lines []string) {
	t.Helper()
	err := errors.Join(
		os.MkdirAll(filepath.Dir(file), 0o755),
		os.WriteFile(file, []byte(strings.Join(lines, "\n")+"\n"), 0o644),
	)
	if err != nil {
		t.Fatal(err)
	}
}

func difference(was, now []string) (added, removed []string) {
	return without(now, was), without(was, now)
}

func without(lines, others []string) []string {
	known := map[string]bool{}
	for _, line := range others {
		known[line] = true
	}
	return slices.DeleteFunc(slices.Clone(lines), func(line string) bool { return known[line] })
}

// TestLines reads a package that has one of each kind, and then the same with what breaks programs and what does not.
func TestLines(t *testing.T) {
	const before = `package p

const Limit, hidden = 3, 4
const Version = "1.0"
var Err error
type Option func(*T)
func New(name string, more ...Option) (*T, error) { return nil, nil }
type base struct{ ID, n int }
func (base) Key() string { return "" }
type T struct { base; *Other; Name, note string }
func (t *T) Set(v int) {}
func (t *T) set() {}
type Other struct{}
type Store interface { Get(key string) (int, error) }
type Page[E any] struct { Items []E }
func Each[E any](page Page[E]) []E { return nil }
type Alias = []Other`
	want := []string{
		"const Limit untyped int = 3",
		"const Version untyped string",
		"func Each[E any](Page[E]) []E",
		"func New(string, ...Option) (*T, error)",
		"method (*T) Set(int)",
		"method (T) Key() string",
		"type Alias = []Other",
		"type Option func(*T)",
		"type Other struct",
		"type Page[E any] struct",
		"type Page struct, Items []E",
		"type Store interface{Get(key string) (int, error)}",
		"type T struct",
		"type T struct, ID int",
		"type T struct, Name string",
		"type T struct, embedded *Other",
		"var Err error",
	}
	slices.Sort(want)
	was := parse(t, before)
	if !slices.Equal(was, want) {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(was, "\n"), strings.Join(want, "\n"))
	}

	for _, test := range []struct{ old, new, added, removed string }{
		{"name string, more", "n string, m", "", ""},
		{`"1.0"`, `"1.1"`, "", ""},
		{"set() {}", "other() {}", "", ""},
		{"= 3, 4", "= 5, 4", "const Limit untyped int = 5", "const Limit untyped int = 3"},
		{"Name, note string", "Name, Note string", "type T struct, Note string", ""},
		{"Name, note string", "name, note string", "", "type T struct, Name string"},
		{"ID, n int", "id, n int", "", "type T struct, ID int"},
		{"(t *T) Set(v int)", "(t T) Set(v int)", "method (T) Set(int)", "method (*T) Set(int)"},
		{"Set(v int)", "Set(v int64)", "method (*T) Set(int64)", "method (*T) Set(int)"},
		{"Get(key string) (int, error)", "Get(key string) (int, error); Close()",
			"type Store interface{Close(); Get(key string) (int, error)}", "type Store interface{Get(key string) (int, error)}"},
	} {
		added, removed := difference(was, parse(t, strings.Replace(before, test.old, test.new, 1)))
		if got := strings.Join(added, "\n"); got != test.added {
			t.Errorf("%s for %s: added %q, want %q", test.new, test.old, got, test.added)
		}
		if got := strings.Join(removed, "\n"); got != test.removed {
			t.Errorf("%s for %s: removed %q, want %q", test.new, test.old, got, test.removed)
		}
	}
}

func parse(t *testing.T, source string) []string {
	t.Helper()
	fset := token.NewFileSet()
	file, err := parser.ParseFile(fset, "p.go", source, 0)
	if err != nil {
		t.Fatal(err)
	}
	pkg, err := (&types.Config{}).Check("p", fset, []*ast.File{file}, nil)
	if err != nil {
		t.Fatal(err)
	}
	return lines(pkg)
}

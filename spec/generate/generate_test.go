package main

import (
	"errors"
	"flag"
	"fmt"
	"go/ast"
	"go/importer"
	"go/parser"
	"go/token"
	"go/types"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "write the golden files anew")

// golden lists what the generator makes: the generated package, the bundled document and the tables.
var golden = []string{
	"actions.gen.go", "endpoints.md", "errors.gen.go", "errors.md", "errors.zh-CN.md", "gateway-actions.md", "models.gen.go", "moving.md", "moving.zh-CN.md",
	"services.gen.go", "weibo.json",
}

// makeAll makes all that follows from a description, in one folder, as of version 2.
func makeAll(dir, out string) error {
	err := run([]job{jobFor(dir, out)})
	if err != nil && !strings.HasPrefix(err.Error(), "in spec:\n") {
		return fmt.Errorf("the message does not name the description: %w", err)
	}
	return errors.Unwrap(err)
}

func jobFor(dir, out string) job {
	return job{dir: dir, source: "spec", document: "weibo.json", out: out, pkg: "weiboapi", docs: out, gateway: out, moving: true}
}

// A mistake in one description keeps what follows from the others from being written.
func TestSeveralDescriptions(t *testing.T) {
	good, bad := scratch(t), scratch(t)
	bad.replace(t, "paths/cats.yaml", "operationId: catsFind", "operationId: dogsFind")
	out := t.TempDir()
	second := jobFor(bad.write(t), filepath.Join(out, "second"))
	second.source = "spec/second"
	err := run([]job{jobFor(good.write(t), filepath.Join(out, "first")), second})
	if err == nil || !strings.HasPrefix(err.Error(), "in spec/second:\npaths/cats.yaml:") {
		t.Errorf("got %v", err)
	}
	if made := readTree(t, out); len(made) > 0 {
		t.Errorf("%d files were made", len(made))
	}
}

// A description is the text of the files of a description, by name.
type description map[string]string

// scratch returns a small description without a mistake that has one of everything.
func scratch(t *testing.T) description {
	t.Helper()
	return readTree(t, "testdata/scratch")
}

// readTree returns the text of all files under dir.
func readTree(t *testing.T, dir string) description {
	t.Helper()
	files := description{}
	err := filepath.WalkDir(dir, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		text, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		name, err := filepath.Rel(dir, path)
		files[filepath.ToSlash(name)] = string(text)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}

// replace changes the one place where old stands in a file, and returns the number of the line where it began.
func (d description) replace(t *testing.T, file, old, new string) int {
	t.Helper()
	if n := strings.Count(d[file], old); n != 1 {
		t.Fatalf("%q stands %d times in %s, want once", old, n, file)
	}
	line := d.line(file, old)
	d[file] = strings.Replace(d[file], old, new, 1)
	return line
}

// line returns the number of the line where text begins in a file.
func (d description) line(file, text string) int {
	return 1 + strings.Count(d[file][:strings.Index(d[file], text)], "\n")
}

// write puts the files under a new folder.
func (d description) write(t *testing.T) (dir string) {
	t.Helper()
	dir = t.TempDir()
	for name, text := range d {
		path := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

// generate runs the generator over a description that it should take, and returns all that it wrote.
func (d description) generate(t *testing.T) description {
	t.Helper()
	dir, out := d.write(t), t.TempDir()
	if err := makeAll(dir, out); err != nil {
		t.Fatal(err)
	}
	made := readTree(t, out)
	after := readTree(t, dir)
	made["weibo.json"] = after["weibo.json"]
	delete(after, "weibo.json")
	if !maps.Equal(after, d) {
		t.Errorf("generating changed the description, or left something beside it: %v", slices.Sorted(maps.Keys(after)))
	}
	return made
}

func TestGolden(t *testing.T) {
	made := scratch(t).generate(t)
	if names := slices.Sorted(maps.Keys(made)); !slices.Equal(names, golden) {
		t.Fatalf("made %v, want %v", names, golden)
	}
	for _, name := range golden {
		path := filepath.Join("testdata", "golden", name)
		if *update {
			if err := os.WriteFile(path, []byte(made[name]), 0o644); err != nil {
				t.Fatal(err)
			}
		}
		want, err := os.ReadFile(path)
		if err != nil {
			t.Fatalf("%v (run with -update to write it)", err)
		}
		if line, got, want := difference(made[name], string(want)); line > 0 {
			t.Errorf("%s, line %d (run with -update if it should be so):\n got: %s\nwant: %s", name, line, got, want)
		}
	}
}

// difference returns the first line in which two texts differ, or 0.
func difference(a, b string) (line int, inA, inB string) {
	as, bs := strings.Split(a, "\n"), strings.Split(b, "\n")
	for i := range max(len(as), len(bs)) {
		if i >= len(as) {
			return i + 1, "(the end)", bs[i]
		}
		if i >= len(bs) {
			return i + 1, as[i], "(the end)"
		}
		if as[i] != bs[i] {
			return i + 1, as[i], bs[i]
		}
	}
	return 0, "", ""
}

func TestGeneratedCodeCompiles(t *testing.T) {
	compile(t, scratch(t).generate(t))
}

// The packages that the generated one imports are read once: it takes a while.
var (
	fset    = token.NewFileSet()
	imports = importer.ForCompiler(fset, "source", nil)
)

// compile type-checks the generated package.
func compile(t *testing.T, made description) {
	t.Helper()
	var files []*ast.File
	for _, name := range []string{"errors.gen.go", "models.gen.go", "services.gen.go"} {
		file, err := parser.ParseFile(fset, name, made[name], parser.SkipObjectResolution)
		if err != nil {
			t.Fatal(err)
		}
		files = append(files, file)
	}
	cfg := types.Config{Importer: imports}
	if _, err := cfg.Check("weiboapi", fset, files, nil); err != nil {
		t.Error(err)
	}
}

func TestSameEachTime(t *testing.T) {
	first := scratch(t).generate(t)
	for range 4 {
		again := scratch(t).generate(t)
		for _, name := range golden {
			if line, got, want := difference(again[name], first[name]); line > 0 {
				t.Fatalf("%s, line %d differs from run to run:\n got: %s\nwant: %s", name, line, got, want)
			}
		}
	}
}

// The files there were are replaced, and readable for others.
func TestReplacesWhatWasThere(t *testing.T) {
	d := scratch(t)
	d["weibo.json"] = "old"
	dir, out := d.write(t), old(t)
	if err := makeAll(dir, out); err != nil {
		t.Fatal(err)
	}
	for _, path := range []string{
		filepath.Join(dir, "weibo.json"), filepath.Join(out, "models.gen.go"), filepath.Join(out, "services.gen.go"),
	} {
		info, err := os.Stat(path)
		if err != nil {
			t.Fatal(err)
		}
		if info.Size() < 100 {
			t.Errorf("%s was not written", path)
		}
		if info.Mode().Perm() != 0o644 {
			t.Errorf("%s has the mode %v", path, info.Mode())
		}
	}
	if got := readTree(t, out)["mine.go"]; got != "package weiboapi // mine" {
		t.Errorf("a file of another name became %q", got)
	}
}

// old returns an output folder as an earlier run left it.
func old(t *testing.T) string {
	t.Helper()
	return description{
		"models.gen.go":   "package weiboapi // models of old",
		"services.gen.go": "package weiboapi // services of old",
		"mine.go":         "package weiboapi // mine",
	}.write(t)
}

// The document goes beside the description whatever the folder is called.
func TestDescriptionInTheWorkingFolder(t *testing.T) {
	dir, out := scratch(t).write(t), t.TempDir()
	t.Chdir(dir)
	if err := makeAll(".", out); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(filepath.Join(dir, "weibo.json")); err != nil {
		t.Error(err)
	}
	if _, ok := readTree(t, out)["weibo.json"]; ok {
		t.Error("weibo.json lies in the generated package")
	}
}

func TestNoDescription(t *testing.T) {
	if err := makeAll(t.TempDir(), t.TempDir()); err == nil || !strings.Contains(err.Error(), "openapi.yaml") {
		t.Errorf("an empty folder gives %v, want a word on openapi.yaml", err)
	}
}

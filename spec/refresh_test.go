package spec_test

import (
	"bytes"
	"flag"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

var refresh = flag.Bool("refresh", false, "add an endpoint to a scratch copy of the project and see what follows")

// newEndpoint is what somebody adds who has found an endpoint: a line in openapi.yaml and an operation.
const (
	newPath      = "  /2/statuses/example_timeline.json: {$ref: paths/statuses.yaml#/example_timeline}\n"
	newOperation = `
example_timeline:
  get:
    operationId: statusesExampleTimeline
    tags: [Statuses]
    summary: Lists statuses that serve as examples.
    externalDocs: {url: 'https://open.weibo.com/wiki/2/statuses/example_timeline'}
    x-weibo-state: listed
    x-weibo-access: normal
    x-weibo-confidence: inferred
    x-weibo-paging: {style: page, items: statuses, total: total_number}
    parameters:
      - name: mood
        in: query
        required: true
        description: Which mood they are in.
        schema: {type: string}
        example: calm
      - $ref: ../parameters.yaml#/page
    responses:
      '200':
        description: The page.
        content: {application/json: {schema: {$ref: ../schemas/statuses.yaml#/StatusList}}}
      default: {$ref: ../responses.yaml#/Error}
`
	newProgram = `package main

import (
	"context"
	"fmt"
	"net/http/httptest"

	"github.com/seed4635ade2/weibo-go/gen/weiboapi"
	"github.com/seed4635ade2/weibo-go/weibo"
	"github.com/seed4635ade2/weibo-go/weibo/weibotest"
)

func main() {
	sandbox := weibotest.New()
	srv := httptest.NewServer(sandbox)
	client, err := weibo.NewClient(weibo.WithBaseURL(srv.URL), weibo.WithToken(sandbox.Token(sandbox.Users()[0].UID)))
	if err != nil {
		panic(err)
	}
	page, err := client.Statuses.ExampleTimeline(context.Background(), weiboapi.StatusesExampleTimelineParams{Mood: "calm", Page: 2})
	if err != nil {
		panic(err)
	}
	fmt.Println("statuses:", len(page.Statuses), sandbox.Requests()[0].Params["mood"])
}
`
)

// TestRefresh adds an endpoint to a scratch copy by hand and runs go generate: there must be a method, an answer of the
// sandbox, a contract test, a row in the table and a line in the record of the API, and nothing else to do.
func TestRefresh(t *testing.T) {
	if !*refresh {
		t.Skip("takes a while: make refresh-check")
	}
	dir := copyProject(t)
	edit(t, filepath.Join(dir, "spec/openapi.yaml"), func(s string) string {
		return strings.Replace(s, "components:\n", newPath+"components:\n", 1)
	})
	edit(t, filepath.Join(dir, "spec/paths/statuses.yaml"), func(s string) string { return s + newOperation })
	run(t, dir, "go", "generate", ".")

	program := filepath.Join(dir, "scratch", "main.go")
	if err := os.MkdirAll(filepath.Dir(program), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(program, []byte(newProgram), 0o644); err != nil {
		t.Fatal(err)
	}
	if out := run(t, dir, "go", "run", "./scratch"); out != "statuses: 1 calm\n" {
		t.Errorf("the method and the sandbox: %q", out)
	}
	if out := run(t, dir, "go", "test", "./contract", "-run", "^TestContract$/statusesExampleTimeline", "-v"); !strings.Contains(out, "PASS: TestContract/statusesExampleTimeline") {
		t.Errorf("no contract test ran for it:\n%s", out)
	}
	table, err := os.ReadFile(filepath.Join(dir, "docs/endpoints.md"))
	if err != nil {
		t.Fatal(err)
	}
	row := "| `Statuses.ExampleTimeline` | GET statuses/example_timeline | listed | normal | page | [page](https://open.weibo.com/wiki/2/statuses/example_timeline) |\n"
	if !bytes.Contains(table, []byte(row)) {
		t.Error("the table of endpoints has no row for it")
	}
	record, err := os.ReadFile(filepath.Join(dir, "api/gen/weiboapi.txt"))
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Contains(record, []byte("method (*StatusesService) ExampleTimeline(context.Context, StatusesExampleTimelineParams, ")) {
		t.Error("the record of the API has no line for it")
	}
}

// copyProject copies the project without what is built, installed or kept by git.
func copyProject(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	err := filepath.WalkDir("..", func(path string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case d.IsDir() && path != ".." && (strings.HasPrefix(d.Name(), ".") || slices.Contains([]string{"build", "dist", "node_modules"}, d.Name())):
			return filepath.SkipDir
		case !d.Type().IsRegular():
			return nil
		}
		content, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		to := filepath.Join(dir, strings.TrimPrefix(filepath.ToSlash(path), "../"))
		if err := os.MkdirAll(filepath.Dir(to), 0o755); err != nil {
			return err
		}
		return os.WriteFile(to, content, 0o644)
	})
	if err != nil {
		t.Fatal(err)
	}
	return dir
}

func edit(t *testing.T, path string, change func(string) string) {
	t.Helper()
	old, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	changed := change(string(old))
	if changed == string(old) {
		t.Fatalf("%s did not change", path)
	}
	if err := os.WriteFile(path, []byte(changed), 0o644); err != nil {
		t.Fatal(err)
	}
}

func run(t *testing.T, dir, name string, args ...string) string {
	t.Helper()
	cmd := exec.Command(name, args...)
	cmd.Dir = dir
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("%s %s: %v\n%s", name, strings.Join(args, " "), err, out)
	}
	return string(out)
}

package docs

import (
	"go/doc"
	"go/format"
	"go/parser"
	"go/token"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

var exported = regexp.MustCompile(`\b(?:weibo|weiboapi|weibotest|check|ids|login|lookup|messages|text|tokens)\.[A-Z]\w+`)

// TestReadmeHasExamples wants an example that go test runs for whatever the front page takes from the packages in its blocks.
func TestReadmeHasExamples(t *testing.T) {
	code := codeOfExamples(t)
	blocks, _ := readBlocks(t, readmes[0])
	found := 0
	for _, b := range blocks {
		if b.lang != "go" {
			continue
		}
		for _, name := range exported.FindAllString(b.text, -1) {
			if found++; !regexp.MustCompile(`\b` + regexp.QuoteMeta(name) + `\b`).MatchString(code) {
				t.Errorf("%s: no example has %s", b.section, name)
			}
		}
	}
	if found < 30 {
		t.Errorf("only %d names were looked at", found)
	}
}

// codeOfExamples is that of all examples with an output.
func codeOfExamples(t *testing.T) string {
	t.Helper()
	var code strings.Builder
	for _, pattern := range []string{"../gen/*/*_test.go", "../weibo/*_test.go", "../weibo/*/*_test.go"} {
		names, err := filepath.Glob(pattern)
		if err != nil {
			t.Fatal(err)
		}
		for _, name := range names {
			fset := token.NewFileSet()
			file, err := parser.ParseFile(fset, name, nil, parser.ParseComments)
			if err != nil {
				t.Fatal(err)
			}
			for _, e := range doc.Examples(file) {
				if e.Output != "" {
					format.Node(&code, fset, e.Code)
				}
			}
		}
	}
	return code.String()
}

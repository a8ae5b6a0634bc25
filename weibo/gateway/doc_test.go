package gateway_test

import (
	"go/ast"
	"go/doc"
	"go/parser"
	"go/token"
	"strings"
	"testing"
)

// TestExperimental wants every type and function to say that it is experimental, wherever a reader comes upon it.
func TestExperimental(t *testing.T) {
	fset := token.NewFileSet()
	var files []*ast.File
	for _, name := range []string{"action.go", "answer.go", "args.go", "carrier.go", "client.go", "commands.go", "compare.go", "doc.go", "error.go", "token.go", "whoami.go"} {
		file, err := parser.ParseFile(fset, name, nil, parser.ParseComments)
		if err != nil {
			t.Fatal(err)
		}
		files = append(files, file)
	}
	pkg, err := doc.NewFromFiles(fset, files, "gateway")
	if err != nil {
		t.Fatal(err)
	}
	seen := 0
	check := func(name, text string) {
		seen++
		if !strings.Contains(strings.ToLower(text), "experimental") {
			t.Errorf("%s does not say that it is experimental", name)
		}
	}
	check("the package", pkg.Doc)
	for _, v := range pkg.Vars {
		check(v.Names[0], v.Doc)
	}
	for _, f := range pkg.Funcs {
		check(f.Name, f.Doc)
	}
	for _, typ := range pkg.Types {
		check(typ.Name, typ.Doc)
		for _, f := range typ.Funcs {
			check(f.Name, f.Doc)
		}
	}
	if seen < 20 {
		t.Errorf("only %d were looked at", seen)
	}
}

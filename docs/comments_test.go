package docs

import (
	"go/ast"
	"go/build"
	"go/doc"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestExportedNamesHaveComments wants a comment on every package, and on every name that others can use. Of constants and
// variables in a group, the group may have it. What bench/stock has is another generator's. That a comment begins with the name is for staticcheck.
func TestExportedNamesHaveComments(t *testing.T) {
	packages, names := 0, 0
	err := filepath.WalkDir("..", func(path string, d fs.DirEntry, err error) error {
		if err != nil || !d.IsDir() {
			return err
		}
		if name := d.Name(); name == "node_modules" || name == "internal" || name == "stock" || strings.HasPrefix(name, "testdata") || name != ".." && name[0] == '.' {
			return fs.SkipDir
		}
		p, fset, err := documentation(path)
		if p == nil {
			return err
		}
		packages++
		if p.Doc == "" {
			t.Errorf("%s: package %s has no comment", path, p.Name)
		}
		if _, err := os.Stat(filepath.Join(path, "doc.go")); err != nil && p.Name != "main" && path != ".." {
			t.Errorf("package %s has its comment elsewhere: %v", p.Name, err)
		}
		names += missing(p, func(pos token.Pos, name string) { t.Errorf("%s: %s has no comment", fset.Position(pos), name) })
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if packages < 12 || names < 1000 {
		t.Errorf("only %d packages with %d names were looked at", packages, names)
	}
}

// documentation is that of the package in a directory, or nil if there is none.
func documentation(dir string) (*doc.Package, *token.FileSet, error) {
	found, err := build.ImportDir(dir, 0)
	if err != nil || len(found.GoFiles) == 0 {
		return nil, nil, nil // nothing to build here, on this system
	}
	fset := token.NewFileSet()
	var files []*ast.File
	for _, name := range found.GoFiles {
		f, err := parser.ParseFile(fset, filepath.Join(dir, name), nil, parser.ParseComments)
		if err != nil {
			return nil, nil, err
		}
		files = append(files, f)
	}
	p, err := doc.NewFromFiles(fset, files, dir)
	return p, fset, err
}

// missing reports the exported names without a comment, and returns how many it looked at.
func missing(p *doc.Package, report func(token.Pos, string)) (n int) {
	funcs := func(all []*doc.Func, of string) {
		for _, f := range all {
			if n++; f.Doc == "" && f.Name != "Error" { // of interface error, which needs no words
				report(f.Decl.Pos(), of+f.Name)
			}
		}
	}
	values := func(all []*doc.Value) {
		for _, v := range all {
			for _, spec := range v.Decl.Specs {
				s := spec.(*ast.ValueSpec)
				if n++; v.Doc == "" && s.Doc.Text() == "" && s.Comment.Text() == "" {
					report(s.Pos(), s.Names[0].Name)
				}
			}
		}
	}
	values(p.Consts)
	values(p.Vars)
	funcs(p.Funcs, "")
	for _, typ := range p.Types {
		if n++; typ.Doc == "" {
			report(typ.Decl.Pos(), typ.Name)
		}
		values(typ.Consts)
		values(typ.Vars)
		funcs(typ.Funcs, "")
		funcs(typ.Methods, typ.Name+".")
	}
	return n
}

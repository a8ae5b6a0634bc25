package weiboapi_test

import (
	"go/ast"
	"go/doc"
	"go/parser"
	"go/token"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/seed4635ade2/weibo-go/gen/weiboapi"
)

// TestEveryServiceHasAnExample wants one with an output for each service, so that a new one does not come without.
func TestEveryServiceHasAnExample(t *testing.T) {
	names, err := filepath.Glob("*_test.go")
	if err != nil {
		t.Fatal(err)
	}
	var files []*ast.File
	fset := token.NewFileSet()
	for _, name := range names {
		f, err := parser.ParseFile(fset, name, nil, parser.ParseComments)
		if err != nil {
			t.Fatal(err)
		}
		files = append(files, f)
	}
	examples := doc.Examples(files...)
	for _, field := range reflect.VisibleFields(reflect.TypeFor[weiboapi.API]()) {
		service := field.Type.Elem().Name()
		if !slices.ContainsFunc(examples, func(e *doc.Example) bool {
			return strings.HasPrefix(e.Name, service+"_") && e.Output != ""
		}) {
			t.Errorf("no Example%s_… with an output", service)
		}
	}
}

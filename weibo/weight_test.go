package weibo_test

import (
	"os/exec"
	"slices"
	"strings"
	"testing"
)

// TestOwnPackages holds package weibo to linking no other package of this module than these: what is for some programs only, such as
// package gateway, must not be for all.
func TestOwnPackages(t *testing.T) {
	out, err := exec.Command("go", "list", "-deps", "-f", "{{with .Module}}{{if .Main}}{{$.ImportPath}}{{end}}{{end}}", ".").Output()
	if err != nil {
		t.Fatal(err)
	}
	const module = "github.com/seed4635ade2/weibo-go/"
	want := []string{module + "gen/weiboapi", module + "weibo", module + "weibo/ids", module + "weibo/wire"}
	got := strings.Fields(string(out))
	slices.Sort(got)
	if !slices.Equal(got, want) {
		t.Errorf("package weibo links %q, want %q", got, want)
	}
}

// TestWeight holds package weibo to linking little: at most four modules beside the standard library and this one.
func TestWeight(t *testing.T) {
	cmd := exec.Command("go", "list", "-deps", "-f", "{{with .Module}}{{if not .Main}}{{.Path}}{{end}}{{end}}", ".")
	out, err := cmd.Output()
	if err != nil {
		t.Fatal(err)
	}
	modules := strings.Fields(string(out))
	slices.Sort(modules)
	modules = slices.Compact(modules)
	t.Logf("package weibo links code of %q", modules)
	if len(modules) == 0 || len(modules) > 4 {
		t.Errorf("package weibo links code of %d modules, want 1 to 4: %q", len(modules), modules)
	}
	for _, heavy := range []string{"kin-openapi", "oapi-codegen", "urfave"} {
		if strings.Contains(string(out), heavy) {
			t.Errorf("package weibo links %s", heavy)
		}
	}
}

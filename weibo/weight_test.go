package weibo_test

import (
	"os/exec"
	"slices"
	"strings"
	"testing"
)

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

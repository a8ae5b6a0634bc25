package openim_test

import (
	"os/exec"
	"slices"
	"strings"
	"testing"
)

// TestWeight holds package openim to linking what package weibo does, and the smallest part of one module more.
func TestWeight(t *testing.T) {
	out, err := exec.Command("go", "list", "-deps", "-f", "{{with .Module}}{{if not .Main}}{{$.ImportPath}}{{end}}{{end}}", ".").Output()
	if err != nil {
		t.Fatal(err)
	}
	got := strings.Fields(string(out))
	slices.Sort(got)
	if want := []string{"golang.org/x/oauth2", "golang.org/x/oauth2/internal", "golang.org/x/sync/singleflight"}; !slices.Equal(got, want) {
		t.Errorf("package openim links %q, want %q", got, want)
	}
}

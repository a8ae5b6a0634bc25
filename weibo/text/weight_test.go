package text_test

import (
	"os/exec"
	"strings"
	"testing"
)

// TestStandardLibraryOnly holds this package and package ids to linking no other module.
func TestStandardLibraryOnly(t *testing.T) {
	cmd := exec.Command("go", "list", "-deps", "-f", "{{with .Module}}{{if not .Main}}{{.Path}} {{end}}{{end}}{{if .Standard}}std{{end}}", ".", "../ids")
	out, err := cmd.Output()
	if err != nil {
		t.Fatal(err)
	}
	packages := strings.Fields(string(out))
	if len(packages) == 0 {
		t.Error("nothing was listed")
	}
	for _, p := range packages {
		if p != "std" {
			t.Errorf("code of %s is linked", p)
		}
	}
}

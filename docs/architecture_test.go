package docs

import (
	"os/exec"
	"slices"
	"strings"
	"testing"
)

const module = "github.com/seed4635ade2/weibo-go/"

// TestArchitecture draws the picture of the packages anew and wants the one of the page.
func TestArchitecture(t *testing.T) {
	cmd := exec.CommandContext(t.Context(), "go", "list", "-f", `{{.ImportPath}} {{join .Imports " "}}`,
		"./weibo/...", "./gen/...")
	cmd.Dir = ".."
	out, err := cmd.Output()
	if err != nil {
		t.Fatal(err)
	}
	var arrows []string
	for line := range strings.Lines(string(out)) {
		fields := strings.Fields(line)
		for _, imported := range fields[1:] {
			if strings.HasPrefix(imported, module) && !strings.Contains(fields[0]+imported, "/internal/") {
				arrows = append(arrows, "    "+node(fields[0])+" --> "+node(imported))
			}
		}
	}
	slices.Sort(arrows)
	want := "```mermaid\ngraph TD\n" + strings.Join(arrows, "\n") + "\n```\n"
	if !strings.Contains(read(t, "architecture.md"), want) {
		t.Errorf("the picture in architecture.md should be:\n%s", want)
	}
}

// node is a package as the language of the picture wants it: a name, and what to show.
func node(path string) string {
	path = strings.TrimPrefix(path, module)
	return strings.NewReplacer("/", "_", "-", "_").Replace(path) + `["` + path + `"]`
}

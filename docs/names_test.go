package docs

import (
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

var service = regexp.MustCompile("`(Account|Comments|Friendships|Statuses|Users)\\.([A-Z]\\w+)`")

// TestNames looks for the methods that pages name in the generated table of endpoints.
func TestNames(t *testing.T) {
	endpoints := read(t, "endpoints.md")
	pages, err := filepath.Glob("*.md")
	if err != nil {
		t.Fatal(err)
	}
	found := 0
	for _, page := range append(pages, readmes...) {
		if page == "endpoints.md" {
			continue
		}
		for _, m := range service.FindAllString(read(t, page), -1) {
			name := strings.TrimSuffix(strings.TrimSuffix(strings.Trim(m, "`"), "All"), "Pages")
			if found++; !strings.Contains(endpoints, "| `"+name+"` |") {
				t.Errorf("%s: there is no %s", page, m)
			}
		}
	}
	if found < 30 {
		t.Errorf("only %d names were looked at", found)
	}
}

package docs

import (
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

var (
	rowOfCall = regexp.MustCompile("(?m)^\\| ([a-z_]+(?:/[a-z_]+)*) \\|.*\\| `([A-Z]\\w+\\.[A-Z]\\w+)` \\|$")
	service   = regexp.MustCompile("`(Account|Comments|Friendships|Statuses|Users)\\.([A-Z]\\w+)`")
)

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
	rows := rowOfCall.FindAllStringSubmatch(read(t, "moving.md"), -1)
	if found < 30 || len(rows) < 20 {
		t.Errorf("only %d names and %d rows were looked at", found, len(rows))
	}
	for _, m := range rows {
		if !regexp.MustCompile("`" + regexp.QuoteMeta(m[2]) + "` \\| (GET|POST) " + m[1] + " ").MatchString(endpoints) {
			t.Errorf("moving.md: %s is not %s", m[2], m[1])
		}
	}
}

package main

import (
	"os"
	"strings"
	"testing"

	"golang.org/x/mod/modfile"
	"golang.org/x/mod/semver"

	"github.com/seed4635ade2/weibo-go/weibo"
)

// TestVersion holds weibo.Version and the changelog together: between releases the version is the last one or the next.
func TestVersion(t *testing.T) {
	if !semver.IsValid("v"+weibo.Version) || semver.Canonical("v"+weibo.Version) != "v"+weibo.Version {
		t.Errorf("%q is no semantic version", weibo.Version)
	}
	changelog, err := os.ReadFile("../../CHANGELOG.md")
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(string(changelog), "\n## [Unreleased]\n") {
		t.Error("CHANGELOG.md has no section Unreleased")
	}
	known := strings.Count(string(changelog), "\n## [") - 1
	releases := heading.FindAllSubmatch(changelog, -1)
	if len(releases) != known {
		t.Errorf("%d of %d releases have a version and a date in their heading", len(releases), known)
	}
	newer := "v" + weibo.Version
	for i, release := range releases {
		version := "v" + string(release[1])
		if order := semver.Compare(newer, version); order < 0 || i > 0 && order == 0 {
			t.Errorf("CHANGELOG.md has %s below %s", version, newer)
		}
		newer = version
	}
}

func TestCheckTag(t *testing.T) {
	t.Chdir(t.TempDir())
	for _, test := range []struct{ tag, changelog, want string }{
		{"", "", ""},
		{"v" + weibo.Version, "## [Unreleased]\n\n## [" + weibo.Version + "] - 2026-01-02\n\n## [0.0.1] - 2026-01-01\n", ""},
		{"v" + weibo.Version, "## [" + weibo.Version + "]\n", "CHANGELOG.md"},
		{"v" + weibo.Version, "## [Unreleased]\n\n## [0.0.1] - 2026-01-01\n", "CHANGELOG.md"},
		{"v999.0.0", "", "the tag is v999.0.0"},
		{weibo.Version, "", "the tag is " + weibo.Version},
	} {
		if err := os.WriteFile("CHANGELOG.md", []byte(test.changelog), 0o644); err != nil {
			t.Fatal(err)
		}
		switch err := checkTag(test.tag); {
		case test.want == "" && err != nil:
			t.Errorf("%q: %v", test.tag, err)
		case test.want != "" && (err == nil || !strings.Contains(err.Error(), test.want)):
			t.Errorf("%q: %v, want %q", test.tag, err, test.want)
		}
	}
}

// TestInstallable sees that nothing in go.mod keeps go install …/cmd/weibo-go@version from working.
func TestInstallable(t *testing.T) {
	content, err := os.ReadFile("../../go.mod")
	if err != nil {
		t.Fatal(err)
	}
	mod, err := modfile.Parse("go.mod", content, nil)
	if err != nil {
		t.Fatal(err)
	}
	if len(mod.Replace)+len(mod.Exclude) > 0 {
		t.Error("go install refuses a module with replace or exclude")
	}
}

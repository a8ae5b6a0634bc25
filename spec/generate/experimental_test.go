package main

import (
	"strings"
	"testing"
)

// experimental returns the scratch description as one of something young.
func experimentalScratch(t *testing.T) description {
	t.Helper()
	d := scratch(t)
	d.replace(t, "openapi.yaml", "  version: '2'\n", "  version: '2'\n  x-weibo-experimental: true\n")
	return d
}

// What is experimental says so in every comment, with the dates.
func TestExperimental(t *testing.T) {
	d := experimentalScratch(t)
	for _, file := range []string{"paths/cats.yaml", "paths/tokens.yaml"} {
		d[file] = strings.ReplaceAll(d[file], "    x-weibo-state:", "    x-weibo-since: '2026-03-12'\n    x-weibo-state:")
	}
	d.replace(t, "paths/cats.yaml", "operationId: catsStroke\n", "operationId: catsStroke\n    x-weibo-seen: '2026-09-07'\n")
	made := d.generate(t)
	for name, want := range map[string]string{
		"a method":   "//\n// Experimental. It is documented since 2026-03-12; no answer is on record.\nfunc (s *CatsService) Tell(",
		"one seen":   "//\n// Experimental. It is documented since 2026-03-12; the latest answer on record is of 2026-09-07.\nfunc (s *CatsService) Stroke(",
		"one unsure": "//\n// Experimental. It is known (unknown) since 2026-03-12; no answer is on record.\n//\n// Deprecated:",
		"a service":  "// CatsService is the resource Cats. Cats and what they do. Experimental.\ntype",
		"parameters": "// CatsTellParams are the parameters of [CatsService.Tell]. Experimental.\ntype",
	} {
		if !strings.Contains(made["services.gen.go"], want) {
			t.Errorf("the comment of %s does not end with %q", name, want)
		}
	}
	if !strings.Contains(made["models.gen.go"], " Experimental.\ntype Cat struct") {
		t.Error("the comment of a model does not say that it is experimental")
	}
}

func TestExperimentalWithoutDate(t *testing.T) {
	d := experimentalScratch(t)
	err := refused(t, d.write(t), old(t))
	if err == nil || !strings.Contains(err.Error(), "paths/cats.yaml:3:5: GET /2/cats/list.json wants x-weibo-since") {
		t.Errorf("got %v", err)
	}
}

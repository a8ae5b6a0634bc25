package main

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"
)

// asJSON reads a file of YAML as the generator does, and returns it as compact JSON.
func asJSON(t *testing.T, text string) string {
	t.Helper()
	dir := description{"file.yaml": text}.write(t)
	root, err := newLibrary(dir).file("file.yaml")
	if err != nil {
		t.Fatal(err)
	}
	document, err := toJSON(root)
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	if err := json.Compact(&b, document); err != nil {
		t.Fatalf("%v in %s", err, document)
	}
	return b.String()
}

func TestYAMLAsJSON(t *testing.T) {
	for _, test := range []struct{ name, yaml, want string }{
		{"order kept", "b: 1\na: 2\nc: {z: 1, y: 2}", `{"b":1,"a":2,"c":{"z":1,"y":2}}`},
		{"list", "[b, {a: 1}, [c]]", `["b",{"a":1},["c"]]`},
		{"empty", "a: {}\nb: []\nc: ''", `{"a":{},"b":[],"c":""}`},

		{"alias of a text", "a: &x cat\nb: *x", `{"a":"cat","b":"cat"}`},
		{"alias of a mapping", "a: &x {m: 1}\nb: *x", `{"a":{"m":1},"b":{"m":1}}`},
		{"alias of a list", "a: &x [1, 2]\nb: {c: *x}", `{"a":[1,2],"b":{"c":[1,2]}}`},
		{"alias in an alias", "a: &x {m: &y 1}\nb: &z [*x, *y]\nc: *z", `{"a":{"m":1},"b":[{"m":1},1],"c":[{"m":1},1]}`},

		{"merge", "a: &x {m: 1, n: 2}\nb: {<<: *x}", `{"a":{"m":1,"n":2},"b":{"m":1,"n":2}}`},
		{"own keys win and go first", "a: &x {m: 1, n: 2}\nb: {<<: *x, n: 3, o: 4}", `{"a":{"m":1,"n":2},"b":{"n":3,"o":4,"m":1}}`},
		{"merge of a merge", "a: &x {m: 1}\nb: &y {<<: *x, n: 2}\nc: {<<: *y, o: 3}",
			`{"a":{"m":1},"b":{"n":2,"m":1},"c":{"o":3,"n":2,"m":1}}`},
		{"a quoted << is a key", "a: {'<<': {m: 1}}", `{"a":{"<<":{"m":1}}}`},

		{"whole numbers", "[0, -1, 5101694137532416, 9007199254740993]", `[0,-1,5101694137532416,9007199254740993]`},
		{"decimal numbers", "[0.5, -116.4, 1e3]", `[0.5,-116.4,1e3]`},
		{"quoted numbers are texts", `['1', "2.5", '']`, `["1","2.5",""]`},
		{"truth", "[true, False, TRUE, 'true']", `[true,false,true,"true"]`},
		{"words that older YAML takes for truth", "[yes, no, on, off, n]", `["yes","no","on","off","n"]`},
		{"nothing", "a:\nb: null\nc: ~", `{"a":null,"b":null,"c":null}`},
		{"dates are texts", "[2011-05-31, 2011-05-31 17:46:55, Tue May 31 17:46:55 +0800 2011]",
			`["2011-05-31","2011-05-31 17:46:55","Tue May 31 17:46:55 +0800 2011"]`},
		{"a key that is a number", "200: a\n'404': b", `{"200":"a","404":"b"}`},

		{"nothing is escaped for HTML", `a: '<a href="x?b=1&c=2">'`, `{"a":"<a href=\"x?b=1&c=2\">"}`},
		{"Han", "微博: 一只猫", `{"微博":"一只猫"}`},
		{"folded", "a: >-\n  one\n  two\n\n  three\nb: |\n  one\n  two\n", `{"a":"one two\nthree","b":"one\ntwo\n"}`},
	} {
		t.Run(test.name, func(t *testing.T) {
			if got := asJSON(t, test.yaml); got != test.want {
				t.Errorf("\n got %s\nwant %s", got, test.want)
			}
		})
	}
}

// What stands under an anchor is copied: a change of one use must not show in another.
func TestAliasesAreCopies(t *testing.T) {
	dir := description{"file.yaml": "a: &x {m: [1]}\nb: *x\nc: {<<: *x, n: 2}\n"}.write(t)
	root, err := newLibrary(dir).file("file.yaml")
	if err != nil {
		t.Fatal(err)
	}
	set(get(root, "b"), "m", scalar("!!str", "changed"))
	get(get(root, "c"), "m").Content[0].Value = "7"
	got, err := toJSON(root)
	if err != nil {
		t.Fatal(err)
	}
	if want := `{"a":{"m":[1]},"b":{"m":"changed"},"c":{"n":2,"m":[7]}}`; strings.Join(strings.Fields(string(got)), "") != want {
		t.Errorf("\n got %s\nwant %s", got, want)
	}
}

// The reader of a model wants its members as the description has them, not by name.
func TestOrderOfProperties(t *testing.T) {
	made := scratch(t).generate(t)
	inOrder(t, cut(t, made["models.gen.go"], "type Cat struct {", "\n}\n"),
		"`json:\"id\"`", "`json:\"name\"`", "`json:\"zone,omitzero\"`", "`json:\"born_at,", "`json:\"asleep,", "`json:\"weight,",
		"`json:\"lives,", "`json:\"mother,", "`json:\"owner,", "`json:\"kittens,", "`json:\"nick_names,", "`json:\"scores,",
		"`json:\"friends,", "`json:\"url,", "`json:\"extra,")
	inOrder(t, cut(t, made["services.gen.go"], "type CatsShareParams struct {", "\n}\n"), "\tText ", "\tPic ", "\tNotes ", "\tRIP ")
	inOrder(t, cut(t, made["weibo.json"], `"Cat": {`, "\n   }\n"), `"id": {`, `"name": {`, `"zone": {`, `"born_at": {`, `"extra": {`)
}

// cut returns what stands between two texts.
func cut(t *testing.T, s, from, to string) string {
	t.Helper()
	_, s, ok := strings.Cut(s, from)
	if !ok {
		t.Fatalf("there is no %q", from)
	}
	s, _, _ = strings.Cut(s, to)
	return s
}

func inOrder(t *testing.T, s string, parts ...string) {
	t.Helper()
	for _, part := range parts {
		_, after, ok := strings.Cut(s, part)
		if !ok {
			t.Errorf("%q is missing or out of order", part)
			return
		}
		s = after
	}
}

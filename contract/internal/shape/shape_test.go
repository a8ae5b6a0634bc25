package shape

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"github.com/getkin/kin-openapi/openapi3"
)

const document = `{
 "openapi": "3.0.3", "info": {"title": "t", "version": "1"}, "paths": {},
 "components": {"schemas": {
  "Page": {"type": "object", "required": ["cats", "total"], "properties": {
   "cats": {"type": "array", "items": {"$ref": "#/components/schemas/Cat"}},
   "total": {"type": "integer", "x-weibo-also": ["string"]},
   "best": {"allOf": [{"$ref": "#/components/schemas/Cat"}], "type": "object", "nullable": true, "x-weibo-also": ["array"]},
   "by_name": {"type": "object", "additionalProperties": {"$ref": "#/components/schemas/Cat"}},
   "more": {"$ref": "#/components/schemas/Raw"}}},
  "Cat": {"type": "object", "required": ["id", "name"], "properties": {
   "id": {"type": "integer", "format": "int64"}, "name": {"type": "string"}, "weight": {"type": "number"},
   "born": {"type": "string", "format": "weibo-time"}, "kittens": {"type": "array", "items": {"$ref": "#/components/schemas/Cat"}}}},
  "Raw": {"description": "of unknown form"}}}}`

func compare(t *testing.T, answer string) []string {
	t.Helper()
	doc, err := openapi3.NewLoader().LoadFromData([]byte(document))
	if err != nil {
		t.Fatal(err)
	}
	d := json.NewDecoder(strings.NewReader(answer))
	d.UseNumber()
	var value any
	if err := d.Decode(&value); err != nil {
		t.Fatal(err)
	}
	var lines []string
	for _, difference := range Compare(doc.Components.Schemas["Page"].Value, value) {
		lines = append(lines, difference.String())
	}
	return lines
}

func TestCompare(t *testing.T) {
	for _, test := range []struct {
		name, answer string
		want         []string
	}{
		{"as described", `{"cats": [{"id": 1, "name": "Mao", "weight": 4.5, "kittens": []}], "total": 1, "best": null}`, nil},
		{"a whole number for a number", `{"cats": [{"id": 1, "name": "Mao", "weight": 4}], "total": 1}`, nil},
		{"other kinds on record", `{"cats": [], "total": "1", "best": []}`, nil},
		{"anything", `{"cats": [], "total": 1, "more": {"x": [1, "a"]}}`, nil},
		{"a date", `{"cats": [{"id": 1, "name": "", "born": "Tue May 31 17:46:55 +0800 2011"}, {"id": 1, "name": "", "born": ""}], "total": 1}`, nil},
		{"no date", `{"cats": [{"id": 1, "name": "", "born": "yesterday"}], "total": 1}`,
			[]string{"`cats[].born`: string that is no date, described as date"}},
		{"missing", `{"cats": [{"id": 1}, {"id": 2, "name": "Mao"}]}`,
			[]string{"`cats[].name`: missing, described as required, 1 of 2", "`total`: missing, described as required"}},
		{"not described", `{"cats": [{"id": 1, "name": "Mao", "tail": {"length": 1}}], "total": 1, "next": null}`,
			[]string{"`cats[].tail`: not described, object", "`next`: not described, null"}},
		{"other kinds", `{"cats": [{"id": "1", "name": 2, "kittens": {}}], "total": 1.5, "best": "none"}`,
			[]string{"`best`: string, described as object or array or null", "`cats[].id`: string, described as integer",
				"`cats[].kittens`: object, described as array", "`cats[].name`: integer, described as string",
				"`total`: number, described as integer or string"}},
		{"null", `{"cats": [{"id": 1, "name": null}], "total": null}`,
			[]string{"`cats[].name`: null, described as string", "`total`: null, described as integer or string"}},
		{"deep down", `{"cats": [{"id": 1, "name": "", "kittens": [{"id": 2, "name": "", "tail": true}]}], "total": 1}`,
			[]string{"`cats[].kittens[].tail`: not described, boolean"}},
		{"in a map", `{"cats": [], "total": 1, "by_name": {"Mao": {"id": 1, "name": ""}, "Miu": {"id": 1}}}`,
			[]string{"`by_name.*.name`: missing, described as required, 1 of 2"}},
		{"all of it", `[]`, []string{"`the answer`: array, described as object"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			if got := compare(t, test.answer); !slices.Equal(got, test.want) {
				t.Errorf("\n got %q\nwant %q", got, test.want)
			}
		})
	}
}

// The names of members may be data. None of those may be told, whatever is in the answer.
func TestNamesThatAreData(t *testing.T) {
	for _, name := range []string{
		"5101694137532416", "P0I4tvBwA", "z579Hz9Wr", "zBxKfTeQw", "53b515f0jw1example001j", "2.00EXAMPLETOKEN", "2011-09-19", "user@example.com",
		"猫", "Mao", "", "a b", "P010A0075SV", strings.Repeat("a", 41), "text_of_the_cat",
	} {
		t.Run(name, func(t *testing.T) {
			answer, err := json.Marshal(map[string]any{"cats": []any{}, "total": 1, name: map[string]any{"x": 1}, "more": []any{"text_of_the_cat"}})
			if err != nil {
				t.Fatal(err)
			}
			if got := compare(t, string(answer)); !slices.Equal(got, []string{"`(a name)`: not described, object"}) {
				t.Errorf("got %q", got)
			}
		})
	}
}

func TestNamesOfMembers(t *testing.T) {
	c := &comparison{}
	for _, name := range []string{"id", "pic_urls", "isLongText", "userType", "appKey", "h265", "mp4_720p_mp4", "stream_url_hd", "ext1", "avatar_hd"} {
		if got := c.safe(name); got != name {
			t.Errorf("%s is told as %s", name, got)
		}
	}
}

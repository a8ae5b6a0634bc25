package docs

import (
	"cmp"
	"encoding/json"
	"fmt"
	"regexp"
	"strings"
	"testing"
)

// A part of the description is an operation, an answer or a member of one, as far as the evidence for it goes.
type part struct {
	Confidence string `json:"x-weibo-confidence"`
	State      string `json:"x-weibo-state"`
	Access     string `json:"x-weibo-access"`
	Evidence   string `json:"x-weibo-evidence"`
	Responses  map[string]part
	Properties map[string]part
}

// rowOfCode is a row of the table of codes, with the HTTP status if there is one.
var rowOfCode = regexp.MustCompile(`(?m)^\| \d+ \|.*\| (\d*) \| \w+ \|$`)

// TestEvidence holds the figures of the page against the description.
func TestEvidence(t *testing.T) {
	var doc struct {
		Paths      map[string]map[string]json.RawMessage
		Components struct{ Schemas map[string]part }
	}
	if err := json.Unmarshal([]byte(read(t, "../spec/weibo.json")), &doc); err != nil {
		t.Fatal(err)
	}
	operations, answers, states, access, members := tally{}, tally{}, tally{}, tally{}, tally{}
	for path, methods := range doc.Paths {
		for method, text := range methods {
			if method != "get" && method != "post" {
				continue
			}
			var op part
			if err := json.Unmarshal(text, &op); err != nil {
				t.Fatalf("%s %s: %v", method, path, err)
			}
			operations[op.Confidence]++
			states[op.State]++
			access[op.Access]++
			answers[cmp.Or(op.Responses["200"].Confidence, op.Confidence)]++
		}
	}
	for _, schema := range doc.Components.Schemas {
		for _, member := range schema.Properties {
			members[cmp.Or(member.Evidence, "documented")]++
		}
	}
	codes, withStatus := rowOfCode.FindAllStringSubmatch(read(t, "errors.md"), -1), 0
	for _, row := range codes {
		if row[1] != "" {
			withStatus++
		}
	}
	page := strings.Join(strings.Fields(read(t, "evidence.md")), " ")
	const sure = "documented secondary inferred unknown"
	for _, want := range []string{
		fmt.Sprintf("| the %d operations | %s |", operations.sum(), operations.row(sure)),
		fmt.Sprintf("| what they answer | %s |", answers.row(sure)),
		fmt.Sprintf("Of the %d members of answers, %d are documented, %d were recorded, and %d are known from other programs.",
			members.sum(), members["documented"], members["recorded"], members["observed"]),
		fmt.Sprintf("| listed | %d | | normal | %d |", states["listed"], access["normal"]),
		fmt.Sprintf("| delisted | %d | | advanced | %d |", states["delisted"], access["advanced"]),
		fmt.Sprintf("| retired | %d | | commercial | %d |", states["retired"], access["commercial"]),
		fmt.Sprintf("| unknown | %d | | unknown | %d |", states["unknown"], access["unknown"]),
		fmt.Sprintf("**Answers of %d operations** are handed over as raw JSON", answers["unknown"]),
		fmt.Sprintf("of the %d codes in [the table](errors.md), %d are known with theirs", len(codes), withStatus),
	} {
		if !strings.Contains(page, want) {
			t.Errorf("evidence.md does not have: %s", want)
		}
	}
}

type tally map[string]int

func (c tally) sum() (n int) {
	for _, k := range c {
		n += k
	}
	return n
}

// row is a row of a table, without its ends.
func (c tally) row(columns string) string {
	var cells []string
	for name := range strings.FieldsSeq(columns) {
		cells = append(cells, fmt.Sprint(c[name]))
	}
	return strings.Join(cells, " | ")
}

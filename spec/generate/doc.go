package main

import (
	"cmp"
	"fmt"
	"strings"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/oapi-codegen/oapi-codegen/v2/pkg/codegen"
)

var confidenceWords = map[string]string{
	"secondary": "It is known from other programs rather than from the documentation itself.",
	"inferred":  "This is inferred, from calls like it.",
	"unknown":   "Hardly anything is known about it.",
}

// methodDoc returns the paragraphs of the doc comment of a method.
func methodDoc(doc *openapi3.T, m method, op *openapi3.Operation) []string {
	all := []string{m.Name + " " + codegen.LowercaseFirstCharacter(op.Summary)}
	if op.Description != "" {
		all = append(all, op.Description)
	}
	facts := []string{
		fmt.Sprintf("Endpoint: %s %s at %s, %s, access %s.", m.Verb, m.Endpoint, m.Host,
			word(op.Extensions, "x-weibo-state"), word(op.Extensions, "x-weibo-access")),
		confidenceWords[word(op.Extensions, "x-weibo-confidence")],
	}
	if codes, _ := op.Extensions["x-weibo-errors"].([]any); len(codes) > 0 {
		facts = append(facts, "Error codes of its own: "+strings.Trim(strings.ReplaceAll(fmt.Sprint(codes...), " ", ", "), "[]")+".")
	}
	all = append(all, sentences(facts))
	if experimental(doc) != "" {
		all = append(all, sentences([]string{experimental(doc), dates(op)}))
	}
	if op.ExternalDocs != nil {
		all = append(all, "Documentation: "+op.ExternalDocs.URL)
	}
	if op.Deprecated {
		all = append(all, "Deprecated: "+deprecation(op))
	}
	return all
}

// experimental is what stands in every comment of a description that is of something young.
func experimental(doc *openapi3.T) string {
	if doc.Info.Extensions["x-weibo-experimental"] == true {
		return "Experimental."
	}
	return ""
}

// aboutType returns the comment of a type.
func aboutType(doc *openapi3.T, text string) string {
	return sentences([]string{text, experimental(doc)})
}

// dates says since when an operation is known, how surely, and when it was last seen to answer.
func dates(op *openapi3.Operation) string {
	how := "documented"
	if c := word(op.Extensions, "x-weibo-confidence"); c != "documented" {
		how = "known (" + c + ")"
	}
	text := "It is " + how + " since " + word(op.Extensions, "x-weibo-since")
	if seen := word(op.Extensions, "x-weibo-seen"); seen != "" {
		return text + "; the latest answer on record is of " + seen + "."
	}
	return text + "; no answer is on record."
}

func deprecation(op *openapi3.Operation) string {
	why := word(op.Extensions, "x-weibo-state") + " by Weibo."
	if by := word(op.Extensions, "x-weibo-replaced-by"); by != "" {
		why += " Replaced by " + by + "."
	}
	return why
}

func sentences(parts []string) string {
	var some []string
	for _, p := range parts {
		if p != "" {
			some = append(some, p)
		}
	}
	return strings.Join(some, " ")
}

func paramDoc(description string, required bool, s *openapi3.Schema) string {
	parts := []string{description}
	if required {
		parts = append(parts, "Required.")
	}
	if s.Default != nil && hasOtherDefault(s) || isWord(s.Default) {
		parts = append(parts, fmt.Sprintf("Default: %v.", s.Default))
	}
	return sentences(parts)
}

func isWord(v any) bool {
	s, ok := v.(string)
	return ok && s != ""
}

// fieldDoc returns the doc comment of a member of a model, with what is known beyond its description.
func fieldDoc(p codegen.Property) string {
	s := p.Schema.OAPISchema
	parts := []string{s.Description}
	switch cmp.Or(word(p.Extensions, "x-weibo-evidence"), word(s.Extensions, "x-weibo-evidence")) {
	case "recorded":
		parts = append(parts, "Not documented, but recorded.")
	case "observed":
		parts = append(parts, "Not documented, but read by other programs.")
	}
	return sentences(parts)
}

const width = 116

// comment writes paragraphs as a Go comment, wrapped, each line behind indent.
func comment(indent string, paragraphs ...any) string {
	var lines []string
	for _, p := range flatten(paragraphs) {
		if len(lines) > 0 {
			lines = append(lines, "//")
		}
		line := "//"
		for _, w := range strings.Fields(p) {
			if len(line)+1+len(w) > width && line != "//" {
				lines = append(lines, line)
				line = "//"
			}
			line += " " + w
		}
		lines = append(lines, line)
	}
	return strings.Join(lines, "\n"+indent)
}

func flatten(values []any) (all []string) {
	for _, v := range values {
		switch v := v.(type) {
		case string:
			all = append(all, v)
		case []string:
			all = append(all, v...)
		}
	}
	return all
}

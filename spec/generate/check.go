package main

import (
	"encoding/json"
	"errors"
	"regexp"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"
)

var methods = []string{"get", "post", "put", "delete", "patch"}

// vocabulary lists the values that our own keys may have.
var vocabulary = map[string][]string{
	"x-weibo-state":      {"listed", "delisted", "retired", "unknown"},
	"x-weibo-access":     {"normal", "advanced", "commercial", "unknown"},
	"x-weibo-confidence": {"documented", "secondary", "inferred", "unknown"},
	"x-weibo-evidence":   {"recorded", "observed"},
	"x-weibo-result":     {"redirect", "bytes", "stream"},
	"x-weibo-filled-by":  {"remote-ip"},
}

// schemaKeys are what a schema may have beside keys that begin with x-.
var schemaKeys = []string{
	"type", "format", "description", "example", "default", "enum", "nullable", "required", "properties", "items", "allOf",
	"additionalProperties", "minimum", "maximum", "minLength", "maxLength", "minItems", "maxItems", "pattern", "title", "xml",
}

// date is a day or a month.
var date = regexp.MustCompile(`^\d{4}-\d\d(-\d\d)?$`)

var rules = []string{"exactly-one", "at-most-one", "at-least-one", "together"}

// A checker finds what OpenAPI allows and this project does not.
type checker struct {
	*bundle
	problems []error
	ids      map[string]place
	tags     []string
}

// check returns every mistake in the bundle with the place where it was written.
func check(b *bundle) error {
	c := &checker{bundle: b, ids: map[string]place{}}
	for _, tag := range content(get(b.root, "tags")) {
		c.tags = append(c.tags, value(tag, "name"))
	}
	for path, item := range pairs(get(b.root, "paths")) {
		for method, op := range pairs(item) {
			if slices.Contains(methods, method.Value) {
				c.operation(path.Value, method.Value, op)
			}
		}
	}
	for name, schema := range pairs(get(get(b.root, "components"), "schemas")) {
		c.schema(name.Value, schema)
	}
	for name, p := range pairs(get(get(b.root, "components"), "parameters")) {
		c.parameter(name.Value, p)
	}
	c.words(b.root)
	return errors.Join(c.problems...)
}

func content(node *yaml.Node) []*yaml.Node {
	if node == nil {
		return nil
	}
	return node.Content
}

func (c *checker) problem(node *yaml.Node, format string, args ...any) {
	c.problems = append(c.problems, c.at(node).errorf(format, args...))
}

func (c *checker) operation(path, method string, op *yaml.Node) {
	name := strings.ToUpper(method) + " " + path
	for _, key := range []string{"operationId", "summary", "x-weibo-state", "x-weibo-access", "x-weibo-confidence"} {
		if value(op, key) == "" {
			c.problem(op, "%s has no %s", name, key)
		}
	}
	if value(get(c.root, "info"), "x-weibo-experimental") == "true" && !date.MatchString(value(op, "x-weibo-since")) {
		c.problem(op, "%s wants x-weibo-since, a date, since all of it is experimental", name)
	}
	if seen := get(op, "x-weibo-seen"); seen != nil && !date.MatchString(seen.Value) {
		c.problem(seen, "%s: x-weibo-seen is a date or a month", name)
	}
	id := value(op, "operationId")
	if first, ok := c.ids[id]; ok {
		c.problem(op, "%s: the operationId %s is that of %s:%d already", name, id, first.file, first.node.Line)
	}
	c.ids[id] = c.at(op)
	c.tag(name, op)
	state := value(op, "x-weibo-state")
	if old := state == "delisted" || state == "retired"; old != (value(op, "deprecated") == "true") {
		c.problem(op, "%s: deprecated goes with the states delisted and retired, this one is %s", name, state)
	}
	for _, p := range content(get(op, "parameters")) {
		if value(p, "$ref") == "" {
			c.parameter(name, p)
		}
	}
	c.body(name, op)
	c.rules(name, op)
	c.answer(name, op)
}

// body checks the forms in which an operation takes its parameters. The generator makes one struct of them, that of the
// multipart form if there is one.
func (c *checker) body(name string, op *yaml.Node) {
	forms := get(get(op, "requestBody"), "content")
	multipart := get(get(get(forms, "multipart/form-data"), "schema"), "properties")
	for kind, media := range pairs(forms) {
		schema := get(media, "schema")
		switch {
		case kind.Value == jsonType && value(schema, "$ref") == "" && get(schema, "properties") == nil:
			c.problem(media, "%s: the schema of a JSON body is a $ref, or an object of the parameters", name)
		case kind.Value == bytesType:
			c.bytes(name, schema)
		}
		for prop, schema := range pairs(get(get(media, "schema"), "properties")) {
			c.keys(schema)
			c.property(name, prop.Value, schema)
			c.sendable(name, prop.Value, schema, schema)
			if kind.Value != jsonType {
				c.list(name, prop.Value, schema, get(get(media, "encoding"), prop.Value))
			}
			if multipart != nil && get(multipart, prop.Value) == nil {
				c.problem(prop, "%s: %s is not in the multipart form", name, prop.Value)
			}
		}
	}
}

// bytes checks a body that is a file as it is.
func (c *checker) bytes(name string, schema *yaml.Node) {
	c.keys(schema)
	c.sendable(name, "the body", schema, schema)
	for _, key := range []string{"x-go-name", "description"} {
		if value(schema, key) == "" {
			c.problem(schema, "%s: the body has no %s", name, key)
		}
	}
}

// list checks that a list says how it is sent: once with commas, or once for each value.
func (c *checker) list(owner, name string, schema, how *yaml.Node) {
	if value(c.resolve(schema), "type") == "array" && value(how, "explode") == "" {
		c.problem(schema, "%s: the list %s wants style: form and explode: false (commas) or true (repeated)", owner, name)
	}
}

// sendable checks that a parameter is of a kind that the client can send.
func (c *checker) sendable(owner, name string, schema, at *yaml.Node) {
	schema = c.resolve(schema)
	kind, format := value(schema, "type"), value(schema, "format")
	item := c.resolve(get(schema, "items"))
	switch {
	case format == "binary" && value(schema, "x-weibo-max-bytes") == "" && value(schema, "x-weibo-any-file") != "true":
		c.problem(at, "%s: %s: a picture wants x-weibo-max-bytes", owner, name)
	case format == "flag" && len(content(get(schema, "enum"))) != 2:
		c.problem(at, "%s: the flag %s wants enum: [0, 1]", owner, name)
	case kind == "array" && value(item, "type") != "string" && value(item, "format") != "int64":
		c.problem(at, "%s: the list %s wants items of type string, or of type integer with format int64", owner, name)
	case kind == "object":
		c.problem(at, "%s: the parameter %s is an object", owner, name)
	case value(schema, "x-go-type-skip-optional-pointer") == "false" && (kind == "string" || kind == "array" || format == "int64"):
		c.problem(at, "%s: there is no pointer for %s, a %s", owner, name, kind)
	}
}

func (c *checker) tag(name string, op *yaml.Node) {
	tags := content(get(op, "tags"))
	if len(tags) != 1 {
		c.problem(op, "%s wants one tag, the resource", name)
		return
	}
	tag := tags[0].Value
	if !slices.Contains(c.tags, tag) {
		c.problem(tags[0], "%s: the tag %s is not in openapi.yaml", name, tag)
	}
	if id := value(op, "operationId"); len(id) <= len(tag) || !strings.EqualFold(id[:len(tag)], tag) {
		c.problem(op, "%s: the operationId %s does not start with the tag %s", name, id, tag)
	}
}

func (c *checker) answer(name string, op *yaml.Node) {
	if result := value(op, "x-weibo-result"); result == "redirect" || result == "bytes" {
		return
	}
	ok := c.resolve(get(get(op, "responses"), "200"))
	if ok == nil {
		c.problem(op, "%s has no answer 200", name)
		return
	}
	schema := get(get(get(ok, "content"), jsonType), "schema")
	if schema == nil {
		c.problem(ok, "%s: the answer 200 has no schema for application/json", name)
		return
	}
	if key := get(schema, contentKey); key != nil {
		c.around(name, schema)
		if schema = contentOf(schema); schema == nil {
			c.problem(key, "%s: the answer has no %s", name, key.Value)
			return
		}
	}
	c.named(name+": the answer", schema)
}

// around checks the members that stand around the content of an answer.
func (c *checker) around(name string, schema *yaml.Node) {
	c.keys(schema)
	for member, s := range pairs(get(schema, "properties")) {
		if member.Value != value(schema, contentKey) {
			c.property(name+": the answer", member.Value, s)
		}
	}
}

func (c *checker) rules(name string, op *yaml.Node) {
	known := paramNames(c.bundle, op)
	for rule, groups := range pairs(get(op, "x-weibo-rules")) {
		if !slices.Contains(rules, rule.Value) {
			c.problem(rule, "%s: there is no rule %s", name, rule.Value)
		}
		for _, group := range content(groups) {
			if group.Kind != yaml.SequenceNode {
				c.problem(group, "%s: the rule %s wants a list of lists of parameters", name, rule.Value)
			}
			for _, param := range content(group) {
				if !slices.Contains(known, param.Value) {
					c.problem(param, "%s: the rule %s names %s, which is no parameter", name, rule.Value, param.Value)
				}
			}
		}
	}
}

func paramNames(b *bundle, op *yaml.Node) (names []string) {
	for _, p := range content(get(op, "parameters")) {
		names = append(names, value(b.resolve(p), "name"))
	}
	for _, media := range pairs(get(get(op, "requestBody"), "content")) {
		for prop := range pairs(get(get(media, "schema"), "properties")) {
			names = append(names, prop.Value)
		}
	}
	return names
}

func (c *checker) parameter(owner string, p *yaml.Node) {
	name := value(p, "name")
	if name == "" || value(p, "in") == "" {
		c.problem(p, "%s: a parameter wants a name and an in", owner)
		return
	}
	if value(p, "description") == "" {
		c.problem(p, "%s: the parameter %s has no description", owner, name)
	}
	if get(p, "example") == nil {
		c.problem(p, "%s: the parameter %s has no example", owner, name)
	}
	if value(p, "in") != "query" {
		c.problem(p, "%s: the parameter %s is not in the query", owner, name)
	}
	schema := get(p, "schema")
	if c.resolve(schema) == nil || value(c.resolve(schema), "type") == "" {
		c.problem(p, "%s: the parameter %s has no type", owner, name)
		return
	}
	c.keys(schema)
	c.sendable(owner, name, schema, p)
	c.list(owner, name, schema, p)
}

// schema checks a named schema.
func (c *checker) schema(name string, schema *yaml.Node) {
	c.keys(schema)
	if value(schema, "description") == "" {
		c.problem(schema, "the schema %s has no description", name)
	}
	for prop, s := range pairs(get(schema, "properties")) {
		c.property(name, prop.Value, s)
	}
	for _, r := range content(get(schema, "required")) {
		if get(get(schema, "properties"), r.Value) == nil {
			c.problem(r, "the schema %s requires %s, which it does not have", name, r.Value)
		}
	}
}

// property checks a member of an object. A reference needs nothing beside it.
func (c *checker) property(owner, name string, schema *yaml.Node) {
	if value(schema, "$ref") != "" {
		return
	}
	c.named(owner+": "+name, schema)
	kind := value(schema, "type")
	if value(schema, "nullable") == "true" && kind == "" {
		c.problem(schema, "%s: %s is nullable and has no type: OpenAPI wants one, beside allOf too", owner, name)
	}
	switch all := content(get(schema, "allOf")); {
	case len(all) == 1 && value(all[0], "$ref") != "":
	case kind == "":
		c.problem(schema, "%s: %s has no type", owner, name)
	case kind == "array" && get(schema, "items") == nil:
		c.problem(schema, "%s: %s is an array without items", owner, name)
	case kind == "array" && value(get(schema, "items"), "$ref") != "":
	case get(schema, "example") == nil && value(schema, "format") != "binary":
		c.problem(schema, "%s: %s has no example", owner, name)
	}
	if value(schema, "description") == "" {
		c.problem(schema, "%s: %s has no description", owner, name)
	}
}

// named checks that an object has a name, alone, in a list or in a map: a struct in Go needs one.
func (c *checker) named(what string, schema *yaml.Node) {
	if schema == nil {
		return
	}
	if get(schema, "properties") != nil || value(schema, "type") == "object" && get(schema, "additionalProperties") == nil && get(schema, "allOf") == nil {
		c.problem(schema, "%s is an object without a name; put it under schemas/", what)
	}
	c.named(what, get(schema, "items"))
	if more := get(schema, "additionalProperties"); more != nil && more.Kind == yaml.MappingNode {
		c.named(what, more)
	}
}

// keys checks the keys of a schema. A comma in a description without quotes makes one, for example.
func (c *checker) keys(schema *yaml.Node) {
	for key := range pairs(schema) {
		if !slices.Contains(schemaKeys, key.Value) && !strings.HasPrefix(key.Value, "x-") && key.Value != "$ref" {
			c.problem(key, "a schema has no key %q", key.Value)
		}
	}
	for _, p := range pairs(get(schema, "properties")) {
		c.keys(p)
	}
	if items := get(schema, "items"); items != nil {
		c.keys(items)
	}
}

// words checks what may stand anywhere: our own keys have the values agreed on, and numbers are such in JSON too.
func (c *checker) words(node *yaml.Node) {
	for key, v := range pairs(node) {
		if words := vocabulary[key.Value]; words != nil && !slices.Contains(words, v.Value) {
			c.problem(v, "%s: %q is none of %s", key.Value, v.Value, strings.Join(words, ", "))
		}
	}
	if node.Kind == yaml.ScalarNode && (node.Tag == "!!int" || node.Tag == "!!float") && !json.Valid([]byte(node.Value)) {
		c.problem(node, "%s is no number in JSON", node.Value)
	}
	for _, child := range node.Content {
		c.words(child)
	}
}

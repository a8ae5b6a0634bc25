package main

import (
	"encoding/json"
	"errors"
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
	"x-weibo-result":     {"redirect"},
	"x-weibo-filled-by":  {"remote-ip"},
}

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
	for _, media := range pairs(get(get(op, "requestBody"), "content")) {
		for prop, schema := range pairs(get(get(media, "schema"), "properties")) {
			c.property(name, prop.Value, schema)
		}
	}
	c.rules(name, op)
	c.answer(name, op)
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
	if value(op, "x-weibo-result") == "redirect" {
		return
	}
	ok := c.resolve(get(get(op, "responses"), "200"))
	if ok == nil {
		c.problem(op, "%s has no answer 200", name)
		return
	}
	schema := get(get(get(ok, "content"), "application/json"), "schema")
	if schema == nil {
		c.problem(ok, "%s: the answer 200 has no schema for application/json", name)
		return
	}
	if value(schema, "type") == "object" {
		c.problem(schema, "%s: the answer is an object without a name; put it under schemas/", name)
	}
}

func (c *checker) rules(name string, op *yaml.Node) {
	known := paramNames(c.bundle, op)
	for rule, groups := range pairs(get(op, "x-weibo-rules")) {
		if !slices.Contains(rules, rule.Value) {
			c.problem(rule, "%s: there is no rule %s", name, rule.Value)
		}
		for _, group := range content(groups) {
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
	schema := get(p, "schema")
	if c.resolve(schema) == nil || value(c.resolve(schema), "type") == "" {
		c.problem(p, "%s: the parameter %s has no type", owner, name)
	}
}

// schema checks a named schema.
func (c *checker) schema(name string, schema *yaml.Node) {
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
	kind := value(schema, "type")
	switch all := content(get(schema, "allOf")); {
	case len(all) == 1 && value(all[0], "$ref") != "":
	case kind == "":
		c.problem(schema, "%s: %s has no type", owner, name)
	case kind == "object" && get(schema, "properties") != nil:
		c.problem(schema, "%s: %s is an object without a name; put it under schemas/", owner, name)
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

package main

import (
	"encoding/json"
	"errors"
	"strings"

	"github.com/getkin/kin-openapi/openapi3"
	"go.yaml.in/yaml/v3"
)

// checkExamples holds every example against its schema. The validation of the whole document does so as well, but does not
// know where an example was written.
func checkExamples(b *bundle, doc *openapi3.T) error {
	x := &exampleChecker{checker{bundle: b}}
	x.section("schemas", func(name string, node *yaml.Node) { x.schema(node, doc.Components.Schemas[name]) })
	x.section("parameters", func(name string, node *yaml.Node) { x.parameter(node, doc.Components.Parameters[name]) })
	for path, item := range pairs(get(b.root, "paths")) {
		for method, op := range doc.Paths.Value(path.Value).Operations() {
			x.operation(get(item, strings.ToLower(method)), op)
		}
	}
	return errors.Join(x.problems...)
}

type exampleChecker struct{ checker }

func (x *exampleChecker) section(name string, f func(string, *yaml.Node)) {
	for key, node := range pairs(get(get(x.root, "components"), name)) {
		f(key.Value, node)
	}
}

func (x *exampleChecker) operation(node *yaml.Node, op *openapi3.Operation) {
	for i, p := range content(get(node, "parameters")) {
		x.parameter(p, op.Parameters[i])
	}
	if op.RequestBody != nil {
		x.content(get(node, "requestBody"), op.RequestBody.Value.Content)
	}
	for status, r := range op.Responses.Map() {
		x.content(get(get(node, "responses"), status), r.Value.Content)
	}
}

func (x *exampleChecker) content(node *yaml.Node, media openapi3.Content) {
	for kind, m := range pairs(get(node, "content")) {
		x.schema(get(m, "schema"), media[kind.Value].Schema)
		x.example(get(m, "example"), media[kind.Value].Schema)
	}
}

func (x *exampleChecker) parameter(node *yaml.Node, p *openapi3.ParameterRef) {
	x.example(get(node, "example"), p.Value.Schema)
	x.schema(get(node, "schema"), p.Value.Schema)
}

// schema checks the examples of a schema and of all schemas inside it. What a $ref points to is checked where it stands.
func (x *exampleChecker) schema(node *yaml.Node, s *openapi3.SchemaRef) {
	if node == nil || s == nil || value(node, "$ref") != "" {
		return
	}
	x.example(get(node, "example"), s)
	x.example(get(node, "default"), s)
	x.schema(get(node, "items"), s.Value.Items)
	for name, p := range pairs(get(node, "properties")) {
		x.schema(p, s.Value.Properties[name.Value])
	}
	for i, part := range content(get(node, "allOf")) {
		x.schema(part, s.Value.AllOf[i])
	}
}

func (x *exampleChecker) example(node *yaml.Node, s *openapi3.SchemaRef) {
	if node == nil || s == nil {
		return
	}
	text, err := toJSON(node)
	if err != nil {
		x.problem(node, "%w", err)
		return
	}
	var v any
	if err := json.Unmarshal(text, &v); err != nil {
		x.problem(node, "%w", err)
		return
	}
	if err := s.Value.VisitJSON(v); err != nil {
		x.problem(node, "the example does not fit: %w", reason(err))
	}
}

// reason leaves the schema and the value out of what kin-openapi says: they stand at the place named.
func reason(err error) error {
	var schema *openapi3.SchemaError
	if errors.As(err, &schema) {
		return errors.New(schema.Reason)
	}
	return err
}

package spec_test

import (
	"encoding/json"
	"fmt"
	"maps"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/seed4635ade2/weibo-go/spec"
	"github.com/seed4635ade2/weibo-go/weibo/wire"
)

// documents are the descriptions.
var documents = map[string]func() []byte{"weibo": spec.Document, "openim": spec.OpenIM}

// forDocuments runs check for each description.
func forDocuments(t *testing.T, check func(t *testing.T, doc *openapi3.T)) {
	for _, name := range slices.Sorted(maps.Keys(documents)) {
		t.Run(name, func(t *testing.T) {
			doc, err := openapi3.NewLoader().LoadFromData(documents[name]())
			if err != nil {
				t.Fatal(err)
			}
			check(t, doc)
		})
	}
}

func TestDocument(t *testing.T) {
	forDocuments(t, func(t *testing.T, doc *openapi3.T) {
		if err := doc.Validate(t.Context()); err != nil {
			t.Error(err)
		}
		if doc.OpenAPI != "3.0.3" {
			t.Errorf("the document is in OpenAPI %s, want 3.0.3", doc.OpenAPI)
		}
	})
}

func TestDocumentIsACopy(t *testing.T) {
	for name, document := range documents {
		first := document()
		want := string(first)
		clear(first)
		if string(document()) != want {
			t.Errorf("a caller can change the document of %s for others", name)
		}
	}
}

// An operation of the description, by what messages call it.
type operation struct {
	*openapi3.Operation
	name, method, path string
}

func operations(t *testing.T, doc *openapi3.T) (all []operation) {
	t.Helper()
	for _, path := range doc.Paths.InMatchingOrder() {
		for method, op := range doc.Paths.Value(path).Operations() {
			all = append(all, operation{op, method + " " + path, method, path})
		}
	}
	if len(all) == 0 {
		t.Fatal("the document has no operations")
	}
	return all
}

// forEach runs check for each operation.
func forEach(t *testing.T, check func(t *testing.T, doc *openapi3.T, op operation)) {
	forDocuments(t, func(t *testing.T, doc *openapi3.T) {
		for _, op := range operations(t, doc) {
			t.Run(op.name, func(t *testing.T) { check(t, doc, op) })
		}
	})
}

var words = map[string][]string{
	"x-weibo-state":      {"listed", "delisted", "retired", "unknown"},
	"x-weibo-access":     {"normal", "advanced", "commercial", "unknown"},
	"x-weibo-confidence": {"documented", "secondary", "inferred", "unknown"},
}

func TestOperationsSayWhatIsKnown(t *testing.T) {
	ids := map[string]string{}
	forEach(t, func(t *testing.T, doc *openapi3.T, op operation) {
		for key, allowed := range words {
			if word, _ := op.Extensions[key].(string); !slices.Contains(allowed, word) {
				t.Errorf("%s is %q, want one of %v", key, word, allowed)
			}
		}
		state := op.Extensions["x-weibo-state"]
		if old := state == "delisted" || state == "retired"; op.Deprecated != old {
			t.Errorf("it is %v, and deprecated: %t", state, op.Deprecated)
		}
		if len(op.Tags) != 1 || doc.Tags.Get(op.Tags[0]) == nil {
			t.Errorf("its tags are %v, want one of those in the document", op.Tags)
		}
		if first := ids[op.OperationID]; first != "" || op.OperationID == "" {
			t.Errorf("its operationId %q is taken by %s", op.OperationID, first)
		}
		ids[op.OperationID] = op.name
		if verb, _, _ := strings.Cut(op.Summary, " "); !strings.HasSuffix(verb, "s") || !strings.HasSuffix(op.Summary, ".") {
			t.Errorf("its summary is no sentence with a verb in front: %q", op.Summary)
		}
		for _, code := range list(op.Extensions["x-weibo-errors"]) {
			if n, ok := code.(float64); !ok || (n < 10000 || n > 99999) && n != -1 {
				t.Errorf("%v is no error code", code)
			}
		}
	})
}

func list(v any) []any {
	all, _ := v.([]any)
	return all
}

// A token goes to whatever host stands here.
func TestHostsAreWeibos(t *testing.T) {
	forEach(t, func(t *testing.T, doc *openapi3.T, op operation) {
		servers := doc.Servers
		if op.Servers != nil {
			servers = *op.Servers
		}
		if len(servers) != 1 {
			t.Fatalf("it has %d servers, want one", len(servers))
		}
		u, err := url.Parse(servers[0].URL)
		if err != nil {
			t.Fatal(err)
		}
		if u.Scheme != "https" || !strings.HasSuffix(u.Host, ".weibo.com") || u.Path != "" && u.Path != "/2" {
			t.Errorf("its server is %s", u)
		}
	})
}

func TestParametersStandWhereTheyAreSent(t *testing.T) {
	forEach(t, func(t *testing.T, _ *openapi3.T, op operation) {
		for _, p := range op.Parameters {
			if p.Value.In != "query" {
				t.Errorf("%s is in the %s", p.Value.Name, p.Value.In)
			}
			if name := p.Value.Name; name == "access_token" || name == "source" && op.Security == nil {
				t.Errorf("%s is common to all calls", name)
			}
		}
		if op.method == "GET" && op.RequestBody != nil {
			t.Error("a GET has no body")
		}
		if op.RequestBody == nil {
			return
		}
		for kind := range op.RequestBody.Value.Content {
			if !slices.Contains([]string{formType, multipartType, "application/json", "application/octet-stream", "application/x-weibo-body"}, kind) {
				t.Errorf("it takes %s", kind)
			}
		}
	})
}

const (
	formType      = "application/x-www-form-urlencoded"
	multipartType = "multipart/form-data"
)

// Lists go in one value, with commas, or the parameter is repeated; both must be said.
func TestListsSayHow(t *testing.T) {
	forEach(t, func(t *testing.T, _ *openapi3.T, op operation) {
		for _, p := range op.Parameters {
			if p.Value.Schema.Value.Type.Is("array") && !explicit(p.Value.Style, p.Value.Explode) {
				t.Errorf("%s wants style: form and explode", p.Value.Name)
			}
		}
		if op.RequestBody == nil {
			return
		}
		for kind, media := range op.RequestBody.Value.Content {
			for name, property := range media.Schema.Value.Properties {
				if !property.Value.Type.Is("array") || kind == "application/json" {
					continue
				}
				if e := media.Encoding[name]; e == nil || !explicit(e.Style, e.Explode) {
					t.Errorf("%s wants style: form and explode under encoding", name)
				}
			}
		}
	})
}

func explicit(style string, explode *bool) bool { return style == "form" && explode != nil }

func TestFlagsAreZeroOrOne(t *testing.T) {
	forEach(t, func(t *testing.T, _ *openapi3.T, op operation) {
		for name, s := range parameters(op) {
			if s.Format == "flag" && !slices.Equal(s.Enum, []any{0.0, 1.0}) {
				t.Errorf("%s is a flag of %v", name, s.Enum)
			}
			if s.Format == "binary" && s.Extensions["x-weibo-max-bytes"] == nil && s.Extensions["x-weibo-any-file"] == nil {
				t.Errorf("%s is a picture of any size", name)
			}
		}
	})
}

// parameters returns the schemas of all parameters of an operation, in the query or in the body.
func parameters(op operation) map[string]*openapi3.Schema {
	all := map[string]*openapi3.Schema{}
	for _, p := range op.Parameters {
		all[p.Value.Name] = p.Value.Schema.Value
	}
	if op.RequestBody == nil {
		return all
	}
	for _, media := range op.RequestBody.Value.Content {
		for name, property := range media.Schema.Value.Properties {
			all[name] = property.Value
		}
	}
	return all
}

// A form and a multipart body of one call differ in the picture, and in nothing else.
func TestBodiesAgree(t *testing.T) {
	forEach(t, func(t *testing.T, _ *openapi3.T, op operation) {
		if op.RequestBody == nil || op.RequestBody.Value.Content[formType] == nil || op.RequestBody.Value.Content[multipartType] == nil {
			return
		}
		form := op.RequestBody.Value.Content[formType].Schema.Value
		multipart := op.RequestBody.Value.Content[multipartType].Schema.Value
		for name, property := range multipart.Properties {
			if _, ok := form.Properties[name]; !ok && property.Value.Format != "binary" {
				t.Errorf("the form has no %s", name)
			}
		}
		for name := range form.Properties {
			if _, ok := multipart.Properties[name]; !ok {
				t.Errorf("the multipart body has no %s", name)
			}
		}
	})
}

// answer returns the schema of what an operation answers, or nil for a redirect or a picture.
func answer(t *testing.T, op operation) *openapi3.SchemaRef {
	t.Helper()
	if result := op.Extensions["x-weibo-result"]; result == "redirect" || result == "bytes" {
		return nil
	}
	ok := op.Responses.Value("200")
	if ok == nil || ok.Value.Content.Get("application/json") == nil {
		t.Fatal("it has no answer 200 in JSON")
	}
	return ok.Value.Content.Get("application/json").Schema
}

func TestErrorsAreDescribed(t *testing.T) {
	forEach(t, func(t *testing.T, _ *openapi3.T, op operation) {
		if d := op.Responses.Default(); d == nil || d.Ref != "#/components/responses/Error" {
			t.Error("the default answer is not responses.yaml#/Error")
		}
	})
}

// Paging names members of the answer.
func TestPaging(t *testing.T) {
	paged := 0
	forEach(t, func(t *testing.T, _ *openapi3.T, op operation) {
		paging, ok := op.Extensions["x-weibo-paging"].(map[string]any)
		if !ok {
			return
		}
		paged++
		answer := answer(t, op).Value
		if name, ok := answer.Extensions["x-weibo-content"].(string); ok {
			answer = answer.Properties[name].Value
		}
		members := answer.Properties
		for _, key := range []string{"items", "total"} {
			if name, _ := paging[key].(string); name != "" && members[name] == nil {
				t.Errorf("the answer has no member %s, which is its %s", name, key)
			}
		}
		if name, _ := paging["items"].(string); members[name] != nil && !members[name].Value.Type.Is("array") {
			t.Errorf("%s is no list", name)
		}
		wants := map[any]string{"since-max": "max_id", "page": "page", "cursor": "cursor"}[paging["style"]]
		if cursor, _ := paging["cursor"].(string); cursor != "" {
			wants = cursor
		}
		if wants == "" {
			t.Errorf("the style is %v", paging["style"])
		} else if parameters(op)[wants] == nil {
			t.Errorf("the style is %v, but there is no parameter %s", paging["style"], wants)
		}
	})
	if paged == 0 {
		t.Error("no operation has pages")
	}
}

// fit holds a value against a schema, with the formats that are ours.
func fit(schema *openapi3.Schema, value any) error {
	return schema.VisitJSON(value,
		openapi3.EnableFormatValidation(),
		openapi3.WithStringFormatValidator("weibo-time", openapi3.NewCallbackValidator(isTime)),
		openapi3.WithStringFormatValidator("json", openapi3.NewCallbackValidator(isJSON)),
		openapi3.WithStringFormatValidator("uri", openapi3.NewCallbackValidator(isAddress)),
	)
}

func isTime(s string) error { return new(wire.Time).UnmarshalJSON([]byte(`"` + s + `"`)) }

func isJSON(s string) error {
	if !json.Valid([]byte(s)) {
		return fmt.Errorf("%q is no JSON", s)
	}
	return nil
}

func isAddress(s string) error {
	if u, err := url.Parse(s); err != nil || s != "" && u.Host == "" {
		return fmt.Errorf("%q is no address", s)
	}
	return nil
}

func TestExamplesOfParametersFit(t *testing.T) {
	forEach(t, func(t *testing.T, _ *openapi3.T, op operation) {
		for _, p := range op.Parameters {
			if err := fit(p.Value.Schema.Value, p.Value.Example); err != nil {
				t.Errorf("%s: %v", p.Value.Name, err)
			}
		}
		for name, s := range parameters(op) {
			if s.Example == nil {
				continue
			}
			if err := fit(s, s.Example); err != nil {
				t.Errorf("%s: %v", name, err)
			}
		}
	})
}

func TestExamplesOfSchemasFit(t *testing.T) {
	forDocuments(t, examplesOfSchemasFit)
}

func examplesOfSchemasFit(t *testing.T, doc *openapi3.T) {
	examples := 0
	for name, schema := range doc.Components.Schemas {
		members := maps.Clone(schema.Value.Properties)
		if members == nil {
			members = openapi3.Schemas{}
		}
		members["itself"] = schema
		for member, s := range members {
			if s.Value.Example == nil {
				continue
			}
			examples++
			if err := fit(s.Value, s.Value.Example); err != nil {
				t.Errorf("%s, %s: %v", name, member, err)
			}
		}
	}
	if examples == 0 {
		t.Error("no schema has an example")
	}
}

// The examples of the members make an example of the whole, for every answer.
func TestAnswersCanBeAssembled(t *testing.T) {
	forEach(t, func(t *testing.T, _ *openapi3.T, op operation) {
		schema := answer(t, op)
		if schema == nil {
			return
		}
		value, err := assemble(schema, nil)
		if err != nil {
			t.Fatal(err)
		}
		if err := fit(schema.Value, value); err != nil {
			t.Error(err)
		}
		if object, ok := value.(map[string]any); ok && len(object) == 0 && len(schema.Value.Properties) > 0 {
			t.Error("the example is empty")
		}
	})
}

// assemble makes a value of a schema from the examples in it. The names of the schemas around it are in within: a member
// of a kind that it lies in already is left out.
func assemble(s *openapi3.SchemaRef, within []string) (any, error) {
	if s.Ref != "" {
		within = append(slices.Clone(within), s.Ref)
	}
	switch schema := s.Value; {
	case schema.Example != nil:
		return schema.Example, nil
	case len(schema.AllOf) == 1:
		return assemble(schema.AllOf[0], within)
	case schema.Type.Is("array"):
		if goesRound(schema.Items, within) {
			return []any{}, nil
		}
		item, err := assemble(schema.Items, within)
		return []any{item}, err
	case schema.Type.Is("object"):
		return assembleObject(schema, within)
	}
	return nil, fmt.Errorf("%v: there is no example", within)
}

func assembleObject(schema *openapi3.Schema, within []string) (any, error) {
	object := map[string]any{}
	for name, member := range schema.Properties {
		if goesRound(member, within) {
			if slices.Contains(schema.Required, name) {
				return nil, fmt.Errorf("%v: requires %s, so it has no end", within, name)
			}
			continue
		}
		value, err := assemble(member, within)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		object[name] = value
	}
	return object, nil
}

// goesRound tells whether a schema is one that it lies in.
func goesRound(s *openapi3.SchemaRef, within []string) bool {
	if s.Ref == "" && len(s.Value.AllOf) == 1 {
		s = s.Value.AllOf[0]
	}
	return s.Ref != "" && slices.Contains(within, s.Ref)
}

package main

import (
	"cmp"
	"fmt"
	"net/url"
	"slices"
	"strings"
	"text/template"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/oapi-codegen/oapi-codegen/v2/pkg/codegen"
)

// functions are what our templates use beside those of oapi-codegen.
// They leave the services, too, which other pages want to know of.
func functions(doc *openapi3.T, made *[]service) template.FuncMap {
	return template.FuncMap{
		"about": func(text string) string { return aboutType(doc, text) },
		"services": func(ops []codegen.OperationDefinition) (_ []service, err error) {
			*made, err = services(doc, ops)
			return *made, err
		},
		"helpers": helpers,
		"fields":  fields,
		"comment": comment,
	}
}

// A service is what the templates need to know of a resource.
type service struct {
	Name, Doc string
	Methods   []method
}

// A method is what the templates need to know of an operation.
type method struct {
	Service, Name, ID string
	Doc               []string // paragraphs
	Verb, Host, Path  string
	Endpoint          string // the path without version and suffix
	State, Access     string
	ReplacedBy        string // an endpoint
	Auth              string
	Envelope          string
	Body              string // how the parameters of a POST are sent, where that is no form
	Params            []param
	Rules             []string // lines that check several parameters
	Result, Call      string   // its Go type, and the function of package wire that makes it
	Paging            *paging  // if there is any
}

func services(doc *openapi3.T, ops []codegen.OperationDefinition) ([]service, error) {
	byTag := map[string]*service{}
	for _, op := range ops {
		tag := op.Spec.Tags[0]
		s := byTag[tag]
		if s == nil {
			s = &service{Name: tag, Doc: aboutType(doc, doc.Tags.Get(tag).Description)}
			byTag[tag] = s
		}
		m, err := newMethod(doc, op)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", op.SpecOperationId, err)
		}
		s.Methods = append(s.Methods, m)
	}
	var all []service
	for _, s := range byTag {
		if err := checkNames(s.Methods); err != nil {
			return nil, err
		}
		slices.SortFunc(s.Methods, func(a, b method) int { return cmp.Compare(a.Name, b.Name) })
		all = append(all, *s)
	}
	slices.SortFunc(all, func(a, b service) int { return cmp.Compare(a.Name, b.Name) })
	return all, nil
}

func newMethod(doc *openapi3.T, op codegen.OperationDefinition) (method, error) {
	tag := op.Spec.Tags[0]
	m := method{
		Service:  tag,
		Name:     op.SpecOperationId[len(tag):],
		Verb:     op.Method,
		State:    word(op.Spec.Extensions, "x-weibo-state"),
		Access:   word(op.Spec.Extensions, "x-weibo-access"),
		Auth:     auth(doc, op.Spec),
		Envelope: word(op.Spec.Extensions, "x-weibo-envelope"),

		ReplacedBy: word(op.Spec.Extensions, "x-weibo-replaced-by"),
	}
	m.ID = tag + m.Name
	u, err := address(doc, op.Spec, op.Path)
	if err != nil {
		return m, err
	}
	m.Host, m.Path = u.Host, u.Path
	m.Endpoint = endpointName(m.Path)
	if m.Params, err = params(op); err != nil {
		return m, err
	}
	m.Body = bodyKind(op)
	m.Rules = ruleLines(op.Spec.Extensions["x-weibo-rules"], m.Params)
	if err := m.setResult(op); err != nil {
		return m, err
	}
	m.Doc = methodDoc(doc, m, op.Spec)
	if m.Paging, err = newPaging(m, op); err != nil {
		return m, fmt.Errorf("x-weibo-paging: %w", err)
	}
	return m, nil
}

// endpointName returns the path as the documentation writes it, without version and suffix.
func endpointName(path string) string {
	return strings.TrimSuffix(strings.TrimPrefix(strings.TrimPrefix(path, "/2"), "/"), ".json")
}

// address returns where an operation is: the first of its servers, and its path there.
func address(doc *openapi3.T, op *openapi3.Operation, path string) (*url.URL, error) {
	servers := doc.Servers
	if op.Servers != nil {
		servers = *op.Servers
	}
	return url.Parse(servers[0].URL + path)
}

func auth(doc *openapi3.T, op *openapi3.Operation) string {
	security := doc.Security
	if op.Security != nil {
		security = *op.Security
	}
	if len(security) == 0 {
		return "AuthCredentials"
	}
	for _, s := range security {
		if _, ok := s["appKey"]; ok {
			return "AuthTokenOrApp"
		}
	}
	return "AuthToken"
}

func (m *method) setResult(op codegen.OperationDefinition) error {
	switch answer := goType(answerSchema(op)); word(op.Spec.Extensions, "x-weibo-result") {
	case "redirect":
		m.Result = "*wire.Redirect"
	case "bytes":
		m.Result = "*wire.Content"
	case "stream":
		m.Result = "*wire.Stream[" + strings.TrimPrefix(answer, "*") + "]"
	default:
		m.Result = answer
	}
	if m.Result == "" {
		return fmt.Errorf("no answer 200 in JSON")
	}
	m.Call = "CallValue[" + m.Result + "]"
	if name, ok := strings.CutPrefix(m.Result, "*"); ok {
		m.Call = "Call[" + name + "]"
	}
	return nil
}

// answerSchema returns the schema of the JSON that an operation answers with, which has no type if there is none.
func answerSchema(op codegen.OperationDefinition) (none codegen.Schema) {
	for _, r := range op.Responses {
		for _, c := range r.Contents {
			if r.StatusCode == "200" && strings.HasPrefix(c.ContentType, "application/json") {
				return c.Schema
			}
		}
	}
	return none
}

// goType returns the Go type of a value of a model. Objects are pointers, alone, in lists and in maps: an
// answer may leave them out.
func goType(s codegen.Schema) string {
	switch {
	case s.ArrayType != nil && s.RefType == "":
		return "[]" + goType(*s.ArrayType)
	case s.AdditionalPropertiesType != nil && len(s.Properties) == 0 && s.RefType == "":
		return "map[string]" + goType(*s.AdditionalPropertiesType)
	case s.OAPISchema != nil && isObject(s.OAPISchema):
		return "*" + s.TypeDecl()
	}
	return s.TypeDecl()
}

func isObject(s *openapi3.Schema) bool {
	if len(s.AllOf) == 1 {
		return isObject(s.AllOf[0].Value)
	}
	return len(s.Properties) > 0
}

// A field is a member of a model.
type field struct{ Name, Type, Tag, Doc string }

// fields returns the members of the struct for a schema, or nothing if it is no struct.
func fields(s codegen.Schema) (all []field) {
	for _, p := range s.Properties {
		tag := p.JsonFieldName
		if !p.Required {
			tag += ",omitzero"
		}
		tag = fmt.Sprintf("json:%q", tag)
		if s.OAPISchema.XML != nil {
			tag += fmt.Sprintf(" xml:%q", xmlName(p))
		}
		all = append(all, field{p.GoFieldName(), goType(p.Schema), "`" + tag + "`", fieldDoc(p)})
	}
	return all
}

// xmlName returns what encoding/xml needs to know of a member of a schema that has xml.
func xmlName(p codegen.Property) string {
	name := p.JsonFieldName
	if list := p.Schema.OAPISchema; list.XML != nil && list.XML.Wrapped {
		item := p.JsonFieldName // as OpenAPI has it
		if x := list.Items.Value.XML; x != nil {
			item = x.Name
		}
		name += ">" + item
	}
	if !p.Required {
		name += ",omitempty"
	}
	return name
}

func word(extensions map[string]any, key string) string {
	s, _ := extensions[key].(string)
	return s
}

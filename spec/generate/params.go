package main

import (
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/oapi-codegen/oapi-codegen/v2/pkg/codegen"
)

// A param is what the templates need to know of a parameter.
type param struct {
	Wire, Name, Type string
	Doc              string
	Encode           string // the expression that writes it
	Var              string // the variable that holds what Encode returns, if a rule needs it
}

// params returns the parameters of an operation in the order of the description.
func params(op codegen.OperationDefinition) ([]param, error) {
	var all []param
	for _, q := range op.QueryParams {
		p, err := newParam(q.ParamName, q.GoName(), q.Required, q.Explode(), q.Schema, q.Spec.Description, q.Spec.Extensions)
		if err != nil {
			return nil, err
		}
		all = append(all, p)
	}
	body := form(op.Bodies)
	switch {
	case body.ContentType == jsonType && !takesMembers(op):
		return append(all, document(body)), nil
	case body.ContentType == bytesType:
		p, err := upload(op.Spec.RequestBody.Value.Content[bytesType].Schema)
		return append(all, p), err
	}
	for _, f := range body.Schema.Properties {
		repeated := true
		if e := body.Encoding[f.JsonFieldName].Explode; e != nil {
			repeated = *e
		}
		p, err := newParam(f.JsonFieldName, f.GoFieldName(), f.Required, repeated, f.Schema, f.Schema.OAPISchema.Description, nil)
		if err != nil {
			return nil, err
		}
		all = append(all, p)
	}
	return all, nil
}

const (
	jsonType  = "application/json"
	bytesType = "application/octet-stream"
)

// form returns the body with all parameters: bytes, or else JSON, or else the multipart form, or else the only form.
func form(bodies []codegen.RequestBodyDefinition) (body codegen.RequestBodyDefinition) {
	for _, kind := range []string{"application/x-www-form-urlencoded", "multipart/form-data", jsonType, bytesType} {
		for _, b := range bodies {
			if b.ContentType == kind {
				body = b
			}
		}
	}
	return body
}

// document is the parameter for a body that is a JSON document.
func document(body codegen.RequestBodyDefinition) param {
	return param{
		Wire:   "body",
		Name:   "Body",
		Type:   goType(body.Schema),
		Doc:    "The document that is sent. Required.",
		Encode: "e.JSON(p.Body, p.Body != nil).Required()",
	}
}

// takesMembers tells whether the parameters are the members of a body in JSON, which has no name then as a document has.
func takesMembers(op codegen.OperationDefinition) bool {
	if op.Spec.RequestBody == nil {
		return false
	}
	body := op.Spec.RequestBody.Value.Content[jsonType]
	return body != nil && body.Schema.Ref == ""
}

// bodyKind returns the constant of package wire for how the parameters of a POST are sent, or nothing if it is the usual form or
// a document in JSON.
func bodyKind(op codegen.OperationDefinition) string {
	switch {
	case form(op.Bodies).ContentType == bytesType:
		return "BodyBytes"
	case takesMembers(op):
		return "BodyMembers"
	case op.Method == http.MethodPost && len(op.Bodies) == 0 && len(op.QueryParams) > 0:
		return "BodyNone"
	}
	return ""
}

// upload is the parameter for a body that is a file as it is, whose schema oapi-codegen does not read.
func upload(body *openapi3.SchemaRef) (param, error) {
	s, err := codegen.GenerateGoSchema(body, nil)
	if err != nil {
		return param{}, err
	}
	return newParam("body", word(body.Value.Extensions, "x-go-name"), true, false, s, body.Value.Description, nil)
}

func newParam(wire, name string, required, repeated bool, s codegen.Schema, doc string, ext map[string]any) (param, error) {
	p := param{Wire: wire, Name: name, Type: paramType(s), Doc: paramDoc(doc, required, s.OAPISchema)}
	remoteIP := word(s.OAPISchema.Extensions, "x-weibo-filled-by") == "remote-ip" || word(ext, "x-weibo-filled-by") == "remote-ip"
	zero := zeroIsValue(s.OAPISchema)
	if !required && (!s.SkipOptionalPointer || zero && hasOtherDefault(s.OAPISchema)) {
		p.Type = "*" + p.Type
	}
	write, err := writer(p, s.OAPISchema, remoteIP, repeated, required && zero)
	if err != nil {
		return p, err
	}
	p.Encode = write
	if required && !zero && !remoteIP {
		p.Encode += ".Required()"
	}
	p.Encode += limits(s.OAPISchema)
	return p, nil
}

// paramType returns the Go type of a parameter.
func paramType(s codegen.Schema) string {
	if any, _ := s.OAPISchema.Extensions["x-weibo-any-file"].(bool); any {
		return "*wire.File"
	}
	return s.TypeDecl()
}

// writer returns the call that writes a parameter.
func writer(p param, s *openapi3.Schema, remoteIP, repeated, withZero bool) (string, error) {
	call := func(method, value string, more ...string) (string, error) {
		return fmt.Sprintf("e.%s(%s)", method, strings.Join(append([]string{strconv.Quote(p.Wire), value}, more...), ", ")), nil
	}
	v := "p." + p.Name
	zero := ""
	if withZero {
		zero = "Zero"
	}
	switch p.Type {
	case "int64":
		return call("Int"+zero, v)
	case "int":
		return call("Int"+zero, "int64("+v+")")
	case "float64":
		return call("Float"+zero, v)
	case "bool":
		return call(flagOrWord(s)+zero, v)
	case "string":
		if remoteIP {
			return call("RemoteIP", v)
		}
		if words, ok := s.Extensions["x-weibo-keywords"].([]any); ok {
			return call("Keyword", v, quoted(words)...)
		}
		return call("Text", v)
	case "json.RawMessage":
		return call("Text", "string("+v+")")
	case "[]string":
		if repeated && s.Format != "csv" {
			return call("Each", v)
		}
		return call("Texts", v)
	case "[]int64":
		if s.Format == "tilde-int64" {
			return call("Tildes", v)
		}
		return call("Ints", v)
	case "*wire.Picture":
		limit, ok := s.Extensions["x-weibo-max-bytes"].(float64)
		if !ok {
			return "", fmt.Errorf("%s: a picture wants x-weibo-max-bytes", p.Wire)
		}
		return call("Picture", v, strconv.FormatInt(int64(limit), 10))
	case "*wire.File":
		limit, _ := s.Extensions["x-weibo-max-bytes"].(float64)
		return call("File", v, strconv.FormatInt(int64(limit), 10))
	case "*int":
		return call("IntPtr", v)
	case "*float64":
		return call("FloatPtr", v)
	case "*bool":
		return call(flagOrWord(s)+"Ptr", v)
	}
	return "", fmt.Errorf("%s: no way to send a %s", p.Wire, p.Type)
}

func quoted(words []any) (all []string) {
	for _, w := range words {
		all = append(all, fmt.Sprintf("%q", w))
	}
	return all
}

// flagOrWord tells whether a bool goes out as 0 and 1 or as the words true and false.
func flagOrWord(s *openapi3.Schema) string {
	if s.Type.Is("boolean") {
		return "Word"
	}
	return "Flag"
}

// zeroIsValue tells whether zero is a value that can be asked for, not just the lack of one.
func zeroIsValue(s *openapi3.Schema) bool {
	if values, ok := s.Extensions[enumKey].([]any); ok {
		return slices.Contains(values, any(float64(0)))
	}
	return s.Type.Is("boolean") || s.Min != nil && *s.Min <= 0
}

// hasOtherDefault tells whether leaving the parameter out means something else than sending zero.
func hasOtherDefault(s *openapi3.Schema) bool {
	switch v := s.Default.(type) {
	case float64:
		return v != 0
	case bool:
		return v
	}
	return false
}

func limits(s *openapi3.Schema) string {
	out := ""
	switch {
	case s.Min != nil && s.Max != nil:
		out += fmt.Sprintf(".Between(%v, %v)", *s.Min, *s.Max)
	case s.Min != nil:
		out += fmt.Sprintf(".AtLeast(%v)", *s.Min)
	case s.Max != nil:
		out += fmt.Sprintf(".Between(0, %v)", *s.Max)
	}
	switch {
	case s.MaxItems != nil:
		out += fmt.Sprintf(".AtMost(%d)", *s.MaxItems)
	case s.MaxLength != nil:
		out += fmt.Sprintf(".AtMost(%d)", *s.MaxLength)
	}
	return out
}

// ruleLines returns the checks that concern several parameters, and gives those parameters variables.
func ruleLines(ext any, params []param) (lines []string) {
	groups, _ := ext.(map[string]any)
	for _, rule := range []string{"exactly-one", "at-most-one", "at-least-one", "together"} {
		list, _ := groups[rule].([]any)
		for _, group := range list {
			lines = append(lines, ruleLine(rule, group.([]any), params))
		}
	}
	return lines
}

func ruleLine(rule string, group []any, params []param) string {
	var vars []string
	for _, name := range group {
		i := slices.IndexFunc(params, func(p param) bool { return p.Wire == name })
		params[i].Var = codegen.LowercaseFirstCharacter(codegen.ToCamelCase(params[i].Wire)) + "Param"
		vars = append(vars, params[i].Var)
	}
	check := codegen.ToCamelCase(rule)
	return fmt.Sprintf("e.%s(%s)", check, strings.Join(vars, ", "))
}

package main

import (
	"fmt"
	"maps"
	"net/url"
	"slices"
	"strings"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
	"github.com/seed4635ade2/weibo-go/spec"
	"github.com/seed4635ade2/weibo-go/weibo/wire"
)

// A description is that of the API, as far as the command reads it.
type description struct {
	Servers    []server
	Paths      map[string]map[string]*operation
	Components struct{ Parameters map[string]*queryParameter }
}

type server struct{ URL string }

type operation struct {
	Summary      string
	Description  string
	ExternalDocs struct{ URL string }
	Servers      []server
	Security     *[]map[string]jsontext.Value
	State        string  `json:"x-weibo-state"`
	Access       string  `json:"x-weibo-access"`
	Confidence   string  `json:"x-weibo-confidence"`
	ReplacedBy   string  `json:"x-weibo-replaced-by"`
	Result       string  `json:"x-weibo-result"`
	Paging       *paging `json:"x-weibo-paging"`
	Errors       []int   `json:"x-weibo-errors"`
	Parameters   []*queryParameter
	RequestBody  struct {
		Content map[string]struct{ Schema formSchema }
	}
}

type queryParameter struct {
	Ref         string `json:"$ref"`
	Name        string
	Required    bool
	Description string
	Schema      property
}

type formSchema struct {
	Required   []string
	Properties properties
}

// A property is a member of a form, or the schema of a parameter.
type property struct {
	Type        string
	Format      string
	Description string
	Items       *property
	Default     jsontext.Value
	Enum        []jsontext.Value
	Minimum     jsontext.Value
	Maximum     jsontext.Value
	MaxLength   jsontext.Value
	MaxItems    jsontext.Value
	MaxHan      jsontext.Value `json:"x-weibo-max-han"`
	MaxBytes    jsontext.Value `json:"x-weibo-max-bytes"`
}

// properties are those of a form, in their order.
type properties []namedProperty

type namedProperty struct {
	name string
	property
}

func (p *properties) UnmarshalJSONFrom(d *jsontext.Decoder) error {
	if _, err := d.ReadToken(); err != nil {
		return err
	}
	for d.PeekKind() == '"' {
		name, err := d.ReadToken()
		if err != nil {
			return err
		}
		named := namedProperty{name: name.String()}
		if err := json.UnmarshalDecode(d, &named.property); err != nil {
			return err
		}
		*p = append(*p, named)
	}
	_, err := d.ReadToken()
	return err
}

func loadDescription() (*description, error) {
	d := new(description)
	return d, json.Unmarshal(spec.Document(), d, json.MatchCaseInsensitiveNames(true))
}

// endpoint puts together what is said of an operation.
func (d *description) endpoint(path, method string, o *operation) (*endpoint, error) {
	servers := d.Servers
	if len(o.Servers) > 0 {
		servers = o.Servers
	}
	address, err := url.Parse(servers[0].URL)
	if err != nil {
		return nil, err
	}
	e := &endpoint{
		Name:        endpointName(path),
		Method:      strings.ToUpper(method),
		Host:        address.Host,
		Path:        address.Path + path,
		State:       o.State,
		Access:      o.Access,
		Confidence:  o.Confidence,
		ReplacedBy:  o.ReplacedBy,
		Summary:     o.Summary,
		Description: o.Description,
		Docs:        o.ExternalDocs.URL,
		Paging:      o.Paging,
		Codes:       append([]int{}, o.Errors...),
		auth:        o.auth(),
		result:      o.Result,
	}
	_, e.document = o.RequestBody.Content["application/json"]
	e.Params, err = d.parameters(o)
	return e, err
}

// auth says what a call must bring.
func (o *operation) auth() wire.Auth {
	switch {
	case o.Security == nil:
		return wire.AuthToken
	case len(*o.Security) == 0:
		return wire.AuthCredentials
	}
	for _, way := range *o.Security {
		if _, ok := way["appKey"]; ok {
			return wire.AuthTokenOrApp
		}
	}
	return wire.AuthToken
}

// parameters returns those of the query and of the forms, of which there may be two with the same members.
func (d *description) parameters(o *operation) ([]parameter, error) {
	params := []parameter{}
	for _, q := range o.Parameters {
		if name, ok := strings.CutPrefix(q.Ref, "#/components/parameters/"); ok {
			if q = d.Components.Parameters[name]; q == nil {
				return nil, fmt.Errorf("the description lacks the parameter %s", name)
			}
		}
		params = append(params, q.Schema.parameter(q.Name, q.Required, q.Description))
	}
	for _, kind := range slices.Backward(slices.Sorted(maps.Keys(o.RequestBody.Content))) {
		if kind != "multipart/form-data" && kind != "application/x-www-form-urlencoded" {
			continue
		}
		f := o.RequestBody.Content[kind].Schema
		for _, p := range f.Properties {
			if !slices.ContainsFunc(params, func(known parameter) bool { return known.Name == p.name }) {
				params = append(params, p.parameter(p.name, slices.Contains(f.Required, p.name), p.Description))
			}
		}
	}
	return params, nil
}

func (p *property) parameter(name string, required bool, description string) parameter {
	return parameter{
		Name:        name,
		Type:        p.kind(),
		Required:    required,
		Limits:      p.limits(),
		Description: description,
		picture:     p.Format == "binary",
	}
}

// kind is a word for what a parameter takes.
func (p *property) kind() string {
	switch {
	case p.Items != nil:
		return "list of " + p.Items.kind()
	case p.Format == "binary":
		return "picture"
	case p.Format == "flag":
		return "0 or 1"
	case p.Format == "json":
		return "JSON"
	case p.Type == "":
		return "any"
	}
	return p.Type
}

// limits are what a parameter is held to, with the default.
func (p *property) limits() (limits []string) {
	for _, l := range []struct {
		word  string
		value jsontext.Value
	}{
		{"default", p.Default}, {"from", p.Minimum}, {"to", p.Maximum}, {"at most characters", p.MaxLength},
		{"at most items", p.MaxItems}, {"at most Han characters", p.MaxHan}, {"at most bytes", p.MaxBytes},
	} {
		if l.value == nil {
			continue
		}
		limits = append(limits, l.word+" "+string(l.value))
	}
	if len(p.Enum) > 0 && p.Format != "flag" {
		values := make([]string, len(p.Enum))
		for i, v := range p.Enum {
			values[i] = string(v)
		}
		limits = append(limits, "one of "+strings.Join(values, ", "))
	}
	return limits
}

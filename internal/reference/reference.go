// Package reference turns the description of the API into what people read: resources, operations, parameters and schemas, in
// the order in which the description has them, and calls as command lines and as Go.
package reference

import (
	"fmt"
	"net/url"
	"strings"
)

// A Reference is the whole description.
type Reference struct {
	Resources []*Resource // in its order
	Schemas   []*Schema   // in its order

	operations map[string]*Operation // by id
	names      map[string]*Operation // by name, that of the main host where two have one
	schemas    map[string]*Schema    // by name
}

// A Resource is a group of operations, such as Statuses.
type Resource struct {
	Name        string
	Description string
	Operations  []*Operation
}

// An Operation is one call of the API.
type Operation struct {
	ID       string // such as statusesShare
	Name     string // as the documentation has it, such as statuses/share
	Resource *Resource
	Method   string
	Path     string // with the version
	Host     string
	Shared   bool // another host has the same path

	Summary       string
	Description   string
	Documentation string // address of the page about it, or empty

	State      string // listed, delisted, retired or unknown
	Access     string // normal, advanced, commercial or unknown
	Confidence string // documented, secondary, inferred or unknown
	ReplacedBy *Operation
	Auth       Auth

	Params   []*Param
	Rules    []Rule
	Document *Schema // what it takes as JSON, or nil
	Paging   *Paging // nil if the answer is no list with pages
	Errors   []int   // codes beyond the general ones

	Answer           *Type  // nil if it is no JSON
	AnswerText       string // what the answer is, in words
	AnswerConfidence string // empty where it is that of the operation
	Result           string // redirect, bytes or stream where the answer is no JSON document
}

// Address is where Weibo has the operation.
func (o *Operation) Address() string { return "https://" + o.Host + o.Path }

// An Auth says what a call must bring.
type Auth string

// What calls must bring.
const (
	AuthToken  Auth = "token"
	AuthAppKey Auth = "app key" // or a token
	AuthNone   Auth = ""
)

// A Rule is about several parameters at once.
type Rule struct {
	Kind   string // exactly-one, at-most-one, at-least-one or together
	Params []string
}

// Paging says how a list goes on.
type Paging struct {
	Style  string `json:"style"`
	Items  string `json:"items"`
	Total  string `json:"total"`
	Cursor string `json:"cursor"`
	Limit  string `json:"limit"`
}

// A Param is a parameter of an operation.
type Param struct {
	Name        string
	Description string
	Required    bool
	Type        *Type
	Default     string
	Example     string
	Evidence    string // recorded or observed; empty if it is documented
	InForm      bool   // of the body, and not of the query
	RemoteIP    bool   // the client fills it with the address of the user

	goName    string // where it does not follow from the name
	separator string // between the values of a list; empty if the parameter is repeated
}

// File tells whether the parameter is a picture.
func (p *Param) File() bool { return p.Type.Format == "binary" }

// List tells whether the parameter has several values.
func (p *Param) List() bool { return p.Type.Items != nil || p.Type.Format == "tilde-int64" }

// Long tells whether the parameter takes more than a line.
func (p *Param) Long() bool { return p.Type.MaxHan > 0 || p.Type.Format == "json" }

// A Schema is a named object of answers, or of a JSON document.
type Schema struct {
	Name        string
	Description string
	Type        *Type
	Fields      []*Field
	Example     string // JSON, or empty
}

// A Field is a member of an object.
type Field struct {
	Name        string
	Description string
	Type        *Type
	Always      bool     // it is always there
	Evidence    string   // recorded or observed; empty if it is documented
	Also        []string // other JSON kinds on record
	Example     string   // JSON, or empty
}

// Operation returns the operation with an id, or nil.
func (r *Reference) Operation(id string) *Operation { return r.operations[id] }

// Named returns the operation with a name, or nil.
func (r *Reference) Named(name string) *Operation { return r.names[name] }

// Resource returns a resource by name, or nil.
func (r *Reference) Resource(name string) *Resource {
	for _, resource := range r.Resources {
		if resource.Name == name {
			return resource
		}
	}
	return nil
}

// Schema returns a schema by name, or nil.
func (r *Reference) Schema(name string) *Schema { return r.schemas[name] }

// Load reads the description.
func Load(document []byte) (*Reference, error) {
	d, err := parse(document)
	if err != nil {
		return nil, fmt.Errorf("the description: %w", err)
	}
	r := &Reference{operations: map[string]*Operation{}, names: map[string]*Operation{}, schemas: map[string]*Schema{}}
	for _, m := range d.Components.Schemas {
		s := &Schema{Name: m.name}
		r.Schemas = append(r.Schemas, s)
		r.schemas[s.Name] = s
	}
	for i, m := range d.Components.Schemas {
		r.describe(r.Schemas[i], m.value)
	}
	for _, t := range d.Tags {
		r.Resources = append(r.Resources, &Resource{Name: t.Name, Description: t.Description})
	}
	if err := r.addOperations(d); err != nil {
		return nil, fmt.Errorf("the description: %w", err)
	}
	return r, nil
}

func (r *Reference) addOperations(d *document) error {
	paths := map[string]*Operation{}
	for _, path := range d.Paths {
		for _, m := range path.value {
			o, err := r.operation(d, path.name, m.name, m.value)
			if err != nil {
				return fmt.Errorf("%s: %w", m.value.OperationID, err)
			}
			if other := paths[o.Path]; other != nil {
				o.Shared, other.Shared = true, true
			}
			paths[o.Path] = o
			r.operations[o.ID] = o
			if r.names[o.Name] == nil || o.Host == mainHost {
				r.names[o.Name] = o
			}
		}
	}
	for _, path := range d.Paths {
		for _, m := range path.value {
			r.operations[m.value.OperationID].ReplacedBy = r.names[m.value.ReplacedBy]
		}
	}
	return nil
}

const mainHost = "api.weibo.com"

func (r *Reference) operation(d *document, path, method string, raw *operation) (*Operation, error) {
	servers := d.Servers
	if raw.Servers != nil {
		servers = raw.Servers
	}
	u, err := url.Parse(servers[0].URL + path)
	if err != nil {
		return nil, err
	}
	resource := r.Resource(raw.Tags[0])
	if resource == nil {
		return nil, fmt.Errorf("there is no tag %s", raw.Tags[0])
	}
	o := &Operation{
		ID:            raw.OperationID,
		Name:          strings.TrimSuffix(strings.TrimPrefix(strings.TrimPrefix(u.Path, "/"), "2/"), ".json"),
		Resource:      resource,
		Method:        strings.ToUpper(method),
		Path:          u.Path,
		Host:          u.Host,
		Summary:       raw.Summary,
		Description:   raw.Description,
		Documentation: raw.ExternalDocs.URL,
		State:         raw.State,
		Access:        raw.Access,
		Confidence:    raw.Confidence,
		Auth:          authOf(d, raw),
		Rules:         rulesOf(raw),
		Paging:        raw.Paging,
		Errors:        raw.Errors,
		Result:        raw.Result,
	}
	resource.Operations = append(resource.Operations, o)
	if err := r.addParams(d, o, raw); err != nil {
		return nil, err
	}
	r.addAnswer(o, raw)
	return o, nil
}

// authOf says what a call must bring. A requirement of the operation goes before those of the whole description.
func authOf(d *document, raw *operation) Auth {
	security := d.Security
	if raw.Security != nil {
		security = *raw.Security
	}
	for _, requirement := range security {
		if _, ok := requirement["appKey"]; ok {
			return AuthAppKey
		}
	}
	if len(security) > 0 {
		return AuthToken
	}
	return AuthNone
}

func rulesOf(raw *operation) []Rule {
	var rules []Rule
	for _, kind := range raw.Rules {
		for _, params := range kind.value {
			rules = append(rules, Rule{kind.name, params})
		}
	}
	return rules
}

func (r *Reference) addAnswer(o *Operation, raw *operation) {
	for _, m := range raw.Responses {
		if m.name == "default" {
			continue
		}
		o.AnswerText = m.value.Description
		if m.value.Confidence != o.Confidence {
			o.AnswerConfidence = m.value.Confidence
		}
		for _, media := range m.value.Content {
			if media.name == documentType {
				o.Answer = r.typeOf(media.value.Schema)
			}
		}
		return
	}
}

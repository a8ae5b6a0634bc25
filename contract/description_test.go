package contract

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"net/url"
	"slices"
	"strings"
	"sync"

	"github.com/getkin/kin-openapi/openapi3"

	"github.com/seed4635ade2/weibo-go/spec"
)

// An operation is what the description says of one call.
type operation struct {
	*openapi3.Operation
	doc     *openapi3.T
	item    *openapi3.PathItem
	key     string   // the path in the description
	verb    string   // GET or POST
	address *url.URL // where it is called
	params  []*param
}

// tag is the name of the service in Go.
func (o *operation) tag() string { return o.Tags[0] }

// name is the name of the method in Go.
func (o *operation) name() string { return o.OperationID[len(o.tag()):] }

func (o *operation) goName() string { return o.tag() + "." + o.name() }

// methods returns the names of the methods that belong to the operation: a list that comes in pages has three.
func (o *operation) methods() []string {
	name := o.goName()
	if o.Extensions["x-weibo-paging"] == nil {
		return []string{name}
	}
	return []string{name, name + "All", name + "Pages"}
}

// result says what the answer is, where it is no JSON.
func (o *operation) result() string { return word(o.Extensions, "x-weibo-result") }

func (o *operation) security() openapi3.SecurityRequirements {
	if o.Security != nil {
		return *o.Security
	}
	return o.doc.Security
}

// takesAppKey tells whether the call can be made with an app key alone.
func (o *operation) takesAppKey() bool {
	return slices.ContainsFunc(o.security(), func(s openapi3.SecurityRequirement) bool { return s["appKey"] != nil })
}

// bodies returns the forms in which the call may be posted.
func (o *operation) bodies() openapi3.Content {
	if o.RequestBody == nil {
		return nil
	}
	return o.RequestBody.Value.Content
}

// isOpenIM tells whether the operation is one of open-im.
func (o *operation) isOpenIM() bool { return o.address.Host == openIMHost }

// rules returns the groups of parameters under a key of x-weibo-rules.
func (o *operation) rules(kind string) (groups [][]string) {
	all, _ := o.Extensions["x-weibo-rules"].(map[string]any)
	list, _ := all[kind].([]any)
	for _, names := range list {
		var group []string
		for _, name := range names.([]any) {
			group = append(group, name.(string))
		}
		groups = append(groups, group)
	}
	return groups
}

// param returns the parameter of a name, or nil.
func (o *operation) param(name string) *param {
	for _, p := range o.params {
		if p.name == name {
			return p
		}
	}
	return nil
}

// described holds the description. Its problems are those of all tests, so they end them all.
var described = sync.OnceValues(func() (*openapi3.T, error) { return load(spec.Document()) })

// exactly is the key under which the text of an example stands beside it.
const exactly = "x-exactly"

// load reads a description. The package openapi3 reads numbers as float64, which is too coarse for ids, so the text of each
// example is kept.
func load(document []byte) (*openapi3.T, error) {
	root, err := parse(document)
	if err != nil {
		return nil, err
	}
	keepExamples(root)
	text, err := json.Marshal(root)
	if err != nil {
		return nil, err
	}
	return openapi3.NewLoader().LoadFromData(text)
}

func keepExamples(node any) {
	switch node := node.(type) {
	case []any:
		for _, child := range node {
			keepExamples(child)
		}
	case map[string]any:
		for _, key := range slices.Sorted(maps.Keys(node)) {
			switch key {
			case "example", "value": // a value stands in a list of examples
				text, _ := json.Marshal(node[key]) // it was JSON
				node[exactly] = string(text)
			case "properties": // those have the names of members, not keys of OpenAPI
				for _, child := range node[key].(map[string]any) {
					keepExamples(child)
				}
			default:
				keepExamples(node[key])
			}
		}
	}
}

// exampleIn returns the example beside which these extensions stand, with exact numbers. It is shared: do not change it.
func exampleIn(extensions map[string]any) (any, bool) {
	text, ok := extensions[exactly].(string)
	if !ok {
		return nil, false
	}
	if v, ok := parsed.Load(text); ok {
		return v, true
	}
	v, err := parse([]byte(text))
	parsed.Store(text, v)
	return v, err == nil
}

// parsed holds examples by their text.
var parsed sync.Map

// parse reads JSON with exact numbers.
func parse(b []byte) (any, error) {
	d := json.NewDecoder(bytes.NewReader(b))
	d.UseNumber()
	var v any
	if err := d.Decode(&v); err != nil {
		return nil, err
	}
	if _, err := d.Token(); err != io.EOF {
		return nil, fmt.Errorf("there is more after the JSON")
	}
	return v, nil
}

// operations returns what a description holds, sorted by id.
func operations(doc *openapi3.T) (all []*operation, err error) {
	for key, item := range doc.Paths.Map() {
		for verb, op := range item.Operations() {
			o := &operation{Operation: op, doc: doc, item: item, key: key, verb: verb}
			if len(o.Tags) != 1 || !hasPrefixFold(o.OperationID, o.tag()) {
				return nil, fmt.Errorf("%s %s: the operationId %q does not start with its only tag %v", verb, key, o.OperationID, o.Tags)
			}
			if o.address, err = addressOf(doc, op, key); err != nil {
				return nil, err
			}
			o.params = append(queryParams(o), bodyParams(o)...)
			all = append(all, o)
		}
	}
	slices.SortFunc(all, func(a, b *operation) int { return strings.Compare(a.OperationID, b.OperationID) })
	return all, nil
}

func hasPrefixFold(s, prefix string) bool {
	return len(s) > len(prefix) && strings.EqualFold(s[:len(prefix)], prefix)
}

func addressOf(doc *openapi3.T, op *openapi3.Operation, path string) (*url.URL, error) {
	servers := doc.Servers
	if op.Servers != nil {
		servers = *op.Servers
	}
	return url.Parse(servers[0].URL + path)
}

func word(extensions map[string]any, key string) string {
	s, _ := extensions[key].(string)
	return s
}

package weibotest

import (
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strings"
	"sync"

	"github.com/getkin/kin-openapi/openapi3"

	"github.com/seed4635ade2/weibo-go/spec"
	"github.com/seed4635ade2/weibo-go/weibo/wire"
)

// An operation is one call of the description, made ready for checking requests and for answering them.
type operation struct {
	name        string // as the documentation has it, such as "statuses/share"
	params      []*param
	byName      map[string]*param
	rules       []rule
	auth        wire.Auth
	contentType string
	handle      handler // nil if the answer is always the example
	example     any
}

// A handler answers a call that passed all checks. The store is locked meanwhile.
type handler func(*call) (any, error)

// A rule is about several parameters at once.
type rule struct {
	kind   string // such as "exactly-one", see spec/README.md
	params []string
}

// operations returns all operations by path and method. They are made once, whatever the number of sandboxes.
var operations = sync.OnceValue(func() map[string]map[string]*operation {
	doc, err := openapi3.NewLoader().LoadFromData(spec.Document())
	if err != nil {
		panic(fmt.Sprintf("weibotest: the description: %v", err))
	}
	table := make(map[string]map[string]*operation, doc.Paths.Len())
	for path, item := range doc.Paths.Map() {
		table[path] = make(map[string]*operation)
		for method, o := range item.Operations() {
			table[path][method] = newOperation(doc, path, o)
		}
	}
	checkHandlers(table)
	addAliases(table)
	return table
})

// checkHandlers panics if there is a handler for what the description does not have.
func checkHandlers(table map[string]map[string]*operation) {
	unused := maps.Clone(handlers)
	for _, methods := range table {
		for _, op := range methods {
			delete(unused, op.name)
		}
	}
	for name := range unused {
		panic("weibotest: the description has no " + name)
	}
}

// addAliases adds what clients call beside what the description has.
func addAliases(table map[string]map[string]*operation) {
	for _, path := range []string{"/oauth2/get_token_info", "/oauth2/revokeoauth2"} {
		table[path][http.MethodGet] = table[path][http.MethodPost]
	}
	table["/oauth2/authorize"][http.MethodPost] = decideOperation(table["/oauth2/authorize"][http.MethodGet])
	for path := range maps.Clone(table) {
		if strings.HasPrefix(path, "/oauth2/") {
			table["/2"+path] = table[path]
		}
	}
}

func newOperation(doc *openapi3.T, path string, o *openapi3.Operation) *operation {
	name := strings.TrimSuffix(strings.TrimPrefix(strings.TrimPrefix(path, "/"), "2/"), ".json")
	op := &operation{
		name:        name,
		auth:        authOf(doc, o),
		rules:       rulesOf(o),
		contentType: contentTypeOf(o),
		handle:      handlers[name],
		example:     exampleAnswer(o),
	}
	op.setParams(paramsOf(o))
	return op
}

func (op *operation) setParams(params []*param) {
	op.params = params
	op.byName = make(map[string]*param, len(params))
	for _, p := range params {
		op.byName[p.name] = p
	}
}

// paramsOf returns the parameters of the query, and those of all forms in which they may be posted.
func paramsOf(o *openapi3.Operation) []*param {
	var params []*param
	for _, ref := range o.Parameters {
		p := ref.Value
		params = append(params, newParam(p.Name, p.Schema.Value, p.Required))
	}
	if o.RequestBody == nil {
		return params
	}
	content := o.RequestBody.Value.Content
	seen := map[string]bool{}
	for _, kind := range slices.Sorted(maps.Keys(content)) {
		form := content[kind].Schema.Value
		for _, name := range slices.Sorted(maps.Keys(form.Properties)) {
			if !seen[name] {
				seen[name] = true
				params = append(params, newParam(name, form.Properties[name].Value, slices.Contains(form.Required, name)))
			}
		}
	}
	return params
}

// authOf says what a call must bring. A requirement of the operation goes before those of the whole description.
func authOf(doc *openapi3.T, o *openapi3.Operation) wire.Auth {
	security := doc.Security
	if o.Security != nil {
		security = *o.Security
	}
	if len(security) == 0 {
		return wire.AuthCredentials
	}
	for _, requirement := range security {
		if _, ok := requirement["appKey"]; ok {
			return wire.AuthTokenOrApp
		}
	}
	return wire.AuthToken
}

func rulesOf(o *openapi3.Operation) []rule {
	var kinds map[string][][]string
	extension(o.Extensions, "x-weibo-rules", &kinds)
	var rules []rule
	for _, kind := range slices.Sorted(maps.Keys(kinds)) {
		for _, params := range kinds[kind] {
			rules = append(rules, rule{kind, params})
		}
	}
	return rules
}

const jsonType = "application/json;charset=UTF-8"

func contentTypeOf(o *openapi3.Operation) string {
	contentType := jsonType
	if ok := o.Responses.Value("200"); ok != nil {
		extension(ok.Value.Extensions, "x-weibo-content-type", &contentType)
	}
	return contentType
}

// extension reads a key of our own into value, if the description has it there.
func extension(extensions map[string]any, key string, value any) {
	x, ok := extensions[key]
	if !ok {
		return
	}
	b, err := json.Marshal(x)
	if err == nil {
		err = json.Unmarshal(b, value)
	}
	if err != nil {
		panic(fmt.Sprintf("weibotest: the description: %s: %v", key, err))
	}
}

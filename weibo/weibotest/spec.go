package weibotest

import (
	"maps"
	"net/url"
	"slices"
	"strings"
	"sync"

	"github.com/seed4635ade2/weibo-go/weibo/weibotest/internal/openapi"
	"github.com/seed4635ade2/weibo-go/weibo/wire"
)

// An operation is one call of the description, made ready for checking requests and for answering them.
type operation struct {
	name        string // as the documentation has it, such as "statuses/share"
	host        string // where Weibo has it
	params      []*param
	byName      map[string]*param
	document    *document // nil if it takes none
	rules       []rule
	auth        wire.Auth
	open        bool // to applications that were not granted it
	ownOnly     bool // it is about nobody but the caller, for applications of today
	openIM      bool // it is one of open-im, which has tokens, bodies and refusals of its own
	contentType string
	handle      handler // nil if the answer is always the example
	example     func() any
}

// A handler answers a call that passed all checks. The store is locked meanwhile.
type handler func(*call) (any, error)

// A rule is about several parameters at once.
type rule struct {
	kind   string // such as "exactly-one", see spec/README.md
	params []string
}

func newOperation(doc *openapi.Document, u *url.URL, method string, o *openapi.Operation) *operation {
	name := strings.TrimSuffix(strings.TrimPrefix(strings.TrimPrefix(u.Path, "/"), "2/"), ".json")
	op := &operation{
		name:        name,
		host:        u.Host,
		document:    documentOf(o),
		auth:        authOf(doc, o),
		open:        isOpen(method, o),
		ownOnly:     slices.Contains(o.Errors, 21335),
		openIM:      u.Host == openIMHost,
		rules:       rulesOf(o),
		contentType: contentTypeOf(o),
		handle:      handlers[name],
		example:     sync.OnceValue(func() any { return exampleAnswer(o) }), // most are never asked for
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
func paramsOf(o *openapi.Operation) []*param {
	var params []*param
	for _, p := range o.Parameters {
		params = append(params, newParam(p.Name, p.Schema, p.Required, explodes(p.Explode)))
	}
	seen := map[string]bool{}
	for _, media := range formsOf(o) {
		form := media.Schema
		for _, name := range slices.Sorted(maps.Keys(form.Properties)) {
			if seen[name] {
				continue
			}
			seen[name] = true
			explode := media.Encoding[name] == nil || explodes(media.Encoding[name].Explode)
			p := newParam(name, form.Properties[name], slices.Contains(form.Required, name), explode)
			p.inForm = true
			params = append(params, p)
		}
	}
	if p := bytesParam(o); p != nil {
		params = append(params, p)
	}
	return params
}

// explodes says whether lists are sent one value at a time, which OpenAPI takes for granted unless told otherwise.
func explodes(told *bool) bool { return told == nil || *told }

// The types of bodies that are on the wire. The description has others, which are not.
const (
	formType      = "application/x-www-form-urlencoded"
	multipartType = "multipart/form-data"
	documentType  = "application/json"
)

// formsOf returns the forms in which an operation takes its parameters.
func formsOf(o *openapi.Operation) (forms []*openapi.MediaType) {
	if o.RequestBody == nil {
		return nil
	}
	for _, kind := range []string{formType, multipartType} {
		if media := o.RequestBody.Content[kind]; media != nil {
			forms = append(forms, media)
		}
	}
	if media := o.RequestBody.Content[documentType]; media != nil && takesMembers(o) {
		forms = append(forms, media)
	}
	return forms
}

// authOf says what a call must bring. A requirement of the operation goes before those of the whole description.
func authOf(doc *openapi.Document, o *openapi.Operation) wire.Auth {
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

func rulesOf(o *openapi.Operation) []rule {
	var rules []rule
	for _, kind := range slices.Sorted(maps.Keys(o.Rules)) {
		for _, params := range o.Rules[kind] {
			rules = append(rules, rule{kind, params})
		}
	}
	return rules
}

const jsonType = "application/json;charset=UTF-8"

func contentTypeOf(o *openapi.Operation) string {
	if ok := o.Responses["200"]; ok != nil && ok.ContentType != "" {
		return ok.ContentType
	}
	return jsonType
}

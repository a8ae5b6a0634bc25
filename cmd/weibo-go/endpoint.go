package main

import (
	"context"
	"slices"
	"strings"

	"github.com/seed4635ade2/weibo-go/internal/reference"
	"github.com/seed4635ade2/weibo-go/spec"
	"github.com/seed4635ade2/weibo-go/weibo/wire"
	"github.com/urfave/cli/v3"
)

// An endpoint is one call of the description. The members of the JSON are what scripts rely on.
type endpoint struct {
	Name        string      `json:"name"` // as the documentation has it, such as "statuses/share"
	Method      string      `json:"method"`
	Host        string      `json:"host"`
	Path        string      `json:"path"`
	State       string      `json:"state"`
	Access      string      `json:"access"`
	Confidence  string      `json:"confidence"`
	ReplacedBy  string      `json:"replaced_by,omitempty"`
	Summary     string      `json:"summary"`
	Description string      `json:"description,omitempty"`
	Docs        string      `json:"docs,omitempty"`
	Params      []parameter `json:"params"`
	Paging      *paging     `json:"paging,omitempty"`
	Codes       []int       `json:"codes"`

	auth     wire.Auth
	result   string // what the answer is, if it is no JSON
	document bool   // whether it takes JSON

	members, itemMembers []string // of the answer, and of the items in its pages; empty if they are not known
}

// A parameter is one of an endpoint.
type parameter struct {
	Name        string   `json:"name"`
	Type        string   `json:"type"`
	Required    bool     `json:"required"`
	Limits      []string `json:"limits,omitempty"`
	Description string   `json:"description"`

	picture bool
}

// A paging says how the answer goes on.
type paging struct {
	Style  string `json:"style"`
	Items  string `json:"items,omitempty"`
	Cursor string `json:"cursor,omitempty"`
	Limit  string `json:"limit,omitempty"`
}

// loadEndpoints returns all, in the order of their names. It takes time, so a command calls it when it needs it.
func loadEndpoints() ([]*endpoint, error) {
	doc, err := reference.Load(spec.Document())
	if err != nil {
		return nil, err
	}
	var all []*endpoint
	for _, r := range doc.Resources {
		for _, o := range r.Operations {
			e := newEndpoint(o)
			e.members, e.itemMembers = answerMembers(doc, o)
			all = append(all, e)
		}
	}
	slices.SortFunc(all, func(a, b *endpoint) int {
		return strings.Compare(a.Name+" "+a.Host, b.Name+" "+b.Host)
	})
	return all, nil
}

// answerMembers are those that the answer of an operation has, and those of the items in its pages.
func answerMembers(doc *reference.Reference, o *reference.Operation) (names, ofItems []string) {
	items := o.Answer
	for _, f := range fieldsOf(doc, o.Answer) {
		names = append(names, f.Name)
		if o.Paging != nil && f.Name == o.Paging.Items {
			items = f.Type
		}
	}
	if items != nil {
		for _, f := range fieldsOf(doc, items.Items) {
			ofItems = append(ofItems, f.Name)
		}
	}
	return names, ofItems
}

func fieldsOf(doc *reference.Reference, t *reference.Type) []*reference.Field {
	if t == nil || doc.Schema(t.Schema) == nil {
		return nil
	}
	return doc.Schema(t.Schema).Fields
}

// endpointName is the name of what the user calls by its name, its path or its address.
func endpointName(path string) string {
	path = strings.TrimPrefix(strings.TrimPrefix(path, "/"), "2/")
	return strings.TrimSuffix(path, ".json")
}

// findEndpoint returns the endpoint that the user names, or says which one is near.
func findEndpoint(ctx context.Context, cmd *cli.Command, all []*endpoint, path, host string) (*endpoint, error) {
	name := endpointName(path)
	var names []string
	var found *endpoint
	for _, e := range all {
		if e.Name == name && (host == e.Host || host == "" && (found == nil || e.Host == apiHost)) {
			found = e
		}
		names = append(names, e.Name)
	}
	if found != nil {
		return found, nil
	}
	if !strings.Contains(name, "/") { // part of a name
		for _, e := range all {
			names = append(names, strings.FieldsFunc(e.Name, func(r rune) bool { return r == '/' || r == '_' })...)
		}
	}
	return nil, &usageError{
		command: cmd.FullName(),
		problem: tr(ctx, "no endpoint %q is known", name),
		near:    nearest(name, names),
	}
}

const apiHost = "api.weibo.com"

// operation is the endpoint as package weibo carries it.
func (e *endpoint) operation() *wire.Operation {
	return &wire.Operation{Name: e.Name, Method: e.Method, Host: e.Host, Path: e.Path, Auth: e.auth}
}

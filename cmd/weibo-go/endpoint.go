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
			all = append(all, newEndpoint(o))
		}
	}
	slices.SortFunc(all, func(a, b *endpoint) int {
		return strings.Compare(a.Name+" "+a.Host, b.Name+" "+b.Host)
	})
	return all, nil
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

package weibotest

import (
	"fmt"
	"iter"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"sync"

	"github.com/seed4635ade2/weibo-go/spec"
	"github.com/seed4635ade2/weibo-go/weibo/weibotest/internal/openapi"
)

// A table has all operations by path and method.
type table map[string]map[string]hosts

// hosts are operations that differ in nothing but the host. That of the main host comes first, if there is one.
type hosts []*operation

const mainHost = "api.weibo.com"

// at returns the operation of a host. Hosts that are not Weibo's, such as localhost, get the first one.
func (h hosts) at(host string) *operation {
	if len(h) == 0 {
		return nil
	}
	for _, op := range h[1:] {
		if name, _, _ := strings.Cut(host, ":"); strings.EqualFold(op.host, name) {
			return op
		}
	}
	return h[0]
}

// operations returns the table of the descriptions. It is made once, whatever the number of sandboxes.
var operations = sync.OnceValue(func() table {
	t := newTable(spec.Document())
	t.addAll(spec.OpenIM())
	t.checkHandlers()
	t.addAliases()
	return t
})

func newTable(document []byte) table {
	t := table{}
	t.addAll(document)
	return t
}

// addAll adds the operations of a description.
func (t table) addAll(document []byte) {
	doc, err := openapi.Load(document)
	if err != nil {
		panic(fmt.Sprintf("weibotest: the description: %v", err))
	}
	for _, path := range slices.Sorted(maps.Keys(doc.Paths)) {
		for method, o := range doc.Paths[path] {
			u := addressOf(doc, path, o)
			t.add(u.Path, strings.ToUpper(method), newOperation(doc, u, method, o))
		}
	}
}

// addressOf says where Weibo has an operation: its path is that of its server and its own.
func addressOf(doc *openapi.Document, path string, o *openapi.Operation) *url.URL {
	servers := doc.Servers
	if o.Servers != nil {
		servers = o.Servers
	}
	u, err := url.Parse(servers[0].URL + path)
	if err != nil {
		panic(fmt.Sprintf("weibotest: the description: %v", err))
	}
	return u
}

func (t table) add(path, method string, op *operation) {
	if t[path] == nil {
		t[path] = map[string]hosts{}
	}
	others := t[path][method]
	if op.host == mainHost {
		t[path][method] = slices.Insert(others, 0, op)
	} else {
		t[path][method] = append(others, op)
	}
}

// checkHandlers panics if there is a handler for what the description does not have.
func (t table) checkHandlers() {
	unused := maps.Clone(handlers)
	for _, methods := range t {
		for _, ops := range methods {
			delete(unused, ops[0].name)
		}
	}
	for name := range unused {
		panic("weibotest: the description has no " + name)
	}
}

// addAliases adds what clients call beside what the description has.
func (t table) addAliases() {
	for _, path := range []string{"/oauth2/get_token_info", "/oauth2/revokeoauth2"} {
		t[path][http.MethodGet] = t[path][http.MethodPost]
	}
	t["/oauth2/authorize"][http.MethodPost] = hosts{decideOperation(t["/oauth2/authorize"][http.MethodGet][0])}
	for path := range maps.Clone(t) {
		if strings.HasPrefix(path, "/oauth2/") {
			t["/2"+path] = t[path]
		}
	}
}

// all returns every operation, under each of its paths.
func (t table) all() iter.Seq[*operation] {
	return func(yield func(*operation) bool) {
		for _, methods := range t {
			for _, ops := range methods {
				for _, op := range ops {
					if !yield(op) {
						return
					}
				}
			}
		}
	}
}

// has tells whether there is an operation of this name.
func (t table) has(name string) bool {
	for op := range t.all() {
		if op.name == name {
			return true
		}
	}
	return false
}

// takes tells whether an operation has a parameter, or takes a document, which may have anything.
func (t table) takes(name, param string) bool {
	for op := range t.all() {
		if op.name == name && (op.byName[param] != nil || op.document != nil) {
			return true
		}
	}
	return false
}

// count returns the number of operations of version 2, without the aliases.
func (t table) count() int {
	names := map[string]bool{}
	for op := range t.all() {
		if !op.openIM {
			names[op.host+"/"+op.name] = true
		}
	}
	return len(names)
}

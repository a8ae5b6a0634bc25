package main

import (
	"errors"
	"fmt"
	"slices"

	"github.com/getkin/kin-openapi/openapi3"
	"go.yaml.in/yaml/v3"
)

const movingFile = "moving.yaml"

// A moving is moving.yaml: what other SDKs call the operations.
type moving struct {
	notes     *yaml.Node
	endpoints *yaml.Node // notes by endpoint
	methods   map[string]*method
	used      map[string]bool // notes
	problems  []error
}

// A note is a sentence in both languages.
type note struct{ English, Chinese string }

// A call is a method of another SDK, and what it is here.
type call struct {
	Name     string
	Method   *method
	Fields   []string // of the parameters that are arguments there, in their order
	Endpoint *note    // if there is something to say of the endpoint
	Own      *note    // if there is something to say of the call itself
	Instead  *method  // what replaced it, if it was replaced
	Partners []*method
}

// A callGroup holds the calls of one resource.
type callGroup struct {
	Service string
	Calls   []call
}

// movingPages writes the pages about moving from the two SDKs, the same in two languages.
func movingPages(dir string, doc *openapi3.T, services []service) (map[string][]byte, error) {
	root, err := newLibrary(dir).file(movingFile)
	if err != nil {
		return nil, err
	}
	m := &moving{notes: get(root, "notes"), endpoints: get(root, "endpoints"), methods: byEndpoint(services, host(doc)), used: map[string]bool{}}
	tables := map[string][]callGroup{}
	for _, sdk := range []string{"weibo_2", "php"} {
		if len(content(get(root, sdk))) == 0 {
			m.problem(root, "there are no calls of %s", sdk)
		}
		tables[sdk] = grouped(m.calls(get(root, sdk)), doc.Tags)
	}
	m.checkNotes()
	if err := errors.Join(m.problems...); err != nil {
		return nil, err
	}
	return bilingual("moving", tables)
}

// byEndpoint finds methods by their endpoint. Where one name is used on two hosts, the usual one is meant.
func byEndpoint(services []service, usual string) map[string]*method {
	found := map[string]*method{}
	for _, s := range services {
		for i := range s.Methods {
			m := &s.Methods[i]
			if found[m.Endpoint] == nil || m.Host == usual {
				found[m.Endpoint] = m
			}
		}
	}
	return found
}

// grouped sorts calls by resource, in the order of the tags.
func grouped(calls []call, tags openapi3.Tags) (groups []callGroup) {
	for _, tag := range tags {
		g := callGroup{Service: tag.Name}
		for _, c := range calls {
			if c.Method.Service == tag.Name {
				g.Calls = append(g.Calls, c)
			}
		}
		if len(g.Calls) > 0 {
			groups = append(groups, g)
		}
	}
	return groups
}

func (m *moving) problem(node *yaml.Node, format string, args ...any) {
	m.problems = append(m.problems, place{movingFile, node}.errorf(format, args...))
}

// calls reads those of one SDK. What is wrong with them is kept for later.
func (m *moving) calls(sdk *yaml.Node) (all []call) {
	for name, v := range pairs(sdk) {
		c, err := m.call(name.Value, v)
		if err != nil {
			m.problem(name, "%s: %w", name.Value, err)
			continue
		}
		all = append(all, c)
	}
	return all
}

func (m *moving) call(name string, v *yaml.Node) (c call, err error) {
	var read struct {
		Path string
		Args []string
		Note string
	}
	if err := v.Decode(&read); err != nil {
		return c, err
	}
	for key := range pairs(v) {
		if !slices.Contains([]string{"path", "args", "note"}, key.Value) {
			return c, fmt.Errorf("a call has no key %q", key.Value)
		}
	}
	c = call{Name: name, Method: m.methods[read.Path]}
	if c.Method == nil {
		return c, fmt.Errorf("there is no endpoint %q", read.Path)
	}
	c.Instead = m.methods[c.Method.ReplacedBy]
	if c.Instead == nil && c.Method.State != "listed" {
		c.Partners = m.partners(read.Path)
	}
	if c.Fields, err = fieldsOf(c.Method, read.Args); err != nil {
		return c, err
	}
	if c.Endpoint, err = m.note(value(m.endpoints, read.Path)); err != nil {
		return c, err
	}
	c.Own, err = m.note(read.Note)
	return c, err
}

// partners are the calls of the commercial interface that go by the same name.
func (m *moving) partners(path string) (found []*method) {
	for _, end := range []string{"/biz", "/other"} {
		if p := m.methods[path+end]; p != nil && p.Access == "commercial" {
			found = append(found, p)
		}
	}
	return found
}

// fieldsOf are the names in Go of parameters.
func fieldsOf(m *method, args []string) (fields []string, err error) {
	for _, arg := range args {
		i := slices.IndexFunc(m.Params, func(p param) bool { return p.Wire == arg })
		if i < 0 {
			return nil, fmt.Errorf("%s has no parameter %q", m.Endpoint, arg)
		}
		fields = append(fields, m.Params[i].Name)
	}
	return fields, nil
}

func (m *moving) note(name string) (*note, error) {
	if name == "" {
		return nil, nil
	}
	m.used[name] = true
	n := get(m.notes, name)
	if n == nil {
		return nil, fmt.Errorf("there is no note %q", name)
	}
	return &note{value(n, "en"), value(n, "zh")}, nil
}

// checkNotes wants both languages of every note and a use for it, and endpoints that exist.
func (m *moving) checkNotes() {
	for name, n := range pairs(m.notes) {
		switch {
		case !sentence.MatchString(value(n, "en")):
			m.problem(name, "the note %s is no sentence in English", name.Value)
		case !chineseSentence.MatchString(value(n, "zh")):
			m.problem(name, "the note %s is no sentence in Chinese", name.Value)
		case !m.used[name.Value]:
			m.problem(name, "nothing has the note %s", name.Value)
		}
	}
	for path := range pairs(m.endpoints) {
		if m.methods[path.Value] == nil {
			m.problem(path, "there is no endpoint %q", path.Value)
		}
	}
}

package main

import (
	"os"
	"path/filepath"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"
)

// A bundle is the whole description in one document, and where each part of it was written.
type bundle struct {
	root   *yaml.Node
	places map[*yaml.Node]string // the file that a node of the document comes from
}

// sections says which files hold components, and of which kind.
var sections = []struct{ glob, section string }{
	{"parameters.yaml", "parameters"},
	{"responses.yaml", "responses"},
	{"schemas/*.yaml", "schemas"},
}

// makeBundle reads openapi.yaml in dir and all that it refers to.
func makeBundle(dir string) (*bundle, error) {
	lib := newLibrary(dir)
	root, err := lib.file("openapi.yaml")
	if err != nil {
		return nil, err
	}
	b := &bundler{lib: lib, bundle: &bundle{places: map[*yaml.Node]string{}}, names: map[string]place{}}
	if b.root, err = b.copy(place{"openapi.yaml", root}); err != nil {
		return nil, err
	}
	components := get(b.root, "components")
	if components == nil {
		components = mapping()
		set(b.root, "components", components)
	}
	for _, s := range sections {
		all, err := b.section(s.glob, s.section)
		if err != nil {
			return nil, err
		}
		if len(all.Content) > 0 {
			set(components, s.section, all)
		}
	}
	return b.bundle, nil
}

type bundler struct {
	*bundle
	lib   *library
	names map[string]place // section/name to where it is defined

	within []*yaml.Node // the targets that are being copied
}

// section gathers the components of one kind from all files that hold such.
func (b *bundler) section(glob, section string) (*yaml.Node, error) {
	files, err := filepath.Glob(filepath.Join(b.lib.dir, filepath.FromSlash(glob)))
	if err != nil {
		return nil, err
	}
	all := mapping()
	for _, path := range files {
		name, err := filepath.Rel(b.lib.dir, path)
		if err != nil {
			return nil, err
		}
		name = filepath.ToSlash(name)
		root, err := b.lib.file(name)
		if err != nil {
			return nil, err
		}
		for key, node := range pairs(root) {
			at := place{name, key}
			if first, ok := b.names[section+"/"+key.Value]; ok {
				return nil, at.errorf("%s is defined in %s:%d already", key.Value, first.file, first.node.Line)
			}
			b.names[section+"/"+key.Value] = at
			if value(node, "$ref") != "" {
				return nil, at.errorf("%s is nothing but a $ref", key.Value)
			}
			c, err := b.copy(place{name, node})
			if err != nil {
				return nil, err
			}
			all.Content = append(all.Content, key, c)
		}
	}
	return all, nil
}

// copy returns a copy of a node in which every $ref points into the bundle. A $ref to a path is replaced by the path.
func (b *bundler) copy(at place) (*yaml.Node, error) {
	if ref := value(at.node, "$ref"); ref != "" {
		if len(at.node.Content) > 2 {
			return nil, place{at.file, at.node.Content[2]}.errorf("what stands beside a $ref is lost: %s", at.node.Content[2].Value)
		}
		t, err := b.lib.follow(ref, place{at.file, get(at.node, "$ref")})
		if err != nil {
			return nil, err
		}
		section := sectionOf(t)
		if section == "" {
			return b.inline(t.place, place{at.file, at.node})
		}
		out := mapping()
		out.Line, out.Column = at.node.Line, at.node.Column
		b.places[out] = at.file
		set(out, "$ref", scalar("!!str", "#/components/"+section+"/"+t.pointer[len(t.pointer)-1]))
		return out, nil
	}
	out := *at.node
	out.Content = make([]*yaml.Node, len(at.node.Content))
	for i, child := range at.node.Content {
		c, err := b.copy(place{at.file, child})
		if err != nil {
			return nil, err
		}
		out.Content[i] = c
	}
	b.places[&out] = at.file
	return &out, nil
}

// inline copies a target in place of the $ref to it.
func (b *bundler) inline(t, from place) (*yaml.Node, error) {
	if slices.Contains(b.within, t.node) {
		return nil, from.errorf("the $ref %q stands in what it stands for", value(from.node, "$ref"))
	}
	b.within = append(b.within, t.node)
	defer func() { b.within = b.within[:len(b.within)-1] }()
	return b.copy(t)
}

func sectionOf(t target) string {
	if len(t.pointer) == 3 && t.pointer[0] == "components" {
		return t.pointer[1]
	}
	for _, s := range sections {
		if ok, _ := filepath.Match(s.glob, t.file); ok && len(t.pointer) == 1 {
			return s.section
		}
	}
	return ""
}

// at tells where a node of the bundle was written.
func (b *bundle) at(node *yaml.Node) place { return place{b.places[node], node} }

// resolve returns what a node of the bundle stands for, if it is a $ref.
func (b *bundle) resolve(node *yaml.Node) *yaml.Node {
	for {
		ref := value(node, "$ref")
		if ref == "" {
			return node
		}
		node = b.root
		for _, part := range strings.Split(strings.TrimPrefix(ref, "#/"), "/") {
			node = get(node, part)
		}
	}
}

// writeFile replaces a file in one step, so that a failure leaves the old one.
func writeFile(name string, content []byte) error {
	tmp, err := os.CreateTemp(filepath.Dir(name), ".generate-*")
	if err != nil {
		return err
	}
	defer os.Remove(tmp.Name())
	if _, err = tmp.Write(content); err == nil {
		err = tmp.Chmod(0o644)
	}
	if cerr := tmp.Close(); err == nil {
		err = cerr
	}
	if err != nil {
		return err
	}
	return os.Rename(tmp.Name(), name)
}

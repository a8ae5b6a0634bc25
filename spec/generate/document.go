package main

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"
)

// A place is where a node of the description stands, for messages.
type place struct {
	file string // relative to the folder of the description
	node *yaml.Node
}

func (p place) errorf(format string, args ...any) error {
	return fmt.Errorf("%s:%d:%d: %w", p.file, p.node.Line, p.node.Column, fmt.Errorf(format, args...))
}

// A library holds the files of the description, each parsed once.
type library struct {
	dir   string
	files map[string]*yaml.Node
}

func newLibrary(dir string) *library {
	return &library{dir: dir, files: map[string]*yaml.Node{}}
}

// file returns the root of the file with this name, with aliases and merge keys resolved.
func (l *library) file(name string) (*yaml.Node, error) {
	name = filepath.ToSlash(filepath.Clean(name))
	if root, ok := l.files[name]; ok {
		return root, nil
	}
	text, err := os.ReadFile(filepath.Join(l.dir, name))
	if err != nil {
		return nil, err
	}
	var doc yaml.Node
	if err := yaml.Unmarshal(text, &doc); err != nil {
		return nil, syntaxError(name, text, err)
	}
	if len(doc.Content) == 0 {
		return nil, fmt.Errorf("%s:1: the file is empty", name)
	}
	root, err := expander{file: name}.expand(doc.Content[0])
	if err != nil {
		return nil, err
	}
	l.files[name] = root
	return root, nil
}

var (
	yamlLine   = regexp.MustCompile(`^yaml: line (\d+): `)
	yamlAnchor = regexp.MustCompile(`^yaml: unknown anchor '(.+)' referenced`)
)

// syntaxError says what is wrong with a file in the form of all other messages.
func syntaxError(file string, content []byte, err error) error {
	text := err.Error()
	if m := yamlLine.FindStringSubmatch(text); m != nil {
		return fmt.Errorf("%s:%s: %s", file, m[1], text[len(m[0]):])
	}
	if m := yamlAnchor.FindStringSubmatch(text); m != nil {
		before, _, _ := strings.Cut(string(content), "*"+m[1])
		return fmt.Errorf("%s:%d: there is no anchor &%s", file, 1+strings.Count(before, "\n"), m[1])
	}
	return fmt.Errorf("%s: %w", file, err)
}

// An expander resolves the aliases of a file.
type expander struct {
	file   string
	within []*yaml.Node // what the aliases around stand for
}

// expand returns a copy of node in which aliases are replaced by what they stand for, merge keys are merged, and every
// mapping has each key once.
func (x expander) expand(node *yaml.Node) (*yaml.Node, error) {
	if node.Kind == yaml.AliasNode {
		if slices.Contains(x.within, node.Alias) {
			return nil, place{x.file, node}.errorf("the alias *%s stands in what it stands for", node.Value)
		}
		return expander{x.file, append(slices.Clip(x.within), node.Alias)}.expand(node.Alias)
	}
	out := *node
	out.Content = nil
	if node.Kind != yaml.MappingNode {
		for _, child := range node.Content {
			c, err := x.expand(child)
			if err != nil {
				return nil, err
			}
			out.Content = append(out.Content, c)
		}
		return &out, nil
	}
	own := map[string]bool{}
	var merged []*yaml.Node
	for key, value := range pairs(node) {
		v, err := x.expand(value)
		if err != nil {
			return nil, err
		}
		if own[key.Value] {
			return nil, place{x.file, key}.errorf("the key %q stands twice", key.Value)
		}
		own[key.Value] = true
		if key.Tag == "!!merge" {
			if v.Kind != yaml.MappingNode {
				return nil, place{x.file, key}.errorf("<< takes a mapping")
			}
			merged = append(merged, v.Content...)
			continue
		}
		out.Content = append(out.Content, key, v)
	}
	for i := 0; i < len(merged); i += 2 {
		if !own[merged[i].Value] {
			out.Content = append(out.Content, merged[i], merged[i+1])
		}
	}
	return &out, nil
}

// pairs yields the keys and values of a mapping.
func pairs(node *yaml.Node) func(yield func(key, value *yaml.Node) bool) {
	return func(yield func(key, value *yaml.Node) bool) {
		if node == nil || node.Kind != yaml.MappingNode {
			return
		}
		for i := 0; i+1 < len(node.Content); i += 2 {
			if !yield(node.Content[i], node.Content[i+1]) {
				return
			}
		}
	}
}

// get returns the value of key in a mapping, or nil.
func get(node *yaml.Node, key string) *yaml.Node {
	for k, v := range pairs(node) {
		if k.Value == key {
			return v
		}
	}
	return nil
}

// value returns the scalar behind key in a mapping, or "".
func value(node *yaml.Node, key string) string {
	if v := get(node, key); v != nil && v.Kind == yaml.ScalarNode {
		return v.Value
	}
	return ""
}

func set(node *yaml.Node, key string, v *yaml.Node) {
	for i := 0; i+1 < len(node.Content); i += 2 {
		if node.Content[i].Value == key {
			node.Content[i+1] = v
			return
		}
	}
	node.Content = append(node.Content, scalar("!!str", key), v)
}

func scalar(tag, value string) *yaml.Node {
	return &yaml.Node{Kind: yaml.ScalarNode, Tag: tag, Value: value}
}

func mapping() *yaml.Node { return &yaml.Node{Kind: yaml.MappingNode, Tag: "!!map"} }

// A target is what a $ref points to.
type target struct {
	place
	pointer []string
}

// follow finds what ref, written in the file from, points to.
func (l *library) follow(ref string, from place) (target, error) {
	name, pointer, ok := strings.Cut(ref, "#/")
	if !ok || strings.Contains(name, "://") {
		return target{}, from.errorf("$ref %q: want FILE#/POINTER", ref)
	}
	file := from.file
	if name != "" {
		file = filepath.ToSlash(filepath.Join(filepath.Dir(from.file), name))
	}
	root, err := l.file(file)
	if errors.Is(err, os.ErrNotExist) {
		return target{}, from.errorf("$ref %q: there is no file %s", ref, file)
	} else if err != nil {
		return target{}, err
	}
	t := target{place: place{file, root}, pointer: strings.Split(pointer, "/")}
	for i, part := range t.pointer {
		part = strings.NewReplacer("~1", "/", "~0", "~").Replace(part)
		t.pointer[i] = part
		if t.node = get(t.node, part); t.node == nil {
			return target{}, from.errorf("$ref %q: %s has no %q", ref, file, part)
		}
	}
	return t, nil
}

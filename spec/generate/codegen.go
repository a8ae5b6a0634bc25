package main

import (
	"embed"
	"fmt"
	"maps"
	"strconv"
	"strings"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/oapi-codegen/oapi-codegen/v2/pkg/codegen"
	"go.yaml.in/yaml/v3"
)

//go:embed templates/*.tmpl
var templates embed.FS

// parts are the files of the generated package and what oapi-codegen puts into each.
var parts = map[string]codegen.GenerateOptions{
	"models.gen.go":   {Models: true},
	"services.gen.go": {Client: true},
}

// generate runs oapi-codegen over the bundle and returns the generated files, and the services that are in them.
func generate(b *bundle, pkg string) (files map[string][]byte, made []service, err error) {
	document, err := toJSON(b.prepare(b.root))
	if err != nil {
		return nil, nil, err
	}
	files = map[string][]byte{}
	for name, part := range parts {
		// Loaded anew each time: oapi-codegen changes what it is given.
		doc, err := openapi3.NewLoader().LoadFromData(document)
		if err != nil {
			return nil, nil, err
		}
		maps.Copy(codegen.TemplateFunctions, functions(doc, &made))
		cfg, err := configuration(pkg, part)
		if err != nil {
			return nil, nil, err
		}
		code, err := codegen.Generate(doc, cfg)
		if err != nil {
			return nil, nil, fmt.Errorf("oapi-codegen: %s: %w", name, err)
		}
		files[name] = []byte(code)
	}
	return files, made, nil
}

const wire = "github.com/seed4635ade2/weibo-go/weibo/wire"

func configuration(pkg string, part codegen.GenerateOptions) (codegen.Configuration, error) {
	user := map[string]string{}
	entries, err := templates.ReadDir("templates")
	if err != nil {
		return codegen.Configuration{}, err
	}
	for _, e := range entries {
		text, err := templates.ReadFile("templates/" + e.Name())
		if err != nil {
			return codegen.Configuration{}, err
		}
		user[e.Name()] = string(text)
	}
	goType := func(name string) codegen.SimpleTypeSpec { return codegen.SimpleTypeSpec{Type: name} }
	return codegen.Configuration{
		PackageName:       pkg,
		Generate:          part,
		AdditionalImports: []codegen.AdditionalImport{{Package: wire}},
		OutputOptions: codegen.OutputOptions{
			SkipPrune:                 true,
			UserTemplates:             user,
			NameNormalizer:            string(codegen.NameNormalizerFunctionToCamelCaseWithInitialisms),
			AdditionalInitialisms:     []string{"MID", "UID", "CID", "RIP"},
			PreferSkipOptionalPointer: true,
			TypeMapping: &codegen.TypeMapping{
				Integer: codegen.FormatMapping{Formats: map[string]codegen.SimpleTypeSpec{"flag": goType("bool")}},
				Number:  codegen.FormatMapping{Default: goType("float64")},
				String: codegen.FormatMapping{Formats: map[string]codegen.SimpleTypeSpec{
					"json":        goType("json.RawMessage"),
					"binary":      goType("*wire.Picture"),
					"weibo-time":  goType("wire.Time"),
					"tilde-int64": goType("[]int64"),
					"csv":         goType("[]string"),
					"uri":         goType("string"),
				}},
			},
		},
	}, nil
}

// prepare returns a copy of the document as oapi-codegen should see it: with the order of properties written out, since
// it sorts them by name otherwise; without enums and shared parameters and answers, for which it would declare
// types; and without what stands around the content of an answer.
func (b *bundle) prepare(node *yaml.Node) *yaml.Node {
	if ref := value(node, "$ref"); ref != "" && !strings.HasPrefix(ref, "#/components/schemas/") {
		node = b.resolve(node)
	}
	if inner := contentOf(node); inner != nil {
		node = inner
	}
	out := *node
	out.Content = make([]*yaml.Node, 0, len(node.Content))
	if node.Kind != yaml.MappingNode {
		for _, child := range node.Content {
			out.Content = append(out.Content, b.prepare(child))
		}
		return &out
	}
	for key, v := range pairs(node) {
		if key.Value == "enum" && v.Kind == yaml.SequenceNode {
			key = scalar("!!str", enumKey)
		}
		v = b.prepare(v)
		if key.Value == "properties" {
			order(v)
		}
		if node == get(b.root, "components") && (key.Value == "parameters" || key.Value == "responses") {
			continue // they stand where they are used now
		}
		out.Content = append(out.Content, key, v)
	}
	return &out
}

const enumKey = "x-weibo-enum"

func order(properties *yaml.Node) {
	n := 0
	for _, v := range pairs(properties) {
		n++
		set(v, "x-order", scalar("!!int", strconv.Itoa(n)))
	}
}

// contentKey names the member of an answer that holds what was asked for, where something stands around it.
const contentKey = "x-weibo-content"

// contentOf returns the schema of what was asked for, or nil if the schema of the answer is that itself.
func contentOf(answer *yaml.Node) *yaml.Node {
	if name := value(answer, contentKey); name != "" {
		return get(get(answer, "properties"), name)
	}
	return nil
}

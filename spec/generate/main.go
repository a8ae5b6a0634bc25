// Command generate makes everything that follows from the descriptions: the bundled documents, the typed clients, the error
// codes, the actions of the gateway, tables of them all, and the pages about moving from other SDKs.
//
// It writes nothing unless all of it could be made, so a mistake in a description leaves the generated code as it was.
package main

import (
	"context"
	"fmt"
	"maps"
	"os"
	"path/filepath"

	"github.com/getkin/kin-openapi/openapi3"
)

// A job is a description and what is made of it.
type job struct {
	dir      string // of the description
	source   string // the same as the generated files name it
	document string // name of the bundled document, in dir
	out, pkg string // folder and name of the generated package
	docs     string // folder of the tables
	prefix   string // of their names
	gateway  string // folder of the package for the gateway; empty if the description has none
	moving   bool   // there are other SDKs to move from
}

var jobs = []job{
	{
		dir: "spec", source: "spec", document: "weibo.json", out: "gen/weiboapi", pkg: "weiboapi", docs: "docs",
		gateway: "weibo/gateway", moving: true,
	},
	{
		dir: "spec/openim", source: "spec/openim", document: "openim.json", out: "gen/openimapi", pkg: "openimapi", docs: "docs",
		prefix: "openim-",
	},
}

func main() {
	if err := run(jobs); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

// run does all jobs.
func run(jobs []job) error {
	all := map[string][]byte{}
	for _, j := range jobs {
		files, err := j.make()
		if err != nil {
			return fmt.Errorf("in %s:\n%w", j.source, err)
		}
		maps.Copy(all, files)
	}
	return writeFiles(all)
}

// make returns the files that follow from the description.
func (j *job) make() (map[string][]byte, error) {
	b, err := makeBundle(j.dir)
	if err != nil {
		return nil, err
	}
	if err := check(b); err != nil {
		return nil, err
	}
	document, err := toJSON(b.root)
	if err != nil {
		return nil, err
	}
	doc, err := validate(b, document)
	if err != nil {
		return nil, err
	}
	table, err := endpointTable(doc, j.source)
	if err != nil {
		return nil, err
	}
	code, services, err := generate(b, j.pkg)
	if err != nil {
		return nil, err
	}
	codes, err := readCodes(j.dir)
	if err != nil {
		return nil, err
	}
	if code["errors.gen.go"], err = codes.goCode(j.source, j.pkg); err != nil {
		return nil, err
	}
	pages, err := bilingual(j.prefix+"errors", codes)
	if err != nil {
		return nil, err
	}
	pages[j.prefix+"endpoints.md"] = table
	files := map[string][]byte{filepath.Join(j.dir, j.document): document}
	if j.moving {
		moved, err := movingPages(j.dir, doc, services)
		if err != nil {
			return nil, err
		}
		maps.Copy(pages, moved)
	}
	if j.gateway != "" {
		actions, actionTable, err := gateway(j.dir, doc, services)
		if err != nil {
			return nil, err
		}
		pages["gateway-actions.md"], files[filepath.Join(j.gateway, "actions.gen.go")] = actionTable, actions
	}
	for name, content := range code {
		files[filepath.Join(j.out, name)] = content
	}
	for name, content := range pages {
		files[filepath.Join(j.docs, name)] = content
	}
	return files, nil
}

func writeFiles(files map[string][]byte) error {
	for name, content := range files {
		if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
			return err
		}
		if err := writeFile(name, content); err != nil {
			return err
		}
	}
	return nil
}

// validate holds the document against OpenAPI 3.0, and its examples against their schemas.
func validate(b *bundle, document []byte) (*openapi3.T, error) {
	doc, err := openapi3.NewLoader().LoadFromData(document)
	if err != nil {
		return nil, err
	}
	if err := checkExamples(b, doc); err != nil {
		return nil, err
	}
	return doc, doc.Validate(context.Background())
}

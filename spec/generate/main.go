// Command generate makes everything that follows from the description: the bundled document, the typed client, the error
// codes, the actions of the gateway, tables of them all, and the pages about moving from other SDKs.
//
// It writes nothing unless all of it could be made, so a mistake in the description leaves the generated code as it was.
package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"path/filepath"

	"github.com/getkin/kin-openapi/openapi3"
)

func main() {
	dir := flag.String("spec", "spec", "folder of the description")
	out := flag.String("out", "gen/weiboapi", "folder of the generated package")
	docs := flag.String("docs", "docs", "folder of the tables of endpoints and error codes")
	gatewayOut := flag.String("gateway", "weibo/gateway", "folder of the package for the gateway")
	flag.Parse()
	if err := run(*dir, *out, *docs, *gatewayOut); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(dir, out, docs, gatewayOut string) error {
	b, err := makeBundle(dir)
	if err != nil {
		return err
	}
	if err := check(b); err != nil {
		return err
	}
	document, err := toJSON(b.root)
	if err != nil {
		return err
	}
	doc, err := validate(b, document)
	if err != nil {
		return err
	}
	table, err := endpointTable(doc)
	if err != nil {
		return err
	}
	code, services, err := generate(b)
	if err != nil {
		return err
	}
	moved, err := movingPages(dir, doc, services)
	if err != nil {
		return err
	}
	codes, err := readCodes(dir)
	if err != nil {
		return err
	}
	if code["errors.gen.go"], err = codes.goCode(); err != nil {
		return err
	}
	explained, err := bilingual("errors", codes)
	if err != nil {
		return err
	}
	actions, actionTable, err := gateway(dir, doc, services)
	if err != nil {
		return err
	}
	files := map[string][]byte{
		filepath.Join(dir, "weibo.json"):            document,
		filepath.Join(docs, "endpoints.md"):         table,
		filepath.Join(docs, "gateway-actions.md"):   actionTable,
		filepath.Join(gatewayOut, "actions.gen.go"): actions,
	}
	for _, made := range []struct {
		dir   string
		files map[string][]byte
	}{{docs, explained}, {docs, moved}, {out, code}} {
		for name, content := range made.files {
			files[filepath.Join(made.dir, name)] = content
		}
	}
	return writeFiles(files)
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

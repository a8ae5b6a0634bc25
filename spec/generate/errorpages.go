package main

import (
	"bytes"
	"embed"
	"text/template"
)

//go:embed pages/errors*.tmpl
var codeTemplates embed.FS

// codePages are the pages about the error codes, the same in two languages, by name.
func (t *codeTable) codePages() (map[string][]byte, error) {
	made := map[string][]byte{}
	for _, name := range []string{"errors.md", "errors.zh-CN.md"} {
		page, err := template.ParseFS(codeTemplates, "pages/"+name+".tmpl")
		if err != nil {
			return nil, err
		}
		var b bytes.Buffer
		if err := page.Execute(&b, t); err != nil {
			return nil, err
		}
		made[name] = b.Bytes()
	}
	return made, nil
}

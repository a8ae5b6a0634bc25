package main

import (
	"bytes"
	"embed"
	"strings"
	"text/template"
)

//go:embed pages/*.tmpl
var pageTemplates embed.FS

// bilingual writes the two pages of a name, the same in two languages.
func bilingual(name string, data any) (map[string][]byte, error) {
	pages := map[string][]byte{}
	for _, name := range []string{name + ".md", name + ".zh-CN.md"} {
		page, err := template.New(name+".tmpl").Funcs(template.FuncMap{"code": codeList, "count": countCalls}).
			ParseFS(pageTemplates, "pages/"+name+".tmpl")
		if err != nil {
			return nil, err
		}
		var b bytes.Buffer
		if err := page.Execute(&b, data); err != nil {
			return nil, err
		}
		pages[name] = b.Bytes()
	}
	return pages, nil
}

// codeList writes names as code, with what stands between them.
func codeList(names []string, between string) string {
	if len(names) == 0 {
		return ""
	}
	return "`" + strings.Join(names, "`"+between+"`") + "`"
}

func countCalls(groups []callGroup) (n int) {
	for _, g := range groups {
		n += len(g.Calls)
	}
	return n
}

package main

import (
	"bytes"
	"embed"
	"strings"
	"text/template"
)

//go:embed pages/moving*.tmpl
var movingTemplates embed.FS

// renderMoving writes the pages with the calls of each SDK.
func renderMoving(tables map[string][]callGroup) (map[string][]byte, error) {
	pages := map[string][]byte{}
	for _, name := range []string{"moving.md", "moving.zh-CN.md"} {
		page, err := template.New(name+".tmpl").Funcs(template.FuncMap{"code": codeList, "count": countCalls}).
			ParseFS(movingTemplates, "pages/"+name+".tmpl")
		if err != nil {
			return nil, err
		}
		var b bytes.Buffer
		if err := page.Execute(&b, tables); err != nil {
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

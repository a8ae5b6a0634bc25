package main

import (
	"bytes"
	"embed"
	"html/template"
	"net/http"
	"net/url"

	"github.com/seed4635ade2/weibo-go/gen/weiboapi"
	"github.com/seed4635ade2/weibo-go/weibo"
)

//go:embed templates static
var files embed.FS

// pages are the templates by language and name.
var pages = map[string]map[string]*template.Template{english: parsePages(english), chinese: parsePages(chinese)}

// parsePages makes the templates for a language. In them, t takes the English words and the Chinese ones.
func parsePages(lang string) map[string]*template.Template {
	layout := template.Must(template.New("layout.html").Funcs(template.FuncMap{
		"lang":       func() string { return lang },
		"t":          func(en, zh string) string { return words{en, zh}.in(lang) },
		"maxPicture": func() int { return weibo.MaxPicture },
	}).ParseFS(files, "templates/layout.html", "templates/parts.html"))
	pages := map[string]*template.Template{}
	for _, name := range []string{"landing", "home", "post", "status", "comment", "problem"} {
		pages[name] = template.Must(template.Must(layout.Clone()).ParseFS(files, "templates/"+name+".html"))
	}
	return pages
}

// A page is what one shows; each has a part of it.
type page struct {
	Profile  *weiboapi.User
	Status   *weiboapi.Status
	Statuses []*weiboapi.Status
	Comments []*weiboapi.Comment
	Older    int64    // where the next page of the list begins, or 0
	StatusID int64    // that a comment is for
	Text     string   // that the user wrote, when it was not published
	Problem  *problem // why
}

// A view is a page and what is the same on all.
type view struct {
	page
	Site     string // the address of the site
	Here     string // the page, to come back to
	Switch   string // the page in the other language
	SignedIn bool
	Notice   string // a word for what was done before
}

// render answers with a page. None may be kept by the browser: most are personal.
func (s *site) render(w http.ResponseWriter, r *http.Request, status int, name string, p page) {
	lang := language(r)
	here, other := s.here(r, ""), s.here(r, words{chinese, english}.in(lang))
	v := view{p, s.url, here, other, s.userOf(r) != nil, r.URL.Query().Get("notice")}
	var b bytes.Buffer
	if err := pages[lang][name].Execute(&b, v); err != nil {
		s.log.Error("page failed", "page", name, "err", err)
		http.Error(w, http.StatusText(http.StatusInternalServerError), http.StatusInternalServerError)
		return
	}
	h := w.Header()
	h.Set("Content-Type", "text/html; charset=utf-8")
	h.Set("Cache-Control", "no-store")
	w.WriteHeader(status)
	w.Write(b.Bytes())
}

// here is where a link leads back to the page, in a language if one is given. From a form that was sent, or a failed sign-in,
// it leads to the start.
func (s *site) here(r *http.Request, lang string) string {
	path, query := "/", url.Values{}
	if maxID := r.URL.Query().Get("max_id"); maxID != "" {
		query.Set("max_id", maxID)
	}
	if r.Method == http.MethodGet && r.URL.Path != s.callback {
		path = r.URL.EscapedPath() // in which %2F is no slash that could lead to another host
	}
	if lang != "" {
		query.Set(languageName, lang)
	}
	if len(query) > 0 {
		path += "?" + query.Encode()
	}
	return path
}

package weibotest

import (
	"bytes"
	"cmp"
	"embed"
	"errors"
	"html/template"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"time"
)

// routePages adds what a browser may open, and what the forms there send. All else is the API.
func (s *Sandbox) routePages() {
	for pattern, show := range map[string]http.HandlerFunc{
		"GET /{$}":                  s.serveHome,
		"GET /u/{uid}":              s.serveUser,
		"GET /n/{name}":             s.serveName,
		"GET /s/{id}":               s.serveStatus,
		"GET /api":                  s.serveReference,
		"GET /api/resources/{name}": s.serveResource,
		"GET /api/operations/{id}":  s.serveOperation,
		"GET /api/schemas/{name}":   s.serveSchema,
		"GET /oauth2/default.html":  s.serveCode,
		"GET /requests":             s.forOwner(s.serveRequests),
		"GET /requests/{number}":    s.forOwner(s.serveRequest),
		"GET /faults":               s.forOwner(s.serveFaults),
		"GET /app":                  s.forOwner(s.serveApp),
	} {
		s.mux.HandleFunc(pattern, show)
	}
	for pattern, do := range map[string]http.HandlerFunc{
		"POST /signin":              s.serveSignIn,
		"POST /signout":             s.serveSignOut,
		"POST /language":            s.serveLanguage,
		"POST /publish":             s.servePublish,
		"POST /act":                 s.serveAct,
		"POST /api/operations/{id}": s.serveTry,
		"POST /faults":              s.forOwner(s.serveInject),
		"POST /faults/clear":        s.forOwner(s.serveClearFaults),
		"POST /app/token":           s.forOwner(s.serveNewToken),
		"POST /app/revoke":          s.forOwner(s.serveRevoke),
		"POST /app/advance":         s.forOwner(s.serveAdvance),
		"POST /app/reset":           s.forOwner(s.serveReset),
	} {
		s.mux.HandleFunc(pattern, ownForm(do))
	}
	s.mux.Handle("GET /assets/", http.StripPrefix("/assets", assets()))
}

// ownForm refuses the forms of other sites, and those that would not fit into memory.
func ownForm(handle http.HandlerFunc) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		if err := crossOrigin.Check(r); err != nil {
			http.Error(w, err.Error(), http.StatusForbidden)
			return
		}
		r.Body = http.MaxBytesReader(w, r.Body, maxMultipart)
		if err := r.ParseMultipartForm(maxMultipart); err != nil && !errors.Is(err, http.ErrNotMultipart) {
			http.Error(w, err.Error(), http.StatusBadRequest)
			return
		}
		handle(w, r)
	}
}

// forOwner refuses those whom the control API refuses: the page does what it does.
func (s *Sandbox) forOwner(handle http.HandlerFunc) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		if err := checkOrigin(r); err != nil {
			s.showError(w, r, http.StatusForbidden, errorView{Text: err.Error(), Back: "/"})
			return
		}
		handle(w, r)
	}
}

// A page is an answer for people.
type page struct {
	name string
	data any
}

//go:embed pages/*.html
var pageFiles embed.FS

//go:embed pages/style.css pages/script.js pages/icon.svg
var assetFiles embed.FS

// assets serves the style sheet and the script.
func assets() http.Handler {
	files := http.FileServerFS(assetFiles)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		r.URL.Path = "/pages" + r.URL.Path
		if strings.HasSuffix(r.URL.Path, "/") {
			http.NotFound(w, r)
			return
		}
		w.Header().Set("Cache-Control", "no-cache")
		w.Header().Set("X-Content-Type-Options", "nosniff")
		files.ServeHTTP(w, r)
	})
}

// The languages of the pages.
const (
	english = "en"
	chinese = "zh-CN"
)

// pages are the templates in each language, read when the first page is asked for. In a template, t takes the English words and
// the Chinese ones.
var pages = sync.OnceValue(func() map[string]*template.Template {
	return map[string]*template.Template{
		english: parsePages(english, func(en, zh string) string { return en }),
		chinese: parsePages(chinese, func(en, zh string) string { return zh }),
	}
})

func parsePages(lang string, t func(en, zh string) string) *template.Template {
	funcs := template.FuncMap{
		"t":     t,
		"lang":  func() string { return lang },
		"title": func(f frame, words string) frame { f.Title = words; return f },
		"tab":   newTab,
		"hint":  func(code int) string { return hint(code, lang) },
		"date":  date,
		"words": func(value string) string { return t(words[value][0], words[value][1]) },
	}
	return template.Must(template.New("").Funcs(funcs).ParseFS(pageFiles, "pages/*.html"))
}

// A frame is what templates get: the page, and what stands around it.
type frame struct {
	Title    string
	Path     string // with the query, to come back to
	Users    []User // to be signed in as
	SignedIn int64
	Data     any
}

// A tab is a link at the top of the pages.
type tab struct {
	To, Words string
	Current   bool // the page is one of those below it
}

func newTab(f frame, to, words string) tab { return tab{to, words, strings.HasPrefix(f.Path, to)} }

// languageCookie is the cookie with the language that was chosen.
const languageCookie = "weibo_sandbox_language"

// language returns the one of ours that was chosen, or else the one that the browser names first.
func language(r *http.Request) string {
	if r.URL.Path == "/oauth2/authorize" && r.URL.Query().Get("language") == english {
		return english
	}
	if c, err := r.Cookie(languageCookie); err == nil && (c.Value == english || c.Value == chinese) {
		return c.Value
	}
	for part := range strings.SplitSeq(r.Header.Get("Accept-Language"), ",") {
		switch tag := strings.ToLower(strings.TrimSpace(part)); {
		case strings.HasPrefix(tag, "zh"):
			return chinese
		case strings.HasPrefix(tag, "en"):
			return english
		}
	}
	return english
}

// serveLanguage chooses a language.
func (s *Sandbox) serveLanguage(w http.ResponseWriter, r *http.Request) {
	http.SetCookie(w, &http.Cookie{
		Name: languageCookie, Value: r.PostFormValue("language"), Path: "/", MaxAge: int((365 * 24 * time.Hour).Seconds()),
		HttpOnly: true, Secure: r.TLS != nil, SameSite: http.SameSiteLaxMode,
	})
	goBack(w, r)
}

// goBack sends a browser to the page that a form came from, which is one of ours.
func goBack(w http.ResponseWriter, r *http.Request) {
	http.Redirect(w, r, ownPath(r.PostFormValue("to")), http.StatusSeeOther)
}

// ownPath returns a path of this server, with its query: the one that is given, if it is one.
func ownPath(to string) string {
	u, err := url.Parse(to)
	if err != nil || u.IsAbs() || u.Host != "" || !strings.HasPrefix(u.Path, "/") || strings.HasPrefix(u.Path, "//") || strings.Contains(to, `\`) {
		return "/"
	}
	return cmp.Or(u.RequestURI(), "/")
}

// shownUsers is how many accounts a page offers to choose from.
const shownUsers = 50

// show writes a page with what stands around it.
func (s *Sandbox) show(w http.ResponseWriter, r *http.Request, status int, name string, data any) {
	users := s.Users()
	f := frame{Path: r.URL.RequestURI(), Users: users[:min(len(users), shownUsers)], SignedIn: s.viewer(r), Data: data}
	if r.Method != http.MethodGet {
		f.Path = r.URL.Path
	}
	writePage(w, r, status, name, f)
}

// viewer returns the account whose eyes a browser sees the pages with: the one that it is signed in with, or 0.
func (s *Sandbox) viewer(r *http.Request) int64 {
	uid := signedIn(r)
	s.store.mu.Lock()
	defer s.store.mu.Unlock()
	if s.store.users[uid] == nil {
		return 0
	}
	return uid
}

// write writes a page that stands alone, such as the one on which users sign in to an application.
func (p *page) write(w http.ResponseWriter, r *http.Request, status int) {
	writePage(w, r, status, p.name, frame{Data: p.data})
}

func writePage(w http.ResponseWriter, r *http.Request, status int, name string, f frame) {
	var b bytes.Buffer
	if err := pages()[language(r)].ExecuteTemplate(&b, name, f); err != nil {
		panic(err) // it writes to memory
	}
	h := w.Header()
	h.Set("Content-Type", "text/html; charset=utf-8")
	h.Set("Vary", "Accept-Language, Cookie")
	h.Set("Cache-Control", "no-store")
	h.Set("Content-Security-Policy", "default-src 'none'; img-src 'self'; style-src 'self'; script-src 'self'; connect-src 'self'; base-uri 'none'; frame-ancestors 'none'")
	h.Set("Referrer-Policy", "same-origin")
	h.Set("X-Content-Type-Options", "nosniff")
	w.WriteHeader(status)
	w.Write(b.Bytes())
}

// showError shows that something is not there, or was refused.
func (s *Sandbox) showError(w http.ResponseWriter, r *http.Request, status int, e errorView) {
	s.show(w, r, status, "refused.html", e)
}

// An errorView is a refusal of Weibo. Without one, nothing is at the address.
type errorView struct {
	Code int
	Text string
	Back string // the page to go back to
}

// serveCode shows the code to those who sign in by hand: it is the callback of applications without a site.
func (s *Sandbox) serveCode(w http.ResponseWriter, r *http.Request) {
	q := r.URL.Query()
	p := &page{"code.html", map[string]any{"Code": q.Get("code"), "Error": q.Get("error")}}
	p.write(w, r, http.StatusOK)
}

func date(t time.Time) string { return t.In(china).Format("2006-01-02 15:04") }

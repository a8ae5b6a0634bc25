package weibotest

import (
	"bytes"
	"embed"
	"html/template"
	"net/http"
	"strconv"
	"strings"
	"time"
)

// A page is an answer for people.
type page struct {
	name string
	data any
}

//go:embed pages/*.html
var pageFiles embed.FS

// pages are the templates in each language. In a template, t takes the English words and the Chinese ones.
var pages = map[string]*template.Template{
	"en":    parsePages("en", func(en, zh string) string { return en }),
	"zh-CN": parsePages("zh-CN", func(en, zh string) string { return zh }),
}

func parsePages(lang string, t func(en, zh string) string) *template.Template {
	funcs := template.FuncMap{"t": t, "lang": func() string { return lang }}
	return template.Must(template.New("").Funcs(funcs).ParseFS(pageFiles, "pages/*.html"))
}

// language returns the one of ours that a browser names first.
func language(r *http.Request) string {
	if r.URL.Query().Get("language") == "en" {
		return "en"
	}
	for _, part := range strings.Split(r.Header.Get("Accept-Language"), ",") {
		switch tag := strings.ToLower(strings.TrimSpace(part)); {
		case strings.HasPrefix(tag, "zh"):
			return "zh-CN"
		case strings.HasPrefix(tag, "en"):
			return "en"
		}
	}
	return "en"
}

func (p *page) write(w http.ResponseWriter, r *http.Request, status int) {
	var b bytes.Buffer
	if err := pages[language(r)].ExecuteTemplate(&b, p.name, p.data); err != nil {
		panic(err) // it writes to memory
	}
	h := w.Header()
	h.Set("Content-Type", "text/html; charset=utf-8")
	h.Set("Vary", "Accept-Language")
	h.Set("Cache-Control", "no-store")
	h.Set("Content-Security-Policy", "default-src 'none'; img-src 'self'; style-src 'unsafe-inline'; base-uri 'none'; frame-ancestors 'none'")
	h.Set("X-Content-Type-Options", "nosniff")
	w.WriteHeader(status)
	w.Write(b.Bytes())
}

// serveHome shows what this is.
func (s *Sandbox) serveHome(w http.ResponseWriter, r *http.Request) {
	c := s.newCall(r)
	p := &page{"home.html", map[string]any{
		"Base":       c.base,
		"App":        s.store.apps[DefaultAppKey], // which never change
		"Strict":     s.strict,
		"Users":      s.Users(),
		"SignedIn":   signedIn(r),
		"Operations": s.operations().count(),
	}}
	p.write(w, r, http.StatusOK)
}

// serveCode shows the code to those who sign in by hand: it is the callback of applications without a site.
func (s *Sandbox) serveCode(w http.ResponseWriter, r *http.Request) {
	q := r.URL.Query()
	p := &page{"code.html", map[string]any{"Code": q.Get("code"), "Error": q.Get("error")}}
	p.write(w, r, http.StatusOK)
}

// What the page of a user shows.
type (
	userPage struct {
		User     *userAnswer
		Statuses []statusView
		Older    int64
	}
	statusView struct {
		*statusAnswer
		Date     string
		App      string
		Pictures []pictureView
		Original *statusView
		Deleted  bool
		Comments []commentView
	}
	pictureView struct{ Small, Large string }
	commentView struct{ Author, Text, Date string }
)

// serveUser shows what an account posted, newest first.
func (s *Sandbox) serveUser(w http.ResponseWriter, r *http.Request) {
	uid, _ := strconv.ParseInt(r.PathValue("uid"), 10, 64)
	max, _ := strconv.ParseInt(r.URL.Query().Get("max_id"), 10, 64)
	c := s.newCall(r)
	s.store.mu.Lock()
	u := s.store.users[uid]
	if u == nil {
		s.store.mu.Unlock()
		http.NotFound(w, r)
		return
	}
	data := c.userPage(u, max)
	s.store.mu.Unlock()
	p := &page{"user.html", data}
	p.write(w, r, http.StatusOK)
}

func (c *call) userPage(u *user, max int64) userPage {
	shown, next := cut(u.statuses, window{max: max, count: 20, page: 1})
	p := userPage{User: c.user(u)}
	for _, st := range shown {
		p.Statuses = append(p.Statuses, *c.view(st))
	}
	if next != nil {
		p.Older = next.id
	}
	return p
}

// view shows a status with its whole text.
func (c *call) view(st *status) *statusView {
	v := &statusView{statusAnswer: c.status(st, fullAuthor), Date: date(st.created), App: c.store.appName(st.appKey)}
	v.Text = st.text
	if v.Deleted = st.deleted; v.Deleted {
		v.Text = deletedText
		return v
	}
	for _, pid := range st.pictures {
		v.Pictures = append(v.Pictures, pictureView{c.pictureURL("thumbnail", pid), c.pictureURL("large", pid)})
	}
	for _, m := range st.comments {
		v.Comments = append(v.Comments, commentView{m.author.ScreenName, m.text, date(m.created)})
	}
	if st.original != nil {
		v.Original = c.view(st.original)
		v.Original.Comments = nil
	}
	return v
}

func date(t time.Time) string { return t.In(china).Format("2006-01-02 15:04") }

package weibotest

import (
	"html/template"
	"net/http"
	"net/url"
	"strconv"
	"time"

	"github.com/seed4635ade2/weibo-go/weibo/text"
)

// pageSize is how many statuses a page shows.
const pageSize = 20

// What the pages with statuses show.
type (
	homePage struct {
		Base       string
		Operations int
		Strict     bool
		Statuses   []statusView
		Older      int64
	}
	userPage struct {
		User     *userAnswer
		Statuses []statusView
		Older    int64
	}
	statusPage struct {
		Status   *statusView
		Comments []commentView
	}
	statusView struct {
		*statusAnswer
		Author   User
		Text     template.HTML
		Created  time.Time
		App      string
		Pictures []pictureView
		Original *statusView
		Deleted  bool
		Own      bool // of the account that looks at it
	}
	commentView struct {
		ID      int64
		Author  User
		Text    template.HTML
		Created time.Time
		Own     bool
	}
	pictureView struct{ Small, Large string }
)

// serveHome shows what everybody posted, newest first, and what this is.
func (s *Sandbox) serveHome(w http.ResponseWriter, r *http.Request) {
	c := s.newViewer(r)
	p := homePage{Base: c.base, Operations: s.operations().count(), Strict: s.strict}
	s.store.mu.Lock()
	p.Statuses, p.Older = c.views(s.store.timeline, number(r, "max_id"))
	s.store.mu.Unlock()
	s.show(w, r, http.StatusOK, "home.html", p)
}

// serveUser shows what an account posted, newest first.
func (s *Sandbox) serveUser(w http.ResponseWriter, r *http.Request) {
	c := s.newViewer(r)
	uid, _ := strconv.ParseInt(r.PathValue("uid"), 10, 64)
	p := userPage{}
	s.store.mu.Lock()
	if u := s.store.users[uid]; u != nil {
		p.User = c.user(u)
		p.Statuses, p.Older = c.views(u.statuses, number(r, "max_id"))
	}
	s.store.mu.Unlock()
	if p.User == nil {
		s.showError(w, r, http.StatusNotFound, errorView{Back: "/"})
		return
	}
	s.show(w, r, http.StatusOK, "user.html", p)
}

// serveStatus shows a status with its comments, oldest first.
func (s *Sandbox) serveStatus(w http.ResponseWriter, r *http.Request) {
	c := s.newViewer(r)
	id, _ := strconv.ParseInt(r.PathValue("id"), 10, 64)
	s.store.mu.Lock()
	st, err := s.store.status(id, c.grant.uid)
	p := statusPage{}
	if err == nil {
		p.Status, p.Comments = c.view(st), c.commentViews(st)
	}
	s.store.mu.Unlock()
	if err != nil {
		refused := err.(*refusal)
		s.showError(w, r, http.StatusNotFound, errorView{Code: refused.code, Text: refused.text, Back: "/"})
		return
	}
	s.show(w, r, http.StatusOK, "status.html", p)
}

// newViewer returns a call of the account that looks at a page, which answers are made for.
func (s *Sandbox) newViewer(r *http.Request) *call {
	c := s.newCall(r)
	c.grant.uid = s.viewer(r)
	return c
}

// number returns a number of the query, or 0.
func number(r *http.Request, name string) int64 {
	n, _ := strconv.ParseInt(r.URL.Query().Get(name), 10, 64)
	return n
}

// views returns a page of a list that rises by id, and what follows it.
func (c *call) views(list []*status, max int64) (views []statusView, older int64) {
	shown, next := cut(list, window{max: max, count: pageSize, page: 1})
	for _, st := range shown {
		if st.seenBy(c.grant.uid) {
			views = append(views, *c.view(st))
		}
	}
	if next != nil {
		older = next.id
	}
	return views, older
}

// view shows a status with its whole text.
func (c *call) view(st *status) *statusView {
	v := &statusView{
		statusAnswer: c.status(st, fullAuthor),
		Author:       st.author.User,
		Text:         c.html(st.text),
		Created:      st.created,
		App:          c.store.appName(st.appKey),
		Own:          st.author.UID == c.grant.uid,
	}
	if v.Deleted = st.deleted; v.Deleted {
		v.Text = c.html(deletedText)
		return v
	}
	for _, pid := range st.pictures {
		v.Pictures = append(v.Pictures, pictureView{c.pictureURL("thumbnail", pid), c.pictureURL("large", pid)})
	}
	if st.original != nil {
		v.Original = c.view(st.original)
	}
	return v
}

func (c *call) commentViews(st *status) []commentView {
	views := make([]commentView, len(st.comments))
	for i, m := range st.comments {
		views[i] = commentView{m.id, m.author.User, c.html(m.text), m.created, m.author.UID == c.grant.uid}
	}
	return views
}

// html shows a text with links that work, and with those who are mentioned linked to their page.
func (c *call) html(s string) template.HTML {
	return template.HTML(text.Renderer{Href: c.href}.HTML(s, text.Entities(s)))
}

func (c *call) href(e text.Entity) string {
	switch e.Kind {
	case text.Mention:
		return c.base + "/n/" + url.PathEscape(e.Value)
	case text.Link:
		return e.Value
	}
	return ""
}

// serveName leads to the page of the account with a name.
func (s *Sandbox) serveName(w http.ResponseWriter, r *http.Request) {
	s.store.mu.Lock()
	u := s.store.names[r.PathValue("name")]
	s.store.mu.Unlock()
	if u == nil {
		s.showError(w, r, http.StatusNotFound, errorView{Back: "/"})
		return
	}
	http.Redirect(w, r, "/u/"+strconv.FormatInt(u.UID, 10), http.StatusFound)
}

package weibotest

import (
	"cmp"
	"net/http"
	"slices"
	"strconv"
	"time"

	"github.com/seed4635ade2/weibo-go/internal/reference"
)

// What the page about applications shows.
type (
	appPage struct {
		Base   string
		Apps   []App
		Tokens []tokenView
		Now    time.Time
		Ahead  time.Duration
		Strict bool
	}
	tokenView struct {
		Text    string
		User    User
		App     string
		Scope   string
		Created time.Time
		Expires time.Time
		State   string // good, expired or revoked
	}
)

// shownTokens is how many tokens a page shows.
const shownTokens = 50

// serveApp shows the applications, the tokens and the clock.
func (s *Sandbox) serveApp(w http.ResponseWriter, r *http.Request) {
	c := s.newCall(r)
	p := appPage{Base: c.base, Now: c.now, Ahead: time.Duration(s.ahead.Load()), Strict: s.strict}
	s.store.mu.Lock()
	for _, app := range s.store.apps {
		p.Apps = append(p.Apps, app)
	}
	for _, t := range s.store.tokens {
		p.Tokens = append(p.Tokens, c.viewToken(t))
	}
	s.store.mu.Unlock()
	slices.SortFunc(p.Apps, func(a, b App) int { return cmp.Compare(a.Key, b.Key) })
	slices.SortFunc(p.Tokens, func(a, b tokenView) int {
		return cmp.Or(b.Created.Compare(a.Created), cmp.Compare(a.Text, b.Text))
	})
	p.Tokens = p.Tokens[:min(len(p.Tokens), shownTokens)]
	s.show(w, r, http.StatusOK, "app.html", p)
}

func (c *call) viewToken(t token) tokenView {
	v := tokenView{t.text, c.store.users[t.uid].User, c.store.appName(t.appKey), t.scope, t.created, t.expires, "good"}
	switch {
	case t.revoked:
		v.State = "revoked"
	case !c.now.Before(t.expires):
		v.State = "expired"
	}
	return v
}

// serveNewToken gives an account a new token.
func (s *Sandbox) serveNewToken(w http.ResponseWriter, r *http.Request) {
	uid, _ := strconv.ParseInt(r.PostFormValue("uid"), 10, 64)
	if _, err := s.giveToken(uid); err != nil {
		s.showError(w, r, http.StatusNotFound, errorView{Text: err.Error(), Back: "/app"})
		return
	}
	http.Redirect(w, r, "/app#tokens", http.StatusSeeOther)
}

// serveRevoke withdraws all that the user of a token allowed its application.
func (s *Sandbox) serveRevoke(w http.ResponseWriter, r *http.Request) {
	call := &reference.Call{Operation: description().Named("oauth2/revokeoauth2"), Values: map[string]string{"access_token": r.PostFormValue("token")}}
	s.finish(w, r, s.perform(r, call), "/app#tokens")
}

// serveAdvance moves the clock.
func (s *Sandbox) serveAdvance(w http.ResponseWriter, r *http.Request) {
	d, err := time.ParseDuration(r.PostFormValue("by"))
	if err != nil || d < 0 || d > maxAdvance {
		http.Error(w, "by: a duration such as 1h30m", http.StatusBadRequest)
		return
	}
	s.Advance(d)
	http.Redirect(w, r, "/app#clock", http.StatusSeeOther)
}

// serveReset takes the sandbox back to its start.
func (s *Sandbox) serveReset(w http.ResponseWriter, r *http.Request) {
	s.Reset()
	http.Redirect(w, r, "/app", http.StatusSeeOther)
}

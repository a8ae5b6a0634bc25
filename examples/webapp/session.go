package main

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"net/http"
	"sync"
	"time"

	"github.com/seed4635ade2/weibo-go/weibo"
	"github.com/seed4635ade2/weibo-go/weibo/tokens"
	"golang.org/x/oauth2"
)

// sessionLife is how long a browser stays signed in, unless the token ends before.
const sessionLife = 24 * time.Hour

// sessions tell who is signed in. A browser has nothing but a random id, in a cookie. The token stays here, in a store, under
// a name from which the id cannot be told: who reads the store cannot take the place of the browser.
type sessions struct {
	tokens tokens.Store
	secure bool // the site is on https
	mu     sync.Mutex
	open   map[string]session // by name
}

// A session is a browser that is signed in.
type session struct {
	name string // of the token in the store
	uid  int64
	ends time.Time
}

func newSessions(store tokens.Store, secure bool) *sessions {
	return &sessions{tokens: store, secure: secure, open: map[string]session{}}
}

// start signs a browser in, under a new id: an old one may be known to somebody else.
func (s *sessions) start(w http.ResponseWriter, r *http.Request, tok *oauth2.Token) error {
	if old, ok := s.of(r); ok {
		s.forget(r.Context(), old)
	}
	s.sweep(r.Context())
	id := rand.Text()
	ends := time.Now().Add(sessionLife)
	if !tok.Expiry.IsZero() && tok.Expiry.Before(ends) {
		ends = tok.Expiry
	}
	one := session{nameOf(id), weibo.UID(tok), ends}
	if err := s.tokens.Save(r.Context(), one.name, tok); err != nil {
		return err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.open[one.name] = one
	http.SetCookie(w, s.cookie(id, int(time.Until(ends).Seconds())))
	return nil
}

// of returns the session of a browser.
func (s *sessions) of(r *http.Request) (session, bool) {
	c, err := r.Cookie(s.cookieName())
	if err != nil {
		return session{}, false
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	one, ok := s.open[nameOf(c.Value)]
	return one, ok && time.Now().Before(one.ends)
}

// end signs a browser out.
func (s *sessions) end(w http.ResponseWriter, r *http.Request, one session) error {
	http.SetCookie(w, s.cookie("", -1))
	return s.forget(r.Context(), one)
}

// forget ends a session and deletes its token, even if the browser has gone away in the meantime.
func (s *sessions) forget(ctx context.Context, one session) error {
	s.mu.Lock()
	delete(s.open, one.name)
	s.mu.Unlock()
	return s.tokens.Delete(context.WithoutCancel(ctx), one.name)
}

// sweep forgets the tokens of browsers that never came back to sign out.
func (s *sessions) sweep(ctx context.Context) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, one := range s.open {
		if time.Now().After(one.ends) && s.tokens.Delete(ctx, one.name) == nil {
			delete(s.open, one.name)
		}
	}
}

// nameOf is one way only.
func nameOf(id string) string {
	sum := sha256.Sum256([]byte(id))
	return hex.EncodeToString(sum[:])
}

// cookie is for this host alone. Lax, since the browser comes back from Weibo.
func (s *sessions) cookie(id string, maxAge int) *http.Cookie {
	return &http.Cookie{
		Name:     s.cookieName(),
		Value:    id,
		Path:     "/",
		MaxAge:   maxAge,
		Secure:   s.secure,
		HttpOnly: true,
		SameSite: http.SameSiteLaxMode,
	}
}

// cookieName begins, on https, with what keeps other hosts of the domain from setting the cookie.
func (s *sessions) cookieName() string {
	if s.secure {
		return "__Host-session"
	}
	return "session"
}

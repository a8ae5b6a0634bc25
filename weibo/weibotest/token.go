package weibotest

import (
	"crypto/rand"
	"maps"
	"slices"
	"strings"
	"time"
)

// A grant is what a user allowed an application.
type grant struct {
	uid    int64
	appKey string
	scope  string // with commas
}

// of tells whether a grant is for the same user and application as another one.
func (g grant) of(other grant) bool { return g.uid == other.uid && g.appKey == other.appKey }

// An approval is what a user remembers to have allowed an application.
type approval struct {
	Scope   string
	Expires time.Time
}

// covers tells whether the user allowed all of these scopes.
func (a approval) covers(scopes []string, now time.Time) bool {
	granted := strings.Split(a.Scope, ",")
	for _, s := range scopes {
		if !slices.Contains(granted, s) {
			return false
		}
	}
	return now.Before(a.Expires)
}

// A token is an access token.
type token struct {
	grant
	text    string
	created time.Time
	expires time.Time
	revoked bool
	given   bool // to the owner of the sandbox, who need not sign in
}

// seconds returns how long the token is good.
func (t token) seconds(now time.Time) int { return int(t.expires.Sub(now).Seconds()) }

// A code is what the authorize page sends an application, to be exchanged for a token.
type code struct {
	grant
	redirectURL string
	expires     time.Time
}

// A refreshToken buys an access token when the last one has expired.
type refreshToken struct {
	grant
	text    string
	access  string // the last one
	expires time.Time
}

// How long codes and refresh tokens are good. That of codes is not on record.
const (
	codeLifetime    = 10 * time.Minute
	refreshLifetime = 30 * 24 * time.Hour
)

func (s *store) issueCode(g grant, redirectURL string, now time.Time) string {
	maps.DeleteFunc(s.codes, func(_ string, c code) bool { return !now.Before(c.expires) })
	text := strings.ToLower(rand.Text())
	s.codes[text] = code{g, redirectURL, now.Add(codeLifetime)}
	return text
}

// takeCode returns what a code stands for. A code is good for one attempt.
func (s *store) takeCode(text string, now time.Time) (code, bool) {
	c, ok := s.codes[text]
	delete(s.codes, text)
	return c, ok && now.Before(c.expires)
}

func (s *store) issueToken(g grant, now time.Time, lifetime time.Duration) token {
	t := token{grant: g, text: newToken(), created: now, expires: now.Add(lifetime)}
	s.tokens[t.text] = t
	s.keep(t)
	return t
}

// giveToken issues a token that stays when the store is reset.
func (s *store) giveToken(g grant, now time.Time, lifetime time.Duration) token {
	t := s.issueToken(g, now, lifetime)
	t.given = true
	s.tokens[t.text] = t
	s.keep(t)
	return t
}

// renewed returns a token as if it had just been issued.
func (t token) renewed(now time.Time) token {
	t.created, t.expires, t.revoked = now, now.Add(t.expires.Sub(t.created)), false
	return t
}

func (s *store) issueRefreshToken(t token, now time.Time) string {
	r := &refreshToken{t.grant, newToken(), t.text, now.Add(refreshLifetime)}
	s.refreshTokens[r.text] = r
	s.keep(r)
	return r.text
}

func newToken() string { return "2.00" + rand.Text() }

// token returns an access token that is good.
func (s *store) token(text string, now time.Time) (token, error) {
	t, ok := s.tokens[text]
	switch {
	case !ok, t.revoked:
		return t, refuse(21332)
	case !now.Before(t.expires):
		return t, refuse(21327)
	}
	return t, nil
}

// revoke withdraws what a user allowed an application, and with it all tokens and codes.
func (s *store) revoke(g grant) {
	for text, t := range s.tokens {
		if t.of(g) {
			t.revoked = true
			s.tokens[text] = t
			s.keep(t)
		}
	}
	maps.DeleteFunc(s.codes, func(_ string, c code) bool { return c.of(g) })
	for text, r := range s.refreshTokens {
		if r.of(g) {
			delete(s.refreshTokens, text)
			s.drop(r)
		}
	}
	u := s.users[g.uid]
	delete(u.Approvals, g.appKey)
	s.keep(u)
}

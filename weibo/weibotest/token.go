package weibotest

import (
	"crypto/rand"
	"maps"
	"strings"
	"time"
)

// A grant is what a user allowed an application.
type grant struct {
	uid    int64
	appKey string
	scope  string
}

// A token is an access token.
type token struct {
	grant
	text    string
	created time.Time
	expires time.Time
}

// A code is what the authorize page sends an application, to be exchanged for a token.
type code struct {
	grant
	redirectURL string
	expires     time.Time
}

// codeLifetime is how long a code can be exchanged. That of Weibo is not on record.
const codeLifetime = 10 * time.Minute

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
	t := token{g, "2.00" + rand.Text(), now, now.Add(lifetime)}
	s.tokens[t.text] = t
	return t
}

// token returns an access token that is good.
func (s *store) token(text string, now time.Time) (token, error) {
	t, ok := s.tokens[text]
	switch {
	case !ok:
		return token{}, refuse(21332)
	case !now.Before(t.expires):
		return token{}, refuse(21327)
	}
	return t, nil
}

// revoke withdraws what a user allowed an application, and with it all tokens.
func (s *store) revoke(g grant) {
	maps.DeleteFunc(s.tokens, func(_ string, t token) bool { return t.uid == g.uid && t.appKey == g.appKey })
}

package weibotest

import (
	"crypto/rand"
	"fmt"
	"maps"
	"strconv"
	"strings"
	"time"
)

// openIMHost is where Weibo has its interface for agents and message robots.
const openIMHost = "open-im.api.weibo.com"

// OpenIMCredentials are the pair of an account for open-im. Every account of a sandbox has one, always the same. Experimental.
type OpenIMCredentials struct {
	AppID     string
	AppSecret string
}

// The pair of the first account, for programs that are configured before the sandbox runs. It is no secret. Experimental.
const (
	DefaultOpenIMAppID     = "21404376560"
	DefaultOpenIMAppSecret = "EXAMPLEOPENIMSECRET21404376560"
)

// OpenIMCredentials returns the pair of an account, as the assistant account hands it out. It panics if there is no such account.
func (s *Sandbox) OpenIMCredentials(uid int64) OpenIMCredentials {
	s.store.mu.Lock()
	defer s.store.mu.Unlock()
	if s.store.users[uid] == nil {
		panic(fmt.Sprintf("weibotest: there is no account %d", uid))
	}
	return openIMCredentials(uid)
}

// OpenIMToken returns a new open-im token of an account, as open/auth/ws_token gives it. It panics if there is no such account.
func (s *Sandbox) OpenIMToken(uid int64) string {
	s.store.mu.Lock()
	defer s.store.mu.Unlock()
	if s.store.users[uid] == nil {
		panic(fmt.Sprintf("weibotest: there is no account %d", uid))
	}
	return s.store.issueOpenIMToken(uid, s.now()).text
}

// openIMPrefix makes the ids of pairs: decimal, as they are on record, and no uids.
const openIMPrefix = "2"

func openIMCredentials(uid int64) OpenIMCredentials {
	id := openIMPrefix + strconv.FormatInt(uid, 10)
	return OpenIMCredentials{id, "EXAMPLEOPENIMSECRET" + id}
}

// openIMOwner returns the account that an app id belongs to, or nil.
func (s *store) openIMOwner(appID string) *user {
	text, ok := strings.CutPrefix(appID, openIMPrefix)
	uid, err := strconv.ParseInt(text, 10, 64)
	if !ok || err != nil {
		return nil
	}
	return s.users[uid]
}

// An openIMToken is good for all of open-im, and for nothing else.
type openIMToken struct {
	text    string
	uid     int64
	expires time.Time
}

// openIMLifetime is what all documents say.
const openIMLifetime = 7200 * time.Second

// issueOpenIMToken makes a token. Those before it stay good: what becomes of them is not on record.
func (s *store) issueOpenIMToken(uid int64, now time.Time) openIMToken {
	maps.DeleteFunc(s.openIMTokens, func(_ string, t openIMToken) bool { return !now.Before(t.expires) })
	t := openIMToken{"im" + rand.Text() + rand.Text(), uid, now.Add(openIMLifetime)}
	s.openIMTokens[t.text] = t
	return t
}

func (s *store) openIMToken(text string, now time.Time) (openIMToken, error) {
	if t, ok := s.openIMTokens[text]; ok && now.Before(t.expires) {
		return t, nil
	}
	return openIMToken{}, refuse(40100)
}

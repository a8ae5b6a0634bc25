package weibotest

import (
	"encoding/json"
	"maps"
	"slices"
	"sync"
	"time"
)

// A store holds the state of a sandbox. Its methods, and all that they return, are used with mu held.
type store struct {
	mu            *sync.Mutex
	lastID        int64
	apps          map[string]App
	users         map[int64]*user
	names         map[string]*user
	timeline      []*status // all that are not deleted, rising by id
	statuses      map[int64]*status
	comments      map[int64]*comment
	pictures      map[string]picture
	codes         map[string]code
	tokens        map[string]token
	refreshTokens map[string]*refreshToken
}

type user struct {
	account
	approvals   map[string]approval // by app key
	statuses    []*status           // that are not deleted, rising by id
	lastComment *comment
}

type status struct {
	id          int64
	author      *user
	text        string
	created     time.Time
	appKey      string
	pictures    []string
	visible     int64       // as in the parameter: 0 is everybody, 1 the author
	group       int64       // that may see it
	place       *[2]float64 // latitude and longitude
	annotations []json.RawMessage
	original    *status // in a repost: what was reposted, at the root
	via         *status // in a repost of a repost: that
	comments    []*comment
	reposts     int
	deleted     bool
}

func (s *status) identity() int64 { return s.id }

// visibleToGroup is what makes a status visible to a friend group only.
const visibleToGroup = 3

// seenBy tells whether a user may see the status. Friend groups have no members here.
func (s *status) seenBy(uid int64) bool { return s.visible == 0 || s.author.UID == uid }

type comment struct {
	id      int64
	author  *user
	status  *status
	replyTo *comment
	text    string // with the name of the author replied to
	own     string // without it
	created time.Time
	appKey  string
	replies int
}

func (c *comment) identity() int64 { return c.id }

func newStore(apps []App) *store {
	s := &store{
		mu:            new(sync.Mutex),
		lastID:        5_000_000_000_000_000,
		apps:          map[string]App{},
		users:         map[int64]*user{},
		names:         map[string]*user{},
		statuses:      map[int64]*status{},
		comments:      map[int64]*comment{},
		pictures:      map[string]picture{},
		codes:         map[string]code{},
		tokens:        map[string]token{},
		refreshTokens: map[string]*refreshToken{},
	}
	for _, app := range apps {
		s.apps[app.Key] = app
	}
	for _, a := range accounts {
		u := &user{account: a, approvals: map[string]approval{}}
		s.users[u.UID], s.names[u.ScreenName] = u, u
	}
	return s
}

// reset takes the store back to its start, but for the tokens that were given away.
func (s *store) reset(apps []App, now time.Time) {
	given := s.tokens
	maps.DeleteFunc(given, func(_ string, t token) bool { return !t.given })
	mu := s.mu
	*s = *newStore(apps)
	s.mu = mu
	for text, t := range given {
		s.tokens[text] = t.renewed(now)
	}
}

// nextID returns the id of something new. Ids rise and have gaps, as those of Weibo do.
func (s *store) nextID() int64 {
	s.lastID += 7919
	return s.lastID
}

// user returns a user by id, or by name if the id is 0.
func (s *store) user(uid int64, name string) (*user, error) {
	u := s.users[uid]
	if uid == 0 {
		u = s.names[name]
	}
	if u == nil {
		return nil, refuse(20003)
	}
	return u, nil
}

// status returns a status that a user may see.
func (s *store) status(id, uid int64) (*status, error) {
	st := s.statuses[id]
	switch {
	case st == nil || st.deleted:
		return nil, refuse(20101)
	case !st.seenBy(uid):
		return nil, refuse(20112)
	}
	return st, nil
}

// addStatus publishes st, unless it repeats the last status of its author.
func (s *store) addStatus(st *status) error {
	author := st.author
	if n := len(author.statuses); n > 0 {
		if last := author.statuses[n-1]; last.text == st.text && last.original == st.original {
			return refuse(20019)
		}
	}
	st.id = s.nextID()
	s.statuses[st.id] = st
	s.timeline = append(s.timeline, st)
	author.statuses = append(author.statuses, st)
	st.countRepost(1)
	return nil
}

// countRepost counts a repost, or the end of one, where it shows.
func (s *status) countRepost(n int) {
	if s.original != nil {
		s.original.reposts += n
	}
	if s.via != nil {
		s.via.reposts += n
	}
}

// deleteStatus deletes a status. Its reposts go on to refer to it.
func (s *store) deleteStatus(st *status) {
	st.deleted = true
	st.countRepost(-1)
	s.timeline = without(s.timeline, st)
	st.author.statuses = without(st.author.statuses, st)
	for _, c := range st.comments {
		delete(s.comments, c.id)
	}
}

// addComment adds c, unless it repeats the last comment of its author.
func (s *store) addComment(c *comment) error {
	if last := c.author.lastComment; last != nil && last.own == c.own && last.status == c.status {
		return refuse(20019)
	}
	c.id = s.nextID()
	c.author.lastComment = c
	s.comments[c.id] = c
	c.status.comments = append(c.status.comments, c)
	if c.replyTo != nil {
		c.replyTo.replies++
	}
	return nil
}

func (s *store) deleteComment(c *comment) {
	delete(s.comments, c.id)
	c.status.comments = without(c.status.comments, c)
	if c.replyTo != nil {
		c.replyTo.replies--
	}
	if c.author.lastComment == c {
		c.author.lastComment = nil
	}
}

type item interface {
	comparable
	identity() int64
}

// without takes one item out of a list that rises by id.
func without[T item](list []T, gone T) []T {
	if i, found := find(list, gone.identity()); found {
		return slices.Delete(list, i, i+1)
	}
	return list
}

// find returns where in a list that rises by id an item is, or would be.
func find[T item](list []T, id int64) (int, bool) {
	return slices.BinarySearchFunc(list, id, func(x T, id int64) int {
		switch {
		case x.identity() < id:
			return -1
		case x.identity() > id:
			return 1
		}
		return 0
	})
}

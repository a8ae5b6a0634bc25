package weibotest

import (
	"encoding/json"
	"maps"
	"slices"
	"sync"
	"time"
)

// A store holds the state of a sandbox, all of it in memory. Its methods, and all that they return, are used with mu held. What
// a method changes it names with [store.keep], for the data file.
type store struct {
	mu sync.Mutex
	state
}

// A state is what there is in a store.
type state struct {
	lastID        int64
	apps          map[string]App
	users         map[int64]*user
	order         []*user // in which they were made
	names         map[string]*user
	timeline      []*status // all that are not deleted, rising by id, as in all lists
	placed        []*status // those with a place
	topical       []*status // those in a super topic of open-im
	linked        map[string][]*status
	linkedBy      map[string][]*comment
	statuses      map[int64]*status
	comments      map[int64]*comment
	pictures      map[string]picture
	short         map[string]*shortURL // by code
	pois          map[string]*poi
	poiOrder      []*poi
	codes         map[string]code
	tokens        map[string]token
	refreshTokens map[string]*refreshToken
	openIMTokens  map[string]openIMToken
	openIMVideos  map[string]*openIMVideo // by the token of the upload
	openIMFiles   []OpenIMFile

	data    *data                // nil without a data directory
	changes map[recordKey]record // what is to be written to it; nil for what is gone
}

// A user is an account and what it has. All that is not in kept follows from other things.
type user struct {
	kept
	statuses    []*status  // that are not deleted
	mentions    []*status  // in which others name the user
	placed      []*status  // own ones with a place
	written     []*comment // by the user
	received    []*comment // from others, on statuses and comments of the user
	named       []*comment // in which others name the user
	fans        map[int64]int64
	mutual      int // how many of those followed follow back
	lastComment *comment
}

func newUser(k kept) *user { return &user{kept: k, fans: map[int64]int64{}} }

func (u *user) identity() int64 { return u.UID }

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
	visit       *visit      // nil unless it came from a place
	annotations []json.RawMessage
	original    *status // in a repost: what was reposted, at the root
	via         *status // in a repost of a repost: that
	named       []*user // in the text, by what they were called then
	comments    []*comment
	reposts     []*status
	likes       int
	deleted     bool
	topic       *openIMTopic // nil unless an agent posted it to a super topic
}

func (s *status) identity() int64 { return s.id }

// visibleToGroup is what makes a status visible to a friend group only.
const visibleToGroup = 3

// seenBy tells whether a user may see the status.
func (s *status) seenBy(uid int64) bool {
	switch {
	case s.visible == 0 || s.author.UID == uid:
		return true
	case s.visible == visibleToGroup:
		g := s.author.group(s.group)
		return g != nil && g.has(uid)
	}
	return false
}

type comment struct {
	id      int64
	author  *user
	status  *status
	replyTo *comment
	text    string // with the name of the author replied to
	own     string // without it
	named   []*user
	created time.Time
	appKey  string
	replies int
	likes   int
	deleted bool
}

func (c *comment) identity() int64 { return c.id }

// firstID is where the ids of what is made by calls start. Those of a seeded world are below.
const firstID = 5_000_000_000_000_000

func newStore(apps []App) *store {
	s := &store{state: state{
		lastID:        firstID,
		apps:          map[string]App{},
		users:         map[int64]*user{},
		names:         map[string]*user{},
		linked:        map[string][]*status{},
		linkedBy:      map[string][]*comment{},
		statuses:      map[int64]*status{},
		comments:      map[int64]*comment{},
		pictures:      map[string]picture{},
		short:         map[string]*shortURL{},
		pois:          map[string]*poi{},
		codes:         map[string]code{},
		tokens:        map[string]token{},
		refreshTokens: map[string]*refreshToken{},
		openIMTokens:  map[string]openIMToken{},
		openIMVideos:  map[string]*openIMVideo{},
	}}
	for _, app := range apps {
		s.apps[app.Key] = app
	}
	for _, a := range accounts {
		s.addUser(newKept(a))
	}
	for i, u := range s.order {
		for j, other := range s.order {
			if i != j {
				s.link(u, other, friend{ID: int64(i + j - 2*len(s.order))}) // below all ids: it was so before anything happened
			}
		}
	}
	for i := range pois {
		s.addPOI(&pois[i])
	}
	return s
}

func (s *store) addUser(k kept) {
	u := newUser(k)
	s.users[u.UID], s.names[u.ScreenName] = u, u
	s.order = append(s.order, u)
}

// reset takes the store back to its start, but for the tokens that were given away.
func (s *store) reset(apps []App, w *world, now time.Time) error {
	given := s.tokens
	maps.DeleteFunc(given, func(_ string, t token) bool { return !t.given })
	data := s.data
	s.state = newStore(apps).state
	s.seed(w)
	if data != nil {
		s.data, s.changes = data, map[recordKey]record{}
	}
	for text, t := range given {
		s.tokens[text] = t.renewed(now)
		s.keep(s.tokens[text])
	}
	if data == nil {
		return nil
	}
	s.keep(header{dataVersion, w})
	err := data.rewrite(s.changes)
	clear(s.changes)
	return err
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

// comment returns a comment that is there.
func (s *store) comment(id int64) (*comment, error) {
	if m := s.comments[id]; m != nil && !m.deleted {
		return m, nil
	}
	return nil, refuse(20201)
}

// repeats tells whether a status repeats the last one of its author.
func (st *status) repeats() bool {
	all := st.author.statuses
	if len(all) == 0 {
		return false
	}
	last := all[len(all)-1]
	return last.text == st.text && last.original == st.original
}

// addStatus publishes st.
func (s *store) addStatus(st *status) {
	st.id = s.nextID()
	st.named = s.namedIn(st.text, st.author)
	s.enter(st)
	s.keep(st)
}

// enter puts a status into all lists that it belongs to.
func (s *store) enter(st *status) {
	s.statuses[st.id] = st
	if st.deleted {
		return
	}
	for _, list := range s.listsOf(st) {
		*list = append(*list, st)
	}
	for _, link := range linksIn(st.text) {
		s.linked[link] = append(s.linked[link], st)
	}
}

// leave takes it out of them again.
func (s *store) leave(st *status) {
	for _, list := range s.listsOf(st) {
		*list = without(*list, st)
	}
	for _, link := range linksIn(st.text) {
		s.linked[link] = without(s.linked[link], st)
	}
}

// listsOf returns the lists that a status belongs to, but for those of its links.
func (s *store) listsOf(st *status) []*[]*status {
	var lists []*[]*status
	if st.visit == nil || st.visit.Public {
		lists = append(lists, &s.timeline, &st.author.statuses)
	}
	if st.place != nil {
		lists = append(lists, &s.placed, &st.author.placed)
	}
	if st.visit != nil {
		p := s.pois[st.visit.POI]
		lists = append(lists, &p.statuses)
	}
	if st.topic != nil {
		lists = append(lists, &s.topical)
	}
	if st.original != nil {
		lists = append(lists, &st.original.reposts)
	}
	if st.via != nil {
		lists = append(lists, &st.via.reposts)
	}
	for _, u := range st.named {
		lists = append(lists, &u.mentions)
	}
	return lists
}

// deleteStatus deletes a status. Its reposts go on to refer to it.
func (s *store) deleteStatus(st *status) {
	s.leave(st)
	st.deleted = true
	s.keep(st)
	for _, c := range slices.Clone(st.comments) {
		s.deleteComment(c)
	}
}

// addComment adds c, unless it repeats the last comment of its author.
func (s *store) addComment(c *comment) error {
	if last := c.author.lastComment; last != nil && last.own == c.own && last.status == c.status {
		return refuse(20019)
	}
	c.id = s.nextID()
	c.named = s.namedIn(c.own, c.author)
	s.enterComment(c)
	s.keep(c)
	return nil
}

func (s *store) enterComment(c *comment) {
	s.comments[c.id] = c
	if c.deleted {
		return
	}
	c.author.lastComment = c
	for _, list := range s.listsOfComment(c) {
		*list = append(*list, c)
	}
	for _, link := range linksIn(c.own) {
		s.linkedBy[link] = append(s.linkedBy[link], c)
	}
	if c.replyTo != nil {
		c.replyTo.replies++
	}
}

func (s *store) listsOfComment(c *comment) []*[]*comment {
	lists := []*[]*comment{&c.status.comments, &c.author.written}
	to := c.status.author
	if to != c.author {
		lists = append(lists, &to.received)
	}
	if r := c.replyTo; r != nil && r.author != to && r.author != c.author {
		lists = append(lists, &r.author.received)
	}
	for _, u := range c.named {
		lists = append(lists, &u.named)
	}
	return lists
}

func (s *store) deleteComment(c *comment) {
	for _, list := range s.listsOfComment(c) {
		*list = without(*list, c)
	}
	for _, link := range linksIn(c.own) {
		s.linkedBy[link] = without(s.linkedBy[link], c)
	}
	if c.replyTo != nil {
		c.replyTo.replies--
	}
	if c.author.lastComment == c {
		c.author.lastComment = nil
	}
	c.deleted = true
	s.keep(c)
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

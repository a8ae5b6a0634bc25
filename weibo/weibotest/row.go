package weibotest

import (
	"encoding/binary"
	"encoding/json"
	"fmt"
	"slices"
	"time"
)

// A record is something that the data file has under a key of its own.
type record interface {
	bucket() string
	key() string
	row() any // what is written, as JSON
}

// keep notes that a record is new or has changed. It is written when the call ends, as it is then.
func (s *store) keep(r record) { s.note(r, r) }

// drop notes that a record is gone.
func (s *store) drop(r record) { s.note(r, nil) }

func (s *store) note(r, value record) {
	if s.data != nil {
		s.changes[recordKey{r.bucket(), r.key()}] = value
	}
}

type recordKey struct{ bucket, key string }

// commit writes what has changed since the last commit.
func (s *store) commit() error {
	if len(s.changes) == 0 {
		return nil
	}
	s.keep(counter(s.lastID))
	err := s.data.write(s.changes)
	if err == nil {
		clear(s.changes)
	}
	return err
}

// buckets are those of the data file, in the order in which they are read: what others refer to comes first.
var buckets = []struct {
	name string
	read func(*store, string, []byte) error
}{
	{"counter", reader((*store).readCounter)},
	{"users", reader((*store).readUser)},
	{"pictures", (*store).readPicture},
	{"pois", reader((*store).readPOI)},
	{"short", reader((*store).readShort)},
	{"statuses", reader((*store).readStatus)},
	{"comments", reader((*store).readComment)},
	{"tokens", reader((*store).readToken)},
	{"refresh", reader((*store).readRefresh)},
}

func reader[R any](restore func(*store, string, R) error) func(*store, string, []byte) error {
	return func(s *store, key string, value []byte) error {
		var r R
		if err := json.Unmarshal(value, &r); err != nil {
			return err
		}
		return restore(s, key, r)
	}
}

// idKey puts ids into the order of their numbers.
func idKey(id int64) string { return string(binary.BigEndian.AppendUint64(nil, uint64(id))) }

// A counter is the last id that was given away.
type counter int64

func (counter) bucket() string { return "counter" }
func (counter) key() string    { return "lastID" }
func (n counter) row() any     { return n }

func (s *store) readCounter(_ string, n counter) error {
	s.lastID = int64(n)
	return nil
}

func (*user) bucket() string { return "users" }
func (u *user) key() string  { return idKey(u.UID) }
func (u *user) row() any     { return u.kept }

// readUser takes an account as it was. Who follows whom is clear only when all are there, see linkAll.
func (s *store) readUser(_ string, k kept) error {
	u := s.users[k.UID]
	if u == nil {
		return fmt.Errorf("there is no account %d", k.UID)
	}
	delete(s.names, u.ScreenName)
	u.kept = k
	s.names[u.ScreenName] = u
	return nil
}

// linkAll works out who follows whom.
func (s *store) linkAll() error {
	for _, u := range s.order {
		clear(u.fans)
		u.mutual = 0
	}
	for _, u := range s.order {
		for uid, f := range u.Friends {
			other := s.users[uid]
			if other == nil {
				return fmt.Errorf("account %d follows %d, which is not there", u.UID, uid)
			}
			other.fans[u.UID] = f.ID
			if other.follows(u.UID) {
				u.mutual++
			}
		}
	}
	return nil
}

// A pictureRecord is a picture with its id. Its bytes are no JSON.
type pictureRecord struct {
	pid  string
	data []byte
}

func (pictureRecord) bucket() string { return "pictures" }
func (p pictureRecord) key() string  { return p.pid }
func (p pictureRecord) row() any     { return p.data }

func (s *store) readPicture(pid string, data []byte) error {
	k := kindOf(data)
	if k == nil {
		return fmt.Errorf("%s is no picture", pid)
	}
	s.pictures[pid] = picture{k, append([]byte(nil), data...)}
	return nil
}

// A statusRow is a status in the data file, with ids in place of what it refers to.
type statusRow struct {
	ID, Author    int64
	Text          string
	Created       time.Time
	App           string
	Pictures      []string          `json:",omitzero"`
	Visible       int64             `json:",omitzero"`
	Group         int64             `json:",omitzero"`
	Place         *[2]float64       `json:",omitzero"`
	Visit         *visit            `json:",omitzero"`
	Annotations   []json.RawMessage `json:",omitzero"`
	Original, Via int64             `json:",omitzero"`
	Named         []int64           `json:",omitempty"`
	Likes         int               `json:",omitzero"`
	Deleted       bool              `json:",omitzero"`
	Topic         *openIMTopic      `json:",omitzero"`
}

func (*status) bucket() string { return "statuses" }
func (st *status) key() string { return idKey(st.id) }
func (st *status) row() any {
	return statusRow{st.id, st.author.UID, st.text, st.created, st.appKey, st.pictures, st.visible, st.group, st.place, st.visit,
		st.annotations, idOf(st.original), idOf(st.via), uids(st.named), st.likes, st.deleted, st.topic}
}

// all returns users by id, nil for those who are not there.
func (s *store) all(uids []int64) []*user {
	users := make([]*user, len(uids))
	for i, uid := range uids {
		users[i] = s.users[uid]
	}
	return users
}

// idOf returns the id of what may be nil, which has 0.
func idOf[T item](x T) int64 {
	var none T
	if x == none {
		return 0
	}
	return x.identity()
}

func (s *store) readStatus(_ string, r statusRow) error {
	if old := s.statuses[r.ID]; old != nil { // of the seeded world
		old.likes = r.Likes
		if r.Deleted {
			s.leave(old)
			old.deleted = true
		}
		return nil
	}
	st := &status{id: r.ID, author: s.users[r.Author], text: r.Text, created: r.Created, appKey: r.App, pictures: r.Pictures, visible: r.Visible,
		group: r.Group, place: r.Place, visit: r.Visit, annotations: r.Annotations, original: s.statuses[r.Original], via: s.statuses[r.Via],
		named: s.all(r.Named), likes: r.Likes, deleted: r.Deleted, topic: r.Topic}
	switch {
	case st.author == nil, slices.Contains(st.named, nil), r.Original != 0 && st.original == nil, r.Via != 0 && st.via == nil, r.Visit != nil && s.pois[r.Visit.POI] == nil:
		return fmt.Errorf("status %d refers to something that is not there", r.ID)
	}
	s.enter(st)
	return nil
}

// A commentRow is a comment in the data file.
type commentRow struct {
	ID, Author, Status int64
	ReplyTo            int64 `json:",omitzero"`
	Text, Own          string
	Named              []int64 `json:",omitempty"`
	Created            time.Time
	App                string
	Deleted            bool `json:",omitzero"`
	Likes              int  `json:",omitzero"`
}

func (*comment) bucket() string { return "comments" }
func (c *comment) key() string  { return idKey(c.id) }
func (c *comment) row() any {
	return commentRow{c.id, c.author.UID, c.status.id, idOf(c.replyTo), c.text, c.own, uids(c.named), c.created, c.appKey, c.deleted, c.likes}
}

func (s *store) readComment(_ string, r commentRow) error {
	if old := s.comments[r.ID]; old != nil { // of the seeded world
		old.likes = r.Likes
		if r.Deleted && !old.deleted {
			s.deleteComment(old)
		}
		return nil
	}
	c := &comment{id: r.ID, author: s.users[r.Author], status: s.statuses[r.Status], replyTo: s.comments[r.ReplyTo], text: r.Text, own: r.Own,
		named: s.all(r.Named), created: r.Created, appKey: r.App, deleted: r.Deleted, likes: r.Likes}
	if c.author == nil || slices.Contains(c.named, nil) || c.status == nil || r.ReplyTo != 0 && c.replyTo == nil {
		return fmt.Errorf("comment %d refers to something that is not there", r.ID)
	}
	s.enterComment(c)
	return nil
}

// A tokenRow is a token or a refresh token in the data file.
type tokenRow struct {
	UID        int64
	App, Scope string
	Access     string    `json:",omitzero"` // of a refresh token
	Created    time.Time `json:",omitzero"`
	Expires    time.Time
	Revoked    bool `json:",omitzero"`
	Given      bool `json:",omitzero"`
}

func (r tokenRow) grant() grant { return grant{r.UID, r.App, r.Scope} }

func (token) bucket() string { return "tokens" }
func (t token) key() string  { return t.text }
func (t token) row() any {
	return tokenRow{UID: t.uid, App: t.appKey, Scope: t.scope, Created: t.created, Expires: t.expires, Revoked: t.revoked, Given: t.given}
}

func (s *store) readToken(text string, r tokenRow) error {
	s.tokens[text] = token{r.grant(), text, r.Created, r.Expires, r.Revoked, r.Given}
	return nil
}

func (*refreshToken) bucket() string { return "refresh" }
func (t *refreshToken) key() string  { return t.text }
func (t *refreshToken) row() any {
	return tokenRow{UID: t.uid, App: t.appKey, Scope: t.scope, Access: t.access, Expires: t.expires}
}

func (s *store) readRefresh(text string, r tokenRow) error {
	s.refreshTokens[text] = &refreshToken{r.grant(), text, r.Access, r.Expires}
	return nil
}

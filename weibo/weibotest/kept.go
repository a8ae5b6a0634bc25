package weibotest

import (
	"cmp"
	"maps"
	"slices"
	"time"
)

// A kept is what an account is and has of its own, in the form in which the data file has it.
type kept struct {
	account
	Avatar    string              // a picture, if it has one
	Approvals map[string]approval // by app key
	Friends   map[int64]friend    // whom the account follows
	Groups    []*group            // of friends, in the order that the account gave them
	Favorites map[int64]*favorite // by status
	Tags      []string
	Trends    []string
	Seen      map[string]int64 // by counter of remind/unread_count: up to where the user has seen what it counts
	Shielded  map[int64]bool   // statuses that are left out of the mentions
	Ignored   map[int64]bool   // accounts not to be suggested again
	Top       int64            // the status that is pinned
	TopSince  time.Time
	Privacy   map[string]int64
	Position  *[2]float64 // where others may find the user
}

// A friend is an account that is followed.
type friend struct {
	ID     int64 // rises with the time of the following
	Remark string
}

type favorite struct {
	ID   int64 // rises with the time
	Time time.Time
	Tags []string
}

// newKept returns what a new account has.
func newKept(a account) kept {
	return kept{
		account:   a,
		Approvals: map[string]approval{},
		Friends:   map[int64]friend{},
		Favorites: map[int64]*favorite{},
		Seen:      map[string]int64{},
		Shielded:  map[int64]bool{},
		Ignored:   map[int64]bool{},
		Privacy:   map[string]int64{},
	}
}

// link makes u follow other.
func (s *store) link(u, other *user, f friend) {
	u.Friends[other.UID] = f
	other.fans[u.UID] = f.ID
	if _, back := other.Friends[u.UID]; back {
		u.mutual++
		other.mutual++
	}
}

// unlink makes u not follow other any more.
func (s *store) unlink(u, other *user) {
	delete(u.Friends, other.UID)
	delete(other.fans, u.UID)
	for _, g := range u.Groups {
		delete(g.Members, other.UID)
	}
	if _, back := other.Friends[u.UID]; back {
		u.mutual--
		other.mutual--
	}
}

func (u *user) follows(uid int64) bool {
	_, ok := u.Friends[uid]
	return ok
}

// friends returns those whom a user follows, the latest first.
func (s *store) friends(u *user) []*user {
	return latest(s, u.Friends, func(f friend) int64 { return f.ID })
}

// followers returns those who follow a user, the latest first.
func (s *store) followers(u *user) []*user {
	return latest(s, u.fans, func(id int64) int64 { return id })
}

// bilateral returns those whom a user follows and who follow back.
func (s *store) bilateral(u *user) []*user {
	return slices.DeleteFunc(s.friends(u), func(f *user) bool { return !f.follows(u.UID) })
}

// latest returns the users that a map is about, falling by a number, which tells the time.
func latest[V any](s *store, m map[int64]V, number func(V) int64) []*user {
	uids := slices.SortedFunc(maps.Keys(m), func(a, b int64) int {
		return cmp.Or(cmp.Compare(number(m[b]), number(m[a])), cmp.Compare(a, b))
	})
	users := make([]*user, len(uids))
	for i, uid := range uids {
		users[i] = s.users[uid]
	}
	return users
}

package weiboapi

// This file and the other ones here that do not end in .gen.go are written by hand, and go generate leaves them alone. They
// are what reading a model safely takes, as methods; and Go wants the methods of a type in the package of the type. All of
// them may be called on nil. A name that the description comes to need for a member does not compile beside them.

import "time"

// IsDeleted tells that only a stub of the status is left: its text is then a sentence of Weibo's that says so. Such stubs
// stand in place of the original in reposts and in batch answers. They have the member deleted, or lack the date, which all
// other statuses on record have. The text is not looked at: Weibo has several such sentences. A status that is nil or has
// no id is none.
func (s *Status) IsDeleted() bool {
	if s == nil || s.ID == 0 {
		return false
	}
	switch s.Deleted {
	case "", "0", "false":
		return s.CreatedAt.IsZero()
	}
	return true
}

// Author returns the author. It is never nil: if only the id is known, as with trim_user, the rest of the User is empty, and
// if nothing is, as in many a deleted status, all of it.
func (s *Status) Author() *User {
	switch {
	case s == nil:
		return new(User)
	case s.User == nil:
		return &User{ID: s.UID}
	}
	return s.User
}

// Author returns the author. It is never nil: if nothing is known, the User is empty.
func (c *Comment) Author() *User {
	if c == nil || c.User == nil {
		return new(User)
	}
	return c.User
}

// Original returns the status that this one reposts, and nil if it is no repost. It may be a deleted one, see
// [Status.IsDeleted]. Where a repost is reposted it is the first of them all; PID has the id of the one between.
func (s *Status) Original() *Status {
	if s == nil || s.RetweetedStatus == nil || s.RetweetedStatus.ID == 0 && s.RetweetedStatus.Text == "" {
		return nil // an empty object is none
	}
	return s.RetweetedStatus
}

// Published returns when the status was published, and false if the answer does not say, as of a deleted one.
func (s *Status) Published() (t time.Time, ok bool) {
	if s == nil || s.CreatedAt.IsZero() {
		return time.Time{}, false
	}
	return s.CreatedAt.Time, true
}

// Audience returns who may see the status, [AudienceUnknown] if the answer does not say.
func (s *Status) Audience() Audience {
	if s == nil {
		return AudienceUnknown
	}
	return s.Visible.Audience()
}

// Point returns the place of the status in degrees, and false without one, see [Geo.Point].
func (s *Status) Point() (latitude, longitude float64, ok bool) {
	if s == nil {
		return 0, 0, false
	}
	return s.Geo.Point()
}

// An Audience says who may see a status. Its numbers are those of the parameter Visible of the calls that publish, such as
// statuses/update. The numbers in answers are others, see [Visible.Audience].
type Audience int

// Audiences.
const (
	AudienceUnknown   Audience = -1 // no number for a parameter
	AudienceEverybody Audience = 0
	AudienceAuthor    Audience = 1
	AudienceFriends   Audience = 2
	AudienceGroup     Audience = 3 // with ListID
)

// Audience returns who may see a status. In answers 3 is a friend group and 4 close friends; as a parameter, 3 is a friend
// group too and close friends are 2. A number that is not on record is [AudienceUnknown], so that nothing is taken for public
// that may not be.
func (v *Visible) Audience() Audience {
	if v == nil {
		return AudienceUnknown
	}
	switch v.Type {
	case 0:
		return AudienceEverybody
	case 1:
		return AudienceAuthor
	case 3:
		return AudienceGroup
	case 4:
		return AudienceFriends
	}
	return AudienceUnknown
}

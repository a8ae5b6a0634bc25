package weibotest

import (
	"slices"
	"strconv"
)

// aboutComments answers with a page of the comments that a user has in one of the lists: the user of uid, or else the caller.
func aboutComments(list func(*user) []*comment) handler {
	return func(c *call) (any, error) {
		u, err := c.whom()
		if err != nil {
			return nil, err
		}
		return c.commentList(list(u))
	}
}

func written(u *user) []*comment  { return u.written }
func received(u *user) []*comment { return u.received }
func named(u *user) []*comment    { return u.named }

// otherCommentTimeline lists what a user wrote and received.
func (c *call) otherCommentTimeline() (any, error) {
	u, err := c.whom()
	if err != nil {
		return nil, err
	}
	shown, next := merge([][]*comment{u.written, u.received}, c.window())
	return c.commentPage(shown, next, len(u.written)+len(u.received)), nil
}

func (c *call) otherMentions() (any, error) {
	u, err := c.whom()
	if err != nil {
		return nil, err
	}
	return c.simple(u.mentions), nil
}

func (c *call) ownTags() (any, error) {
	part, _, _ := slice(c, tags(c.caller()))
	return part, nil
}

// searchLimited finds statuses by a keyword, an author, the time, and whether they are originals or have a picture. Other
// filters are passed over.
func (c *call) searchLimited() (any, error) {
	authors := c.ints("ids")
	found := c.store.search(func(st *status) bool {
		return contains(st.text, c.text("q")) && c.inTime(st) && (len(authors) == 0 || slices.Contains(authors, st.author.UID)) &&
			(!c.has("hasori") || c.flag("hasori") == (st.original == nil)) && (!c.has("haspic") || c.flag("haspic") == (len(st.pictures) > 0))
	})
	return c.simple(found), nil
}

// A bizCounts holds the figures of a user, as the calls for partners write them.
type bizCounts struct {
	ID                string `json:"id"`
	FollowersCount    string `json:"followers_count"`
	FriendsCount      string `json:"friends_count"`
	MutualFriendCount string `json:"mutual_friend_count"`
	StatusesCount     string `json:"statuses_count"`
}

// bizCountUsers leaves out who does not exist.
func (c *call) bizCountUsers() (any, error) {
	counts := []bizCounts{}
	for _, u := range c.usersNamed("") {
		counts = append(counts, bizCounts{
			ID:                strconv.FormatInt(u.UID, 10),
			FollowersCount:    strconv.Itoa(len(u.fans)),
			FriendsCount:      strconv.Itoa(len(u.Friends)),
			MutualFriendCount: strconv.Itoa(u.mutual),
			StatusesCount:     strconv.Itoa(len(u.statuses)),
		})
	}
	return counts, nil
}

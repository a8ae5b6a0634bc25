package weibotest

import (
	"slices"
	"strconv"

	"github.com/seed4635ade2/weibo-go/gen/weiboapi"
)

// A group is a friend group, which is for its owner alone.
type group struct {
	ID          int64
	Name        string
	Description string
	Tags        []string
	Members     map[int64]member
}

type member struct {
	ID          int64 // rises with the time
	Description string
}

// The limits of friend groups, as documented. Those of texts are in Han characters.
const (
	maxGroups           = 20
	maxGroupMembers     = 200
	maxGroupName        = 10
	maxGroupDescription = 70
)

func (g *group) has(uid int64) bool {
	_, ok := g.Members[uid]
	return ok
}

// group returns a group of a user, or nil.
func (u *user) group(id int64) *group {
	if i := slices.IndexFunc(u.Groups, func(g *group) bool { return g.ID == id }); i >= 0 {
		return u.Groups[i]
	}
	return nil
}

// ownGroup returns the group that the call names, which must be of the caller.
func (c *call) ownGroup() (*group, error) {
	id, err := strconv.ParseInt(c.text("list_id"), 10, 64)
	if err != nil {
		return nil, invalid("list_id", "int64", c.text("list_id"))
	}
	if g := c.caller().group(id); g != nil {
		return g, nil
	}
	for _, u := range c.store.order {
		if u.group(id) != nil {
			return nil, refuse(20604)
		}
	}
	return nil, refuse(20603)
}

// A groupAnswer is a friend group.
type groupAnswer struct {
	ID              int64       `json:"id"`
	IDStr           string      `json:"idstr"`
	Name            string      `json:"name"`
	Mode            string      `json:"mode"`
	Visible         int         `json:"visible"`
	LikeCount       int         `json:"like_count"`
	MemberCount     int         `json:"member_count"`
	Description     string      `json:"description"`
	Tags            []string    `json:"tags"`
	ProfileImageURL string      `json:"profile_image_url"`
	User            *userAnswer `json:"user"`
}

func (c *call) group(g *group) groupAnswer {
	owner := c.user(c.caller())
	return groupAnswer{ID: g.ID, IDStr: strconv.FormatInt(g.ID, 10), Name: g.Name, Mode: "private", MemberCount: len(g.Members),
		Description: g.Description, Tags: append([]string{}, g.Tags...), ProfileImageURL: owner.ProfileImageURL, User: owner}
}

type groupsAnswer struct {
	Lists       []groupAnswer `json:"lists"`
	TotalNumber int           `json:"total_number"`
}

func (c *call) groups(list []*group) groupsAnswer {
	a := groupsAnswer{Lists: make([]groupAnswer, len(list)), TotalNumber: len(list)}
	for i, g := range list {
		a.Lists[i] = c.group(g)
	}
	return a
}

func (c *call) ownGroups() (any, error) { return c.groups(c.caller().Groups), nil }

// groupBatch leaves out what is not the caller's, since all groups are private.
func (c *call) groupBatch() (any, error) {
	var found []*group
	for _, text := range c.texts("list_ids") {
		id, _ := strconv.ParseInt(text, 10, 64)
		if g := c.caller().group(id); g != nil {
			found = append(found, g)
		}
	}
	return c.groups(found), nil
}

// withGroup makes a handler of what is done with a group of the caller.
func withGroup(do func(*call, *group) (any, error)) handler {
	return func(c *call) (any, error) {
		g, err := c.ownGroup()
		if err != nil {
			return nil, err
		}
		return do(c, g)
	}
}

func (c *call) showGroup(g *group) (any, error) { return c.group(g), nil }

// describe gives a group what the call says about it.
func (c *call) describe(g *group) error {
	name := c.text("name")
	if slices.ContainsFunc(c.caller().Groups, func(other *group) bool { return other != g && other.Name == name }) {
		return refuse(20608)
	}
	if c.has("name") {
		g.Name = name
	}
	if c.has("description") {
		g.Description = c.text("description")
	}
	if c.has("tags") {
		g.Tags = c.texts("tags")
	}
	return nil
}

func (c *call) createGroup() (any, error) {
	me := c.caller()
	if len(me.Groups) >= maxGroups {
		return nil, refuse(20614)
	}
	g := &group{Members: map[int64]member{}}
	if err := c.describe(g); err != nil {
		return nil, err
	}
	g.ID = c.store.nextID()
	me.Groups = append(me.Groups, g)
	c.store.keep(me)
	return c.group(g), nil
}

func (c *call) updateGroup(g *group) (any, error) {
	if err := c.describe(g); err != nil {
		return nil, err
	}
	c.store.keep(c.caller())
	return c.group(g), nil
}

func (c *call) destroyGroup(g *group) (any, error) {
	me := c.caller()
	me.Groups = slices.DeleteFunc(me.Groups, func(other *group) bool { return other == g })
	c.store.keep(me)
	return c.group(g), nil
}

// orderGroups puts the groups that the call names first.
func (c *call) orderGroups() (any, error) {
	wanted := c.texts("list_ids")
	place := func(g *group) int {
		if i := slices.Index(wanted, strconv.FormatInt(g.ID, 10)); i >= 0 {
			return i
		}
		return len(wanted)
	}
	me := c.caller()
	slices.SortStableFunc(me.Groups, func(a, b *group) int { return place(a) - place(b) })
	c.store.keep(me)
	return weiboapi.Result{Result: true}, nil
}

func (c *call) members(g *group) []*user {
	return latest(c.store, g.Members, func(m member) int64 { return m.ID })
}

func (c *call) groupMembers(g *group) (any, error)   { return c.pageOfUsers(c.members(g)), nil }
func (c *call) groupMemberIDs(g *group) (any, error) { return c.pageOfUIDs(c.members(g)), nil }
func (c *call) groupTimeline(g *group) (any, error)  { return c.merged(c.members(g)), nil }

func (c *call) groupTimelineIDs(g *group) (any, error) {
	a := c.merged(c.members(g))
	list := weiboapi.IDList{Statuses: []string{}, HasVisible: a.HasVisible, NextCursor: a.NextCursor, TotalNumber: a.TotalNumber}
	for _, st := range a.Statuses {
		list.Statuses = append(list.Statuses, st.IDStr)
	}
	return list, nil
}

// add puts a friend of the caller into a group.
func (c *call) add(g *group, uid int64, description string) error {
	switch {
	case !c.caller().follows(uid):
		return refuse(20503)
	case g.has(uid):
		return refuse(20606)
	case len(g.Members) >= maxGroupMembers:
		return refuse(20615)
	}
	g.Members[uid] = member{c.store.nextID(), description}
	c.store.keep(c.caller())
	return nil
}

func (c *call) addGroupMember(g *group) (any, error) {
	if err := c.add(g, c.int("uid"), ""); err != nil {
		return nil, err
	}
	return c.group(g), nil
}

// addGroupMembers answers whether one was added.
func (c *call) addGroupMembers(g *group) (any, error) {
	descriptions := c.texts("group_descriptions")
	added := false
	for i, uid := range c.ints("uids") {
		description := ""
		if i < len(descriptions) {
			description = descriptions[i]
		}
		added = c.add(g, uid, description) == nil || added
	}
	return weiboapi.Result{Result: added}, nil
}

func (c *call) destroyGroupMember(g *group) (any, error) {
	if !g.has(c.int("uid")) {
		return nil, refuse(20003)
	}
	delete(g.Members, c.int("uid"))
	c.store.keep(c.caller())
	return c.group(g), nil
}

// A memberAnswer is what a group says of a member.
type memberAnswer struct {
	UID         int64  `json:"uid"`
	ListID      int64  `json:"list_id"`
	Description string `json:"group_description"`
}

func (c *call) updateGroupMember(g *group) (any, error) {
	uid := c.int("uid")
	m, ok := g.Members[uid]
	if !ok {
		return nil, refuse(20003)
	}
	m.Description = c.text("group_description")
	g.Members[uid] = m
	c.store.keep(c.caller())
	return memberAnswer{uid, g.ID, m.Description}, nil
}

func (c *call) groupMemberDescriptions(g *group) (any, error) {
	answer := []memberAnswer{}
	for _, uid := range c.ints("uids") {
		if m, ok := g.Members[uid]; ok {
			answer = append(answer, memberAnswer{uid, g.ID, m.Description})
		}
	}
	return answer, nil
}

func (c *call) isGroupMember(g *group) (any, error) {
	return map[string]bool{"lists": g.has(c.int("uid"))}, nil
}

// groupsListed tells which groups of the caller users are in.
func (c *call) groupsListed() (any, error) {
	type listing struct {
		UID   string        `json:"uid"`
		Lists []groupAnswer `json:"lists"`
	}
	answer := []listing{}
	for _, uid := range c.ints("uids") {
		l := listing{strconv.FormatInt(uid, 10), []groupAnswer{}}
		for _, g := range c.caller().Groups {
			if g.has(uid) {
				l.Lists = append(l.Lists, c.group(g))
			}
		}
		answer = append(answer, l)
	}
	return answer, nil
}

package weibotest

import (
	"slices"
	"strconv"

	"github.com/seed4635ade2/weibo-go/gen/weiboapi"
	"github.com/seed4635ade2/weibo-go/weibo/wire"
)

// caller returns the user whose token the call has, or nil.
func (c *call) caller() *user { return c.store.users[c.grant.uid] }

// userWithStatus returns a profile with the latest status that the caller may see.
func (c *call) userWithStatus(u *user) *userAnswer {
	a := c.user(u)
	for _, st := range slices.Backward(u.statuses) {
		if !st.seenBy(c.grant.uid) {
			continue
		}
		if c.flag("trim_status") {
			a.StatusID = st.id
		} else {
			a.Status = c.status(st, noAuthor)
		}
		break
	}
	return a
}

func (c *call) showUser() (any, error) {
	u, err := c.store.user(c.int("uid"), c.text("screen_name"))
	if err != nil {
		return nil, err
	}
	return c.userWithStatus(u), nil
}

func (c *call) showSelf() (any, error) { return c.userWithStatus(c.caller()), nil }

func (c *call) showDomain() (any, error) {
	domain := c.text("domain")
	for _, u := range c.store.order {
		if u.Domain == domain {
			return c.userWithStatus(u), nil
		}
	}
	return nil, refuse(20401)
}

// usersNamed returns the users that the parameter uids and one with names name, without those who do not exist.
func (c *call) usersNamed(names string) (found []*user) {
	for _, uid := range c.ints("uids") {
		found = append(found, c.store.users[uid])
	}
	for _, name := range c.texts(names) {
		found = append(found, c.store.names[name])
	}
	return slices.DeleteFunc(found, func(u *user) bool { return u == nil })
}

// showUsers leaves out who does not exist.
func (c *call) showUsers() (any, error) {
	found := c.usersNamed("screen_name")
	return userList{Users: c.users(found), TotalNumber: len(found)}, nil
}

// A userCounts holds the figures of a user.
type userCounts struct {
	ID                  int64 `json:"id"`
	FollowersCount      int   `json:"followers_count"`
	FriendsCount        int   `json:"friends_count"`
	StatusesCount       int   `json:"statuses_count"`
	PrivateFriendsCount int   `json:"private_friends_count"`
	PageFriendsCount    int   `json:"pagefriends_count"`
}

func (c *call) countUsers() (any, error) {
	counts := []userCounts{}
	for _, uid := range c.ints("uids") {
		if u := c.store.users[uid]; u != nil {
			counts = append(counts, userCounts{ID: uid, FollowersCount: len(u.fans), FriendsCount: len(u.Friends), StatusesCount: len(u.statuses)})
		}
	}
	return counts, nil
}

func (c *call) getUID() (any, error) { return weiboapi.AccountUID{UID: c.grant.uid}, nil }

// getTop tells which status a user pinned.
func (c *call) getTop() (any, error) {
	u, err := c.store.user(c.int("uid"), "")
	if err != nil {
		return nil, err
	}
	return struct {
		MID      int64     `json:"mid"`
		UID      int64     `json:"uid"`
		IsUse    bool      `json:"is_use"`
		CreateAt wire.Time `json:"create_at,omitzero"`
	}{u.Top, u.UID, u.Top != 0, wire.Time{Time: u.TopSince}}, nil
}

// pin pins an own status, or with cancel unpins it. The answer is not on record.
func pin(cancel bool) handler {
	return func(c *call) (any, error) {
		st, err := c.store.status(c.int("id"), c.grant.uid)
		me := c.caller()
		switch {
		case err != nil:
			return nil, err
		case st.author != me:
			return nil, refuse(20102)
		case !cancel:
			me.Top, me.TopSince = st.id, c.now
		case me.Top == st.id:
			me.Top = 0
		}
		c.store.keep(me)
		return weiboapi.Result{Result: true}, nil
	}
}

// privacy lists the settings of account/get_privacy with what they are at first, which is not on record.
var privacy = map[string]int64{"comment": 0, "message": 0, "geo": 1, "realname": 0, "badge": 1, "mobile": 0}

func (c *call) getPrivacy() (any, error) {
	settings := map[string]int64{}
	for name, standard := range privacy {
		settings[name] = standard
		if v, changed := c.caller().Privacy[name]; changed {
			settings[name] = v
		}
	}
	return settings, nil
}

// updatePrivacy leaves what is not sent as it is.
func (c *call) updatePrivacy() (any, error) {
	for name := range privacy {
		if c.has(name) {
			c.caller().Privacy[name] = c.int(name)
		}
	}
	c.store.keep(c.caller())
	return c.getPrivacy()
}

// updateProfile keeps what a profile shows here. The rest, which is personal data, is not kept.
func (c *call) updateProfile() (any, error) {
	me, name := c.caller(), c.text("screen_name")
	if other := c.store.names[name]; other != nil && other != me {
		return nil, invalid("screen_name", "a nickname that nobody has", name)
	}
	delete(c.store.names, me.ScreenName)
	me.ScreenName = name
	c.store.names[name] = me
	me.Gender, me.Province, me.City = c.text("gender"), codeText(c.int("province")), codeText(c.int("city"))
	if c.has("description") {
		me.Description = c.text("description")
	}
	c.store.keep(me)
	return c.userWithStatus(me), nil
}

func (c *call) uploadAvatar() (any, error) {
	me := c.caller()
	data, _ := c.value("image").([]byte)
	me.Avatar = c.store.addPicture(me.UID, data)
	c.store.keep(me)
	return c.userWithStatus(me), nil
}

// basicProfile shows what everybody may see.
func (c *call) basicProfile() (any, error) {
	u, err := c.whom()
	if err != nil {
		return nil, err
	}
	a := c.user(u)
	return map[string]any{"id": u.UID, "screen_name": u.ScreenName, "name": u.ScreenName, "gender": u.Gender, "description": u.Description,
		"location": u.Location, "province": u.Province, "city": u.City, "profile_image_url": a.ProfileImageURL, "domain": u.Domain, "created_at": a.CreatedAt,
		"lang": u.Lang}, nil
}

// verifyNickname suggests names with a number where the wanted one is taken.
func (c *call) verifyNickname() (any, error) {
	name := c.text("nickname")
	free := func(name string) bool { return c.store.names[name] == nil }
	a := weiboapi.NicknameCheck{IsLegal: free(name), SuggestNicknames: []string{}}
	for n := 1; !a.IsLegal && len(a.SuggestNicknames) < 3; n++ {
		if other := name + strconv.Itoa(n); free(other) {
			a.SuggestNicknames = append(a.SuggestNicknames, other)
		}
	}
	return a, nil
}

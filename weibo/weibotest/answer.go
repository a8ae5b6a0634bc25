package weibotest

import (
	"encoding/json"
	"html"
	"strconv"

	"github.com/seed4635ade2/weibo-go/gen/weiboapi"
	"github.com/seed4635ade2/weibo-go/weibo/text"
	"github.com/seed4635ade2/weibo-go/weibo/wire"
)

// The answers have types of their own where those of package weiboapi would leave out what is zero: Weibo sends the members
// below whatever their value, and clients count on it.

// A statusAnswer is a status as it was recorded.
type statusAnswer struct {
	CreatedAt           wire.Time         `json:"created_at"`
	ID                  int64             `json:"id"`
	IDStr               string            `json:"idstr"`
	MID                 string            `json:"mid"`
	Text                string            `json:"text"`
	TextLength          int               `json:"textLength"`
	SourceAllowClick    int               `json:"source_allowclick"`
	SourceType          int               `json:"source_type"`
	Source              string            `json:"source"`
	Favorited           bool              `json:"favorited"`
	Truncated           bool              `json:"truncated"`
	InReplyToStatusID   string            `json:"in_reply_to_status_id"`
	InReplyToUserID     string            `json:"in_reply_to_user_id"`
	InReplyToScreenName string            `json:"in_reply_to_screen_name"`
	PicURLs             []weiboapi.PicURL `json:"pic_urls"`
	ThumbnailPic        string            `json:"thumbnail_pic,omitzero"`
	BmiddlePic          string            `json:"bmiddle_pic,omitzero"`
	OriginalPic         string            `json:"original_pic,omitzero"`
	Geo                 *weiboapi.Geo     `json:"geo"`
	User                *userAnswer       `json:"user,omitzero"`
	UID                 int64             `json:"uid,omitzero"`
	PID                 int64             `json:"pid,omitzero"`
	RetweetedStatus     any               `json:"retweeted_status,omitzero"`
	Annotations         []json.RawMessage `json:"annotations,omitzero"`
	RepostsCount        int               `json:"reposts_count"`
	CommentsCount       int               `json:"comments_count"`
	AttitudesCount      int               `json:"attitudes_count"`
	IsLongText          bool              `json:"isLongText"`
	MLevel              int               `json:"mlevel"`
	Visible             weiboapi.Visible  `json:"visible"`
	BizFeature          int64             `json:"biz_feature"`
	HotWeiboTags        []struct{}        `json:"hot_weibo_tags"`
	TextTagTips         []struct{}        `json:"text_tag_tips"`
	DarwinTags          []struct{}        `json:"darwin_tags"`
	UserType            int               `json:"userType"`
}

// A deletedAnswer is what is left of a deleted status in its reposts.
type deletedAnswer struct {
	CreatedAt wire.Time `json:"created_at"`
	ID        int64     `json:"id"`
	IDStr     string    `json:"idstr"`
	MID       string    `json:"mid"`
	Text      string    `json:"text"`
	Deleted   string    `json:"deleted"`
}

const deletedText = "此微博已被原作者删除。"

// author is how much of its author a status holds.
type author int

const (
	noAuthor  author = iota // in the profile of the author
	authorUID               // with trim_user
	fullAuthor
)

// status returns a status as the caller sees it.
func (c *call) status(st *status, with author) *statusAnswer {
	a := &statusAnswer{
		CreatedAt:        wire.Time{Time: st.created.In(china)},
		ID:               st.id,
		IDStr:            strconv.FormatInt(st.id, 10),
		MID:              strconv.FormatInt(st.id, 10),
		Text:             st.text,
		TextLength:       text.Length(st.text),
		Source:           c.source(st.appKey),
		SourceAllowClick: 1,
		SourceType:       1,
		PicURLs:          c.picURLs(st.pictures),
		Geo:              geo(st.place),
		Annotations:      st.annotations,
		Favorited:        c.favored(st.id),
		RepostsCount:     len(st.reposts),
		CommentsCount:    len(st.comments),
		AttitudesCount:   st.likes,
		Visible:          weiboapi.Visible{Type: visibleType[st.visible], ListID: st.group},
		HotWeiboTags:     []struct{}{},
		TextTagTips:      []struct{}{},
		DarwinTags:       []struct{}{},
	}
	if a.TextLength > 2*maxHan {
		a.Text, a.IsLongText = text.Truncate(st.text, 2*maxHan, ""), true
	}
	if len(st.pictures) > 0 {
		a.ThumbnailPic = c.pictureURL("thumbnail", st.pictures[0])
		a.BmiddlePic = c.pictureURL("bmiddle", st.pictures[0])
		a.OriginalPic = c.pictureURL("large", st.pictures[0])
	}
	switch with {
	case authorUID:
		a.UID = st.author.UID
	case fullAuthor:
		a.User = c.user(st.author)
	}
	if st.original != nil {
		a.RetweetedStatus = c.original(st.original, with)
	}
	if st.via != nil {
		a.PID = st.via.id
	}
	return a
}

// original returns a reposted status, or what is left of it. Its author is not that of the repost, so it is never left out.
func (c *call) original(st *status, with author) any {
	if !st.deleted {
		if with == noAuthor {
			with = fullAuthor
		}
		return c.status(st, with)
	}
	id := strconv.FormatInt(st.id, 10)
	return deletedAnswer{wire.Time{Time: st.created.In(china)}, st.id, id, id, deletedText, "1"}
}

// visibleType turns the parameter visible into the member visible.type, whose numbers differ.
var visibleType = map[int64]int{0: 0, 1: 1, 2: 4, visibleToGroup: 3}

func (c *call) picURLs(pictures []string) []weiboapi.PicURL {
	urls := make([]weiboapi.PicURL, len(pictures))
	for i, pid := range pictures {
		urls[i].ThumbnailPic = c.pictureURL("thumbnail", pid)
	}
	return urls
}

func geo(place *[2]float64) *weiboapi.Geo {
	if place == nil {
		return nil
	}
	return &weiboapi.Geo{Type: "Point", Coordinates: place[:]}
}

// source names the application that published something, as a link.
func (c *call) source(appKey string) string {
	name := c.store.appName(appKey)
	return `<a href="https://open.weibo.com" rel="nofollow">` + html.EscapeString(name) + `</a>`
}

// appName returns the name of an application. That of an unknown one is what Weibo calls those it has not reviewed.
func (s *store) appName(key string) string {
	if app, ok := s.apps[key]; ok {
		return app.Name
	}
	return "未通过审核应用"
}

// A userAnswer is a user as it was recorded.
type userAnswer struct {
	ID                int64         `json:"id"`
	IDStr             string        `json:"idstr"`
	Class             int           `json:"class"`
	ScreenName        string        `json:"screen_name"`
	Name              string        `json:"name"`
	Province          string        `json:"province"`
	City              string        `json:"city"`
	Location          string        `json:"location"`
	Description       string        `json:"description"`
	URL               string        `json:"url"`
	ProfileImageURL   string        `json:"profile_image_url"`
	ProfileURL        string        `json:"profile_url"`
	Domain            string        `json:"domain"`
	Weihao            string        `json:"weihao"`
	Gender            string        `json:"gender"`
	FollowersCount    int           `json:"followers_count"`
	FriendsCount      int           `json:"friends_count"`
	PageFriendsCount  int           `json:"pagefriends_count"`
	StatusesCount     int           `json:"statuses_count"`
	FavouritesCount   int           `json:"favourites_count"`
	CreatedAt         wire.Time     `json:"created_at"`
	Following         bool          `json:"following"`
	AllowAllActMsg    bool          `json:"allow_all_act_msg"`
	GeoEnabled        bool          `json:"geo_enabled"`
	Verified          bool          `json:"verified"`
	VerifiedType      int           `json:"verified_type"`
	Remark            string        `json:"remark"`
	PType             int           `json:"ptype"`
	AllowAllComment   bool          `json:"allow_all_comment"`
	AvatarLarge       string        `json:"avatar_large"`
	AvatarHD          string        `json:"avatar_hd"`
	VerifiedReason    string        `json:"verified_reason"`
	VerifiedTrade     string        `json:"verified_trade"`
	VerifiedReasonURL string        `json:"verified_reason_url"`
	VerifiedSource    string        `json:"verified_source"`
	VerifiedSourceURL string        `json:"verified_source_url"`
	FollowMe          bool          `json:"follow_me"`
	OnlineStatus      int           `json:"online_status"`
	BiFollowersCount  int           `json:"bi_followers_count"`
	Lang              string        `json:"lang"`
	Star              int           `json:"star"`
	MBType            int           `json:"mbtype"`
	MBRank            int           `json:"mbrank"`
	BlockWord         int           `json:"block_word"`
	BlockApp          int           `json:"block_app"`
	CreditScore       int           `json:"credit_score"`
	UserAbility       int64         `json:"user_ability"`
	URank             int           `json:"urank"`
	Status            *statusAnswer `json:"status,omitzero"`
	StatusID          int64         `json:"status_id,omitzero"`
}

// user returns a profile as the caller sees it.
func (c *call) user(u *user) *userAnswer {
	id := strconv.FormatInt(u.UID, 10)
	avatar := c.base + "/sinaimg/avatar/" + id + ".png"
	if u.Avatar != "" {
		avatar = c.pictureURL("large", u.Avatar)
	}
	a := &userAnswer{
		ID:               u.UID,
		IDStr:            id,
		Class:            1,
		ScreenName:       u.ScreenName,
		Name:             u.ScreenName,
		Province:         u.Province,
		City:             u.City,
		Location:         u.Location,
		Description:      u.Description,
		ProfileImageURL:  avatar,
		AvatarLarge:      avatar,
		AvatarHD:         avatar,
		ProfileURL:       "u/" + id,
		Domain:           u.Domain,
		Gender:           u.Gender,
		FollowersCount:   len(u.fans),
		FriendsCount:     len(u.Friends),
		BiFollowersCount: u.mutual,
		StatusesCount:    len(u.statuses),
		FavouritesCount:  len(u.Favorites),
		CreatedAt:        wire.Time{Time: u.Registered},
		FollowMe:         u.follows(c.grant.uid),
		AllowAllActMsg:   true,
		AllowAllComment:  true,
		GeoEnabled:       true,
		Verified:         u.Verified != "",
		VerifiedType:     -1,
		VerifiedReason:   u.Verified,
		Lang:             u.Lang,
		CreditScore:      80,
		URank:            9,
	}
	if a.Verified {
		a.VerifiedType = 0
	}
	if me := c.caller(); me != nil {
		f, follows := me.Friends[u.UID]
		a.Following, a.Remark = follows, f.Remark
	}
	return a
}

// A commentAnswer is a comment as it was recorded.
type commentAnswer struct {
	CreatedAt         wire.Time      `json:"created_at"`
	ID                int64          `json:"id"`
	IDStr             string         `json:"idstr"`
	MID               string         `json:"mid"`
	RootID            int64          `json:"rootid"`
	FloorNumber       int            `json:"floor_number"`
	Text              string         `json:"text"`
	SourceAllowClick  int            `json:"source_allowclick"`
	SourceType        int            `json:"source_type"`
	Source            string         `json:"source"`
	DisableReply      int            `json:"disable_reply"`
	LikeCount         int            `json:"like_count"`
	Liked             bool           `json:"liked"`
	ReplyCount        int            `json:"reply_count"`
	User              *userAnswer    `json:"user"`
	Status            *statusAnswer  `json:"status,omitzero"`
	ReplyComment      *commentAnswer `json:"reply_comment,omitzero"`
	ReplyOriginalText string         `json:"reply_original_text,omitzero"`
}

// comment returns a comment with its status and with the comment that it replies to.
func (c *call) comment(m *comment) *commentAnswer {
	a := c.bareComment(m)
	a.Status = c.status(m.status, fullAuthor)
	if m.replyTo != nil {
		a.ReplyComment = c.bareComment(m.replyTo)
		a.ReplyOriginalText = m.own
	}
	return a
}

func (c *call) bareComment(m *comment) *commentAnswer {
	return &commentAnswer{
		CreatedAt:        wire.Time{Time: m.created.In(china)},
		ID:               m.id,
		IDStr:            strconv.FormatInt(m.id, 10),
		MID:              strconv.FormatInt(m.id, 10),
		RootID:           m.root().id,
		FloorNumber:      1,
		Text:             m.text,
		SourceAllowClick: 1,
		SourceType:       1,
		Source:           c.source(m.appKey),
		ReplyCount:       m.replies,
		User:             c.user(m.author),
	}
}

// root returns the comment that started the thread.
func (c *comment) root() *comment {
	for c.replyTo != nil {
		c = c.replyTo
	}
	return c
}

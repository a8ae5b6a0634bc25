package bench

import (
	"bytes"
	"encoding/json"
	"fmt"
)

// homePage is a page of statuses/home_timeline as recorded ones are: the members, their kinds, their order and how often
// they come follow recordings, the people and words are made up. It has 20 statuses.
func homePage() []byte {
	var b bytes.Buffer
	b.WriteString(`{"statuses":[`)
	for i := range 20 {
		if i > 0 {
			b.WriteByte(',')
		}
		writeStatus(&b, i)
	}
	b.WriteString(`],"advertises":[],"ad":[],"hasvisible":false,"previous_cursor":0,"next_cursor":5101694137532397,` +
		`"total_number":150,"interval":2000,"uve_blank":-1,"since_id":5101694137532416,"max_id":5101694137532397,"has_unread":0}`)
	return b.Bytes()
}

// quirkyPage is the same page with the kind changes on record: mid and tid as numbers, flags and counts in strings, empty
// lists and strings for objects, the code of a place as a number.
func quirkyPage() []byte {
	page := homePage()
	for _, change := range [][2]string{
		{`"mid":"5101694137532416"`, `"mid":5101694137532416`},
		{`"reposts_count":3,`, `"reposts_count":"3",`},
		{`"favorited":false,`, `"favorited":"0",`},
		{`"geo":null`, `"geo":""`},
		{`"city":"8"`, `"city":8`},
		{`"verified_type":-1`, `"verified_type":"-1"`},
		{`"visible":{"type":0,"list_id":0}`, `"visible":[]`},
		{`"total_number":150`, `"total_number":"150"`},
	} {
		if !bytes.Contains(page, []byte(change[0])) {
			panic("the page has no " + change[0])
		}
		page = bytes.ReplaceAll(page, []byte(change[0]), []byte(change[1]))
	}
	return page
}

func writeStatus(b *bytes.Buffer, i int) {
	id := 5101694137532416 - i
	fmt.Fprintf(b, `{"created_at":"Tue May 31 17:46:55 +0800 2011","id":%d,"mid":"%[1]d","idstr":"%[1]d",`, id)
	fmt.Fprintf(b, `"text":"一只猫第%d次坐在窗边看雨，谁也不理 http://t.cn/example%02d [doge]",`, i, i)
	b.WriteString(`"textLength":62,"source_allowclick":0,"source_type":1,` +
		`"source":"<a href=\"http://app.weibo.com/t/feed/example\" rel=\"nofollow\">示例客户端</a>",` +
		`"favorited":false,"truncated":false,"in_reply_to_status_id":"","in_reply_to_user_id":"","in_reply_to_screen_name":"",`)
	if i%3 == 0 {
		const picture = "sinaimg.cn/thumbnail/53b515f0jw1example001j.jpg"
		b.WriteString(`"pic_urls":[{"thumbnail_pic":"http://ww1.` + picture + `"}],"thumbnail_pic":"http://ww1.` + picture +
			`","bmiddle_pic":"http://ww1.` + picture + `","original_pic":"http://ww1.` + picture + `",`)
	} else {
		b.WriteString(`"pic_urls":[],`)
	}
	b.WriteString(`"geo":null,"user":`)
	writeUser(b, i)
	b.WriteString(`,"annotations":[{"mapi_request":true}],"reposts_count":3,"comments_count":12,` +
		`"attitudes_count":45,"isLongText":false,"mlevel":0,"visible":{"type":0,"list_id":0},"biz_feature":4294967300,` +
		`"darwin_tags":[],"hot_weibo_tags":[],"text_tag_tips":[],"rid":"0_0_1_0000000000000000000","userType":0}`)
}

func writeUser(b *bytes.Buffer, i int) {
	fmt.Fprintf(b, `{"id":%d,"idstr":"%[1]d","class":1,"screen_name":"示例用户%02[2]d","name":"示例用户%02[2]d",`, 1404376560+i, i)
	b.WriteString(`"province":"11","city":"8","location":"北京 海淀区","description":"只说猫的事","url":"",` +
		`"profile_image_url":"http://tp1.sinaimg.cn/1404376560/50/example/1",` +
		`"profile_url":"u/1404376560","domain":"","weihao":"","gender":"f","followers_count":1204,"friends_count":447,"pagefriends_count":2,` +
		`"statuses_count":2908,"favourites_count":95,"created_at":"Fri Aug 28 00:00:00 +0800 2009","following":true,` +
		`"allow_all_act_msg":false,"geo_enabled":true,"verified":false,"verified_type":-1,"remark":"","ptype":0,"allow_all_comment":true,` +
		`"avatar_large":"http://tp1.sinaimg.cn/1404376560/180/example/1","avatar_hd":"http://ww1.sinaimg.cn/crop.0.0.1024.1024/example.jpg",` +
		`"verified_reason":"","verified_trade":"","verified_reason_url":"","verified_source":"","verified_source_url":"",` +
		`"follow_me":false,"online_status":0,"bi_followers_count":230,"lang":"zh-cn","star":0,"mbtype":0,"mbrank":0,"block_word":0,` +
		`"block_app":0,"credit_score":80,"user_ability":0,"urank":12}`)
}

// What follows is what one would write by hand to read the page: the members that it has, dates as they come.

type handPage struct {
	Statuses       []*handStatus     `json:"statuses"`
	Advertises     []json.RawMessage `json:"advertises"`
	Ad             []json.RawMessage `json:"ad"`
	HasVisible     bool              `json:"hasvisible"`
	PreviousCursor int64             `json:"previous_cursor"`
	NextCursor     int64             `json:"next_cursor"`
	TotalNumber    int               `json:"total_number"`
	Interval       int               `json:"interval"`
	UveBlank       int               `json:"uve_blank"`
	SinceID        int64             `json:"since_id"`
	MaxID          int64             `json:"max_id"`
	HasUnread      int               `json:"has_unread"`
}

type handStatus struct {
	ID                  int64             `json:"id"`
	IDStr               string            `json:"idstr"`
	MID                 string            `json:"mid"`
	Text                string            `json:"text"`
	CreatedAt           string            `json:"created_at"`
	User                *handUser         `json:"user"`
	Source              string            `json:"source"`
	Truncated           bool              `json:"truncated"`
	Favorited           bool              `json:"favorited"`
	RepostsCount        int               `json:"reposts_count"`
	CommentsCount       int               `json:"comments_count"`
	AttitudesCount      int               `json:"attitudes_count"`
	PicURLs             []*handPicture    `json:"pic_urls"`
	ThumbnailPic        string            `json:"thumbnail_pic"`
	BmiddlePic          string            `json:"bmiddle_pic"`
	OriginalPic         string            `json:"original_pic"`
	Geo                 *handGeo          `json:"geo"`
	Visible             *handVisible      `json:"visible"`
	Annotations         []json.RawMessage `json:"annotations"`
	InReplyToStatusID   string            `json:"in_reply_to_status_id"`
	InReplyToUserID     string            `json:"in_reply_to_user_id"`
	InReplyToScreenName string            `json:"in_reply_to_screen_name"`
	MLevel              int               `json:"mlevel"`
	IsLongText          bool              `json:"isLongText"`
	TextLength          int               `json:"textLength"`
	DarwinTags          []json.RawMessage `json:"darwin_tags"`
	HotWeiboTags        []json.RawMessage `json:"hot_weibo_tags"`
	TextTagTips         []json.RawMessage `json:"text_tag_tips"`
	BizFeature          int64             `json:"biz_feature"`
	SourceType          int               `json:"source_type"`
	SourceAllowClick    int               `json:"source_allowclick"`
	UserType            int               `json:"userType"`
	RID                 string            `json:"rid"`
}

type handUser struct {
	ID                int64  `json:"id"`
	IDStr             string `json:"idstr"`
	ScreenName        string `json:"screen_name"`
	Name              string `json:"name"`
	Description       string `json:"description"`
	Gender            string `json:"gender"`
	Location          string `json:"location"`
	Province          string `json:"province"`
	City              string `json:"city"`
	URL               string `json:"url"`
	ProfileURL        string `json:"profile_url"`
	Domain            string `json:"domain"`
	Weihao            string `json:"weihao"`
	ProfileImageURL   string `json:"profile_image_url"`
	AvatarLarge       string `json:"avatar_large"`
	AvatarHD          string `json:"avatar_hd"`
	FollowersCount    int    `json:"followers_count"`
	FriendsCount      int    `json:"friends_count"`
	BiFollowersCount  int    `json:"bi_followers_count"`
	StatusesCount     int    `json:"statuses_count"`
	FavouritesCount   int    `json:"favourites_count"`
	CreatedAt         string `json:"created_at"`
	Following         bool   `json:"following"`
	FollowMe          bool   `json:"follow_me"`
	Remark            string `json:"remark"`
	Verified          bool   `json:"verified"`
	VerifiedType      int    `json:"verified_type"`
	VerifiedReason    string `json:"verified_reason"`
	AllowAllActMsg    bool   `json:"allow_all_act_msg"`
	AllowAllComment   bool   `json:"allow_all_comment"`
	GeoEnabled        bool   `json:"geo_enabled"`
	OnlineStatus      int    `json:"online_status"`
	Lang              string `json:"lang"`
	PageFriendsCount  int    `json:"pagefriends_count"`
	URank             int    `json:"urank"`
	MBType            int    `json:"mbtype"`
	MBRank            int    `json:"mbrank"`
	Star              int    `json:"star"`
	Class             int    `json:"class"`
	PType             int    `json:"ptype"`
	UserAbility       int64  `json:"user_ability"`
	CreditScore       int    `json:"credit_score"`
	BlockWord         int    `json:"block_word"`
	BlockApp          int    `json:"block_app"`
	VerifiedTrade     string `json:"verified_trade"`
	VerifiedReasonURL string `json:"verified_reason_url"`
	VerifiedSource    string `json:"verified_source"`
	VerifiedSourceURL string `json:"verified_source_url"`
}

type handPicture struct {
	ThumbnailPic string `json:"thumbnail_pic"`
}

type handGeo struct {
	Type        string    `json:"type"`
	Coordinates []float64 `json:"coordinates"`
}

type handVisible struct {
	Type   int `json:"type"`
	ListID int `json:"list_id"`
}

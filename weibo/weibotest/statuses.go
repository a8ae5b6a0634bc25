package weibotest

import (
	"encoding/json"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/seed4635ade2/weibo-go/gen/weiboapi"
	"github.com/seed4635ade2/weibo-go/weibo/text"
)

// share is how ordinary applications publish. Its rules about links are enforced in strict mode.
func (c *call) share() (any, error) {
	if c.strict {
		if err := c.checkShared(c.text("status")); err != nil {
			return nil, err
		}
	}
	return c.upload()
}

// checkShared wants links under the safe domains of the application, and no topic.
func (c *call) checkShared(said string) error {
	app := c.store.apps[c.grant.appKey]
	if len(app.SafeDomains) == 0 {
		return &refusal{code: 10017, text: "appkey not bind domain!"}
	}
	links := linksIn(said)
	elsewhere := func(link string) bool { return !app.owns(link) }
	if len(links) == 0 || slices.ContainsFunc(links, elsewhere) {
		return &refusal{code: 10017, text: "text not find domain!"}
	}
	if len(topicsIn(said)) > 0 {
		return invalid("status", "no topic", said)
	}
	return nil
}

// owns tells whether a link is under a safe domain.
func (a App) owns(link string) bool {
	u, err := url.Parse(link)
	if err != nil {
		return false
	}
	for _, domain := range a.SafeDomains {
		if host := strings.ToLower(u.Hostname()); host == domain || strings.HasSuffix(host, "."+domain) {
			return true
		}
	}
	return false
}

// upload publishes a text, and a picture where there is one.
func (c *call) upload() (any, error) {
	st, err := c.draft()
	if err != nil {
		return nil, err
	}
	if err := c.publish(st); err != nil {
		return nil, err
	}
	if data, ok := c.value("pic").([]byte); ok {
		st.pictures = []string{c.store.addPicture(c.grant.uid, data)}
	}
	return c.status(st, fullAuthor), nil
}

// update publishes a text, which may be a long one.
func (c *call) update() (any, error) {
	most := maxHan
	if c.flag("is_longtext") {
		most = maxLongHan
	}
	if text.Length(c.text("status")) > 2*most {
		return nil, refuse(20012)
	}
	return c.upload()
}

// uploadPic keeps a picture for uploadURLText.
func (c *call) uploadPic() (any, error) {
	data, _ := c.value("pic").([]byte)
	pid := c.store.addPicture(c.grant.uid, data)
	return weiboapi.UploadedPic{
		PicID:        pid,
		ThumbnailPic: c.pictureURL("thumbnail", pid),
		BmiddlePic:   c.pictureURL("bmiddle", pid),
		OriginalPic:  c.pictureURL("large", pid),
	}, nil
}

// uploadURLText publishes a text with pictures of uploadPic, or with one from an address, which is not fetched.
func (c *call) uploadURLText() (any, error) {
	pictures := c.texts("pic_id")
	for _, pid := range pictures {
		if _, ok := c.store.pictures[pid]; !ok {
			return nil, invalid("pic_id", "ids of uploaded pictures", pid)
		}
	}
	if link := c.text("url"); len(pictures) == 0 && !strings.HasPrefix(link, "http") {
		return nil, invalid("url", "an address that starts with http", link)
	}
	st, err := c.draft()
	if err != nil {
		return nil, err
	}
	if err := c.publish(st); err != nil {
		return nil, err
	}
	if st.pictures = pictures; len(pictures) == 0 {
		st.pictures = []string{c.store.addPicture(c.grant.uid, placeholder())}
	}
	return c.status(st, fullAuthor), nil
}

// draft returns a status with what the caller said about it.
func (c *call) draft() (*status, error) {
	st := &status{
		author:  c.caller(),
		text:    strings.TrimSpace(c.text("status")),
		created: c.now,
		appKey:  c.grant.appKey,
		visible: c.int("visible"),
	}
	if c.has("lat") && c.has("long") {
		st.place = &[2]float64{c.float("lat"), c.float("long")}
	}
	if a := c.text("annotations"); a != "" && json.Unmarshal([]byte(a), &st.annotations) != nil {
		return nil, invalid("annotations", "a JSON array", a)
	}
	if st.visible == visibleToGroup {
		return st, c.address(st)
	}
	return st, nil
}

// address notes the friend group that may see a status.
func (c *call) address(st *status) (err error) {
	group := c.text("list_id")
	if group == "" {
		return missing("list_id")
	}
	if st.group, err = strconv.ParseInt(group, 10, 64); err != nil {
		return invalid("list_id", "int64", group)
	}
	return nil
}

// publish publishes a status that has a text and is no repetition.
func (c *call) publish(st *status) error {
	switch {
	case st.text == "":
		return refuse(20008)
	case st.repeats():
		return refuse(20019)
	}
	c.store.addStatus(st)
	return nil
}

// repostText is the text of a repost that has none.
const repostText = "转发微博"

func (c *call) repost() (any, error) {
	reposted, err := c.store.status(c.int("id"), c.grant.uid)
	if err != nil {
		return nil, err
	}
	st, err := c.draft()
	if err != nil {
		return nil, err
	}
	if st.text == "" {
		st.text = repostText
	}
	if st.original = reposted; reposted.original != nil {
		st.original, st.via = reposted.original, reposted
	}
	if st.original.deleted {
		return nil, refuse(20101)
	}
	if err := c.publish(st); err != nil {
		return nil, err
	}
	c.commentOnRepost(st, reposted)
	return c.status(st, fullAuthor), nil
}

// commentOnRepost makes the text of a repost a comment too: 1 on what was reposted, 2 on the original, 3 on both.
func (c *call) commentOnRepost(st, reposted *status) {
	where := c.int("is_comment")
	if where&1 != 0 {
		c.store.addComment(c.newComment(reposted, st.text))
	}
	if where&2 != 0 && (where&1 == 0 || st.original != reposted) {
		c.store.addComment(c.newComment(st.original, st.text))
	}
}

func (c *call) destroyStatus() (any, error) {
	st, err := c.store.status(c.int("id"), c.grant.uid)
	if err != nil {
		return nil, err
	}
	if st.author != c.caller() {
		return nil, refuse(20102)
	}
	c.store.deleteStatus(st)
	return c.status(st, fullAuthor), nil
}

func (c *call) showStatus() (any, error) {
	st, err := c.store.status(c.int("id"), c.grant.uid)
	if err != nil {
		return nil, err
	}
	return c.status(st, fullAuthor), nil
}

// showStatuses leaves out what does not exist.
func (c *call) showStatuses() (any, error) {
	var found []*status
	for _, id := range c.ints("ids") {
		if st, err := c.store.status(id, c.grant.uid); err == nil {
			found = append(found, st)
		}
	}
	return c.timeline(shownStatuses{shown: found}, len(found)), nil
}

// A countAnswer holds the figures of a status.
type countAnswer struct {
	ID        int64 `json:"id"`
	Comments  int   `json:"comments"`
	Reposts   int   `json:"reposts"`
	Attitudes int   `json:"attitudes"`
}

// countStatuses leaves out what does not exist.
func (c *call) countStatuses() (any, error) {
	counts := []countAnswer{}
	for _, id := range c.ints("ids") {
		if st, err := c.store.status(id, c.grant.uid); err == nil {
			counts = append(counts, countAnswer{ID: id, Comments: len(st.comments), Reposts: len(st.reposts), Attitudes: st.likes})
		}
	}
	return counts, nil
}

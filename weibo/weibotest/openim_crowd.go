package weibotest

import (
	"slices"
	"strconv"
	"strings"

	"github.com/seed4635ade2/weibo-go/gen/openimapi"
	"github.com/seed4635ade2/weibo-go/weibo/wire"
)

// An openIMTopic is the super topic that an agent posted to.
type openIMTopic struct {
	Name  string
	Tag   string `json:",omitzero"` // the board
	Model string // that wrote the text
}

// openIMTopics are the super topics of every account. On record is one, that for agents; its boards are invented.
var openIMTopics = []*openimapi.Topic{{
	TopicName: "赛博茶馆",
	TagList:   []*openimapi.TopicTag{{TagID: "1", TagName: "闲聊"}, {TagID: "2", TagName: "问答"}},
}}

func (c *call) openIMTopicNames() (any, error) {
	names := make([]string, len(openIMTopics))
	for i, t := range openIMTopics {
		names[i] = t.TopicName
	}
	return success(names)
}

func (c *call) openIMTopicDetails() (any, error) { return success(openIMTopics) }

// topic returns the super topic that a call is about, or a refusal; what open-im says of one that is not there is not on record.
func (c *call) topic() (*openimapi.Topic, error) {
	name, tag := c.text("topic_name"), c.text("tag_id")
	i := slices.IndexFunc(openIMTopics, func(t *openimapi.Topic) bool { return t.TopicName == name })
	if i < 0 {
		return nil, &refusal{code: -1, text: "操作失败: 超话不存在: " + clip(name)}
	}
	t := openIMTopics[i]
	if tag != "" && !slices.ContainsFunc(t.TagList, func(tag2 *openimapi.TopicTag) bool { return tag2.TagID == tag }) {
		return nil, &refusal{code: -1, text: "操作失败: 板块不存在: " + clip(tag)}
	}
	return t, nil
}

// openIMTimeline is open/crowd/timeline.
func (c *call) openIMTimeline() (any, error) {
	topic, err := c.topic()
	if err != nil {
		return nil, err
	}
	list := slices.DeleteFunc(slices.Clone(c.store.topical), func(st *status) bool { return st.topic.Name != topic.TopicName })
	if c.int("sort_type") == 1 {
		slices.SortStableFunc(list, func(a, b *status) int { return int(lastComment(a) - lastComment(b)) })
	}
	shown, next := cut(list, c.openIMWindow())
	a := openimapi.CrowdStatuses{Statuses: c.openIMStatuses(shown), TotalNumber: len(list)}
	if next != nil {
		a.NextCursor = last(shown).id
	}
	return success(a)
}

// openIMWindow is a window in which max_id is the first id that is not wanted, by the words of the documents ("older than").
func (c *call) openIMWindow() window {
	w := c.window()
	w.max = max(0, w.max-1)
	return w
}

// lastComment returns the latest comment of a status, or the status itself.
func lastComment(st *status) int64 {
	if n := len(st.comments); n > 0 {
		return st.comments[n-1].id
	}
	return st.id
}

// openIMTop is open/crowd/top_list: nothing is pinned.
func (c *call) openIMTop() (any, error) {
	if _, err := c.topic(); err != nil {
		return nil, err
	}
	return success(openimapi.TopList{Statuses: []*openimapi.Status{}})
}

// openIMModels are the names one of which the rules want in that of a model. Open-im was seen to take others.
var openIMModels = []string{"doubao", "qianwen", "chatglm", "deepseek", "kimi", "yiyan", "sensetime", "minimax", "xinghuo", "longcat", "mimo"}

func (c *call) checkModel() error {
	name := strings.ToLower(c.text("ai_model_name"))
	if c.strict && !slices.ContainsFunc(openIMModels, func(m string) bool { return strings.Contains(name, m) }) {
		return &refusal{code: 40003, text: "ai_model_name 不符合要求"}
	}
	return nil
}

// openIMPost is open/crowd/post.
func (c *call) openIMPost() (any, error) {
	topic, err := c.topic()
	if err == nil {
		err = c.checkModel()
	}
	if err != nil {
		return nil, err
	}
	st, err := c.draft()
	if err != nil {
		return nil, err
	}
	st.topic = &openIMTopic{topic.TopicName, c.text("tag_id"), c.text("ai_model_name")}
	if st.pictures, err = c.openIMPictures(); err != nil {
		return nil, err
	}
	if id := c.text("media_id"); id != "" && !c.store.hasOpenIMVideo(id, c.grant.uid) {
		return nil, &refusal{code: 40005, text: "media_id 无效"}
	}
	if err := c.publish(st); err != nil {
		return nil, err
	}
	return success(openimapi.WriteResult{Msg: "发布成功", MID: strconv.FormatInt(st.id, 10)})
}

// openIMPictures returns the pictures that a post names.
func (c *call) openIMPictures() (pictures []string, err error) {
	for pid := range strings.SplitSeq(c.text("pic_ids"), ",") {
		if pid = strings.TrimSpace(pid); pid == "" {
			continue
		}
		if _, ok := c.store.pictures[pid]; !ok {
			return nil, &refusal{code: 40005, text: "pic_ids 无效: " + clip(pid)}
		}
		pictures = append(pictures, pid)
	}
	return pictures, nil
}

// openIMComment is open/crowd/comment, and open/crowd/comment/reply where there is a cid.
func (c *call) openIMComment() (any, error) {
	if err := c.checkModel(); err != nil {
		return nil, err
	}
	create := c.createComment
	if c.has("cid") {
		create = c.replyToComment
	}
	before := c.caller().lastComment
	if _, err := create(); err != nil {
		return nil, err
	}
	m := c.store.written(c.caller(), before, c.int("id"))
	if c.flag("is_repost") {
		if err := c.publish(&status{author: c.caller(), text: m.own, created: c.now, appKey: c.grant.appKey, original: m.status.root()}); err != nil {
			return nil, err
		}
	}
	return success(openimapi.WriteResult{Msg: "评论成功", CommentID: m.id, CreatedAt: wire.Time{Time: m.created.In(china)}, Text: m.text})
}

// root returns the status that a repost of this one is a repost of.
func (st *status) root() *status {
	if st.original != nil {
		return st.original
	}
	return st
}

// written returns what a user wrote about a status since the comment before.
func (s *store) written(u *user, before *comment, id int64) *comment {
	for _, m := range slices.Backward(u.written) {
		if m.status.id == id || m == before {
			return m
		}
	}
	return nil
}

// openIMLike likes a post, or a comment where there is a cid.
func (c *call) openIMLike() (any, error) {
	if c.has("cid") {
		m, err := c.store.comment(c.int("cid"))
		if err != nil {
			return nil, err
		}
		m.likes++
		c.store.keep(m)
	} else {
		st, err := c.store.status(c.int("id"), c.grant.uid)
		if err != nil {
			return nil, err
		}
		st.likes++
		c.store.keep(st)
	}
	return success(openimapi.WriteResult{Msg: "点赞成功"})
}

// openIMBare returns a comment as the tree has it.
func (c *call) openIMBare(m *comment) *openimapi.Comment {
	return &openimapi.Comment{
		ID: m.id, RootID: m.root().id, Text: m.text, CreatedAt: wire.Time{Time: m.created.In(china)}, User: c.openIMUser(m.author),
	}
}

// openIMTree is open/crowd/comment/tree/root_child.
func (c *call) openIMTree() (any, error) {
	st, err := c.store.status(c.int("id"), c.grant.uid)
	if err != nil {
		return nil, err
	}
	roots := slices.DeleteFunc(slices.Clone(st.comments), func(m *comment) bool { return m.replyTo != nil })
	shown, next := c.openIMOrdered(roots)
	a := openimapi.CommentTree{Comments: []*openimapi.Comment{}, TotalNumber: len(roots)}
	for _, m := range shown {
		answer := c.openIMBare(m)
		if c.flag("fetch_child") {
			replies := repliesTo(m)
			for _, r := range replies[:min(len(replies), int(c.int("child_count")))] {
				answer.Comments = append(answer.Comments, c.openIMBare(r))
			}
		}
		a.Comments = append(a.Comments, answer)
	}
	if next != nil {
		a.NextCursor = next.id
	}
	return success(a)
}

// openIMOrdered returns what a window shows of comments, in the order that is wanted.
func (c *call) openIMOrdered(list []*comment) (shown []*comment, next *comment) {
	w := c.window()
	if !c.flag("is_asc") {
		return cut(list, w)
	}
	list = narrow(list, w)
	start := min(len(list), (w.page-1)*w.count)
	return list[start:min(len(list), start+w.count)], nil
}

// repliesTo returns the replies of the thread that a comment started.
func repliesTo(root *comment) []*comment {
	return slices.DeleteFunc(slices.Clone(root.status.comments), func(m *comment) bool { return m == root || m.root() != root })
}

// openIMReplies is open/crowd/comment/tree/child.
func (c *call) openIMReplies() (any, error) {
	root, err := c.store.comment(c.int("id"))
	if err != nil {
		return nil, err
	}
	replies := repliesTo(root)
	shown, next := c.openIMOrdered(replies)
	a := openimapi.CommentTree{Comments: []*openimapi.Comment{}, TotalNumber: len(replies)}
	for _, m := range shown {
		a.Comments = append(a.Comments, c.openIMBare(m))
	}
	if next != nil {
		a.NextCursor = next.id
	}
	if c.flag("need_root_comment") {
		a.RootComment = c.openIMBare(root)
	}
	return success(a)
}

// openIMReceived is open/crowd/comments/to_me.
func (c *call) openIMReceived() (any, error) {
	return c.openIMComments(c.caller().received, func(m *comment) *openimapi.Comment {
		a := c.openIMBare(m)
		a.LikeCount, a.ReplyCount = m.likes, m.replies
		a.Status = &openimapi.CommentedStatus{
			ID: m.status.id, Text: m.status.text, CreatedAt: wire.Time{Time: m.status.created.In(china)}, User: c.openIMUser(m.status.author),
		}
		return a
	})
}

// openIMWritten is open/crowd/comments/by_me.
func (c *call) openIMWritten() (any, error) {
	return c.openIMComments(c.caller().written, func(m *comment) *openimapi.Comment {
		a := c.openIMBare(m)
		a.StatusID = m.status.id
		if m.replyTo != nil {
			a.ReplyComment = c.openIMBare(m.replyTo)
		}
		return a
	})
}

// openIMPageSize is how many comments come where no count was sent. Neither that nor a maximum is documented.
const openIMPageSize = 20

func (c *call) openIMComments(list []*comment, show func(*comment) *openimapi.Comment) (any, error) {
	w := c.window()
	if w.count == 0 {
		w.count = openIMPageSize
	}
	shown, _ := cut(list, w)
	a := openimapi.CommentList{Comments: []*openimapi.Comment{}, TotalNumber: len(list)}
	for _, m := range shown {
		a.Comments = append(a.Comments, show(m))
	}
	return success(a)
}

// openIMInteractions is open/interactive/comments/to_me, and open/interactive/comments/show where there is an id.
func (c *call) openIMInteractions() (any, error) {
	list := c.caller().received
	if c.has("id") {
		id, err := strconv.ParseInt(c.text("id"), 10, 64)
		if err != nil {
			return nil, invalid("id", "a status", c.text("id"))
		}
		st, err := c.store.status(id, c.grant.uid)
		if err != nil {
			return nil, err
		}
		if st.author != c.caller() {
			return nil, &refusal{code: -1, text: "操作失败: 只能查看自己的微博"}
		}
		list = st.comments
	}
	a := openimapi.InteractiveComments{Comments: []*openimapi.InteractiveComment{}, Msg: "成功"}
	for _, m := range slices.Backward(list) {
		a.Comments = append(a.Comments, c.openIMInteraction(m))
	}
	a.Count = len(a.Comments)
	return success(a)
}

func (c *call) openIMInteraction(m *comment) *openimapi.InteractiveComment {
	id, me := strconv.FormatInt(m.id, 10), c.caller()
	return &openimapi.InteractiveComment{
		ID: id, MID: id, Text: m.text, CreatedAt: wire.Time{Time: m.created.In(china)},
		PostJumpLink: "https://weibo.com/" + strconv.FormatInt(m.status.author.UID, 10) + "/" + strconv.FormatInt(m.status.id, 10),
		User: &openimapi.InteractiveUser{
			ID: strconv.FormatInt(m.author.UID, 10), Name: m.author.ScreenName, Verified: m.author.Verified != "",
			FollowMe: m.author.follows(me.UID), Following: me.follows(m.author.UID),
		},
	}
}

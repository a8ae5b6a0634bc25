package weibotest_test

import (
	"fmt"
	"testing"

	"github.com/seed4635ade2/weibo-go/weibo/weibotest"
)

type favorite struct {
	Status status
	Tags   []struct {
		ID  int64
		Tag string
	}
}

type favorites struct {
	Favorites   []favorite
	TotalNumber int `json:"total_number"`
}

func TestFavorites(t *testing.T) {
	srv := weibotest.NewServer(t)
	token := srv.Token(first)
	list := func(path string, pairs ...string) (l favorites) {
		t.Helper()
		get(t, srv, path, append(pairs, "access_token", token)...).into(&l)
		return l
	}
	act := func(name string, pairs ...string) *answer {
		t.Helper()
		return post(t, srv, "/2/favorites/"+name+".json", append(pairs, "access_token", token)...)
	}
	a, b := say(t, srv, token, "a"), say(t, srv, token, "b")
	var f favorite
	act("create", "id", b.IDStr).refusedNot(t)
	if act("create", "id", a.IDStr).into(&f); f.Status.ID != a.ID || !f.Status.Favorited || len(f.Tags) != 0 {
		t.Errorf("%+v", f)
	}
	act("create", "id", a.IDStr).refused(20704)
	act("create", "id", "1").refused(20101)
	act("destroy", "id", "1").refused(20705)
	act("tags/update", "id", a.IDStr, "tags", "x,x").refused(20701)
	if l := list("/2/favorites.json"); l.TotalNumber != 2 || l.Favorites[0].Status.ID != a.ID || l.Favorites[1].Status.ID != b.ID {
		t.Errorf("the latest first: %+v", l)
	}
	if l := list("/2/favorites.json", "page", "2", "count", "1"); l.TotalNumber != 2 || len(l.Favorites) != 1 || l.Favorites[0].Status.ID != b.ID {
		t.Errorf("the second page: %+v", l)
	}
	if act("tags/update", "id", a.IDStr, "tags", "猫,旅行").into(&f); len(f.Tags) != 2 || f.Tags[0].Tag != "猫" {
		t.Errorf("%+v", f)
	}
	act("tags/update", "id", b.IDStr, "tags", "猫").refusedNot(t)
	tid := str(f.Tags[0].ID)
	if l := list("/2/favorites/by_tags.json", "tid", tid); l.TotalNumber != 2 {
		t.Errorf("%+v", l)
	}
	var tag struct {
		ID    int64
		Tag   string
		Count int
	}
	if act("tags/update_batch", "tid", tid, "tag", "狗").into(&tag); tag.Tag != "狗" || tag.Count != 2 {
		t.Errorf("%+v", tag)
	}
	if l := list("/2/favorites/by_tags.json", "tid", str(tag.ID)); l.TotalNumber != 2 {
		t.Errorf("%+v", l)
	}
	act("tags/destroy_batch", "tid", str(tag.ID)).refusedNot(t)
	if get(t, srv, "/2/favorites/show.json", "access_token", token, "id", a.IDStr).into(&f); len(f.Tags) != 1 || f.Tags[0].Tag != "旅行" {
		t.Errorf("%+v", f)
	}
	post(t, srv, "/2/statuses/destroy.json", "access_token", token, "id", a.IDStr).refusedNot(t)
	if l := list("/2/favorites.json"); l.Favorites[0].Status.Deleted != "1" {
		t.Errorf("a favourite that was deleted: %+v", l.Favorites[0])
	}
	act("destroy_batch", "ids", a.IDStr+","+b.IDStr).refusedNot(t)
	if l := list("/2/favorites.json"); l.TotalNumber != 0 {
		t.Errorf("%+v", l)
	}
	var st status
	if get(t, srv, "/2/statuses/show.json", "access_token", token, "id", b.IDStr).into(&st); st.Favorited {
		t.Error("it is still a favourite")
	}
}

func TestTags(t *testing.T) {
	srv := weibotest.NewServer(t)
	one, two := srv.Token(first), srv.Token(second)
	var changes []struct{ TagID int64 }
	create := func(token, tags string) *answer {
		return post(t, srv, "/2/tags/create.json", "access_token", token, "tags", tags)
	}
	if create(one, "猫,旅行").into(&changes); len(changes) != 2 {
		t.Fatalf("%+v", changes)
	}
	create(one, "猫,读书").into(&changes)
	create(one, "一二三四五六七八").refused(21002)
	create(one, "1,2,3,4,5,6,7,8").refused(20702)
	tags := func() (all []map[string]any) {
		get(t, srv, "/2/tags.json", "access_token", two, "uid", str(first)).into(&all)
		return all
	}
	id := str(changes[0].TagID)
	if all := tags(); len(all) != 3 || all[2][id] != "读书" || all[2]["weight"] == nil {
		t.Errorf("%v", all)
	}
	var suggested []struct{ Value string }
	if get(t, srv, "/2/tags/suggestions.json", "access_token", two).into(&suggested); len(suggested) != 3 {
		t.Errorf("%+v", suggested)
	}
	var result struct{ Result bool }
	if post(t, srv, "/2/tags/destroy.json", "access_token", one, "tag_id", id).into(&result); !result.Result || len(tags()) != 2 {
		t.Errorf("%v", tags())
	}
	if post(t, srv, "/2/tags/destroy.json", "access_token", one, "tag_id", id).into(&result); result.Result {
		t.Error("deleted twice")
	}
}

func TestTrends(t *testing.T) {
	srv := weibotest.NewServer(t)
	token := srv.Token(first)
	say(t, srv, token, "#小猫日记# 1")
	say(t, srv, token, "#小猫日记# 2")
	var followed struct{ TopicID int64 }
	post(t, srv, "/2/trends/follow.json", "access_token", token, "trend_name", "小猫日记").into(&followed)
	var state struct {
		TrendID  int64 `json:"trend_id"`
		IsFollow bool  `json:"is_follow"`
	}
	isFollowed := func() bool {
		get(t, srv, "/2/trends/is_follow.json", "access_token", token, "trend_name", "小猫日记").into(&state)
		return state.IsFollow
	}
	if !isFollowed() || state.TrendID != followed.TopicID {
		t.Errorf("%+v, %+v", followed, state)
	}
	var trends []struct {
		TrendID string `json:"trend_id"`
		Hotword string
		Num     int
	}
	get(t, srv, "/2/trends.json", "access_token", srv.Token(second), "uid", str(first)).into(&trends)
	if len(trends) != 1 || trends[0].Hotword != "小猫日记" || trends[0].Num != 2 || trends[0].TrendID != str(followed.TopicID) {
		t.Errorf("%+v", trends)
	}
	post(t, srv, "/2/trends/destroy.json", "access_token", token, "trend_id", str(followed.TopicID)).refusedNot(t)
	if isFollowed() {
		t.Error("it is followed still")
	}
	p := timeline(t, srv, "/2/search/topics.json", token, "q", "小猫日记")
	if len(p.Statuses) != 2 {
		t.Errorf("%+v", p)
	}
}

func TestUnread(t *testing.T) {
	srv := weibotest.NewServer(t)
	one, two := srv.Token(first), srv.Token(second)
	want := func(status, follower, cmt, mentionStatus, mentionCmt int) {
		t.Helper()
		var u struct {
			Status, Follower, Cmt int
			MentionStatus         int `json:"mention_status"`
			MentionCmt            int `json:"mention_cmt"`
		}
		get(t, srv, "/2/remind/unread_count.json", "access_token", one, "uid", str(first)).into(&u)
		if got := fmt.Sprint(u.Status, u.Follower, u.Cmt, u.MentionStatus, u.MentionCmt); got != fmt.Sprint(status, follower, cmt, mentionStatus, mentionCmt) {
			t.Errorf("unread %s, want %d %d %d %d %d", got, status, follower, cmt, mentionStatus, mentionCmt)
		}
	}
	set := func(kind string, value string) {
		t.Helper()
		post(t, srv, "/2/remind/set_count.json", "access_token", one, "type", kind, "value", value).refusedNot(t)
	}
	want(0, 0, 0, 0, 0)
	mine := say(t, srv, one, "mine")
	say(t, srv, two, "theirs")
	named := say(t, srv, two, "hello @测试用户, and @测试用户 again, @nobody")
	commentOn(t, srv, two, mine.IDStr, "first")
	c := commentOn(t, srv, two, mine.IDStr, "second @测试用户")
	commentOn(t, srv, one, mine.IDStr, "own ones do not count")
	want(2, 0, 2, 1, 1)
	set("cmt", "1")
	want(2, 0, 1, 1, 1)
	set("cmt", "0")
	want(2, 0, 0, 1, 1)
	post(t, srv, "/2/comments/destroy.json", "access_token", two, "cid", c.IDStr).refusedNot(t)
	post(t, srv, "/2/statuses/destroy.json", "access_token", two, "id", named.IDStr).refusedNot(t)
	want(1, 0, 0, 0, 0)
	timeline(t, srv, "/2/statuses/home_timeline.json", one)
	want(0, 0, 0, 0, 0)
	post(t, srv, "/2/friendships/destroy.json", "access_token", two, "uid", str(first)).refusedNot(t)
	post(t, srv, "/2/friendships/create.json", "access_token", two, "uid", str(first)).refusedNot(t)
	want(0, 1, 0, 0, 0)
	set("follower", "0")
	want(0, 0, 0, 0, 0)
	post(t, srv, "/2/remind/set_count.json", "access_token", one, "type", "cats").refused(10017)
}

func TestMentions(t *testing.T) {
	srv := weibotest.NewServer(t)
	one, two := srv.Token(first), srv.Token(second)
	a := say(t, srv, two, "你好@测试用户：看这里")
	b := say(t, srv, two, "@测试用户 once more")
	say(t, srv, two, "@测试用户二 is somebody else, mail@测试")
	say(t, srv, one, "@测试用户 that is me")
	const path = "/2/statuses/mentions.json"
	if p := timeline(t, srv, path, one); fmt.Sprint(p.ids()) != fmt.Sprint([]int64{b.ID, a.ID}) || p.TotalNumber != 2 {
		t.Errorf("%v of %d", p.ids(), p.TotalNumber)
	}
	post(t, srv, "/2/statuses/mentions/shield.json", "access_token", one, "id", b.IDStr).refusedNot(t)
	post(t, srv, "/2/statuses/mentions/shield.json", "access_token", two, "id", b.IDStr).refused(20101)
	if p := timeline(t, srv, path, one); fmt.Sprint(p.ids()) != fmt.Sprint([]int64{a.ID}) || p.TotalNumber != 2 {
		t.Errorf("%v of %d", p.ids(), p.TotalNumber)
	}
	post(t, srv, "/2/friendships/destroy.json", "access_token", one, "uid", str(second)).refusedNot(t)
	if p := timeline(t, srv, path, one, "filter_by_author", "1"); len(p.Statuses) != 0 {
		t.Errorf("of friends: %v", p.ids())
	}
	if p := timeline(t, srv, path, one, "filter_by_author", "2"); len(p.Statuses) != 1 {
		t.Errorf("of strangers: %v", p.ids())
	}
}

func TestCommentLists(t *testing.T) {
	srv := weibotest.NewServer(t)
	one, two := srv.Token(first), srv.Token(second)
	mine, theirs := say(t, srv, one, "mine"), say(t, srv, two, "theirs")
	received := commentOn(t, srv, two, mine.IDStr, "received")
	written := commentOn(t, srv, one, theirs.IDStr, "written @示例小猫")
	var reply comment
	post(t, srv, "/2/comments/reply.json", "access_token", two, "id", theirs.IDStr, "cid", written.IDStr, "comment", "to the written one").into(&reply)
	want := func(token, name string, ids ...int64) {
		t.Helper()
		var p commentPage
		get(t, srv, "/2/comments/"+name+".json", "access_token", token).into(&p)
		got := []int64{}
		for _, c := range p.Comments {
			got = append(got, c.ID)
		}
		if fmt.Sprint(got) != fmt.Sprint(ids) || p.TotalNumber != len(ids) {
			t.Errorf("%s: %v of %d, want %v", name, got, p.TotalNumber, ids)
		}
	}
	want(one, "by_me", written.ID)
	want(one, "to_me", reply.ID, received.ID)
	want(one, "timeline", reply.ID, written.ID, received.ID)
	want(two, "mentions", written.ID)
	var shown []comment
	get(t, srv, "/2/comments/show_batch.json", "access_token", one, "cids", received.IDStr+",1").into(&shown)
	if len(shown) != 1 || shown[0].Text != "received" {
		t.Errorf("%+v", shown)
	}
	post(t, srv, "/2/comments/destroy_batch.json", "access_token", one, "cids", received.IDStr+","+written.IDStr).into(&shown)
	if len(shown) != 1 || shown[0].ID != written.ID {
		t.Errorf("deleted %+v", shown)
	}
	want(one, "timeline", reply.ID, received.ID)
}

func TestReposts(t *testing.T) {
	srv := weibotest.NewServer(t)
	one, two := srv.Token(first), srv.Token(second)
	original := say(t, srv, one, "original")
	var a, b status
	post(t, srv, "/2/statuses/repost.json", "access_token", two, "id", original.IDStr, "status", "a").into(&a)
	post(t, srv, "/2/statuses/repost.json", "access_token", two, "id", a.IDStr, "status", "b").into(&b)
	want := func(path, id string, ids ...int64) {
		t.Helper()
		var p struct {
			Reposts     []status
			TotalNumber int `json:"total_number"`
		}
		get(t, srv, "/2/statuses/"+path+".json", "access_token", two, "id", id).into(&p)
		if got := (page{Statuses: p.Reposts}).ids(); fmt.Sprint(got) != fmt.Sprint(ids) || p.TotalNumber != len(ids) {
			t.Errorf("%s %s: %v, want %v", path, id, got, ids)
		}
	}
	want("repost_timeline", original.IDStr, b.ID, a.ID)
	want("repost_timeline", a.IDStr, b.ID)
	want("repost_by_me", "", b.ID, a.ID)
	post(t, srv, "/2/statuses/destroy.json", "access_token", two, "id", b.IDStr).refusedNot(t)
	want("repost_timeline", original.IDStr, a.ID)
	want("repost_timeline", a.IDStr)
}

func TestMIDs(t *testing.T) {
	srv := weibotest.NewServer(t)
	token := srv.Token(first)
	// Of the documentation and of the description.
	for id, mid := range map[string]string{"5101694137532416": "P0I4tvBwA", "10000001": "10001", "61": "Z"} {
		var a struct{ MID, ID string }
		if get(t, srv, "/2/statuses/querymid.json", "access_token", token, "id", id, "type", "1").into(&a); a.MID != mid {
			t.Errorf("the mid of %s is %s, want %s", id, a.MID, mid)
		}
		if get(t, srv, "/2/statuses/queryid.json", "access_token", token, "mid", mid, "type", "1", "isBase62", "1").into(&a); a.ID != id {
			t.Errorf("the id of %s is %s, want %s", mid, a.ID, id)
		}
	}
	get(t, srv, "/2/statuses/queryid.json", "access_token", token, "mid", "!!", "type", "1", "isBase62", "1").refused(10017)
	var batch []map[string]string
	get(t, srv, "/2/statuses/querymid.json", "access_token", token, "id", "61,10000001", "type", "1", "is_batch", "1").into(&batch)
	if fmt.Sprint(batch) != "[map[61:Z] map[10000001:10001]]" {
		t.Errorf("%v", batch)
	}
}

func TestProfiles(t *testing.T) {
	srv := weibotest.NewServer(t)
	one := srv.Token(first)
	update := func(name string) *answer {
		return post(t, srv, "/2/account/profile/basic_update.json", "access_token", one, "screen_name", name, "gender", "f", "province", "31", "city", "1")
	}
	update("示例小猫").refused(10017)
	say(t, srv, srv.Token(second), "@测试用户 before")
	update("新的名字").refusedNot(t)
	say(t, srv, srv.Token(second), "@新的名字 after")
	get(t, srv, "/2/users/show.json", "access_token", one, "screen_name", "测试用户").refused(20003)
	if u := show(t, srv, one, "screen_name", "新的名字"); u.ID != first {
		t.Errorf("%+v", u)
	}
	if p := timeline(t, srv, "/2/statuses/mentions.json", one); len(p.Statuses) != 2 {
		t.Errorf("mentioned by either name: %+v", p)
	}
	var u user
	upload(t, srv, "/2/account/avatar/upload.json", "image", "a.jpg", jpeg, "access_token", one).into(&u)
	if a := download(t, u.AvatarLarge); string(a.body) != string(jpeg) {
		t.Error("the avatar is another one")
	}
	var legal struct {
		IsLegal   bool     `json:"is_legal"`
		Suggested []string `json:"suggest_nickname"`
	}
	if get(t, srv, "/2/register/verify_nickname.json", "source", "1", "nickname", "新的名字").into(&legal); legal.IsLegal || len(legal.Suggested) != 3 {
		t.Errorf("%+v", legal)
	}
	st := say(t, srv, one, "on top")
	post(t, srv, "/2/users/set_top_status.json", "access_token", one, "id", st.IDStr).refusedNot(t)
	var top struct {
		MID   int64
		IsUse bool `json:"is_use"`
	}
	if get(t, srv, "/2/users/get_top_status.json", "access_token", one, "uid", str(first)).into(&top); top.MID != st.ID || !top.IsUse {
		t.Errorf("%+v", top)
	}
	var privacy map[string]int
	post(t, srv, "/2/account/update_privacy.json", "access_token", one, "comment", "1").refusedNot(t)
	if get(t, srv, "/2/account/get_privacy.json", "access_token", one).into(&privacy); privacy["comment"] != 1 || privacy["geo"] != 1 {
		t.Errorf("%v", privacy)
	}
}

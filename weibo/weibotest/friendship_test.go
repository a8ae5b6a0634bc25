package weibotest_test

import (
	"fmt"
	"slices"
	"testing"

	"github.com/seed4635ade2/weibo-go/weibo/weibotest"
)

type group struct {
	ID          int64    `json:"id"`
	Name        string   `json:"name"`
	Description string   `json:"description"`
	Tags        []string `json:"tags"`
	MemberCount int      `json:"member_count"`
}

func makeGroup(t *testing.T, srv *weibotest.Server, token, name string) (g group) {
	t.Helper()
	post(t, srv, "/2/friendships/groups/create.json", "access_token", token, "name", name).into(&g)
	return g
}

type users struct {
	Users          []user `json:"users"`
	NextCursor     int    `json:"next_cursor"`
	PreviousCursor int    `json:"previous_cursor"`
	TotalNumber    int    `json:"total_number"`
}

func (l users) ids() (ids []int64) {
	for _, u := range l.Users {
		ids = append(ids, u.ID)
	}
	return ids
}

// listUsers returns the ids of a list of users, in order.
func listUsers(t *testing.T, srv *weibotest.Server, token, path string, pairs ...string) []int64 {
	t.Helper()
	var l users
	get(t, srv, "/2/friendships/"+path+".json", append(pairs, "access_token", token)...).into(&l)
	if len(l.Users) != l.TotalNumber {
		t.Errorf("%s: %d of %d", path, len(l.Users), l.TotalNumber)
	}
	return l.ids()
}

func wantUsers(t *testing.T, got []int64, want ...int64) {
	t.Helper()
	if !slices.Equal(got, want) {
		t.Errorf("users %v, want %v", got, want)
	}
}

const third, fourth = first + 2, first + 3

func TestFollow(t *testing.T) {
	srv := weibotest.NewServer(t)
	one, two := srv.Token(first), srv.Token(second)
	const create, destroy = "/2/friendships/create.json", "/2/friendships/destroy.json"
	wantUsers(t, listUsers(t, srv, one, "friends", "uid", str(first)), fourth, third, second)
	wantUsers(t, listUsers(t, srv, one, "followers", "screen_name", "测试用户"), fourth, third, second)

	for _, tt := range []struct {
		path string
		uid  int64
		code int
	}{{create, second, 20506}, {create, first, 20504}, {create, 1, 20003}, {destroy, first, 20522}, {destroy, 1, 20003}} {
		post(t, srv, tt.path, "access_token", one, "uid", str(tt.uid)).refused(tt.code)
	}
	var u user
	post(t, srv, destroy, "access_token", one, "uid", str(second)).into(&u)
	if u.ID != second || u.Following || u.FollowersCount != 2 || u.BiFollowersCount != 2 || !u.FollowMe {
		t.Errorf("not followed any more: %+v", u)
	}
	post(t, srv, destroy, "access_token", one, "uid", str(second)).refused(20522)
	wantUsers(t, listUsers(t, srv, one, "friends", "uid", str(first)), fourth, third)
	wantUsers(t, listUsers(t, srv, one, "friends/bilateral", "uid", str(first)), fourth, third)
	wantUsers(t, listUsers(t, srv, one, "friends/bilateral", "uid", str(second)), fourth, third)
	wantUsers(t, listUsers(t, srv, one, "followers", "uid", str(second)), fourth, third)
	wantUsers(t, listUsers(t, srv, one, "friends/in_common", "uid", str(second)), fourth, third)
	wantUsers(t, listUsers(t, srv, one, "friends_chain/followers", "uid", str(second)), fourth, third)

	hidden := say(t, srv, two, "who sees this?")
	if p := timeline(t, srv, "/2/statuses/home_timeline.json", one); len(p.Statuses) != 0 {
		t.Errorf("at home: %v", p.ids())
	}
	post(t, srv, create, "access_token", one, "uid", str(second)).into(&u)
	if u.Following {
		t.Error("the answer says how it was before")
	}
	if p := timeline(t, srv, "/2/statuses/home_timeline.json", one); len(p.Statuses) != 1 || p.Statuses[0].ID != hidden.ID {
		t.Errorf("at home: %v", p.ids())
	}
	wantUsers(t, listUsers(t, srv, one, "friends", "uid", str(first)), second, fourth, third) // the latest first

	post(t, srv, "/2/friendships/followers/destroy.json", "access_token", one, "uid", str(second)).refusedNot(t)
	post(t, srv, "/2/friendships/followers/destroy.json", "access_token", one, "uid", str(second)).refused(20523)
	var rel struct {
		Source, Target struct {
			ID         int64
			Following  bool
			FollowedBy bool `json:"followed_by"`
		}
	}
	get(t, srv, "/2/friendships/show.json", "access_token", one, "source_id", str(first), "target_screen_name", "示例小猫").into(&rel)
	if s, g := rel.Source, rel.Target; s.ID != first || !s.Following || s.FollowedBy || g.ID != second || g.Following || !g.FollowedBy {
		t.Errorf("%+v", rel)
	}
	get(t, srv, "/2/friendships/show.json", "access_token", one, "source_id", "1", "target_id", str(second)).refused(20501)
}

func TestFriendCursors(t *testing.T) {
	srv := weibotest.NewServer(t, weibotest.WithSeed(1))
	token := srv.Token(first)
	var all []int64
	cursor := 0
	for pages := 0; pages == 0 || cursor != 0; pages++ {
		var l users
		get(t, srv, "/2/friendships/friends.json", "access_token", token, "uid", str(first), "cursor", fmt.Sprint(cursor), "count", "4").into(&l)
		if all = append(all, l.ids()...); len(l.Users) > 4 || l.PreviousCursor != max(0, cursor-4) || pages > 20 {
			t.Fatalf("page %d: %+v", pages, l)
		}
		cursor = l.NextCursor
	}
	if u := show(t, srv, token, "uid", str(first)); len(all) != u.FriendsCount || len(all) < 5 {
		t.Errorf("%d friends, want %d", len(all), u.FriendsCount)
	}
	slices.Sort(all)
	if len(slices.Compact(all)) != len(all) {
		t.Error("somebody is there twice")
	}
}

func TestRemarks(t *testing.T) {
	srv := weibotest.NewServer(t)
	one := srv.Token(first)
	var u user
	post(t, srv, "/2/friendships/remark/update.json", "access_token", one, "uid", str(second), "remark", "猫友").into(&u)
	if u.Remark != "猫友" || show(t, srv, srv.Token(third), "uid", str(second)).Remark != "" {
		t.Errorf("%+v", u)
	}
	var remarks []struct {
		ID     int64
		Remark string
	}
	get(t, srv, "/2/friendships/friends/remark_batch.json", "access_token", one, "uids", "1404376561,1404376562,1").into(&remarks)
	if len(remarks) != 2 || remarks[0].Remark != "猫友" || remarks[1].Remark != "" {
		t.Errorf("%+v", remarks)
	}
	post(t, srv, "/2/friendships/remark/update.json", "access_token", one, "uid", str(first), "remark", "x").refused(20522)
	var found []struct{ UID int64 }
	get(t, srv, "/2/search/suggestions/at_users.json", "access_token", one, "q", "猫友", "type", "0").into(&found)
	if len(found) != 1 || found[0].UID != second {
		t.Errorf("suggested: %+v", found)
	}
}

func TestGroups(t *testing.T) {
	srv := weibotest.NewServer(t)
	one, two := srv.Token(first), srv.Token(second)
	const path = "/2/friendships/groups/"
	act := func(token, name string, pairs ...string) *answer {
		t.Helper()
		return post(t, srv, path+name+".json", append(pairs, "access_token", token)...)
	}
	cats, dogs := makeGroup(t, srv, one, "猫"), makeGroup(t, srv, one, "狗")
	act(one, "create", "name", "猫").refused(20608)
	act(one, "create", "name", "一二三四五六七八九十一").refused(20601)
	act(one, "destroy", "list_id", "1").refused(20603)
	act(two, "destroy", "list_id", str(cats.ID)).refused(20604)
	act(one, "destroy", "list_id", "x").refused(10017)
	act(one, "members/add", "list_id", str(cats.ID), "uid", "1").refused(20503)
	var g group
	act(one, "members/add", "list_id", str(cats.ID), "uid", str(second)).into(&g)
	if g.ID != cats.ID || g.MemberCount != 1 {
		t.Errorf("%+v", g)
	}
	act(one, "members/add", "list_id", str(cats.ID), "uid", str(second)).refused(20606)
	var result struct{ Result bool }
	if act(one, "members/add_batch", "list_id", str(cats.ID), "uids", "1404376561,1404376562").into(&result); !result.Result {
		t.Error("the third is not added")
	}
	if act(one, "members/add_batch", "list_id", str(cats.ID), "uids", "1404376561").into(&result); result.Result {
		t.Error("the second is added again")
	}
	wantUsers(t, listUsers(t, srv, one, "groups/members", "list_id", str(cats.ID)), third, second)

	seen, other := say(t, srv, two, "in the group"), say(t, srv, srv.Token(fourth), "not in it")
	if p := timeline(t, srv, path+"timeline.json", one, "list_id", str(cats.ID)); fmt.Sprint(p.ids()) != fmt.Sprint([]int64{seen.ID}) {
		t.Errorf("timeline %v, want %d without %d", p.ids(), seen.ID, other.ID)
	}
	secret := say(t, srv, one, "for the cats", "visible", "3", "list_id", str(cats.ID))
	get(t, srv, "/2/statuses/show.json", "access_token", two, "id", secret.IDStr).refusedNot(t)
	get(t, srv, "/2/statuses/show.json", "access_token", srv.Token(fourth), "id", secret.IDStr).refused(20112)

	act(one, "update", "list_id", str(cats.ID), "name", "狗").refused(20608)
	if act(one, "update", "list_id", str(cats.ID), "description", "喵").into(&g); g.Name != "猫" || g.Description != "喵" {
		t.Errorf("%+v", g)
	}
	act(one, "order", "list_ids", str(dogs.ID)+","+str(cats.ID), "count", "2").refusedNot(t)
	var all struct{ Lists []group }
	get(t, srv, "/2/friendships/groups.json", "access_token", one).into(&all)
	if len(all.Lists) != 2 || all.Lists[0].ID != dogs.ID {
		t.Errorf("%+v", all)
	}
	post(t, srv, "/2/friendships/destroy.json", "access_token", one, "uid", str(second)).refusedNot(t)
	wantUsers(t, listUsers(t, srv, one, "groups/members", "list_id", str(cats.ID)), third) // the group goes with the following
	if act(one, "destroy", "list_id", str(cats.ID)).into(&g); g.ID != cats.ID {
		t.Errorf("%+v", g)
	}
	act(one, "destroy", "list_id", str(cats.ID)).refused(20603)
}

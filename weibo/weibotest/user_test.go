package weibotest_test

import (
	"testing"

	"github.com/seed4635ade2/weibo-go/weibo/weibotest"
)

type user struct {
	ID               int64   `json:"id"`
	ScreenName       string  `json:"screen_name"`
	Following        bool    `json:"following"`
	FollowMe         bool    `json:"follow_me"`
	Remark           string  `json:"remark"`
	FollowersCount   int     `json:"followers_count"`
	FriendsCount     int     `json:"friends_count"`
	BiFollowersCount int     `json:"bi_followers_count"`
	StatusesCount    int     `json:"statuses_count"`
	AvatarLarge      string  `json:"avatar_large"`
	Status           *status `json:"status"`
	StatusID         int64   `json:"status_id"`
}

func show(t *testing.T, srv *weibotest.Server, token string, pairs ...string) (u user) {
	t.Helper()
	get(t, srv, "/2/users/show.json", append(pairs, "access_token", token)...).into(&u)
	return u
}

func TestShowUser(t *testing.T) {
	srv := weibotest.NewServer(t)
	one, two := srv.Token(first), srv.Token(second)
	if u := show(t, srv, one, "uid", str(first)); u.ID != first || u.ScreenName != "测试用户" || u.Following || u.Status != nil || u.StatusID != 0 {
		t.Errorf("%+v", u)
	}
	public := say(t, srv, one, "public")
	var repost status
	post(t, srv, "/2/statuses/repost.json", "access_token", one, "id", public.IDStr).into(&repost)
	private := say(t, srv, one, "private", "visible", "1")

	if u := show(t, srv, one, "screen_name", "测试用户"); u.ID != first || u.Status.ID != private.ID || u.Status.User != nil || u.StatusesCount != 3 {
		t.Errorf("the user: %+v", u)
	}
	u := show(t, srv, two, "uid", str(first))
	if !u.Following || u.Status.ID != repost.ID || u.Status.Retweeted.User.ID != first {
		t.Errorf("as another user sees it: %+v", u)
	}
	if a := download(t, u.AvatarLarge); a.header.Get("Content-Type") != "image/png" {
		t.Errorf("avatar: HTTP %d", a.status)
	}
	if u := show(t, srv, two, "uid", str(first), "trim_status", "1"); u.Status != nil || u.StatusID != repost.ID {
		t.Errorf("trimmed: %+v", u)
	}
	for _, pairs := range [][]string{{"uid", "1"}, {"uid", "0"}, {"screen_name", "nobody"}} {
		get(t, srv, "/2/users/show.json", append(pairs, "access_token", one)...).refused(20003)
	}
}

func TestUsers(t *testing.T) {
	srv := weibotest.NewServer(t)
	users := srv.Users()
	if len(users) < 3 || users[0].UID != first {
		t.Fatalf("%+v", users)
	}
	for _, u := range users {
		if got := show(t, srv, srv.Token(u.UID), "uid", str(u.UID)); got.ScreenName != u.ScreenName {
			t.Errorf("%+v is %+v", u, got)
		}
	}
	defer func() {
		if recover() == nil {
			t.Error("a token for nobody")
		}
	}()
	srv.Token(1)
}

package weibotest_test

import (
	"fmt"
	"testing"

	"github.com/seed4635ade2/weibo-go/weibo/weibotest"
)

// A page is what the tests look at in a page of statuses.
type page struct {
	Statuses       []status `json:"statuses"`
	PreviousCursor *int64   `json:"previous_cursor"`
	NextCursor     int64    `json:"next_cursor"`
	TotalNumber    int      `json:"total_number"`
	HasVisible     *bool    `json:"hasvisible"`
	SinceID        *int64   `json:"since_id"`
	MaxID          *int64   `json:"max_id"`
	Interval       int      `json:"interval"`
	UveBlank       int      `json:"uve_blank"`
	Ad             []any    `json:"ad"`
	Advertises     []any    `json:"advertises"`
	Marks          []any    `json:"marks"`
}

func timeline(t *testing.T, srv *weibotest.Server, path, token string, pairs ...string) page {
	t.Helper()
	var p page
	get(t, srv, path, append(pairs, "access_token", token)...).into(&p)
	return p
}

func (p page) ids() []int64 {
	ids := make([]int64, len(p.Statuses))
	for i, st := range p.Statuses {
		ids[i] = st.ID
	}
	return ids
}

// wantIDs compares a page with the statuses posted, which rise: from is the newest one wanted, to the one after the oldest.
func wantIDs(t *testing.T, p page, posted []int64, from, to int) {
	t.Helper()
	var want []int64
	for i := from; i > to; i-- {
		want = append(want, posted[i])
	}
	if got := p.ids(); fmt.Sprint(got) != fmt.Sprint(want) {
		t.Errorf("got %d statuses %v, want %d: %v", len(got), got, len(want), want)
	}
}

func TestPaging(t *testing.T) {
	srv := weibotest.NewServer(t)
	token := srv.Token(first)
	var posted []int64
	for i := range 45 {
		id := say(t, srv, token, fmt.Sprint("status ", i)).ID
		if i > 0 && id <= posted[i-1] || len(str(id)) != 16 {
			t.Fatalf("id %d after %v", id, posted)
		}
		posted = append(posted, id)
	}
	for _, path := range []string{"/2/statuses/user_timeline.json", "/2/statuses/home_timeline.json", "/2/statuses/friends_timeline.json"} {
		t.Run(path, func(t *testing.T) {
			p := timeline(t, srv, path, token)
			wantIDs(t, p, posted, 44, 24)
			total := 45
			if path != "/2/statuses/user_timeline.json" {
				total = 150 // whatever the truth
			}
			if p.TotalNumber != total || p.PreviousCursor == nil || *p.PreviousCursor != 0 || p.HasVisible == nil {
				t.Errorf("%+v", p)
			}
			if p.NextCursor >= posted[25] || p.NextCursor < posted[24] {
				t.Errorf("next_cursor %d does not lie between the pages", p.NextCursor)
			}
			p = timeline(t, srv, path, token, "max_id", str(p.NextCursor))
			wantIDs(t, p, posted, 24, 4)
			p = timeline(t, srv, path, token, "max_id", str(p.NextCursor))
			wantIDs(t, p, posted, 4, -1)
			if p.NextCursor != 0 {
				t.Errorf("next_cursor of the last page is %d", p.NextCursor)
			}
			wantIDs(t, timeline(t, srv, path, token, "page", "2", "count", "10"), posted, 34, 24)
			wantIDs(t, timeline(t, srv, path, token, "page", "5", "count", "10"), posted, 4, -1)
			wantIDs(t, timeline(t, srv, path, token, "page", "6", "count", "10"), posted, 0, 0)
			wantIDs(t, timeline(t, srv, path, token, "count", "500"), posted, 44, -1)
			wantIDs(t, timeline(t, srv, path, token, "max_id", str(posted[10])), posted, 10, -1) // inclusive
			wantIDs(t, timeline(t, srv, path, token, "since_id", str(posted[40])), posted, 44, 40)
			wantIDs(t, timeline(t, srv, path, token, "since_id", str(posted[30]), "max_id", str(posted[33])), posted, 33, 30)
		})
	}
}

// TestCursorTrap: after a call with since_id the last page has that id for a cursor, instead of 0.
func TestCursorTrap(t *testing.T) {
	srv := weibotest.NewServer(t)
	token := srv.Token(first)
	older := say(t, srv, token, "older").ID
	newer := say(t, srv, token, "newer").ID
	for _, since := range []int64{older, newer} {
		p := timeline(t, srv, "/2/statuses/home_timeline.json", token, "since_id", str(since))
		if p.NextCursor != since || p.MaxID == nil || *p.MaxID != since {
			t.Errorf("since_id %d: next_cursor %d, max_id %v", since, p.NextCursor, p.MaxID)
		}
	}
}

func TestEnvelopes(t *testing.T) {
	srv := weibotest.NewServer(t)
	token := srv.Token(first)
	id := say(t, srv, token, "x").ID
	home := timeline(t, srv, "/2/statuses/home_timeline.json", token)
	if home.Interval != 2000 || home.UveBlank != -1 || home.Ad == nil || home.Advertises == nil || *home.SinceID != id || *home.MaxID != 0 {
		t.Errorf("home %+v", home)
	}
	user := timeline(t, srv, "/2/statuses/user_timeline.json", token)
	if user.Marks == nil || user.SinceID != nil || user.Ad != nil {
		t.Errorf("user %+v", user)
	}
}

func TestWhoseTimeline(t *testing.T) {
	srv := weibotest.NewServer(t)
	one, two := srv.Token(first), srv.Token(second)
	mine := say(t, srv, one, "mine").ID
	theirs := say(t, srv, two, "theirs").ID
	all := []int64{mine, theirs}
	wantIDs(t, timeline(t, srv, "/2/statuses/home_timeline.json", one), all, 1, -1)
	wantIDs(t, timeline(t, srv, "/2/statuses/user_timeline.json", one), all, 0, -1)
	wantIDs(t, timeline(t, srv, "/2/statuses/user_timeline.json", one, "uid", str(second)), all, 1, 0)
	wantIDs(t, timeline(t, srv, "/2/statuses/user_timeline.json", one, "screen_name", "示例小猫"), all, 1, 0)
	var public page
	get(t, srv, "/2/statuses/public_timeline.json", "source", "1").into(&public)
	wantIDs(t, public, all, 1, -1)
	get(t, srv, "/2/statuses/user_timeline.json", "access_token", one, "uid", "1").refused(20003)
}

func TestFilters(t *testing.T) {
	srv := weibotest.NewServer(t)
	token := srv.Token(first)
	original := say(t, srv, token, "original")
	var repost status
	post(t, srv, "/2/statuses/repost.json", "access_token", token, "id", original.IDStr).into(&repost)
	var picture status
	upload(t, srv, "/2/statuses/upload.json", "pic", "a.jpg", jpeg, "access_token", token, "status", "picture").into(&picture)
	all := []int64{original.ID, repost.ID, picture.ID}
	const path = "/2/statuses/user_timeline.json"
	wantIDs(t, timeline(t, srv, path, token, "feature", "0"), all, 2, -1)
	if got := fmt.Sprint(timeline(t, srv, path, token, "feature", "1").ids()); got != fmt.Sprint([]int64{picture.ID, original.ID}) {
		t.Errorf("originals: %s", got)
	}
	wantIDs(t, timeline(t, srv, path, token, "feature", "2"), all, 2, 1)
	wantIDs(t, timeline(t, srv, path, token, "feature", "3"), all, 0, 0)
	wantIDs(t, timeline(t, srv, path, token, "base_app", "1"), all, 2, -1)

	trimmed := timeline(t, srv, path, token, "trim_user", "1").Statuses[1]
	if trimmed.User != nil || trimmed.UID != first || trimmed.Retweeted.User != nil || trimmed.Retweeted.UID != first {
		t.Errorf("trim_user: %+v", trimmed)
	}

	// Another application sees none of these as its own.
	code := decide(t, srv, "approve", "client_id", "other", "uid", str(first)).Get("code")
	var tok struct {
		AccessToken string `json:"access_token"`
	}
	exchange(t, srv, code, "client_id", "other").into(&tok)
	p := timeline(t, srv, path, tok.AccessToken, "base_app", "1")
	if len(p.Statuses) != 0 || p.TotalNumber != 3 {
		t.Errorf("base_app: %+v", p)
	}
}

func TestPrivateStatuses(t *testing.T) {
	srv := weibotest.NewServer(t)
	one, two := srv.Token(first), srv.Token(second)
	private := say(t, srv, one, "private", "visible", "1")
	if private.Visible.Type != 1 {
		t.Errorf("visible %+v", private.Visible)
	}
	if closeFriends := say(t, srv, one, "friends", "visible", "2"); closeFriends.Visible.Type != 4 {
		t.Errorf("visible %+v", closeFriends.Visible)
	}
	if group := say(t, srv, one, "group", "visible", "3", "list_id", "201105310001"); group.Visible.Type != 3 || group.Visible.ListID != 201105310001 {
		t.Errorf("visible %+v", group.Visible)
	}
	post(t, srv, "/2/statuses/update.json", "access_token", one, "status", "x", "visible", "3").refused(10016)
	post(t, srv, "/2/statuses/update.json", "access_token", one, "status", "x", "visible", "3", "list_id", "x").refused(10017)
	const path = "/2/statuses/home_timeline.json"
	if p := timeline(t, srv, path, two); len(p.Statuses) != 0 || !*p.HasVisible {
		t.Errorf("another user sees %+v", p)
	}
	if p := timeline(t, srv, path, one); len(p.Statuses) != 3 {
		t.Errorf("the author sees %+v", p)
	}
	get(t, srv, "/2/statuses/show.json", "access_token", two, "id", private.IDStr).refused(20112)
	get(t, srv, "/2/statuses/show.json", "access_token", one, "id", private.IDStr).refusedNot(t)
}

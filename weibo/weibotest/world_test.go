package weibotest_test

import (
	"crypto/sha256"
	"fmt"
	"iter"
	"maps"
	"slices"
	"strings"
	"testing"
	"unicode"

	"github.com/seed4635ade2/weibo-go/gen/weiboapi"
	"github.com/seed4635ade2/weibo-go/weibo/weibotest"
)

// worldOf returns what can be seen of a world.
func worldOf(t *testing.T, opts ...weibotest.Option) string {
	t.Helper()
	srv := weibotest.NewServer(t, opts...)
	seen := see(t, srv, srv.Token(first), slices.DeleteFunc(slices.Clone(looks), func(look string) bool { return strings.Contains(look, "新") })...)
	for _, page := range []string{"1", "2", "3"} {
		a := get(t, srv, "/2/statuses/public_timeline.json", "source", "1", "count", "100", "page", page)
		seen[page] = strings.ReplaceAll(string(a.body), srv.URL, "")
	}
	var all []string
	for _, look := range slices.Sorted(maps.Keys(seen)) {
		all = append(all, look, seen[look])
	}
	return strings.Join(all, "\n")
}

func TestSeeds(t *testing.T) {
	one := worldOf(t, weibotest.WithSeed(1))
	if one != worldOf(t, weibotest.WithStatuses(300)) {
		t.Error("the same seed and size make another world")
	}
	if one == worldOf(t, weibotest.WithSeed(2)) {
		t.Error("another seed makes the same world")
	}
	// Data directories count on it: when this changes, dataVersion must rise.
	const want = "62740c6e2afd7b98"
	if got := fmt.Sprintf("%x", sha256.Sum256([]byte(one)))[:16]; got != want {
		t.Errorf("the world of seed 1 is %s now, and was %s", got, want)
	}
}

func TestWorldSizes(t *testing.T) {
	for _, n := range []int{-1, 1_000_001} {
		if _, err := weibotest.Open(weibotest.WithStatuses(n)); err == nil || !strings.Contains(err.Error(), "0 to 1000000") {
			t.Errorf("%d: %v", n, err)
		}
	}
	for _, n := range []int{0, 1, 2, 5000} {
		srv := weibotest.NewServer(t, weibotest.WithStatuses(n))
		p := timeline(t, srv, "/2/statuses/public_timeline.json", srv.Token(first))
		if p.TotalNumber > n || p.TotalNumber < n*9/10 || n > 0 && len(p.Statuses) == 0 {
			t.Errorf("%d wanted, %d are there", n, p.TotalNumber)
		}
		if users := srv.Users(); users[0].UID != first || len(users) < 20 {
			t.Errorf("%d: %d users", n, len(users))
		}
	}
}

// TestWorldHasEverything looks for one of each kind.
func TestWorldHasEverything(t *testing.T) {
	srv := weibotest.NewServer(t, weibotest.WithSeed(1))
	c := srv.Client()
	found := map[string]int{}
	note := func(what string, is bool) {
		found[what] += 0
		if is {
			found[what]++
		}
	}
	for st, err := range c.Statuses.PublicTimelineAll(t.Context(), weiboapi.StatusesPublicTimelineParams{}) {
		if err != nil {
			t.Fatal(err)
		}
		note("long text", st.IsLongText)
		note("picture", len(st.PicURLs) == 1)
		note("pictures", len(st.PicURLs) > 1)
		note("repost", st.RetweetedStatus != nil && st.RetweetedStatus.Deleted == "")
		note("repost of a deleted one", st.RetweetedStatus != nil && st.RetweetedStatus.Deleted != "")
		note("repost of a repost", st.PID != 0)
		note("reposted", st.RepostsCount > 0)
		note("comments", st.CommentsCount > 0)
		note("place", st.Geo != nil)
		note("topic", strings.Contains(st.Text, "#"))
		note("name", strings.HasPrefix(st.Text, "@"))
		note("link", strings.Contains(st.Text, "https://example.com/"))
		note("emotion", strings.HasSuffix(st.Text, "]"))
		note("likes", st.AttitudesCount > 0)
		note("Chinese", strings.ContainsFunc(st.Text, func(r rune) bool { return unicode.Is(unicode.Han, r) }))
		note("English", !strings.ContainsFunc(st.Text, func(r rune) bool { return unicode.Is(unicode.Han, r) }))
		note("another author", st.User.ID != first)
		if len(st.PicURLs) > 0 && found["picture"] == 1 {
			if a := download(t, st.OriginalPic); a.header.Get("Content-Type") != "image/jpeg" {
				t.Errorf("%s: HTTP %d", st.OriginalPic, a.status)
			}
		}
	}
	token := srv.Token(first)
	for look, want := range map[string]string{
		"comments/to_me": `"text"`, "statuses/mentions": `"text"`, "friendships/groups": "同学", "search/users?q=Teapot": "Teapot", "search/users?q=橘猫": "橘猫",
		"favorites?count=5": `"favorited_time"`, "search/suggestions/users?q=猫": "screen_name", "place/public_timeline": `"place"`,
		"suggestions/users/may_interested": `"reason"`, "tags/suggestions": `"value"`, "remind/unread_count?uid=1404376560": `"status"`,
	} {
		path, query, _ := strings.Cut(look, "?")
		a := do(t, request(t, "GET", srv.URL+"/2/"+path+".json?access_token="+token+"&"+query, "", nil))
		note(look, strings.Contains(string(a.body), want))
	}
	for what, n := range found {
		if n == 0 {
			t.Errorf("nowhere: %s", what)
		}
	}
}

func idsOf(t *testing.T, list iter.Seq2[*weiboapi.Status, error]) (ids []int64) {
	t.Helper()
	for st, err := range list {
		if err != nil {
			t.Fatal(err)
		}
		ids = append(ids, st.ID)
	}
	return ids
}

// TestHomeIsTheSumOfFriends goes through the home timeline in pages of many sizes. It must have what those who are followed
// published, newest first, each once.
func TestHomeIsTheSumOfFriends(t *testing.T) {
	srv := weibotest.NewServer(t, weibotest.WithSeed(3))
	c, ctx := srv.Client(), t.Context()
	var want []int64
	authors := []int64{first}
	for u, err := range c.Friendships.FriendsAll(ctx, weiboapi.FriendshipsFriendsParams{UID: first}) {
		if err != nil {
			t.Fatal(err)
		}
		authors = append(authors, u.ID)
	}
	for _, uid := range authors {
		want = append(want, idsOf(t, c.Statuses.UserTimelineAll(ctx, weiboapi.StatusesUserTimelineParams{UID: uid, Count: 100}))...)
	}
	slices.Sort(want)
	slices.Reverse(want)
	short := false
	for _, count := range []int{3, 20, 100} {
		if got := idsOf(t, c.Statuses.HomeTimelineAll(ctx, weiboapi.StatusesHomeTimelineParams{Count: count})); !slices.Equal(got, want) {
			t.Errorf("by %d: %d statuses, want %d", count, len(got), len(want))
		}
		since := want[len(want)/2]
		if got := idsOf(t, c.Statuses.HomeTimelineAll(ctx, weiboapi.StatusesHomeTimelineParams{Count: count, SinceID: since})); !slices.Equal(got, want[:len(want)/2]) {
			t.Errorf("by %d, since the middle: %d statuses, want %d", count, len(got), len(want)/2)
		}
	}
	token := srv.Token(first)
	for page, max := 1, int64(0); ; page++ {
		byID := timeline(t, srv, "/2/statuses/home_timeline.json", token, "max_id", str(max))
		byPage := timeline(t, srv, "/2/statuses/home_timeline.json", token, "page", fmt.Sprint(page))
		if !slices.Equal(byID.ids(), byPage.ids()) {
			t.Errorf("page %d: %v by max_id, %v by page", page, byID.ids(), byPage.ids())
		}
		if max = byID.NextCursor; max == 0 {
			break
		}
		short = short || len(byID.Statuses) < 20
	}
	if !short {
		t.Error("no page but the last one is short: the world has no private statuses")
	}
}

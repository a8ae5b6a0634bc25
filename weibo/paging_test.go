package weibo_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"iter"
	"math/rand/v2"
	"net/http"
	"net/url"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/seed4635ade2/weibo-go/gen/weiboapi"
	"github.com/seed4635ade2/weibo-go/weibo"
	"github.com/seed4635ade2/weibo-go/weibo/weibotest"
)

// script is a server that gives one answer after the other, and the last one again and again.
func script(t testing.TB, answers ...string) *recorder {
	i := 0
	return record(t, func(w http.ResponseWriter, _ *http.Request) {
		body := answers[min(i, len(answers)-1)]
		i++
		w.Header().Set("Content-Type", jsonType)
		if strings.Contains(body, `"error_code"`) {
			w.WriteHeader(http.StatusForbidden)
		}
		io.WriteString(w, body)
	})
}

// asked returns the queries that a server received, written as in a URL.
func (r *recorder) asked() (queries []string) {
	for _, req := range r.all() {
		queries = append(queries, req.Query.Encode())
	}
	return queries
}

// objects writes a list of objects of which only the id matters.
func objects(ids ...int64) string {
	var list []string
	for _, id := range ids {
		list = append(list, fmt.Sprintf(`{"id":%d,"text":"a"}`, id))
	}
	return "[" + strings.Join(list, ",") + "]"
}

// timeline is a page of statuses whose total_number is wrong.
func timeline(next int64, ids ...int64) string {
	return fmt.Sprintf(`{"statuses":%s,"next_cursor":%d,"total_number":3}`, objects(ids...), next)
}

func users(next int64, ids ...int64) string {
	return fmt.Sprintf(`{"users":%s,"next_cursor":%d,"total_number":3}`, objects(ids...), next)
}

const expired = `{"error":"expired_token","error_code":21327,"request":"/2/statuses/user_timeline.json"}`

// collect returns the ids of what comes, and the error it ends with.
func collect[T any](t testing.TB, seq iter.Seq2[T, error], id func(T) int64) (ids []int64, end error) {
	t.Helper()
	for item, err := range seq {
		if end != nil {
			t.Fatalf("something comes after the error: %v, %v", item, err)
		}
		if end = err; err == nil {
			ids = append(ids, id(item))
		}
		if len(ids) > 10_000 {
			t.Fatal("there is no end")
		}
	}
	return ids, end
}

func statusID(st *weiboapi.Status) int64 { return st.ID }
func userID(u *weiboapi.User) int64      { return u.ID }
func itself(id int64) int64              { return id }

// A pagingTest is a list on a server that follows a script.
type pagingTest struct {
	name    string
	list    func(*weibo.Client) ([]int64, error)
	answers []string
	want    []int64
	asked   []string // the queries
	code    int      // of the error that ends it
}

func (tt pagingTest) run(t *testing.T) {
	srv := script(t, tt.answers...)
	got, err := tt.list(srv.client(t))
	if !slices.Equal(got, tt.want) {
		t.Errorf("got %v, want %v", got, tt.want)
	}
	if asked := srv.asked(); !slices.Equal(asked, tt.asked) {
		t.Errorf("asked for %q, want %q", asked, tt.asked)
	}
	var refused *weibo.Error
	if errors.As(err, &refused); err != nil && (refused == nil || refused.Code != tt.code) || err == nil && tt.code != 0 {
		t.Errorf("ends with %v, want the code %d", err, tt.code)
	}
}

func TestPagesByMaxID(t *testing.T) {
	from := func(params weiboapi.StatusesHomeTimelineParams) func(*weibo.Client) ([]int64, error) {
		return func(c *weibo.Client) ([]int64, error) {
			return collect(t, c.Statuses.HomeTimelineAll(t.Context(), params), statusID)
		}
	}
	all := from(weiboapi.StatusesHomeTimelineParams{})
	since := from(weiboapi.StatusesHomeTimelineParams{SinceID: 5})
	tests := []pagingTest{
		{
			name: "short pages", list: from(weiboapi.StatusesHomeTimelineParams{Count: 3}),
			answers: []string{timeline(70, 100, 90, 80), timeline(50, 60), timeline(0, 40, 30)},
			want:    []int64{100, 90, 80, 60, 40, 30},
			asked:   []string{"count=3", "count=3&max_id=79", "count=3&max_id=59"},
		},
		{
			name: "one page", list: all,
			answers: []string{timeline(0, 9, 8, 7)}, want: []int64{9, 8, 7}, asked: []string{""},
		},
		{
			name: "nothing", list: all, answers: []string{timeline(0)}, asked: []string{""},
		},
		{
			name: "a bare empty list", list: all, answers: []string{timeline(7, 9, 8), `[]`},
			want: []int64{9, 8}, asked: []string{"", "max_id=7"},
		},
		{
			name: "the last page has since_id for a cursor", list: since,
			answers: []string{timeline(8, 20, 10), timeline(5, 8)},
			want:    []int64{20, 10, 8}, asked: []string{"since_id=5", "max_id=9&since_id=5"},
		},
		{
			name: "an empty page has since_id for a cursor", list: since,
			answers: []string{timeline(8, 20, 10), timeline(5)},
			want:    []int64{20, 10}, asked: []string{"since_id=5", "max_id=9&since_id=5"},
		},
		{
			name: "a first page without anything since", list: since, answers: []string{timeline(5)}, asked: []string{"since_id=5"},
		},
		{
			name: "nothing between the lowest id and since_id", list: since,
			answers: []string{timeline(6, 8, 6)}, want: []int64{8, 6}, asked: []string{"since_id=5"},
		},
		{
			name: "max_id is ignored", list: all, answers: []string{timeline(7, 9, 8)},
			want: []int64{9, 8}, asked: []string{"", "max_id=7"},
		},
		{
			name: "max_id is ignored, and new statuses come", list: all, answers: []string{timeline(7, 9, 8), timeline(7, 11, 10)},
			want: []int64{9, 8}, asked: []string{"", "max_id=7"},
		},
		{
			name: "the last page again and again", list: all, answers: []string{timeline(7, 9, 8), timeline(5, 7, 6)},
			want: []int64{9, 8, 7, 6}, asked: []string{"", "max_id=7", "max_id=5"},
		},
		{
			name: "pages overlap", list: all, answers: []string{timeline(7, 9, 8, 7), timeline(5, 7, 6, 5), timeline(0, 5, 4)},
			want: []int64{9, 8, 7, 6, 5, 4}, asked: []string{"", "max_id=6", "max_id=4"},
		},
		{
			name: "a status stands twice on a page", list: all, answers: []string{timeline(0, 9, 9, 8, 9)},
			want: []int64{9, 8}, asked: []string{""},
		},
		{
			name: "the ids of a page are in no order", list: all, answers: []string{timeline(5, 7, 9, 6, 8), timeline(0, 4, 5)},
			want: []int64{7, 9, 6, 8, 4, 5}, asked: []string{"", "max_id=5"},
		},
		{
			name: "the cursor of the server stands still", list: all,
			answers: []string{timeline(7, 90, 80), timeline(7, 70, 60), timeline(7, 50), timeline(7)},
			want:    []int64{90, 80, 70, 60, 50}, asked: []string{"", "max_id=79", "max_id=59", "max_id=49"},
		},
		{
			name: "an empty page in the middle ends it", list: all, answers: []string{timeline(7, 9, 8), timeline(5), timeline(0, 4)},
			want: []int64{9, 8}, asked: []string{"", "max_id=7"},
		},
		{
			name: "an error on the third page", list: all, answers: []string{timeline(7, 9, 8), timeline(5, 7, 6), expired},
			want: []int64{9, 8, 7, 6}, asked: []string{"", "max_id=7", "max_id=5"}, code: 21327,
		},
		{
			name: "an error at once", list: all, answers: []string{expired}, asked: []string{""}, code: 21327,
		},
		{
			name: "from where the caller wants", list: from(weiboapi.StatusesHomeTimelineParams{MaxID: 50, Page: 3, Feature: 1}),
			answers: []string{timeline(7, 9, 8), timeline(0, 7)},
			want:    []int64{9, 8, 7}, asked: []string{"feature=1&max_id=50&page=3", "feature=1&max_id=7"},
		},
		{
			name: "ids as strings", list: all,
			answers: []string{strings.ReplaceAll(timeline(7, 9, 8), `:9,`, `:"9",`), timeline(0, 7)},
			want:    []int64{9, 8, 7}, asked: []string{"", "max_id=7"},
		},
		{
			name: "null and a status without an id", list: all,
			answers: []string{`{"statuses":[{"id":9,"text":""},null,{"text":""},{"id":8,"text":""}],"next_cursor":7}`, timeline(0, 7)},
			want:    []int64{9, 0, 8, 7}, asked: []string{"", "max_id=7"},
		},
		{
			name: "nothing but statuses without an id", list: all, answers: []string{timeline(7, 0, 0)},
			want: []int64{0, 0}, asked: []string{""},
		},
		{
			name: "ids alone, in texts",
			list: func(c *weibo.Client) ([]int64, error) {
				number := func(s string) int64 { n, _ := strconv.ParseInt(s, 10, 64); return n }
				return collect(t, c.Statuses.UserTimelineIDsAll(t.Context(), weiboapi.StatusesUserTimelineIDsParams{}), number)
			},
			answers: []string{
				`{"statuses":["5101694137532416","5101694137532002"],"next_cursor":5101694137532001,"total_number":2}`,
				`{"statuses":["5101694137532001"],"next_cursor":0,"total_number":2}`,
			},
			want:  []int64{5101694137532416, 5101694137532002, 5101694137532001},
			asked: []string{"", "max_id=5101694137532001"},
		},
		{
			name: "a list whose next_cursor is not in use",
			list: func(c *weibo.Client) ([]int64, error) {
				id := func(m *weiboapi.DirectMessage) int64 { return m.ID }
				return collect(t, c.DirectMessages.ListAll(t.Context(), weiboapi.DirectMessagesListParams{}), id)
			},
			answers: []string{
				`{"direct_messages":` + objects(9, 8) + `,"next_cursor":0}`, `{"direct_messages":` + objects(7) + `}`, `{"direct_messages":[]}`,
			},
			want: []int64{9, 8, 7}, asked: []string{"", "max_id=7", "max_id=6"},
		},
		{
			name: "a list in another member",
			list: func(c *weibo.Client) ([]int64, error) {
				return collect(t, c.Statuses.RepostByMeAll(t.Context(), weiboapi.StatusesRepostByMeParams{}), statusID)
			},
			answers: []string{`{"reposts":` + objects(9) + `,"next_cursor":8}`, timeline(0, 8)},
			want:    []int64{9, 8}, asked: []string{"", "max_id=8"},
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, tt.run)
	}
}

func TestPagesByNumber(t *testing.T) {
	from := func(params weiboapi.StatusesPublicTimelineParams) func(*weibo.Client) ([]int64, error) {
		return func(c *weibo.Client) ([]int64, error) {
			return collect(t, c.Statuses.PublicTimelineAll(t.Context(), params), statusID)
		}
	}
	all := from(weiboapi.StatusesPublicTimelineParams{})
	tests := []pagingTest{
		{
			name: "until a page is empty", list: from(weiboapi.StatusesPublicTimelineParams{Count: 3}),
			answers: []string{timeline(0, 9, 8, 7), timeline(0, 6), timeline(0, 5, 4), timeline(0)},
			want:    []int64{9, 8, 7, 6, 5, 4}, asked: []string{"count=3", "count=3&page=2", "count=3&page=3", "count=3&page=4"},
		},
		{
			name: "from where the caller wants", list: from(weiboapi.StatusesPublicTimelineParams{Page: 7}),
			answers: []string{timeline(0, 9), timeline(0)}, want: []int64{9}, asked: []string{"page=7", "page=8"},
		},
		{
			name: "page is ignored", list: all, answers: []string{timeline(7, 9, 8)}, want: []int64{9, 8}, asked: []string{"", "page=2"},
		},
		{
			name: "the last page again and again", list: all, answers: []string{timeline(0, 9, 8), timeline(0, 7, 6), timeline(0, 5)},
			want: []int64{9, 8, 7, 6, 5}, asked: []string{"", "page=2", "page=3", "page=4"},
		},
		{
			name: "the first page after the last", list: all, answers: []string{timeline(0, 9, 8), timeline(0, 7, 6), timeline(0, 9, 8)},
			want: []int64{9, 8, 7, 6}, asked: []string{"", "page=2", "page=3"},
		},
		{
			name: "what came in the meantime moves the pages", list: all,
			answers: []string{timeline(0, 9, 8, 7), timeline(0, 8, 7, 6), timeline(0, 6, 5), timeline(0)},
			want:    []int64{9, 8, 7, 6, 5}, asked: []string{"", "page=2", "page=3", "page=4"},
		},
		{
			name: "an empty page in the middle ends it", list: all, answers: []string{timeline(0, 9), timeline(0), timeline(0, 7)},
			want: []int64{9}, asked: []string{"", "page=2"},
		},
		{
			name: "an error on the third page", list: all, answers: []string{timeline(0, 9), timeline(0, 8), expired},
			want: []int64{9, 8}, asked: []string{"", "page=2", "page=3"}, code: 21327,
		},
		{
			name: "bare lists",
			list: func(c *weibo.Client) ([]int64, error) {
				id := func(tag *weiboapi.Tag) int64 { return tag.ID }
				return collect(t, c.Tags.ListAll(t.Context(), weiboapi.TagsListParams{UID: 1}), id)
			},
			answers: []string{`[{"7":"a","weight":5},{"8":"b","weight":"4"}]`, `[{"8":"b"},{"9":"c"}]`, `[]`},
			want:    []int64{7, 8, 9}, asked: []string{"uid=1", "page=2&uid=1", "page=3&uid=1"},
		},
		{
			name: "items whose id is that of something in them",
			list: func(c *weibo.Client) ([]int64, error) {
				id := func(f *weiboapi.Favorite) int64 {
					if f.Status == nil {
						return 0
					}
					return f.Status.ID
				}
				return collect(t, c.Favorites.ListAll(t.Context(), weiboapi.FavoritesListParams{}), id)
			},
			answers: []string{
				`{"favorites":[{"status":{"id":9,"text":""},"tags":[]},{"tags":[]},{"status":{"id":8,"text":""}}],"total_number":9}`,
				`{"favorites":[{"status":{"id":8,"text":""}}],"total_number":9}`,
			},
			want: []int64{9, 0, 8}, asked: []string{"", "page=2"},
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, tt.run)
	}
}

func TestPagesByCursor(t *testing.T) {
	from := func(params weiboapi.FriendshipsFollowersParams) func(*weibo.Client) ([]int64, error) {
		return func(c *weibo.Client) ([]int64, error) {
			return collect(t, c.Friendships.FollowersAll(t.Context(), params), userID)
		}
	}
	all := from(weiboapi.FriendshipsFollowersParams{UID: 1})
	tests := []pagingTest{
		{
			name: "until the cursor is 0", list: all, answers: []string{users(2, 9, 8), users(4, 7), users(0, 6)},
			want: []int64{9, 8, 7, 6}, asked: []string{"uid=1", "cursor=2&uid=1", "cursor=4&uid=1"},
		},
		{
			name: "from where the caller wants", list: from(weiboapi.FriendshipsFollowersParams{UID: 1, Cursor: 40}),
			answers: []string{users(42, 9), users(0, 8)}, want: []int64{9, 8}, asked: []string{"cursor=40&uid=1", "cursor=42&uid=1"},
		},
		{
			name: "from a page", list: from(weiboapi.FriendshipsFollowersParams{UID: 1, Page: 2}),
			answers: []string{users(10, 9), users(0, 8)}, want: []int64{9, 8}, asked: []string{"page=2&uid=1", "cursor=10&uid=1"},
		},
		{
			name: "the cursor does not move", list: all, answers: []string{users(2, 9, 8), users(2, 7)},
			want: []int64{9, 8, 7}, asked: []string{"uid=1", "cursor=2&uid=1"},
		},
		{
			name: "the cursor is ignored", list: all, answers: []string{users(2, 9, 8), users(4, 9, 8), users(6, 9, 8)},
			want: []int64{9, 8}, asked: []string{"uid=1", "cursor=2&uid=1"},
		},
		{
			name: "an empty page ends it", list: all, answers: []string{users(2, 9, 8), users(4), users(0, 7)},
			want: []int64{9, 8}, asked: []string{"uid=1", "cursor=2&uid=1"},
		},
		{
			name: "an error on the third page", list: all, answers: []string{users(2, 9), users(4, 8), expired},
			want: []int64{9, 8}, asked: []string{"uid=1", "cursor=2&uid=1", "cursor=4&uid=1"}, code: 21327,
		},
		{
			name: "ids alone",
			list: func(c *weibo.Client) ([]int64, error) {
				return collect(t, c.Friendships.FriendsIDsAll(t.Context(), weiboapi.FriendshipsFriendsIDsParams{UID: 1}), itself)
			},
			answers: []string{`{"ids":[9,"8",8],"next_cursor":3}`, `{"ids":[7],"next_cursor":"0"}`},
			want:    []int64{9, 8, 7}, asked: []string{"uid=1", "cursor=3&uid=1"},
		},
		{
			name: "a time for a cursor",
			list: func(c *weibo.Client) ([]int64, error) {
				return collect(t, c.Commercial.FriendshipsFollowersBizAll(t.Context(), weiboapi.CommercialFriendshipsFollowersBizParams{}), userID)
			},
			answers: []string{users(1464687000, 9, 8), users(1464686000, 8, 7), users(0, 6)},
			want:    []int64{9, 8, 7, 6}, asked: []string{"", "max_time=1464687000", "max_time=1464686000"},
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, tt.run)
	}
}

func TestPages(t *testing.T) {
	srv := script(t, timeline(7, 9, 8, 7), timeline(5, 7, 6), timeline(5, 7, 6))
	var pages [][]int64
	var cursors []int64
	for page, err := range srv.client(t).Statuses.HomeTimelinePages(t.Context(), weiboapi.StatusesHomeTimelineParams{}) {
		if err != nil {
			t.Fatal(err)
		}
		var ids []int64
		for _, st := range page.Statuses {
			ids = append(ids, st.ID)
		}
		pages, cursors = append(pages, ids), append(cursors, page.NextCursor)
	}
	if want := "[[9 8 7] [7 6]]"; fmt.Sprint(pages) != want {
		t.Errorf("got %v, want %s: as they came, the last one once", pages, want)
	}
	if want := []int64{7, 5}; !slices.Equal(cursors, want) {
		t.Errorf("the cursors are %v, want %v", cursors, want)
	}
	if n := len(srv.all()); n != 3 {
		t.Errorf("%d requests, want 3", n)
	}
}

func TestPagesEndWithAnError(t *testing.T) {
	srv := script(t, timeline(7, 9, 8), expired)
	var got []string
	for page, err := range srv.client(t).Statuses.HomeTimelinePages(t.Context(), weiboapi.StatusesHomeTimelineParams{}) {
		got = append(got, fmt.Sprint(page != nil, err != nil))
	}
	if want := []string{"true false", "false true"}; !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
}

func TestBreakAsksForNothingMore(t *testing.T) {
	params := weiboapi.StatusesHomeTimelineParams{}
	tests := []struct {
		name            string
		items, requests int
	}{{"on the first page", 1, 1}, {"at the end of a page", 2, 1}, {"on the second page", 3, 2}}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			srv := script(t, timeline(7, 9, 8), timeline(5, 7, 6), timeline(0, 5))
			n := 0
			for range srv.client(t).Statuses.HomeTimelineAll(t.Context(), params) {
				if n++; n == tt.items {
					break
				}
			}
			if got := len(srv.all()); got != tt.requests {
				t.Errorf("%d requests, want %d", got, tt.requests)
			}
		})
	}
	t.Run("between pages", func(t *testing.T) {
		srv := script(t, timeline(7, 9, 8), timeline(0, 7))
		for range srv.client(t).Statuses.HomeTimelinePages(t.Context(), params) {
			break
		}
		srv.one(t)
	})
	t.Run("after an error", func(t *testing.T) {
		srv := script(t, expired)
		for range srv.client(t).Statuses.HomeTimelineAll(t.Context(), params) {
			break
		}
		srv.one(t)
	})
}

func TestNothingIsAskedBeforeTheLoop(t *testing.T) {
	srv := script(t, timeline(0))
	srv.client(t).Statuses.HomeTimelineAll(t.Context(), weiboapi.StatusesHomeTimelineParams{})
	if n := len(srv.all()); n != 0 {
		t.Errorf("%d requests, want none", n)
	}
}

// A second loop begins anew, and the parameters of the caller stay as they are.
func TestPagingLeavesParamsAlone(t *testing.T) {
	srv := script(t, timeline(7, 9, 8), timeline(0, 7), timeline(7, 9, 8), timeline(0, 7))
	params := weiboapi.StatusesHomeTimelineParams{MaxID: 100, Page: 2}
	before := params
	list := srv.client(t).Statuses.HomeTimelineAll(t.Context(), params)
	for range 2 {
		if got, err := collect(t, list, statusID); err != nil || !slices.Equal(got, []int64{9, 8, 7}) {
			t.Errorf("got %v, %v", got, err)
		}
	}
	if params != before {
		t.Errorf("the parameters became %+v", params)
	}
	if got, want := srv.asked(), []string{"max_id=100&page=2", "max_id=7", "max_id=100&page=2", "max_id=7"}; !slices.Equal(got, want) {
		t.Errorf("asked for %q, want %q", got, want)
	}
}

func TestPagingEndsWithTheContext(t *testing.T) {
	srv := script(t, timeline(7, 9, 8), timeline(0, 7))
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	var got []int64
	var end error
	for st, err := range srv.client(t).Statuses.HomeTimelineAll(ctx, weiboapi.StatusesHomeTimelineParams{}) {
		if end = err; err == nil {
			got = append(got, st.ID)
		}
		cancel()
	}
	if !slices.Equal(got, []int64{9, 8}) || !errors.Is(end, context.Canceled) {
		t.Errorf("got %v, then %v; want the page at hand, then context.Canceled", got, end)
	}
	srv.one(t)
}

func TestPagingWithWrongParams(t *testing.T) {
	srv := script(t, timeline(0))
	_, err := collect(t, srv.client(t).Statuses.HomeTimelineAll(t.Context(), weiboapi.StatusesHomeTimelineParams{Count: -1}), statusID)
	var wrong *weibo.ParamsError
	if !errors.As(err, &wrong) || len(srv.all()) != 0 {
		t.Errorf("got %v and %d requests, want a ParamsError and none", err, len(srv.all()))
	}
}

func TestPagingTakesOptions(t *testing.T) {
	srv := script(t, timeline(7, 9, 8), timeline(0, 7))
	list := srv.client(t).Statuses.HomeTimelineAll(t.Context(), weiboapi.StatusesHomeTimelineParams{}, weibo.WithToken("other"))
	if _, err := collect(t, list, statusID); err != nil {
		t.Fatal(err)
	}
	for i, req := range srv.all() {
		if h := req.Header.Get("Authorization"); h != "OAuth2 other" {
			t.Errorf("request %d: Authorization %q", i, h)
		}
	}
}

func TestPagingInTheSandbox(t *testing.T) {
	const posts = 47
	srv := weibotest.NewServer(t)
	c := srv.Client()
	var want []int64
	for i := range posts {
		st, err := c.Statuses.Share(t.Context(), weiboapi.StatusesShareParams{Status: fmt.Sprintf("%d https://example.com/", i)})
		if err != nil {
			t.Fatal(err)
		}
		want = append(want, st.ID)
		_, err = c.Comments.Create(t.Context(), weiboapi.CommentsCreateParams{ID: want[0], Comment: strconv.Itoa(i)})
		if err != nil {
			t.Fatal(err)
		}
	}
	slices.Reverse(want)
	ctx, uid := t.Context(), srv.Users()[0].UID
	for _, count := range []int{1, 7, 20, 46, 47, 48, 100} {
		full := (posts + count - 1) / count
		tests := []struct {
			name     string
			list     iter.Seq2[*weiboapi.Status, error]
			want     []int64
			requests int
		}{
			{"user_timeline", c.Statuses.UserTimelineAll(ctx, weiboapi.StatusesUserTimelineParams{UID: uid, Count: count}), want, full},
			{"home_timeline", c.Statuses.HomeTimelineAll(ctx, weiboapi.StatusesHomeTimelineParams{Count: count, SinceID: want[30]}), want[:30], (30 + count - 1) / count},
			{"public_timeline", c.Statuses.PublicTimelineAll(ctx, weiboapi.StatusesPublicTimelineParams{Count: count}), want, full + 1},
		}
		for _, tt := range tests {
			t.Run(fmt.Sprintf("%s by %d", tt.name, count), func(t *testing.T) {
				before := len(srv.Requests())
				got, err := collect(t, tt.list, statusID)
				if err != nil {
					t.Fatal(err)
				}
				if !slices.Equal(got, tt.want) {
					t.Errorf("got %d statuses, want %d: %v", len(got), len(tt.want), got)
				}
				if n := len(srv.Requests()) - before; n != tt.requests {
					t.Errorf("%d requests, want %d", n, tt.requests)
				}
			})
		}
	}
	id := func(c *weiboapi.Comment) int64 { return c.ID }
	got, err := collect(t, c.Comments.ShowAll(ctx, weiboapi.CommentsShowParams{ID: want[posts-1], Count: 9}), id)
	if err != nil || len(got) != posts {
		t.Errorf("got %d comments and %v, want %d", len(got), err, posts)
	}
}

// Whatever a server does with the parameters, no list goes on for ever: the sandbox answers some of these calls with the
// same example whatever they ask for, and others from its world.
func TestEveryListEnds(t *testing.T) {
	srv := weibotest.NewServer(t, weibotest.WithStatuses(60))
	services := reflect.ValueOf(srv.Client().API)
	lists, yielding := 0, 0
	for i := range services.NumField() {
		service := services.Field(i)
		for j := range service.NumMethod() {
			method := service.Method(j)
			if method.Type().Out(0).Kind() != reflect.Func {
				continue
			}
			lists++
			name := services.Type().Field(i).Name + "." + service.Type().Method(j).Name
			before := len(srv.Requests())
			n := countAll(t, name, method)
			if n > 0 {
				yielding++
			}
			if asked := len(srv.Requests()) - before; asked > n+2 { // some have nothing that the caller may see on a page
				t.Errorf("%s took %d requests for %d items", name, asked, n)
			}
		}
	}
	if lists < 200 || yielding < lists*3/5 { // the others are about something that is not there
		t.Errorf("%d lists, of which %d have something in them", lists, yielding)
	}
}

// countAll goes through a list, with the first of some sets of parameters that are fit to be sent.
func countAll(t *testing.T, name string, method reflect.Value) (n int) {
	for _, kinds := range [][]reflect.Kind{
		{}, {reflect.Int64}, {reflect.String}, {reflect.Slice}, {reflect.Pointer}, {reflect.Int64, reflect.Int}, {reflect.Int64, reflect.String},
		{reflect.String, reflect.Float64}, {reflect.Int64, reflect.String, reflect.Int, reflect.Float64, reflect.Slice},
	} {
		var end error
		params := someParams(method.Type().In(1), kinds)
		for _, err := range method.Call([]reflect.Value{reflect.ValueOf(t.Context()), params})[0].Seq2() {
			if end, _ = err.Interface().(error); end == nil {
				n++
			}
			if n > 1000 {
				t.Fatalf("%s does not end", name)
			}
		}
		var unfit *weibo.ParamsError
		if !errors.As(end, &unfit) {
			break
		}
	}
	return n
}

// someParams returns parameters of which those of some kinds are set.
func someParams(of reflect.Type, kinds []reflect.Kind) reflect.Value {
	params := reflect.New(of).Elem()
	for i := range params.NumField() {
		f := params.Field(i)
		if !slices.Contains(kinds, f.Kind()) {
			continue
		}
		switch f.Kind() {
		case reflect.Int64:
			f.SetInt(1404376560)
		case reflect.Int:
			f.SetInt(1)
		case reflect.Float64:
			f.SetFloat(39.9)
		case reflect.String:
			f.SetString("1")
		case reflect.Slice:
			f.Set(reflect.MakeSlice(f.Type(), 1, 1))
		case reflect.Pointer:
			f.Set(reflect.New(f.Type().Elem()))
		}
	}
	return params
}

// A feed is a list on a server that filters pages after it has cut them, lets them overlap and goes on growing.
type feed struct {
	ids     []int64 // newest first
	hidden  map[int64]bool
	overlap int
	growth  int // how many come before each page
	random  *rand.Rand
}

func newFeed(seed uint64) *feed {
	f := &feed{hidden: map[int64]bool{}, random: rand.New(rand.NewPCG(seed, 0))}
	f.overlap, f.growth = f.random.IntN(3), f.random.IntN(3)
	for range f.random.IntN(120) {
		f.grow()
	}
	return f
}

func (f *feed) grow() {
	id := 1 + f.random.Int64N(3)
	if len(f.ids) > 0 {
		id += f.ids[0]
	}
	f.ids = slices.Insert(f.ids, 0, id)
	f.hidden[id] = f.random.IntN(4) == 0
}

func (f *feed) byMaxID(q url.Values) string {
	count, since, top := int(number(q, "count")), number(q, "since_id"), number(q, "max_id")
	from, to := 0, 0
	if top > 0 {
		from = len(f.ids) - len(f.upTo(top))
	}
	var shown []int64
	for to = from + count; len(shown) == 0 && to < len(f.ids)+count; to += count { // a page has something new, or is the last
		shown = f.seen(from, to)
	}
	shown = slices.Concat(f.seen(max(0, from-f.overlap), from), shown)
	shown = slices.DeleteFunc(shown, func(id int64) bool { return id <= since })
	next := since
	if rest := f.ids[min(to-count, len(f.ids)):]; len(rest) > 0 {
		next = max(next, rest[0])
	}
	for range f.growth {
		f.grow()
	}
	return timeline(next, shown...)
}

// seen returns what is not hidden in a part of the list.
func (f *feed) seen(from, to int) []int64 {
	part := slices.Clone(f.ids[min(from, len(f.ids)):min(to, len(f.ids))])
	return slices.DeleteFunc(part, func(id int64) bool { return f.hidden[id] })
}

// upTo returns what is not above an id.
func (f *feed) upTo(top int64) []int64 {
	i := slices.IndexFunc(f.ids, func(id int64) bool { return id <= top })
	if i < 0 {
		return nil
	}
	return f.ids[i:]
}

func (f *feed) byNumber(q url.Values) string {
	count := int(number(q, "count"))
	from := max(0, (int(max(1, number(q, "page")))-1)*count-f.overlap)
	var shown []int64
	if from < len(f.ids) {
		shown = f.ids[from:min(from+count+f.overlap, len(f.ids))]
	}
	body := timeline(0, shown...)
	for range min(f.growth, count-1-f.overlap) { // a page that has moved as a whole looks like the last one, again
		f.grow()
	}
	return body
}

func number(q url.Values, name string) int64 {
	n, _ := strconv.ParseInt(q.Get(name), 10, 64)
	return n
}

// Whatever pages a list comes in, every item that was there at the start comes once, in order.
func FuzzPaging(f *testing.F) {
	for seed := range uint64(60) {
		f.Add(seed, byte(seed%23), seed%2 == 0, seed%3 == 0)
	}
	f.Fuzz(func(t *testing.T, seed uint64, count byte, numbers, since bool) {
		feed := newFeed(seed)
		page, size := feed.byMaxID, 1+int(count%50)
		if numbers {
			page, size = feed.byNumber, size+feed.overlap
		}
		var sinceID int64
		if since && !numbers && len(feed.ids) > 0 {
			sinceID = feed.ids[feed.random.IntN(len(feed.ids))]
		}
		want := slices.DeleteFunc(slices.Clone(feed.ids), func(id int64) bool {
			return id <= sinceID || !numbers && feed.hidden[id]
		})
		srv := record(t, func(w http.ResponseWriter, req *http.Request) {
			w.Header().Set("Content-Type", jsonType)
			io.WriteString(w, page(req.URL.Query()))
		})
		c := srv.client(t)
		list := c.Statuses.HomeTimelineAll(t.Context(), weiboapi.StatusesHomeTimelineParams{SinceID: sinceID, Count: size})
		if numbers {
			list = c.Statuses.PublicTimelineAll(t.Context(), weiboapi.StatusesPublicTimelineParams{Count: size})
		}
		got, err := collect(t, list, statusID)
		if err != nil || !slices.Equal(got, want) {
			t.Errorf("overlap %d, growth %d, %d a page: got %v and %v, want %v", feed.overlap, feed.growth, size, got, err, want)
		}
	})
}

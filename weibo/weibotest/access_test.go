package weibotest_test

import (
	"net/http"
	"testing"

	"github.com/seed4635ade2/weibo-go/weibo/weibotest"
)

// TestAccess calls what a new application may and may not call.
func TestAccess(t *testing.T) {
	strict := weibotest.NewServer(t, weibotest.Strict(), weibotest.WithApp(weibotest.App{
		Key: "1111111111", Granted: []string{"statuses/update"},
	}))
	friendly := weibotest.NewServer(t)
	tests := []struct {
		name, method, path string
		pairs              []string
		code               int // in strict mode
	}{
		{"listed read", "GET", "/2/account/get_uid.json", nil, 0},
		{"listed write", "POST", "/2/statuses/share.json", []string{"status", "x https://example.com", "rip", "211.156.0.1"}, 0},
		{"delisted write", "POST", "/2/statuses/update.json", []string{"status", "x", "rip", "211.156.0.1"}, 10014},
		{"delisted read", "GET", "/2/friendships/friends.json", []string{"uid", str(first)}, 0},
		{"advanced read", "GET", "/2/account/profile/email.json", nil, 10014},
		{"commercial read", "GET", "/2/statuses/user_timeline/other.json", []string{"uid", str(second)}, 10014},
		{"own timeline", "GET", "/2/statuses/user_timeline.json", []string{"uid", str(first)}, 0},
		{"own timeline by name", "GET", "/2/statuses/user_timeline.json", []string{"screen_name", "测试用户"}, 0},
		{"other timeline", "GET", "/2/statuses/user_timeline.json", []string{"uid", str(second)}, 21335},
		{"other timeline by name", "GET", "/2/statuses/user_timeline.json", []string{"screen_name", "示例小猫"}, 21335},
		{"followers of another", "GET", "/2/friendships/followers.json", []string{"uid", str(second)}, 21335},
		{"without credentials", "POST", "/oauth2/get_token_info", nil, 0},
	}
	call := func(t *testing.T, srv *weibotest.Server, method, path string, pairs []string) *answer {
		pairs = append(pairs, "access_token", srv.Token(first))
		if method == http.MethodGet {
			return get(t, srv, path, pairs...)
		}
		return post(t, srv, path, pairs...)
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			call(t, friendly, tt.method, tt.path, tt.pairs).refusedNot(t)
			a := call(t, strict, tt.method, tt.path, tt.pairs)
			if tt.code == 0 {
				a.refusedNot(t)
			} else if a.refused(tt.code); a.status != http.StatusForbidden {
				t.Errorf("HTTP %d", a.status)
			}
		})
	}
}

// TestGranted gives an application more than a new one has.
func TestGranted(t *testing.T) {
	app := weibotest.App{Key: weibotest.DefaultAppKey, Granted: []string{"statuses/update"}}
	srv := weibotest.NewServer(t, weibotest.Strict(), weibotest.WithApp(app))
	token := srv.Token(first)
	st := say(t, srv, token, "x", "rip", "211.156.0.1")
	post(t, srv, "/2/statuses/destroy.json", "access_token", token, "id", st.IDStr).refused(10014)
	app.Granted = []string{"*"}
	all := weibotest.NewServer(t, weibotest.Strict(), weibotest.WithApp(app))
	token = all.Token(first)
	st = say(t, all, token, "x", "rip", "211.156.0.1")
	post(t, all, "/2/statuses/destroy.json", "access_token", token, "id", st.IDStr).refusedNot(t)
}

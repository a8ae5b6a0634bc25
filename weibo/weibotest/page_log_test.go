package weibotest_test

import (
	"fmt"
	"net/url"
	"strings"
	"testing"

	"github.com/seed4635ade2/weibo-go/weibo/weibotest"
)

func TestRequestsPage(t *testing.T) {
	srv := weibotest.NewServer(t)
	token := srv.Token(first)
	wantAll(t, view(t, srv.URL+"/requests", "en"), "No call yet")
	say(t, srv, token, "cat")
	get(t, srv, "/2/users/show.json", "access_token", token, "uid", "1", "colour", "red").refused(20003)
	get(t, srv, "/2/no/such.json").refused(10020)

	all := view(t, srv.URL+"/requests", "en")
	wantAll(t, all, "POST statuses/update", "GET users/show", "<code>colour</code>", "20003", "GET /2/no/such.json", "Request Api not found", "as described", "测试用户")
	if strings.Index(all, "users/show</code>") > strings.Index(all, "statuses/update</code>") {
		t.Error("the newest call is not the first one")
	}
	wrong := view(t, srv.URL+"/requests?wrong=1", "en")
	if strings.Contains(wrong, "POST statuses/update") || !strings.Contains(wrong, "GET users/show") || !strings.Contains(wrong, "/2/no/such.json") {
		t.Error("the filter of verdicts is wrong")
	}
	one := view(t, srv.URL+"/requests?operation=statuses/update", "en")
	if !strings.Contains(one, "POST statuses/update") || strings.Contains(one, "GET users/show") {
		t.Error("the filter of operations is wrong")
	}
	if strings.Contains(all, token) {
		t.Error("the log shows a token")
	}
}

func TestRequestPage(t *testing.T) {
	srv := weibotest.NewServer(t)
	token := srv.Token(first)
	say(t, srv, token, "cat", "colour", "red")
	get(t, srv, "/2/users/show.json", "access_token", token, "uid", "1").refused(20003)

	page := view(t, srv.URL+"/requests/1", "en")
	wantAll(t, page, "/2/statuses/update.json", "HTTP 200", "colour", "<td class=\"value\">cat</td>", "&#34;text&#34;: &#34;cat&#34;", "/api/operations/statusesUpdate")
	if strings.Contains(page, token) {
		t.Error("the page shows a token")
	}
	wantAll(t, view(t, srv.URL+"/requests/2", "zh"), "error_code 20003", "用户")
}

// The answers to the latest hundred calls are kept.
func TestRequestPageOfLongAgo(t *testing.T) {
	srv := weibotest.NewServer(t)
	token := srv.Token(first)
	const calls = 1150
	for range calls {
		get(t, srv, "/2/account/get_uid.json", "access_token", token)
	}
	for number, want := range map[int]string{calls: "&#34;uid&#34;", calls - 99: "&#34;uid&#34;", calls - 100: "not kept any more", calls - 999: "not kept any more"} {
		if page := view(t, fmt.Sprint(srv.URL, "/requests/", number), "en"); !strings.Contains(page, want) {
			t.Errorf("the page of call %d does not have %s", number, want)
		}
	}
	if a := get(t, srv, fmt.Sprint("/requests/", calls-1000)); a.status != 404 {
		t.Errorf("HTTP %d of a call that is forgotten", a.status)
	}
}

// The button that tries a call again fills the form with what was sent.
func TestTryAgain(t *testing.T) {
	srv := weibotest.NewServer(t)
	get(t, srv, "/2/users/show.json", "access_token", srv.Token(first), "screen_name", "示例小猫")
	page := view(t, srv.URL+"/requests/1", "en")
	wantAll(t, page, `action="/api/operations/usersShow"`, `name="screen_name" value="示例小猫"`)
	form := view(t, srv.URL+"/api/operations/usersShow?screen_name="+url.QueryEscape("示例小猫"), "en")
	wantAll(t, form, `name="screen_name" value="示例小猫"`, `ScreenName: &#34;示例小猫&#34;`)
}

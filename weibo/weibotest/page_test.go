package weibotest_test

import (
	"strings"
	"testing"

	"github.com/seed4635ade2/weibo-go/weibo/weibotest"
)

func view(t *testing.T, address, language string) string {
	t.Helper()
	req := request(t, "GET", address, "", nil)
	req.Header.Set("Accept-Language", language)
	a := do(t, req)
	if a.status != 200 || !strings.HasPrefix(a.header.Get("Content-Type"), "text/html") {
		t.Fatalf("%s: HTTP %d %s", address, a.status, a.header.Get("Content-Type"))
	}
	return string(a.body)
}

func TestHomePage(t *testing.T) {
	srv := weibotest.NewServer(t)
	en, zh := view(t, srv.URL+"/", "en-GB,zh;q=0.5"), view(t, srv.URL+"/", "fr, zh-CN;q=0.8, en;q=0.5")
	for _, want := range []string{srv.URL, weibotest.DefaultAppKey, weibotest.DefaultAppSecret, "/u/1404376560", "/oauth2/authorize?"} {
		if !strings.Contains(en, want) || !strings.Contains(zh, want) {
			t.Errorf("the page does not have %s", want)
		}
	}
	if !strings.Contains(en, "A local Weibo") || !strings.Contains(zh, "本地微博") || strings.Contains(zh, "A local Weibo") {
		t.Error("the languages are mixed up")
	}
}

func TestUserPage(t *testing.T) {
	srv := weibotest.NewServer(t)
	one, two := srv.Token(first), srv.Token(second)
	var st, repost status
	upload(t, srv, "/2/statuses/upload.json", "pic", "a.jpg", jpeg, "access_token", one, "status", `<script>alert("猫")</script>`).into(&st)
	commentOn(t, srv, two, st.IDStr, "<img src=x onerror=alert(1)>")
	post(t, srv, "/2/statuses/repost.json", "access_token", two, "id", st.IDStr, "status", "看<b>").into(&repost)

	page := view(t, srv.URL+"/u/1404376560", "")
	for _, want := range []string{st.ThumbnailPic, st.OriginalPic, "&lt;script&gt;alert(&#34;猫&#34;)&lt;/script&gt;", "&lt;img src=x", "示例小猫"} {
		if !strings.Contains(page, want) {
			t.Errorf("the page does not have %s", want)
		}
	}
	theirs := view(t, srv.URL+"/u/1404376561", "")
	if !strings.Contains(theirs, "看&lt;b&gt;") || !strings.Contains(theirs, st.ThumbnailPic) || !strings.Contains(theirs, "@测试用户") {
		t.Error("the page does not show the repost")
	}
	for _, p := range []string{page, theirs} {
		if strings.Contains(p, "<script") || strings.Contains(p, "<img src=x") {
			t.Error("a post is not escaped")
		}
	}
	post(t, srv, "/2/statuses/destroy.json", "access_token", one, "id", st.IDStr).refusedNot(t)
	theirs = view(t, srv.URL+"/u/1404376561", "")
	if !strings.Contains(theirs, "此微博已被原作者删除") || strings.Contains(theirs, st.ThumbnailPic) {
		t.Error("the page shows a deleted original")
	}
	for _, path := range []string{"/u/1", "/u/x"} {
		if a := get(t, srv, path); a.status != 404 {
			t.Errorf("%s: HTTP %d", path, a.status)
		}
	}
}

func TestUserPageHasPages(t *testing.T) {
	srv := weibotest.NewServer(t)
	token := srv.Token(first)
	texts := make([]string, 25)
	for i := range texts {
		texts[i] = "text-" + string(rune('a'+i)) + "."
		say(t, srv, token, texts[i])
	}
	page := view(t, srv.URL+"/u/1404376560", "en")
	_, link, found := strings.Cut(page, `<a href="?max_id=`)
	if !found || !strings.Contains(page, texts[24]) || strings.Contains(page, texts[4]) {
		t.Fatal("the first page is wrong")
	}
	id, _, _ := strings.Cut(link, `"`)
	older := view(t, srv.URL+"/u/1404376560?max_id="+id, "en")
	if !strings.Contains(older, texts[4]) || !strings.Contains(older, texts[0]) || strings.Contains(older, texts[5]) || strings.Contains(older, "max_id=") {
		t.Error("the second page is wrong")
	}
}

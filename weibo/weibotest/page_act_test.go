package weibotest_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/seed4635ade2/weibo-go/weibo/weibotest"
)

func TestPublishOnThePage(t *testing.T) {
	srv := weibotest.NewServer(t)
	p := signIn(t, srv, second)
	body, contentType := multipartBody(t, "pic", "cat.jpg", jpeg, params("status", "line 1\r\nline 2"))
	if a := p.send(request(t, "POST", srv.URL+"/publish", contentType, body)); a.status != http.StatusSeeOther || a.header.Get("Location") != "/" {
		t.Fatalf("HTTP %d: %s", a.status, a.body)
	}
	var list struct{ Statuses []status }
	get(t, srv, "/2/statuses/user_timeline.json", "access_token", srv.Token(second)).into(&list)
	if len(list.Statuses) != 1 || list.Statuses[0].Text != "line 1\nline 2" || list.Statuses[0].ThumbnailPic == "" || list.Statuses[0].User.ID != second {
		t.Errorf("%+v", list.Statuses)
	}
	wantAll(t, p.page("/"), "line 1<br>line 2", list.Statuses[0].ThumbnailPic)
	if r := srv.Requests()[0]; r.Operation != "statuses/share" || r.UID != second || len(r.Undeclared) > 0 {
		t.Errorf("the log has %+v", r)
	}
}

func TestPublishWithoutAccount(t *testing.T) {
	srv := weibotest.NewServer(t)
	if a := newPerson(t, srv).post("/publish", "status", "x"); a.status != http.StatusForbidden {
		t.Errorf("HTTP %d", a.status)
	}
	if len(srv.Requests()) > 0 {
		t.Error("a call was made")
	}
}

// A strict sandbox refuses on the pages what it refuses elsewhere, and says why.
func TestPublishIsRefused(t *testing.T) {
	srv := weibotest.NewServer(t, weibotest.Strict())
	p := signIn(t, srv, first)
	a := p.post("/publish", "status", "no link", "to", "/u/1404376560")
	if a.status != http.StatusBadRequest {
		t.Errorf("HTTP %d", a.status)
	}
	wantAll(t, string(a.body), "text not find domain!", "10017", `href="/u/1404376560"`)
	if a := p.post("/publish", "status", "a link https://example.com"); a.status != http.StatusSeeOther {
		t.Errorf("HTTP %d: %s", a.status, a.body)
	}
}

func TestCommentRepostAndDeleteOnThePage(t *testing.T) {
	srv := weibotest.NewServer(t)
	st := say(t, srv, srv.Token(first), "cat")
	p := signIn(t, srv, second)
	there := "/s/" + st.IDStr
	if a := p.post("/act", "act", "commentsCreate", "id", st.IDStr, "comment", "nice", "to", there); a.header.Get("Location") != there {
		t.Fatalf("HTTP %d: %s", a.status, a.body)
	}
	page := p.page(there)
	wantAll(t, page, "nice", `value="commentsDestroy"`)
	if strings.Contains(page, `value="statusesDestroy"`) || strings.Contains(signIn(t, srv, first).page(there), `value="commentsDestroy"`) {
		t.Error("others may delete it")
	}
	p.post("/act", "act", "statusesRepost", "id", st.IDStr, "to", "/")
	wantAll(t, p.page("/u/1404376561"), "转发微博", "cat")
	if a := p.post("/act", "act", "statusesDestroy", "id", st.IDStr); a.status != http.StatusBadRequest || !strings.Contains(string(a.body), "20102") {
		t.Errorf("HTTP %d: %s", a.status, a.body)
	}
	signIn(t, srv, first).post("/act", "act", "statusesDestroy", "id", st.IDStr)
	if a := p.get(there); a.status != http.StatusNotFound || !strings.Contains(string(a.body), "20101") {
		t.Errorf("HTTP %d: %s", a.status, a.body)
	}
}

// Only what the pages have forms for can be done there.
func TestActIsLimited(t *testing.T) {
	srv := weibotest.NewServer(t)
	p := signIn(t, srv, first)
	for _, act := range []string{"", "none", "oAuth2Revokeoauth2", "accountEndSession"} {
		if a := p.post("/act", "act", act); a.status != http.StatusNotFound {
			t.Errorf("%s: HTTP %d", act, a.status)
		}
	}
}

// The pages take tokens that are good, and need no new one for each click.
func TestActAfterTokensExpired(t *testing.T) {
	srv := weibotest.NewServer(t, weibotest.Strict())
	p := signIn(t, srv, first)
	for _, text := range []string{"1 https://example.com", "2 https://example.com"} {
		if a := p.post("/publish", "status", text); a.status != http.StatusSeeOther {
			t.Fatalf("HTTP %d: %s", a.status, a.body)
		}
	}
	if n := strings.Count(p.page("/app"), "/app/revoke"); n != 1 {
		t.Errorf("%d tokens", n)
	}
	p.post("/app/advance", "by", "25h")
	if a := p.post("/publish", "status", "3 https://example.com"); a.status != http.StatusSeeOther {
		t.Errorf("HTTP %d: %s", a.status, a.body)
	}
}

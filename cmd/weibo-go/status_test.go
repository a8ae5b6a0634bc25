package main

import (
	"fmt"
	"strconv"
	"strings"
	"testing"

	"github.com/seed4635ade2/weibo-go/weibo/ids"
	"github.com/seed4635ade2/weibo-go/weibo/weibotest"
)

func TestShow(t *testing.T) {
	_, srv, pic := signedIn(t)
	id := seed(t, srv, "第一行\n第二行 \x1b[2J https://example.com/")[0]
	address := ids.StatusURL(1404376560, id)
	for _, name := range []string{strconv.FormatInt(id, 10), ids.Base62(id), address, "m.weibo.cn/status/" + ids.Base62(id)} {
		want(t, "show "+name, exitOK, "\n第一行\n第二行  [2J https://example.com/\n\n0 reposts, 0 comments, 0 likes\n"+address+"\n", "")
		want(t, "show "+name+" --jq .user.screen_name", exitOK, "测试用户\n", "")
	}
	want(t, "share https://example.com/pic --jq .idstr --pic "+pic, exitOK, "\n", "")
	srv.Inject(weibotest.Fault{Operation: "statuses/show", Reply: []byte(`{"id": 1, "text": "转发", "retweeted_status": {"id": 2, "text": "a\nb"}}`)})
	want(t, "show 1", exitOK, "转发\n\n| @\n| a\n| b\n\n", "")
	want(t, "show 12", exitFailure, "", "code 20101")
	want(t, "show", exitUsage, "", "STATUS is missing")
	want(t, "show 1 2", exitUsage, "", `unexpected argument "2"`)
	want(t, "show https://example.com/", exitUsage, "", "is no id, mid or address of a status")
	want(t, "show 1 --json=usr", exitUsage, "", "did you mean user?")
}

func TestCommentsAndRepost(t *testing.T) {
	_, srv, _ := signedIn(t)
	id := seed(t, srv, "https://example.com/")[0]
	want(t, fmt.Sprintf("comment %d 好看 nice", id), exitOK, " was published.\n", "")
	if r := last(t, srv); r.Operation != "comments/create" || r.Params["comment"] != "好看 nice" || r.Params["id"] != fmt.Sprint(id) {
		t.Errorf("received %s %v", r.Operation, r.Params)
	}
	p := startWith(t, strings.NewReader("from a pipe\n"), "comment", ids.Base62(id), "--jq", ".text", "--remote-ip", "211.156.0.1")
	if status := p.wait(); status != exitOK || p.stdout.String() != "from a pipe\n" || last(t, srv).Params["rip"] != "211.156.0.1" {
		t.Errorf("status %d, %s %s", status, p.stdout, p.stderr)
	}
	want(t, fmt.Sprintf("comments %d", id), exitOK, "\t测试用户\tfrom a pipe\n", "")
	want(t, fmt.Sprintf("comments %d --json=text -n 2", id), exitOK, `{"text":"from a pipe"}`+"\n"+`{"text":"好看 nice"}`+"\n", "")
	want(t, fmt.Sprintf("repost %d 转", id), exitOK, "https://weibo.com/1404376560/", "")
	if r := last(t, srv); r.Operation != "statuses/repost" || r.Params["status"] != "转" {
		t.Errorf("received %s %v", r.Operation, r.Params)
	}
	before := len(srv.Requests())
	want(t, "comment 5 hello --dry-run", exitOK, "\nid: 5\ncomment: hello\n", "")
	want(t, "repost 5 --dry-run", exitOK, "\nid: 5\n", "")
	want(t, "comment", exitUsage, "", "STATUS is missing")
	want(t, "repost", exitUsage, "", "STATUS is missing")
	want(t, "comment 5", exitUsage, "", "TEXT is missing")
	want(t, "comments x.y", exitUsage, "", "is no id")
	if n := len(srv.Requests()); n != before {
		t.Errorf("%d requests were sent", n-before)
	}
}

func TestDelete(t *testing.T) {
	_, srv, _ := signedIn(t)
	id := seed(t, srv, "https://example.com/")[0]
	args := fmt.Sprintf("delete %s", ids.StatusURL(1404376560, id))
	want(t, args+" --dry-run", exitOK, fmt.Sprintf("\nid: %d\n", id), "")
	want(t, args, exitOK, fmt.Sprintf("Deleted %d.\n", id), "")
	want(t, args, exitFailure, "", "weibo-go errors 20101\n")
	want(t, "show "+fmt.Sprint(id), exitFailure, "", "code 20101")
	srv.Inject(weibotest.Fault{Operation: "statuses/destroy", Code: 10014})
	want(t, args, exitFailure, "", "rights are asked for in the console")
}

package main

import (
	"strings"
	"testing"

	"github.com/seed4635ade2/weibo-go/weibo/weibotest"
)

func TestHot(t *testing.T) {
	m, srv := atSandbox(t)
	want(t, "hot --sandbox -n 2", exitOK, "1\t2000000\t\t主热词1\t主榜\t", "")
	if r := last(t, srv); r.Operation != "open/weibo/hot_search" || r.Params["category"] != "主榜" || r.Params["count"] != "2" {
		t.Errorf("received %s %v", r.Operation, r.Params)
	}
	for _, b := range boards {
		for _, name := range []string{b.word, b.name} {
			_, stdout, stderr := command(t.Context(), "hot", name, "--sandbox")
			if n := strings.Count(stdout, "\t"+b.name+"\t20"); n != 50 || strings.Count(stdout, "\t微博热搜\n") != 50 {
				t.Errorf("%s: %d lines name the board, %s", name, n, stderr)
			}
		}
	}
	want(t, "hot tech --sandbox", exitUsage, "", `BOARD is one of main, entertainment, society, life, acg, technology, sports, not "tech"`)
	want(t, "hot sprots --sandbox", exitUsage, "", "did you mean sports?")
	want(t, "hot -n 51 --sandbox", exitUsage, "", "--limit is from 1 to 50")
	want(t, "hot -n 0 --sandbox", exitUsage, "", "--limit is from 1 to 50")
	want(t, "hot sports -n 1 --json=rank,word,board,source --sandbox", exitOK, `{"rank":1,"word":"体育热词1","board":"体育榜","source":"微博热搜"}`+"\n", "")
	want(t, "hot", exitNotSignedIn, "", "the AppId and the AppSecret for open-im are needed\nSend 连接龙虾 to @微博龙虾助手 for them, then: weibo-go login --via openim, or set ")
	m.write(`{"base_url": "`+srv.URL+`", "openim_app_id": "21404376560", "openim_app_secret": "PLANTED"}`, "profiles", "cat.json")
	want(t, "hot --profile cat", exitNotSignedIn, "", "重置凭证, sent to @微博龙虾助手, gives a new pair. Then: weibo-go login --profile cat --via openim, or set ")
	srv.Expect("open/weibo/hot_search").Fail(42900)
	want(t, "hot --sandbox", exitFailure, "", "\nThe calls of this kind for the day are used up.")
	srv.Expect("open/weibo/hot_search").Reply(map[string]any{"code": 49999, "message": "PLAN"})
	want(t, "hot --sandbox", exitFailure, "", "PLAN (code 49999, HTTP 200)\nNothing is on record about that. Try again later.\n")
	srv.Expect("open/weibo/hot_search").Reply(map[string]any{"code": 0, "data": []int{1}})
	want(t, "hot --sandbox", exitFailure, "", "\nNothing is on record about that. Try again later.\n")
	want(t, "hot --profile "+nobodyThere(m), exitFailure, "", "no local Weibo answers at http://127.0.0.1:1\nStart one in another terminal: weibo-go sandbox\n")
}

func TestLoginOpenIM(t *testing.T) {
	m, srv := newMachine(t), weibotest.NewServer(t)
	pair := srv.OpenIMCredentials(1404376561)
	login := []string{"login", "--via", "openim", "--base-url", srv.URL}
	status, stdout, stderr := piped(t, pair.AppID+"\n"+pair.AppSecret+"\n", login...)
	if status != exitOK || stdout != "Open-im takes the credentials of the account 1404376561, for the profile default. Try: weibo-go hot\n" {
		t.Fatalf("status %d, %s, %s", status, stdout, stderr)
	}
	for _, text := range m.files() {
		if !strings.Contains(text, `"openim_app_id": "`+pair.AppID+`"`) || strings.Contains(text, `"via"`) {
			t.Errorf("kept %s", text)
		}
	}
	want(t, "hot -n 1", exitOK, "主榜", "")
	for _, r := range srv.Requests() {
		if r.Operation == "open/weibo/hot_search" && r.UID != 1404376561 {
			t.Errorf("called as %d", r.UID)
		}
	}
	if status, _, stderr := piped(t, pair.AppID+"\nPLANTED\n", login...); status != exitNotSignedIn || !strings.Contains(stderr, "open-im does not accept the credentials") {
		t.Errorf("status %d, %s", status, stderr)
	}
	want(t, "hot -n 1", exitOK, "主榜", "") // what was kept still is
	want(t, "logout --via openim", exitOK, "Forgot the credentials for open-im in the profile default.", "")
	for _, text := range m.files() {
		if strings.Contains(text, "openim") {
			t.Errorf("kept %s", text)
		}
	}
}

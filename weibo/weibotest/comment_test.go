package weibotest_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/seed4635ade2/weibo-go/weibo/weibotest"
)

type comment struct {
	ID                int64    `json:"id"`
	IDStr             string   `json:"idstr"`
	Text              string   `json:"text"`
	RootID            int64    `json:"rootid"`
	ReplyOriginalText string   `json:"reply_original_text"`
	ReplyComment      *comment `json:"reply_comment"`
	Status            *status  `json:"status"`
	User              struct {
		ID int64 `json:"id"`
	} `json:"user"`
}

type commentPage struct {
	Comments    []comment `json:"comments"`
	NextCursor  int64     `json:"next_cursor"`
	TotalNumber int       `json:"total_number"`
	Status      *status   `json:"status"`
}

func comments(t *testing.T, srv *weibotest.Server, token, id string, pairs ...string) commentPage {
	t.Helper()
	var p commentPage
	get(t, srv, "/2/comments/show.json", append(pairs, "access_token", token, "id", id)...).into(&p)
	return p
}

func commentOn(t *testing.T, srv *weibotest.Server, token, id, text string, pairs ...string) comment {
	t.Helper()
	var c comment
	post(t, srv, "/2/comments/create.json", append(pairs, "access_token", token, "id", id, "comment", text)...).into(&c)
	return c
}

func TestComments(t *testing.T) {
	srv := weibotest.NewServer(t)
	one, two := srv.Token(first), srv.Token(second)
	st := say(t, srv, one, "x")
	c := commentOn(t, srv, two, st.IDStr, " 好可爱的猫 ")
	if c.Text != "好可爱的猫" || c.User.ID != second || c.Status.ID != st.ID || c.IDStr != str(c.ID) || c.RootID != c.ID || c.ReplyComment != nil {
		t.Errorf("%+v", c)
	}
	var reply, bare comment
	const path = "/2/comments/reply.json"
	post(t, srv, path, "access_token", one, "id", st.IDStr, "cid", c.IDStr, "comment", "是的").into(&reply)
	if reply.Text != "回复@示例小猫:是的" || reply.ReplyOriginalText != "是的" || reply.ReplyComment.ID != c.ID ||
		reply.ReplyComment.Status != nil || reply.RootID != c.ID || reply.User.ID != first {
		t.Errorf("%+v", reply)
	}
	post(t, srv, path, "access_token", two, "id", st.IDStr, "cid", reply.IDStr, "comment", "嗯", "without_mention", "1").into(&bare)
	if bare.Text != "嗯" || bare.ReplyOriginalText != "嗯" || bare.RootID != c.ID {
		t.Errorf("%+v", bare)
	}
	p := comments(t, srv, one, st.IDStr)
	if p.TotalNumber != 3 || p.Status.ID != st.ID || p.Status.Comments != 3 || p.NextCursor != 0 ||
		p.Comments[0].ID != bare.ID || p.Comments[1].ID != reply.ID || p.Comments[2].ID != c.ID {
		t.Errorf("%+v", p)
	}
}

func TestRefusedComments(t *testing.T) {
	srv := weibotest.NewServer(t)
	token := srv.Token(first)
	st, other := say(t, srv, token, "x"), say(t, srv, token, "y")
	c := commentOn(t, srv, token, st.IDStr, "same")
	tests := []struct {
		name, path string
		pairs      []string
		code       int
	}{
		{"no status", "create", []string{"id", "1", "comment", "x"}, 20101},
		{"no text", "create", []string{"id", st.IDStr, "comment", " "}, 20008},
		{"text without a value", "create", []string{"id", st.IDStr, "comment", ""}, 20008},
		{"text not sent", "create", []string{"id", st.IDStr}, 10016},
		{"long text", "create", []string{"id", st.IDStr, "comment", strings.Repeat("猫", 141)}, 20012},
		{"same text", "create", []string{"id", st.IDStr, "comment", "same"}, 20019},
		{"same text in a reply", "reply", []string{"id", st.IDStr, "cid", c.IDStr, "comment", "same"}, 20019},
		{"reply to nothing", "reply", []string{"id", st.IDStr, "cid", "1", "comment", "x"}, 20201},
		{"reply at another status", "reply", []string{"id", other.IDStr, "cid", c.IDStr, "comment", "x"}, 20201},
		{"reply at no status", "reply", []string{"id", "1", "cid", c.IDStr, "comment", "x"}, 20101},
		{"delete nothing", "destroy", []string{"cid", "1"}, 20201},
		{"show at no status", "show", []string{"id", "1"}, 20101},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			call := post
			if tt.path == "show" {
				call = get
			}
			call(t, srv, "/2/comments/"+tt.path+".json", append(tt.pairs, "access_token", token)...).refused(tt.code)
		})
	}
	if n := comments(t, srv, token, st.IDStr).TotalNumber; n != 1 {
		t.Errorf("%d comments", n)
	}
	commentOn(t, srv, token, other.IDStr, "same") // elsewhere it is no repetition
}

func TestDestroyComment(t *testing.T) {
	srv := weibotest.NewServer(t)
	one, two := srv.Token(first), srv.Token(second)
	st := say(t, srv, one, "x")
	c := commentOn(t, srv, two, st.IDStr, "c")
	const path = "/2/comments/destroy.json"
	post(t, srv, path, "access_token", one, "cid", c.IDStr).refused(20203) // not even under an own status
	var gone comment
	if post(t, srv, path, "access_token", two, "cid", c.IDStr).into(&gone); gone.ID != c.ID || gone.Text != "c" {
		t.Errorf("%+v", gone)
	}
	post(t, srv, path, "access_token", two, "cid", c.IDStr).refused(20201)
	if n := comments(t, srv, one, st.IDStr).TotalNumber; n != 0 {
		t.Errorf("%d comments", n)
	}
	c = commentOn(t, srv, two, st.IDStr, "c")
	post(t, srv, "/2/statuses/destroy.json", "access_token", one, "id", st.IDStr).refusedNot(t)
	post(t, srv, path, "access_token", two, "cid", c.IDStr).refused(20201) // it went with the status
}

func TestCommentPages(t *testing.T) {
	srv := weibotest.NewServer(t)
	token := srv.Token(first)
	st := say(t, srv, token, "x")
	var ids []int64
	for i := range 7 {
		ids = append(ids, commentOn(t, srv, token, st.IDStr, fmt.Sprint(i)).ID)
	}
	p := comments(t, srv, token, st.IDStr, "count", "3")
	if len(p.Comments) != 3 || p.Comments[0].ID != ids[6] || p.NextCursor != ids[3] || p.TotalNumber != 7 {
		t.Errorf("%+v", p)
	}
	p = comments(t, srv, token, st.IDStr, "count", "3", "max_id", str(p.NextCursor))
	if len(p.Comments) != 3 || p.Comments[0].ID != ids[3] || p.NextCursor != ids[0] {
		t.Errorf("%+v", p)
	}
	p = comments(t, srv, token, st.IDStr, "since_id", str(ids[4]))
	if len(p.Comments) != 2 || p.NextCursor != 0 {
		t.Errorf("%+v", p)
	}
}

func TestCommentOnOriginalToo(t *testing.T) {
	srv := weibotest.NewServer(t)
	token := srv.Token(first)
	original := say(t, srv, token, "original")
	var repost status
	post(t, srv, "/2/statuses/repost.json", "access_token", token, "id", original.IDStr).into(&repost)
	commentOn(t, srv, token, repost.IDStr, "here", "comment_ori", "0")
	commentOn(t, srv, token, repost.IDStr, "everywhere", "comment_ori", "1")
	if p := comments(t, srv, token, original.IDStr); p.TotalNumber != 1 || p.Comments[0].Text != "everywhere" {
		t.Errorf("%+v", p)
	}
}

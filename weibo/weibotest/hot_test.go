package weibotest_test

import (
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/seed4635ade2/weibo-go/gen/weiboapi"
	"github.com/seed4635ade2/weibo-go/weibo/weibotest"
)

func TestHotTrends(t *testing.T) {
	srv := weibotest.NewServer(t)
	token := srv.Token(first)
	hot := func(name string, pairs ...string) (when string, topics []string) {
		t.Helper()
		var list struct {
			Trends map[string][]struct{ Name, Query string }
			AsOf   int64 `json:"as_of"`
		}
		get(t, srv, "/2/trends/"+name+".json", append(pairs, "access_token", token)...).into(&list)
		if list.AsOf < 1_000_000_000 || len(list.Trends) != 1 {
			t.Errorf("%+v", list)
		}
		for at, trends := range list.Trends {
			when = at
			for _, trend := range trends {
				if trend.Query != trend.Name {
					t.Errorf("%+v", trend)
				}
				topics = append(topics, trend.Name)
			}
		}
		return when, topics
	}
	if _, topics := hot("hourly"); topics != nil {
		t.Errorf("nothing was said, and hot is %q", topics)
	}
	say(t, srv, token, "#上周# #上周#")
	srv.Advance(3 * 24 * time.Hour)
	say(t, srv, token, "#昨天# 1")
	srv.Advance(2 * time.Hour)
	say(t, srv, token, "#现在# 1")
	say(t, srv, token, "#昨天# 2")
	say(t, srv, token, "#秘密# #秘密# #秘密#", "visible", "1")
	tests := []struct {
		name, form string
		want       []string
	}{
		{"hourly", "2006-01-02 15:04", []string{"现在", "昨天"}},
		{"daily", "2006-01-02", []string{"昨天", "现在"}},
		{"weekly", "2006-01-02", []string{"昨天", "上周", "现在"}},
	}
	for _, tt := range tests {
		when, topics := hot(tt.name)
		if _, err := time.Parse(tt.form, when); err != nil || !slices.Equal(topics, tt.want) {
			t.Errorf("%s: %q of %s, want %q", tt.name, topics, when, tt.want)
		}
	}
	if _, topics := hot("weekly", "base_app", "1"); len(topics) != 3 {
		t.Errorf("of this application: %q", topics)
	}
}

func TestHotStatuses(t *testing.T) {
	srv := weibotest.NewServer(t)
	token := srv.Token(first)
	old := say(t, srv, token, "old")
	for _, text := range []string{"x", "y", "z"} {
		post(t, srv, "/2/comments/create.json", "access_token", token, "id", old.IDStr, "comment", text).refusedNot(t)
	}
	srv.Advance(2 * 24 * time.Hour)
	a, b := say(t, srv, token, "a"), say(t, srv, token, "b")
	for i, id := range []string{a.IDStr, b.IDStr, b.IDStr} {
		post(t, srv, "/2/statuses/repost.json", "access_token", srv.Token(second), "id", id, "status", "again "+str(int64(i))).refusedNot(t)
	}
	post(t, srv, "/2/comments/create.json", "access_token", token, "id", a.IDStr, "comment", "x").refusedNot(t)
	tests := []struct {
		name string
		want []int64
		with []string
	}{
		{"repost_daily", []int64{b.ID, a.ID}, nil},
		{"repost_daily", []int64{b.ID}, []string{"count", "1"}},
		{"comments_daily", []int64{a.ID}, nil},
		{"comments_weekly", []int64{old.ID, a.ID}, nil},
		{"repost_weekly", []int64{b.ID, a.ID}, nil},
	}
	for _, tt := range tests {
		var list []status
		get(t, srv, "/2/statuses/hot/"+tt.name+".json", append(tt.with, "access_token", token)...).into(&list)
		ids := page{Statuses: list}.ids()
		if !slices.Equal(ids, tt.want) {
			t.Errorf("%s %q: %v, want %v", tt.name, tt.with, ids, tt.want)
		}
	}
}

// TestEmotions holds that what the texts of a world show is in the table, in which each code has a picture.
func TestEmotions(t *testing.T) {
	srv := weibotest.NewServer(t, weibotest.WithStatuses(300))
	type emotion struct {
		Phrase, Value, Type, URL, Icon string
	}
	table := func(pairs ...string) (list []emotion) {
		t.Helper()
		get(t, srv, "/2/emotions.json", append(pairs, "access_token", srv.Token(first))...).into(&list)
		return list
	}
	var said strings.Builder
	for st, err := range srv.Client().Statuses.PublicTimelineAll(t.Context(), weiboapi.StatusesPublicTimelineParams{Count: 100}) {
		if err != nil {
			t.Fatal(err)
		}
		said.WriteString(st.Text)
	}
	faces := table()
	for _, e := range faces {
		if e.Type != "face" || e.Phrase != e.Value || !strings.Contains(said.String(), e.Phrase) {
			t.Errorf("%+v", e)
		}
		for _, address := range []string{e.URL, e.Icon} {
			resp, err := http.Get(address)
			if err != nil {
				t.Fatal(err)
			}
			resp.Body.Close()
			if resp.StatusCode != http.StatusOK || resp.Header.Get("Content-Type") != "image/png" {
				t.Errorf("%s: %s", address, resp.Status)
			}
		}
	}
	if resp, err := http.Get(srv.URL + "/sinaimg/emotion/none.png"); err != nil || resp.StatusCode != http.StatusNotFound {
		t.Errorf("%v, %v", resp, err)
	}
	if traditional := table("language", "twname"); len(traditional) != len(faces) || traditional[2].Phrase != "[太陽]" {
		t.Errorf("%+v", traditional)
	}
	for _, family := range []string{"ani", "cartoon"} {
		if list := table("type", family); len(list) == 0 || list[0].Type == "face" {
			t.Errorf("%s: %+v", family, list)
		}
	}
}

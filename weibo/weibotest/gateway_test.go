package weibotest_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/seed4635ade2/weibo-go/gen/weiboapi"
	"github.com/seed4635ade2/weibo-go/weibo"
	"github.com/seed4635ade2/weibo-go/weibo/gateway"
	"github.com/seed4635ade2/weibo-go/weibo/weibotest"
)

// TestControlGateway takes a token as a program in another language does.
func TestControlGateway(t *testing.T) {
	srv := weibotest.NewServer(t)
	for body, want := range map[string]struct {
		kind string
		uid  int64 // 0 for an account that cannot call
	}{
		``:                        {"formal_active", first},
		`{"plan":"trial_active"}`: {"trial_active", first},
		`{"uid":1404376561}`:      {"formal_active", second},
		`{"plan":"none"}`:         {"none", 0},
		`{"unverified":true}`:     {"formal_active", 0},
	} {
		var given struct{ Token string }
		control(t, srv, "POST", "gateway", body).into(&given)
		c, err := gateway.NewClient(gateway.Token(given.Token), weibo.WithBaseURL(srv.URL))
		if err != nil {
			t.Fatal(err)
		}
		me, err := c.Whoami(t.Context())
		if err != nil || me.Service.Kind != want.kind {
			t.Errorf("%s: %+v, %v", body, me, err)
		}
		user, err := c.Commercial.UsersShowBiz(t.Context(), weiboapi.CommercialUsersShowBizParams{})
		if (err == nil) != (want.uid != 0) || err == nil && user.ID != want.uid {
			t.Errorf("%s: %+v, %v", body, user, err)
		}
	}
	for _, body := range []string{`{"uid":5}`, `{"plan":"gold"}`, `{"plans":""}`} {
		resp, err := http.Post(srv.URL+"/_sandbox/gateway", "application/json", strings.NewReader(body))
		if err != nil {
			t.Fatal(err)
		}
		resp.Body.Close()
		if resp.StatusCode != http.StatusBadRequest {
			t.Errorf("%s: HTTP %d", body, resp.StatusCode)
		}
	}
}

// TestGatewayInLog looks at what the log has of calls through the gateway, and at what a checked test does not mind.
func TestGatewayInLog(t *testing.T) {
	srv := weibotest.NewServer(t, weibotest.Checked(), weibotest.WithGateway(weibotest.GatewayRules{Hourly: 1}))
	token := srv.GatewayToken(weibotest.GatewayAccount{UID: second})
	c, err := gateway.NewClient(token, weibo.WithBaseURL(srv.URL))
	if err != nil {
		t.Fatal(err)
	}
	srv.Expect("statuses/update")
	if _, err := c.Statuses.Update(t.Context(), weiboapi.StatusesUpdateParams{Status: "一只猫"}); err != nil {
		t.Fatal(err)
	}
	if _, err := c.Statuses.Update(t.Context(), weiboapi.StatusesUpdateParams{Status: "两只猫"}); err == nil {
		t.Error("a second call in the hour went well")
	}
	log := srv.Requests()
	if r := log[0]; r.Operation != "statuses/update" || r.Method != "POST" || r.Path != "/cli/api/cli/invoke/statuses/update" || r.UID != second || r.Params["status"] != "一只猫" || r.Status != 200 {
		t.Errorf("got %+v", r)
	}
	if r := log[1]; r.Status != http.StatusTooManyRequests || r.UID != second {
		t.Errorf("got %+v", r)
	}
}

// TestPartners asks about others what only partners may, with an app key alone where that is enough.
func TestPartners(t *testing.T) {
	srv := weibotest.NewServer(t)
	author, other := srv.Client(), srv.Client(weibo.WithToken(srv.Token(second)))
	app, err := weibo.NewClient(weibo.WithBaseURL(srv.URL), weibo.WithAppKey(weibotest.DefaultAppKey))
	if err != nil {
		t.Fatal(err)
	}
	ctx := t.Context()
	name := srv.Users()[0].ScreenName
	st, err := author.Statuses.Share(ctx, weiboapi.StatusesShareParams{Status: "一只猫", RIP: "203.0.113.7"})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := other.Comments.Create(ctx, weiboapi.CommentsCreateParams{ID: st.ID, Comment: "@" + name + " 喵", RIP: "203.0.113.7"}); err != nil {
		t.Fatal(err)
	}
	for what, list := range map[string]func() (*weiboapi.CommentList, error){
		"written": func() (*weiboapi.CommentList, error) {
			return app.Commercial.CommentsByMeOther(ctx, weiboapi.CommercialCommentsByMeOtherParams{UID: second})
		},
		"received": func() (*weiboapi.CommentList, error) {
			return app.Commercial.CommentsToMeOther(ctx, weiboapi.CommercialCommentsToMeOtherParams{UID: first, FilterByAuthor: 1})
		},
		"mentions": func() (*weiboapi.CommentList, error) {
			return app.Commercial.CommentsMentionsOther(ctx, weiboapi.CommercialCommentsMentionsOtherParams{UID: first})
		},
		"both": func() (*weiboapi.CommentList, error) {
			return app.Commercial.CommentsTimelineOther(ctx, weiboapi.CommercialCommentsTimelineOtherParams{UID: first})
		},
		"of the status": func() (*weiboapi.CommentList, error) {
			return app.Commercial.CommentsShowAll(ctx, weiboapi.CommercialCommentsShowAllParams{ID: st.ID})
		},
		"own": func() (*weiboapi.CommentList, error) {
			return other.Commercial.CommentsByMeBiz(ctx, weiboapi.CommercialCommentsByMeBizParams{})
		},
	} {
		if got, err := list(); err != nil || len(got.Comments) != 1 || got.Comments[0].User.ID != second {
			t.Errorf("%s: %+v, %v", what, got, err)
		}
	}
	found, err := app.Commercial.SearchStatusesLimited(ctx, weiboapi.CommercialSearchStatusesLimitedParams{Q: "猫", IDs: []int64{first}, HasOri: new(true), HasPic: new(false)})
	if err != nil || len(found.Statuses) != 1 || found.Statuses[0].ID != st.ID {
		t.Errorf("found %+v, %v", found, err)
	}
	for _, p := range []weiboapi.CommercialSearchStatusesLimitedParams{{Q: "狗"}, {Q: "猫", IDs: []int64{second}}, {Q: "猫", HasOri: new(false)}, {Q: "猫", HasPic: new(true)}} {
		if found, err := app.Commercial.SearchStatusesLimited(ctx, p); err != nil || len(found.Statuses) != 0 {
			t.Errorf("%+v found %+v, %v", p, found, err)
		}
	}
}

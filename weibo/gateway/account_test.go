package gateway_test

import (
	"encoding/json"
	"errors"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/seed4635ade2/weibo-go/gen/weiboapi"
	"github.com/seed4635ade2/weibo-go/weibo"
	"github.com/seed4635ade2/weibo-go/weibo/gateway"
	"github.com/seed4635ade2/weibo-go/weibo/weibotest"
)

func TestWhoami(t *testing.T) {
	for body, want := range map[string]struct {
		id              string
		verified, ready bool
		balance         float64
		known           bool
	}{
		`{"user":{"id":1001,"developer_identity":{"is_verified":true}},"service_status":{"kind":"trial_active","balance":0}}`:                       {"1001", true, true, 0, true},
		`{"user":{"idstr":"1001","developer_identity":{"status":"verified"},"balance":5},"service_status":{"kind":"formal_active"}}`:                {"1001", true, true, 5, true},
		`{"user":{"uid":"1001","developer_identity":{"is_verified":false,"status":"pending"}},"service_status":{"kind":"formal_active","x":1}}`:     {"1001", false, false, 0, false},
		`{"user":{"id":"1001","developer_identity":{"is_verified":true}},"service_status":{"kind":"expired","balance":"12.5","remaining_calls":3}}`: {"1001", true, false, 12.5, true},
		`{}`: {},
	} {
		srv := record(t, says(200, jsonType, body))
		a, err := srv.client(t).Whoami(t.Context())
		if err != nil {
			t.Errorf("%s: %v", body, err)
			continue
		}
		balance, known := a.Balance()
		if a.ID() != want.id || a.Verified() != want.verified || a.Ready() != want.ready || balance != want.balance || known != want.known {
			t.Errorf("%s: %+v", body, a)
		}
		if got := srv.one(t); got.method != "GET" || got.path != "/cli/api/cli/whoami" || got.body != "" || got.header.Get("Authorization") != "Bearer "+secret {
			t.Errorf("sent %+v", got)
		}
	}
}

func TestCommands(t *testing.T) {
	srv := record(t, says(200, jsonType, `{"commands":[{"group":"users","action":"show_batch/other","access":"locked","flags":{"uids":{"type":"string","required":true}}},
		{"group":"users","action":"new","input_schema":{"id":"int"},"pricing":{"configured":true,"unit_price":3,"currency":"credit"}}]}`))
	list, err := srv.client(t).Commands(t.Context(), gateway.Filter{Group: "users", Available: true})
	if err != nil {
		t.Fatal(err)
	}
	if got := srv.one(t); got.path != "/cli/api/cli/commands" || got.query != "access=available&group=users" {
		t.Errorf("sent %+v", got)
	}
	if len(list) != 2 || list[0].Allowed() || !list[1].Allowed() || len(list[0].Flags) != 1 || list[0].Flags[0] != (gateway.Flag{Name: "uids", Type: "string", Required: true}) ||
		list[1].Pricing.UnitPrice != 3 || string(list[1].InputSchema["id"]) != `"int"` {
		t.Errorf("got %+v", list)
	}
	srv = record(t, says(200, jsonType, `{"command":{"id":"318","group":"users","action":"show_batch/other","required_fields":["x"],"created_at":"2026-06-26T00:00:00.000Z"}}`))
	command, err := srv.client(t).Command(t.Context(), "users", "show_batch/other")
	if err != nil {
		t.Fatal(err)
	}
	if got := srv.one(t); got.path != "/cli/api/cli/commands/users/show_batch%2Fother" || command.ID != "318" || command.RequiredFields[0] != "x" {
		t.Errorf("sent %+v, got %+v", got, command)
	}
	srv = record(t, says(200, jsonType, `{}`))
	if _, err := srv.client(t).Command(t.Context(), "users", "show"); err == nil {
		t.Error("an answer without a command was one")
	}
	if list, err := srv.client(t).Commands(t.Context(), gateway.Filter{}); err != nil || len(list) != 0 {
		t.Errorf("got %v, %v", list, err)
	}
}

func TestCompare(t *testing.T) {
	srv := weibotest.NewServer(t)
	c := srv.GatewayClient()
	list, err := c.Commands(t.Context(), gateway.Filter{})
	if err != nil {
		t.Fatal(err)
	}
	if d := gateway.Compare(list); len(list) != 67 || len(d.New)+len(d.Gone)+len(d.Changed) != 0 {
		t.Errorf("%d commands, and %+v", len(list), d)
	}
	one, err := c.Command(t.Context(), "users", "show_batch/other")
	if err != nil || one.ID != "318" || len(one.Flags) != 2 || one.Pricing == nil || one.Pricing.UnitPrice != 3 || one.PriceType != "per_record" {
		t.Errorf("got %+v, %v", one, err)
	}
	srv = weibotest.NewServer(t, weibotest.WithGateway(weibotest.GatewayRules{
		Commands: []gateway.Command{
			{ID: "401", Group: "topics", Action: "show", Method: "GET"},
			{ID: "317", Group: "users", Action: "show/biz", Method: "POST", Flags: gateway.Flags{{Name: "uid", Type: "int"}}},
			{ID: "318", Group: "users", Action: "show_batch/other", Method: "GET", Flags: gateway.Flags{{Name: "uids", Type: "string", Required: true}}},
			{ID: "319", Group: "users", Action: "statistic/biz", Method: "GET"},
		},
		Without: []string{"tags/biz"},
	}))
	c = srv.GatewayClient()
	if list, err = c.Commands(t.Context(), gateway.Filter{}); err != nil {
		t.Fatal(err)
	}
	d := gateway.Compare(list)
	if len(d.New) != 1 || d.New[0].Path() != "topics/show" || len(d.Gone) != 1 || d.Gone[0].Path() != "tags/biz" || len(d.Changed) != 2 {
		t.Fatalf("got %+v", d)
	}
	if one := d.Changed[0]; one.Action.Path() != "users/show/biz" || one.Method != "POST" || len(one.Added) != 1 || one.Added[0].Name != "uid" || len(one.Gone)+len(one.Other) != 0 {
		t.Errorf("got %+v", one)
	}
	if two := d.Changed[1]; two.Action.Path() != "users/show_batch/other" || two.Method != "" || len(two.Other) != 1 || two.Other[0].Name != "uids" || len(two.Gone) != 1 || two.Gone[0].Name != "screen_name" {
		t.Errorf("got %+v", two)
	}
	var there struct{}
	if err := c.Invoke(t.Context(), "topics", "show", nil, &there); err != nil {
		t.Errorf("a new command: %v", err)
	}
	if _, err := c.Commercial.TagsBiz(t.Context(), weiboapi.CommercialTagsBizParams{}); err == nil {
		t.Error("a command that went away answers")
	}
	if _, err := c.Command(t.Context(), "tags", "biz"); err == nil {
		t.Error("a command that went away is described")
	}
}

// TestAccounts meets what an account can lack.
func TestAccounts(t *testing.T) {
	at := time.Date(2026, 8, 29, 10, 30, 0, 0, time.UTC)
	clock := weibotest.WithClock(func() time.Time { return at })
	for name, test := range map[string]struct {
		account weibotest.GatewayAccount
		rules   weibotest.GatewayRules
		is      string
		ready   bool
		left    float64
	}{
		"paid":            {weibotest.GatewayAccount{}, weibotest.GatewayRules{}, "", true, 9994},
		"trial":           {weibotest.GatewayAccount{Plan: weibotest.GatewayTrial}, weibotest.GatewayRules{}, "", true, 9994},
		"none":            {weibotest.GatewayAccount{Plan: weibotest.GatewayNoPlan}, weibotest.GatewayRules{}, "quota subscription", false, 10000},
		"unverified":      {weibotest.GatewayAccount{Unverified: true}, weibotest.GatewayRules{}, "permission", false, 10000},
		"few credits":     {weibotest.GatewayAccount{Credits: 3}, weibotest.GatewayRules{}, "", true, -3},
		"abroad":          {weibotest.GatewayAccount{}, weibotest.GatewayRules{Abroad: true}, "account region", true, 10000},
		"the second call": {weibotest.GatewayAccount{}, weibotest.GatewayRules{Hourly: 1}, "", true, 9994},
	} {
		t.Run(name, func(t *testing.T) {
			srv := weibotest.NewServer(t, clock, weibotest.WithGateway(test.rules))
			c, err := gateway.NewClient(srv.GatewayToken(test.account), weibo.WithBaseURL(srv.URL))
			if err != nil {
				t.Fatal(err)
			}
			if err := showUsers(t.Context(), c.Client); strings.Join(is(err), " ") != test.is || (err == nil) != (test.is == "") {
				t.Errorf("got %v, which is %q", err, is(err))
			}
			me, err := c.Whoami(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			if left, _ := me.Balance(); me.Ready() != test.ready || left != test.left {
				t.Errorf("got %+v with %v left", me, left)
			}
			if name != "the second call" && name != "few credits" {
				return
			}
			want := map[string]error{"the second call": weibo.ErrRateLimited, "few credits": gateway.ErrSubscription}[name]
			if err := showUsers(t.Context(), c.Client); !errors.Is(err, want) {
				t.Errorf("then %v", err)
			}
			srv.Advance(time.Hour)
			if err := showUsers(t.Context(), c.Client); (err == nil) != (name == "the second call") {
				t.Errorf("an hour later %v", err)
			}
			srv.Reset()
			if err := showUsers(t.Context(), c.Client); err != nil {
				t.Errorf("after a reset %v", err)
			}
		})
	}
}

func TestRevoked(t *testing.T) {
	srv := weibotest.NewServer(t)
	token := srv.GatewayToken(weibotest.GatewayAccount{})
	c, err := gateway.NewClient(token, weibo.WithBaseURL(srv.URL))
	if err != nil {
		t.Fatal(err)
	}
	srv.RevokeGatewayToken(token)
	if err := showUsers(t.Context(), c.Client); !errors.Is(err, weibo.ErrUnauthorized) {
		t.Errorf("got %v", err)
	}
	if _, err := c.Whoami(t.Context()); !errors.Is(err, weibo.ErrUnauthorized) {
		t.Errorf("got %v", err)
	}
}

// TestSameWorld publishes through the gateway and reads through the API.
func TestSameWorld(t *testing.T) {
	srv := weibotest.NewServer(t, weibotest.Strict(), weibotest.WithApp(weibotest.App{
		Key: weibotest.DefaultAppKey, Secret: weibotest.DefaultAppSecret, Name: weibotest.DefaultAppName, Granted: []string{"*"},
	}))
	c, v2 := srv.GatewayClient(), srv.Client()
	st, err := c.Statuses.Update(t.Context(), weiboapi.StatusesUpdateParams{Status: "一只猫"})
	if err != nil {
		t.Fatal(err)
	}
	got, err := v2.Statuses.Show(t.Context(), weiboapi.StatusesShowParams{ID: st.ID})
	if err != nil || got.Text != "一只猫" {
		t.Errorf("got %+v, %v", got, err)
	}
	if _, err := c.Comments.Create(t.Context(), weiboapi.CommentsCreateParams{ID: st.ID, Comment: "喵"}); err != nil {
		t.Error(err)
	}
	comments, err := c.Commercial.CommentsShowAll(t.Context(), weiboapi.CommercialCommentsShowAllParams{ID: st.ID})
	if err != nil || len(comments.Comments) != 1 || comments.Comments[0].Text != "喵" {
		t.Errorf("got %+v, %v", comments, err)
	}
	_, err = c.Statuses.Update(t.Context(), weiboapi.StatusesUpdateParams{Status: "一只猫"})
	var e *weibo.Error
	if !errors.Is(err, weibo.ErrDuplicate) || !errors.As(err, &e) || e.Code == 0 {
		t.Errorf("published twice: %v", err)
	}
	me, err := c.Commercial.UsersShowBiz(t.Context(), weiboapi.CommercialUsersShowBizParams{})
	if err != nil || me.ID != srv.Users()[0].UID {
		t.Errorf("got %+v, %v", me, err)
	}
	if err := c.Invoke(t.Context(), "statuses", "update", map[string]any{"status": "小猫", "mblog_statement": 1}, nil); err != nil {
		t.Errorf("with a parameter of the gateway alone: %v", err)
	}
}

// TestFaults plans answers for calls through the gateway.
func TestFaults(t *testing.T) {
	srv := weibotest.NewServer(t)
	c := srv.GatewayClient(weibo.WithRetry(weibo.Retry{Attempts: 1}))
	for name, test := range map[string]struct {
		fault weibotest.Fault
		is    string
	}{
		"code":   {weibotest.Fault{Code: 20101}, "not found"},
		"page":   {weibotest.Fault{HTML: true}, "server"},
		"status": {weibotest.Fault{Status: http.StatusServiceUnavailable}, "server"},
		"reply":  {weibotest.Fault{Reply: json.RawMessage(`{"error":{"code":"IP_GEO_DENIED"}}`), Status: 403}, "account region"},
		"cut":    {weibotest.Fault{Cut: true}, ""},
	} {
		test.fault.Operation = "users/show_batch/other"
		srv.Inject(test.fault)
		if err := showUsers(t.Context(), c.Client); err == nil || strings.Join(is(err), " ") != test.is {
			t.Errorf("%s: %v, which is %q", name, err, is(err))
		}
	}
	srv.Inject(weibotest.Fault{Operation: "users/show_batch/other", Reply: json.RawMessage(`{"users":[{"id":7}]}`)})
	users, err := c.Commercial.UsersShowBatchOther(t.Context(), weiboapi.CommercialUsersShowBatchOtherParams{UIDs: []int64{7}})
	if err != nil || users.Users[0].ID != 7 {
		t.Errorf("got %+v, %v", users, err)
	}
}

// TestRawRequests sends what no client of this package would.
func TestRawRequests(t *testing.T) {
	srv := weibotest.NewServer(t)
	token := string(srv.GatewayToken(weibotest.GatewayAccount{}))
	for body, want := range map[string]int{
		`{"group":"users","action":"show/biz","args":{}}`:                                       200,
		`{"group":"users","action":"show/biz"}`:                                                 200,
		`{"group":"search","action":"statuses/limited","args":{"q":"猫","type":1,"count":"20"}}`: 200,
		`{"group":"search","action":"statuses/limited","args":{"q":"猫","type":1,"count":21}}`:   400,
		`{"group":"search","action":"statuses/limited","args":{"q":"猫"}}`:                       400,
		`{"group":"users","action":"none"}`:                                                     400,
		`{"group":"users","action":"show_batch/other","args":{"uids":["1404376560"]}}`:          400,
		`{"group":"users","action":"show_batch/other","args":{"uids":"x"}}`:                     400,
		`group=users`: 400,
		``:            400,
		`{"group":"a","action":"` + strings.Repeat("x", 2<<20) + `"}`: 413,
	} {
		req, err := http.NewRequestWithContext(t.Context(), "POST", srv.URL+"/cli/api/cli/invoke", strings.NewReader(body))
		if err != nil {
			t.Fatal(err)
		}
		req.Header.Set("Authorization", "Bearer "+token)
		resp, err := http.DefaultClient.Do(req)
		if err != nil {
			t.Fatal(err)
		}
		resp.Body.Close()
		if resp.StatusCode != want {
			t.Errorf("%.80s: HTTP %d, want %d", body, resp.StatusCode, want)
		}
	}
}

package testyourapp_test

import (
	"errors"
	"testing"
	"time"

	"github.com/seed4635ade2/weibo-go/examples/testyourapp"
	"github.com/seed4635ade2/weibo-go/gen/weiboapi"
	"github.com/seed4635ade2/weibo-go/weibo"
	"github.com/seed4635ade2/weibo-go/weibo/weibotest"
)

const (
	text   = "小猫上新"
	link   = "https://example.com/cats"
	userIP = "203.0.113.7"
)

// What the application sends: Expect fails the test if the call does not come, or not like this.
func TestAnnounce(t *testing.T) {
	srv := weibotest.NewServer(t)
	srv.Expect("statuses/share").WithParam("status", text+" "+link).WithParam("rip", userIP)
	client := srv.Client(weibo.WithRemoteIP(userIP)) // signed in as the first account of the sandbox
	status, err := testyourapp.Announce(t.Context(), client, text, link)
	if err != nil {
		t.Fatal(err)
	}
	if want := srv.Users()[0].UID; status.Author().ID != want {
		t.Errorf("published by %d, want %d", status.Author().ID, want)
	}
}

// What the application does with a refusal: Expect gives it, and no call follows.
func TestRefused(t *testing.T) {
	srv := weibotest.NewServer(t)
	srv.Expect("statuses/share").Fail(weiboapi.CodeIllegalContent)
	srv.Expect("statuses/user_timeline").Times(0)
	if _, err := testyourapp.Announce(t.Context(), srv.Client(), text, link); !errors.Is(err, weibo.ErrContent) {
		t.Errorf("got %v", err)
	}
}

// What it does when things break: Inject lets them. Each of these happens now and then at Weibo.
func TestTrouble(t *testing.T) {
	for name, tt := range map[string]struct {
		fault     weibotest.Fault
		published int
		want      error // nil if the status is found
	}{
		"the answer is lost":      {weibotest.Fault{Cut: true}, 1, nil},
		"a gateway is in trouble": {weibotest.Fault{HTML: true}, 0, weibo.ErrServer},
		"Weibo is in trouble":     {weibotest.Fault{Code: weiboapi.CodeSystemError}, 0, weibo.ErrServer},
		"it shows up later":       {weibotest.Fault{Code: weiboapi.CodeAcceptedDelayed}, 0, weibo.ErrDelayed},
	} {
		t.Run(name, func(t *testing.T) {
			srv := weibotest.NewServer(t)
			tt.fault.Operation = "statuses/share"
			srv.Inject(tt.fault)
			client := srv.Client()
			status, err := testyourapp.Announce(t.Context(), client, text, link)
			if !errors.Is(err, tt.want) || tt.want == nil && status.Text != text+" "+link {
				t.Errorf("got %v, %v", status, err)
			}
			calls := 0
			for _, r := range srv.Requests() {
				if r.Operation == "statuses/share" {
					calls++
				}
			}
			if calls != 1 {
				t.Errorf("%d calls, want one, whatever happens", calls)
			}
			list, err := client.Statuses.UserTimeline(t.Context(), weiboapi.StatusesUserTimelineParams{})
			if err != nil || len(list.Statuses) != tt.published {
				t.Errorf("%d statuses are there, want %d; %v", len(list.Statuses), tt.published, err)
			}
		})
	}
}

// What it does when it is run once more by mistake: Weibo refuses the same text, and the status is there.
func TestTwice(t *testing.T) {
	srv := weibotest.NewServer(t)
	client := srv.Client()
	var ids []int64
	for range 2 {
		status, err := testyourapp.Announce(t.Context(), client, text, link)
		if err != nil {
			t.Fatal(err)
		}
		ids = append(ids, status.ID)
	}
	if ids[0] != ids[1] {
		t.Errorf("published twice, as %v", ids)
	}
}

// What it does when a token ends: Advance lets a day pass, which is how long the tokens of a new application live.
func TestSignInAgain(t *testing.T) {
	srv := weibotest.NewServer(t, weibotest.Strict(), weibotest.WithApp(weibotest.App{
		Key: weibotest.DefaultAppKey, Secret: weibotest.DefaultAppSecret, SafeDomains: []string{"example.com"},
	}))
	client := srv.Client(weibo.WithRemoteIP(userIP))
	if _, err := testyourapp.Announce(t.Context(), client, text, link); err != nil {
		t.Fatal(err)
	}
	srv.Advance(25 * time.Hour)
	if _, err := testyourapp.Announce(t.Context(), client, text+"二", link); !errors.Is(err, testyourapp.ErrSignInAgain) {
		t.Errorf("got %v", err)
	}
}

// What it does when the user has published too much: budgets are small here, and full again after an hour of Weibo's.
func TestBusy(t *testing.T) {
	srv := weibotest.NewServer(t, weibotest.WithBudgets(weibotest.Budgets{Operations: map[string]int{"statuses/share": 1}}))
	client := srv.Client()
	if _, err := testyourapp.Announce(t.Context(), client, text, link); err != nil {
		t.Fatal(err)
	}
	var busy *testyourapp.BusyError
	if _, err := testyourapp.Announce(t.Context(), client, text+"二", link); !errors.As(err, &busy) {
		t.Errorf("got %v", err)
	}
	srv.Advance(time.Hour)
	if _, err := testyourapp.Announce(t.Context(), client, text+"二", link); err != nil {
		t.Error(err)
	}
}

package openim_test

import (
	"context"
	"errors"
	"net/http"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"go.uber.org/goleak"

	"github.com/seed4635ade2/weibo-go/gen/openimapi"
	"github.com/seed4635ade2/weibo-go/weibo"
	"github.com/seed4635ade2/weibo-go/weibo/openim"
	"github.com/seed4635ade2/weibo-go/weibo/weibotest"
)

// However many calls begin at once, one token is bought.
func TestTokenIsShared(t *testing.T) {
	srv := weibotest.NewServer(t)
	c := srv.OpenIM()
	var all sync.WaitGroup
	for range 50 {
		all.Go(func() {
			if err := names(t, c); err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
	if n := bought(srv.Requests()); n != 1 {
		t.Errorf("%d tokens were bought, want 1", n)
	}
	token, err := c.Token(t.Context())
	if err != nil || token.UID != first || time.Until(token.Expires) < 7190*time.Second {
		t.Errorf("the token is for %d until %v: %v", token.UID, token.Expires, err)
	}
}

// inBubble makes a client of a sandbox that goes by the clock of the bubble.
func inBubble(t *testing.T, opts ...weibo.Option) (*weibotest.Sandbox, *openim.Client) {
	t.Helper()
	sandbox := weibotest.New(weibotest.WithClock(time.Now))
	pair := sandbox.OpenIMCredentials(first)
	c, err := openim.NewClient(pair.AppID, pair.AppSecret, append([]weibo.Option{weibo.WithHTTPClient(&http.Client{Transport: direct{sandbox}})}, opts...)...)
	if err != nil {
		t.Fatal(err)
	}
	return sandbox, c
}

// A token is renewed a minute before its end, and not earlier.
func TestTokenIsRenewedInTime(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		sandbox, c := inBubble(t)
		for _, step := range []struct {
			wait time.Duration
			want int // tokens bought so far
		}{
			{0, 1}, {time.Hour, 1}, {59*time.Minute - time.Second, 1}, {2 * time.Second, 2}, {time.Hour, 2}, {3 * time.Hour, 3},
		} {
			time.Sleep(step.wait)
			if err := names(t, c); err != nil {
				t.Fatal(err)
			}
			if n := bought(sandbox.Requests()); n != step.want {
				t.Errorf("after %v more, %d tokens were bought, want %d", step.wait, n, step.want)
			}
		}
		for _, r := range sandbox.Requests() {
			if r.Code != 0 {
				t.Errorf("%s was refused with %d", r.Operation, r.Code)
			}
		}
	})
}

// A token that cannot be renewed is used to its end.
func TestTokenIsUsedToItsEnd(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		sandbox, c := inBubble(t)
		if err := names(t, c); err != nil {
			t.Fatal(err)
		}
		sandbox.Inject(weibotest.Fault{Operation: "open/auth/ws_token", Status: http.StatusBadGateway, Times: -1})
		time.Sleep(7150 * time.Second)
		if err := names(t, c); err != nil {
			t.Errorf("half a minute before its end: %v", err)
		}
		time.Sleep(time.Minute)
		if err := names(t, c); !errors.Is(err, weibo.ErrServer) {
			t.Errorf("after its end: %v", err)
		}
	})
}

// Code 40100 leads to a new token and to the call once more, also if it writes.
func TestTokenRefused(t *testing.T) {
	srv := weibotest.NewServer(t)
	c := srv.OpenIM()
	if err := names(t, c); err != nil {
		t.Fatal(err)
	}
	srv.Advance(3 * time.Hour) // the client does not know
	posted, err := c.Crowd.Post(t.Context(), openimapi.CrowdPostParams{TopicName: "赛博茶馆", Status: "猫", AIModelName: "kimi"})
	if err != nil || posted.MID == "" {
		t.Fatalf("posted %+v: %v", posted, err)
	}
	if n := bought(srv.Requests()); n != 2 {
		t.Errorf("%d tokens were bought, want 2", n)
	}
	page, err := c.Crowd.Timeline(t.Context(), openimapi.CrowdTimelineParams{TopicName: "赛博茶馆"})
	if err != nil || len(page.Statuses) != 1 {
		t.Errorf("it was posted %d times: %v", len(page.Statuses), err)
	}
	pic := weibo.PictureReader(strings.NewReader("\xff\xd8\xff\xe0\x00\x10JFIF"))
	srv.Advance(3 * time.Hour)
	if _, err := c.Pic.Upload(t.Context(), openimapi.PicUploadParams{Pic: pic}); !errors.Is(err, weibo.ErrTokenInvalid) {
		t.Errorf("a picture that can be read once: %v", err)
	}
}

// A token that is refused again and again ends the call.
func TestTokenRefusedTwice(t *testing.T) {
	s := serve(t, says(200, jsonType, `{"code":40100,"message":"token is invalid or expired"}`))
	err := names(t, s.client(t))
	var refused *weibo.Error
	if !errors.Is(err, weibo.ErrTokenInvalid) || !errors.Is(err, weibo.ErrUnauthorized) || !errors.As(err, &refused) || refused.Code != 40100 {
		t.Errorf("got %v", err)
	}
	if len(s.got) != 2 || s.tokens != 2 {
		t.Errorf("%d calls and %d tokens, want 2 and 2", len(s.got), s.tokens)
	}
	if refused.Hint("zh") == "" || !strings.Contains(refused.Hint("en"), "AppSecret") {
		t.Errorf("the hint is %q", refused.Hint("en"))
	}
}

// A token that version 2 refuses, behind open-im, is not the client's.
func TestTokenRefusedBehind(t *testing.T) {
	s := serve(t, says(200, jsonType, `{"code":-1,"message":"x {\"error\":\"invalid_access_token\",\"error_code\":21332}"}`))
	if err := names(t, s.client(t)); !errors.Is(err, weibo.ErrTokenInvalid) || len(s.got) != 1 || s.tokens != 1 {
		t.Errorf("%d calls and %d tokens: %v", len(s.got), s.tokens, err)
	}
}

func TestWrongCredentials(t *testing.T) {
	srv := weibotest.NewServer(t)
	c, err := openim.NewClient(srv.OpenIMCredentials(first).AppID, secret, weibo.WithBaseURL(srv.URL))
	if err != nil {
		t.Fatal(err)
	}
	err = names(t, c)
	var refused *weibo.Error
	if !errors.Is(err, weibo.ErrUnauthorized) || !errors.As(err, &refused) || refused.Code != openimapi.CodeBadModelOrSort || hasSecret(err.Error()) {
		t.Errorf("got %v", err)
	}
	if n := len(srv.Requests()); n != 1 {
		t.Errorf("%d requests, want the one for the token", n)
	}
}

// The fetch of a token is repeated where that helps, though it is a POST.
func TestTokenIsFetchedAgain(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		sandbox, c := inBubble(t)
		sandbox.Inject(weibotest.Fault{Operation: "open/auth/ws_token", Status: http.StatusServiceUnavailable, Times: 2})
		if err := names(t, c); err != nil {
			t.Error(err)
		}
		if n := bought(sandbox.Requests()); n != 3 {
			t.Errorf("%d requests for a token, want 3", n)
		}
	})
}

// Who goes away does not take the token from those who wait.
func TestCancelledWhileTokenIsFetched(t *testing.T) {
	defer goleak.VerifyNone(t, goleak.IgnoreCurrent())
	synctest.Test(t, func(t *testing.T) {
		sandbox, c := inBubble(t)
		sandbox.Inject(weibotest.Fault{Operation: "open/auth/ws_token", Delay: 10 * time.Second})
		ctx, cancel := context.WithCancel(t.Context())
		gone := make(chan error)
		go func() {
			_, err := c.Token(ctx)
			gone <- err
		}()
		synctest.Wait()
		waiting := make(chan error)
		go func() {
			_, err := c.Token(t.Context())
			waiting <- err
		}()
		synctest.Wait()
		cancel()
		if err := <-gone; !errors.Is(err, context.Canceled) {
			t.Errorf("who went away has %v", err)
		}
		if err := <-waiting; err != nil {
			t.Errorf("who waited has %v", err)
		}
		if n := bought(sandbox.Requests()); n != 1 {
			t.Errorf("%d tokens were bought, want 1", n)
		}
	})
}

func TestDropToken(t *testing.T) {
	srv := weibotest.NewServer(t)
	c := srv.OpenIM()
	token, err := c.Token(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	c.DropToken(openim.Token{Text: "another"})
	if same, err := c.Token(t.Context()); err != nil || same != token {
		t.Errorf("another token was dropped, and this one with it: %v", err)
	}
	c.DropToken(token)
	if other, err := c.Token(t.Context()); err != nil || other == token {
		t.Errorf("the token was dropped, and is there: %v", err)
	}
}

// Tokens with little time, none or far too much.
func TestOddLifetimes(t *testing.T) {
	for _, test := range []struct {
		answer string
		after  time.Duration
		tokens int
	}{
		{`{"data":{"token":"a"}}`, 100 * time.Hour, 1},                                             // nobody knows
		{`{"code":"0","data":{"token":"a","expire_in":30}}`, 14 * time.Second, 1},                  // half of it
		{`{"code":0,"data":{"token":"a","expire_in":30}}`, 16 * time.Second, 2},                    //
		{`{"code":0,"data":{"token":"a","expire_in":9223372036854775807}}`, 100000 * time.Hour, 1}, //
		{`{"code":0,"data":{"token":"a","expire_in":-5}}`, time.Hour, 1},                           //
	} {
		synctest.Test(t, func(t *testing.T) {
			tokens := 0
			c, err := openim.NewClient(appID, secret, weibo.WithHTTPClient(&http.Client{Transport: direct{http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				tokens++
				says(200, jsonType, test.answer)(w, r)
			})}}))
			if err != nil {
				t.Fatal(err)
			}
			for range 2 {
				if _, err := c.Token(t.Context()); err != nil {
					t.Errorf("%s: %v", test.answer, err)
				}
				time.Sleep(test.after)
			}
			if tokens != test.tokens {
				t.Errorf("%s: %d tokens in %v, want %d", test.answer, tokens, test.after, test.tokens)
			}
		})
	}
}

package weibotest_test

import (
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/seed4635ade2/weibo-go/gen/weiboapi"
	"github.com/seed4635ade2/weibo-go/weibo"
	"github.com/seed4635ade2/weibo-go/weibo/weibotest"
)

func TestFaults(t *testing.T) {
	tests := []struct {
		name        string
		fault       weibotest.Fault
		status      int
		contentType string
		body        string // part of it
	}{
		{"code", weibotest.Fault{Code: 10023}, 403, "application/json;charset=UTF-8", `"error_code":10023,"request":"/2/account/get_uid.json"`},
		{"code with its usual status", weibotest.Fault{Code: 20019}, 400, "application/json;charset=UTF-8", `"error":"repeat content!"`},
		{"code that is on no record", weibotest.Fault{Code: 99999}, 400, "application/json;charset=UTF-8", `{"error":"error 99999","error_code":99999,`},
		{"code whose message names something", weibotest.Fault{Code: 10024}, 403, "application/json;charset=UTF-8", "User requests for /account/get_uid out of rate limit!"},
		{"code in a success", weibotest.Fault{Code: 10001, Status: 200}, 200, "application/json;charset=UTF-8", `"error_code":10001`},
		{"page", weibotest.Fault{HTML: true}, 502, "text/html", "<h1>502 Bad Gateway</h1>"},
		{"page in a success", weibotest.Fault{HTML: true, Status: 200}, 200, "text/html", "<h1>200 OK</h1>"},
		{"status", weibotest.Fault{Status: 503}, 503, "text/html", "<h1>503 Service Unavailable</h1>"},
		{"status without a name", weibotest.Fault{Status: 599}, 599, "text/html", "<h1>599</h1>"},
		{"reply", weibotest.Fault{Reply: json.RawMessage(`[]`)}, 200, "application/json;charset=UTF-8", `[]`},
		{"reply with a status", weibotest.Fault{Reply: json.RawMessage(`{"a":1}`), Status: 500}, 500, "application/json;charset=UTF-8", `{"a":1}`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			srv := weibotest.NewServer(t)
			srv.Inject(tt.fault)
			a := get(t, srv, "/2/account/get_uid.json", "access_token", srv.Token(first))
			if a.status != tt.status || a.header.Get("Content-Type") != tt.contentType || !strings.Contains(string(a.body), tt.body) {
				t.Errorf("HTTP %d, %s: %s", a.status, a.header.Get("Content-Type"), a.body)
			}
			if last := lastRequest(srv); !last.Fault || last.Status != tt.status || last.Code != tt.fault.Code {
				t.Errorf("logged %+v", last)
			}
			get(t, srv, "/2/account/get_uid.json", "access_token", srv.Token(first)).refusedNot(t)
			if lastRequest(srv).Fault {
				t.Error("the next call is logged as a fault too")
			}
		})
	}
}

// TestFaultsAreCounted looks at what a fault is for, and for how long.
func TestFaultsAreCounted(t *testing.T) {
	srv := weibotest.NewServer(t)
	token := srv.Token(first)
	uid := func() *answer { return get(t, srv, "/2/account/get_uid.json", "access_token", token) }
	show := func(id string) *answer {
		return get(t, srv, "/2/users/show.json", "access_token", token, "uid", id)
	}
	srv.Inject(weibotest.Fault{Operation: "account/get_uid", Code: 10001, Times: 2})
	srv.Inject(weibotest.Fault{Operation: "users/show", Params: map[string]string{"uid": str(second)}, Code: 20003, Times: -1})
	srv.Inject(weibotest.Fault{Code: 10009})
	uid().refused(10001)
	if left := srv.Faults(); len(left) != 3 || left[0].Times != 1 || left[1].Times != -1 || left[2].Times != 1 {
		t.Errorf("left: %+v", left)
	}
	show(str(second)).refused(20003)
	show(str(first)).refused(10009)
	show(str(first)).refusedNot(t)
	uid().refused(10001)
	uid().refusedNot(t)
	for range 3 {
		show(str(second)).refused(20003)
	}
	srv.ClearFaults()
	show(str(second)).refusedNot(t)
	if left := srv.Faults(); len(left) != 0 {
		t.Errorf("left: %+v", left)
	}
}

// TestFaultDoesNothing has a wrong request and a right one answered by faults.
func TestFaultDoesNothing(t *testing.T) {
	srv := weibotest.NewServer(t)
	token := srv.Token(first)
	srv.Inject(weibotest.Fault{Operation: "statuses/update", Status: 502, Times: 2})
	post(t, srv, "/2/statuses/update.json", "access_token", token, "status", "x")
	post(t, srv, "/2/statuses/update.json", "access_token", token, "status", "x", "visible", "9", "colour", "red")
	if last := lastRequest(srv); len(last.Problems) != 1 || !strings.Contains(last.Problems[0], "visible") || len(last.Undeclared) != 1 {
		t.Errorf("logged %+v", last)
	}
	if n := timeline(t, srv, "/2/statuses/user_timeline.json", token).TotalNumber; n != 0 {
		t.Errorf("%d statuses were published", n)
	}
}

// TestCut loses the answer, not the post.
func TestCut(t *testing.T) {
	srv := weibotest.NewServer(t)
	token := srv.Token(first)
	srv.Inject(weibotest.Fault{Operation: "statuses/update", Cut: true})
	resp, err := browser.Do(request(t, "POST", srv.URL+"/2/statuses/update.json", formType, strings.NewReader(params("access_token", token, "status", "x").Encode())))
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	if !errors.Is(err, io.ErrUnexpectedEOF) || len(body) == 0 || resp.StatusCode != 200 {
		t.Errorf("HTTP %d, %d bytes, %v", resp.StatusCode, len(body), err)
	}
	if n := timeline(t, srv, "/2/statuses/user_timeline.json", token).TotalNumber; n != 1 {
		t.Errorf("%d statuses were published", n)
	}
	srv.Inject(weibotest.Fault{Operation: "oauth2/authorize", Cut: true})
	resp, err = browser.Do(request(t, "POST", srv.URL+"/oauth2/authorize?"+params("client_id", "1", "redirect_uri", callback, "action", "approve", "uid", str(first)).Encode(), "", nil))
	if err == nil {
		resp.Body.Close()
		t.Errorf("an answer without a body is not cut: HTTP %d", resp.StatusCode)
	}
}

// TestDelay waits by the clock of the machine, and no longer than the client.
func TestDelay(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		sandbox := weibotest.New()
		sandbox.Inject(weibotest.Fault{Delay: time.Hour, Code: 10009})
		start := time.Now()
		w := httptest.NewRecorder()
		sandbox.ServeHTTP(w, httptest.NewRequest("GET", "/2/emotions.json?source=1", nil))
		if waited := time.Since(start); waited != time.Hour || !strings.Contains(w.Body.String(), "10009") {
			t.Errorf("%v: %s", waited, w.Body)
		}
	})
	srv := weibotest.NewServer(t)
	srv.Inject(weibotest.Fault{Delay: time.Hour})
	client := &http.Client{Timeout: 10 * time.Millisecond}
	if resp, err := client.Get(srv.URL + "/2/emotions.json?source=1"); err == nil {
		resp.Body.Close()
		t.Errorf("HTTP %d without delay", resp.StatusCode)
	}
}

func TestFaultMistakes(t *testing.T) {
	for want, f := range map[string]weibotest.Fault{
		`no operation "statuses/shrae"`: {Operation: "statuses/shrae", Code: 1},
		"one of":                        {Code: 1, HTML: true},
		"HTTP status 99":                {Status: 99},
		"no JSON":                       {Reply: json.RawMessage("{")},
		"below 0":                       {Delay: -1},
	} {
		func() {
			defer func() {
				if text, _ := recover().(string); !strings.Contains(text, want) {
					t.Errorf("%+v: %q does not say %q", f, text, want)
				}
			}()
			weibotest.New().Inject(f)
		}()
	}
}

// TestFaultsAgainstTheClient has the client of this module meet each of them.
func TestFaultsAgainstTheClient(t *testing.T) {
	srv := weibotest.NewServer(t)
	client := srv.Client(weibo.WithRetry(weibo.Retry{Attempts: 1}))
	for name, tt := range map[string]struct {
		fault weibotest.Fault
		want  error
	}{
		"code":   {weibotest.Fault{Code: 10023}, weibo.ErrRateLimited},
		"status": {weibotest.Fault{Status: 502}, weibo.ErrServer},
	} {
		srv.Inject(tt.fault)
		if _, err := client.Account.GetUID(t.Context(), weiboapi.AccountGetUIDParams{}); !errors.Is(err, tt.want) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

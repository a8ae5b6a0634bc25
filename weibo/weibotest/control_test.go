package weibotest_test

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/seed4635ade2/weibo-go/weibo/weibotest"
)

// control calls the control API, with JSON for a body unless that is empty.
func control(t *testing.T, srv *weibotest.Server, method, path, body string) *answer {
	t.Helper()
	a := do(t, request(t, method, srv.URL+"/_sandbox/"+path, "application/json", strings.NewReader(body)))
	if got := a.header.Get("Content-Type"); got != "application/json" {
		t.Errorf("%s %s: %s", method, path, got)
	}
	return a
}

// A logged request is one of the control API.
type logged struct {
	Number     int               `json:"number"`
	Operation  string            `json:"operation"`
	Params     map[string]string `json:"params"`
	Status     int               `json:"status"`
	Code       int               `json:"code"`
	Undeclared []string          `json:"undeclared"`
	Fault      bool              `json:"fault"`
}

func requests(t *testing.T, srv *weibotest.Server, query string) []logged {
	t.Helper()
	var a struct {
		Requests []logged `json:"requests"`
	}
	control(t, srv, "GET", "requests"+query, "").into(&a)
	if a.Requests == nil {
		t.Error("the list of requests is null")
	}
	return a.Requests
}

func TestControlRequests(t *testing.T) {
	srv := weibotest.NewServer(t)
	if got := requests(t, srv, ""); len(got) != 0 {
		t.Errorf("%+v", got)
	}
	token := srv.Token(first)
	say(t, srv, token, "一只猫")
	get(t, srv, "/2/users/show.json", "access_token", token, "uid", str(first), "colour", "red")
	all := requests(t, srv, "")
	if len(all) != 2 || all[0].Number != 1 || all[0].Params["status"] != "一只猫" || all[1].Undeclared[0] != "colour" || all[1].Status != 200 {
		t.Fatalf("%+v", all)
	}
	if got := requests(t, srv, "?operation=users/show"); len(got) != 1 || got[0].Number != 2 {
		t.Errorf("%+v", got)
	}
	if got := requests(t, srv, "?after=1"); len(got) != 1 || got[0].Number != 2 {
		t.Errorf("%+v", got)
	}
	if a := control(t, srv, "GET", "requests", ""); strings.Contains(string(a.body), token) {
		t.Errorf("the token is in the log: %s", a.body)
	}
	control(t, srv, "DELETE", "requests", "").refusedNot(t)
	if got := requests(t, srv, ""); len(got) != 0 {
		t.Errorf("%+v", got)
	}
}

func TestControlFaults(t *testing.T) {
	srv := weibotest.NewServer(t)
	token := srv.Token(first)
	control(t, srv, "POST", "faults", `{"operation":"users/show","params":{"uid":"1404376560"},"code":10023,"times":2,"delay_ms":1}`).refusedNot(t)
	control(t, srv, "POST", "faults", `{"status":502}`).refusedNot(t)
	a := control(t, srv, "GET", "faults", "")
	const want = `{"faults":[{"operation":"users/show","params":{"uid":"1404376560"},"times":2,"code":10023,"delay_ms":1},{"times":1,"status":502}]}` + "\n"
	if string(a.body) != want {
		t.Errorf("%s", a.body)
	}
	get(t, srv, "/2/users/show.json", "access_token", token, "uid", str(first)).refused(10023)
	if a := get(t, srv, "/2/users/show.json", "access_token", token, "uid", str(second)); a.status != 502 {
		t.Errorf("HTTP %d", a.status)
	}
	control(t, srv, "DELETE", "faults", "").refusedNot(t)
	get(t, srv, "/2/users/show.json", "access_token", token, "uid", str(first)).refusedNot(t)
	if got := requests(t, srv, ""); !got[0].Fault || !got[1].Fault || got[2].Fault {
		t.Errorf("%+v", got)
	}
}

func TestControlClock(t *testing.T) {
	start := time.Date(2024, time.November, 18, 8, 0, 0, 0, time.UTC)
	srv := weibotest.NewServer(t, weibotest.Strict(), weibotest.WithClock(func() time.Time { return start }))
	var token struct {
		AccessToken string `json:"access_token"`
		UID         int64  `json:"uid"`
		ExpiresIn   int    `json:"expires_in"`
	}
	control(t, srv, "POST", "tokens", `{"uid":1404376561}`).into(&token)
	if token.UID != second || token.ExpiresIn != 86400 {
		t.Errorf("%+v", token)
	}
	control(t, srv, "POST", "tokens", "").into(&token)
	if token.UID != first {
		t.Errorf("%+v", token)
	}
	var state struct {
		Now        time.Time `json:"now"`
		Strict     bool      `json:"strict"`
		Operations int       `json:"operations"`
		Requests   int       `json:"requests"`
		Users      []struct {
			UID int64 `json:"uid"`
		} `json:"users"`
		Apps []struct {
			Key string `json:"key"`
		} `json:"apps"`
	}
	control(t, srv, "POST", "advance", `{"seconds":86400}`).into(&state)
	if want := start.Add(24 * time.Hour); !state.Now.Equal(want) || !state.Strict || state.Operations < 300 || state.Users[0].UID != first || state.Apps[0].Key != weibotest.DefaultAppKey {
		t.Errorf("%+v", state)
	}
	get(t, srv, "/2/account/get_uid.json", "access_token", token.AccessToken).refused(21327)
	control(t, srv, "POST", "reset", "").into(&state)
	if !state.Now.Equal(start) || state.Requests != 0 {
		t.Errorf("after the reset: %+v", state)
	}
	get(t, srv, "/2/account/get_uid.json", "access_token", token.AccessToken).refusedNot(t)
}

// TestReset looks for what is left of before.
func TestReset(t *testing.T) {
	srv := weibotest.NewServer(t, weibotest.WithBudgets(weibotest.Budgets{User: 5}))
	token := srv.Token(first)
	st := say(t, srv, token, "一只猫")
	code := decide(t, srv, "approve", "client_id", weibotest.DefaultAppKey).Get("code")
	post(t, srv, "/oauth2/revokeoauth2", "access_token", token).refusedNot(t)
	srv.Inject(weibotest.Fault{Code: 10001})
	srv.Reset()
	get(t, srv, "/2/statuses/show.json", "access_token", token, "id", st.IDStr).refused(20101)
	if r := rates(t, srv, token); r.RemainingUserHits != 4 {
		t.Errorf("%+v", r)
	}
	post(t, srv, "/oauth2/access_token", "client_id", weibotest.DefaultAppKey, "client_secret", weibotest.DefaultAppSecret,
		"grant_type", "authorization_code", "code", code, "redirect_uri", callback).refused(21325)
	if n := srv.Requests()[0].Number; n != 1 {
		t.Errorf("the first request after the reset has number %d", n)
	}
	if again := say(t, srv, token, "一只猫"); again.ID != st.ID {
		t.Errorf("the first status after the reset has id %d, before it had %d", again.ID, st.ID)
	}
}

func TestControlMistakes(t *testing.T) {
	srv := weibotest.NewServer(t)
	tests := []struct {
		method, path, body string
		status             int
		text               string
	}{
		{"POST", "faults", `{"operation":"statuses/shrae","code":1}`, 400, `no operation \"statuses/shrae\"`},
		{"POST", "faults", `{"cod":1}`, 400, "cod"},
		{"POST", "faults", `{"code":`, 400, "the body"},
		{"POST", "faults", `{"code":1}{}`, 400, "follows"},
		{"POST", "faults", `{"reply":"` + strings.Repeat("x", 1<<20) + `"}`, 400, "too large"},
		{"POST", "faults", `{"delay_ms":9000000000000}`, 400, "delay_ms"},
		{"POST", "advance", `{"seconds":-1}`, 400, "forward"},
		{"POST", "advance", `{"seconds":1e300}`, 400, "100 years"},
		{"POST", "tokens", `{"uid":5}`, 400, "no account 5"},
		{"GET", "requests?after=x", "", 400, "no number"},
		{"GET", "advance", "", 404, "no GET /_sandbox/advance"},
		{"GET", "unknown", "", 404, "no GET /_sandbox/unknown"},
	}
	for _, tt := range tests {
		a := control(t, srv, tt.method, tt.path, tt.body)
		if a.status != tt.status || !strings.Contains(string(a.body), tt.text) {
			t.Errorf("%s %s %.50s: HTTP %d, %s", tt.method, tt.path, tt.body, a.status, a.body)
		}
	}
	if len(srv.Faults()) != 0 || len(srv.Requests()) != 0 {
		t.Errorf("left behind: %+v, %+v", srv.Faults(), srv.Requests())
	}
}

// TestControlIsForThisMachine calls as other machines and the pages of other sites do.
func TestControlIsForThisMachine(t *testing.T) {
	sandbox := weibotest.New()
	tests := []struct {
		name, method, remote, host string
		header                     []string
		status                     int
	}{
		{"this machine", "POST", "127.0.0.1:1", "127.0.0.1:8080", nil, 200},
		{"by name", "POST", "[::1]:1", "localhost:8080", nil, 200},
		{"by IPv6", "POST", "[::1]:1", "[::1]:8080", nil, 200},
		{"own page", "POST", "127.0.0.1:1", "127.0.0.1:8080", []string{"Sec-Fetch-Site", "same-origin"}, 200},
		{"another machine", "GET", "192.0.2.1:1", "127.0.0.1:8080", nil, 403},
		{"another name for this machine", "GET", "127.0.0.1:1", "rebound.example.com:8080", nil, 403},
		{"name that starts like ours", "GET", "127.0.0.1:1", "localhost.example.com", nil, 403},
		{"Weibo's name", "GET", "127.0.0.1:1", "api.weibo.com", nil, 403},
		{"no name", "GET", "127.0.0.1:1", "", nil, 403},
		{"page of another site", "POST", "127.0.0.1:1", "127.0.0.1:8080", []string{"Sec-Fetch-Site", "cross-site"}, 403},
		{"page of another site in an old browser", "POST", "127.0.0.1:1", "127.0.0.1:8080", []string{"Origin", "https://example.com"}, 403},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			path := "/_sandbox/state"
			if tt.method == http.MethodPost {
				path = "/_sandbox/advance"
			}
			req := httptest.NewRequest(tt.method, path, nil)
			req.RemoteAddr, req.Host = tt.remote, tt.host
			for i := 0; i < len(tt.header); i += 2 {
				req.Header.Set(tt.header[i], tt.header[i+1])
			}
			w := httptest.NewRecorder()
			sandbox.ServeHTTP(w, req)
			if w.Code != tt.status || w.Header().Get("Access-Control-Allow-Origin") != "" {
				t.Errorf("HTTP %d: %s", w.Code, w.Body)
			}
		})
	}
}

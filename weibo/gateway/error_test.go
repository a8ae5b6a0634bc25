package gateway_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/seed4635ade2/weibo-go/gen/weiboapi"
	"github.com/seed4635ade2/weibo-go/weibo"
	"github.com/seed4635ade2/weibo-go/weibo/gateway"
)

// is names what errors.Is finds.
func is(err error) (names []string) {
	for name, target := range map[string]error{
		"rate": weibo.ErrRateLimited, "unauthorized": weibo.ErrUnauthorized, "permission": weibo.ErrPermission, "param": weibo.ErrParam, "quota": weibo.ErrQuota,
		"account": weibo.ErrAccount, "server": weibo.ErrServer, "not found": weibo.ErrNotFound, "duplicate": weibo.ErrDuplicate, "delayed": weibo.ErrDelayed,
		"subscription": gateway.ErrSubscription, "region": gateway.ErrRegion, "too large": weibo.ErrTooLarge,
	} {
		if errors.Is(err, target) {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	return names
}

func TestRefusals(t *testing.T) {
	for _, test := range []struct {
		status   int
		body     string
		is       string
		text     string // of the error
		code     string // of the gateway
		v2       int    // code of Weibo
		en, zh   string // in the hints
		htmlType bool
	}{
		{400, `{"error":{"code":"COUNT_EXCEEDS_MAX","message":"parameter count must not exceed 20"}}`, "param",
			"weibo: users/show_batch/other: parameter count must not exceed 20 [COUNT_EXCEEDS_MAX] (HTTP 400)", "COUNT_EXCEEDS_MAX", 0, "the cap was 20", "上限均为 20", false},
		{401, `{"error":{"code":"UNAUTHORIZED","message":"token expired or invalid (401)"}}`, "unauthorized", "[UNAUTHORIZED] (HTTP 401)", "UNAUTHORIZED", 0, "console", "令牌", false},
		{401, `<html>401</html>`, "unauthorized", "the gateway refuses the call (HTTP 401)", "", 0, "console", "令牌", true},
		{402, `{"error":{"message":"no credits"}}`, "quota subscription", "no credits (HTTP 402)", "", 0, "plan", "套餐", false},
		{402, ``, "quota subscription", "the gateway refuses the call (HTTP 402)", "", 0, "Whoami", "余额", false},
		{403, `{"error":{"code":"SUBSCRIPTION_PLAN_NOT_ALLOWED","message":"x"}}`, "permission subscription", "[SUBSCRIPTION_PLAN_NOT_ALLOWED]", "SUBSCRIPTION_PLAN_NOT_ALLOWED", 0, "plan", "套餐", false},
		{403, `{"error":{"code":"IP_GEO_DENIED","message":"x"}}`, "account region", "[IP_GEO_DENIED]", "IP_GEO_DENIED", 0, "mainland China", "中国大陆", false},
		{403, `{"error":{"code":"NEVER_SEEN","message":"x"}}`, "permission", "x [NEVER_SEEN] (HTTP 403)", "NEVER_SEEN", 0, "verification", "认证", false},
		{429, `{"error":{"code":"TOO_MANY_REQUESTS","message":"x"}}`, "rate", "[TOO_MANY_REQUESTS] (HTTP 429)", "TOO_MANY_REQUESTS", 0, "full hour", "整点", false},
		{429, `{}`, "rate", "(HTTP 429)", "", 0, "full hour", "整点", false},
		{418, `{"error":{"code":"NEVER_SEEN","message":"x"}}`, "", "x [NEVER_SEEN] (HTTP 418)", "NEVER_SEEN", 0, "", "", false},
		{400, `{"error":"slow_down","error_description":"wait"}`, "param", "wait [slow_down] (HTTP 400)", "slow_down", 0, "argument", "参数", false},
		{400, `{"error":"plain words"}`, "param", "plain words (HTTP 400)", "", 0, "argument", "参数", false},
		{500, `{"error":{"code":"INTERNAL","message":"x"}}`, "server", "x [INTERNAL] (HTTP 500)", "INTERNAL", 0, "", "", false},
		{502, `<html>502</html>`, "server", "HTTP 502 Bad Gateway with text/html", "-", 0, "Something failed", "出错", true},
		{400, `{"error":{"code":"WEIBO_20101","message":"target weibo does not exist!"}}`, "not found", "target weibo does not exist! [WEIBO_20101] (HTTP 400)", "WEIBO_20101", 20101, "", "", false},
		{403, `{"error":{"code":"WEIBO_10023","message":"x"}}`, "rate", "[WEIBO_10023]", "WEIBO_10023", 10023, "are used up", "已用完", false},
		{200, `{"error":{"code":"SUBSCRIPTION_PLAN_NOT_ALLOWED","message":"x"}}`, "permission subscription", "(HTTP 200)", "SUBSCRIPTION_PLAN_NOT_ALLOWED", 0, "plan", "套餐", false},
		{200, `{"error":"target weibo does not exist!","error_code":20101}`, "not found", "target weibo does not exist! [20101] (HTTP 200)", "20101", 20101, "", "", false},
		{200, `{"result":{"error":"target weibo does not exist!","error_code":20101,"request":"/2/x"}}`, "not found", "target weibo does not exist! (code 20101, HTTP 200)", "-", 20101, "", "", false},
		{200, `{"result":{"error":{"code":"IP_GEO_DENIED","message":"x"}}}`, "account region", "[IP_GEO_DENIED] (HTTP 200)", "IP_GEO_DENIED", 0, "mainland", "大陆", false},
		{200, `{"result":{"error":"update weibo too fast"}}`, "", "update weibo too fast (HTTP 200)", "", 0, "", "", false},
		{200, `{}`, "", "the answer has no result (HTTP 200)", "-", 0, "", "", false},
		{200, `[]`, "", "(HTTP 200)", "-", 0, "", "", false},
		{200, ``, "", "(HTTP 200)", "-", 0, "", "", false},
		{200, `<html>login</html>`, "", "(HTTP 200)", "-", 0, "", "", true},
		{200, `{"result":{"users":[{"id":`, "", "(HTTP 200)", "-", 0, "", "", false},
		{200, `{"result":"text"}`, "", "expected object", "-", 0, "", "", false},
	} {
		kind := jsonType
		if test.htmlType {
			kind = "text/html"
		}
		srv := record(t, says(test.status, kind, test.body))
		err := showUsers(t.Context(), srv.client(t).Client)
		var e *weibo.Error
		if !errors.As(err, &e) {
			t.Errorf("%d %s: %v", test.status, test.body, err)
			continue
		}
		if got := strings.Join(is(err), " "); got != test.is {
			t.Errorf("%d %s is %q, want %q", test.status, test.body, got, test.is)
		}
		if !strings.Contains(err.Error(), test.text) || e.Code != test.v2 || e.StatusCode != test.status || e.Operation != "users/show_batch/other" || string(e.Body) != test.body {
			t.Errorf("%d %s: %v (%d), want %s (%d)", test.status, test.body, err, e.Code, test.text, test.v2)
		}
		var own *gateway.Error
		switch found := errors.As(err, &own); {
		case found != (test.code != "-"):
			t.Errorf("%d %s: a gateway.Error: %v", test.status, test.body, found)
		case found && own.Code != test.code:
			t.Errorf("%d %s: code %q, want %q", test.status, test.body, own.Code, test.code)
		}
		if en, zh := e.Hint("en"), e.Hint("zh"); !strings.Contains(en, test.en) || !strings.Contains(zh, test.zh) || test.en == "" && test.v2 == 0 && en != "" || (en == "") != (zh == "") {
			t.Errorf("%d %s: hints %q and %q", test.status, test.body, en, zh)
		}
	}
}

// TestResultsThatAreNoRefusals have words in them that refusals have.
func TestResultsThatAreNoRefusals(t *testing.T) {
	for _, body := range []string{
		`{"result":{"users":[],"error_code":0}}`, `{"result":{"users":[]},"error":null}`, `{"result":{"users":[]},"error":""}`,
		`{"result":{"users":[]},"error":"by chance"}`, `{"result":{"users":null},"error_code":"0"}`, "\ufeff{\"result\":{\"users\":[]}}\n",
	} {
		srv := record(t, says(200, jsonType, body))
		if err := showUsers(t.Context(), srv.client(t).Client); err != nil {
			t.Errorf("%s: %v", body, err)
		}
	}
}

func TestLimitsOfAnswers(t *testing.T) {
	srv := record(t, result(`{"users":[`+strings.Repeat(" ", 2000)+`]}`))
	if err := showUsers(t.Context(), srv.client(t, weibo.WithMaxBody(1000)).Client); !errors.Is(err, weibo.ErrTooLarge) {
		t.Errorf("got %v", err)
	}
	srv = record(t, func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Length", "100")
		io.WriteString(w, `{"result":`)
	})
	if err := showUsers(t.Context(), srv.client(t).Client); !errors.Is(err, io.ErrUnexpectedEOF) {
		t.Errorf("got %v", err)
	}
	done, cancel := context.WithCancel(t.Context())
	srv = record(t, func(_ http.ResponseWriter, r *http.Request) {
		cancel()
		<-r.Context().Done()
	})
	if err := showUsers(done, srv.client(t).Client); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
}

// TestAnswersAreReadAsEver has an answer in kinds that the API is known for, with a control character in it.
func TestAnswersAreReadAsEver(t *testing.T) {
	srv := record(t, result("{\"users\":[{\"id\":\"1404376560\",\"screen_name\":\"a\x01b\",\"verified\":1}],\"total_number\":\"1\"}"))
	users, err := srv.client(t).Commercial.UsersShowBatchOther(t.Context(), weiboapi.CommercialUsersShowBatchOtherParams{UIDs: []int64{1404376560}})
	if err != nil {
		t.Fatal(err)
	}
	if u := users.Users[0]; u.ID != 1404376560 || u.ScreenName != "a\x01b" || !u.Verified || users.TotalNumber != 1 {
		t.Errorf("got %+v", u)
	}
}

func TestRawAnswers(t *testing.T) {
	srv := record(t, says(200, jsonType, `{"result":{"data":[{"word":"猫","num":12}]},"meta":{"outcome":"ok","cost":3}}`))
	c := srv.client(t)
	var board struct {
		Data []struct {
			Word string `json:"word"`
		} `json:"data"`
	}
	var raw weibo.Response
	if err := c.Invoke(t.Context(), "search", "hot_word_cate/biz", map[string]any{"category": 2}, &board, weibo.WithResponse(&raw)); err != nil {
		t.Fatal(err)
	}
	if len(board.Data) != 1 || board.Data[0].Word != "猫" {
		t.Errorf("got %+v", board)
	}
	if meta := gateway.MetaOf(raw); meta.Outcome != "ok" || string(meta.Raw) != `{"outcome":"ok","cost":3}` {
		t.Errorf("got %+v", meta)
	}
	for _, body := range []string{``, `<html>`, `{}`, `{"meta":5}`, `{"meta":{"outcome":{}}}`} {
		if meta := gateway.MetaOf(weibo.Response{Body: []byte(body)}); meta.Outcome != "" {
			t.Errorf("%s: %+v", body, meta)
		}
	}
	if err := c.Invoke(t.Context(), "search", "hot_word_cate/biz", nil, nil); err != nil {
		t.Error(err)
	}
}

// TestPlantedSecrets looks for the token in all that a caller and a log get to see, while the gateway repeats it.
func TestPlantedSecrets(t *testing.T) {
	var log bytes.Buffer
	logger := slog.New(slog.NewJSONHandler(&log, nil))
	look := func(what string, err error) {
		t.Helper()
		if err == nil {
			t.Errorf("%s went well", what)
			return
		}
		for layer := err; layer != nil; layer = errors.Unwrap(layer) {
			for _, text := range []string{fmt.Sprint(layer), fmt.Sprintf("%+v", layer), fmt.Sprintf("%#v", layer), gateway.Hint(layer, "en")} {
				if strings.Contains(text, secret) {
					t.Errorf("%s: the token is in %s", what, text)
				}
			}
			var e *weibo.Error
			if errors.As(layer, &e) && (strings.Contains(string(e.Body), secret) || strings.Contains(fmt.Sprint(e.Header), secret)) {
				t.Errorf("%s: the token is in the answer of the error", what)
			}
			var own *gateway.Error
			if errors.As(layer, &own) && strings.Contains(own.Message+own.Code, secret) {
				t.Errorf("%s: the token is in the message", what)
			}
		}
	}
	for _, body := range []string{
		`{"error":{"code":"UNAUTHORIZED","message":"token ` + secret + ` has expired"}}`, `{"error":{"code":"` + secret + `","message":"x"}}`,
		`{"error":"` + secret + `","error_description":"` + secret + `"}`, `{"result":{"error":"` + secret + `","error_code":20101}}`,
		`{"result":{"users":"` + secret + `"}}`, secret, `<html>` + secret,
	} {
		for _, status := range []int{200, 401, 502} {
			srv := record(t, func(w http.ResponseWriter, r *http.Request) {
				w.Header().Set("X-Echo", r.Header.Get("Authorization"))
				says(status, jsonType, body)(w, r)
			})
			c := srv.client(t, weibo.WithLogger(logger), weibo.WithBodyLogging())
			look(body, showUsers(t.Context(), c.Client))
			if strings.Contains(srv.one(t).path+srv.one(t).query+srv.one(t).body, secret) {
				t.Error("the token is in the request")
			}
			if !strings.Contains(body, "result") {
				_, err := c.Whoami(t.Context())
				if status != 200 || err != nil {
					look(body, err)
				}
			}
		}
	}
	srv := record(t, result(`{"users":[]}`))
	c := srv.client(t, weibo.WithHTTPClient(&http.Client{Transport: chatty{}}), weibo.WithLogger(logger))
	look("transport", showUsers(t.Context(), c.Client))
	token := gateway.Token(secret)
	for _, text := range []string{fmt.Sprint(c, token), fmt.Sprintf("%+v %#v %s %q", c, c, token, token), log.String()} {
		if strings.Contains(text, secret) {
			t.Errorf("the token is in %s", text)
		}
	}
	log.Reset()
	logger.Info("x", "token", token)
	if !strings.Contains(log.String(), "[secret]") || strings.Contains(log.String(), secret) {
		t.Errorf("logged %s", log.String())
	}
}

// TestLog looks at the lines of calls, one of which is repeated.
func TestLog(t *testing.T) {
	var log bytes.Buffer
	s := &script{answers: []string{`502 <html>`, `403 {"error":{"code":"IP_GEO_DENIED","message":"x"}}`, `403 {"error":{"code":"not a word","message":"x"}}`, fine}}
	c := s.client(t, weibo.WithLogger(slog.New(slog.NewJSONHandler(&log, nil))), weibo.WithRetry(weibo.Retry{Base: time.Nanosecond}))
	for range 3 {
		showUsers(t.Context(), c.Client) // what comes of it is in the log
	}
	var lines []map[string]any
	for line := range strings.Lines(log.String()) {
		m := map[string]any{}
		if err := json.Unmarshal([]byte(line), &m); err != nil {
			t.Fatal(err)
		}
		if m["operation"] != "users/show_batch/other" || m["host"] != "open.weibo.com" {
			t.Errorf("logged %s", line)
		}
		lines = append(lines, m)
	}
	var failures []any
	for _, m := range lines {
		failures = append(failures, m["failure"])
	}
	if want := []any{"HTTP 502", "IP_GEO_DENIED", "HTTP 403", nil}; !slices.Equal(failures, want) {
		t.Errorf("failed with %v, want %v", failures, want)
	}
}

// chatty is a transport whose errors tell what it was sent.
type chatty struct{}

func (chatty) RoundTrip(req *http.Request) (*http.Response, error) {
	return nil, fmt.Errorf("cannot send %s %v", req.URL, req.Header)
}

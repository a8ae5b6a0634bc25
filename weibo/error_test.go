package weibo_test

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"strings"
	"testing"

	"github.com/seed4635ade2/weibo-go/gen/weiboapi"
	"github.com/seed4635ade2/weibo-go/weibo"
)

// once keeps a client from trying again.
var once = weibo.WithRetry(weibo.Retry{Attempts: 1})

// refusedWith returns the error of a call to which a server says body.
func refusedWith(t *testing.T, status int, body string, opts ...weibo.Option) *weibo.Error {
	t.Helper()
	_, err := show(record(t, says(status, "text/plain;charset=UTF-8", body)).client(t, append(opts, once)...))
	var refused *weibo.Error
	if !errors.As(err, &refused) {
		t.Fatalf("HTTP %d %s: got %v, want a *weibo.Error", status, body, err)
	}
	return refused
}

// TestErrorCodes is about the places and forms in which a code comes.
func TestErrorCodes(t *testing.T) {
	tests := map[string]struct {
		status int
		body   string
		code   int
		text   string
	}{
		"number":                     {403, `{"error":"expired_token","error_code":21327,"request":"/2/statuses/show.json"}`, 21327, "expired_token"},
		"string":                     {400, `{"request":"/2/statuses/show.json","error_code":"21327","error":"expired_token"}`, 21327, "expired_token"},
		"string with blanks":         {400, `{"error_code":" 21327 ","error":"a"}`, 21327, "a"},
		"without request":            {403, `{"error":"User requests out of rate limit!","error_code":10023}`, 10023, "User requests out of rate limit!"},
		"without words":              {400, `{"error_code":21327}`, 21327, ""},
		"in a 200":                   {200, `{"error":"a","error_code":20101}`, 20101, "a"},
		"a string in a 200":          {200, `{"error":"a","error_code":"20101"}`, 20101, "a"},
		"of the fans service":        {200, `{"errcode":"100001","errmsg":"param error"}`, 100001, "param error"},
		"unknown":                    {400, `{"error":"new","error_code":98765}`, 98765, "new"},
		"unknown and long":           {200, `{"error":"new","error_code":4294967296123}`, 4294967296123, "new"},
		"in a callback":              {400, `callback({"error":"a","error_code":21327});`, 21327, "a"},
		"words of another kind":      {400, `{"error":{"a":1},"error_code":21327,"request":[]}`, 21327, ""},
		"words that are a number":    {400, `{"error":404,"error_code":21327}`, 21327, "404"},
		"repeated":                   {400, `{"error_code":10001,"error":"a","error_code":21327}`, 21327, "a"},
		"of no use":                  {400, `{"error":"a","error_code":"E21327"}`, 0, "a"},
		"null":                       {400, `{"error":"a","error_code":null}`, 0, "a"},
		"a list instead of a object": {400, `[21327]`, 0, ""},
		"no JSON":                    {400, `21327`, 0, ""},
		"cut off":                    {400, `{"error":"a","error_code":213`, 0, ""},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			err := refusedWith(t, tt.status, tt.body)
			if err.Code != tt.code || err.Message != tt.text || err.StatusCode != tt.status || string(err.Body) != tt.body {
				t.Errorf("got %+v", err)
			}
		})
	}
}

// A code that says that all is well is no refusal; nor is one deep inside an answer.
func TestNoError(t *testing.T) {
	for _, body := range []string{
		`{"id":1,"text":"a","error_code":0}`, `{"id":1,"text":"a","error_code":"0","error":"ok"}`, `{"id":1,"text":"a","errcode":0,"errmsg":"ok"}`,
		`{"id":1,"text":"\"error_code\":21327"}`, `{"id":1,"text":"a","user":{"error_code":21327}}`,
	} {
		if got, err := show(record(t, says(200, jsonType, body)).client(t)); err != nil || got.ID != 1 {
			t.Errorf("%s: got %+v, %v", body, got, err)
		}
	}
}

func TestRedirectError(t *testing.T) {
	tests := []struct {
		query string
		code  int
		is    error
		text  string
	}{
		{"error_uri=%2Foauth2%2Fauthorize&error=access_denied&error_description=user%20denied%20your%20request.&error_code=21330", 21330, weibo.ErrPermission,
			"weibo: oauth2/authorize: access_denied: user denied your request. (code 21330)"},
		{"state=a&error=temporarily_unavailable&error_code=21331", 21331, weibo.ErrServer, "weibo: oauth2/authorize: temporarily_unavailable (code 21331)"},
		{"error=access_denied", 0, nil, "weibo: oauth2/authorize: access_denied"},
		{"error_code=98765", 98765, nil, "(code 98765)"},
	}
	for _, tt := range tests {
		query, err := url.ParseQuery(tt.query)
		if err != nil {
			t.Fatal(err)
		}
		err = weibo.RedirectError(query)
		var refused *weibo.Error
		if !errors.As(err, &refused) {
			t.Errorf("%s: got %v", tt.query, err)
			continue
		}
		if refused.Code != tt.code || !strings.HasSuffix(err.Error(), tt.text) || tt.is != nil && !errors.Is(err, tt.is) {
			t.Errorf("%s: got %v", tt.query, err)
		}
	}
	for _, query := range []string{"", "code=a&state=b", "error_code=0", "error="} {
		values, _ := url.ParseQuery(query)
		if err := weibo.RedirectError(values); err != nil {
			t.Errorf("%q: got %v", query, err)
		}
	}
}

func ExampleRedirectError() {
	// In the handler of the redirect URI this is r.URL.Query().
	query := url.Values{"error": {"access_denied"}, "error_description": {"user denied your request."}, "error_code": {"21330"}}
	if err := weibo.RedirectError(query); errors.Is(err, weibo.ErrPermission) {
		fmt.Println(err)
	}
	// Output: weibo: oauth2/authorize: access_denied: user denied your request. (code 21330)
}

// What to do about a failed call is mostly a question of its category.
func ExampleError_Is() {
	url, _ := local()
	client, err := weibo.NewClient(weibo.WithToken("not-a-token"), weibo.WithBaseURL(url))
	if err != nil {
		fmt.Println(err)
		return
	}
	_, err = client.Statuses.Share(context.Background(), weiboapi.StatusesShareParams{Status: "一只猫 https://example.com/cat"})
	switch {
	case err == nil, errors.Is(err, weibo.ErrDelayed):
		fmt.Println("posted")
	case errors.Is(err, weibo.ErrUnauthorized):
		fmt.Println("send the user through OAuth2.AuthCodeURL again")
	case errors.Is(err, weibo.ErrRateLimited):
		fmt.Println("later")
	case errors.Is(err, weibo.ErrDuplicate):
		fmt.Println("posted before")
	default:
		fmt.Println(err)
	}
	// Output: send the user through OAuth2.AuthCodeURL again
}

// FuzzError feeds refusals to the client: whatever comes, the error can be read, compared and printed, and the words of its
// hint are there in both languages or in none.
func FuzzError(f *testing.F) {
	for _, seed := range []string{
		`{"error":"expired_token","error_code":21327,"request":"/2/statuses/update.json"}`,
		`{"request":"/statuses/home_timeline.json","error_code":"20502","error":"Need you follow uid."}`,
		`{"error":"User requests out of rate limit!","error_code":10023}`,
		`{"error":"invalid_request","error_code":21323,"request":"/oauth2/access_token","error_uri":"/oauth2/access_token","error_description":"miss client id or secret"}`,
		`{"error_code":21322}`, `{"error_code":"10006","error":"source paramter(appkey) is missing"}`, `{"errcode":"100001","errmsg":"param error"}`,
		`callback({"error_code":20032})`, "\xEF\xBB\xBF{\"error_code\":1}", `{"error_code":1e9,"error":{}}`, `{"error_code":[21327]}`, `[]`, ``, `<html>`,
		`{"error":"` + "\xFF\x01" + `","error_code":20019}`, `{"error_code":-1}`, `{"error_code":99999999999999999999}`, `{"error":"` + secret + `","error_code":1}`,
	} {
		f.Add(400, []byte(seed))
		f.Add(200, []byte(seed))
		f.Add(502, []byte(seed))
	}
	fuzzAnswers(f, func(t *testing.T, c *weibo.Client, code int, answer []byte) {
		_, err := c.Statuses.Share(context.Background(), weiboapi.StatusesShareParams{Status: "a"})
		var e *weibo.Error
		if !errors.As(err, &e) {
			if err != nil || code != 200 {
				t.Errorf("%d %q: got %v", code, answer, err)
			}
			return
		}
		if !strings.HasPrefix(e.Error(), "weibo: statuses/share: ") || strings.Contains(e.Error(), secret) {
			t.Errorf("%d %q: the error says %q", code, answer, e)
		}
		if (e.Hint("en") == "") != (e.Hint("zh") == "") {
			t.Errorf("%d %q: the hint is there in one language only", code, answer)
		}
		if e.Err == nil && code >= 500 && weiboapi.CategoryOf(e.Code) == "" && !errors.Is(e, weibo.ErrServer) {
			t.Errorf("%d %q: no error of the server", code, answer)
		}
	})
}

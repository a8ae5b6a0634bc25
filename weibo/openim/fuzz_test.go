package openim_test

import (
	"errors"
	"net/http"
	"strings"
	"testing"

	"github.com/seed4635ade2/weibo-go/gen/openimapi"
	"github.com/seed4635ade2/weibo-go/weibo"
	"github.com/seed4635ade2/weibo-go/weibo/openim"
)

// FuzzAnswer gives the client whatever may come: the token, an object and the result of a write. It never panics, an answer is an
// error or a value, an error is one of package weibo, and no secret is in it.
func FuzzAnswer(f *testing.F) {
	for _, seed := range []string{
		`{"code":0,"message":"success","data":{"token":"x","expire_in":7200,"uid":1}}`, `{"code":0,"data":{"code":0,"msg":"ok","mid":"1"}}`,
		`{"code":0,"data":{"code":50001,"msg":"失败"}}`, `{"code":40100,"message":"token invalid"}`, `{"code":"42900"}`, `{"code":-1,"message":"x {\"error_code\":20101}"}`,
		`{"code":-1,"message":"}{"}`, `{"code":1e99}`, `{"code":{}}`, `{"data":[]}`, `{"data":null}`, `[]`, `null`, ``, `<html>`, `cb({"code":0,"data":{"statuses":[{}]}})`,
		`{"data":{"statuses":[{"id":"1","repost":{"repost":null}}]}}`, "{\"code\":0,\"data\":\"\x00\"}", `{"code":0,"code":1}`, `{"data":{"code":"` + planted + `"}}`,
	} {
		f.Add(200, seed)
	}
	f.Add(500, `{"code":40001,"message":"x"}`)
	f.Add(302, ``)
	f.Fuzz(func(t *testing.T, status int, body string) {
		if status < 200 || status > 599 {
			t.Skip()
		}
		answer := says(status, jsonType, body)
		given := says(200, jsonType, `{"data":{"token":"`+planted+`","expire_in":7200}}`)
		for name, first := range map[string]http.HandlerFunc{"of a call": given, "with the token": answer} {
			c, err := openim.NewClient(appID, secret, once, weibo.WithHTTPClient(&http.Client{Transport: direct{http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				if r.URL.Path == "/open/auth/ws_token" {
					first(w, r)
				} else {
					answer(w, r)
				}
			})}}))
			if err != nil {
				t.Fatal(err)
			}
			list, err := c.Weibo.UserStatus(t.Context(), openimapi.WeiboUserStatusParams{})
			wantOne(t, name, list == nil, err)
			result, err := c.Crowd.LikePost(t.Context(), openimapi.CrowdLikePostParams{ID: 1})
			wantOne(t, name, result == nil, err)
			if result != nil && result.Code != 0 {
				t.Errorf("a write with code %d went well", result.Code)
			}
		}
	})
}

func wantOne(t *testing.T, name string, none bool, err error) {
	t.Helper()
	var e *weibo.Error
	switch {
	case none != (err != nil):
		t.Errorf("the answer %s: a value and no error are two things: %v", name, err)
	case err == nil:
	case !errors.As(err, &e) && !errors.Is(err, weibo.ErrNoToken) && !strings.Contains(err.Error(), "token"):
		t.Errorf("the answer %s: %v", name, err)
	case hasSecret(err.Error()):
		t.Errorf("the answer %s: a secret is in %v", name, err)
	}
}

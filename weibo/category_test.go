package weibo_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"os"
	"slices"
	"strconv"
	"testing"

	"go.yaml.in/yaml/v3"

	"github.com/seed4635ade2/weibo-go/gen/weiboapi"
	"github.com/seed4635ade2/weibo-go/weibo"
)

// sentinels are all errors that say what a refusal is about.
var sentinels = map[string]error{
	"ErrRateLimited":  weibo.ErrRateLimited,
	"ErrUnauthorized": weibo.ErrUnauthorized,
	"ErrTokenExpired": weibo.ErrTokenExpired,
	"ErrTokenRevoked": weibo.ErrTokenRevoked,
	"ErrTokenInvalid": weibo.ErrTokenInvalid,
	"ErrPermission":   weibo.ErrPermission,
	"ErrUnaudited":    weibo.ErrUnaudited,
	"ErrNotFound":     weibo.ErrNotFound,
	"ErrDuplicate":    weibo.ErrDuplicate,
	"ErrContent":      weibo.ErrContent,
	"ErrParam":        weibo.ErrParam,
	"ErrQuota":        weibo.ErrQuota,
	"ErrAccount":      weibo.ErrAccount,
	"ErrCaptcha":      weibo.ErrCaptcha,
	"ErrDelayed":      weibo.ErrDelayed,
	"ErrServer":       weibo.ErrServer,
}

// is returns the names of the sentinels that an error matches.
func is(err error) []string {
	var names []string
	for name, s := range sentinels {
		if errors.Is(err, s) {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	return names
}

// A codeFile is spec/errors.yaml.
type codeFile struct {
	Categories map[string]struct {
		Errors []string
	}
	Codes []struct {
		Code            int
		Category, Retry string
	}
}

func readCodes(t *testing.T) codeFile {
	t.Helper()
	text, err := os.ReadFile("../spec/errors.yaml")
	if err != nil {
		t.Fatal(err)
	}
	var f codeFile
	if err := yaml.Unmarshal(text, &f); err != nil {
		t.Fatal(err)
	}
	if len(f.Codes) < 164 {
		t.Fatalf("spec/errors.yaml has %d codes", len(f.Codes))
	}
	return f
}

// TestCategoryOfEveryCode answers a call with each code of spec/errors.yaml.
func TestCategoryOfEveryCode(t *testing.T) {
	file := readCodes(t)
	var code string
	srv := record(t, func(w http.ResponseWriter, req *http.Request) {
		says(400, "text/plain;charset=UTF-8", `{"error":"a","error_code":`+code+`}`)(w, req)
	})
	// With an app key: a call that sent a token sees code 10006 in another light.
	c, err := weibo.NewClient(weibo.WithBaseURL(srv.URL), weibo.WithAppKey("1234567890"), once)
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range file.Codes {
		code = strconv.Itoa(want.Code)
		_, err := c.Common.GetTimeZone(context.Background(), weiboapi.CommonGetTimeZoneParams{})
		var refused *weibo.Error
		if !errors.As(err, &refused) || refused.Code != want.Code {
			t.Fatalf("%s: got %v", code, err)
		}
		names := slices.Sorted(slices.Values(file.Categories[want.Category].Errors))
		if got := is(err); !slices.Equal(got, names) {
			t.Errorf("%s is %v, want %v", code, got, names)
		}
		if weiboapi.CategoryOf(want.Code) != want.Category || weiboapi.RetryOf(want.Code) != want.Retry {
			t.Errorf("%s: %q, %q, want %q, %q", code, weiboapi.CategoryOf(want.Code), weiboapi.RetryOf(want.Code), want.Category, want.Retry)
		}
	}
}

// TestCategoriesThatMatter pins those on which programs depend, whatever spec/errors.yaml says.
func TestCategoriesThatMatter(t *testing.T) {
	for code, want := range map[int]error{
		weiboapi.CodeUserRateLimit: weibo.ErrRateLimited, weiboapi.CodeExpiredToken: weibo.ErrTokenExpired, weiboapi.CodeTokenExpired: weibo.ErrTokenExpired,
		weiboapi.CodeTokenRevoked: weibo.ErrTokenRevoked, weiboapi.CodeAuthorizationRevoked: weibo.ErrTokenRevoked,
		weiboapi.CodeInvalidAccessToken: weibo.ErrTokenInvalid, weiboapi.CodeAuthFailed: weibo.ErrTokenInvalid, weiboapi.CodeInvalidGrant: weibo.ErrUnauthorized,
		weiboapi.CodeAppPermission: weibo.ErrPermission, weiboapi.CodeAppUnaudited: weibo.ErrUnaudited, weiboapi.CodeNoSuchStatus: weibo.ErrNotFound,
		weiboapi.CodeRepeatedText: weibo.ErrDuplicate, weiboapi.CodeIllegalContent: weibo.ErrContent, weiboapi.CodeParameterValue: weibo.ErrParam,
		weiboapi.CodeCaptchaRequired: weibo.ErrCaptcha, weiboapi.CodeAcceptedDelayed: weibo.ErrDelayed, weiboapi.CodeSystemError: weibo.ErrServer,
	} {
		if err := refusedWith(t, 403, fmt.Sprintf(`{"error_code":%d}`, code)); !errors.Is(err, want) {
			t.Errorf("%d is %v, want %v", code, is(err), want)
		}
	}
}

// TestCategoryOfStatus is about answers without a code, or with one that is not known.
func TestCategoryOfStatus(t *testing.T) {
	for _, tt := range []struct {
		status int
		body   string
		want   []string
	}{
		{400, ``, nil},
		{401, ``, []string{"ErrUnauthorized"}},
		{403, `{"error":"forbidden"}`, nil},
		{404, `<html>`, nil},
		{429, ``, []string{"ErrRateLimited"}},
		{500, `{"error":"a"}`, []string{"ErrServer"}},
		{502, `<html>`, []string{"ErrServer"}},
		{503, `{"error_code":98765}`, []string{"ErrServer"}},
		{400, `{"error_code":98765}`, nil},
		{500, `{"error_code":20101}`, []string{"ErrNotFound"}},
		{200, `<html>`, nil},
	} {
		if got := is(refusedWith(t, tt.status, tt.body)); !slices.Equal(got, tt.want) {
			t.Errorf("HTTP %d %s is %v, want %v", tt.status, tt.body, got, tt.want)
		}
	}
}

// A 10006 although a token was sent is about the token.
func TestTokenNotSeen(t *testing.T) {
	srv := record(t, says(400, "text/plain; charset=UTF-8", `{"error":"source paramter(appkey) is missing","error_code":10006,"request":"/2/search/topics.json"}`))
	for _, tt := range []struct {
		opt  weibo.Option
		want []string
	}{
		{weibo.WithToken(secret), []string{"ErrTokenInvalid", "ErrUnauthorized"}},
		{weibo.WithAppKey("1234567890"), []string{"ErrParam"}},
	} {
		c, err := weibo.NewClient(weibo.WithBaseURL(srv.URL), tt.opt)
		if err != nil {
			t.Fatal(err)
		}
		_, err = c.Common.GetTimeZone(context.Background(), weiboapi.CommonGetTimeZoneParams{})
		if got := is(err); !slices.Equal(got, tt.want) {
			t.Errorf("%v is %v, want %v", err, got, tt.want)
		}
	}
}

// What was wrong with an answer can be found beside its category.
func TestCategoryAndCause(t *testing.T) {
	err := refusedWith(t, 500, `{}`, weibo.WithMaxBody(1))
	if !errors.Is(err, weibo.ErrServer) || !errors.Is(err, weibo.ErrTooLarge) {
		t.Errorf("got %v, which is %v", err, is(err))
	}
}

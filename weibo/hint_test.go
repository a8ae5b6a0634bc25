package weibo_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"unicode"

	"github.com/seed4635ade2/weibo-go/gen/weiboapi"
	"github.com/seed4635ade2/weibo-go/weibo"
)

// TestHints holds the hints to what they must name.
func TestHints(t *testing.T) {
	tests := map[int]struct{ en, zh string }{ // words with | between them
		10006: {"was sent|sign in", "重新授权"},
		10014: {"statuses/share|safe domain", "statuses/share|安全域名"},
		10017: {"statuses/share|safe domain", "statuses/share|安全域名"},
		10022: {"IP|RateLimitStatus|WithRemoteIP", "IP|RateLimitStatus|WithRemoteIP"},
		10023: {"user|RateLimitStatus", "用户|RateLimitStatus"},
		10024: {"one call|RateLimitStatus", "接口|RateLimitStatus"},
		20005: {"JPEG|GIF|PNG", "JPEG|GIF|PNG"},
		20006: {"5 MB", "5 MB"},
		20007: {"pic|multipart", "pic|multipart"},
		20012: {"140", "140"},
		20019: {"same|timeline", "相同"},
		20032: {"Do not send it again", "不要重复发送"},
		21301: {"sign in", "重新登录"},
		21315: {"expired|sign in", "过期|重新登录"},
		21317: {"sign in", "重新登录"},
		21319: {"withdrawn|sign in", "撤销|重新登录"},
		21321: {"owner|15 test users|audit", "所有者|15 个测试用户|审核"},
		21322: {"redirect URI|character for character", "redirect_uri|逐字"},
		21325: {"once|AuthCodeURL", "一次|AuthCodeURL"},
		21327: {"expired|sign in", "过期|重新登录"},
		21330: {"the user refused", "拒绝"},
		21332: {"sign in", "重新登录"},
		21335: {"uid|GetUID", "uid|GetUID"},
	}
	for code, want := range tests {
		err := refusedWith(t, 400, fmt.Sprintf(`{"error":"a","error_code":"%d"}`, code))
		for lang, words := range map[string]string{"en": want.en, "": want.en, "en-GB": want.en, "zh": want.zh, "zh-CN": want.zh, "ZH_TW": want.zh} {
			hint := err.Hint(lang)
			for word := range strings.SplitSeq(words, "|") {
				if !strings.Contains(hint, word) {
					t.Errorf("%d in %q does not name %q: %s", code, lang, word, hint)
				}
			}
		}
	}
}

// TestHintLanguages asks for the hints on all codes: each in its own language, or none in either.
func TestHintLanguages(t *testing.T) {
	for _, c := range readCodes(t).Codes {
		err := &weibo.Error{Code: c.Code}
		en, zh := err.Hint("en"), err.Hint("zh")
		if (en == "") != (zh == "") || strings.ContainsFunc(en, han) || zh != "" && !strings.ContainsFunc(zh, han) {
			t.Errorf("%d: %q, %q", c.Code, en, zh)
		}
		if zh != "" && !strings.HasSuffix(zh, "。") || en != "" && !strings.HasSuffix(en, ".") || strings.Contains(en+zh, "%") {
			t.Errorf("%d: %q, %q", c.Code, en, zh)
		}
	}
	if hint := (&weibo.Error{Code: 98765, StatusCode: 400}).Hint("en"); hint != "" {
		t.Errorf("an unknown code has the hint %q", hint)
	}
	if hint := (&weibo.Error{StatusCode: 502}).Hint("en"); !strings.Contains(hint, "later") {
		t.Errorf("a 502 has the hint %q", hint)
	}
}

func han(r rune) bool { return unicode.Is(unicode.Han, r) }

func TestHintWithoutToken(t *testing.T) {
	srv := record(t, says(400, jsonType, `{"error_code":"10006","error":"source paramter(appkey) is missing"}`))
	c, err := weibo.NewClient(weibo.WithBaseURL(srv.URL), weibo.WithAppKey("1234567890"))
	if err != nil {
		t.Fatal(err)
	}
	_, err = c.Common.GetTimeZone(context.Background(), weiboapi.CommonGetTimeZoneParams{})
	var refused *weibo.Error
	if !errors.As(err, &refused) || !strings.Contains(refused.Hint("en"), "WithToken") || !strings.Contains(refused.Hint("zh"), "WithToken") {
		t.Errorf("got %v", err)
	}
}

// TestHintNamesTheRedirectURI exchanges a code in both ways there are.
func TestHintNamesTheRedirectURI(t *testing.T) {
	srv := record(t, says(400, "text/plain;charset=UTF-8",
		`{"request":"/oauth2/access_token","error_code":21322,"error":"redirect_uri_mismatch","error_uri":"/oauth2/access_token"}`))
	o := login(srv.URL)
	_, exchange := o.Exchange(context.Background(), "thecode")
	_, call := srv.client(t).OAuth2.AccessToken(context.Background(), weiboapi.OAuth2AccessTokenParams{
		ClientID: o.AppKey, ClientSecret: appSecret, GrantType: "authorization_code", Code: "thecode", RedirectURI: o.RedirectURL,
	})
	for name, err := range map[string]error{"Exchange": exchange, "AccessToken": call} {
		var refused *weibo.Error
		if !errors.As(err, &refused) {
			t.Errorf("%s: got %v", name, err)
			continue
		}
		for _, lang := range []string{"en", "zh"} {
			if hint := refused.Hint(lang); !strings.Contains(hint, `"`+o.RedirectURL+`"`) || strings.Contains(hint, appSecret) {
				t.Errorf("%s: the hint says %q", name, hint)
			}
		}
	}
}

func ExampleError_Hint() {
	err := &weibo.Error{Operation: "statuses/share", StatusCode: 403, Code: weiboapi.CodeExpiredToken, Message: "expired_token"}
	fmt.Println(err)
	fmt.Println(err.Hint("en"))
	fmt.Println(err.Hint("zh-CN"))
	// Output:
	// weibo: statuses/share: expired_token (code 21327, HTTP 403)
	// The access token has expired. Let the user sign in again (OAuth2.AuthCodeURL): the token of a web application cannot be refreshed.
	// access_token 已过期。请让用户重新登录授权（OAuth2.AuthCodeURL）：网站应用的令牌无法刷新。
}

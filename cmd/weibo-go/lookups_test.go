package main

import (
	"encoding/json"
	"strings"
	"testing"
)

func TestEndpoints(t *testing.T) {
	for args, out := range map[string]string{
		"endpoints statuses/share":                       "POST https://api.weibo.com/2/statuses/share.json\nstate listed, access normal, documented\n",
		"endpoints /2/statuses/share.json":               "  pic (picture; at most bytes 5242880)\n      The picture",
		"endpoints statuses/user_timeline":               "Comes in pages (--paginate). Since 2014",
		"endpoints statuses/share --jq .codes[0]":        "10017\n",
		"endpoints statuses/user_timeline --json=host":   `{"host":"api.weibo.com"}` + "\n",
		"endpoints bilateral TIMELINE --jq .name":        "statuses/bilateral_timeline\n",
		"endpoints repost --state delisted --jq .access": "normal\n",
		"endpoints direct_messages --json=host,path":     `{"host":"api.weibo.com","path":"/2/direct_messages.json"}`, // c.api.weibo.com has it too
		"endpoints messages/sendall":                     "The body is JSON (--input).",
		"endpoints statuses/share --access commercial":   "statuses/share\n", // a name is a name
		"endpoints statuses/sh":                          "statuses/show\tGET\tlisted\tnormal\t",
	} {
		want(t, args, exitOK, out, "")
	}
	_, stdout, _ := command(t.Context(), "endpoints", "--jq", ".params|length")
	if n := strings.Count(stdout, "\n"); n < 340 {
		t.Errorf("%d endpoints", n)
	}
	for args, problem := range map[string]string{
		"endpoints statuses/shaer":     `no endpoint "statuses/shaer" is known; did you mean statuses/share?`,
		"endpoints timelien":           `no endpoint "timelien" is known; did you mean timeline?`,
		"endpoints xyzzyxyzzyxyzzy":    `no endpoint "xyzzyxyzzyxyzzy" is known` + "\n",
		"endpoints --state listde":     `--state is one of listed, delisted, retired, unknown, not "listde"; did you mean listed?`,
		"endpoints --json=name,sumary": `there is no member "sumary" in the JSON; did you mean summary?`,
	} {
		want(t, args, exitUsage, "", problem)
	}
}

func TestErrors(t *testing.T) {
	want(t, "errors 20101", exitOK, "20101  There is no such status, or it was deleted.  (weiboapi.CodeNoSuchStatus)\nAgain: The same call fails again.\n", "")
	want(t, "errors 10014 --jq .hint", exitOK, "statuses/share", "")
	want(t, "errors 10014 --json=name,retry", exitOK, `{"name":"AppPermission","retry":"no"}`+"\n", "")
	want(t, "errors", exitOK, "21327\ttoken_expired\t", "")
	want(t, "errors x", exitUsage, "", `"x" is no code`)
	want(t, "errors 1", exitFailure, "", "the code 1 is not known")
	_, stdout, _ := command(t.Context(), "errors", "--json")
	var codes int
	for line := range strings.Lines(stdout) {
		var e errorCode
		if err := json.Unmarshal([]byte(line), &e); err != nil || e.Code == 0 || e.Meaning == "" || e.Name == "" {
			t.Errorf("%s: %v", line, err)
		}
		codes++
	}
	if codes < 160 {
		t.Errorf("%d codes", codes)
	}
}

func TestErrorsInChinese(t *testing.T) {
	t.Setenv("LANG", "zh_CN.UTF-8")
	want(t, "errors 20101", exitOK, "20101  微博不存在，或已被删除。  (weiboapi.CodeNoSuchStatus)\n重试：同样的调用会再次失败。\n", "")
	want(t, "errors", exitOK, "21327\ttoken_expired\t令牌已过期", "")
	want(t, "errors 21327 --jq .meaning", exitOK, "令牌已过期；过期时通常返回此码。\n", "")
}

func TestMID(t *testing.T) {
	const all = "5101694137532416\tP0I4tvBwA\t"
	for args, out := range map[string]string{
		"mid 5101694137532416": all + "https://m.weibo.cn/status/5101694137532416\n",
		"mid P0I4tvBwA":        all,
		"mid https://weibo.com/1404376560/P0I4tvBwA?a=b": all + "https://weibo.com/1404376560/P0I4tvBwA\n",
		"mid weibo.com/1404376560/P0I4tvBwA --jq .uid":   "1404376560\n",
		"mid P0I4tvBwA 5101694137532417 --jq .id":        "5101694137532416\n5101694137532417\n",
	} {
		want(t, args, exitOK, out, "")
	}
	for args, problem := range map[string]string{
		"mid":                         "ID is missing",
		"mid 0":                       `"0" is no id, mid or address`,
		"mid 一只猫":                     "is no id",
		"mid https://example.com/abc": "is no id",
		"mid 1 --json=idd":            "did you mean id?",
	} {
		want(t, args, exitUsage, "", problem)
	}
}

func TestLimits(t *testing.T) {
	_, srv, _ := signedIn(t)
	want(t, "limits", exitOK, "\nIP address\t", "")
	want(t, "limits --json=user_limit,remaining_user_hits", exitOK, `{"user_limit":`, "")
	if r := last(t, srv); r.Operation != "account/rate_limit_status" {
		t.Errorf("received %s", r.Operation)
	}
	newMachine(t)
	want(t, "limits", exitNotSignedIn, "", "nobody is signed in with the profile default\nSign in with: weibo-go login\n")
}

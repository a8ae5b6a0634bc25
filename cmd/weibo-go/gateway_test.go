package main

import (
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"testing"

	"github.com/seed4635ade2/weibo-go/weibo/gateway"
	"github.com/seed4635ade2/weibo-go/weibo/weibotest"
)

func TestGatewayWhoami(t *testing.T) {
	_, srv := atSandbox(t)
	want(t, "gateway whoami --sandbox --json", exitOK, `{"id":"1000","verified":true,"identity":"verified","plan":"formal_active","credits":10000,"ready":true,"profile":"sandbox","base_url":"`+srv.URL+`"}`+"\n", "")
	srv.RevokeGatewayToken(weibotest.DefaultGatewayToken)
	want(t, "gateway whoami --sandbox", exitNotSignedIn, "", "the gateway does not accept the token of the profile sandbox: ")
	want(t, "gateway whoami --profile cat", exitNotSignedIn, "", "the profile cat has no token for the gateway\nSign in with: weibo-go login --profile cat --via gateway, or set WEIBO_CLI_TOKEN.")
}

func TestGatewayCommands(t *testing.T) {
	_, _ = atSandbox(t)
	status, stdout, _ := command(t.Context(), "gateway", "commands", "--sandbox")
	if n := strings.Count(stdout, "\n"); status != exitOK || n != 67 {
		t.Errorf("status %d, %d lines", status, n)
	}
	want(t, "gateway commands users --sandbox", exitOK, "users\tshow/biz\tallowed\tCommercial.UsersShowBiz\n", "")
	want(t, "gateway commands users --sandbox", exitOK, "users\tstatistic/biz\tallowed\t-\n", "")
	want(t, "gateway commands users show_batch/other --sandbox", exitOK, "users show_batch/other  ", "")
	want(t, "gateway commands users show_batch/other --sandbox", exitOK, "\n  access   allowed\n  method   GET\n  call     Commercial.UsersShowBatchOther\n  price    3 credit per_record\n  -f uids=string  ", "")
	want(t, "gateway commands users show/biz --sandbox --json=call,access", exitOK, `{"call":"Commercial.UsersShowBiz","access":"allowed"}`, "")
	want(t, "gateway commands users nothing --sandbox", exitFailure, "", "there is no command users/nothing")
	want(t, "gateway commands a b c --sandbox", exitUsage, "", `unexpected argument "c"`)
	want(t, "gateway commands users --diff --sandbox", exitUsage, "", "--diff is about the whole list")
	want(t, "gateway cmmands --sandbox", exitUsage, "", `unknown flag --sandbox`)
	want(t, "gateway cmmands", exitUsage, "", `unknown command "cmmands"; did you mean commands?`+"\nSee weibo-go gateway --help.\n")
}

// TestGatewayDiff has a list that is not as this version knows it.
func TestGatewayDiff(t *testing.T) {
	atSandbox(t, weibotest.WithGateway(weibotest.GatewayRules{
		Commands: []gateway.Command{
			{Group: "cats", Action: "show", Method: "GET", Flags: gateway.Flags{{Name: "id", Type: "int"}}},
			{Group: "tags", Action: "biz", Method: "POST", Flags: gateway.Flags{{Name: "page", Type: "string"}, {Name: "colour", Type: "string"}}},
		},
		Without: []string{"users/show/biz"},
	}))
	const all = "new\tcats\tshow\t+id\ngone\tusers\tshow/biz\t\nchanged\ttags\tbiz\tPOST +colour -count ~page\n"
	want(t, "gateway commands --diff --sandbox", exitOK, all, "")
	want(t, "gateway commands --diff --sandbox --json", exitOK, `{"change":"changed","group":"tags","action":"biz","method":"POST","added":["colour"],"gone":["count"],"changed":["page"]}`, "")
	_, _ = atSandbox(t)
	status, stdout, stderr := command(t.Context(), "gateway", "commands", "--diff", "--sandbox")
	if status != exitOK || stdout != "" || stderr != "The list of 67 commands is as it is known.\n" {
		t.Errorf("status %d, %q, %q", status, stdout, stderr)
	}
}

func TestGatewayInvoke(t *testing.T) {
	m, srv := atSandbox(t, weibotest.WithStatuses(300))
	want(t, "gateway invoke users show_batch/other -f uids=1404376560,1404376561 --jq .users[].screen_name --sandbox", exitOK, "测试用户\n示例小猫\n", "")
	if r := last(t, srv); r.Path != "/cli/api/cli/invoke/users/show_batch/other" || r.Params["uids"] != "1404376560,1404376561" {
		t.Errorf("received %v", r)
	}
	args := m.home + "/args.json"
	if err := os.WriteFile(args, []byte(`{"id": 4999000006762826, "comment": "x"}`), 0o600); err != nil {
		t.Fatal(err)
	}
	want(t, "gateway invoke comments create --input "+args+" -f comment=好 --json=text --sandbox", exitOK, `{"text":"好"}`, "")
	if r := last(t, srv); r.Params["id"] != "4999000006762826" {
		t.Errorf("received %v", r)
	}
	_, shown, _ := command(t.Context(), "gateway", "invoke", "users", "show/biz", "-f", "a=b=c", "--dry-run")
	head, body, _ := strings.Cut(shown, "\n\n")
	var sent struct {
		Group, Action string
		Args          map[string]string
	}
	if head != "POST https://open.weibo.com/cli/api/cli/invoke\nAuthorization: Bearer …\nContent-Type: application/json" ||
		json.Unmarshal([]byte(body), &sent) != nil || sent.Group != "users" || sent.Action != "show/biz" || sent.Args["a"] != "b=c" {
		t.Errorf("it shows %s", shown)
	}
	before := len(srv.Requests())
	if err := os.WriteFile(args, []byte(`[]`), 0o600); err != nil {
		t.Fatal(err)
	}
	want(t, "gateway invoke a b --sandbox --input "+args, exitFailure, "", "what --input names is no JSON object\nIt was not sent.\n")
	for line, problem := range map[string]string{
		"":             "GROUP is missing",
		"users":        "ACTION is missing",
		"users a b":    `unexpected argument "b"`,
		"users a -f x": `"x" is not NAME=VALUE`,
	} {
		want(t, "gateway invoke --sandbox "+line, exitUsage, "", problem)
	}
	want(t, "gateway invoke users ../show --sandbox", exitFailure, "", "is no name\nIt was not sent.\n")
	if n := len(srv.Requests()); n != before {
		t.Errorf("%d requests were sent", n-before)
	}
}

// TestGatewayRefusals has what the gateway itself refuses. The advice is for the command line, in both languages.
func TestGatewayRefusals(t *testing.T) {
	for _, tt := range []struct {
		account          weibotest.GatewayAccount
		rules            weibotest.GatewayRules
		args, said, told string
	}{
		{weibotest.GatewayAccount{Plan: weibotest.GatewayTrial}, weibotest.GatewayRules{}, "gateway invoke search hot_word/biz", "[SUBSCRIPTION_PLAN_NOT_ALLOWED]", "weibo-go gateway whoami shows the plan and the credits"},
		{weibotest.GatewayAccount{Plan: weibotest.GatewayNoPlan}, weibotest.GatewayRules{}, "timeline user", "a subscription is required", "weibo-go gateway whoami shows the plan"},
		{weibotest.GatewayAccount{Unverified: true}, weibotest.GatewayRules{}, "post a", "developer verification is required", "weibo-go gateway whoami shows whether the developer is verified"},
		{weibotest.GatewayAccount{}, weibotest.GatewayRules{Abroad: true}, "timeline user", "[IP_GEO_DENIED]", "mainland China"},
		{weibotest.GatewayAccount{}, weibotest.GatewayRules{}, "gateway invoke statuses user_timeline/biz -f count=21", "[COUNT_EXCEEDS_MAX]", "weibo-go gateway commands GROUP ACTION"},
		{weibotest.GatewayAccount{}, weibotest.GatewayRules{}, "gateway invoke cats show", "there is no command", "weibo-go gateway commands GROUP ACTION"},
	} {
		m, srv := atSandbox(t, weibotest.WithGateway(tt.rules))
		m.write(`{"base_url": "`+srv.URL+`", "via": "gateway", "gateway_token": "`+string(srv.GatewayToken(tt.account))+`"}`, "profiles", "sandbox.json")
		want(t, tt.args+" --sandbox", exitFailure, "", tt.said)
		want(t, tt.args+" --sandbox", exitFailure, "", tt.told)
		t.Setenv("LANG", "zh_CN.UTF-8")
		_, _, stderr := command(t.Context(), strings.Fields(tt.args+" --sandbox")...)
		if _, advice, _ := strings.Cut(stderr, "\n"); strings.Contains(advice, tt.told) && tt.told != "weibo-go gateway commands GROUP ACTION" || !strings.Contains(advice, "。") {
			t.Errorf("%s in Chinese: %s", tt.args, stderr)
		}
	}
}

// TestGatewayHour uses the calls of the hour up.
func TestGatewayHour(t *testing.T) {
	atSandbox(t, weibotest.WithGateway(weibotest.GatewayRules{Hourly: 1}))
	want(t, "post a --via gateway --sandbox", exitOK, "https://weibo.com/", "")
	want(t, "post b --via gateway --sandbox", exitFailure, "", "[TOO_MANY_REQUESTS]")
	want(t, "post b --via gateway --sandbox", exitFailure, "", "\nWait for the full hour")
}

// TestGatewayOddAnswers has answers that nobody has seen.
func TestGatewayOddAnswers(t *testing.T) {
	answer := ""
	odd := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { io.WriteString(w, answer) }))
	defer odd.Close()
	newMachine(t).write(`{"base_url": "`+odd.URL+`"}`, "profiles", "sandbox.json")
	for _, answer = range []string{`[]`, `"cats"`, `{"error": {"code": "CATS", "message": "too many\ncats"}}`, `{"result": "cats"}`} {
		for _, args := range []string{"gateway whoami", "login --via gateway", "gateway commands users show/biz", "timeline user --via gateway", "post a --via gateway"} {
			want(t, args+" --sandbox", exitFailure, "", "\n")
		}
	}
	answer = `{"error": {"code": "CATS", "message": "too many"}}`
	want(t, "gateway commands --sandbox", exitFailure, "", "too many [CATS]")
}

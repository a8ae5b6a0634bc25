package main

import (
	"errors"
	"fmt"
	"maps"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/seed4635ade2/weibo-go/weibo/weibotest"
)

// atSandbox is a machine on which nobody signed in, whose sandbox profile has the address of a sandbox of the test.
func atSandbox(t *testing.T, opts ...weibotest.Option) (*machine, *weibotest.Server) {
	t.Helper()
	m, srv := newMachine(t), weibotest.NewServer(t, opts...)
	m.write(`{"base_url": "`+srv.URL+`"}`, "profiles", "sandbox.json")
	return m, srv
}

// piped runs a command with a text on standard input.
func piped(t *testing.T, stdin string, args ...string) (status int, stdout, stderr string) {
	t.Helper()
	p := startWith(t, strings.NewReader(stdin), args...)
	status = p.wait()
	noSecrets(t, p.stdout.String(), p.stderr.String())
	return status, p.stdout.String(), p.stderr.String()
}

// TestViaGateway has each command that reaches Weibo do its work through the gateway, without a sign-in of version 2.
func TestViaGateway(t *testing.T) {
	_, srv := atSandbox(t, weibotest.WithStatuses(300))
	id := seed(t, srv, "#猫# 一只猫 https://example.com/1")[0]
	for _, tt := range []struct{ args, out, invoked string }{
		{"timeline user -n 1 --json=text", `{"text":"#猫# 一只猫 https://example.com/1"}`, "statuses/user_timeline/biz"},
		{fmt.Sprintf("timeline user --since %d", id-1), "一只猫", "statuses/user_timeline/biz"},
		{"timeline mentions -n 2", "@测试用户", "statuses/mentions/biz"},
		{"timeline -n 2", "\t", "statuses/friends_timeline/biz"},
		{"search 猫 -n 1", "\t", "search/statuses/limited"},
		{fmt.Sprintf("show %d", id), "一只猫", "statuses/show_batch/biz"},
		{fmt.Sprintf("comment %d 好", id), "was published", "comments/create"},
		{fmt.Sprintf("comments %d", id), "\t好\n", "comments/show/all"},
		{fmt.Sprintf("repost %d 看", id), "https://weibo.com/1404376560/", "statuses/repost"},
		{"post 你好", "https://weibo.com/1404376560/", "statuses/update"},
		{fmt.Sprintf("delete %d", id), "Deleted", "statuses/destroy"},
		{"api users/show/biz --jq .screen_name", "测试用户\n", "users/show/biz"},
		{"api comments/create -f id=4999000006762826 -f comment=a", `"text":"a"`, "comments/create"},
	} {
		want(t, tt.args+" --sandbox --via gateway", exitOK, tt.out, "")
		if r := last(t, srv); r.Path != "/cli/api/cli/invoke/"+tt.invoked {
			t.Errorf("%s: received %s", tt.args, r.Path)
		}
	}
}

// TestFollowViaGateway follows a timeline, and says how to go on by the same way.
func TestFollowViaGateway(t *testing.T) {
	_, srv := atSandbox(t)
	id := seed(t, srv, "一只猫 https://example.com/1")[0]
	p := start(t, "timeline", "user", "--follow", "--every", "1s", "--sandbox", "--via", "gateway")
	p.stdout.waitFor(t, "一只猫")
	later := seed(t, srv, "两只猫 https://example.com/2")[0]
	p.stdout.waitFor(t, "两只猫")
	status := p.stop()
	if said := fmt.Sprintf("weibo-go: interrupted after 2\nTo go on: weibo-go timeline user --follow --since %d --sandbox --via gateway\n", later); status != exitInterrupted || p.stderr.String() != said {
		t.Errorf("status %d, %s", status, p.stderr)
	}
	for _, r := range srv.Requests() {
		if strings.HasPrefix(r.Path, "/cli/") && (r.Path != "/cli/api/cli/invoke/statuses/user_timeline/biz" || r.Params["count"] != "20") {
			t.Errorf("received %s %v", r.Path, r.Params)
		}
	}
	if n := strings.Count(p.stdout.String(), fmt.Sprint(id)); n != 1 {
		t.Errorf("the first one came %d times", n)
	}
}

// TestViaGatewaySame holds what the two ways give against each other.
func TestViaGatewaySame(t *testing.T) {
	m, _, _ := signedIn(t, weibotest.WithStatuses(300))
	for _, args := range []string{"timeline user -n 60", "timeline mentions -n 40", "timeline home -n 20", "show 4999000006762826 --json", "comments 4999000006762826"} {
		_, direct, _ := command(t.Context(), strings.Fields(args)...)
		_, fronted, stderr := command(t.Context(), strings.Fields(args+" --via gateway")...)
		if direct == "" && !strings.HasPrefix(args, "comments") || direct != fronted {
			t.Errorf("%s: %q, through the gateway %q, %s", args, direct, fronted, stderr)
		}
	}
	m.files()
}

// TestGatewayLacks has what the gateway does not have, or is not known to take. Nothing is sent.
func TestGatewayLacks(t *testing.T) {
	_, srv := atSandbox(t, weibotest.WithStatuses(300))
	pic := filepath.Join(t.TempDir(), "cat.png")
	if err := os.WriteFile(pic, []byte(pngText), 0o600); err != nil {
		t.Fatal(err)
	}
	for args, said := range map[string]string{
		"limits":                                         "the gateway does not have account/rate_limit_status, as far as is known\nNothing was sent. With --via api it goes to version 2 of the API, for applications that are let in. Near it: weibo-go gateway whoami.\n",
		"share 你好 https://example.com/":                  "the gateway does not have statuses/share, as far as is known\nNothing was sent. With --via api it goes to version 2 of the API, for applications that are let in. Near it: weibo-go post.\n",
		"api statuses/home_timeline":                     "Near it: weibo-go gateway invoke statuses friends_timeline/biz.\n",
		"api emotions":                                   "for applications that are let in.\n",
		"post 你好 --pic " + pic:                           "how the gateway takes pictures is not known\nNothing was sent.",
		"api statuses/upload -f status=a -F pic=@" + pic: "how the gateway takes pictures is not known\nNothing was sent.",
		"timeline --follow":                              "the gateway is not known to give what is newer than a status of home\nweibo-go timeline user",
		"timeline --since 1":                             "since_id: the gateway does not have it for statuses/friends_timeline/biz, which takes count\nIt was not sent.\n",
	} {
		want(t, args+" --sandbox --via gateway", exitFailure, "", said)
	}
	want(t, "timeline --sandbox --via gatway", exitUsage, "", `--via is one of api, gateway, not "gatway"; did you mean gateway?`)
	want(t, "timeline --sandbox --via openim", exitUsage, "", `--via is one of api, gateway, not "openim"`)
	want(t, "show 1234567890123456 --sandbox --via api", exitNotSignedIn, "", "nobody is signed in with the profile sandbox")
	if r := srv.Requests(); len(r) != 0 {
		t.Errorf("received %v", r)
	}
	want(t, "timeline -n 21 --sandbox --via gateway", exitFailure, "\n", "max_id: the gateway does not have it")
	want(t, "show 1234567890123456 --sandbox --via gateway", exitFailure, "", "1234567890123456")
}

// TestLoginGateway keeps a token, uses it, and forgets it.
func TestLoginGateway(t *testing.T) {
	m, srv, _ := signedIn(t)
	token := string(srv.GatewayToken(weibotest.GatewayAccount{UID: 1404376561, Credits: 5}))
	status, stdout, stderr := piped(t, token+"\n", "login", "--via", "gateway")
	if status != exitOK || stdout != "Signed in to the gateway as account 1001, with the profile default. Its commands go through the gateway now.\n" || stderr != "" {
		t.Fatalf("status %d, %s, %s", status, stdout, stderr)
	}
	path := filepath.Join(".config", "weibo-go", "profiles", "default.json")
	if text := m.files()[path]; !strings.Contains(text, `"via": "gateway"`) || !strings.Contains(text, `"gateway_token": "`+token+`"`) {
		t.Errorf("kept %s", text)
	}
	want(t, "api users/show/biz --jq .id", exitOK, "1404376561\n", "")
	want(t, "api users/show --via api -f uid=1404376560 --jq .id", exitOK, "1404376560\n", "")
	want(t, "whoami", exitOK, "account 1001 of the open platform\n  profile  default\n  verified yes\n  plan     formal_active\n  credits  5\n  server   "+srv.URL+"\n", "")
	want(t, "whoami --via api", exitOK, "@测试用户 (1404376560)\n", "")

	m.signIn(srv, someUID, "--via", "api")
	if text := m.files()[path]; strings.Contains(text, `"via"`) || !strings.Contains(text, token) {
		t.Errorf("after another sign-in %s is kept", text)
	}
	want(t, "whoami", exitOK, "@测试用户 (1404376560)\n", "")
	want(t, "logout --via gateway", exitOK, "Forgot the token for the gateway in the profile default.", "")
	if text := m.files()[path]; strings.Contains(text, token) || !strings.Contains(text, weibotest.DefaultAppKey) {
		t.Errorf("afterwards %s is kept", text)
	}
	want(t, "logout --via gateway", exitNotSignedIn, "", "the profile default keeps nothing for gateway\nSign in with: weibo-go login --via gateway\n")
}

// TestLoginElsewhere signs a profile in with another Weibo, which gets nothing of what was for the first.
func TestLoginElsewhere(t *testing.T) {
	m, srv := newMachine(t), weibotest.NewServer(t)
	m.write(`{"via": "gateway", "gateway_token": "wb_PLANTED", "openim_app_id": "1", "openim_app_secret": "PLANTED", "app_secret": "PLANTED"}`, "profiles", "default.json")
	want(t, "login --base-url "+srv.URL, exitOK, "Signed in to the gateway as account 1000", "")
	if text, err := os.ReadFile(m.path("profiles", "default.json")); err != nil || strings.Contains(string(text), "PLANTED") {
		t.Errorf("kept %s, %v", text, err)
	}
}

// TestLoginBeside does not let a token of version 2 go to another address together with its profile.
func TestLoginBeside(t *testing.T) {
	m, _, _ := signedIn(t)
	before := m.files()
	for _, way := range []string{"gateway", "openim"} {
		want(t, "login --via "+way+" --base-url "+weibotest.NewServer(t).URL, exitFailure, "",
			"the profile default is signed in with another Weibo, whose token must not get there\nTake another profile with --profile NAME, or sign out")
	}
	if after := m.files(); !maps.Equal(before, after) {
		t.Errorf("kept %v", after)
	}
}

func TestLoginGatewayRefused(t *testing.T) {
	m, srv := newMachine(t), weibotest.NewServer(t)
	unverified := string(srv.GatewayToken(weibotest.GatewayAccount{Unverified: true}))
	noPlan := string(srv.GatewayToken(weibotest.GatewayAccount{Plan: weibotest.GatewayNoPlan}))
	for _, tt := range []struct {
		stdin, args, said string
		status            int
	}{
		{"wb_PLANTED", "--base-url " + srv.URL, "weibo-go: the gateway does not accept the token of the profile default: ", exitNotSignedIn},
		{"2.00PLANTED", "--base-url " + srv.URL, "seems to be an access token of version 2", exitNotSignedIn},
		{"rt_PLANTED", "", "seems to be a refresh token", exitNotSignedIn},
		{"", "", "weibo-go: the profile default has no token for the gateway\nSign in with: weibo-go login --via gateway, or set WEIBO_CLI_TOKEN.", exitNotSignedIn},
		{"wb_PLANTED", "--paste", "--paste does not go with --via gateway", exitUsage},
		{unverified, "--profile cat --base-url " + srv.URL, "The developer is not verified yet", exitOK},
		{noPlan, "--profile cat --base-url " + srv.URL, "The account has no plan", exitOK},
	} {
		status, stdout, stderr := piped(t, tt.stdin, strings.Fields("login --via gateway "+tt.args)...)
		if status != tt.status || !strings.Contains(stderr, tt.said) || (stdout == "") != (tt.status != exitOK) {
			t.Errorf("%s: status %d, %s, %s", tt.args, status, stdout, stderr)
		}
	}
	if _, err := os.Stat(m.path("profiles", "default.json")); !errors.Is(err, os.ErrNotExist) {
		t.Error("something was kept")
	}
}

// TestTokensOfTheEnvironment go before what is kept, are not kept, and never go to a sandbox.
func TestTokensOfTheEnvironment(t *testing.T) {
	m, srv := atSandbox(t)
	t.Setenv("WEIBO_CLI_TOKEN", "wb_PLANTED")
	t.Setenv("WEIBO_OPENIM_APP_ID", "1")
	t.Setenv("WEIBO_OPENIM_APP_SECRET", "PLANTED")
	want(t, "gateway whoami --sandbox", exitOK, "account 1000", "")
	want(t, "hot --sandbox -n 1", exitOK, "主榜", "")
	m.write(`{"gateway_token": "kept", "openim_app_id": "2", "openim_app_secret": "kept"}`, "profiles", "cat.json")
	cat := &account{name: "cat", profile: profile{GatewayToken: "kept", OpenIMAppID: "2", OpenIMAppSecret: "kept"}}
	if token, fromEnv, err := cat.gatewayToken(t.Context()); string(token) != "wb_PLANTED" || !fromEnv || err != nil {
		t.Errorf("the token comes from the environment: %v, %v", fromEnv, err)
	}
	if id, secret, fromEnv, err := cat.openIMPair(t.Context()); id != "1" || secret != "PLANTED" || !fromEnv || err != nil {
		t.Errorf("the pair is that of %s: %v, %v", id, fromEnv, err)
	}
	t.Setenv("WEIBO_OPENIM_APP_SECRET", "")
	want(t, "hot --profile cat", exitNotSignedIn, "", "the AppId and the AppSecret for open-im are needed\n") // not a half of each
	t.Setenv("WEIBO_CLI_TOKEN", "2.00PLANTED")
	want(t, "timeline user --via gateway --profile cat", exitNotSignedIn, "", "the gateway does not accept the token in WEIBO_CLI_TOKEN: ")
	for _, r := range srv.Requests() {
		if strings.Contains(fmt.Sprint(r), "PLANTED") {
			t.Errorf("received %v", r)
		}
	}
}

// TestUnencrypted sends no credentials to where others may read them.
func TestUnencrypted(t *testing.T) {
	m := newMachine(t)
	path := m.write(`{"base_url": "http://example.com", "gateway_token": "wb_PLANTED", "openim_app_id": "1", "openim_app_secret": "PLANTED"}`, "profiles", "cat.json")
	for _, args := range []string{"timeline --via gateway", "gateway whoami", "hot", "dm send a", "dm listen"} {
		want(t, args+" --profile cat", exitFailure, "", "http://example.com is not encrypted, and would get credentials\nLet base_url in "+path+" begin with https")
	}
}

// TestEchoedSecrets has a server that repeats what it was sent, also in the words of a refusal.
func TestEchoedSecrets(t *testing.T) {
	m := newMachine(t)
	echo := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body := make([]byte, 1<<12)
		n, _ := r.Body.Read(body)
		said := strings.NewReplacer(`"`, `'`, "\n", " ").Replace(r.Header.Get("Authorization") + r.URL.String() + string(body[:n]))
		w.WriteHeader(http.StatusUnauthorized)
		fmt.Fprintf(w, `{"error": {"code": "UNAUTHORIZED", "message": "%[1]s"}, "code": 40003, "message": "%[1]s"}`, said)
	}))
	defer echo.Close()
	m.write(`{"base_url": "`+echo.URL+`", "gateway_token": "wb_PLANTED", "openim_app_id": "1", "openim_app_secret": "PLANTED"}`, "profiles", "cat.json")
	for _, args := range []string{"gateway whoami", "gateway invoke users show/biz", "timeline user --via gateway", "post a --via gateway", "hot", "dm send a"} {
		want(t, args+" --profile cat", exitNotSignedIn, "", "does not accept the ")
	}
}

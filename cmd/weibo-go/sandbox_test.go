package main

import (
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/seed4635ade2/weibo-go/gen/weiboapi"
	"github.com/seed4635ade2/weibo-go/weibo"
	"github.com/seed4635ade2/weibo-go/weibo/gateway"
	"github.com/seed4635ade2/weibo-go/weibo/openim"
)

func fetch(t *testing.T, address string) (status int, body []byte) {
	t.Helper()
	resp, err := http.Get(address)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	body, err = io.ReadAll(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	return resp.StatusCode, body
}

// startSandbox returns what the command prints, and the address and first token that it names.
func startSandbox(t *testing.T, args ...string) (p *process, text, base, token string) {
	t.Helper()
	p = start(t, append([]string{"sandbox", "--addr", "127.0.0.1:0"}, args...)...)
	text = p.stdout.waitFor(t, "Ctrl-C")
	base = regexp.MustCompile(`http://127\.0\.0\.1:\d+`).FindString(text)
	token = regexp.MustCompile(`2\.00\w+`).FindString(text)
	if base == "" || token == "" {
		t.Fatalf("no address or no token in:\n%s", text)
	}
	return p, text, base, token
}

func TestSandbox(t *testing.T) {
	p, text, base, token := startSandbox(t)
	wantInOrder(t, text, "Gateway     wb_sandbox\n", "open-im     21404376560  EXAMPLEOPENIMSECRET21404376560\n")
	client, err := weibo.NewClient(weibo.WithBaseURL(base), weibo.WithToken(token))
	if err != nil {
		t.Fatal(err)
	}
	me, err := client.Account.GetUID(t.Context(), weiboapi.AccountGetUIDParams{})
	if err != nil || me.UID != 1404376560 {
		t.Errorf("uid %+v, error %v", me, err)
	}
	fetch(t, base+"/2/emotions.json?source=1&colour=red")
	wantInOrder(t, p.stderr.waitFor(t, "undeclared=[colour]"),
		"method=GET path=/2/account/get_uid.json status=200", "path=/2/emotions.json")
	if status := p.stop(); status != exitOK {
		t.Errorf("status %d, stderr %s", status, p.stderr)
	}
	if resp, err := http.Get(base); err == nil {
		resp.Body.Close()
		t.Error("it still answers")
	}
}

func TestStrictQuietSandbox(t *testing.T) {
	p, _, base, _ := startSandbox(t, "--strict", "--quiet")
	if status, body := fetch(t, base+"/2/emotions.json?source=1234567890&colour=red"); status == http.StatusOK {
		t.Errorf("an unknown parameter gives %s", body)
	}
	p.stop()
	if log := p.stderr.String(); log != "" {
		t.Errorf("logged %s", log)
	}
}

// TestSandboxCurl types what the sandbox says can be tried.
func TestSandboxCurl(t *testing.T) {
	shell, err := exec.LookPath("sh")
	if err != nil {
		t.Skip(err)
	}
	if _, err := exec.LookPath("curl"); err != nil {
		t.Skip(err)
	}
	p, text, _, _ := startSandbox(t, "--strict")
	defer p.stop()
	_, after, _ := strings.Cut(text, "Try it:\n")
	script, _, _ := strings.Cut(after, "\n\n")
	cmd := exec.CommandContext(t.Context(), shell, "-ec", strings.ReplaceAll(script, "curl ", "curl -sSf "))
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("%v\n%s\n%s", err, script, out)
	}
	wantInOrder(t, string(out), `"screen_name":"测试用户"`, `"text":"你好 https://example.com"`)
}

// TestReadyFile waits for the file, as a program would that starts the sandbox.
func TestReadyFile(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "ready.json")
	p := start(t, "sandbox", "--addr", "127.0.0.1:0", "--quiet", "--ready-file", path)
	var content []byte
	for deadline := time.Now().Add(10 * time.Second); content == nil && time.Now().Before(deadline); time.Sleep(time.Millisecond) {
		content, _ = os.ReadFile(path)
	}
	var ready struct {
		URL       string `json:"url"`
		PID       int    `json:"pid"`
		AppKey    string `json:"app_key"`
		AppSecret string `json:"app_secret"`
		Users     []struct {
			UID             int64  `json:"uid"`
			AccessToken     string `json:"access_token"`
			OpenIMAppID     string `json:"openim_app_id"`
			OpenIMAppSecret string `json:"openim_app_secret"`
		} `json:"users"`
		GatewayToken gateway.Token `json:"gateway_token"`
	}
	if err := json.Unmarshal(content, &ready); err != nil {
		t.Fatalf("%v: %s", err, content)
	}
	if ready.PID != os.Getpid() || ready.AppKey == "" || ready.AppSecret == "" {
		t.Errorf("%s", content)
	}
	if status, body := fetch(t, ready.URL+"/2/account/get_uid.json?access_token="+ready.Users[1].AccessToken); status != 200 || !strings.Contains(string(body), "1404376561") {
		t.Errorf("HTTP %d: %s", status, body)
	}
	fronted, err := gateway.NewClient(ready.GatewayToken, weibo.WithBaseURL(ready.URL))
	if err != nil {
		t.Fatal(err)
	}
	if me, err := fronted.Commercial.UsersShowBiz(t.Context(), weiboapi.CommercialUsersShowBizParams{}); err != nil || me.ID != ready.Users[0].UID {
		t.Errorf("the token for the gateway is of %v, %v", me, err)
	}
	im, err := openim.NewClient(ready.Users[1].OpenIMAppID, ready.Users[1].OpenIMAppSecret, weibo.WithBaseURL(ready.URL))
	if err != nil {
		t.Fatal(err)
	}
	if token, err := im.Token(t.Context()); err != nil || token.UID != ready.Users[1].UID {
		t.Errorf("the pair for open-im is of %d, %v", token.UID, err)
	}
	if status := p.stop(); status != exitOK {
		t.Errorf("status %d, stderr %s", status, p.stderr)
	}
	if left, err := os.ReadDir(dir); err != nil || len(left) != 0 {
		t.Errorf("left behind: %v, %v", left, err)
	}
	status, _, stderr := command(t.Context(), "sandbox", "--addr", "127.0.0.1:0", "--ready-file", filepath.Join(dir, "no", "ready.json"))
	if status != exitFailure || !strings.Contains(stderr, "no such file") {
		t.Errorf("status %d, stderr %q", status, stderr)
	}
}

func TestSandboxAddresses(t *testing.T) {
	taken, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer taken.Close()
	for addr, want := range map[string]string{
		"0.0.0.0:0":           "0.0.0.0:0 is open to other machines\nTake an address of this machine alone",
		":0":                  ":0 is open to other machines",
		"[::]:0":              "[::]:0 is open to other machines",
		"192.0.2.1:8080":      "192.0.2.1:8080 is open to other machines",
		"127.0.0.1":           "missing port",
		"127.0.0.1:http8080":  "http8080",
		taken.Addr().String(): "--addr takes another address",
	} {
		status, stdout, stderr := command(t.Context(), "sandbox", "--addr", addr)
		if status != exitFailure || stdout != "" || !strings.Contains(stderr, want) || strings.Count(stderr, "\n") != 2 {
			t.Errorf("%s: status %d, stdout %q, stderr %q", addr, status, stdout, stderr)
		}
	}
}

func TestPublicSandboxWarns(t *testing.T) {
	p := start(t, "sandbox", "--addr", "0.0.0.0:0", "--public", "--quiet")
	text := p.stdout.waitFor(t, "Ctrl-C")
	if !strings.Contains(text, "http://127.0.0.1:") {
		t.Errorf("no address of use in:\n%s", text)
	}
	p.stop()
	if !strings.Contains(p.stderr.String(), "WARN") {
		t.Errorf("no warning: %s", p.stderr)
	}
}

// A full writer takes nothing, as a full disk or a closed pipe.
type full struct{}

func (full) Write([]byte) (int, error) { return 0, fmt.Errorf("no space") }

func TestSandboxWithoutOutput(t *testing.T) {
	var stderr strings.Builder
	status := run(t.Context(), []string{"weibo-go", "sandbox", "--addr", "127.0.0.1:0"}, strings.NewReader(""), full{}, &stderr)
	if status != exitFailure || !strings.Contains(stderr.String(), "no space") {
		t.Errorf("status %d, stderr %q", status, stderr.String())
	}
}

// TestSandboxData posts to a sandbox, starts it anew and reads that.
func TestSandboxData(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "data")
	p, _, base, token := startSandbox(t, "--quiet", "--seed", "5", "--statuses", "40", "--data", dir)
	client, err := weibo.NewClient(weibo.WithBaseURL(base), weibo.WithToken(token))
	if err != nil {
		t.Fatal(err)
	}
	st, err := client.Statuses.Share(t.Context(), weiboapi.StatusesShareParams{Status: "kept"})
	if err != nil {
		t.Fatal(err)
	}
	status, stdout, stderr := command(t.Context(), "sandbox", "--addr", "127.0.0.1:0", "--data", dir)
	if status != exitFailure || stdout != "" || !strings.Contains(stderr, "another sandbox is using") {
		t.Errorf("a second one: status %d, %s%s", status, stdout, stderr)
	}
	p.stop()

	p, _, base, _ = startSandbox(t, "--quiet", "--data", dir)
	defer p.stop()
	if client, err = weibo.NewClient(weibo.WithBaseURL(base), weibo.WithToken(token)); err != nil { // the token is good still
		t.Fatal(err)
	}
	if got, err := client.Statuses.Show(t.Context(), weiboapi.StatusesShowParams{ID: st.ID}); err != nil || got.Text != "kept" {
		t.Errorf("%+v, %v", got, err)
	}
	public, err := client.Statuses.PublicTimeline(t.Context(), weiboapi.StatusesPublicTimelineParams{})
	if err != nil || public.TotalNumber > 41 || len(public.Statuses) < 30 {
		t.Errorf("the world is another one: %d statuses, %v", public.TotalNumber, err)
	}
}

func TestSandboxApps(t *testing.T) {
	file := filepath.Join(t.TempDir(), "apps.json")
	write := func(text string) {
		t.Helper()
		if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	write(`[{"app_key":"1111111111","app_secret":"EXAMPLESECRET","name":"一个应用","redirect_url":"https://app.example.org/back",
		"safe_domains":["app.example.org"],"token_seconds":3600,"granted":["statuses/update"]},
		{"app_key":"2222222222","app_secret":"OTHERSECRET","mobile_sdk":true}]`)
	_, _, base, _ := startSandbox(t, "--strict", "--apps", file)
	for redirect, want := range map[string]int{"https://app.example.org/back": http.StatusOK, "https://other.example.org/back": http.StatusBadRequest} {
		status, body := fetch(t, base+"/oauth2/authorize?client_id=1111111111&redirect_uri="+url.QueryEscape(redirect))
		if status != want || want == http.StatusOK && !strings.Contains(string(body), "一个应用") {
			t.Errorf("%s: %d\n%s", redirect, status, body)
		}
	}
	if status, body := fetch(t, base+"/2/emotions.json?source=2222222222"); status != http.StatusOK {
		t.Errorf("the second application: %d %s", status, body)
	}
	if status, _ := fetch(t, base+"/2/emotions.json?source=3333333333"); status == http.StatusOK {
		t.Error("an application that nobody knows is let in")
	}

	for text, want := range map[string]string{
		`{}`:                   "cannot unmarshal object",
		`[{"app_key":"1"}]`:    "application 1: it needs app_key and app_secret",
		`[{"safe_domain":""}]`: `unknown field "safe_domain"`,
		`[] []`:                "more than one JSON array",
		`[{"app_key":"1","app_secret":"EXAMPLESECRET","token_seconds":-1}]`: "token_seconds is below 0",
	} {
		write(text)
		status, _, stderr := command(t.Context(), "sandbox", "--addr", "127.0.0.1:0", "--apps", file)
		if status == 0 || !strings.Contains(stderr, want) || !strings.Contains(stderr, file) || strings.Contains(stderr, "EXAMPLESECRET") {
			t.Errorf("%s: %d %s", text, status, stderr)
		}
	}
}

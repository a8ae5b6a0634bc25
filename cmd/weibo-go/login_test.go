package main

import (
	"context"
	"encoding/json"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/seed4635ade2/weibo-go/weibo/tokens"
	"github.com/seed4635ade2/weibo-go/weibo/weibotest"
	"golang.org/x/oauth2"
)

// TestAccount goes the whole way, with the real command and a browser that it opens.
func TestAccount(t *testing.T) {
	m, srv := newMachine(t), weibotest.NewServer(t, weibotest.Strict())
	m.opens(anotherUID)
	var stderr strings.Builder
	login := m.command("login", "--sandbox", "--base-url", srv.URL, "--scope", "email")
	// The process that is the command opens one that is the browser.
	login.Env = append(login.Env, "BROWSER="+m.browserScript())
	login.Stderr = &stderr
	out, err := login.Output()
	if err != nil || string(out) != "Signed in as @示例小猫 ("+anotherUID+"), with the profile sandbox.\n" {
		t.Fatalf("%v, %s, %s", err, out, stderr.String())
	}
	noSecrets(t, string(out), stderr.String())
	if !authorizeURL.MatchString(stderr.String()) {
		t.Errorf("no address in %s", stderr.String())
	}

	status, stdout, errs := command(t.Context(), "whoami", "--sandbox", "--json")
	var id identity
	if json.Unmarshal([]byte(stdout), &id) != nil || status != exitOK || errs != "" {
		t.Fatalf("status %d, %s, %s", status, stdout, errs)
	}
	if left := time.Until(id.Expires); left > 24*time.Hour || left < 23*time.Hour {
		t.Errorf("expires in %v", left)
	}
	id.Expires = time.Time{}
	if got, _ := json.Marshal(id); string(got) != `{"uid":`+anotherUID+`,"screen_name":"示例小猫","profile":"sandbox","app_key":"1234567890",`+
		`"scope":["email"],"expires":"0001-01-01T00:00:00Z","base_url":"`+srv.URL+`"}` {
		t.Errorf("it is %s", got)
	}
	want(t, "whoami --sandbox", exitOK, "@示例小猫 (1404376561)\n  profile  sandbox\n  app key  1234567890\n  scope    email\n  expires  ", "")
	want(t, "whoami --sandbox", exitOK, "(in 23 hours)\n  server   "+srv.URL+"\n", "")

	want(t, "logout --sandbox", exitOK, "Weibo has withdrawn the token", "")
	want(t, "whoami --sandbox", exitNotSignedIn, "", "nobody is signed in with the profile sandbox\nSign in with: weibo-go login --sandbox\n")
	want(t, "logout --sandbox", exitNotSignedIn, "", "nobody is signed in")
	var calls []string
	for _, r := range srv.Requests() {
		calls = append(calls, r.Operation)
		if len(r.Undeclared)+len(r.Problems) > 0 {
			t.Errorf("%s: %v %v", r.Operation, r.Undeclared, r.Problems)
		}
	}
	if got, want := strings.Join(calls, " "), "oauth2/authorize oauth2/authorize oauth2/access_token users/show"+
		strings.Repeat(" oauth2/get_token_info users/show", 3)+" oauth2/revokeoauth2"; got != want {
		t.Errorf("received %s", got)
	}
}

// browserScript is a browser for a command that runs as the binary of the tests.
func (m *machine) browserScript() string {
	path := m.home + "/browser.sh"
	script := "#!/bin/sh\nWEIBO_GO_TEST_AS=browser exec '" + testBinary(m.t) + "' \"$1\"\n"
	if err := os.WriteFile(path, []byte(script), 0o700); err != nil {
		m.t.Fatal(err)
	}
	return path
}

// TestLoginWaits has what else may come to the port while the command waits for the browser.
func TestLoginWaits(t *testing.T) {
	m, srv := newMachine(t), weibotest.NewServer(t)
	p := start(t, "login", "--base-url", srv.URL)
	address := p.address(t)
	asked, _ := url.Parse(address)
	callback := asked.Query().Get("redirect_uri")
	for query, want := range map[string]string{
		"?code=PLANTED&state=forged": "not the answer to the sign-in that is under way",
		"?code=PLANTED":              "not the answer",
		"":                           "not the answer",
		"?error=access_denied&error_code=21330&state=forged": "not the answer",
		"?state=" + asked.Query().Get("state"):               "not the answer",
	} {
		if status, body := fetch(t, callback+query); status != http.StatusBadRequest || !strings.Contains(string(body), want) {
			t.Errorf("%q: status %d, %s", query, status, body)
		}
	}
	if status, _ := fetch(t, strings.TrimSuffix(callback, "/callback")+"/favicon.ico"); status != http.StatusNotFound {
		t.Errorf("another path has status %d", status)
	}
	if resp, err := http.Head(callback + "?code=PLANTED&" + "state=" + asked.Query().Get("state")); err != nil || resp.StatusCode != http.StatusMethodNotAllowed {
		t.Errorf("HEAD: %v, %v", resp, err)
	}
	landed, err := decide(address, someUID, "approve")
	if err != nil {
		t.Fatal(err)
	}
	body, err := io.ReadAll(landed.Body)
	if err != nil || !strings.Contains(string(body), "You can close this page") || landed.Header.Get("Cache-Control") != "no-store" ||
		landed.Header.Get("Referrer-Policy") != "no-referrer" || !strings.HasPrefix(landed.Header.Get("Content-Type"), "text/plain") {
		t.Errorf("the browser shows %s with %v, %v", body, landed.Header, err)
	}
	if status := p.wait(); status != exitOK || !strings.Contains(p.stdout.String(), "@测试用户 (1404376560), with the profile default") {
		t.Errorf("status %d, %s %s", status, p.stdout, p.stderr)
	}
	noSecrets(t, p.stdout.String(), p.stderr.String())
	if _, err := http.Get(callback); err == nil {
		t.Error("the port is still open")
	}
	m.files()
}

func TestLoginRefused(t *testing.T) {
	m, srv := newMachine(t), weibotest.NewServer(t)
	p := start(t, "login", "--sandbox", "--base-url", srv.URL)
	landed, err := decide(p.address(t), someUID, "refuse")
	if err != nil {
		t.Fatal(err)
	}
	if body, _ := io.ReadAll(landed.Body); !strings.Contains(string(body), "You are not signed in") {
		t.Errorf("the browser shows %s", body)
	}
	if status := p.wait(); status != exitFailure || !strings.HasSuffix(p.stderr.String(),
		"weibo-go: you did not agree on Weibo's page\nNothing was changed. To try again: weibo-go login --sandbox\n") {
		t.Errorf("status %d, %s", status, p.stderr)
	}
	if files := m.files(); len(files) != 0 {
		t.Errorf("left behind: %v", files)
	}
}

func TestLoginTimesOut(t *testing.T) {
	m, srv := newMachine(t), weibotest.NewServer(t)
	for _, way := range []string{"", "--paste"} {
		in, w := io.Pipe()
		defer w.Close()
		p := startWith(t, in, strings.Fields("login --profile cat --timeout 20ms --base-url "+srv.URL+" "+way)...)
		if status := p.wait(); status != exitFailure || !strings.HasSuffix(p.stderr.String(),
			"weibo-go: nobody signed in within 20ms\nTo try again: weibo-go login --profile cat. If the browser cannot come back to this machine, add --paste.\n") {
			t.Errorf("%s: status %d, %s", way, status, p.stderr)
		}
	}
	if files := m.files(); len(files) != 0 {
		t.Errorf("left behind: %v", files)
	}
}

// TestLoginInterrupted sends the real command the signal of Ctrl-C, in both ways to sign in.
func TestLoginInterrupted(t *testing.T) {
	m, srv := newMachine(t), weibotest.NewServer(t)
	for way, ready := range map[string]string{"--timeout=1m": "Waiting", "--paste": "Paste"} {
		cmd, stderr := m.command("login", "--sandbox", "--base-url", srv.URL, way), newOutput()
		cmd.Stderr = stderr
		stdin, err := cmd.StdinPipe() // or there would be an end of what is pasted
		if err != nil {
			t.Fatal(err)
		}
		defer stdin.Close()
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		stderr.waitFor(t, ready)
		cmd.Process.Signal(os.Interrupt)
		cmd.Wait()
		if got := cmd.ProcessState.ExitCode(); got != exitInterrupted || !strings.HasSuffix(stderr.String(), "\nweibo-go: interrupted\n") {
			t.Errorf("%s: status %d, %s", way, got, stderr)
		}
	}
	if files := m.files(); len(files) != 0 {
		t.Errorf("left behind: %v", files)
	}
}

func TestLoginPaste(t *testing.T) {
	// Each makes what is pasted of the address that the browser came to.
	tests := map[string]struct {
		action string
		paste  func(u *url.URL) string
		want   string // empty if it works
	}{
		"address":  {"approve", func(u *url.URL) string { return "  " + u.String() + "  " }, ""},
		"code":     {"approve", func(u *url.URL) string { return u.Query().Get("code") }, ""},
		"query":    {"approve", func(u *url.URL) string { return u.RawQuery }, ""},
		"fragment": {"approve", func(u *url.URL) string { return u.String() + "#x" }, ""},
		"no end":   {"approve", func(u *url.URL) string { return u.String() + "\x00" }, "its state is another one"},
		"no state": {"approve", func(u *url.URL) string { return "https://x/?code=" + u.Query().Get("code") }, "its state is another one"},
		"other state": {"approve", func(u *url.URL) string {
			return strings.Replace(u.String(), "state=", "state=X", 1)
		}, "its state is another one"},
		"no code":      {"approve", func(u *url.URL) string { return "?state=" + u.Query().Get("state") }, "there is no code"},
		"wrong code":   {"approve", func(u *url.URL) string { return "PLANTEDcode" }, "(code 21325, HTTP 400)"},
		"nothing":      {"approve", func(u *url.URL) string { return "" }, "neither a code nor an address with one"},
		"words":        {"approve", func(u *url.URL) string { return "I do not know" }, "neither a code nor an address with one"},
		"start":        {"approve", func(u *url.URL) string { return "https://api.weibo.com/oauth2/default.html" }, "neither a code nor an address with one"},
		"refusal":      {"refuse", func(u *url.URL) string { return u.String() }, "you did not agree"},
		"bare refusal": {"refuse", func(u *url.URL) string { return "?error=access_denied" }, "you did not agree"},
		"forged refusal": {"refuse", func(u *url.URL) string {
			return "?error=access_denied&state=forged"
		}, "its state is another one"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			m, srv := newMachine(t), weibotest.NewServer(t, weibotest.Strict())
			in, w := io.Pipe()
			p := startWith(t, in, "login", "--sandbox", "--paste", "--base-url", srv.URL)
			landed, err := decide(p.address(t), anotherUID, tt.action)
			if err != nil {
				t.Fatal(err)
			}
			landed.Body.Close()
			io.WriteString(w, tt.paste(landed.Request.URL)+"\n")
			status, stderr := p.wait(), p.stderr.String()
			noSecrets(t, p.stdout.String(), stderr)
			if strings.Contains(stderr, "PLANTED") {
				t.Errorf("the code is in %s", stderr)
			}
			switch {
			case tt.want == "":
				if status != exitOK || len(m.files()) != 3 {
					t.Errorf("status %d, %s, %v", status, stderr, m.files())
				}
				want(t, "whoami --sandbox", exitOK, "@示例小猫", "")
			case status != exitFailure || !strings.Contains(stderr, tt.want) || !strings.HasSuffix(stderr, "To try again: weibo-go login --sandbox\n"):
				t.Errorf("status %d, %s", status, stderr)
			case len(m.files()) != 0:
				t.Errorf("left behind: %v", m.files())
			}
		})
	}
}

// TestLoginWithoutBrowser asks for the address if there is nothing to open one with.
func TestLoginWithoutBrowser(t *testing.T) {
	for name, set := range map[string]func(*testing.T){
		"no screen":          func(t *testing.T) { t.Setenv("BROWSER", "") },
		"no such program":    func(t *testing.T) { t.Setenv("BROWSER", "weibo-go-no-such-browser") },
		"screen, no program": func(t *testing.T) { t.Setenv("BROWSER", ""); t.Setenv("DISPLAY", ":0"); t.Setenv("PATH", t.TempDir()) },
		"far away":           func(t *testing.T) { t.Setenv("BROWSER", ""); t.Setenv("SSH_CONNECTION", "192.0.2.1 1 192.0.2.2 22") },
	} {
		t.Run(name, func(t *testing.T) {
			newMachine(t)
			set(t)
			srv := weibotest.NewServer(t)
			status, _, stderr := command(t.Context(), "login", "--base-url", srv.URL)
			if status != exitFailure || !strings.Contains(stderr, url.QueryEscape(srv.URL+"/oauth2/default.html")) || !strings.Contains(stderr, "Paste the address") {
				t.Errorf("status %d, %s", status, stderr)
			}
		})
	}
}

func TestFindBrowser(t *testing.T) {
	newMachine(t)
	t.Setenv("PATH", writeProgram(t, "xdg-open"))
	for name, tt := range map[string]struct{ browser, display, ssh, want string }{
		"none":            {"", "", "", ""},
		"screen":          {"", ":0", "", "xdg-open"},
		"screen over ssh": {"", ":10.0", "192.0.2.1 1 192.0.2.2 22", "xdg-open"},
		"own":             {"/bin/sh", "", "192.0.2.1 1 192.0.2.2 22", "/bin/sh"},
		"own, missing":    {"/no/such", ":0", "", ""},
	} {
		t.Setenv("BROWSER", tt.browser)
		t.Setenv("DISPLAY", tt.display)
		t.Setenv("SSH_CONNECTION", tt.ssh)
		if got := strings.Join(findBrowser(), " "); got != tt.want {
			t.Errorf("%s: %q", name, got)
		}
	}
}

// writeProgram returns a directory with a program.
func writeProgram(t *testing.T, name string) string {
	dir := t.TempDir()
	if err := os.WriteFile(dir+"/"+name, []byte("#!/bin/sh\n"), 0o700); err != nil {
		t.Fatal(err)
	}
	return dir
}

// A tokenDesk is a Weibo at an address that is not on this machine, reached through a proxy, that remembers who exchanged a code.
type tokenDesk struct {
	*httptest.Server
	sent url.Values
}

func newTokenDesk(t *testing.T) *tokenDesk {
	d := &tokenDesk{}
	sandbox := weibotest.New()
	d.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/oauth2/access_token" {
			r.ParseForm()
			d.sent = r.PostForm
			r.Body = io.NopCloser(strings.NewReader(r.PostForm.Encode()))
		}
		sandbox.ServeHTTP(w, r)
	}))
	t.Cleanup(d.Close)
	return d
}

// TestApplication has where the application comes from, and what of it is kept.
func TestApplication(t *testing.T) {
	const weibo = "http://weibo.test"
	const stored = `{"app_key":"1111111111","app_secret":"STOREDsecret","redirect_url":"https://app.example.com/stored","base_url":"` + weibo + `"}`
	tests := map[string]struct {
		profile string
		env     string
		args    string
		sent    string // app key, app secret, redirect URL
		kept    string
	}{
		"environment": {"", "WEIBO_APP_KEY=2222222222 WEIBO_APP_SECRET=ENVsecret", "--base-url " + weibo,
			"2222222222 ENVsecret http://weibo.test/oauth2/default.html", `{"app_key":"2222222222","base_url":"http://weibo.test"}`},
		"environment with a callback": {"", "WEIBO_APP_KEY=2222222222 WEIBO_APP_SECRET=ENVsecret WEIBO_REDIRECT_URL=https://app.example.com/env", "--base-url " + weibo,
			"2222222222 ENVsecret https://app.example.com/env", `{"app_key":"2222222222","redirect_url":"https://app.example.com/env","base_url":"http://weibo.test"}`},
		"profile":                    {stored, "", "", "1111111111 STOREDsecret https://app.example.com/stored", stored},
		"environment before profile": {stored, "WEIBO_APP_SECRET=ENVsecret", "", "1111111111 ENVsecret https://app.example.com/stored", stored},
		"flags before environment": {"", "WEIBO_APP_KEY=2222222222 WEIBO_APP_SECRET=ENVsecret", "--app-key 3333333333 --app-secret FLAGsecret --redirect-url https://app.example.com/flag --base-url " + weibo,
			"3333333333 FLAGsecret https://app.example.com/flag", `{"app_key":"3333333333","app_secret":"FLAGsecret","redirect_url":"https://app.example.com/flag","base_url":"http://weibo.test"}`},
		"another application than that of the profile": {stored, "WEIBO_APP_SECRET=ENVsecret", "--app-key 3333333333",
			"3333333333 ENVsecret http://weibo.test/oauth2/default.html", `{"app_key":"3333333333","base_url":"http://weibo.test"}`},
		"another Weibo than that of the profile": {stored, "WEIBO_APP_KEY=2222222222 WEIBO_APP_SECRET=ENVsecret", "--base-url http://other.test",
			"2222222222 ENVsecret http://other.test/oauth2/default.html", `{"app_key":"2222222222","base_url":"http://other.test"}`},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			m, desk := newMachine(t), newTokenDesk(t)
			path := m.path("profiles", "default.json")
			if tt.profile != "" {
				m.write(tt.profile, "profiles", "default.json")
			}
			cmd, stderr := m.command(append([]string{"login", "--paste"}, strings.Fields(tt.args)...)...), newOutput()
			cmd.Env = append(append(cmd.Env, "HTTP_PROXY="+desk.URL, "NO_PROXY="), strings.Fields(tt.env)...)
			cmd.Stderr = stderr
			stdin, err := cmd.StdinPipe()
			if err != nil {
				t.Fatal(err)
			}
			if err := cmd.Start(); err != nil {
				t.Fatal(err)
			}
			address := authorizeURL.FindString(stderr.waitFor(t, "Paste"))
			asked, _ := url.Parse(address)
			io.WriteString(stdin, codeOfPage(t, desk.URL+"/oauth2/authorize?"+asked.RawQuery)+"\n")
			if err := cmd.Wait(); err != nil {
				t.Fatalf("%v: %s", err, stderr)
			}
			if sent := strings.Join([]string{desk.sent.Get("client_id"), desk.sent.Get("client_secret"), desk.sent.Get("redirect_uri")}, " "); sent != tt.sent {
				t.Errorf("sent %s", sent)
			}
			if asked.Query().Get("client_id") != desk.sent.Get("client_id") || asked.Query().Get("redirect_uri") != desk.sent.Get("redirect_uri") {
				t.Errorf("asked for %s, exchanged with %v", address, desk.sent)
			}
			kept, err := os.ReadFile(path)
			if got := strings.NewReplacer("\n", "", "  ", "", `": `, `":`).Replace(string(kept)); err != nil || got != tt.kept {
				t.Errorf("kept %s, %v", got, err)
			}
			m.files()
			for _, secret := range []string{"STOREDsecret", "ENVsecret", "FLAGsecret"} {
				if strings.Contains(stderr.String(), secret) {
					t.Errorf("%s is in %s", secret, stderr)
				}
			}
			if !strings.Contains(stderr.String(), "(21322): the callback in the console of the application must be\n"+desk.sent.Get("redirect_uri")+"\n") {
				t.Errorf("it does not say what the callback must be: %s", stderr)
			}
		})
	}
}

// codeOfPage approves on the page at an address, and returns the code that the browser would be sent away with.
func codeOfPage(t *testing.T, address string) string {
	t.Helper()
	u, _ := url.Parse(address)
	form := u.Query()
	form.Set("uid", someUID)
	form.Set("action", "approve")
	client := http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	resp, err := client.PostForm(address, form)
	if err != nil {
		t.Fatal(err)
	}
	resp.Body.Close()
	to, err := resp.Location()
	if err != nil {
		t.Fatalf("%s: %v", resp.Status, err)
	}
	return to.String()
}

// TestSandboxGetsNoSecret has an environment that is for Weibo, and a sandbox.
func TestSandboxGetsNoSecret(t *testing.T) {
	for _, args := range []string{"--sandbox", "--profile sandbox", "--profile cat"} {
		m, desk := newMachine(t), newTokenDesk(t)
		t.Setenv("WEIBO_APP_KEY", "2222222222")
		t.Setenv("WEIBO_APP_SECRET", "ENVsecret")
		t.Setenv("WEIBO_REDIRECT_URL", "https://app.example.com/env")
		m.opens(someUID)
		want(t, "login --base-url "+desk.URL+" "+args, exitOK, "@测试用户", "")
		if desk.sent.Get("client_id") != weibotest.DefaultAppKey || desk.sent.Get("client_secret") != weibotest.DefaultAppSecret {
			t.Errorf("%s: sent %v", args, desk.sent)
		}
	}
}

func TestLoginWithoutApplication(t *testing.T) {
	m := newMachine(t)
	want(t, "login", exitFailure, "", "the app key and the app secret of an application are needed to sign in\nSet WEIBO_APP_KEY and WEIBO_APP_SECRET, or write app_key and app_secret into "+
		m.path("profiles", "default.json"))
	t.Setenv("WEIBO_APP_KEY", "2222222222")
	want(t, "login", exitFailure, "", "weibo-go login --sandbox\n")
}

func TestLoginWarnsOfSecretInArguments(t *testing.T) {
	newMachine(t)
	srv := weibotest.NewServer(t)
	status, stdout, stderr := command(t.Context(), "login", "--paste", "--base-url", srv.URL, "--app-secret", "PLANTEDsecret")
	if status != exitFailure || !strings.HasPrefix(stderr, "Others on this machine can see the app secret") || strings.Contains(stdout+stderr, "PLANTED") {
		t.Errorf("status %d, %s %s", status, stdout, stderr)
	}
}

// TestWrongSecret has the hint of package weibo.
func TestWrongSecret(t *testing.T) {
	m, srv := newMachine(t), weibotest.NewServer(t, weibotest.Strict())
	m.opens(someUID)
	status, _, stderr := command(t.Context(), "login", "--base-url", srv.URL, "--app-secret", "PLANTEDsecret")
	if status != exitFailure || !strings.Contains(stderr, "(code 21324, HTTP 400)\nThe app key or the app secret is wrong.") || strings.Contains(stderr, "PLANTED") {
		t.Errorf("status %d, %s", status, stderr)
	}
	if files := m.files(); len(files) != 0 {
		t.Errorf("left behind: %v", files)
	}
}

func TestLoginPortTaken(t *testing.T) {
	newMachine(t)
	srv := weibotest.NewServer(t)
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	want(t, "login --base-url "+srv.URL+" --redirect-url http://"+l.Addr().String()+"/callback", exitFailure, "", "address already in use\nThe browser has to come back to that address.")
}

func TestNoSandbox(t *testing.T) {
	m := newMachine(t)
	gone := weibotest.NewServer(t)
	m.signIn(gone, someUID)
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	l.Close()
	none := "no local Weibo answers at http://" + l.Addr().String()
	want(t, "login --sandbox --base-url http://"+l.Addr().String(), exitFailure, "", none+"\nStart one in another terminal: weibo-go sandbox\n")
	m.write(`{"app_key":"1234567890","base_url":"http://`+l.Addr().String()+`"}`, "profiles", "default.json")
	want(t, "whoami", exitFailure, "", none+"\nStart one in another terminal: weibo-go sandbox\n")
	want(t, "logout", exitFailure, "", none+"\nYou are still signed in. To forget the token here without Weibo: weibo-go logout --forget\n")
	want(t, "logout --forget", exitOK, "The token stays good", "")
	want(t, "whoami", exitNotSignedIn, "", "nobody is signed in")
}

// TestNoNetwork has a Weibo that is far away, behind a proxy that is gone.
func TestNoNetwork(t *testing.T) {
	m := newMachine(t)
	m.write(`{"base_url":"http://weibo.test"}`, "profiles", "default.json")
	m.save("default", &oauth2.Token{AccessToken: "2.00" + strings.Repeat("A", 26), Expiry: time.Now().Add(time.Hour)})
	gone := httptest.NewServer(nil)
	gone.Close()
	cmd := m.command("whoami")
	cmd.Env = append(cmd.Env, "HTTP_PROXY="+gone.URL, "NO_PROXY=")
	var stderr strings.Builder
	cmd.Stderr = &stderr
	cmd.Run()
	if status := cmd.ProcessState.ExitCode(); status != exitFailure || !strings.HasPrefix(stderr.String(), "weibo-go: Weibo could not be reached: ") ||
		!strings.HasSuffix(stderr.String(), "\nLook at the connection to the network, and try again.\n") {
		t.Errorf("status %d, %s", status, stderr.String())
	}
	noSecrets(t, stderr.String())
}

// TestProfiles has two accounts, of which each is left alone by what is done to the other.
func TestProfiles(t *testing.T) {
	m, srv := newMachine(t), weibotest.NewServer(t)
	m.signIn(srv, someUID)
	m.signIn(srv, anotherUID, "--profile", "cat")
	want(t, "whoami", exitOK, "@测试用户", "")
	want(t, "whoami --profile cat", exitOK, "@示例小猫", "")
	t.Setenv("WEIBO_PROFILE", "cat")
	want(t, "whoami", exitOK, "@示例小猫", "")
	want(t, "whoami --profile default", exitOK, "@测试用户", "")
	want(t, "whoami --sandbox", exitNotSignedIn, "", "nobody is signed in with the profile sandbox")
	m.signIn(srv, "1404376562")
	want(t, "whoami", exitOK, "@AliceExample", "")
	want(t, "logout", exitOK, "Signed out of the profile cat", "")
	want(t, "whoami", exitNotSignedIn, "", "weibo-go login --profile cat\n")
	want(t, "whoami --profile default", exitOK, "@测试用户", "")
	var names []string
	for name := range m.files() {
		names = append(names, name)
	}
	if len(names) != 5 { // two profiles, one token, two locks
		t.Errorf("there are %v", names)
	}
	for _, name := range []string{"Cat", "../cat", "a/b", "c:at", "猫", ".", strings.Repeat("a", 65)} {
		want(t, "whoami --profile "+name, exitUsage, "", "a profile cannot be called")
	}
	t.Setenv("WEIBO_PROFILE", "..")
	want(t, "logout", exitUsage, "", "a profile cannot be called")
}

// TestOthersCannotRead has a profile that was written with an editor.
func TestOthersCannotRead(t *testing.T) {
	m, srv := newMachine(t), weibotest.NewServer(t)
	m.write(`{"app_key": "1234567890", "app_secret": "`+weibotest.DefaultAppSecret+`", "base_url": "`+srv.URL+`"}`, "profiles", "default.json")
	m.signIn(srv, someUID)
	m.files()
}

func TestNoHome(t *testing.T) {
	newMachine(t)
	t.Setenv("HOME", "")
	for _, args := range []string{"login --sandbox", "logout", "whoami"} {
		want(t, args, exitFailure, "", "there is no place to keep profiles and tokens: ")
	}
	t.Setenv("XDG_CONFIG_HOME", "relative")
	want(t, "whoami", exitFailure, "", "Set HOME")
	if os.Geteuid() != 0 {
		t.Setenv("XDG_CONFIG_HOME", "/proc")
		want(t, "login --sandbox", exitFailure, "", "/proc/weibo-go")
	}
}

// save keeps a token as an earlier sign-in would have.
func (m *machine) save(name string, tok *oauth2.Token) {
	m.t.Helper()
	if err := tokens.Dir(m.path("tokens")).Save(m.t.Context(), name, tok); err != nil {
		m.t.Fatal(err)
	}
}

func TestTokenIsOfNoUse(t *testing.T) {
	m, srv := newMachine(t), weibotest.NewServer(t)
	m.write(`{"base_url":"`+srv.URL+`"}`, "profiles", "default.json")
	again := "\nSign in with: weibo-go login\n"

	m.save("default", &oauth2.Token{AccessToken: srv.Token(1404376560), Expiry: time.Now().Add(-time.Hour)})
	want(t, "whoami", exitNotSignedIn, "", "the sign-in of the profile default has expired"+again)
	want(t, "logout", exitOK, "Weibo has withdrawn", "")

	m.save("default", &oauth2.Token{AccessToken: "2.00" + strings.Repeat("A", 26), Expiry: time.Now().Add(time.Hour)})
	want(t, "whoami", exitNotSignedIn, "", "Weibo does not accept the token of the profile default: weibo: oauth2/get_token_info: ")
	want(t, "logout", exitOK, "Weibo did not know the token any more", "")
	want(t, "whoami", exitNotSignedIn, "", "nobody is signed in")

	m.save("default", &oauth2.Token{AccessToken: srv.Token(1404376560), Expiry: time.Now().Add(2 * 365 * 24 * time.Hour)})
	srv.Advance(10 * 365 * 24 * time.Hour)
	want(t, "whoami", exitNotSignedIn, "", "the sign-in of the profile default has expired"+again)
	want(t, "logout", exitOK, "Weibo did not know the token any more", "")

	path := m.write("{", "tokens", "default.json")
	want(t, "whoami", exitNotSignedIn, "", path+".corrupt-1")
	if text, err := os.ReadFile(path + ".corrupt-1"); err != nil || string(text) != "{" {
		t.Errorf("kept %q, %v", text, err)
	}
	m.write("{", "tokens", "default.json")
	want(t, "logout", exitNotSignedIn, "", path+".corrupt-2")
}

// TestServerFails has a Weibo that breaks down: nothing of an account is lost.
func TestServerFails(t *testing.T) {
	m := newMachine(t)
	srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		w.WriteHeader(http.StatusServiceUnavailable)
		io.WriteString(w, `{"error":"remote service error","error_code":10002,"request":"/x"}`)
	}))
	defer srv.Close()
	m.write(`{"base_url":"`+srv.URL+`"}`, "profiles", "default.json")
	m.save("default", &oauth2.Token{AccessToken: "2.00" + strings.Repeat("A", 26), Expiry: time.Now().Add(time.Hour)})
	want(t, "logout", exitFailure, "", "(code 10002, HTTP 503)\nYou are still signed in.")
	if _, err := tokens.Dir(m.path("tokens")).Load(t.Context(), "default"); err != nil {
		t.Error(err)
	}
}

// TestGreetingWithoutName has an application that may sign in and nothing else.
func TestGreetingWithoutName(t *testing.T) {
	m := newMachine(t)
	sandbox := weibotest.New()
	srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if !strings.HasPrefix(r.URL.Path, "/2/") {
			sandbox.ServeHTTP(w, r)
			return
		}
		w.WriteHeader(http.StatusForbidden)
		io.WriteString(w, `{"error":"applications over the unaudited use restrictions!","error_code":21321,"request":"/2/users/show.json"}`)
	}))
	defer srv.Close()
	m.opens(someUID)
	status, stdout, stderr := command(t.Context(), "login", "--base-url", srv.URL)
	if status != exitOK || stdout != "Signed in as 1404376560, with the profile default.\n" || !strings.Contains(stderr, "(code 21321, HTTP 403)\n") {
		t.Errorf("status %d, %s, %s", status, stdout, stderr)
	}
	status, _, stderr = command(t.Context(), "whoami")
	if status != exitFailure || !strings.Contains(stderr, "15 test") {
		t.Errorf("status %d, %s", status, stderr)
	}
}

func TestWhoamiInterrupted(t *testing.T) {
	m, srv := newMachine(t), weibotest.NewServer(t)
	m.signIn(srv, someUID)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	for _, name := range []string{"whoami", "logout"} {
		if status, _, stderr := command(ctx, name); status != exitInterrupted || stderr != "weibo-go: interrupted\n" {
			t.Errorf("%s: status %d, %q", name, status, stderr)
		}
	}
	want(t, "whoami", exitOK, "@测试用户", "")
}

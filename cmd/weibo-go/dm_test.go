package main

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/seed4635ade2/weibo-go/weibo/weibotest/streamtest"
)

// nobodyThere is the name of a profile at an address where nothing listens.
func nobodyThere(m *machine) string {
	m.write(`{"base_url": "http://127.0.0.1:1"}`, "profiles", "nobody.json")
	return "nobody"
}

// TestDMListen goes through a break of the connection, to Ctrl-C.
func TestDMListen(t *testing.T) {
	_, srv := atSandbox(t)
	owner := srv.OpenIMStream(1404376560)
	p := start(t, "dm", "listen", "--sandbox")
	p.stderr.waitFor(t, "weibo-go: listening for private messages; Ctrl-C ends it\n")
	owner.Send(streamtest.Message{From: someUID, Text: "你好\n\x1b[31m"})
	p.stdout.waitFor(t, "\t"+someUID+"\t你好  [31m\n")
	owner.Kill(streamtest.Kill{Code: streamtest.CodeGoingDown, Reason: "going down"})
	p.stderr.waitFor(t, "weibo-go: the connection broke: closed by the service with code 1001: \"going down\"; the next try is at ")
	p.stderr.waitFor(t, "weibo-go: connected; what was sent in between may be lost\n")
	owner.Send(streamtest.Message{From: anotherUID, Text: "看", Files: []streamtest.Attachment{
		{Image: true, Name: "cat.png", MediaType: "image/png", Data: []byte(pngText)},
	}})
	p.stdout.waitFor(t, fmt.Sprintf("\t%s\t看 [picture cat.png, image/png, %d bytes]\n", anotherUID, len(pngText)))
	owner.SendRaw([]byte("nonsense"))
	p.stderr.waitFor(t, "weibo-go: a message was passed over: ")
	if status := p.stop(); status != exitInterrupted || !strings.HasSuffix(p.stderr.String(), "weibo-go: interrupted after 2\n") {
		t.Errorf("status %d, %s", status, p.stderr)
	}
	for _, connected := owner.Connections(); connected; _, connected = owner.Connections() {
		time.Sleep(time.Millisecond) // until the other side has seen it
	}
	noSecrets(t, p.stdout.String(), p.stderr.String())
}

func TestDMListenJSON(t *testing.T) {
	_, srv := atSandbox(t)
	owner := srv.OpenIMStream(1404376560)
	owner.Send(streamtest.Message{ID: "m1", From: someUID, Text: "a\nb"})
	owner.Send(streamtest.Message{From: someUID, Text: "c"})
	status, stdout, _ := command(t.Context(), "dm", "listen", "-n", "2", "--json", "--sandbox")
	var m privateMessage
	first, _, _ := strings.Cut(stdout, "\n")
	if err := json.Unmarshal([]byte(first), &m); err != nil || status != exitOK || strings.Count(stdout, "\n") != 2 {
		t.Fatalf("status %d, %v, %s", status, err, stdout)
	}
	if m.ID != "m1" || m.From != someUID || m.Text != "a\nb" || m.Time == nil || m.Connection != 1 || m.Attachments == nil {
		t.Errorf("got %s", first)
	}
	want(t, "dm listen -n -1 --sandbox", exitUsage, "", "--limit must not be negative")
	want(t, "dm listen --json=form --sandbox", exitUsage, "", `there is no member "form" in the JSON; did you mean from?`)
}

// TestDMListenSave keeps what others send, in the directory and nowhere else, whatever it is called.
func TestDMListenSave(t *testing.T) {
	m, srv := atSandbox(t)
	owner := srv.OpenIMStream(1404376560)
	dir := m.home + "/kept"
	if err := os.Mkdir(dir, 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(m.home+"/outside", dir+"/link.txt"); err != nil {
		if runtime.GOOS == "windows" { // where it takes a right
			t.Skip(err)
		}
		t.Fatal(err)
	}
	names := []string{"cat.png", "cat.png", "../../cat.png", `..\..\cat.png`, "..", "/etc/passwd", "a\x1b[31m\nb.txt", "link.txt", strings.Repeat("猫", 200) + ".png", ""}
	want := []string{"cat.png", "cat-2.png", "cat-3.png", "cat-4.png", "file", "passwd", "a [31m b.txt", "link-2.txt", strings.Repeat("猫", 56) + ".png", "file-2"}
	var files []streamtest.Attachment
	for i, name := range names {
		files = append(files, streamtest.Attachment{Name: name, MediaType: "text/plain", Data: fmt.Append(nil, i)})
	}
	owner.Send(streamtest.Message{From: someUID, Files: files})
	status, stdout, stderr := command(t.Context(), "dm", "listen", "-n", "1", "--save", dir, "--json", "--sandbox")
	var got privateMessage
	if err := json.Unmarshal([]byte(stdout), &got); err != nil || status != exitOK || len(got.Attachments) != len(names) {
		t.Fatalf("status %d, %v, %s, %s", status, err, stdout, stderr)
	}
	for i, at := range got.Attachments {
		text, err := os.ReadFile(filepath.Join(dir, want[i]))
		if at.Path != filepath.Join(dir, want[i]) || err != nil || string(text) != fmt.Sprint(i) {
			t.Errorf("%q is in %q (%s), want %q: %q, %v", names[i], at.Path, at.Problem, want[i], text, err)
		}
	}
	if left, err := os.ReadDir(m.home); err != nil || len(left) != 2 { // and the profiles
		t.Errorf("kept %v, %v", left, err)
	}
	status, _, stderr = command(t.Context(), "dm", "listen", "--save", dir+"/no", "--sandbox")
	if status != exitFailure || !strings.HasSuffix(stderr, "\nLook at the name of the directory.\n") {
		t.Errorf("status %d, %s", status, stderr)
	}
}

// TestDMListenRefused has accounts that are not let in.
func TestDMListenRefused(t *testing.T) {
	m, srv := atSandbox(t)
	m.write(`{"base_url": "`+srv.URL+`", "openim_app_id": "21404376560", "openim_app_secret": "PLANTED"}`, "profiles", "cat.json")
	p := start(t, "dm", "listen", "--profile", "cat")
	if status := p.wait(); status != exitNotSignedIn || !strings.Contains(p.stderr.String(), "open-im does not accept the credentials") {
		t.Errorf("status %d, %s", status, p.stderr)
	}
	noSecrets(t, p.stderr.String())
	p = start(t, "dm", "listen", "--profile", nobodyThere(m))
	p.stderr.waitFor(t, "weibo-go: there is no connection: no local Weibo answers at http://127.0.0.1:1; the next try is at ")
	if status := p.stop(); status != exitInterrupted {
		t.Errorf("status %d, %s", status, p.stderr)
	}
}

func TestDMSend(t *testing.T) {
	m, srv := atSandbox(t)
	owner := srv.OpenIMStream(1404376560)
	next := func() streamtest.Answer {
		t.Helper()
		answer, err := owner.NextAnswer(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		return answer
	}
	want(t, "dm send 你好 世界 --sandbox", exitOK, "The message msg_", "")
	if a := next(); a.To != someUID || a.Text != "你好 世界" {
		t.Errorf("received %+v", a)
	}
	status, stdout, stderr := piped(t, "two\nlines\n", "dm", "send", "--to", anotherUID, "--json=to,files", "--sandbox")
	if a := next(); status != exitOK || stdout != `{"to":"`+anotherUID+`","files":[]}`+"\n" || a.To != anotherUID || a.Text != "two\nlines" {
		t.Errorf("status %d, %s, %s, received %+v", status, stdout, stderr, a)
	}
	pic := m.home + "/cat.png"
	if err := os.WriteFile(pic, []byte(pngText), 0o600); err != nil {
		t.Fatal(err)
	}
	want(t, "dm send --sandbox --attach "+pic, exitOK, "cat.png was sent.\n", "")
	if r := last(t, srv); r.Operation != "open/dm/send_file" || r.Params["fileName"] != "cat.png" {
		t.Errorf("received %s %v", r.Operation, r.Params)
	}
	want(t, "dm send 看 --sandbox --attach "+pic+" --jq .files[].name", exitOK, "cat.png\n", "")
	if a := next(); a.Text != "看" {
		t.Errorf("received %+v", a)
	}
	want(t, "dm send 看 --sandbox --attach "+pic+" --attach /no/such.png", exitFailure, "was handed over.\ncat.png was sent.\n", "no such file or directory\n")
}

// TestDMSendFails sends nothing, and says so.
func TestDMSendFails(t *testing.T) {
	m, srv := atSandbox(t)
	m.write(`{"base_url": "`+srv.URL+`", "openim_app_id": "21404376560", "openim_app_secret": "PLANTED"}`, "profiles", "cat.json")
	owner := srv.OpenIMStream(1404376560)
	want(t, "dm send --sandbox", exitUsage, "", "TEXT is missing")
	want(t, "dm send a --to me --sandbox", exitUsage, "", `--to cannot be "me"`)
	want(t, "dm send --attach /no/such.png --sandbox", exitFailure, "", "no such file or directory\nLook at the name of the file.\n")
	want(t, "dm send a --to 1 --attach cat.png --sandbox", exitUsage, "", "--attach does not go with --to")
	want(t, "dm send a --profile cat", exitNotSignedIn, "", "open-im does not accept the credentials")
	owner.SetRules(streamtest.Rules{Refuse: 1, Refusal: streamtest.Refusal{Status: 503}})
	want(t, "dm send a --sandbox", exitFailure, "", "weibo-go: the message was not sent: ")
	owner.SetRules(streamtest.Rules{Refuse: 1, Refusal: streamtest.Refusal{Status: 401, Code: 40100}})
	want(t, "dm send a --sandbox", exitFailure, "", "open-im does not let the account in")
	want(t, "dm send a --profile "+nobodyThere(m), exitFailure, "", "no local Weibo answers at http://127.0.0.1:1\nStart one in another terminal: weibo-go sandbox\n")
	if n := len(owner.Answers()); n != 0 {
		t.Errorf("%d messages were received", n)
	}
}

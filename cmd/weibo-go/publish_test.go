package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/seed4635ade2/weibo-go/weibo/weibotest"
)

func TestShare(t *testing.T) {
	_, srv, pic := signedIn(t, weibotest.Strict())
	status, stdout, stderr := command(t.Context(), "share", "一只猫 <&>", "https://example.com/cat", "--pic", pic, "--remote-ip", "211.156.0.1")
	if status != exitOK || stderr != "" || !strings.HasPrefix(stdout, "https://weibo.com/1404376560/") || strings.Count(stdout, "\n") != 1 {
		t.Fatalf("status %d, %q, %s", status, stdout, stderr)
	}
	r := last(t, srv)
	if r.Operation != "statuses/share" || r.Params["status"] != "一只猫 <&> https://example.com/cat" || r.Params["rip"] != "211.156.0.1" {
		t.Errorf("received %s %v", r.Operation, r.Params)
	}
	want(t, "mid "+strings.TrimSpace(stdout), exitOK, "\t", "")
	want(t, "share https://example.com/2 --json=text --remote-ip 211.156.0.1", exitOK, `{"text":"https://example.com/2"}`+"\n", "")

	file := t.TempDir() + "/text"
	if err := os.WriteFile(file, []byte("two\nlines https://example.com/\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	want(t, "share --remote-ip 211.156.0.1 --file "+file, exitOK, "https://weibo.com/", "")
	if got := last(t, srv).Params["status"]; got != "two\nlines https://example.com/" {
		t.Errorf("received %q", got)
	}
	p := startWith(t, strings.NewReader("from a pipe https://example.com/"), "share", "--jq", ".text", "--remote-ip", "211.156.0.1")
	if status := p.wait(); status != exitOK || p.stdout.String() != "from a pipe https://example.com/\n" {
		t.Errorf("status %d, %s %s", status, p.stdout, p.stderr)
	}
}

func TestShareRefuses(t *testing.T) {
	_, srv, pic := signedIn(t)
	noPic := filepath.Join(t.TempDir(), "cat.txt")
	if err := os.WriteFile(noPic, []byte("a cat"), 0o600); err != nil {
		t.Fatal(err)
	}
	before := len(srv.Requests())
	for args, problem := range map[string]string{
		"share 一只猫": "the text has no link",
		"share 一只猫 https://a.org --safe-domain example.com": "the link to a.org is not under a safe domain",
		"share #猫# https://example.com":                     "the text has a topic, #猫#",
		"post " + strings.Repeat("猫", 141):                  "the text has a length of 282",
	} {
		want(t, args, exitFailure, "", problem)
		want(t, args, exitFailure, "", "\nNothing was sent. With --no-check it is sent all the same.\n")
	}
	want(t, "share https://example.com --pic /no/such.jpg", exitFailure, "", "no such file or directory\nLook at the name of the file.\n")
	want(t, "post a --pic "+noPic, exitFailure, "", "the picture is none of JPEG, GIF, PNG\nIt was not sent.\n")
	want(t, "post a --no-check --pic "+noPic, exitFailure, "", "\nIt was not sent.\n")
	want(t, "post a"+strings.Repeat(" --pic "+pic, 10), exitUsage, "", "there are 10 pictures, and 9 at most")
	want(t, "share https://example.com --remote-ip 1.2.3", exitUsage, "", "--remote-ip cannot be \"1.2.3\"")
	want(t, "share", exitFailure, "", "the text is empty")
	want(t, "share a --file b", exitUsage, "", "there is a text and --file")
	want(t, "share --file /no/such", exitFailure, "", "no such file or directory\nLook at the name of the file.\n")
	want(t, "share https://example.com --json=txet", exitUsage, "", "did you mean text?")
	if n := len(srv.Requests()); n != before {
		t.Errorf("%d requests were sent", n-before)
	}
	want(t, "share 一只猫 --no-check", exitOK, "https://weibo.com/", "")
	srv.Inject(weibotest.Fault{Operation: "statuses/share", Reply: []byte(`{"error_code": 10016, "error": "miss required parameter (rip), see doc for more info."}`), Status: 400})
	want(t, "share https://example.com/4", exitFailure, "", "\nSay with --remote-ip what the public IP address of the user is")
	srv.Inject(weibotest.Fault{Operation: "statuses/share", Code: 20016})
	want(t, "share https://example.com/3", exitFailure, "", "The user posts too often. Wait before the next post.\n")
}

func TestPost(t *testing.T) {
	_, srv, pic := signedIn(t)
	for args, operation := range map[string]string{
		"post 一只猫":                                "statuses/update",
		"post 两只猫 --pic " + pic:                   "statuses/upload",
		"post 三只猫 --pic " + pic + " --pic " + pic: "statuses/upload_url_text",
		"post --long " + strings.Repeat("长", 150): "statuses/update",
	} {
		want(t, args, exitOK, "https://weibo.com/1404376560/", "")
		if r := last(t, srv); r.Operation != operation {
			t.Errorf("%s: received %s", args, r.Operation)
		}
	}
	want(t, "post a --long --pic "+pic, exitUsage, "", "--long does not go with --pic")
	before := len(srv.Requests())
	want(t, "post 猫 --dry-run --pic "+pic+" --pic "+pic, exitOK, "pic_id: PICTURE-1,PICTURE-2\n", "")
	want(t, "post 猫 --dry-run --pic "+pic, exitOK, "POST "+srv.URL+"/2/statuses/upload.json\n", "")
	if n := len(srv.Requests()); n != before {
		t.Errorf("%d requests were sent", n-before)
	}
}

// TestPostBreaksOff has answers to a write from which it cannot be told whether it was done.
func TestPostBreaksOff(t *testing.T) {
	_, srv, _ := signedIn(t)
	const look = "\nLook before you do it again: weibo-go timeline user\n"
	srv.Inject(weibotest.Fault{Operation: "statuses/update", Cut: true})
	want(t, "post 一只猫", exitFailure, "", "Weibo may have done it all the same: weibo: statuses/update: reading the answer: unexpected EOF")
	srv.Inject(weibotest.Fault{Operation: "statuses/update", Cut: true})
	want(t, "post 两只猫", exitFailure, "", look)
	srv.Inject(weibotest.Fault{Operation: "statuses/update", Status: 502})
	want(t, "post 三只猫", exitFailure, "", "Before you repeat a write, look whether it happened.\n")
	srv.Inject(weibotest.Fault{Operation: "statuses/update", Code: 20032}) // which is no failure
	want(t, "post 四只猫", exitOK, "", "Do not send it again.\n")
}

// TestReadBreaksOff has answers that are none. Weibo has an answer for each of them, and so has the command.
func TestReadBreaksOff(t *testing.T) {
	_, srv, _ := signedIn(t)
	for _, tt := range []struct {
		fault weibotest.Fault
		want  string
	}{
		{weibotest.Fault{Cut: true, Times: 3}, "Look at the connection to the network, and try again.\n"},
		{weibotest.Fault{Status: 502, Times: 3}, "\nSomething failed at Weibo; try again later."},
		{weibotest.Fault{HTML: true, Status: 200, Times: 3}, "Try again later; about the call: weibo-go endpoints statuses/show\n"},
		{weibotest.Fault{Status: 404}, "Try again later; about the call: weibo-go endpoints statuses/show\n"},
		{weibotest.Fault{Code: 99999}, "Try again later; about the call: weibo-go endpoints statuses/show\n"},
		{weibotest.Fault{Code: 20101}, "\nMore about it: weibo-go errors 20101\n"},
		{weibotest.Fault{Code: 10023}, "\nWait for the reset, and ask less often: weibo-go limits shows what is left.\n"},
		{weibotest.Fault{Reply: []byte(`{"error_code": 20101, "error": "\u001b[2J\nno"}`), Status: 400}, "weibo-go: weibo: statuses/show:  [2J no (code 20101, HTTP 400)\n"},
		{weibotest.Fault{Reply: []byte(`{"id": "x"}`)}, "\nThe answer is not as it is on record. As it came: weibo-go api statuses/show\n"},
	} {
		tt.fault.Operation = "statuses/show"
		srv.Inject(tt.fault)
		want(t, "show 5", exitFailure, "", tt.want)
	}
}

// TestPostInterrupted has Ctrl-C while Weibo thinks about it.
func TestPostInterrupted(t *testing.T) {
	_, srv, _ := signedIn(t)
	srv.Inject(weibotest.Fault{Operation: "statuses/update", Delay: time.Hour})
	p := start(t, "post", "一只猫")
	for len(srv.Faults()) > 0 && p.stderr.String() == "" {
		time.Sleep(time.Millisecond)
	}
	if status := p.stop(); status != exitInterrupted ||
		p.stderr.String() != "weibo-go: interrupted: Weibo may have done it all the same\nLook before you do it again: weibo-go timeline user\n" {
		t.Errorf("status %d, %s %s", status, p.stdout, p.stderr)
	}
}

func TestTimeline(t *testing.T) {
	_, srv, _ := signedIn(t)
	ids := seed(t, srv, "第一条\nhttps://example.com/ \x1b[31m", "second https://example.com/")
	want(t, "timeline", exitOK, fmt.Sprintf("%d\t20", ids[1]), "")
	want(t, "timeline user", exitOK, "\t测试用户\t第一条 https://example.com/  [31m\n", "")
	want(t, "timeline user -n 1 --jq .id", exitOK, fmt.Sprintf("%d\n", ids[1]), "")
	want(t, "timeline mentions", exitOK, "", "")
	want(t, "timeline --json=text,id --limit 1", exitOK, fmt.Sprintf(`{"text":"second https://example.com/","id":%d}`+"\n", ids[1]), "")
	want(t, "timeline usr", exitUsage, "", `the timeline is one of home, user, mentions, not "usr"; did you mean user?`)
	want(t, "search ##", exitUsage, "", "TOPIC is missing")
	want(t, "timeline -n -1", exitUsage, "", "--limit must not be negative")
	seed(t, srv, "#猫# https://example.com/")
	want(t, "search #猫#", exitOK, "#猫# https://example.com/\n", "")
	if r := last(t, srv); r.Operation != "search/topics" || r.Params["q"] != "猫" || r.Params["count"] != "20" {
		t.Errorf("received %s %v", r.Operation, r.Params)
	}
	srv.Inject(weibotest.Fault{Operation: "statuses/home_timeline", Code: 21327})
	want(t, "timeline", exitNotSignedIn, "", "the sign-in of the profile default has expired\nSign in with: weibo-go login\n")
}

// TestPostOfPicturesInterrupted has Ctrl-C after the first of two pictures.
func TestPostOfPicturesInterrupted(t *testing.T) {
	_, srv, pic := signedIn(t)
	srv.Inject(weibotest.Fault{Operation: "statuses/upload_pic", Delay: time.Millisecond})
	srv.Inject(weibotest.Fault{Operation: "statuses/upload_pic", Delay: time.Hour})
	p := start(t, "post", "两只猫", "--pic", pic, "--pic", pic)
	for len(srv.Faults()) > 0 && p.stderr.String() == "" {
		time.Sleep(time.Millisecond)
	}
	// The first one may still be on its way back.
	if status := p.stop(); status != exitInterrupted || !regexp.MustCompile("^weibo-go: interrupted after [01] of 2 pictures\nNothing was published.\n$").MatchString(p.stderr.String()) {
		t.Errorf("status %d, %s %s", status, p.stdout, p.stderr)
	}
	for _, r := range srv.Requests() {
		if r.Operation == "statuses/upload_url_text" {
			t.Error("something was published")
		}
	}
}

// TestTimelineInterrupted has Ctrl-C between two pages.
func TestTimelineInterrupted(t *testing.T) {
	_, srv, _ := signedIn(t)
	var texts []string
	for i := range 60 {
		texts = append(texts, fmt.Sprintf("%d https://example.com/", i))
	}
	seed(t, srv, texts...)
	ctx, cancel := context.WithCancel(t.Context())
	out := &cancelling{cancel: cancel}
	var errs strings.Builder
	if status := run(ctx, []string{"weibo-go", "timeline", "-n", "0"}, strings.NewReader(""), out, &errs); status != exitInterrupted ||
		errs.String() != fmt.Sprintf("weibo-go: interrupted after %d\n", out.lines) || out.lines == 0 || out.lines == 60 {
		t.Errorf("status %d, %s", status, errs.String())
	}
}

// A cancelling writer interrupts the command when it has written something.
type cancelling struct {
	cancel context.CancelFunc
	lines  int
}

func (c *cancelling) Write(p []byte) (int, error) {
	c.cancel()
	c.lines++
	return len(p), nil
}

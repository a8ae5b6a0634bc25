//go:build unix

package main

import (
	"fmt"
	"io"
	"os"
	"os/exec"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/creack/pty"
	"github.com/seed4635ade2/weibo-go/weibo/weibotest/streamtest"
	"golang.org/x/term"
)

// TestPrompts types on a real terminal.
func TestPrompts(t *testing.T) {
	m := newMachine(t)
	tests := map[string]struct {
		typed  []string // after a question each: what is waited for, what is typed
		status int
		want   string
	}{
		"all":                    {[]string{"App key of the application", "1111111111\n", "App secret: ", "PLANTED\n", "Paste", "\x03"}, exitInterrupted, "client_id=1111111111"},
		"Ctrl-C at the key":      {[]string{"App key of the application", "\x03"}, exitInterrupted, "weibo-go: interrupted"},
		"Ctrl-C at the secret":   {[]string{"App key of the application", "1111111111\n", "App secret: ", "PLAN\x03"}, exitInterrupted, "weibo-go: interrupted"},
		"nothing for the key":    {[]string{"App key of the application", "\n"}, exitFailure, "are needed to sign in"},
		"nothing for the secret": {[]string{"App key of the application", "1111111111\n", "App secret: ", "\n"}, exitFailure, "are needed to sign in"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			cmd := m.command("login", "--paste")
			shown, status := typeInto(t, cmd, tt.typed)
			if status != tt.status || !strings.Contains(shown, tt.want) || strings.Contains(shown, "PLAN") {
				t.Errorf("status %d, shown:\n%s", status, shown)
			}
		})
	}
}

// unseen are the questions whose answers are not shown.
var unseen = []string{"App secret: ", "Token for the gateway", "AppSecret: "}

// TestOtherWaysOnATerminal types what is kept for the gateway and for open-im. Nothing of it may be sent: it is not complete, or of
// another kind.
func TestOtherWaysOnATerminal(t *testing.T) {
	m := newMachine(t)
	for name, tt := range map[string]struct {
		way    string
		typed  []string
		status int
		want   string
	}{
		"another kind": {"gateway", []string{"Token for the gateway", "2.00PLANTED\n"}, exitNotSignedIn, "seems to be an access token of version 2"},
		"Ctrl-C":       {"gateway", []string{"Token for the gateway", "PLAN\x03"}, exitInterrupted, "weibo-go: interrupted"},
		"nothing":      {"gateway", []string{"Token for the gateway", "\n"}, exitNotSignedIn, "the profile default has no token for the gateway"},
		"no id":        {"openim", []string{"AppId: ", "\n"}, exitNotSignedIn, "the AppId and the AppSecret for open-im are needed"},
		"no secret":    {"openim", []string{"AppId: ", "1\n", "AppSecret: ", "\n"}, exitNotSignedIn, "are needed"},
		"Ctrl-C later": {"openim", []string{"AppId: ", "1\n", "AppSecret: ", "PLAN\x03"}, exitInterrupted, "weibo-go: interrupted"},
	} {
		t.Run(name, func(t *testing.T) {
			shown, status := typeInto(t, m.command("login", "--via", tt.way), tt.typed)
			if status != tt.status || !strings.Contains(shown, tt.want) || strings.Contains(shown, "PLAN") {
				t.Errorf("status %d, shown:\n%s", status, shown)
			}
		})
	}
	if files := m.files(); len(files) != 0 {
		t.Errorf("left behind: %v", files)
	}
}

// TestHotOnATerminal has the board, the time and the source below the table.
func TestHotOnATerminal(t *testing.T) {
	m, _ := atSandbox(t)
	shown, status := typeInto(t, m.command("hot", "-n", "1", "--sandbox"), nil)
	lines := strings.Split(shown, "\r\n")
	if status != exitOK || len(lines) != 4 || !strings.Contains(lines[1], "主热词1") || !strings.HasPrefix(lines[2], "主榜  20") || !strings.HasSuffix(lines[2], "  source: 微博热搜") {
		t.Errorf("status %d, shown:\n%s", status, shown)
	}
}

// TestDMListenOnATerminal ends with Ctrl-C.
func TestDMListenOnATerminal(t *testing.T) {
	m, srv := atSandbox(t)
	srv.OpenIMStream(1404376560).Send(streamtest.Message{From: someUID, Text: "你好"})
	shown, status := typeInto(t, m.command("dm", "listen", "--sandbox"), []string{"  " + someUID + "  你好\r\n", "\x03"})
	if status != exitInterrupted || !strings.HasSuffix(shown, "weibo-go: interrupted after 1\r\n") {
		t.Errorf("status %d, shown:\n%s", status, shown)
	}
}

// TestFollowOnATerminal ends with Ctrl-C.
func TestFollowOnATerminal(t *testing.T) {
	m, srv, _ := signedIn(t)
	id := seed(t, srv, "一只猫 https://example.com/")[0]
	shown, status := typeInto(t, m.command("timeline", "user", "--follow"), []string{"一只猫", "\x03"})
	if want := fmt.Sprintf("weibo-go: interrupted after 1\r\nTo go on: weibo-go timeline user --follow --since %d\r\n", id); status != exitInterrupted || !strings.HasSuffix(shown, want) {
		t.Errorf("status %d, shown:\n%s", status, shown)
	}
}

// typeInto runs a command on a terminal, but for an output that goes elsewhere already, and returns what that shows. The
// terminal must be left as it was.
func typeInto(t *testing.T, cmd *exec.Cmd, typed []string) (shown string, status int) {
	t.Helper()
	ours, its, err := pty.Open()
	if err != nil {
		t.Skip(err)
	}
	defer ours.Close()
	defer its.Close()
	before := stateOf(t, its)
	cmd.Stdin, cmd.Stderr = its, its
	if cmd.Stdout == nil {
		cmd.Stdout = its
	}
	if err := pty.Setsize(its, &pty.Winsize{Rows: 24, Cols: 80}); err != nil {
		t.Fatal(err)
	}
	cmd.SysProcAttr = &syscall.SysProcAttr{Setsid: true, Setctty: true} // so that Ctrl-C becomes a signal
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	screen := newOutput()
	shownAll := make(chan struct{})
	go func() {
		defer close(shownAll)
		io.Copy(screen, ours)
	}()
	for i := 0; i < len(typed); i += 2 {
		screen.waitFor(t, typed[i])
		for slices.Contains(unseen, typed[i]) && *stateOf(t, its) == *before { // the question comes a moment before the silence
			time.Sleep(time.Millisecond)
		}
		io.WriteString(ours, typed[i+1])
	}
	cmd.Wait()
	if after := stateOf(t, its); *after != *before {
		t.Errorf("the terminal was %+v and is %+v", before, after)
	}
	its.Close() // nothing more can come
	<-shownAll
	return screen.String(), cmd.ProcessState.ExitCode()
}

func stateOf(t *testing.T, terminal *os.File) *term.State {
	t.Helper()
	state, err := term.GetState(int(terminal.Fd()))
	if err != nil {
		t.Fatal(err)
	}
	return state
}

// TestBrowserOutlivesTheCommand looks at the session of a browser: Ctrl-C goes to that of the terminal.
func TestBrowserOutlivesTheCommand(t *testing.T) {
	dir := t.TempDir()
	script := "#!/bin/sh\necho $$ >" + dir + "/made && mv " + dir + "/made " + dir + "/pid; sleep 60\n"
	if err := os.WriteFile(dir+"/browser", []byte(script), 0o700); err != nil {
		t.Fatal(err)
	}
	openBrowser([]string{dir + "/browser"}, "http://127.0.0.1/")
	var pid int
	for pid == 0 {
		time.Sleep(time.Millisecond)
		text, _ := os.ReadFile(dir + "/pid")
		pid, _ = strconv.Atoi(strings.TrimSpace(string(text)))
	}
	defer syscall.Kill(-pid, syscall.SIGKILL)
	if group, err := syscall.Getpgid(pid); err != nil || group != pid {
		t.Errorf("the browser is in group %d, we are in %d: %v", group, syscall.Getpgrp(), err)
	}
}

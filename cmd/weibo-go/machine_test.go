package main

import (
	"context"
	"io/fs"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/seed4635ade2/weibo-go/weibo/weibotest"
)

// The accounts of every sandbox that the tests sign in with.
const (
	someUID    = "1404376560"
	anotherUID = "1404376561"
)

// TestMain lets the binary of the tests stand in for two others: the command itself, and the browser that it opens.
func TestMain(m *testing.M) {
	switch os.Getenv("WEIBO_GO_TEST_AS") {
	case "browser":
		decide(os.Args[len(os.Args)-1], os.Getenv("WEIBO_GO_TEST_UID"), "approve")
	case "command":
		main()
	default:
		os.Exit(m.Run())
	}
}

// A machine is one that the command was never used on: a home, and an environment that says nothing.
type machine struct {
	t    *testing.T
	home string
}

// newMachine gives the command a machine on which a browser can be opened. It does nothing of itself.
func newMachine(t *testing.T) *machine {
	m := &machine{t, t.TempDir()}
	t.Setenv("HOME", m.home)
	for _, name := range []string{"XDG_CONFIG_HOME", "WEIBO_PROFILE", "WEIBO_APP_KEY", "WEIBO_APP_SECRET", "WEIBO_REDIRECT_URL",
		"WEIBO_CLI_TOKEN", "WEIBO_OPENIM_APP_ID", "WEIBO_OPENIM_APP_SECRET",
		"LC_ALL", "LC_MESSAGES", "LANG", "DISPLAY", "WAYLAND_DISPLAY", "WSL_DISTRO_NAME", "SSH_CONNECTION",
		"TERM", "TERM_PROGRAM", "LC_TERMINAL", "KITTY_WINDOW_ID", "TMUX", "WEIBO_PICTURES"} {
		t.Setenv(name, "")
	}
	t.Setenv("BROWSER", testBinary(t))
	t.Setenv("WEIBO_GO_TEST_AS", "browser")
	t.Setenv("WEIBO_GO_TEST_UID", "") // the browser then stays where it is
	return m
}

func testBinary(t *testing.T) string {
	t.Helper()
	path, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	return path
}

// opens lets the browser sign in by itself.
func (m *machine) opens(uid string) { m.t.Setenv("WEIBO_GO_TEST_UID", uid) }

// command is the command in a process of its own.
func (m *machine) command(args ...string) *exec.Cmd {
	cmd := exec.Command(testBinary(m.t), args...)
	cmd.Env = append(os.Environ(), "WEIBO_GO_TEST_AS=command")
	return cmd
}

// path is that of a file of the command.
func (m *machine) path(parts ...string) string {
	m.t.Helper()
	dir, err := os.UserConfigDir()
	if err != nil {
		m.t.Fatal(err)
	}
	return filepath.Join(append([]string{dir, "weibo-go"}, parts...)...)
}

// write puts a file where the command looks for it.
func (m *machine) write(content string, parts ...string) string {
	m.t.Helper()
	path := m.path(parts...)
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		m.t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(content), 0o644); err != nil {
		m.t.Fatal(err)
	}
	return path
}

// files returns what is in all files, by path. Nobody else may read any.
func (m *machine) files() map[string]string {
	m.t.Helper()
	files := map[string]string{}
	err := filepath.WalkDir(m.home, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		info, err := d.Info()
		if err != nil {
			return err
		}
		if info.Mode().Perm() != 0o600 {
			m.t.Errorf("%s has mode %v", path, info.Mode())
		}
		text, err := os.ReadFile(path)
		name, _ := filepath.Rel(m.home, path)
		files[name] = string(text)
		return err
	})
	if err != nil {
		m.t.Fatal(err)
	}
	return files
}

var authorizeURL = regexp.MustCompile(`https?://\S+/oauth2/authorize\?\S+`)

// address waits for the one that the command shows.
func (p *process) address(t *testing.T) string {
	t.Helper()
	return authorizeURL.FindString(p.stderr.waitFor(t, "&state="))
}

// decide does what a user does on the page at an address. It returns where that led to, and what is shown there. Without an
// account the user does nothing.
func decide(address, uid, action string) (landed *http.Response, err error) {
	if uid == "" {
		return nil, nil
	}
	b, ctx := newBrowser(), context.Background()
	page, err := b.open(ctx, address)
	if err != nil {
		return nil, err
	}
	defer page.Body.Close()
	f, err := readForm(page.Request.URL, page.Body)
	if err != nil {
		return nil, err
	}
	f.fields.Set("uid", uid)
	f.fields.Set("action", action)
	return b.submit(ctx, f)
}

// signIn signs a user in with a sandbox, with a browser that does it.
func (m *machine) signIn(srv *weibotest.Server, uid string, args ...string) {
	m.t.Helper()
	m.opens(uid)
	status, _, stderr := command(m.t.Context(), append([]string{"login", "--base-url", srv.URL}, args...)...)
	if status != exitOK {
		m.t.Fatalf("status %d, stderr %s", status, stderr)
	}
}

// want checks how a command ended, and that it says nothing secret.
func want(t *testing.T, args string, wantStatus int, wantOut, wantErr string) {
	t.Helper()
	status, stdout, stderr := command(t.Context(), strings.Fields(args)...)
	if status != wantStatus || !strings.Contains(stdout, wantOut) || !strings.Contains(stderr, wantErr) {
		t.Errorf("%s: status %d, stdout %q, stderr %q; want %d, %q, %q", args, status, stdout, stderr, wantStatus, wantOut, wantErr)
	}
	if wantErr != "" && strings.Count(stderr, "\n") != 2 {
		t.Errorf("%s: not one line what and one what to do: %q", args, stderr)
	}
	noSecrets(t, stdout, stderr)
}

func noSecrets(t *testing.T, texts ...string) {
	t.Helper()
	for _, text := range texts {
		if found := secrets.FindString(text); found != "" {
			t.Errorf("%q is in the output:\n%s", found, text)
		}
	}
}

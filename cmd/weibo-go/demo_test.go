package main

import (
	"bytes"
	"context"
	"image"
	"image/png"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/seed4635ade2/weibo-go/weibo/weibotest"
)

// secrets are what no output of the demo may hold: access tokens, codes and the app secret.
var secrets = regexp.MustCompile(`2\.00[0-9A-Z]{8}|code=|wb_\w|token=|EXAMPLEOPENIMSECRET|PLANTED|` + weibotest.DefaultAppSecret)

func TestDemo(t *testing.T) {
	status, stdout, stderr := command(t.Context(), "demo")
	if status != exitOK || stderr != "" {
		t.Fatalf("status %d, stderr %q", status, stderr)
	}
	wantInOrder(t, stdout,
		"✓ Open", "GET oauth2/authorize", "← text/html",
		"✓ Agree", "POST oauth2/authorize", "→ uid 1404376560, action approve", "the same state",
		"✓ Exchange", "← JSON as text/plain;charset=UTF-8: token 2.00… for user 1404376560",
		"✓ Publish a text", "→ "+demoText, "← status 5",
		"✓ Publish a picture", "hill.jpg of ", "← status 5",
		"✓ Comment", "→ "+demoComment, "← comment 5",
		"✓ Read the user's timeline", "1 comment",
		"✓ Read the comments",
		"✓ Download", "/sinaimg/large/", "← image/jpeg, ",
		"http://127.0.0.1:", "/u/1404376560", "http://127.0.0.1:", ".jpg",
		"--keep")
	if found := secrets.FindString(stdout); found != "" {
		t.Errorf("%q is in the output", found)
	}
	for line := range strings.Lines(stdout) {
		if columns(line) > 80 {
			t.Errorf("wider than 80 columns: %s", line)
		}
	}
}

// columns is the width of a line in a terminal, where Chinese takes two columns a character.
func columns(line string) int {
	n := utf8.RuneCountInString(strings.TrimSuffix(line, "\n"))
	for _, r := range line {
		if r >= 0x2E80 {
			n++
		}
	}
	return n
}

func wantInOrder(t *testing.T, text string, parts ...string) {
	t.Helper()
	rest := text
	for _, part := range parts {
		_, after, found := strings.Cut(rest, part)
		if !found {
			t.Fatalf("%q is not where it belongs in:\n%s", part, text)
		}
		rest = after
	}
}

func TestDemoWithOwnPicture(t *testing.T) {
	var b bytes.Buffer
	if err := png.Encode(&b, image.NewGray(image.Rect(0, 0, 30, 20))); err != nil {
		t.Fatal(err)
	}
	status, stdout, stderr := command(t.Context(), "demo", "--pic", writeFile(t, "grey.png", b.Bytes()))
	if status != exitOK || stderr != "" {
		t.Fatalf("status %d, stderr %q", status, stderr)
	}
	wantInOrder(t, stdout, "grey.png of ", "← image/png, ", "SHA-256", ".png")
}

func TestDemoRefusesWhatIsNoPicture(t *testing.T) {
	for name, test := range map[string]struct{ path, want string }{
		"text":      {writeFile(t, "notes.txt", []byte("no picture")), "notes.txt: weibo: statuses/share: pic: the file is no JPEG, GIF or PNG picture"},
		"empty":     {writeFile(t, "empty.jpg", nil), "no JPEG, GIF or PNG picture"},
		"large":     {writeFile(t, "large.jpg", make([]byte, 6<<20)), "6291456 bytes"},
		"missing":   {filepath.Join(t.TempDir(), "missing.jpg"), "no such file"},
		"directory": {t.TempDir(), "not a file"},
	} {
		status, stdout, stderr := command(t.Context(), "demo", "--pic", test.path)
		if status != exitFailure || !strings.HasPrefix(stderr, "weibo-go: publish a picture: ") || !strings.Contains(stderr, test.want) {
			t.Errorf("%s: status %d, stderr %q", name, status, stderr)
		}
		if strings.Count(stderr, "\n") != 2 {
			t.Errorf("%s: not one line what and one what to do: %q", name, stderr)
		}
		if strings.Contains(stdout, "✓ Publish a picture") {
			t.Errorf("%s: said to be published", name)
		}
	}
}

func writeFile(t *testing.T, name string, content []byte) string {
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, content, 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestDemoRefusesPublicAddress(t *testing.T) {
	status, _, stderr := command(t.Context(), "demo", "--addr", "0.0.0.0:0")
	if status != exitFailure || !strings.Contains(stderr, "0.0.0.0:0 is open to other machines") {
		t.Errorf("status %d, stderr %q", status, stderr)
	}
}

func TestDemoInterrupted(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if status, _, stderr := command(ctx, "demo"); status != exitInterrupted {
		t.Errorf("status %d, stderr %q", status, stderr)
	}
}

func TestDemoKeepsTheSandboxOpen(t *testing.T) {
	p := start(t, "demo", "--keep")
	text := p.stdout.waitFor(t, "Ctrl-C")
	for _, address := range regexp.MustCompile(`http://\S+/(u|sinaimg)/\S+`).FindAllString(text, -1) {
		if status, _ := fetch(t, address); status != http.StatusOK {
			t.Errorf("%s: status %d", address, status)
		}
	}
	if status := p.stop(); status != exitOK {
		t.Errorf("status %d, stderr %s", status, p.stderr)
	}
}

// TestDemoNoticesLies runs the demo against a sandbox whose answers are changed on their way.
func TestDemoNoticesLies(t *testing.T) {
	for _, test := range []struct {
		name string
		path string // whose answers are changed
		lie  func(r *http.Request, answer *httptest.ResponseRecorder)
		want string
	}{
		{"nothing", "/", func(*http.Request, *httptest.ResponseRecorder) {}, ""},
		{"no form", "/oauth2/authorize", func(r *http.Request, a *httptest.ResponseRecorder) {
			a.Body.Reset()
		}, "open the page that asks the user: the page has no form"},
		{"page fails", "/oauth2/authorize", func(r *http.Request, a *httptest.ResponseRecorder) {
			a.Code = http.StatusBadGateway
		}, "/oauth2/authorize answered 502 Bad Gateway"},
		{"refusal", "/oauth2/authorize", replace(`value="approve"`, `value="refuse"`), "agree: there is no code, but: user denied your request."},
		{"not sent back", "/oauth2/authorize", func(r *http.Request, a *httptest.ResponseRecorder) {
			a.Code = http.StatusOK
		}, "the form led to /oauth2/authorize, not back to the application"},
		{"other state", "/oauth2/authorize", func(r *http.Request, a *httptest.ResponseRecorder) {
			a.Header().Set("Location", strings.Replace(a.Header().Get("Location"), "state=", "state=X", 1))
		}, "the state that came back is another one"},
		{"honest content type", "/oauth2/access_token", func(r *http.Request, a *httptest.ResponseRecorder) {
			a.Header().Set("Content-Type", "application/json")
		}, "not as text/plain"},
		{"token of nobody", "/oauth2/access_token", replace(`"uid"`, `"gid"`), "does not say whose it is"},
		{"code refused", "/oauth2/access_token", func(r *http.Request, a *httptest.ResponseRecorder) {
			a.Code = http.StatusBadRequest
		}, "exchange the code for a token: weibo: oauth2/access_token"},
		{"other text", "/2/statuses/user_timeline.json", replace("100%", "100%25"), "came back as"},
		{"other id", "/2/statuses/user_timeline.json", replace(`"id":5`, `"id":6`), "is missing"},
		{"no comment counted", "/2/statuses/user_timeline.json", replace(`"comments_count":1`, `"comments_count":0`), "has 0 comments instead of 1"},
		{"no comment", "/2/comments/show.json", func(r *http.Request, a *httptest.ResponseRecorder) {
			a.Body = bytes.NewBufferString("[]")
		}, "read the comments: 0 comments instead of 1"},
		{"other comment", "/2/comments/show.json", replace("Nice", "Bad"), "came back as"},
		{"other picture", "/sinaimg/", func(r *http.Request, a *httptest.ResponseRecorder) {
			a.Body.WriteByte(0)
		}, "download the picture: the bytes are not those that were sent"},
		{"picture gone", "/sinaimg/", func(r *http.Request, a *httptest.ResponseRecorder) {
			a.Code = http.StatusNotFound
		}, "download the picture: /sinaimg/"},
	} {
		t.Run(test.name, func(t *testing.T) {
			sandbox := weibotest.New(weibotest.Strict())
			srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				answer := httptest.NewRecorder()
				r.Header.Del("Accept-Encoding") // or lies would have to be compressed
				sandbox.ServeHTTP(answer, r)
				if strings.HasPrefix(r.URL.Path, test.path) {
					answer.Header().Del("Content-Length")
					test.lie(r, answer)
				}
				for name, values := range answer.Header() {
					w.Header()[name] = values
				}
				w.WriteHeader(answer.Code)
				w.Write(answer.Body.Bytes())
			}))
			defer srv.Close()
			back, err := listenDemoCallback()
			if err != nil {
				t.Fatal(err)
			}
			defer back.close()
			d := &demo{base: srv.URL, callback: back, browser: newBrowser(), picture: drawnPicture()}
			err = d.run(t.Context(), io.Discard)
			if test.want == "" && err != nil || test.want != "" && (err == nil || !strings.Contains(err.Error(), test.want)) {
				t.Errorf("error %v, want %q", err, test.want)
			}
			if err != nil && secrets.MatchString(err.Error()) {
				t.Errorf("a secret is in the error %v", err)
			}
		})
	}
}

func replace(before, after string) func(*http.Request, *httptest.ResponseRecorder) {
	return func(_ *http.Request, answer *httptest.ResponseRecorder) {
		answer.Body = bytes.NewBuffer(bytes.ReplaceAll(answer.Body.Bytes(), []byte(before), []byte(after)))
	}
}

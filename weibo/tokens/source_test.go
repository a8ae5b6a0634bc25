package tokens_test

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/seed4635ade2/weibo-go/gen/weiboapi"
	"github.com/seed4635ade2/weibo-go/weibo"
	"github.com/seed4635ade2/weibo-go/weibo/tokens"
	"github.com/seed4635ade2/weibo-go/weibo/weibotest"
	"golang.org/x/oauth2"
)

func save(t *testing.T, s tokens.Store, name string, tok *oauth2.Token) {
	t.Helper()
	if err := s.Save(t.Context(), name, tok); err != nil {
		t.Fatal(err)
	}
}

func TestSourceGivesWhatIsKept(t *testing.T) {
	stores(t, func(t *testing.T, s tokens.Store) {
		r := newRefresher(t)
		src := tokens.Source(t.Context(), s, "1", r.oauth())
		for _, tok := range []*oauth2.Token{token("2.00a", time.Hour), webToken("2.00b", time.Hour)} {
			save(t, s, "1", tok)
			if got, err := src.Token(); err != nil || !same(got, tok) {
				t.Errorf("got %v, %v", got, err)
			}
		}
		if r.count() != 0 {
			t.Errorf("%d refreshes", r.count())
		}
	})
}

func TestSourceRefreshesAndKeeps(t *testing.T) {
	stores(t, func(t *testing.T, s tokens.Store) {
		r := newRefresher(t)
		save(t, s, "1", token("2.00old", 5*time.Second)) // within the margin of x/oauth2
		src := tokens.Source(t.Context(), s, "1", r.oauth())
		for range 2 {
			got, err := src.Token()
			if err != nil || got.AccessToken != "2.00fresh1" || got.Type() != "OAuth2" || weibo.UID(got) != uid || !got.Valid() {
				t.Fatalf("got %v, %v", got, err)
			}
			if kept, err := s.Load(t.Context(), "1"); err != nil || !same(kept, got) || kept.RefreshToken != "next1" {
				t.Errorf("kept %v, %v", kept, err)
			}
		}
		if r.count() != 1 || r.sent[0] != "again-2.00old" {
			t.Errorf("sent %q", r.sent)
		}
	})
}

func TestSourceSaysLoginAgain(t *testing.T) {
	refused := func(code int, word string) string {
		return fmt.Sprintf(`{"error":"%s","error_code":%d,"request":"/oauth2/access_token","error_description":"PLANTEDrefresh"}`, word, code)
	}
	tests := map[string]struct {
		tok       *oauth2.Token
		refusal   string
		again     bool
		refreshes int
	}{
		"nothing kept":                     {nil, "", true, 0},
		"expired, without a refresh token": {webToken("2.00old", -time.Hour), "", true, 0},
		"refresh token refused":            {token("2.00old", -time.Hour), refused(21325, "invalid_grant"), true, 1},
		"refresh token expired":            {token("2.00old", -time.Hour), refused(21327, "expired_token"), true, 1},
		"authorisation withdrawn":          {token("2.00old", -time.Hour), refused(21319, "Accessor was revoked"), true, 1},
		"wrong app secret":                 {token("2.00old", -time.Hour), refused(21324, "invalid_client"), false, 1},
		"Weibo out of order":               {token("2.00old", -time.Hour), refused(10001, "system error"), false, 1},
		"no JSON":                          {token("2.00old", -time.Hour), "<html>", false, 1},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			r, s := newRefresher(t), new(tokens.Memory)
			r.refusal = tt.refusal
			if tt.tok != nil {
				tt.tok.RefreshToken = strings.Replace(tt.tok.RefreshToken, "again-2.00old", "PLANTEDrefresh", 1)
				save(t, s, "1", tt.tok)
			}
			tok, err := tokens.Source(t.Context(), s, "1", r.oauth()).Token()
			if tok != nil || err == nil || errors.Is(err, tokens.ErrLoginAgain) != tt.again || errors.Is(err, weibo.ErrUnauthorized) != tt.again || r.count() != tt.refreshes {
				t.Fatalf("got %v, %v after %d refreshes", tok, err, r.count())
			}
			if text := fmt.Sprintf("%v %+v %#v", err, err, err); strings.Contains(text, "PLANTED") || strings.Contains(text, "2.00old") {
				t.Errorf("a secret is in %s", text)
			}
			if tt.tok != nil {
				if kept, err := s.Load(t.Context(), "1"); err != nil || !same(kept, tt.tok) {
					t.Errorf("kept %v, %v", kept, err)
				}
			}
		})
	}
}

// The network is no reason to sign in again.
func TestSourceWithoutNetwork(t *testing.T) {
	r, s := newRefresher(t), new(tokens.Memory)
	save(t, s, "1", token("2.00old", -time.Hour))
	r.Close()
	if tok, err := tokens.Source(t.Context(), s, "1", r.oauth()).Token(); err == nil || errors.Is(err, tokens.ErrLoginAgain) {
		t.Errorf("got %v, %v", tok, err)
	}
}

func TestSourceOfDamagedFile(t *testing.T) {
	dir := tokens.Dir(t.TempDir())
	if err := os.WriteFile(filepath.Join(string(dir), "1.json"), []byte("{"), 0o600); err != nil {
		t.Fatal(err)
	}
	src := tokens.Source(t.Context(), dir, "1", newRefresher(t).oauth())
	if _, err := src.Token(); !errors.Is(err, tokens.ErrLoginAgain) || !errors.Is(err, tokens.ErrCorrupt) {
		t.Errorf("got %v", err)
	}
	if _, err := src.Token(); !errors.Is(err, tokens.ErrLoginAgain) || !errors.Is(err, tokens.ErrNotFound) {
		t.Errorf("then %v", err)
	}
	save(t, dir, "1", token("2.00new", time.Hour))
	if tok, err := src.Token(); err != nil || tok.AccessToken != "2.00new" {
		t.Errorf("signed in again: %v, %v", tok, err)
	}
}

// full is a store on a disk that is full at times.
type full struct {
	tokens.Memory
	now bool
}

var errFull = errors.New("no space left")

func (f *full) Update(ctx context.Context, name string, change func(*oauth2.Token) (*oauth2.Token, error)) (*oauth2.Token, error) {
	return f.Memory.Update(ctx, name, func(tok *oauth2.Token) (*oauth2.Token, error) {
		next, err := change(tok)
		if err == nil && f.now {
			err = errFull
		}
		return next, err
	})
}

// A token that could not be kept is not handed out, and not lost: the one before it may not work any more.
func TestSourceKeepsBeforeItHandsOut(t *testing.T) {
	r, s := newRefresher(t), &full{now: true}
	save(t, s, "1", token("2.00old", -time.Hour))
	src := tokens.Source(t.Context(), s, "1", r.oauth())
	for range 2 {
		if tok, err := src.Token(); tok != nil || !errors.Is(err, errFull) || errors.Is(err, tokens.ErrLoginAgain) {
			t.Errorf("got %v, %v", tok, err)
		}
	}
	s.now = false
	tok, err := src.Token()
	if err != nil || tok.AccessToken != "2.00fresh1" || r.count() != 1 {
		t.Errorf("got %v, %v after %d refreshes", tok, err, r.count())
	}
	if kept, err := s.Load(t.Context(), "1"); err != nil || !same(kept, tok) {
		t.Errorf("kept %v, %v", kept, err)
	}
}

func TestGoroutinesRefreshOnce(t *testing.T) {
	stores(t, func(t *testing.T, s tokens.Store) {
		r := newRefresher(t)
		r.pause = 20 * time.Millisecond
		save(t, s, "1", token("2.00old", -time.Hour))
		shared := tokens.Source(t.Context(), s, "1", r.oauth())
		var all sync.WaitGroup
		for n := range 10 {
			all.Go(func() {
				src := shared
				if n%2 == 0 {
					src = tokens.Source(t.Context(), s, "1", r.oauth())
				}
				if tok, err := src.Token(); err != nil || tok.AccessToken != "2.00fresh1" {
					t.Errorf("got %v, %v", tok, err)
				}
			})
		}
		all.Wait()
		if r.count() != 1 {
			t.Errorf("%d refreshes", r.count())
		}
	})
}

// TestMain lets the test binary be a process that takes a token out of a directory.
func TestMain(m *testing.M) {
	if dir := os.Getenv("TOKENS_TEST_DIR"); dir != "" {
		takeToken(dir, os.Getenv("TOKENS_TEST_URL"))
		return
	}
	os.Exit(m.Run())
}

// takeToken says that it is ready, waits for a line, and prints the token.
func takeToken(dir, url string) {
	fmt.Println("ready")
	bufio.NewReader(os.Stdin).ReadString('\n')
	o := &weibo.OAuth2{AppKey: "1234567890", AppSecret: "PLANTEDappSecret", BaseURL: url}
	tok, err := tokens.Source(context.Background(), tokens.Dir(dir), "1", o).Token()
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(tok.AccessToken, weibo.UID(tok))
}

// A process is the test binary run once more.
type process struct {
	*exec.Cmd
	in  io.WriteCloser
	out *bufio.Reader
}

func startProcess(t *testing.T, dir, url string) *process {
	t.Helper()
	p := &process{Cmd: exec.Command(os.Args[0])}
	p.Env = append(os.Environ(), "TOKENS_TEST_DIR="+dir, "TOKENS_TEST_URL="+url)
	p.Stderr = os.Stderr
	out, err := p.StdoutPipe()
	if err == nil {
		p.in, err = p.StdinPipe()
	}
	if err == nil {
		err = p.Start()
	}
	if err != nil {
		t.Fatal(err)
	}
	p.out = bufio.NewReader(out)
	if line := p.line(t); line != "ready" {
		t.Fatalf("the process says %q", line)
	}
	return p
}

func (p *process) line(t *testing.T) string {
	t.Helper()
	line, err := p.out.ReadString('\n')
	if err != nil {
		t.Errorf("the process says %q, %v", line, err)
	}
	return strings.TrimSpace(line)
}

// TestProcessesRefreshOnce lets processes take an expired token at the same time. One refreshes, all get what it got.
func TestProcessesRefreshOnce(t *testing.T) {
	r, dir := newRefresher(t), t.TempDir()
	r.pause = 100 * time.Millisecond // so that all come while the first is at it
	save(t, tokens.Dir(dir), "1", token("2.00old", -time.Hour))
	var all []*process
	for range 3 {
		all = append(all, startProcess(t, dir, r.URL))
	}
	for _, p := range all {
		io.WriteString(p.in, "go\n")
	}
	for _, p := range all {
		if line := p.line(t); line != fmt.Sprint("2.00fresh1 ", uid) {
			t.Errorf("a process got %q", line)
		}
		if err := p.Wait(); err != nil {
			t.Error(err)
		}
	}
	if r.count() != 1 {
		t.Errorf("%d refreshes", r.count())
	}
}

// TestProcessDies kills a process in the midst of a refresh. The next one is not held up, and nothing is lost.
func TestProcessDies(t *testing.T) {
	r, dir := newRefresher(t), t.TempDir()
	save(t, tokens.Dir(dir), "1", token("2.00old", -time.Hour))
	r.pause = time.Minute
	p := startProcess(t, dir, r.URL)
	io.WriteString(p.in, "go\n")
	for r.count() == 0 {
		time.Sleep(time.Millisecond)
	}
	if err := p.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	p.Wait()
	second := newRefresher(t)
	tok, err := tokens.Source(t.Context(), tokens.Dir(dir), "1", second.oauth()).Token()
	if err != nil || tok.AccessToken != "2.00fresh1" || second.sent[0] != "again-2.00old" {
		t.Errorf("got %v, %v", tok, err)
	}
}

// One check finds both: a token that the source has not, and one that Weibo refuses.
func ExampleSource() {
	sandbox := weibotest.New()
	weiboServer := httptest.NewServer(sandbox)
	defer weiboServer.Close()
	uid := sandbox.Users()[0].UID
	name, o := fmt.Sprint(uid), &weibo.OAuth2{AppKey: weibotest.DefaultAppKey, AppSecret: weibotest.DefaultAppSecret, BaseURL: weiboServer.URL}
	ctx, store := context.Background(), new(tokens.Memory) // or tokens.Dir("/var/lib/example/tokens")

	client, err := weibo.NewClient(weibo.WithTokenSource(tokens.Source(ctx, store, name, o)), weibo.WithBaseURL(weiboServer.URL))
	if err != nil {
		fmt.Println(err)
		return
	}
	whoami := func() {
		me, err := client.Account.GetUID(ctx, weiboapi.AccountGetUIDParams{})
		switch {
		case errors.Is(err, weibo.ErrUnauthorized):
			fmt.Println("sign in again")
		case err != nil:
			fmt.Println(err)
		default:
			fmt.Println("signed in as", me.UID)
		}
	}
	whoami()
	tok, err := o.CheckToken(ctx, sandbox.Token(uid)) // or that of a sign-in
	if err != nil {
		fmt.Println(err)
		return
	}
	store.Save(ctx, name, tok)
	whoami()
	o.Revoke(ctx, tok.AccessToken)
	whoami()
	// Output:
	// sign in again
	// signed in as 1404376560
	// sign in again
}

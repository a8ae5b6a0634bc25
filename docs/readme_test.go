package docs

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// A run says how a block of Go is run: what stands before it, and what must hold after it. The prelude in
// testdata/readme_prelude.go.txt has the variables that blocks take for granted.
type run struct {
	before string
	after  string
	calls  string // what the sandbox must have received, in order
}

// The pages with blocks of Go. The one in sandbox.md is a program of its own, see TestSandboxGo.
var goPages = []string{"../README.md", "guide-web.md", "guide-many.md", "guide-pipelines.md", "doors.md"}

// The blocks of each page in their order. They call the real Weibo, as far as they know; the transport takes them to a sandbox.
var runs = map[string][]run{
	"../README.md":       readmeRuns,
	"guide-web.md":       webRuns,
	"guide-many.md":      manyRuns,
	"guide-pipelines.md": pipelineRuns,
	"doors.md":           doorRuns,
}

var readmeRuns = []run{
	{ // post a picture
		after: `equal(t, status.Text, "一只猫 https://example.com/cat"); equal(t, len(status.PicURLs), 1)`,
		calls: "statuses/share",
	},
	{ // sign in
		before: `mux, directory := http.NewServeMux(), t.TempDir()
			site(t, mux)`,
		after: `if err != nil { return err }
			visit(t, "https://example.com/login?return_to=/posts")
			me, err := client.Account.GetUID(ctx, weiboapi.AccountGetUIDParams{})
			if err != nil { return err }
			equal(t, me.UID, int64(1404376560))`,
		calls: "oauth2/authorize oauth2/authorize oauth2/access_token account/get_uid",
	},
	{ // errors
		before: `_, err := client.Statuses.Show(ctx, weiboapi.StatusesShowParams{ID: 1})
			var logged strings.Builder
			log.SetOutput(&logged)
			defer log.SetOutput(os.Stderr)`,
		after: `equal(t, strings.Contains(logged.String(), "20101") && strings.Contains(logged.String(), refused.Hint("zh")), true)`,
		calls: "statuses/show",
	},
	{ // limits
		after: `if err != nil { return err }
			_, err = client.Account.RateLimitStatus(ctx, weiboapi.AccountRateLimitStatusParams{})
			if err != nil { return err }`,
		calls: "account/rate_limit_status",
	},
	{ // paging
		before: `publish(t, "一", "二")`,
		calls:  "statuses/share statuses/share statuses/user_timeline",
	},
	{ // pictures
		after: `equal(t, len(status.Pictures()), 1)`,
		calls: "statuses/share",
	},
	{ // texts
		before: `words := strings.Repeat("一只猫。", 60) + "@示例小猫"`,
	},
	{ // raw calls
		before: `publish(t, "一")`,
		after:  `equal(t, status.Text, "一 https://example.com/")`,
		calls:  "statuses/share statuses/show",
	},
	{}, // test your application: a test itself
}

var webRuns = []run{
	{ // share
		before: `mux := http.NewServeMux()
			site(t, mux)
			sandbox.Inject(weibotest.Fault{Operation: "statuses/share", Code: 20032, Params: map[string]string{"status": "晚 https://example.com/"}})
			sandbox.Inject(weibotest.Fault{Operation: "statuses/share", Code: 20021, Params: map[string]string{"status": "坏 https://example.com/"}})`,
		after: `equal(t, post(t, "/share", "text", "早 https://example.com/"), "303 /")
			equal(t, post(t, "/share", "text", "晚 https://example.com/"), "303 /")
			equal(t, post(t, "/share", "text", "坏 https://example.com/"), "502 ")
			equal(t, post(t, "/share", "text", "早"), "400 ") // nothing is sent
			if err := store.Delete(ctx, "1404376560"); err != nil { return err }
			equal(t, post(t, "/share", "text", "早安 https://example.com/"), "303 /login?return_to=/")
			equal(t, sandbox.Requests()[0].Params["rip"], userIP)`,
		calls: "statuses/share statuses/share statuses/share",
	},
	{ // cancelled
		before: `mux := http.NewServeMux()
			site(t, mux)`,
		after: `news := []string{"source", key, "uid", "1404376560", "auth_end", "1", "verification", "x"}
			post(t, "/cancelled", news...) // forged: the token still works
			if _, err := store.Load(ctx, "1404376560"); err != nil { return err }
			if err := app.Revoke(ctx, token); err != nil { return err }
			post(t, "/cancelled", news[:6]...)
			if _, err := store.Load(ctx, "1404376560"); err != nil { return err }
			post(t, "/cancelled", news...)
			_, err := store.Load(ctx, "1404376560")
			equal(t, errors.Is(err, tokens.ErrNotFound), true)`,
		calls: "oauth2/get_token_info oauth2/revokeoauth2 oauth2/get_token_info",
	},
}

var manyRuns = []run{
	{
		before: `directory := t.TempDir()
			for _, u := range sandbox.Users() {
				if err := tokens.Dir(directory).Save(ctx, fmt.Sprint(u.UID), &oauth2.Token{AccessToken: sandbox.Token(u.UID)}); err != nil { return err }
			}
			sandbox.Inject(weibotest.Fault{Operation: "account/get_uid", Code: 21321})
			sandbox.Inject(weibotest.Fault{Operation: "account/get_uid", Code: 21327})
			sandbox.Inject(weibotest.Fault{Operation: "account/get_uid", Code: 20034})`,
		after: `equal(t, len(names), 4)`,
		calls: "account/get_uid account/get_uid account/get_uid account/get_uid",
	},
}

var pipelineRuns = []run{
	{ // limits
		before: `sandbox.Inject(weibotest.Fault{Operation: "statuses/home_timeline", Code: 10023})`,
		after: `_, err = client.Statuses.HomeTimeline(ctx, weiboapi.StatusesHomeTimelineParams{Count: 100}, weibo.WithoutWaiting())
			equal(t, errors.As(err, &used), true) // the limiter has learned`,
		calls: "account/rate_limit_status statuses/home_timeline",
	},
	{ // what is new
		before: `publish(t, "一", "二")
			first := timeline(t)
			since := first[1].ID`,
		after: `equal(t, since, first[0].ID)`,
		calls: "statuses/share statuses/share statuses/user_timeline statuses/home_timeline",
	},
	{ // page by page
		before: `publish(t, "一", "二", "三")
			stored := timeline(t)[1].ID // where a run before has ended`,
		after: `equal(t, len(kept), 1)
			equal(t, strings.Contains(kept[0], "一") && strings.Contains(kept[0], "二") && !strings.Contains(kept[0], "三"), true)`,
		calls: "statuses/share statuses/share statuses/share statuses/user_timeline statuses/home_timeline",
	},
	{ // what was stored
		before: `body := []byte("{\"statuses\": [{\"id\": \"5000000000007919\", \"text\": \"早\", \"user\": {}}]}")`,
		after:  `equal(t, page.Statuses[0].ID, int64(5000000000007919))`,
	},
	{ // deleted
		before: `publish(t, "一", "二")
			gone := timeline(t)[0].ID
			if _, err := client.Statuses.Repost(ctx, weiboapi.StatusesRepostParams{ID: gone}, weibo.WithToken(another)); err != nil { return err }
			if _, err := client.Statuses.Destroy(ctx, weiboapi.StatusesDestroyParams{ID: gone}); err != nil { return err }
			client = sandbox.Client(weibo.WithToken(another))
			said := listen(t)`,
		after: `equal(t, strings.Contains(said(), "deleted, or never there"), true)
			equal(t, strings.Contains(said(), fmt.Sprint("reposts ", gone, " which is deleted")), true)`,
		calls: "statuses/share statuses/share statuses/user_timeline statuses/repost statuses/destroy statuses/home_timeline statuses/show",
	},
	{ // comments
		before: `publish(t, "一")
			commented := timeline(t)[0].ID
			if _, err := client.Comments.Create(ctx, weiboapi.CommentsCreateParams{ID: commented, Comment: "好"}, weibo.WithToken(another)); err != nil { return err }
			since, said := int64(0), listen(t)`,
		after: `equal(t, strings.HasPrefix(said(), fmt.Sprint(commented, " ")) && strings.HasSuffix(said(), " 好\n"), true)`,
		calls: "statuses/share statuses/user_timeline comments/create comments/to_me",
	},
}

var doorRuns = []run{
	{ // gateway
		before: `t.Setenv("WEIBO_CLI_TOKEN", string(sandbox.GatewayToken(weibotest.GatewayAccount{})))`,
		after:  `equal(t, users.Users[0].ID, int64(1404376560))`,
		calls:  "users/show_batch/other",
	},
	{ // open-im
		before: `pair := sandbox.OpenIMCredentials(1404376560)
			t.Setenv("WEIBO_OPENIM_APP_ID", pair.AppID)
			t.Setenv("WEIBO_OPENIM_APP_SECRET", pair.AppSecret)`,
		after: `equal(t, len(board.Data), 10)`,
		calls: "open/auth/ws_token open/weibo/hot_search",
	},
}

// TestGo compiles every block of Go and runs it. That those of the page in Chinese are the same is another test.
func TestGo(t *testing.T) {
	dir, err := os.MkdirTemp(".", "testdata-") // inside the module, so that it can be built
	if err != nil {
		t.Fatal(err)
	}
	defer os.RemoveAll(dir)
	prelude := read(t, "testdata/readme_prelude.go.txt")
	write(t, dir, "prelude_test.go", prelude)
	var names []string
	for _, page := range goPages {
		found := goBlocks(t, page)
		if len(found) != len(runs[page]) {
			t.Fatalf("%s has %d blocks, and %d runs", page, len(found), len(runs[page]))
		}
		for i, b := range found {
			name, body := testOf(len(names), runs[page][i], b.text)
			write(t, dir, fmt.Sprintf("block%d_test.go", len(names)), imports(prelude, body)+body)
			names = append(names, name)
		}
	}
	out, err := exec.CommandContext(t.Context(), "go", "test", "-v", "-vet=all", "./"+dir).CombinedOutput()
	if err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	for _, name := range names {
		if !bytes.Contains(out, []byte("--- PASS: "+name+" ")) {
			t.Errorf("%s did not run:\n%s", name, out)
		}
	}
}

// TestGoPages wants every page with blocks of Go among those that are run.
func TestGoPages(t *testing.T) {
	for _, page := range allPages(t) {
		run := slices.Contains(goPages, page) || page == "sandbox.md" || strings.HasSuffix(page, chinesePage)
		if n := len(goBlocks(t, page)); n > 0 && !run {
			t.Errorf("nothing runs the %d blocks in %s", n, page)
		}
	}
}

func goBlocks(t *testing.T, page string) (found []block) {
	t.Helper()
	all, _ := readBlocks(t, page)
	for _, b := range all {
		if b.lang == "go" {
			found = append(found, b)
		}
	}
	return found
}

func write(t *testing.T, dir, name, text string) {
	t.Helper()
	if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}

var testFunc = regexp.MustCompile(`(?m)^func (Test\w+)\(`)

// testOf is a test of a block, which holds one or is the inside of one.
func testOf(i int, r run, text string) (name, source string) {
	if m := testFunc.FindStringSubmatch(text); m != nil {
		return m[1], text
	}
	name = fmt.Sprintf("TestBlock%d", i)
	return name, fmt.Sprintf(`func %s(t *testing.T) {
	start(t, %q)
	block := func() error {
		%s
%s
		%s
		return nil
	}
	if err := block(); err != nil {
		t.Fatal(err)
	}
}
`, name, r.calls, r.before, text, r.after)
}

var imported = regexp.MustCompile(`(?m)^\t"(?:.*/)?(\w+)"$`)

// imports are those of the prelude that a source uses.
func imports(prelude, source string) string {
	var out strings.Builder
	fmt.Fprintln(&out, "package readme\n\nimport (")
	for _, m := range imported.FindAllStringSubmatch(prelude, -1) {
		if regexp.MustCompile(`\b` + m[1] + `\.[A-Z]`).MatchString(source) {
			fmt.Fprintln(&out, m[0])
		}
	}
	fmt.Fprintln(&out, ")")
	return out.String()
}

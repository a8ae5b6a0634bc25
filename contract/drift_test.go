package contract

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/seed4635ade2/weibo-go/gen/weiboapi"
	"github.com/seed4635ade2/weibo-go/weibo"
	"github.com/seed4635ade2/weibo-go/weibo/weibotest"
)

// A drift changes an answer of the sandbox, so that it is no longer what the description says.
type drift struct {
	path   string
	change func(body object) answer
	want   []string
}

// secret stands in every drift. No report may hold it.
const secret = "PLANTED-secret"

func changed200(body object) answer {
	text, _ := json.Marshal(body) // it was JSON
	return answer{status: 200, contentType: jsonType, body: text}
}

// firstOf returns the first object of a list.
func firstOf(body object, list string) object { return body[list].([]any)[0].(object) }

var drifts = []drift{
	{"/2/users/show.json", func(body object) answer {
		body["nick_name"] = secret
		delete(body, "screen_name")
		body["followers_count"] = "1204 " + secret
		return changed200(body)
	}, []string{
		"the client cannot read the answer",
		"`followers_count`: string, described as integer",
		"`nick_name`: not described, string",
		"`screen_name`: missing, described as required",
	}},
	{"/2/statuses/home_timeline.json", func(body object) answer {
		firstOf(body, "statuses")["mood"] = object{"name": secret, "of": []any{secret}}
		delete(firstOf(body, "statuses"), "text")
		body["total_number"] = "7"
		return changed200(body)
	}, []string{
		"`statuses[].mood`: not described, object, 1 of 3",
		"`statuses[].text`: missing, described as required, 1 of 3",
		"`total_number`: string, described as integer",
	}},
	{"/2/statuses/show.json", func(body object) answer {
		body["user"].(object)["verified"] = json.Number("1")
		body["by_user"] = object{"1404376560": secret}
		body["1404376560"] = true
		return changed200(body)
	}, []string{
		"`(a name)`: not described, boolean",
		"`by_user`: not described, object",
		"`user.verified`: integer, described as boolean",
	}},
	{"/2/comments/to_me.json", func(object) answer {
		return answer{status: 403, contentType: jsonType, body: []byte(`{"error": "` + secret + `", "error_code": 10014, "request": "/2/` + secret + `"}`)}
	}, []string{"refused: code 10014, HTTP 403"}},
	{"/2/comments/show.json", func(object) answer {
		return answer{status: 400, contentType: jsonType, body: []byte(`{"error": "` + secret + `", "error_code": 20101, "request": ""}`)}
	}, []string{"refused: code 20101, HTTP 400, a code described for this call"}},
	{"/2/emotions.json", func(object) answer {
		return answer{status: 200, contentType: "text/html", body: []byte("<html>" + secret)}
	}, []string{"the client cannot read the answer", "the answer is no JSON"}},
	{"/2/account/rate_limit_status.json", func(object) answer {
		return answer{status: 502, contentType: "text/html", body: []byte("<html>" + secret)}
	}, []string{"refused: HTTP 502 without a code"}},
}

// A drifter is a proxy before a sandbox that makes answers drift.
type drifter struct {
	*weibotest.Sandbox
	drifts []drift

	mu    sync.Mutex
	calls []string
	told  map[string]bool // all texts and numbers of the answers
}

func (d *drifter) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	r.Header.Del("Accept-Encoding") // answers must be readable here
	rec := httptest.NewRecorder()
	d.Sandbox.ServeHTTP(rec, r)
	a := answer{status: rec.Code, contentType: rec.Header().Get("Content-Type"), body: rec.Body.Bytes()}
	if i := slices.IndexFunc(d.drifts, func(x drift) bool { return x.path == r.URL.Path }); i >= 0 {
		body, _ := parse(a.body)
		members, _ := body.(object)
		a = d.drifts[i].change(members)
	}
	d.note(r, a)
	w.Header().Set("Content-Type", a.contentType)
	w.WriteHeader(a.status)
	w.Write(a.body)
}

func (d *drifter) note(r *http.Request, a answer) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.calls = append(d.calls, r.Method+" "+r.URL.Path)
	body, _ := parse(a.body)
	collect(body, d.told)
}

// plain words and codes of errors may be told.
var plain = regexp.MustCompile(`^[a-z]*$`)

// collect notes all texts and numbers in a value that are long enough to be told from others.
func collect(value any, into map[string]bool) {
	switch value := value.(type) {
	case []any:
		for _, item := range value {
			collect(item, into)
		}
	case map[string]any:
		for name, member := range value {
			if name != "error_code" {
				collect(member, into)
			}
		}
	case string, json.Number:
		if s := text(value); len(s) >= 5 && !plain.MatchString(s) {
			into[s] = true
		}
	}
}

// runLive runs TestLive as a user does, against a sandbox with these drifts, and returns what it printed and whether it passed.
func runLive(t *testing.T, drifts []drift, env ...string) (d *drifter, out string, ok bool) {
	t.Helper()
	d = &drifter{Sandbox: weibotest.New(), drifts: drifts, told: map[string]bool{}}
	srv := httptest.NewServer(d)
	t.Cleanup(srv.Close)
	uid := d.Users()[0].UID
	token := d.Token(uid)
	d.told[token] = true
	publish(t, d.Sandbox, token)

	cmd := exec.CommandContext(t.Context(), os.Args[0], "-test.run=^TestLive$", "-test.v")
	cmd.Env = append(os.Environ(), "CI=", "WEIBO_ACCESS_TOKEN="+token, "WEIBO_BASE_URL="+srv.URL)
	cmd.Env = append(cmd.Env, env...)
	var b bytes.Buffer
	cmd.Stdout, cmd.Stderr = &b, &b
	err := cmd.Run()
	return d, b.String(), err == nil
}

// publish fills the timeline of the user.
func publish(t *testing.T, sandbox http.Handler, token string) {
	t.Helper()
	srv := httptest.NewServer(sandbox)
	defer srv.Close()
	client, err := weibo.NewClient(weibo.WithBaseURL(srv.URL), weibo.WithToken(token))
	if err != nil {
		t.Fatal(err)
	}
	for i := range 3 {
		st, err := client.Statuses.Update(t.Context(), weiboapi.StatusesUpdateParams{Status: fmt.Sprintf("%s status %d", secret, i)})
		if err == nil {
			_, err = client.Comments.Create(t.Context(), weiboapi.CommentsCreateParams{ID: st.ID, Comment: secret + " comment", RIP: "211.156.0.1"})
		}
		if err != nil {
			t.Fatal(err)
		}
	}
}

func TestLiveFindsDrift(t *testing.T) {
	d, out, ok := runLive(t, drifts)
	if ok {
		t.Error("it passes")
	}
	if got, want := reportOf(out), reportWanted(t); got != want {
		t.Errorf("the report is\n%s\nwant\n%s\n\nall of it:\n%s", got, want, out)
	}
	for value := range d.told {
		if strings.Contains(out, value) {
			t.Errorf("it tells %q", value)
		}
	}
	if strings.Contains(out, secret) || strings.Contains(out, fmt.Sprint(d.Users()[0].UID)) {
		t.Errorf("it tells what was planted:\n%s", out)
	}
}

// reportOf returns the report within the output of a test.
func reportOf(out string) string {
	_, report, _ := strings.Cut(out, "## The service and the description differ\n")
	report, _, _ = strings.Cut(report, "    live_test.go:")
	return strings.TrimSpace(report)
}

// reportWanted is the report on the drifts, in the order of the calls.
func reportWanted(t *testing.T) string {
	var b strings.Builder
	for _, o := range operationsOf(t) {
		for _, d := range drifts {
			if o.address.Path == d.path && o.readable() {
				fmt.Fprintf(&b, "\n### GET %s (`%s`)\n\n- %s\n", d.path, o.goName(), strings.Join(d.want, "\n- "))
			}
		}
	}
	return strings.TrimSpace(b.String())
}

// Without drift there is nothing to tell. Each call is made once, changes nothing, and the parameters of most are at hand.
func TestLiveFindsNothing(t *testing.T) {
	d, out, ok := runLive(t, nil)
	if !ok || reportOf(out) != "" {
		t.Errorf("it fails:\n%s", out)
	}
	n := len(d.calls)
	if n < 10 || n > mostCalls || d.calls[0] != "GET "+whoAmI || d.calls[1] != "GET "+ownTimeline {
		t.Errorf("it makes these calls: %q", d.calls)
	}
	slices.Sort(d.calls)
	if len(slices.Compact(slices.Clone(d.calls))) != n || slices.ContainsFunc(d.calls, func(call string) bool { return !strings.HasPrefix(call, "GET ") }) {
		t.Errorf("it makes these calls: %q", d.calls)
	}
}

func TestLiveStopsWithoutUser(t *testing.T) {
	d, out, ok := runLive(t, nil, "WEIBO_ACCESS_TOKEN="+secret)
	if ok || !strings.Contains(out, "the service does not say whose token it is; refused: code ") || strings.Contains(out, secret) {
		t.Errorf("it says\n%s", out)
	}
	if len(d.calls) != 1 {
		t.Errorf("it goes on: %q", d.calls)
	}
}

func TestLiveIsSkipped(t *testing.T) {
	for _, env := range []string{"WEIBO_ACCESS_TOKEN=", "CI=true"} {
		d, out, ok := runLive(t, nil, env)
		if !ok || !strings.Contains(out, "--- SKIP: TestLive") || len(d.calls) > 0 {
			t.Errorf("with %s it says\n%s", env, out)
		}
	}
}

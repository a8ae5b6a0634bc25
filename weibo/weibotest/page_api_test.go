package weibotest_test

import (
	"cmp"
	"encoding/json"
	"html"
	"io"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/seed4635ade2/weibo-go/spec"
	"github.com/seed4635ade2/weibo-go/weibo/weibotest"
	"github.com/seed4635ade2/weibo-go/weibo/weibotest/internal/openapi"
	xhtml "golang.org/x/net/html"
)

func TestReferencePages(t *testing.T) {
	srv := weibotest.NewServer(t)
	for _, lang := range []string{"en", "zh"} {
		wantAll(t, view(t, srv.URL+"/api", lang), `href="/api/resources/Statuses"`, "Posts, which Weibo calls statuses")
		wantAll(t, view(t, srv.URL+"/api/resources/Statuses", lang), `href="/api/operations/statusesShare"`, "delisted", "Publishes a text")
		wantAll(t, view(t, srv.URL+"/api/operations/statusesShare", lang), "POST https://api.weibo.com/2/statuses/share.json",
			"https://open.weibo.com/wiki/2/statuses/share", "listed", "normal", "documented", "140", "5242880", "WithRemoteIP",
			"20019", "duplicate", `href="/api/schemas/Status"`, "curl -s", "client.Statuses.Share(ctx,")
		wantAll(t, view(t, srv.URL+"/api/schemas/Status", lang), "<code>idstr</code>", `href="/api/schemas/User"`)
	}
	found := view(t, srv.URL+"/api?q=friends+timeline", "en")
	if !strings.Contains(found, "statuses/friends_timeline") || strings.Contains(found, "statuses/share<") {
		t.Error("the search is wrong")
	}
	wantAll(t, view(t, srv.URL+"/api/operations/statusesUserTimeline", "en"), "at most one of", "<code>uid</code>, <code>screen_name</code>", "21335", "1–100")
	wantAll(t, view(t, srv.URL+"/api/operations/statusesUpdate", "en"), `href="/api/operations/statusesShare"`)
}

// Every operation has a page, which is linked from its resource, and on which the call can be made with what the form has.
// Nothing of that is undeclared, and what the sandbox has no state for succeeds.
func TestEveryOperationCanBeTried(t *testing.T) {
	srv := weibotest.NewServer(t)
	st := say(t, srv, srv.Token(first), "cat")
	commentOn(t, srv, srv.Token(first), st.IDStr, "nice")
	doc, err := openapi.Load(spec.Document())
	if err != nil {
		t.Fatal(err)
	}
	linked := map[string]string{}
	resources := regexp.MustCompile(`/api/resources/\w+`).FindAllString(view(t, srv.URL+"/api", "en"), -1)
	for _, resource := range resources {
		page := view(t, srv.URL+resource, "en")
		for _, m := range regexp.MustCompile(`/api/operations/(\w+)"><code>([^<]+)`).FindAllStringSubmatch(page, -1) {
			linked[m[1]] = m[2]
		}
	}
	p := newPerson(t, srv)
	for path, methods := range doc.Paths {
		for method, o := range methods {
			name := linked[o.ID]
			if name == "" {
				t.Errorf("no resource has a link to %s", o.ID)
				continue
			}
			page := p.get("/api/operations/" + o.ID)
			fields := readTry(t, page)
			fields.Set("(uid)", str(first))
			a := p.send(request(t, "POST", srv.URL+"/api/operations/"+o.ID, formType, strings.NewReader(fields.Encode())))
			if a.status != 200 {
				t.Errorf("%s: HTTP %d", name, a.status)
				continue
			}
			all := srv.Requests()
			r := all[len(all)-1]
			if r.Operation != name || !strings.EqualFold(r.Method, method) || !strings.HasSuffix(r.Path, path) {
				t.Errorf("%s %s was tried as %s %s", method, path, r.Method, r.Path)
			}
			if len(r.Undeclared) > 0 || len(r.Problems) > 0 {
				t.Errorf("%s: undeclared %v, problems %v", name, r.Undeclared, r.Problems)
			}
			if r.Code != 0 && !weibotest.HasState(name) {
				t.Errorf("%s: code %d with %v", name, r.Code, r.Params)
			}
		}
	}
}

func TestTryShowsWhatCameOfIt(t *testing.T) {
	srv := weibotest.NewServer(t)
	p := newPerson(t, srv)
	body, contentType := multipartBody(t, "pic", "my cat.jpg", jpeg, params("(uid)", str(second), "status", "it's <b> $HOME", "rip", "203.0.113.7"))
	a := p.send(request(t, "POST", srv.URL+"/api/operations/statusesShare", contentType, body))
	page := html.UnescapeString(string(a.body))
	wantAll(t, page, "HTTP 200", `"text": "it's <b> $HOME"`, "Api-Server-IP", `--form-string 'status=it'\''s <b> $HOME'`, `-F 'pic=@my cat.jpg'`,
		`Status: "it's <b> $HOME"`, `weibo.PictureFile("my cat.jpg")`, `weibo.NewClient(weibo.WithBaseURL("`+srv.URL+`"), weibo.WithToken("2.00`)
	a = p.post("/api/operations/statusesShow", "(uid)", str(second), "id", "x")
	wantAll(t, html.UnescapeString(string(a.body)), "HTTP 400", "error_code 10017", "The Go client cannot send this: id: invalid syntax")
	a = p.post("/api/operations/statusesShow", "(uid)", "0", "id", "1")
	wantAll(t, string(a.body), "21301", "source="+weibotest.DefaultAppKey)
}

// The command lines of the pages do what the pages say.
func TestCurlLines(t *testing.T) {
	sh, err := exec.LookPath("sh")
	if _, curlErr := exec.LookPath("curl"); err != nil || curlErr != nil {
		t.Skip("there is no shell, or no curl")
	}
	srv := weibotest.NewServer(t)
	p := newPerson(t, srv)
	st := say(t, srv, srv.Token(first), "cat")
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "it's a cat.jpg"), jpeg, 0o600); err != nil {
		t.Fatal(err)
	}
	const hostile = "it's `id` $(id) \\ \"quoted\" & more\nsecond line 猫"
	for _, tt := range []struct {
		id, field, file string
		pairs           []string
		want            string
	}{
		{"statusesShow", "", "", []string{"id", st.IDStr}, `"text":"cat"`},
		{"usersShow", "", "", []string{"screen_name", "示例小猫"}, `"id":1404376561`},
		{"statusesUpdate", "", "", []string{"status", hostile}, `"text":` + quoted(hostile)},
		{"statusesShare", "pic", "it's a cat.jpg", []string{"status", "@" + hostile, "rip", "203.0.113.7"}, `"text":` + quoted("@"+hostile)},
		{"messagesSendAll", "", "", []string{"(json)", `{"touser":[1],"msgtype":"text","text":{"content":"it's"}}`}, `"result":true`},
		{"accountGetUID", "", "", nil, `{"uid":1404376560}`},
		{"statusesEmotions", "", "", []string{"(uid)", "0"}, `"phrase"`},
		{"commercialDirectMessages", "", "", nil, `"direct_messages"`},
	} {
		pairs := append([]string{"(uid)", str(first)}, tt.pairs...)
		body, contentType := multipartBody(t, tt.field, tt.file, jpeg, params(pairs...))
		if tt.field == "" {
			body, contentType = io.Reader(strings.NewReader(params(pairs...).Encode())), formType
		}
		a := p.send(request(t, "POST", srv.URL+"/api/operations/"+tt.id, contentType, body))
		if strings.HasPrefix(tt.want, `"text":"`) && tt.id != "statusesShow" {
			destroyLatest(t, srv) // or it would be there twice
		}
		line := block(t, string(a.body), "curl")
		cmd := exec.CommandContext(t.Context(), sh, "-c", line)
		cmd.Dir = dir
		if out, err := cmd.CombinedOutput(); err != nil || !strings.Contains(string(out), tt.want) {
			t.Errorf("%s\n%v, %s\nwant %s", line, err, out, tt.want)
		}
		if all := srv.Requests(); len(all[len(all)-1].Undeclared) > 0 {
			t.Errorf("%s\nsends %v", line, all[len(all)-1].Undeclared)
		}
	}
}

func quoted(text string) string {
	var b strings.Builder
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	e.Encode(text)
	return strings.TrimSpace(b.String())
}

// destroyLatest destroys the latest status of the first account.
func destroyLatest(t *testing.T, srv *weibotest.Server) {
	t.Helper()
	var list struct{ Statuses []status }
	get(t, srv, "/2/statuses/user_timeline.json", "access_token", srv.Token(first)).into(&list)
	post(t, srv, "/2/statuses/destroy.json", "access_token", srv.Token(first), "id", list.Statuses[0].IDStr).refusedNot(t)
}

// block returns the text of a block of a page.
func block(t *testing.T, page, id string) string {
	t.Helper()
	_, rest, found := strings.Cut(page, `<pre tabindex="0" id="`+id+`" data-copy>`)
	text, _, _ := strings.Cut(rest, "</pre>")
	if !found || text == "" {
		t.Fatalf("no %s in %s", id, page)
	}
	return html.UnescapeString(text)
}

// readTry returns what the form of an operation sends as it stands.
func readTry(t *testing.T, page *answer) url.Values {
	t.Helper()
	doc, err := xhtml.Parse(strings.NewReader(string(page.body)))
	if err != nil || page.status != 200 {
		t.Fatalf("HTTP %d, %v", page.status, err)
	}
	fields := url.Values{}
	for form := range doc.Descendants() {
		if attr(form, "action") != "#try" {
			continue
		}
		for n := range form.Descendants() {
			name := attr(n, "name")
			switch {
			case n.Data == "input" && name != "":
				fields.Set(name, attr(n, "value"))
			case n.Data == "textarea" && n.FirstChild != nil:
				fields.Set(name, n.FirstChild.Data)
			case n.Data == "option" && hasAttr(n, "selected"):
				fields.Set(attr(n.Parent, "name"), cmp.Or(attr(n, "value"), n.FirstChild.Data))
			}
		}
	}
	if len(fields) == 0 {
		t.Fatalf("there is no form: %s", page.body)
	}
	return fields
}

func attr(n *xhtml.Node, key string) string {
	for _, a := range n.Attr {
		if a.Key == key {
			return a.Val
		}
	}
	return ""
}

func hasAttr(n *xhtml.Node, key string) bool {
	return slices.ContainsFunc(n.Attr, func(a xhtml.Attribute) bool { return a.Key == key })
}

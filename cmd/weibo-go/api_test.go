package main

import (
	"fmt"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/seed4635ade2/weibo-go/gen/weiboapi"
	"github.com/seed4635ade2/weibo-go/weibo/weibotest"
)

// pngText is a picture as small as can be looked at.
const pngText = "\x89PNG\r\n\x1a\n and so on"

// signedIn gives a machine that is signed in with a sandbox, and a picture on it.
func signedIn(t *testing.T, opts ...weibotest.Option) (m *machine, srv *weibotest.Server, pic string) {
	t.Helper()
	m, srv = newMachine(t), weibotest.NewServer(t, opts...)
	m.signIn(srv, someUID)
	pic = filepath.Join(t.TempDir(), "cat.png")
	if err := os.WriteFile(pic, []byte(pngText), 0o600); err != nil {
		t.Fatal(err)
	}
	return m, srv, pic
}

// seed puts statuses into a sandbox, the oldest first, and returns their ids.
func seed(t *testing.T, srv *weibotest.Server, texts ...string) (ids []int64) {
	t.Helper()
	for _, text := range texts {
		st, err := srv.Client().Statuses.Share(t.Context(), weiboapi.StatusesShareParams{Status: text})
		if err != nil {
			t.Fatal(err)
		}
		ids = append(ids, st.ID)
	}
	return ids
}

// last is the last request that a sandbox received. It must be as described.
func last(t *testing.T, srv *weibotest.Server) weibotest.Request {
	t.Helper()
	all := srv.Requests()
	r := all[len(all)-1]
	if len(r.Undeclared)+len(r.Problems) > 0 {
		t.Errorf("%s: %v %v", r.Operation, r.Undeclared, r.Problems)
	}
	return r
}

func TestAPI(t *testing.T) {
	_, srv, pic := signedIn(t)
	id := seed(t, srv, "一只猫 <&> https://example.com/1")[0]
	for args, tt := range map[string]struct{ out, operation string }{
		fmt.Sprintf("api statuses/show -f id=%d --jq .text", id):             {"一只猫 <&> https://example.com/1\n", "statuses/show"},
		fmt.Sprintf("api /2/statuses/show.json -f id=%d --json=id,text", id): {fmt.Sprintf(`{"id":%d,"text":"一只猫 <&> https://example.com/1"}`+"\n", id), "statuses/show"},
		fmt.Sprintf("api statuses/show --field=id=%d --jq .id", id):          {fmt.Sprintf("%d\n", id), "statuses/show"},
		"api statuses/share -f status=a,b -F pic=@" + pic + " --jq .text":    {"a,b\n", "statuses/share"},
		fmt.Sprintf("api statuses/go -f uid=1404376560 -f id=%d", id):        {`{"location":"`, "statuses/go"},
		"api account/get_uid -X get":                                         {`{"uid":1404376560}` + "\n", "account/get_uid"},
		"api users/show -f screen_name=测试用户 --jq .id,.missing":               {"1404376560\nnull\n", "users/show"},
	} {
		want(t, args, exitOK, tt.out, "")
		if r := last(t, srv); r.Operation != tt.operation {
			t.Errorf("%s: received %s", args, r.Operation)
		}
	}
}

func TestAPIRefuses(t *testing.T) {
	_, srv, pic := signedIn(t)
	before := len(srv.Requests())
	for args, problem := range map[string]string{
		"api":                                              "PATH is missing",
		"api a b":                                          `unexpected argument "b"`,
		"api statuses/shwo -f id=1":                        `no endpoint "statuses/shwo" is known; did you mean statuses/show?`,
		"api xyzzy/plugh/xyzzy":                            `no endpoint "xyzzy/plugh/xyzzy" is known; -X GET or -X POST calls it all the same`,
		"api statuses/show -f ib=1":                        `statuses/show has no parameter "ib"; did you mean id?`,
		"api statuses/show -f id":                          `"id" is not NAME=VALUE`,
		"api statuses/show -f a&b=1":                       `"a&b=1" is not NAME=VALUE`,
		"api statuses/show?id=1":                           "is no path",
		"api statuses/show -f access_token=PLANTED":        "the access token is that of the profile",
		"api statuses/show -f id=1 -X PUT":                 `the method "PUT" is neither GET nor POST`,
		"api statuses/show -F id=1 --jq .[":                "the filter of --jq cannot be read",
		"api statuses/show --feild id=1":                   "unknown flag --feild; did you mean --field?",
		"api xyz -X GET -F a=@" + pic:                      "takes no picture",
		"api statuses/show --input " + pic:                 "takes no JSON",
		"api statuses/show -f id=1 --paginate":             "does not come in pages that are known",
		"api comments/show -f id=1 -f max_id=x --paginate": `max_id must be a number: "x"`,
	} {
		want(t, args, exitUsage, "", problem)
	}
	want(t, "api messages/sendall --input "+pic, exitFailure, "", "")
	if n := len(srv.Requests()); n != before {
		t.Errorf("%d requests were sent", n-before)
	}
	want(t, "api statuses/show -f id=1", exitFailure, "", "code 20101")
	want(t, "api statuses/user_timeline --json=statsues", exitUsage, "", `there is no member "statsues" in the JSON; did you mean statuses?`)
	want(t, "api statuses/show --json=tetx -f id="+fmt.Sprint(seed(t, srv, "https://example.com/")[0]), exitUsage, "", `no member "tetx" in the JSON; did you mean text?`)
	want(t, "api statuses/user_timeline --paginate --json=id,tetx", exitUsage, "", `no member "tetx" in the JSON; did you mean text?`)
	want(t, "api statuses/user_timeline --paginate --json=geo", exitOK, `{"geo":null}`+"\n", "") // there is such a member
	srv.Inject(weibotest.Fault{Operation: "account/get_uid", Reply: []byte(`{"uid": 1, "on_no_record": 2}`)})
	want(t, "api account/get_uid --json=on_no_record", exitOK, `{"on_no_record":2}`+"\n", "")
	want(t, "api no/such -X POST -f a=b", exitFailure, "", "no/such")
}

// TestAPIPaginate has more statuses than go on a page.
func TestAPIPaginate(t *testing.T) {
	_, srv, _ := signedIn(t)
	var texts []string
	for i := range 25 {
		texts = append(texts, fmt.Sprintf("%d https://example.com/", i))
	}
	ids := seed(t, srv, texts...)
	before := len(srv.Requests())
	status, stdout, stderr := command(t.Context(), "api", "statuses/user_timeline", "-f", "count=10", "--paginate", "--jq", ".id")
	lines := strings.Fields(stdout)
	if status != exitOK || stderr != "" || len(lines) != 25 || lines[0] != fmt.Sprint(ids[24]) || lines[24] != fmt.Sprint(ids[0]) {
		t.Errorf("status %d, %s, %s", status, stderr, stdout)
	}
	if n := len(srv.Requests()) - before; n < 3 || n > 4 {
		t.Errorf("%d requests", n)
	}
}

// TestAPIDryRun needs neither a sign-in nor a network.
func TestAPIDryRun(t *testing.T) {
	_, srv, pic := signedIn(t)
	before := len(srv.Requests())
	want(t, "logout --forget", exitOK, "", "")
	for args, out := range map[string]string{
		"api statuses/share -f status=猫+1 -F pic=@" + pic: "POST " + srv.URL + "/2/statuses/share.json\nAuthorization: OAuth2 …\nContent-Type: multipart/form-data\n\n" +
			"status: 猫+1\npic: cat.png, image/png, 18 bytes\n",
		"api statuses/show -f id=5":        "GET " + srv.URL + "/2/statuses/show.json\nAuthorization: OAuth2 …\n\nid: 5\n",
		"api x/y -X POST -f a=1 -f b=2":    "POST " + srv.URL + "/2/x/y.json\nAuthorization: OAuth2 …\nContent-Type: application/x-www-form-urlencoded\n\na: 1\nb: 2\n",
		"api statuses/go -f uid=1 -f id=2": "GET " + srv.URL + "/2/statuses/go\n",
		"api /proxy/x -X GET --paginate":   "GET " + srv.URL + "/proxy/x\n",
	} {
		want(t, args+" --dry-run", exitOK, out, "")
	}
	if n := len(srv.Requests()); n != before {
		t.Errorf("%d requests were sent", n-before)
	}
}

// TestNobodyAnswers has a sandbox that is gone. Reads are tried again before, which takes a second.
func TestNobodyAnswers(t *testing.T) {
	m, srv := newMachine(t), httptest.NewServer(weibotest.New())
	m.opens(someUID)
	want(t, "login --base-url "+srv.URL, exitOK, "Signed in", "")
	srv.Close()
	advice := "no local Weibo answers at " + srv.URL + "\nStart one in another terminal: weibo-go sandbox\n"
	want(t, "share https://example.com/", exitFailure, "", advice)
	want(t, "api statuses/update -f status=a", exitFailure, "", advice)
	want(t, "limits", exitFailure, "", advice)
}

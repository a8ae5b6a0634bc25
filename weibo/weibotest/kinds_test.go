package weibotest_test

import (
	"encoding/json"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/seed4635ade2/weibo-go/weibo/weibotest"
	"github.com/seed4635ade2/weibo-go/weibo/weibotest/internal/openapi"
)

// kindServer starts a sandbox of the description with one of every kind.
func kindServer(t *testing.T, opts ...weibotest.Option) *weibotest.Server {
	return weibotest.NewServer(t, append(opts, weibotest.WithDescription(kinds(t)))...)
}

func lastRequest(srv *weibotest.Server) weibotest.Request {
	return srv.Requests()[len(srv.Requests())-1]
}

func TestLists(t *testing.T) {
	srv := kindServer(t)
	token := "&access_token=" + srv.Token(first)
	tests := []struct {
		name, method, path, sent string
		code                     int
		text                     string // in the message
		logged                   string // of the parameter
	}{
		{"commas in a repeated value", "GET", "repeated", "url=a,b,c,d&url=e", 0, "", "a,b,c,d\ne"},
		{"one value", "GET", "repeated", "url=a", 0, "", "a"},
		{"blanks of a repeated value", "GET", "repeated", "url=+a+", 0, "", " a "},
		{"empty among repeated values", "GET", "repeated", "url=&url=a&url=", 0, "", "a"},
		{"as many as may be", "GET", "repeated", "url=a&url=b&url=c", 0, "", "a\nb\nc"},
		{"too many", "GET", "repeated", "url=a&url=b&url=c&url=d", 10017, "(at most 3 of string, each in a parameter of its own), but get (a, b, c, d)", ""},
		{"no value", "GET", "repeated", "url=", 10016, "(url)", ""},
		{"numbers", "GET", "repeated", "url=a&ids=1&ids=+2", 0, "", ""},
		{"commas between repeated numbers", "GET", "repeated", "url=a&ids=1,2", 10017, "(1,2)", ""},
		{"a wrong one among numbers", "GET", "repeated", "url=a&ids=1&ids=x", 10017, "(1, x)", ""},
		{"too many ids", "GET", "repeated", "url=a&ids=1&ids=2&ids=3&ids=4", 20009, "", ""},
		{"list with commas sent twice", "GET", "repeated", "url=a&words=a,b&words=c", 0, "", ""},
		{"repeated in a form", "POST", "form", "urls=a,b&urls=c", 0, "", "a,b\nc"},
		{"too many in a form", "POST", "form", "urls=a&urls=b&urls=c", 10017, "at most 2", ""},
		{"commas in a form", "POST", "form", "urls=a&words=a,b,c&told=a,b&told=c", 0, "", ""},
		{"tildes", "GET", "tilde", "uids=1~2~3", 0, "", "1~2~3"},
		{"one, with tildes around", "GET", "tilde", "uids=~1~", 0, "", ""},
		{"too many with tildes", "GET", "tilde", "uids=1~2~3~4", 10017, "(at most 3 of int64 with ~)", ""},
		{"a word among tildes", "GET", "tilde", "uids=1~x", 10017, "(1~x)", ""},
		{"commas for tildes", "GET", "tilde", "uids=1,2", 10017, "(1,2)", ""},
		{"tildes alone", "GET", "tilde", "uids=~", 10016, "(uids)", ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			address := srv.URL + "/2/lists/" + tt.path + ".json"
			req := request(t, tt.method, address+"?"+tt.sent+token, "", nil)
			if tt.method == http.MethodPost {
				req = request(t, tt.method, address, formType, strings.NewReader(tt.sent+token))
			}
			a := do(t, req)
			if tt.code == 0 {
				a.refusedNot(t)
			} else if r := a.refused(tt.code); !strings.Contains(r.Error, tt.text) {
				t.Errorf("%q does not say %q", r.Error, tt.text)
			}
			name, _, _ := strings.Cut(tt.sent, "=")
			if got := lastRequest(srv).Params[name]; tt.logged != "" && got != tt.logged {
				t.Errorf("%s is %q in the log, want %q", name, got, tt.logged)
			}
		})
	}
}

func TestRepeatedInQueryAndForm(t *testing.T) {
	srv := kindServer(t)
	do(t, request(t, "POST", srv.URL+"/2/lists/form.json?urls=a&access_token="+srv.Token(first), formType, strings.NewReader("urls=b"))).refusedNot(t)
	if got := lastRequest(srv).Params["urls"]; got != "a\nb" {
		t.Errorf("%q", got)
	}
}

func sendDocument(t *testing.T, srv *weibotest.Server, path, contentType, body string) *answer {
	t.Helper()
	return do(t, request(t, "POST", srv.URL+path, contentType, strings.NewReader(body)))
}

func TestDocuments(t *testing.T) {
	srv, strict := kindServer(t), kindServer(t, weibotest.Strict())
	const only, form = "/2/documents/only.json", "/2/documents/form.json"
	tests := []struct {
		name, path, contentType, body string
		status, code                  int
		undeclared                    []string
		problem                       string
	}{
		{"document", only, documentType, `{"text":"一只猫","part":{"id":1}}`, 200, 0, nil, ""},
		{"type with a charset", only, "Application/JSON; charset=utf-8", `{"text":"x"}`, 200, 0, nil, ""},
		{"anything where anything may be", only, documentType, `{"text":"x","raw":{"a":{"b":null}},"names":{"x":[{"id":1}]}}`, 200, 0, nil, ""},
		{"unknown members", only, documentType, `{"text":"x","z":1,"part":{"id":1,"y":2},"parts":[{"id":1,"x":1},{"id":2,"x":2}],"names":{"n":[{"id":1,"w":1}]}}`,
			200, 0, []string{"names.n[].w", "part.y", "parts[].x", "z"}, ""},
		{"no member that is required", only, documentType, `{}`, 400, 10008, nil, "text"},
		{"wrong kind", only, documentType, `{"text":"x","number":"1"}`, 400, 10008, nil, "number"},
		{"out of range", only, documentType, `{"text":"x","number":0}`, 400, 10008, nil, "number"},
		{"deep inside", only, documentType, `{"text":"x","parts":[{"id":1},{}]}`, 400, 10008, nil, "parts.1"},
		{"array", only, documentType, `[]`, 400, 10008, nil, "object"},
		{"null", only, documentType, `null`, 400, 10008, nil, "nullable"},
		{"no JSON", only, documentType, `{"text":`, 400, 10008, nil, "no JSON"},
		{"two documents", only, documentType, `{"text":"x"}{}`, 400, 10008, nil, "no JSON"},
		{"no UTF-8", only, documentType, "{\"text\":\"\xff\"}", 400, 10008, nil, "no JSON"},
		{"nothing", only, documentType, "", 400, 10016, nil, ""},
		{"nothing, without a type", only, "", "", 400, 10016, nil, ""},
		{"form where there is none", only, formType, "text=x", 400, 10016, []string{"text"}, ""},
		{"type that is none", only, "application/x-weibo-body", "nothing=x", 415, 10007, nil, ""},
		{"large", only, documentType, `{"text":"` + strings.Repeat("x", 1<<20) + `"}`, 413, 10018, nil, ""},
		{"document instead of a form", form, documentType, `{"text":"x"}`, 200, 0, nil, ""},
		{"form instead of a document", form, formType, `json=` + url.QueryEscape(`{"text":"x"}`), 200, 0, nil, ""},
		{"form with no JSON", form, formType, `json={`, 400, 10017, nil, ""},
		{"neither form nor document", form, formType, "", 400, 10016, nil, ""},
		{"wrong document instead of a form", form, documentType, `{"number":1}`, 400, 10008, nil, "text"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			a := sendDocument(t, srv, tt.path+"?access_token="+srv.Token(first), tt.contentType, tt.body)
			if a.status != tt.status {
				t.Errorf("HTTP %d, want %d", a.status, tt.status)
			}
			if tt.code != 0 {
				a.refused(tt.code)
			}
			last := lastRequest(srv)
			if !slices.Equal(last.Undeclared, tt.undeclared) {
				t.Errorf("undeclared: %q", last.Undeclared)
			}
			if problems := strings.Join(last.Problems, ""); !strings.Contains(problems, tt.problem) || (tt.code == 0) != (problems == "") {
				t.Errorf("problems: %q", last.Problems)
			}
			b := sendDocument(t, strict, tt.path+"?access_token="+strict.Token(first), tt.contentType, tt.body)
			if tt.code == 0 && len(tt.undeclared) > 0 {
				b.refused(10008)
			} else if b.status != tt.status {
				t.Errorf("HTTP %d from a strict sandbox", b.status)
			}
		})
	}
}

// TestDocumentCredentials sends what says who calls in the query or in the header, since the document is not the place.
func TestDocumentCredentials(t *testing.T) {
	srv := kindServer(t)
	token := srv.Token(first)
	const body = `{"text":"x"}`
	sendDocument(t, srv, "/2/documents/only.json", documentType, body).refused(10006)
	sendDocument(t, srv, "/2/documents/only.json?source=1", documentType, body).refused(21301)
	sendDocument(t, srv, "/2/documents/app.json?source=1", documentType, body).refusedNot(t)
	sendDocument(t, srv, "/2/documents/only.json", documentType, `{"text":"x","access_token":"`+token+`"}`).refused(10006)

	req := request(t, "POST", srv.URL+"/2/documents/only.json?dry=1", documentType, strings.NewReader(body))
	req.Header.Set("Authorization", "OAuth2 "+token)
	do(t, req).refusedNot(t)
	last := lastRequest(srv)
	if last.UID != first || last.Params["text"] != `"x"` || last.Params["dry"] != "1" {
		t.Errorf("logged %+v", last)
	}
	b, err := json.Marshal(srv.Requests())
	if err != nil || strings.Contains(string(b), token) {
		t.Errorf("the token is in the log: %s", b)
	}
}

func TestBytes(t *testing.T) {
	srv := kindServer(t)
	a := get(t, srv, "/2/answers/bytes", "access_token", srv.Token(first))
	if a.status != http.StatusOK || a.header.Get("Content-Type") != "image/png" || http.DetectContentType(a.body) != "image/png" || len(a.body) > 1000 {
		t.Errorf("HTTP %d, %v, %d bytes", a.status, a.header, len(a.body))
	}
}

func TestStream(t *testing.T) {
	srv := kindServer(t)
	req := request(t, "GET", srv.URL+"/answers/stream", "", nil)
	req.Header.Set("Accept-Encoding", "gzip")
	resp, err := browser.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	resp.Body.Close()
	if resp.ContentLength != -1 || resp.Header.Get("Content-Encoding") != "" || !strings.HasPrefix(resp.Header.Get("Content-Type"), "application/json") {
		t.Errorf("length %d, %v", resp.ContentLength, resp.Header)
	}
	a := get(t, srv, "/answers/stream")
	const object = `{"id":5101694137532416}` + "\r\n"
	if string(a.body) != object+object {
		t.Errorf("%q", a.body)
	}
}

func TestHosts(t *testing.T) {
	srv := kindServer(t, weibotest.Strict())
	tests := []struct{ host, param, want string }{
		{"", "a", "api"},
		{"api.weibo.com", "a", "api"},
		{"c.api.weibo.com", "c", "c"},
		{"C.API.Weibo.com:443", "c", "c"},
		{"m.api.weibo.com", "a", "api"},
		{"example.com", "a", "api"},
	}
	for _, tt := range tests {
		t.Run(tt.host, func(t *testing.T) {
			req := request(t, "GET", srv.URL+"/2/twins.json?"+tt.param+"=1&access_token="+srv.Token(first), "", nil)
			if tt.host != "" {
				req.Host = tt.host
			}
			var got struct{ Host string }
			do(t, req).into(&got)
			if got.Host != tt.want || lastRequest(srv).Operation != "twins" {
				t.Errorf("%s answered", got.Host)
			}
		})
	}
	get(t, srv, "/twins.json", "access_token", srv.Token(first)).refused(10020)
	post(t, srv, "/2/twins.json", "access_token", srv.Token(first)).refused(10021)
}

// TestExamples checks what is made where the description has no example of the whole.
func TestExamples(t *testing.T) {
	doc, err := openapi.Load(kinds(t))
	if err != nil {
		t.Fatal(err)
	}
	const part = `{"id":5101694137532416}`
	const members = `"any":` + part + `,"both":{"id":5101694137532416,"name":"小猫"},"byName":{},"deleted":"1","either":"a","example":{"221012100001985342":1},` +
		`"grid":[[1,2]],"map":{"name":` + part + `},"names":{"name":[` + part + `]},"none":null,"number":201205310012345679,"open":{},"part":` + part + `,"parts":[` + part + `],` +
		`"point":[[116.3,39.9],[116.4,39.8]],"raw":{},"selves":[],"words":["a","b"]`
	for path, want := range map[string]string{
		"/2/lists/tilde.json":      "{" + members + "}",
		"/2/answers/map.json":      `{"name":[` + part + `]}`,
		"/2/answers/lists.json":    "[" + part + "]",
		"/2/answers/examples.json": `{"a":1}`,
		"/2/twins.json":            `{"host":"api"}`,
	} {
		media := doc.Paths[path]["get"].Responses["200"].Content[documentType]
		if got := weibotest.BodyExample(media); string(got) != want {
			t.Errorf("%s:\n got %s\nwant %s", path, got, want)
		}
	}
}

func TestHomeCountsOperations(t *testing.T) {
	srv := kindServer(t)
	doc, err := openapi.Load(kinds(t))
	if err != nil {
		t.Fatal(err)
	}
	if want := str(int64(len(doc.Paths))); !strings.Contains(string(get(t, srv, "/").body), ">"+want+" endpoints") {
		t.Errorf("the page does not say %s", want)
	}
}

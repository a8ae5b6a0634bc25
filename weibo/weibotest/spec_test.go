package weibotest_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/getkin/kin-openapi/openapi3"
	"go.yaml.in/yaml/v3"

	"github.com/seed4635ade2/weibo-go/spec"
	"github.com/seed4635ade2/weibo-go/weibo/weibotest"
	"github.com/seed4635ade2/weibo-go/weibo/weibotest/internal/openapi"
)

// TestEveryOperation calls each operation of the description with its examples, in every way and with every choice that it
// leaves, and holds the answer against its schema.
func TestEveryOperation(t *testing.T) { callAll(t, spec.Document()) }

// TestEveryKind does so with a description that has one of every kind.
func TestEveryKind(t *testing.T) {
	document := kinds(t)
	callAll(t, document, weibotest.WithDescription(document))
}

// kinds returns a description with one of every kind.
func kinds(t testing.TB) []byte {
	t.Helper()
	source, err := os.ReadFile("testdata/kinds.yaml")
	if err != nil {
		t.Fatal(err)
	}
	var tree any
	if err := yaml.Unmarshal(source, &tree); err != nil {
		t.Fatal(err)
	}
	document, err := json.Marshal(tree)
	if err != nil {
		t.Fatal(err)
	}
	return document
}

// grantedApp is the default application with every permission.
var grantedApp = weibotest.App{
	Key:         weibotest.DefaultAppKey,
	Secret:      weibotest.DefaultAppSecret,
	Name:        weibotest.DefaultAppName,
	SafeDomains: []string{"example.com"},
	Granted:     []string{"*"},
}

func callAll(t *testing.T, document []byte, opts ...weibotest.Option) {
	strict := append(slices.Clone(opts), weibotest.Strict(), weibotest.WithApp(grantedApp))
	for _, op := range described(t, document) {
		t.Run(op.method+op.url.Path, func(t *testing.T) {
			for _, c := range op.calls(t) {
				c.check(t, opts)
				c.check(t, strict)
			}
			op.checkBare(t, opts)
		})
	}
}

// A describedOp is an operation of a description, as kin-openapi reads it.
type describedOp struct {
	*openapi3.Operation
	ours   *openapi.Operation // as the sandbox reads it
	method string
	url    *url.URL // at Weibo
}

// described returns all operations of a description.
func described(t *testing.T, document []byte) (all []describedOp) {
	t.Helper()
	doc, err := openapi3.NewLoader().LoadFromData(document)
	if err != nil {
		t.Fatal(err)
	}
	if err := doc.Validate(t.Context()); err != nil {
		t.Fatal(err)
	}
	ours, err := openapi.Load(document)
	if err != nil {
		t.Fatal(err)
	}
	for _, path := range slices.Sorted(maps.Keys(doc.Paths.Map())) {
		for method, op := range doc.Paths.Value(path).Operations() {
			servers := doc.Servers
			if op.Servers != nil {
				servers = *op.Servers
			}
			u, err := url.Parse(servers[0].URL + path)
			if err != nil {
				t.Fatal(err)
			}
			all = append(all, describedOp{op, ours.Paths[path][strings.ToLower(method)], method, u})
		}
	}
	return all
}

// name is what the documentation calls the operation.
func (op describedOp) name() string {
	return strings.TrimSuffix(strings.TrimPrefix(strings.TrimPrefix(op.url.Path, "/2"), "/"), ".json")
}

const (
	multipartType = "multipart/form-data"
	documentType  = "application/json"
)

// body returns what the description says of a body, or nil.
func (op describedOp) body(kind string) *openapi3.MediaType {
	if op.RequestBody == nil {
		return nil
	}
	return op.RequestBody.Value.Content[kind]
}

// An exampleCall is an operation with examples for parameters.
type exampleCall struct {
	describedOp
	params   url.Values
	file     string // the parameter that takes a picture, if there is one
	document []byte // the JSON body, if there is one
}

// calls returns a call for every kind of body, and for every choice.
func (op describedOp) calls(t *testing.T) (all []*exampleCall) {
	for i := range op.choices() {
		bare := true
		for _, kind := range []string{formType, multipartType, documentType} {
			if op.body(kind) != nil {
				all = append(all, op.call(t, kind, i))
				bare = false
			}
		}
		if bare {
			all = append(all, op.call(t, "", i))
		}
	}
	return all
}

func (op describedOp) call(t *testing.T, kind string, choice int) *exampleCall {
	c := &exampleCall{describedOp: op, params: url.Values{}}
	for _, p := range op.Parameters {
		c.params[p.Value.Name] = exampleTexts(t, p.Value.Name, p.Value.Example, p.Value.Explode)
	}
	switch body := op.body(kind); {
	case body == nil:
	case kind == documentType:
		c.document = weibotest.BodyExample(op.ours.RequestBody.Content[kind])
	default:
		c.fill(t, body)
	}
	c.choose(choice)
	return c
}

// fill adds the examples of a form.
func (c *exampleCall) fill(t *testing.T, form *openapi3.MediaType) {
	for name, p := range form.Schema.Value.Properties {
		if p.Value.Format == "binary" {
			c.file = name
			continue
		}
		var explode *bool
		if e := form.Encoding[name]; e != nil {
			explode = e.Explode
		}
		c.params[name] = exampleTexts(t, name, p.Value.Example, explode)
	}
}

// exampleTexts writes an example as it is sent. Unless it says something else, the values of a list are sent one at a time.
func exampleTexts(t *testing.T, name string, example any, explode *bool) []string {
	if example == nil {
		t.Errorf("%s has no example", name)
	}
	list, ok := example.([]any)
	if !ok {
		return []string{exampleText(example)}
	}
	texts := make([]string, len(list))
	for i := range list {
		texts[i] = exampleText(list[i])
	}
	if explode != nil && !*explode {
		return []string{strings.Join(texts, ",")}
	}
	return texts
}

func exampleText(example any) string {
	if n, ok := example.(float64); ok {
		return strconv.FormatFloat(n, 'f', -1, 64)
	}
	return fmt.Sprint(example)
}

// groups returns the parameters that a rule is about.
func (op describedOp) groups(rule string) (groups [][]string) {
	rules, _ := op.Extensions["x-weibo-rules"].(map[string]any)
	lists, _ := rules[rule].([]any)
	for _, list := range lists {
		var names []string
		for _, name := range list.([]any) {
			names = append(names, name.(string))
		}
		groups = append(groups, names)
	}
	return groups
}

// alternatives are the parameters of which no more than one may be sent.
func (op describedOp) alternatives() [][]string {
	return append(op.groups("exactly-one"), op.groups("at-most-one")...)
}

// choices is how many calls it takes to send each alternative once. Operations with state have tests of their own for that.
func (op describedOp) choices() int {
	n := 1
	if weibotest.HasState(op.name()) {
		return n
	}
	for _, names := range op.alternatives() {
		n = max(n, len(names))
	}
	return n
}

// choose leaves one alternative, and drops what goes with the others.
func (c *exampleCall) choose(choice int) {
	absent := func(name string) bool { return !c.params.Has(name) && name != c.file }
	for _, names := range c.alternatives() {
		names = slices.DeleteFunc(names, absent)
		for i, name := range names {
			if i != min(choice, len(names)-1) {
				c.drop(name)
			}
		}
	}
	for _, names := range c.groups("together") {
		if slices.ContainsFunc(names, absent) {
			for _, name := range names {
				c.drop(name)
			}
		}
	}
}

func (c *exampleCall) drop(name string) {
	c.params.Del(name)
	if c.file == name {
		c.file = ""
	}
}

// check sends the call to a new sandbox and checks the answer and the log.
func (c *exampleCall) check(t *testing.T, opts []weibotest.Option) {
	t.Helper()
	srv := weibotest.NewServer(t, opts...)
	params := maps.Clone(c.params)
	params.Set("access_token", srv.Token(first))
	if weibotest.HasState(c.name()) {
		useState(t, srv, c.url.Path, params)
	}
	a := c.send(t, srv, params)
	last := srv.Requests()[len(srv.Requests())-1]
	if last.Path != c.url.Path || last.Operation != c.name() || len(last.Undeclared) != 0 || len(last.Problems) != 0 {
		t.Errorf("logged %+v", last)
	}
	for name, texts := range c.params {
		if got, ok := last.Params[name]; ok && !weibotest.HasState(c.name()) && got != strings.Join(texts, "\n") {
			t.Errorf("%s is %q in the log", name, got)
		}
	}
	c.checkAnswer(t, a)
	if t.Failed() {
		t.Fatalf("sent %v, file %q, body %s", c.params, c.file, c.document)
	}
}

func (c *exampleCall) send(t *testing.T, srv *weibotest.Server, params url.Values) *answer {
	t.Helper()
	var req *http.Request
	switch address := srv.URL + c.url.Path; {
	case c.document != nil:
		req = request(t, c.method, address+"?"+params.Encode(), documentType, bytes.NewReader(c.document))
	case c.method == http.MethodGet:
		req = request(t, c.method, address+"?"+params.Encode(), "", nil)
	case c.file != "":
		body, contentType := multipartBody(t, c.file, "cat.jpg", jpeg, params)
		req = request(t, c.method, address, contentType, body)
	default:
		req = request(t, c.method, address, formType, strings.NewReader(params.Encode()))
	}
	req.Host = c.url.Host
	return do(t, req)
}

// checkAnswer holds an answer against the description.
func (c *exampleCall) checkAnswer(t *testing.T, a *answer) {
	t.Helper()
	result, _ := c.Extensions["x-weibo-result"].(string)
	if result == "redirect" && c.name() != "oauth2/authorize" { // which shows a page first
		if u, err := url.Parse(a.header.Get("Location")); err != nil || !u.IsAbs() || a.status/100 != 3 {
			t.Errorf("HTTP %d, Location %q", a.status, a.header.Get("Location"))
		}
		return
	}
	if a.status != http.StatusOK {
		t.Fatalf("HTTP %d: %s\nsent %v, file %q, body %s", a.status, a.body, c.params, c.file, c.document)
	}
	content := c.Responses.Value("200").Value.Content.Get(documentType)
	switch {
	case result == "bytes":
		if got := a.header.Get("Content-Type"); got != "image/png" || http.DetectContentType(a.body) != got {
			t.Errorf("%s, %d bytes", got, len(a.body))
		}
	case result == "stream":
		c.checkStream(t, content.Schema.Value, a.body)
	case content != nil: // otherwise it is a page
		c.checkValue(t, content.Schema.Value, a.body)
	}
}

// checkStream wants two objects, each with a line end of its own.
func (c *exampleCall) checkStream(t *testing.T, s *openapi3.Schema, body []byte) {
	t.Helper()
	lines := strings.Split(string(body), "\r\n")
	if len(lines) != 3 || lines[2] != "" {
		t.Fatalf("the stream is %q", body)
	}
	for _, line := range lines[:2] {
		c.checkValue(t, s, []byte(line))
	}
}

func (c *exampleCall) checkValue(t *testing.T, s *openapi3.Schema, body []byte) {
	t.Helper()
	var value any
	if err := json.Unmarshal(body, &value); err != nil {
		t.Fatalf("%v: %s", err, body)
	}
	if err := s.VisitJSON(value, openapi3.MultiErrors()); err != nil {
		t.Errorf("the answer is not as described: %v", err)
	}
	for _, name := range weibotest.Undeclared(c.ours.Responses["200"].Content[documentType].Schema, value) {
		t.Errorf("the description does not have %s", name)
	}
}

// checkBare calls without parameters, which is refused if the operation needs some.
func (op describedOp) checkBare(t *testing.T, opts []weibotest.Option) {
	t.Helper()
	srv := weibotest.NewServer(t, opts...)
	c := &exampleCall{describedOp: op}
	a := c.send(t, srv, url.Values{"access_token": {srv.Token(first)}})
	if refused := a.status/100 == 4; refused != op.needsParams() {
		t.Errorf("without parameters: HTTP %d: %s", a.status, a.body)
	}
}

func (op describedOp) needsParams() bool {
	for _, p := range op.Parameters {
		if p.Value.Required {
			return true
		}
	}
	for _, kind := range []string{formType, multipartType} {
		if form := op.body(kind); form != nil && len(without(form.Schema.Value.Required, "access_token")) > 0 {
			return true
		}
	}
	document := op.body(documentType) != nil && op.RequestBody.Value.Required
	return document || len(op.groups("exactly-one"))+len(op.groups("at-least-one")) > 0
}

// without leaves out the token, which all calls have, and the address of the user, which only a strict sandbox wants.
func without(required []string, more ...string) []string {
	return slices.DeleteFunc(slices.Clone(required), func(name string) bool { return name == "rip" || slices.Contains(more, name) })
}

// useState puts what is there in place of what the examples name.
func useState(t *testing.T, srv *weibotest.Server, path string, params url.Values) {
	t.Helper()
	have := map[string]string{"since_id": "0", "max_id": "0", "page": "1", "feature": "0", "trim_user": "0"}
	token := srv.Token(first)
	if strings.HasPrefix(path, "/oauth2/") {
		have["client_id"], have["client_secret"], have["redirect_uri"] = weibotest.DefaultAppKey, weibotest.DefaultAppSecret, callback
		have["code"] = decide(t, srv, "approve", "client_id", weibotest.DefaultAppKey).Get("code")
	} else {
		var st status
		post(t, srv, "/2/statuses/share.json", "access_token", token, "status", "x https://example.com/", "rip", "211.156.0.1").into(&st)
		c := commentOn(t, srv, token, st.IDStr, "c", "rip", "211.156.0.1")
		have["id"], have["ids"], have["cid"] = st.IDStr, st.IDStr, c.IDStr
		var pic struct {
			PicID string `json:"pic_id"`
		}
		upload(t, srv, "/2/statuses/upload_pic.json", "pic", "a.jpg", jpeg, "access_token", token).into(&pic)
		have["pic_id"] = pic.PicID
		maps.Copy(have, belongings(t, srv, path, token, st.IDStr))
	}
	for name := range params {
		if v, ok := have[name]; ok {
			params.Set(name, v)
		}
	}
}

// belongings makes what a call is about beside a status, and returns how it is named.
func belongings(t *testing.T, srv *weibotest.Server, path, token, id string) map[string]string {
	t.Helper()
	const rip = "211.156.0.1"
	switch other := str(second); {
	case strings.HasPrefix(path, "/2/favorites/"):
		post(t, srv, "/2/favorites/create.json", "access_token", token, "id", id).refusedNot(t)
		if strings.HasSuffix(path, "/create.json") {
			post(t, srv, "/2/favorites/destroy.json", "access_token", token, "id", id).refusedNot(t)
		}
	case strings.HasPrefix(path, "/2/friendships/groups/"):
		list := str(makeGroup(t, srv, token, "猫").ID)
		if !strings.HasSuffix(path, "/add.json") {
			post(t, srv, "/2/friendships/groups/members/add.json", "access_token", token, "list_id", list, "uid", other).refusedNot(t)
		}
		return map[string]string{"list_id": list}
	case path == "/2/friendships/create.json":
		post(t, srv, "/2/friendships/destroy.json", "access_token", token, "uid", other).refusedNot(t)
	case path == "/2/place/statuses/show.json":
		var st status
		post(t, srv, "/2/place/pois/add_tip.json", "access_token", token, "poiid", park, "status", "tip", "public", "1").into(&st)
		return map[string]string{"id": st.IDStr}
	case strings.HasPrefix(path, "/2/short_url/"):
		return map[string]string{"url_short": shorten(t, srv, token, "https://example.com/")}
	case path == "/2/statuses/mentions/shield.json":
		var st status
		post(t, srv, "/2/statuses/share.json", "access_token", srv.Token(second), "status", "@测试用户 https://example.com/", "rip", rip).into(&st)
		return map[string]string{"id": st.IDStr}
	}
	return nil
}

// TestStatefulCalls holds what the READMEs say of the sandbox against it.
func TestStatefulCalls(t *testing.T) {
	for name, words := range map[string]string{"README.md": "%d calls and", "README.zh-CN.md": "%d 个接口和"} {
		text, err := os.ReadFile("../../" + name)
		if err != nil {
			t.Fatal(err)
		}
		if want := fmt.Sprintf(words, weibotest.Stateful()); !strings.Contains(string(text), want) {
			t.Errorf("%s does not say %q", name, want)
		}
	}
}

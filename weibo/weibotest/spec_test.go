package weibotest_test

import (
	"fmt"
	"maps"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/getkin/kin-openapi/openapi3"

	"github.com/seed4635ade2/weibo-go/spec"
	"github.com/seed4635ade2/weibo-go/weibo/weibotest"
)

// TestEveryOperation calls each operation of the description with its examples, and holds the answer against its schema. What
// an example names, such as a status, is put in place of the example where the sandbox has state.
func TestEveryOperation(t *testing.T) {
	doc, err := openapi3.NewLoader().LoadFromData(spec.Document())
	if err != nil {
		t.Fatal(err)
	}
	if err := doc.Validate(t.Context()); err != nil {
		t.Fatal(err)
	}
	for _, path := range slices.Sorted(maps.Keys(doc.Paths.Map())) {
		for method, op := range doc.Paths.Value(path).Operations() {
			t.Run(method+path, func(t *testing.T) {
				for _, opts := range [][]weibotest.Option{nil, {weibotest.Strict()}} {
					callByExample(t, method, path, op, opts)
				}
			})
		}
	}
}

func callByExample(t *testing.T, method, path string, op *openapi3.Operation, opts []weibotest.Option) {
	srv := weibotest.NewServer(t, opts...)
	params, file := exampleParams(op)
	useState(t, srv, path, params)
	dropAlternatives(op, params)
	a := call(t, srv, method, path, params, file)
	if a.status/100 == 3 {
		if u, err := url.Parse(a.header.Get("Location")); err != nil || !u.IsAbs() {
			t.Errorf("Location %q", a.header.Get("Location"))
		}
		return
	}
	if a.status != 200 {
		t.Fatalf("HTTP %d: %s", a.status, a.body)
	}
	last := srv.Requests()[len(srv.Requests())-1]
	if last.Path != path || len(last.Undeclared) != 0 || len(last.Problems) != 0 || !strings.Contains(path, last.Operation) {
		t.Errorf("logged %+v", last)
	}
	content := op.Responses.Value("200").Value.Content.Get("application/json")
	if content == nil {
		return // a page
	}
	var value any
	a.into(&value)
	if err := content.Schema.Value.VisitJSON(value, openapi3.MultiErrors()); err != nil {
		t.Errorf("the answer is not as described: %v", err)
	}
	for _, name := range undescribed(content.Schema.Value, value, "") {
		t.Errorf("the description does not have %s", name)
	}
}

func call(t *testing.T, srv *weibotest.Server, method, path string, params map[string]string, file string) *answer {
	t.Helper()
	var pairs []string
	for name, value := range params {
		pairs = append(pairs, name, value)
	}
	switch {
	case method == "GET":
		return get(t, srv, path, pairs...)
	case file != "":
		return upload(t, srv, path, file, "cat.jpg", jpeg, pairs...)
	}
	return post(t, srv, path, pairs...)
}

// exampleParams returns the examples of all parameters, and the name of the one that takes a file.
func exampleParams(op *openapi3.Operation) (params map[string]string, file string) {
	params = map[string]string{}
	for _, p := range op.Parameters {
		params[p.Value.Name] = exampleText(p.Value.Example)
	}
	if op.RequestBody == nil {
		return params, ""
	}
	content := op.RequestBody.Value.Content
	body := content["multipart/form-data"]
	if body == nil {
		body = content[formType]
	}
	for name, p := range body.Schema.Value.Properties {
		if p.Value.Format == "binary" {
			file = name
		} else {
			params[name] = exampleText(p.Value.Example)
		}
	}
	return params, file
}

func exampleText(example any) string {
	switch v := example.(type) {
	case float64:
		return strconv.FormatFloat(v, 'f', -1, 64)
	case []any:
		texts := make([]string, len(v))
		for i := range v {
			texts[i] = exampleText(v[i])
		}
		return strings.Join(texts, ",")
	}
	return fmt.Sprint(example)
}

// useState puts what is there in place of what the examples name.
func useState(t *testing.T, srv *weibotest.Server, path string, params map[string]string) {
	t.Helper()
	have := map[string]string{"since_id": "0", "max_id": "0", "page": "1", "feature": "0", "trim_user": "0"}
	token := srv.Token(first)
	params["access_token"] = token
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
	}
	for name := range params {
		if v, ok := have[name]; ok {
			params[name] = v
		}
	}
}

// dropAlternatives leaves one of the parameters of which no more than one may be sent, and drops what goes with the others.
func dropAlternatives(op *openapi3.Operation, params map[string]string) {
	rules, _ := op.Extensions["x-weibo-rules"].(map[string]any)
	each := func(kind string, do func(names []any)) {
		lists, _ := rules[kind].([]any)
		for _, list := range lists {
			do(list.([]any))
		}
	}
	keepFirst := func(names []any) {
		for _, name := range names[1:] {
			delete(params, name.(string))
		}
	}
	each("exactly-one", keepFirst)
	each("at-most-one", keepFirst)
	each("together", func(names []any) {
		if _, ok := params[names[0].(string)]; !ok {
			keepFirst(names)
		}
	})
}

// undescribed returns the members of a value that its schema does not have.
func undescribed(s *openapi3.Schema, value any, at string) (names []string) {
	for len(s.AllOf) > 0 {
		s = s.AllOf[0].Value
	}
	switch value := value.(type) {
	case []any:
		for _, v := range value {
			names = append(names, undescribed(s.Items.Value, v, at+"[]")...)
		}
	case map[string]any:
		for name, v := range value {
			switch p := s.Properties[name]; {
			case p != nil:
				names = append(names, undescribed(p.Value, v, at+"."+name)...)
			case len(s.Properties) > 0:
				names = append(names, at+"."+name)
			}
		}
	}
	return names
}

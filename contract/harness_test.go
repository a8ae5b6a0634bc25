package contract

import (
	"context"
	"encoding/json"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/seed4635ade2/weibo-go/gen/openimapi"
	"github.com/seed4635ade2/weibo-go/gen/weiboapi"
	"github.com/seed4635ade2/weibo-go/spec"
	"github.com/seed4635ade2/weibo-go/weibo"
	"github.com/seed4635ade2/weibo-go/weibo/wire"
)

// The contract would hold just as well if the harness saw nothing. So here are descriptions that the client does not follow,
// and carriers that do something else than the description says.

// An object is one of JSON.
type object = map[string]any

// at follows names into an object.
func at(o object, path ...string) object {
	for _, name := range path {
		o = o[name].(object)
	}
	return o
}

// parameter returns a parameter of the query by its name.
func parameter(op object, name string) object {
	for _, p := range op["parameters"].([]any) {
		if p.(object)["name"] == name {
			return p.(object)
		}
	}
	panic("there is no parameter " + name)
}

var mutations = []struct {
	name   string
	path   string
	verb   string
	change func(doc, op object)
	want   string
}{
	{"another host", "/2/statuses/count.json", "get", func(_, op object) {
		op["servers"] = []any{object{"url": "https://c.api.weibo.com"}}
	}, `the host is "api.weibo.com", want "c.api.weibo.com"`},
	{"a version in the server", "/2/statuses/count.json", "get", func(_, op object) {
		op["servers"] = []any{object{"url": "https://api.weibo.com/3"}}
	}, `the path is "/2/statuses/count.json", want "/3/2/statuses/count.json"`},
	{"no token", "/2/statuses/count.json", "get", func(_, op object) { op["security"] = []any{} },
		`the Authorization header is "OAuth2 ` + token + `", want ""`},
	{"an app key is enough", "/2/statuses/home_timeline.json", "get", func(_, op object) {
		op["security"] = []any{object{"accessToken": []any{}}, object{"appKey": []any{}}}
	}, "with an app key: weibo: statuses/home_timeline: there is no access token"},
	{"no method in the client", "/2/statuses/count.json", "get", func(_, op object) { op["operationId"] = "statusesNumbers" },
		"the client has no method Statuses.Numbers"},
	{"no service in the client", "/2/statuses/count.json", "get", func(_, op object) {
		op["operationId"], op["tags"] = "catsCount", []any{"Cats"}
	}, "the client has no service Cats"},

	{"a parameter with another name", "/2/statuses/count.json", "get", func(_, op object) { parameter(op, "ids")["name"] = "mids" },
		"no field of weiboapi.StatusesCountParams is sent as mids"},
	{"a parameter less", "/2/statuses/count.json", "get", func(_, op object) { op["parameters"] = []any{} },
		"weiboapi.StatusesCountParams.IDs is sent as ids, which the description does not have"},
	{"a list that is repeated", "/2/statuses/count.json", "get", func(_, op object) { parameter(op, "ids")["explode"] = true },
		"ids in the query is"},
	{"a parameter of another type", "/2/statuses/count.json", "get", func(_, op object) {
		p := parameter(op, "ids")
		p["schema"], p["example"] = object{"type": "string"}, "a,b"
	}, "full call: weiboapi.StatusesCountParams.IDs: strconv.ParseInt"},
	{"another example", "/2/statuses/show.json", "get", func(_, op object) {
		p := parameter(op, "id")
		p["schema"], p["example"] = object{"type": "integer", "maximum": json.Number("5")}, json.Number("7")
	}, `parameter "id" in query has an error: number must be at most 5`},
	{"a parameter more", "/2/statuses/home_timeline.json", "get", func(_, op object) {
		op["parameters"] = append(op["parameters"].([]any), object{"name": "mood", "in": "query", "schema": object{"type": "string"}, "example": "x"})
	}, "no field of weiboapi.StatusesHomeTimelineParams is sent as mood"},
	{"a parameter that need not be", "/2/statuses/count.json", "get", func(_, op object) { delete(parameter(op, "ids"), "required") },
		"least call: weibo: statuses/count: ids: is required"},
	{"one that must be", "/2/statuses/home_timeline.json", "get", func(doc, _ object) {
		at(doc, "components", "parameters", "count")["required"] = true
	}, "call without count: it was sent"},
	{"a lower limit", "/2/statuses/count.json", "get", func(_, op object) {
		at(parameter(op, "ids"), "schema")["maxItems"] = json.Number("2")
	}, "call ids of"},
	{"a rule more", "/2/users/show.json", "get", func(_, op object) {
		op["x-weibo-rules"] = object{"together": []any{[]any{"uid", "screen_name"}}}
	}, "full call: weibo: users/show: uid, screen_name: exactly one of them is needed"},
	{"no rule", "/2/users/show.json", "get", func(_, op object) { delete(op, "x-weibo-rules") },
		"full call: weibo: users/show: uid, screen_name: exactly one of them is needed"},
	{"rules that let nothing through", "/2/users/show.json", "get", func(_, op object) {
		parameter(op, "uid")["required"], parameter(op, "screen_name")["required"] = true, true
	}, "the rules never let uid be sent"},
	{"a form without a picture", "/2/statuses/upload_pic.json", "post", func(_, op object) {
		content := at(op, "requestBody", "content")
		content[formType] = content[multipartType]
		delete(content, multipartType)
	}, `the media type is "multipart/form-data", want "application/x-www-form-urlencoded"`},
	{"a field of the form with another name", "/2/statuses/share.json", "post", func(_, op object) {
		for _, body := range at(op, "requestBody", "content") {
			properties := at(body.(object), "schema", "properties")
			properties["text"] = properties["status"]
			delete(properties, "status")
			at(body.(object), "schema")["required"] = []any{"text", "rip"}
		}
	}, "no field of weiboapi.StatusesShareParams is sent as text"},

	{"a member with another name", "/2/account/get_uid.json", "get", func(doc, _ object) {
		s := at(doc, "components", "schemas", "AccountUID")
		s["required"] = []any{"userid"}
		s["properties"] = object{"userid": at(s, "properties", "uid")}
	}, ".userid is lost: 9007199254740993"},
	{"a member that is new", "/2/account/get_uid.json", "get", func(doc, _ object) {
		at(doc, "components", "schemas", "AccountUID", "properties")["since"] = object{"type": "integer", "example": json.Number("0")}
	}, "a full answer: .since is lost: 1"},
	{"a member of another type", "/2/account/get_uid.json", "get", func(doc, _ object) {
		at(doc, "components", "schemas", "AccountUID", "properties")["uid"] = object{"type": "string", "example": "007"}
	}, `.uid is 7, want "007"`},
	{"a number with a fraction", "/2/account/get_uid.json", "get", func(doc, _ object) {
		at(doc, "components", "schemas", "AccountUID", "properties")["uid"] = object{"type": "number", "example": json.Number("0.5")}
	}, "an answer of examples: weibo: account/get_uid: "},
	{"a member in another kind", "/2/account/get_uid.json", "get", func(doc, _ object) {
		at(doc, "components", "schemas", "AccountUID", "properties", "uid")["x-weibo-also"] = []any{"object"}
	}, "AccountUID.uid is a integer and may be a object: nobody said what that would mean"},
	{"an example that is not valid", "/2/account/get_uid.json", "get", func(doc, _ object) {
		at(doc, "components", "schemas", "AccountUID", "properties", "uid")["example"] = "me"
	}, "an answer of examples is not valid"},
	{"a list", "/2/account/get_uid.json", "get", func(_, op object) {
		content := at(op, "responses", "200", "content", jsonType)
		content["schema"] = object{"type": "array", "items": content["schema"]}
	}, "an answer of examples: weibo: account/get_uid: "},
	{"a redirect", "/2/account/get_uid.json", "get", func(_, op object) {
		op["x-weibo-result"] = "redirect"
		op["responses"].(object)["302"] = object{"description": "x", "headers": object{"Location": object{
			"schema": object{"type": "string"}, "example": "https://example.com/"}}}
	}, "least call: weibo: account/get_uid: HTTP 302 Found"},
	{"a stream", "/2/account/get_uid.json", "get", func(_, op object) { op["x-weibo-result"] = "stream" },
		"least call: weibo: account/get_uid: "},
	{"no token in the query", "/open/crowd/topic_names", "get", func(_, op object) { op["security"] = []any{} },
		"token should not be in the query"},
	{"a member of the body with another name", "/open/crowd/comment", "post", func(_, op object) {
		body := at(op, "requestBody", "content", jsonType, "schema")
		properties := at(body, "properties")
		properties["text"] = properties["comment"]
		delete(properties, "comment")
		body["required"] = []any{"id", "text", "ai_model_name"}
	}, "no field of openimapi.CrowdCommentParams is sent as text"},
	{"a number in the body that is a text", "/open/crowd/comment", "post", func(_, op object) {
		properties := at(op, "requestBody", "content", jsonType, "schema", "properties")
		properties["id"] = object{"type": "string", "example": "7"}
	}, "full call: openimapi.CrowdCommentParams.ID: json: cannot unmarshal string"},
	{"a form for a body in JSON", "/open/crowd/comment", "post", func(_, op object) {
		content := at(op, "requestBody", "content")
		content[formType] = content[jsonType]
		delete(content, jsonType)
	}, `the media type is "application/json", want "application/x-www-form-urlencoded"`},
	{"nothing around the answer", "/open/crowd/topic_details", "get", func(_, op object) {
		content := at(op, "responses", "200", "content", jsonType)
		content["schema"] = at(content, "schema", "properties", "data")
	}, "least call: weibo: open/crowd/topic_details: found array, expected object"},
	{"no file", "/open/pic/upload", "post", func(_, op object) {
		delete(at(op, "requestBody", "content"), bytesType)
	}, "openimapi.PicUploadParams.Pic is sent as body, which the description does not have"},
	{"a file", "/2/account/get_uid.json", "get", func(_, op object) {
		op["x-weibo-result"] = "bytes"
		at(op, "responses", "200")["content"] = object{"image/png": object{"schema": object{"type": "string"}}}
	}, "least call: weibo: account/get_uid: "},
}

func TestMutations(t *testing.T) {
	for _, m := range mutations {
		t.Run(m.name, func(t *testing.T) {
			t.Parallel()
			document := spec.Document()
			if strings.HasPrefix(m.path, "/open/") {
				document = spec.OpenIM()
			}
			root, err := parse(document)
			if err != nil {
				t.Fatal(err)
			}
			doc := root.(object)
			item := at(doc, "paths", m.path)
			m.change(doc, at(item, m.verb))
			doc["paths"] = object{m.path: item} // the others only take time
			c := newCheck(t, onlyOperation(t, doc), nil)
			c.run()
			c.want(m.want)
		})
	}
}

// onlyOperation reads a changed description.
func onlyOperation(t *testing.T, doc object) *operation {
	t.Helper()
	text, err := json.Marshal(doc)
	if err != nil {
		t.Fatal(err)
	}
	loaded, err := load(text)
	if err != nil {
		t.Fatal(err)
	}
	ops, err := operations(loaded)
	if err != nil {
		t.Fatal(err)
	}
	return ops[0]
}

// want fails the test unless a problem was found.
func (c *check) want(problem string) {
	c.t.Helper()
	if !slices.ContainsFunc(c.problems, func(p string) bool { return strings.Contains(p, problem) }) {
		c.t.Errorf("the harness did not find: %s\nit found %q", problem, c.problems)
	}
}

func TestMethods(t *testing.T) {
	ops := operationsOf(t)
	var foreign []string
	for _, name := range ops[0].methods() {
		foreign = append(foreign, "the client has a method "+name+", the description no such operation")
	}
	if got := unlike(weiboapi.API{}, ops[1:]); !slices.Equal(got, foreign) {
		t.Errorf("got %q, want %q", got, foreign)
	}
	i := slices.IndexFunc(ops, func(o *operation) bool { return len(o.methods()) == 1 })
	list := *ops[i]
	value := *list.Operation
	list.Operation, value.Extensions = &value, map[string]any{"x-weibo-paging": object{}}
	missing := []string{"the client has no method " + list.goName() + "All", "the client has no method " + list.goName() + "Pages"}
	if got := unlike(weiboapi.API{}, append(slices.Delete(slices.Clone(ops), i, i+1), &list)); !slices.Equal(got, missing) {
		t.Errorf("got %q, want %q", got, missing)
	}
}

// A crook is a carrier that does not do what it is told.
type crook struct {
	wire.Carrier
	operation func(*wire.Operation)
	params    func(wire.Params) wire.Params
	result    func(any)
	err       func(error) error
}

func (c crook) Carry(ctx context.Context, op *wire.Operation, params wire.Params, result any, opts ...wire.Option) error {
	other := *op
	if c.operation != nil {
		c.operation(&other)
	}
	if c.params != nil {
		params = c.params(params)
	}
	err := c.Carrier.Carry(ctx, &other, params, result, opts...)
	if c.result != nil && err == nil {
		c.result(result)
	}
	if c.err != nil {
		err = c.err(err)
	}
	return err
}

// A relay passes parameters on under other names; those without a name stay behind.
type relay struct {
	params wire.Params
	rename func(string) string
}

func (r relay) Encode(e *wire.Encoder) {
	inner := wire.NewEncoder(relaySink{e, r.rename}, "")
	r.params.Encode(&inner)
}

type relaySink struct {
	e      *wire.Encoder
	rename func(string) string
}

func (s relaySink) to(name string, write func(string)) {
	if name = s.rename(name); name != "" {
		write(name)
	}
}

func (s relaySink) Text(name, v string) { s.to(name, func(n string) { s.e.Text(n, v) }) }
func (s relaySink) Int(name string, v int64) {
	s.to(name, func(n string) { s.e.IntZero(n, v) })
}
func (s relaySink) Float(name string, v float64) {
	s.to(name, func(n string) { s.e.FloatZero(n, v) })
}
func (s relaySink) Texts(name string, v []string) {
	s.to(name, func(n string) { s.e.Texts(n, v) })
}
func (s relaySink) Ints(name string, v []int64, _ string) {
	s.to(name, func(n string) { s.e.Tildes(n, v) })
}
func (s relaySink) Picture(name string, p *weibo.Picture, limit int64) {
	s.to(name, func(n string) { s.e.Picture(n, p, limit) })
}
func (s relaySink) JSON(v any) { s.e.JSON(v, true) }

func renamed(old, new string) func(wire.Params) wire.Params {
	return func(p wire.Params) wire.Params {
		return relay{p, func(name string) string {
			if name == old {
				return new
			}
			return name
		}}
	}
}

var crooks = []struct {
	name  string
	id    string
	crook crook
	want  string
}{
	{"another path", "usersShow", crook{operation: func(op *wire.Operation) { op.Path = "/2/users/shew.json" }}, `the path is "/2/users/shew.json"`},
	{"another method", "usersShow", crook{operation: func(op *wire.Operation) { op.Method = "POST" }}, `the method is "POST", want "GET"`},
	{"a form for a query", "usersShow", crook{operation: func(op *wire.Operation) { op.Method = "POST" }}, `uid is not in the query`},
	{"a query for a form", "commentsCreate", crook{operation: func(op *wire.Operation) { op.Method = "GET" }}, `comment should not be in the query`},
	{"another host", "usersShow", crook{operation: func(op *wire.Operation) { op.Host = "other.weibo.com" }}, `the host is "other.weibo.com"`},
	{"no token", "usersShow", crook{operation: func(op *wire.Operation) { op.Auth = wire.AuthCredentials }}, `the Authorization header is ""`},
	{"another name", "statusesShow", crook{params: renamed("id", "mid")}, `mid should not be in the query`},
	{"a parameter left out", "statusesShow", crook{params: renamed("id", "")}, `parameter "id" in query has an error: value is required but missing`},
	{"a field left out", "commentsCreate", crook{params: renamed("comment_ori", "")}, `comment_ori is not in the form`},
	{"a picture left out", "statusesShare", crook{params: renamed("pic", "")}, `the file pic did not arrive as it was sent`},
	{"a token among the parameters", "usersShow", crook{params: renamed("screen_name", "access_token")}, `access_token should not be in the query`},
	{"another separator", "statusesCount", crook{params: renamed("", "")}, `ids in the query is ["`},
	{"a number that is off", "accountGetUID", crook{result: func(v any) { v.(*weiboapi.AccountUID).UID++ }}, `.uid is 9007199254740994, want 9007199254740993`},
	{"no token in the query", "crowdTopicNames", crook{operation: func(op *wire.Operation) { op.Auth = wire.AuthCredentials }}, `the token in the query is ""`},
	{"a query for a body in JSON", "crowdComment", crook{operation: func(op *wire.Operation) { op.Body = wire.BodyNone }}, `comment should not be in the query`},
	{"a member left out", "crowdComment", crook{params: renamed("is_repost", "")}, `the body.is_repost is lost`},
	{"another host of open-im", "crowdComment", crook{operation: func(op *wire.Operation) { op.Host = "api.weibo.com" }}, `is no call of open-im`},
	{"a file left out", "picUpload", crook{params: renamed("body", "")}, `the media type is "", want "application/octet-stream"`},
	{"an outcome that is off", "crowdLikePost", crook{result: func(v any) { v.(*openimapi.WriteResult).Code++ }}, `.code is 1, want 0`},
	{"nothing read", "usersShow", crook{result: func(v any) { reflect.ValueOf(v).Elem().SetZero() }}, `an answer of examples: .screen_name is `},
	{"a redirect elsewhere", "statusesGo", crook{result: func(v any) { v.(*wire.Redirect).Location += "#" }}, "of a redirect to https://"},
	{"a refusal that goes unnoticed", "usersShow", crook{err: func(error) error { return nil }}, "a refusal is the error <nil>"},
}

func TestCrooks(t *testing.T) {
	ops := append(operationsOf(t), operationsIn(t, spec.OpenIM())...)
	for _, test := range crooks {
		t.Run(test.name, func(t *testing.T) {
			i := slices.IndexFunc(ops, func(o *operation) bool { return o.OperationID == test.id })
			c := newCheck(t, ops[i], func(honest wire.Carrier) wire.Carrier {
				wrong := test.crook
				wrong.Carrier = honest
				return wrong
			})
			c.run()
			c.want(test.want)
		})
	}
}

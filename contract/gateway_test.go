package contract

import (
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"net/url"
	"os"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"testing"

	"go.yaml.in/yaml/v3"

	"github.com/seed4635ade2/weibo-go/weibo"
	"github.com/seed4635ade2/weibo-go/weibo/gateway"
)

// An action is what spec/gateway.yaml says of one. It is read here by itself, so that the generator is held to it too.
type action struct {
	Group     string
	Action    string
	Path      string `yaml:"api_path"`
	Method    string
	Described *bool
	Params    []actionParam
}

type actionParam struct {
	Name      string
	Type      string
	Required  bool
	Default   yaml.Node
	Minimum   int64
	Maximum   int64
	Separator string
	MaxItems  int `yaml:"max_items"`
	Picture   bool
}

func actionsOf(t *testing.T) map[string]action {
	t.Helper()
	text, err := os.ReadFile("../spec/gateway.yaml")
	if err != nil {
		t.Fatal(err)
	}
	var file struct{ Actions []action }
	if err := yaml.Unmarshal(text, &file); err != nil {
		t.Fatal(err)
	}
	byPath := map[string]action{}
	for _, a := range file.Actions {
		byPath[a.Path] = a
	}
	if len(byPath) < 68 {
		t.Fatalf("spec/gateway.yaml has %d actions", len(byPath))
	}
	return byPath
}

func (a action) param(name string) *actionParam {
	i := slices.IndexFunc(a.Params, func(p actionParam) bool { return p.Name == name })
	if i < 0 {
		return nil
	}
	return &a.Params[i]
}

const gatewayToken = "wb_EXAMPLETOKENEXAMPLETOKEN0000"

// endpoint is the name of an operation in the documentation.
func (o *operation) endpoint() string {
	return strings.TrimSuffix(strings.TrimPrefix(strings.TrimPrefix(o.address.Path, "/2"), "/"), ".json")
}

// TestGateway calls every operation of the description through the gateway: those that it fronts as spec/gateway.yaml has it,
// with the answers of the description, and the others in vain.
func TestGateway(t *testing.T) {
	actions := actionsOf(t)
	fronted := map[string]bool{}
	for _, o := range operationsOf(t) {
		a := actions[o.endpoint()]
		fronted[a.Path] = true
		t.Run(o.OperationID, func(t *testing.T) {
			for _, problem := range checkGateway(t, o, a) {
				t.Error(problem)
			}
		})
	}
	for path, a := range actions {
		if !fronted[path] && (a.Described == nil || *a.Described) {
			t.Errorf("no operation was called for %s", path)
		}
	}
}

// checkGateway calls an operation through the gateway, and returns what is not as an action has it; an empty one is none.
func checkGateway(t *testing.T, o *operation, a action) []string {
	t.Helper()
	c := newCheck(t, o, nil)
	c.byToken = c.api(nil, gateway.With(gateway.Token(gatewayToken)))
	var err error
	if c.method, err = findMethod(c.byToken, o); err != nil {
		t.Fatal(err)
	}
	calls, err := plan(o)
	if err != nil {
		t.Fatal(err)
	}
	switch {
	case a.Path == "":
		c.unfronted(calls)
	case slices.ContainsFunc(a.Params, func(p actionParam) bool { return p.Picture }):
		c.pictured(calls)
	default:
		c.fronted(a, calls)
	}
	return c.problems
}

// TestGatewayMutations has facts that the client does not follow: the check must find each.
func TestGatewayMutations(t *testing.T) {
	ops := operationsOf(t)
	for name, m := range map[string]struct {
		path   string
		change func(*action)
		want   string
	}{
		"another group": {"users/show_batch/other", func(a *action) { a.Group = "people" }, `"group":"pe`},
		"another name":  {"users/show_batch/other", func(a *action) { a.param("uids").Name = "ids" }, "uids, which the action does not have: <nil>"},
		"a parameter more": {"users/show/biz", func(a *action) {
			a.Params = []actionParam{{Name: "uid", Type: "integer", Required: true, Default: yaml.Node{Value: "1"}}}
		}, `"uid":1`},
		"a text for a number":        {"comments/destroy", func(a *action) { a.param("cid").Type = "string" }, `want {"action":"destroy","args":{"cid":"`},
		"another separator":          {"statuses/count/biz", func(a *action) { a.param("ids").Separator = "~" }, "~"},
		"a lower maximum":            {"statuses/mentions/biz", func(a *action) { a.param("count").Maximum = 30 }, "count 31, which is too much: <nil>"},
		"fewer items":                {"users/show_batch/other", func(a *action) { a.param("uids").MaxItems = 2 }, "which is too much: <nil>"},
		"not fronted":                {"users/show_batch/other", func(a *action) { *a = action{} }, "call: <nil>"},
		"a picture":                  {"users/show_batch/other", func(a *action) { a.param("uids").Picture = true }, "call: <nil>"},
		"fronted although it is not": {"users/show", func(a *action) { a.Path = "users/show" }, "the gateway does not have GET users/show"},
	} {
		t.Run(name, func(t *testing.T) {
			i := slices.IndexFunc(ops, func(o *operation) bool { return o.endpoint() == m.path })
			a := actionsOf(t)[m.path]
			m.change(&a)
			problems := checkGateway(t, ops[i], a)
			if !slices.ContainsFunc(problems, func(p string) bool { return strings.Contains(p, m.want) }) {
				t.Errorf("the harness did not find: %s\nit found %q", m.want, problems)
			}
		})
	}
}

// unfronted calls what the gateway does not have.
func (c *check) unfronted(calls []call) {
	for _, with := range calls {
		_, err := c.ask(c.method, with, answer{status: 200, contentType: jsonType, body: []byte(`{"result":{}}`)})
		var missing *gateway.NotFrontedError
		if !errors.As(err, &missing) || missing.Operation != c.op.endpoint() {
			c.problem("%s call: %v", with.why, err)
		}
		c.nothingSent(with)
	}
}

func (c *check) pictured(calls []call) {
	for _, with := range calls {
		_, err := c.ask(c.method, with, answer{status: 200, contentType: jsonType, body: []byte(`{"result":{}}`)})
		var picture *gateway.PictureError
		if !errors.As(err, &picture) {
			c.problem("%s call: %v", with.why, err)
		}
		c.nothingSent(with)
	}
}

func (c *check) nothingSent(with call) {
	if n := len(c.server.requests()); n > 0 {
		c.problem("%s call: %d requests were sent", with.why, n)
	}
}

// fronted calls what the gateway has.
func (c *check) fronted(a action, calls []call) {
	all, err := samples(c.op)
	if err != nil {
		c.problem("%v", err)
		return
	}
	for _, with := range calls {
		c.unknownParams(a, with)
		sent := c.fitting(a, with)
		c.tooMuch(a, sent)
		c.invoked(a, sent, all[0])
	}
	with := c.fitting(a, calls[0])
	for _, s := range all {
		if result, err := c.ask(c.method, with, enveloped(s.value)); err != nil {
			c.problem("%s: %v", s.why, err)
		} else {
			c.same(s, result)
		}
	}
	c.gatewayRefusals(with)
}

func enveloped(v any) answer {
	body, err := json.Marshal(map[string]any{"result": v, "meta": map[string]any{"outcome": "x"}})
	if err != nil {
		panic(err)
	}
	return answer{status: 200, contentType: "application/json; charset=utf-8", body: body}
}

// unknownParams sends each parameter that the action does not have, and wants it refused by its name.
func (c *check) unknownParams(a action, with call) {
	for name := range with.values {
		if a.param(name) != nil {
			continue
		}
		one := c.fitting(a, with)
		one.values[name] = with.values[name]
		_, err := c.ask(c.method, one, enveloped(nil))
		var refused *weibo.ParamsError
		var param *weibo.ParamError
		if !errors.As(err, &refused) || !errors.As(refused.Problems[len(refused.Problems)-1], &param) || param.Param != name {
			c.problem("%s, which the action does not have: %v", name, err)
		}
		c.nothingSent(one)
	}
}

// tooMuch sends each parameter above its maximum, and wants it refused by its name.
func (c *check) tooMuch(a action, with call) {
	for _, p := range a.Params {
		v, sent := with.values[p.Name]
		var much any
		switch list, isList := v.([]any); {
		case !sent:
			continue
		case isList && p.Separator != "" && p.MaxItems > 0:
			much = repeat(list[0], uint64(p.MaxItems)+1)
		case isList && p.Separator == "":
			much = repeat(list[0], 2)
		case p.Maximum > 0:
			much = json.Number(fmt.Sprint(p.Maximum + 1))
		default:
			continue
		}
		more := call{with.why, maps.Clone(with.values)}
		more.values[p.Name] = much
		_, err := c.ask(c.method, more, enveloped(nil))
		var param *weibo.ParamError
		if !errors.As(err, &param) || param.Param != p.Name {
			c.problem("%s %v, which is too much: %v", p.Name, much, err)
		}
		c.nothingSent(more)
	}
}

// fitting returns a call as far as the action takes it, with what the action wants besides.
func (c *check) fitting(a action, with call) call {
	fit := call{with.why, map[string]any{}}
	for name, v := range with.values {
		p := a.param(name)
		if p == nil {
			continue
		}
		if list, ok := v.([]any); ok && p.Separator == "" {
			v = list[:1]
		}
		if n, ok := v.(json.Number); ok && p.Separator == "" {
			if i, err := n.Int64(); err == nil && i < p.Minimum {
				v = json.Number(fmt.Sprint(p.Minimum))
			} else if err == nil && p.Maximum > 0 && i > p.Maximum {
				v = json.Number(fmt.Sprint(p.Maximum))
			}
		}
		fit.values[name] = v
	}
	for _, p := range a.Params {
		if v := c.op.param(p.Name); p.Required && fit.values[p.Name] == nil && v != nil {
			fit.values[p.Name] = v.value()
		}
	}
	return fit
}

// invoked makes a call and holds the request that comes of it against the facts.
func (c *check) invoked(a action, with call, s sample) {
	if _, err := c.ask(c.method, with, enveloped(s.value)); err != nil {
		c.problem("%s call: %v", with.why, err)
	}
	requests := c.server.requests()
	if len(requests) != 1 {
		c.problem("%s call: %d requests", with.why, len(requests))
		return
	}
	got := requests[0]
	is := func(what, got, want string) {
		if got != want {
			c.problem("%s call: the %s is %q, want %q", with.why, what, got, want)
		}
	}
	is("method", got.method, "POST")
	is("host", got.host, "open.weibo.com")
	is("path", got.path, "/cli/api/cli/invoke")
	is("query", got.query.Encode(), "")
	is("Authorization header", got.header.Get("Authorization"), "Bearer "+gatewayToken)
	is("media type", got.mediaType, jsonType)
	body, err := parse(got.body)
	if err != nil {
		c.problem("%s call: %v", with.why, err)
		return
	}
	want := map[string]any{"group": a.Group, "action": a.Action, "args": c.args(a, with)}
	if !reflect.DeepEqual(body, any(want)) {
		c.problem("%s call: sent %s, want %s", with.why, show(body), show(want))
	}
}

// args returns what the facts make of a call.
func (c *check) args(a action, with call) map[string]any {
	args := map[string]any{}
	for name, v := range with.values {
		p, own := a.param(name), c.op.param(name)
		_, list := v.([]any)
		switch {
		case list:
			args[name] = strings.Join(slices.Collect(func(yield func(string) bool) {
				for _, item := range v.([]any) {
					if !yield(text(item)) {
						return
					}
				}
			}), p.Separator)
		case p.Type == "string" || p.Separator != "":
			args[name] = own.texts(v)[0]
		default:
			args[name] = json.Number(own.texts(v)[0])
		}
	}
	for _, p := range a.Params {
		if p.Required && args[p.Name] == nil {
			args[p.Name] = json.Number(p.Default.Value)
		}
	}
	return args
}

// gatewayRefusals gives the client refusals of the gateway, and of Weibo behind it.
func (c *check) gatewayRefusals(with call) {
	says := func(status int, body string) error {
		_, err := c.ask(c.method, with, answer{status: status, contentType: jsonType, body: []byte(body)})
		return err
	}
	for body, want := range map[string]error{
		`{"error":{"code":"SUBSCRIPTION_PLAN_NOT_ALLOWED","message":"x"}}`: gateway.ErrSubscription,
		`{"error":{"code":"COUNT_EXCEEDS_MAX","message":"x"}}`:             weibo.ErrParam,
		`{"error":{"code":"WEIBO_20101","message":"x"}}`:                   weibo.ErrNotFound,
	} {
		if err := says(403, body); !errors.Is(err, want) {
			c.problem("%s is %v", body, err)
		}
	}
	if err := says(200, `{"result":{"error":"target weibo does not exist!","error_code":20101}}`); !errors.Is(err, weibo.ErrNotFound) {
		c.problem("a refusal by Weibo is %v", err)
	}
}

// TestGatewayTable holds what package gateway knows against the file that it is made of.
func TestGatewayTable(t *testing.T) {
	actions := actionsOf(t)
	methods := map[string]string{}
	for _, o := range operationsOf(t) {
		methods[o.endpoint()] = o.goName()
	}
	for _, a := range gateway.Actions() {
		want := actions[a.Path()]
		delete(actions, a.Path())
		if a.Group != want.Group || a.Name != want.Action || a.Method != want.Method || a.Call != methods[a.Path()] || len(a.Params) != len(want.Params) {
			t.Errorf("%s is %+v, want %+v", a.Path(), a, want)
			continue
		}
		for i, p := range a.Params {
			w := want.Params[i]
			if got := (actionParam{p.Name, p.Type, p.Required, w.Default, p.Min, p.Max, p.Separator, p.MaxItems, p.Picture}); !reflect.DeepEqual(got, w) || p.Default != w.Default.Value {
				t.Errorf("%s: %+v, want %+v", a.Path(), p, w)
			}
		}
	}
	for _, path := range slices.Sorted(maps.Keys(actions)) {
		t.Errorf("package gateway does not know %s", path)
	}
}

// TestGatewayActions has every action done without a method: by its path, which is checked, and as it is sent.
func TestGatewayActions(t *testing.T) {
	srv := newServer()
	t.Cleanup(srv.close)
	client, err := gateway.NewClient(gateway.Token(gatewayToken), weibo.WithHTTPClient(srv.client()))
	if err != nil {
		t.Fatal(err)
	}
	verbs := map[string]string{}
	for _, o := range operationsOf(t) {
		verbs[o.endpoint()] = o.verb
	}
	for path, a := range actionsOf(t) {
		params, args, picture := url.Values{}, map[string]any{}, false
		for _, p := range a.Params {
			picture = picture || p.Picture
			number := max(7, p.Minimum)
			switch {
			case p.Separator != "":
				args[p.Name] = strings.Join([]string{"7", "8"}, p.Separator)
			case p.Type == "string":
				args[p.Name] = "7"
			default:
				args[p.Name] = json.Number(strconv.FormatInt(number, 10))
			}
			params.Set(p.Name, fmt.Sprint(args[p.Name]))
		}
		want := map[string]any{"group": a.Group, "action": a.Action, "args": args}
		check := func(how string, err error) {
			t.Helper()
			requests := srv.requests()
			if err != nil || len(requests) != 1 {
				t.Errorf("%s %s: %d requests, %v", how, path, len(requests), err)
				return
			}
			if body, err := parse(requests[0].body); err != nil || !reflect.DeepEqual(body, any(want)) {
				t.Errorf("%s %s: sent %s, want %v", how, path, requests[0].body, want)
			}
		}
		srv.says(enveloped(map[string]any{"a": 1}))
		check("invoked", client.Invoke(t.Context(), a.Group, a.Action, args, nil))

		srv.says(enveloped(map[string]any{"a": 1}))
		var answer struct {
			A int `json:"a"`
		}
		err := client.Call(t.Context(), weibo.Request{Path: path, Method: cmp.Or(verbs[path], a.Method), Params: params}, &answer)
		if picture {
			if n := len(srv.requests()); n != 0 || !errors.As(err, new(*gateway.PictureError)) {
				t.Errorf("%s: %d requests, %v", path, n, err)
			}
			continue
		}
		if check("called", err); answer.A != 1 {
			t.Errorf("%s: the answer is %+v", path, answer)
		}
	}
}

// Package contract holds the client, the description and the real service against each other.
//
// It knows no endpoint: everything follows from the description, so an endpoint that is added there is tested here.
package contract

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"iter"
	"reflect"
	"slices"
	"sync/atomic"
	"testing"

	"github.com/getkin/kin-openapi/openapi3"

	"github.com/seed4635ade2/weibo-go/gen/openimapi"
	"github.com/seed4635ade2/weibo-go/gen/weiboapi"
	"github.com/seed4635ade2/weibo-go/spec"
	"github.com/seed4635ade2/weibo-go/weibo"
	"github.com/seed4635ade2/weibo-go/weibo/wire"
)

// TestContract calls every operation of the description through the typed client, with all parameters, and gives it the
// answers of the description.
func TestContract(t *testing.T) { contract(t, weiboapi.API{}, operationsOf(t)) }

// TestOpenIM does so with the description of open-im.
func TestOpenIM(t *testing.T) { contract(t, openimapi.API{}, operationsIn(t, spec.OpenIM())) }

// contract holds a client, all of its services, against the operations of its description.
func contract(t *testing.T, api any, ops []*operation) {
	for _, problem := range unlike(api, ops) {
		t.Error(problem)
	}
	var covered atomic.Int64
	t.Cleanup(func() { t.Logf("%d of %d operations covered", covered.Load(), len(ops)) })
	for _, o := range ops {
		t.Run(o.OperationID, func(t *testing.T) {
			t.Parallel()
			c := newCheck(t, o, nil)
			c.run()
			for _, problem := range c.problems {
				t.Error(problem)
			}
			if len(c.problems) == 0 {
				covered.Add(1)
			}
			t.Logf("%s: %s %s: %d parameters, %d calls, %d of them wrong, %d answers and %d in other kinds",
				o.goName(), o.verb, o.address, len(o.params), c.calls, c.wrong, c.answers, c.others)
		})
	}
}

func operationsOf(t testing.TB) []*operation {
	t.Helper()
	doc, err := described()
	if err != nil {
		t.Fatal(err)
	}
	return operationsFrom(t, doc)
}

// operationsIn returns the operations of a document.
func operationsIn(t testing.TB, document []byte) []*operation {
	t.Helper()
	doc, err := load(document)
	if err != nil {
		t.Fatal(err)
	}
	return operationsFrom(t, doc)
}

func operationsFrom(t testing.TB, doc *openapi3.T) []*operation {
	t.Helper()
	ops, err := operations(doc)
	if err != nil {
		t.Fatal(err)
	}
	if len(ops) == 0 {
		t.Fatal("the description has no operations")
	}
	return ops
}

// unlike returns the methods of the client that belong to no operation, and those that an operation should have and has not.
func unlike(api any, ops []*operation) (problems []string) {
	there, wanted := methodNames(api), []string{}
	for _, o := range ops {
		wanted = append(wanted, o.methods()...)
	}
	for _, name := range there {
		if !slices.Contains(wanted, name) {
			problems = append(problems, fmt.Sprintf("the client has a method %s, the description no such operation", name))
		}
	}
	for _, name := range wanted {
		if !slices.Contains(there, name) {
			problems = append(problems, fmt.Sprintf("the client has no method %s", name))
		}
	}
	return problems
}

// A check is the contract of one operation.
type check struct {
	t        testing.TB
	op       *operation
	server   *server
	byToken  any // the services of a client
	byApp    any // the same, with an app key alone
	method   *method
	problems []string

	calls, wrong, answers, others int // for the log
}

// newCheck makes a check. If wrap is not nil, it stands between the typed client and what carries its calls.
func newCheck(t testing.TB, o *operation, wrap func(wire.Carrier) wire.Carrier) *check {
	c := &check{t: t, op: o, server: newServer()}
	t.Cleanup(c.server.close)
	if o.isOpenIM() {
		c.byToken = c.openIM(wrap)
		return c
	}
	c.byToken = c.api(wrap, weibo.WithToken(token))
	c.byApp = c.api(wrap, weibo.WithAppKey(appKey))
	return c
}

func (c *check) api(wrap func(wire.Carrier) wire.Carrier, auth weibo.Option) weiboapi.API {
	client, err := weibo.NewClient(weibo.WithHTTPClient(c.server.client()), auth)
	if err != nil {
		c.t.Fatal(err)
	}
	if wrap == nil {
		return client.API
	}
	return weiboapi.New(wrap(client))
}

// problem notes what is wrong, once.
func (c *check) problem(format string, args ...any) {
	if p := fmt.Sprintf(format, args...); !slices.Contains(c.problems, p) {
		c.problems = append(c.problems, p)
	}
}

// run looks for everything that is wrong.
func (c *check) run() {
	var err error
	if c.method, err = findMethod(c.byToken, c.op); err != nil {
		c.problem("%v", err)
		return
	}
	c.fields()
	if len(c.problems) > 0 {
		return
	}
	calls, err := plan(c.op)
	if err != nil {
		c.problem("%v", err)
		return
	}
	switch c.op.result() {
	case "redirect":
		c.redirect(calls)
	case "bytes":
		c.bytes(calls)
	case "stream":
		c.stream(calls)
	default:
		c.json(calls)
	}
	c.refusal(calls[0])
	c.wrongCalls(calls[0])
}

// fields holds the fields of the parameters against the description.
func (c *check) fields() {
	for _, p := range c.op.params {
		if _, ok := c.method.fields[p.name]; !ok {
			c.problem("no field of %s is sent as %s", c.method.params, p.name)
		}
	}
	for name, i := range c.method.fields {
		if c.op.param(name) == nil {
			c.problem("%s.%s is sent as %s, which the description does not have", c.method.params, c.method.params.Field(i).Name, name)
		}
	}
}

// ask makes a call and gives it an answer.
func (c *check) ask(m *method, with call, a answer) (reflect.Value, error) {
	c.calls++
	c.server.says(a)
	return m.do(c.t.Context(), with.values)
}

// send makes a call like ask, and checks the request that comes of it.
func (c *check) send(m *method, with call, a answer) (reflect.Value, error) {
	result, err := c.ask(m, with, a)
	requests := c.server.requests()
	if len(requests) > 1 || len(requests) == 0 && err == nil {
		c.problem("%s call: %d requests came of it", with.why, len(requests))
	}
	for _, r := range requests {
		for _, p := range checkRequest(c.op, with, r, m != c.method) {
			c.problem("%s call: %s", with.why, p)
		}
	}
	return result, err
}

// sendAll makes all calls with the same answer, and returns the last result. Where the call works with an app key alone, the
// least call is made so, too.
func (c *check) sendAll(calls []call, a answer) (result reflect.Value, ok bool) {
	ok = true
	for _, with := range calls {
		var err error
		if result, err = c.send(c.method, with, a); err != nil {
			c.problem("%s call: %v", with.why, err)
			ok = false
		}
	}
	if c.op.takesAppKey() {
		m, err := findMethod(c.byApp, c.op)
		if err == nil {
			_, err = c.send(m, calls[len(calls)-1], a)
		}
		if err != nil {
			c.problem("with an app key: %v", err)
		}
	}
	return result, ok
}

// json checks an answer in JSON.
func (c *check) json(calls []call) {
	all, err := samples(c.op)
	if err != nil {
		c.problem("%v", err)
		return
	}
	for i, s := range all {
		a, err := c.op.says(s.value)
		if err != nil {
			c.problem("%v", err)
			return
		}
		if i == 0 {
			c.sendAll(calls, a)
		}
		c.answers++
		if result, err := c.ask(c.method, calls[0], a); err != nil {
			c.problem("%s: %v", s.why, err)
		} else {
			c.same(s, result)
		}
	}
	c.otherKinds(calls[0])
}

// same holds what the client made of an answer against the answer.
func (c *check) same(s sample, result reflect.Value) {
	b, err := json.Marshal(result.Interface())
	if err != nil {
		c.problem("%s: %v", s.why, err)
		return
	}
	got, err := parse(b)
	if err != nil {
		c.problem("%s: %v", s.why, err)
		return
	}
	for _, d := range differences(c.op.answerSchema().Value, s.value, got, "", s.may) {
		c.problem("%s: %s", s.why, d)
	}
}

// otherKinds gives the client answers in which one member has another kind that is on record. They must mean the same. The
// first of them stands in a full answer as well, since the client then reads all of it another way.
func (c *check) otherKinds(with call) {
	how := full
	for _, other := range otherKinds(c.op.answerSchema()) {
		twins, err := other.twins()
		if err != nil {
			c.problem("%v", err)
		}
		for _, twin := range twins {
			for _, m := range slices.Compact([]mode{how, lean}) {
				c.others++
				if err := c.twin(with, m, other.schema, twin); err != nil {
					c.problem("%s as %s: %v", other.name, show(twin.other), err)
				}
			}
			how = lean
		}
	}
}

// twin compares an answer with its twin, which any reader of JSON understands.
func (c *check) twin(with call, how mode, s *openapi3.Schema, t twin) error {
	declared, err := c.twinAnswer(how, swaps{s: t.declared})
	if err != nil {
		return err
	}
	want := reflect.New(c.method.result())
	inside, err := c.op.inside(declared.body)
	if err != nil {
		return err
	}
	if err := json.Unmarshal(inside, want.Interface()); err != nil {
		return err
	}
	other, err := c.twinAnswer(how, swaps{s: t.other})
	if err != nil {
		return err
	}
	got, err := c.ask(c.method, with, other)
	if code := codeOf(err); code != 0 { // the member was a code, so the answer is a refusal in either kind
		_, err := c.ask(c.method, with, declared)
		return equal(code, codeOf(err))
	}
	if err != nil {
		return err
	}
	return equal(got.Interface(), want.Elem().Interface())
}

// codeOf returns the code of a refusal.
func codeOf(err error) int {
	var refused *weibo.Error
	if errors.As(err, &refused) {
		return refused.Code
	}
	return 0
}

func (c *check) twinAnswer(how mode, s swaps) (answer, error) {
	v, _ := assembler{mode: how, swaps: s}.make(c.op.answerSchema())
	return c.op.says(v)
}

// equal compares two results by what is told of them.
func equal(got, want any) error {
	g, err := json.Marshal(got)
	if err != nil {
		return err
	}
	w, err := json.Marshal(want)
	if err == nil && !bytes.Equal(g, w) {
		err = fmt.Errorf("the client has %s, want %s", g, w)
	}
	return err
}

// redirect checks an answer that points elsewhere: the client tells where to, and does not go there.
func (c *check) redirect(calls []call) {
	a, err := c.op.redirect()
	if err != nil {
		c.problem("%v", err)
		return
	}
	if result, ok := c.sendAll(calls, a); ok {
		c.answers++
		if r, ok := result.Interface().(*wire.Redirect); !ok || r.Location != a.location {
			c.problem("the client has %v of a redirect to %s", result, a.location)
		}
	}
}

// bytes checks an answer that is a file.
func (c *check) bytes(calls []call) {
	a, err := c.op.content()
	if err != nil {
		c.problem("%v", err)
		return
	}
	if result, ok := c.sendAll(calls, a); ok {
		c.answers++
		if r, ok := result.Interface().(*wire.Content); !ok || r.ContentType != a.contentType || !bytes.Equal(r.Body, a.body) {
			c.problem("the client has %v of %d bytes of %s", result, len(a.body), a.contentType)
		}
	}
}

// stream checks an answer that goes on: each sample stands on a line of its own, with signs of life between them.
func (c *check) stream(calls []call) {
	all, err := samples(c.op)
	if err != nil {
		c.problem("%v", err)
		return
	}
	var a answer
	var lines []byte
	for _, s := range all {
		if a, err = c.op.says(s.value); err != nil {
			c.problem("%v", err)
			return
		}
		lines = append(append(lines, a.body...), "\r\n\r\n"...)
	}
	a.body = lines
	for _, with := range calls {
		c.answers++
		result, err := c.send(c.method, with, a)
		if err != nil {
			c.problem("%s call: %v", with.why, err)
			return
		}
		c.objects(result, all)
	}
}

// objects holds what comes out of a stream against what went in.
func (c *check) objects(stream reflect.Value, want []sample) {
	close, ok := stream.Interface().(interface{ Close() error })
	all := stream.MethodByName("All")
	if !ok || !all.IsValid() {
		c.problem("the client has a %s, which is no stream", stream.Type())
		return
	}
	n := 0
	for object, err := range pairs(all.Call(nil)[0]) {
		if !err.IsNil() {
			c.problem("object %d: %v", n, err)
			break
		}
		if n < len(want) {
			c.same(want[n], object)
		}
		n++
	}
	if n != len(want) {
		c.problem("%d objects came out of the stream, want %d", n, len(want))
	}
	if err := close.Close(); err != nil {
		c.problem("%v", err)
	}
}

func pairs(seq reflect.Value) iter.Seq2[reflect.Value, reflect.Value] { return seq.Seq2() }

// refusal checks that a refusal by Weibo is an error that tells what it says.
func (c *check) refusal(with call) {
	a, body, err := c.op.refusal()
	if err != nil {
		c.problem("%v", err)
		return
	}
	_, err = c.ask(c.method, with, a)
	var refused *weibo.Error
	if !errors.As(err, &refused) {
		c.problem("a refusal is the error %v", err)
		return
	}
	got := map[string]any{"error": refused.Message, "error_code": refused.Code, "request": refused.Request}
	if c.op.isOpenIM() {
		got = map[string]any{"message": refused.Message, "code": refused.Code}
	}
	for name, v := range got {
		if show(v) != show(body[name]) {
			c.problem("the %s of a refusal is %s, want %s", name, show(v), show(body[name]))
		}
	}
}

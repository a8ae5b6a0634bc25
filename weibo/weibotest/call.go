package weibotest

import (
	"net/http"
	"strings"
	"time"

	"github.com/seed4635ade2/weibo-go/weibo/gateway"
	"github.com/seed4635ade2/weibo-go/weibo/wire"
)

// A call is one request on its way to an answer.
type call struct {
	*Sandbox
	request *http.Request
	op      *operation // nil until it is found
	sent    form
	values  map[string]any // what was sent, as its parameters stand for it
	grant   grant          // who calls, and with what application
	now     time.Time
	base    string           // scheme and host that the client used, for addresses in the answer
	cookie  *http.Cookie     // for the answer
	host    string           // of Weibo that is meant
	path    string           // there
	planned *plan            // nil but for calls that a fault or an expectation is for
	action  *gateway.Command // nil but for calls that come through the gateway, which has let them in

	undeclared []string
	problems   []string
}

func (s *Sandbox) newCall(r *http.Request) *call {
	scheme := "http://"
	if r.TLS != nil {
		scheme = "https://"
	}
	c := &call{Sandbox: s, request: r, now: s.now().In(china), base: scheme + r.Host}
	c.host, c.path = addressed(r)
	return c
}

// addressed returns the host and the path that a request is for. A path may start with the host, for clients that cannot set
// the header.
func addressed(r *http.Request) (host, path string) {
	first, rest, _ := strings.Cut(strings.TrimPrefix(r.URL.Path, "/"), "/")
	if first == mainHost || strings.HasSuffix(first, "."+mainHost) {
		return first, "/" + rest
	}
	return r.Host, r.URL.Path
}

// china is the zone of all dates that Weibo writes.
var china = time.FixedZone("", 8*60*60)

// serveCall answers a call of the API.
func (s *Sandbox) serveCall(w http.ResponseWriter, r *http.Request) {
	c := s.newCall(r)
	answer, status, code := c.outcome(c.run(w))
	c.record(answer, status, code) // first, so that who has the answer finds the call in the log
	c.planned.wait(r.Context())
	if c.planned != nil && c.planned.Cut {
		c.write(cutWriter{w}, answer, status)
		panic(http.ErrAbortHandler) // an answer without a body is cut before it begins
	}
	c.write(w, answer, status)
}

func (c *call) isOAuth2() bool { return c.op != nil && strings.HasPrefix(c.op.name, "oauth2/") }

// run takes the call through all checks to its answer.
func (c *call) run(w http.ResponseWriter) (any, error) {
	err := c.find()
	if err == nil {
		err = c.read(w)
	}
	if err != nil {
		c.breaks(err)
		return nil, err
	}
	return c.carryOut()
}

// carryOut takes a call that has been read to its answer.
func (c *call) carryOut() (any, error) {
	c.planned = c.plans.take(c)
	c.store.mu.Lock()
	defer c.store.mu.Unlock()
	switch err := c.judge(); {
	case c.planned.answers():
		return c.planned.answer(c), nil
	case err != nil:
		return nil, err
	case c.op.handle == nil:
		return c.op.example(), nil
	}
	answer, err := c.op.handle(c)
	if err == nil && c.op.openIM {
		c.countOfDay()
	}
	if lost := c.store.commit(); lost != nil { // a refused call may have changed something, too, such as used up a code
		c.problems = append(c.problems, "not kept: "+lost.Error())
		return nil, refuse(10001)
	}
	return answer, err
}

// judge finds out whether the call may be made.
func (c *call) judge() error {
	if err := c.authenticate(); err != nil {
		return err
	}
	if err := c.spend(); err != nil {
		return err
	}
	if err := c.check(); err != nil {
		c.breaks(err)
		return err
	}
	return c.checkAccess()
}

// breaks notes that the request is not as the description has it.
func (c *call) breaks(err error) { c.problems = append(c.problems, err.Error()) }

func (c *call) find() error {
	methods := c.operations()[c.path]
	if methods == nil {
		return refuse(10020)
	}
	if c.op = methods[c.request.Method].at(c.host); c.op == nil {
		return refuse(10021)
	}
	return nil
}

// authenticate finds out who calls. It needs the store.
func (c *call) authenticate() error {
	if c.op.auth == wire.AuthCredentials || c.action != nil {
		return nil
	}
	if c.op.openIM {
		return c.authenticateOpenIM()
	}
	source := c.sent.values.Get("source")
	token := c.token()
	switch {
	case token != "":
		t, err := c.store.token(token, c.now)
		if t.revoked && c.strict {
			return refuse(21321)
		}
		if err != nil {
			return err
		}
		c.grant = t.grant
	case source == "":
		return refuse(10006)
	case c.op.auth == wire.AuthToken:
		return refuse(21301)
	case !c.knows(source):
		return refuse(21311)
	default:
		c.grant = grant{appKey: source}
	}
	return nil
}

// knows tells whether an application may call. Any may, unless the sandbox is strict.
func (c *call) knows(appKey string) bool {
	_, known := c.store.apps[appKey]
	return known || !c.strict
}

// has tells whether a parameter was sent.
func (c *call) has(name string) bool {
	_, ok := c.values[name]
	return ok
}

// value returns a parameter, or its default if it was not sent.
func (c *call) value(name string) any {
	if v, ok := c.values[name]; ok {
		return v
	}
	if p := c.op.byName[name]; p != nil {
		return p.standard
	}
	return nil
}

func (c *call) int(name string) int64 {
	n, _ := c.value(name).(int64)
	return n
}

func (c *call) flag(name string) bool { return c.int(name) == 1 }

func (c *call) float(name string) float64 {
	f, _ := c.value(name).(float64)
	return f
}

func (c *call) text(name string) string {
	s, _ := c.value(name).(string)
	return s
}

func (c *call) ints(name string) []int64 { return all[int64](c.value(name)) }

func (c *call) texts(name string) []string { return all[string](c.value(name)) }

func all[T any](v any) []T {
	list, _ := v.([]any)
	values := make([]T, 0, len(list))
	for _, item := range list {
		if v, ok := item.(T); ok {
			values = append(values, v)
		}
	}
	return values
}

package weibo

import (
	"bytes"
	"context"
	"crypto/tls"
	"errors"
	"io"
	"net"
	"net/http"
	"strconv"
	"time"

	"github.com/seed4635ade2/weibo-go/gen/weiboapi"
	"github.com/seed4635ade2/weibo-go/weibo/wire"
)

// A call is one call under way.
type call struct {
	client *Client
	*settings
	op     *wire.Operation
	params wire.Params
	result any

	start   time.Time // without what was spent waiting for the limiter
	failed  []Attempt
	limited LimitedCall // if there is a limiter
}

// run makes attempts until one succeeds or there is no point in another.
func (c *call) run(ctx context.Context) error {
	c.start = time.Now()
	for {
		if err := c.admit(ctx); err != nil {
			return c.broken(err)
		}
		a := c.attempt(ctx)
		c.tellLimiter(&a)
		wait, again := c.again(ctx, &a)
		c.log(ctx, &a, wait, again)
		if a.err == nil {
			return nil
		}
		if len(c.failed) == 0 && !again {
			return a.err
		}
		c.failed = append(c.failed, Attempt{a.err, a.reason, wait})
		if !again {
			return &RetryError{Operation: c.op.Name, Attempts: c.failed}
		}
		if err := sleep(ctx, wait); err != nil {
			return c.broken(err)
		}
	}
}

// broken is the error of a call that was kept from its next attempt.
func (c *call) broken(err error) error {
	if len(c.failed) == 0 {
		return callError(c.op, err)
	}
	return &RetryError{Operation: c.op.Name, Attempts: c.failed, Stopped: err}
}

func sleep(ctx context.Context, d time.Duration) error {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-ctx.Done():
		return context.Cause(ctx)
	case <-t.C:
		return nil
	}
}

// An attempt is what became of one request.
type attempt struct {
	sent    bool
	host    string
	status  int // 0 without an answer
	code    int // of Weibo
	budget  int // the code that stands for the budget which is used up, if one is
	header  http.Header
	body    []byte // for the log
	took    time.Duration
	reopens bool // the request can be sent once more

	err    error
	reason string // in a word or two
	passes bool   // the failure may pass
}

func (c *call) attempt(ctx context.Context) (a attempt) {
	s, end := c.settings.reporting()
	defer end()
	if s.response != nil {
		*s.response = Response{}
	} else if s.logBodies {
		own := *s
		own.response = new(Response)
		s = &own
	}
	req, err := c.client.newRequest(ctx, s, c.op, c.params)
	if err != nil {
		a.err, a.reason = callError(c.op, err), "not sent"
		return a
	}
	a.sent, a.host, a.reopens = true, req.URL.Host, req.Body == nil || req.GetBody != nil
	sent := time.Now()
	resp, err := c.client.send(s, req, c.result)
	if err != nil {
		a.err = callError(c.op, err)
		a.reason, a.passes = unanswered(ctx, err)
	} else {
		body := &watched{ReadCloser: resp.Body}
		resp.Body = body
		a.status, a.header = resp.StatusCode, resp.Header
		if a.err = receive(s, c.op, resp, c.result); a.err != nil {
			c.judge(ctx, &a, body.err)
		}
	}
	a.took = time.Since(sent)
	if a.err != nil || s.logBodies {
		c.hide(s, req, &a)
	}
	return a
}

// hide takes the secrets of a request out of what became of it.
func (c *call) hide(s *settings, req *http.Request, a *attempt) {
	hidden := secretsOf(c.op, req)
	a.err = hidden.error(a.err)
	if s.logBodies {
		a.body = hidden.bytes(s.response.Body)
	}
}

// watched is the body of an answer that keeps the error that ended it early. Whatever becomes of that error in the end,
// here it tells an answer that broke off from one that makes no sense.
type watched struct {
	io.ReadCloser
	err error
}

func (w *watched) Read(b []byte) (int, error) {
	n, err := w.ReadCloser.Read(b)
	if err != nil && err != io.EOF {
		w.err = err
	}
	return n, err
}

// unanswered tells why there is no answer, and whether that may pass.
func unanswered(ctx context.Context, err error) (reason string, passes bool) {
	var timeout net.Error
	var certificate *tls.CertificateVerificationError
	switch {
	case ctx.Err() != nil:
		return "context", false
	case errors.As(err, &timeout) && timeout.Timeout():
		return "timeout", true
	case errors.As(err, &certificate), errors.Is(err, http.ErrSchemeMismatch):
		return "TLS", false
	}
	return "connection", true
}

// judge tells why an answer is not what was asked for, and whether that may pass.
func (c *call) judge(ctx context.Context, a *attempt, broken error) {
	var e *Error
	errors.As(a.err, &e)
	if e != nil {
		a.code = e.Code
	}
	a.budget = c.usedUp(a)
	switch {
	case broken != nil:
		if a.reason, a.passes = unanswered(ctx, broken); a.reason == "connection" {
			a.reason = "cut answer"
		}
	case a.budget != 0 && a.code == 0: // of a gateway
		a.reason = "HTTP 429"
		a.passes = c.waits()
	case a.code != 0:
		a.reason = "code " + strconv.Itoa(a.code)
		a.passes = c.codePasses(a.code, a.status) || mayPass(a.err)
	case a.status >= 500, a.status == http.StatusTooManyRequests:
		a.reason, a.passes = "HTTP "+strconv.Itoa(a.status), true
	case a.status != http.StatusOK:
		a.reason = "HTTP " + strconv.Itoa(a.status)
	case e != nil && bytes.HasPrefix(clean(e.Body), []byte("<")):
		a.reason, a.passes = "HTML", true
	default:
		a.reason = "unreadable answer"
	}
	if e != nil {
		if own, ok := e.Err.(interface{ Reason() string }); ok && own.Reason() != "" { // of a gateway
			a.reason = own.Reason()
		}
	}
}

// mayPass tells whether an error of a gateway says that it may pass.
func mayPass(err error) bool {
	var own interface{ MayPass() bool }
	return errors.As(err, &own) && own.MayPass()
}

// codePasses tells whether what a code stands for may pass.
func (c *call) codePasses(code, status int) bool {
	switch weiboapi.RetryOf(code) {
	case "":
		return status >= 500 // an unknown code
	case "backoff":
		return true
	case "once":
		return len(c.failed) == 0
	}
	return c.waits() && isBudgetCode(code)
}

// waits tells whether a call waits until there is a budget again.
func (c *call) waits() bool { return c.limiter != nil && !c.atOnce }

// usedUp returns the code that stands for the budget that is used up, or 0. A gateway counts the calls of its account, says so
// with a status alone, and begins anew on the full hour.
func (c *call) usedUp(a *attempt) int {
	switch {
	case isBudgetCode(a.code):
		return a.code
	case c.gateway != nil && a.status == http.StatusTooManyRequests:
		return weiboapi.CodeUserRateLimit
	}
	return 0
}

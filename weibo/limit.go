package weibo

import (
	"context"
	"crypto/sha256"
	"fmt"
	"net/http"
	"sync"
	"time"

	"github.com/seed4635ade2/weibo-go/gen/weiboapi"
	"github.com/seed4635ade2/weibo-go/weibo/wire"
)

// A Limiter keeps calls within what Weibo grants, so that they wait instead of being refused. [NewLimiter] makes one for
// the clients of a process; one that several processes share is up to you. Its methods are called by several goroutines at
// once.
type Limiter interface {
	// Wait returns nil when the call may be made, and an error if it should not be, such as a [*LimitError].
	Wait(ctx context.Context, call LimitedCall) error
	// Update takes what Weibo says is left. The client passes on every answer of account/rate_limit_status.
	Update(call LimitedCall, status *weiboapi.RateLimitStatus)
	// Refused takes that the call was refused because a budget is used up: that of the IP address (code 10022), of the
	// user (10023) or of the user for this endpoint (10024). A gateway that has enough (HTTP 429) is passed on as 10023.
	Refused(call LimitedCall, code int)
}

// A LimitedCall is a call as a [Limiter] sees it.
type LimitedCall struct {
	Operation string // such as "statuses/update"
	Host      string // of Weibo, such as "api.weibo.com", or that of a gateway
	User      string // stands for the access token, from which it is computed; empty without one
	RemoteIP  string // of [WithRemoteIP]; empty for the address of this machine
	AtOnce    bool   // fail rather than wait, see [WithoutWaiting]
	// Status asks account/rate_limit_status with the token of the call. It is not counted against a budget. Through a gateway
	// it is nil.
	Status func(context.Context) (*weiboapi.RateLimitStatus, error)
}

// WithLimiter sets what keeps calls within the limits. Several clients may share one. Without it, or with nil, nothing does.
func WithLimiter(l Limiter) Option {
	return func(s *settings) error {
		s.limiter = l
		return nil
	}
}

// WithoutWaiting lets a call fail at once, with a [*LimitError], where the limiter would wait.
func WithoutWaiting() Option {
	return func(s *settings) error {
		s.atOnce = true
		return nil
	}
}

// A LimitError means that a call was not made since a budget is used up. Nothing was sent.
type LimitError struct {
	Budget string    // "user", "ip", or the endpoint, such as "/statuses/update"
	Reset  time.Time // when there is a new budget
}

func (e *LimitError) Error() string {
	return fmt.Sprintf("the budget of calls (%s) is used up until %s", e.Budget, e.Reset.Format(time.RFC3339))
}

// Is tells that it is [ErrRateLimited], as Weibo's own refusals are.
func (e *LimitError) Is(target error) bool { return target == ErrRateLimited }

// DefaultMaxLimitWait is how long a [LocalLimiter] lets a call wait at most. Weibo resets budgets on the full hour.
const DefaultMaxLimitWait = time.Hour + grace

// grace is added to every reset, since Weibo gives whole seconds: a call that is early by a moment is refused and waits for
// one more hour.
const grace = time.Second

// A LocalLimiter is a [Limiter] in memory. It knows three kinds of budgets: of an IP address, of a user, and of a user for
// one endpoint. It learns from the answers of account/rate_limit_status and from refusals; a budget that it knows nothing of
// has no end. What it knows is forgotten at the reset. Calls to c.api.weibo.com have an IP budget of their own, as
// documented; so have those through a gateway.
//
// Set the fields before it is used.
type LocalLimiter struct {
	// MaxWait bounds the wait of a call. If the reset is farther away the call fails at once with a [*LimitError], as it does
	// if the context ends before. The default is [DefaultMaxLimitWait].
	MaxWait time.Duration
	// AskEvery lets the limiter itself ask account/rate_limit_status before a call, at most that often for each user. By
	// default it never asks. If the answer is an error, the call is made all the same.
	AskEvery time.Duration

	mu      sync.Mutex
	budgets map[budgetKey]*budget
	asked   map[string]time.Time // by user
	swept   time.Time
}

type budgetKey struct {
	kind  string // "ip", "user" or an endpoint such as "/statuses/update"
	owner string
	unit  string // of an endpoint that has several budgets
}

// A budget is what is left until a time.
type budget struct {
	left    int
	until   time.Time
	refused bool // Weibo said so, whatever its figures say
}

// NewLimiter returns a limiter for the clients of this process.
func NewLimiter() *LocalLimiter { return new(LocalLimiter) }

// Wait takes one call from each budget that counts it, and waits for those that are used up.
func (l *LocalLimiter) Wait(ctx context.Context, call LimitedCall) error {
	if call.Operation == opRateLimitStatus.Name {
		return nil
	}
	l.ask(ctx, call)
	latest := time.Now().Add(orDefault(l.MaxWait, DefaultMaxLimitWait))
	if deadline, ok := ctx.Deadline(); ok && deadline.Before(latest) {
		latest = deadline
	}
	for {
		kind, until := l.take(call)
		if until.IsZero() {
			return nil
		}
		if call.AtOnce || until.After(latest) {
			return &LimitError{Budget: kind, Reset: until}
		}
		if err := sleep(ctx, time.Until(until)); err != nil {
			return err
		}
	}
}

// ask asks Weibo what is left, if it is time to.
func (l *LocalLimiter) ask(ctx context.Context, call LimitedCall) {
	if l.AskEvery <= 0 || call.Status == nil {
		return
	}
	l.mu.Lock()
	now := time.Now()
	due := now.Sub(l.asked[call.User]) >= l.AskEvery
	if due {
		if l.asked == nil {
			l.asked = map[string]time.Time{}
		}
		l.asked[call.User] = now
	}
	l.mu.Unlock()
	if !due {
		return
	}
	if status, err := call.Status(ctx); err == nil {
		l.Update(call, status)
	}
}

// units are those of the budgets of endpoints. The empty one is for a refusal, which does not name any.
var units = [...]string{"MINUTES", "HOURS", "DAYS", ""}

// keys yields the budgets that count a call.
func (call *LimitedCall) keys() [2 + len(units)]budgetKey {
	keys := [2 + len(units)]budgetKey{call.ipKey(), call.userKey()}
	for i, unit := range units {
		keys[2+i] = call.endpointKey("/"+call.Operation, unit)
	}
	return keys
}

func (call *LimitedCall) ipKey() budgetKey {
	switch call.Host {
	case "c.api.weibo.com":
		return budgetKey{kind: "ip", owner: call.RemoteIP, unit: "commercial"}
	case "open.weibo.com":
		return budgetKey{kind: "ip", owner: call.RemoteIP, unit: "gateway"}
	}
	return budgetKey{kind: "ip", owner: call.RemoteIP}
}

func (call *LimitedCall) userKey() budgetKey { return budgetKey{kind: "user", owner: call.User} }

func (call *LimitedCall) endpointKey(endpoint, unit string) budgetKey {
	return budgetKey{endpoint, call.User, unit}
}

// take takes a call from its budgets, or returns the one that is used up for longest, and until when.
func (l *LocalLimiter) take(call LimitedCall) (kind string, until time.Time) {
	l.mu.Lock()
	defer l.mu.Unlock()
	now, keys := time.Now(), call.keys()
	for _, k := range keys {
		if b := l.budgets[k]; b != nil && b.left <= 0 && b.until.After(now) && b.until.After(until) {
			kind, until = k.kind, b.until
		}
	}
	if !until.IsZero() {
		return kind, until
	}
	for _, k := range keys {
		if b := l.budgets[k]; b != nil {
			b.left--
		}
	}
	return "", time.Time{}
}

// Update takes what Weibo says is left.
func (l *LocalLimiter) Update(call LimitedCall, status *weiboapi.RateLimitStatus) {
	if status == nil {
		return
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	now := time.Now()
	l.sweep(now)
	reset := fullHour(now)
	if status.ResetTimeInSeconds > 0 {
		reset = now.Add(time.Duration(status.ResetTimeInSeconds)*time.Second + grace)
	}
	l.set(call.ipKey(), status.IPLimit, status.RemainingIPHits, reset)
	l.set(call.userKey(), status.UserLimit, status.RemainingUserHits, reset)
	for _, api := range status.APIRateLimits {
		if api == nil {
			continue
		}
		until := reset
		if api.LimitTimeUnit == "MINUTES" {
			until = now.Add(time.Minute + grace)
		}
		// Of a budget for the day it is not known when it is filled up: it is believed until the reset, then Weibo decides.
		l.set(call.endpointKey(api.API, api.LimitTimeUnit), api.Limit, api.RemainingHits, until)
	}
}

// set notes a budget. One that Weibo refused is not filled up again before its time: Weibo was seen to show calls left and
// to refuse them.
func (l *LocalLimiter) set(key budgetKey, limit, left int, until time.Time) {
	if limit <= 0 { // the answer does not have it
		return
	}
	b := l.budgets[key]
	if b != nil && b.refused && b.until.After(time.Now()) {
		b.until = until
		return
	}
	l.put(key, &budget{left: left, until: until})
}

func (l *LocalLimiter) put(key budgetKey, b *budget) {
	if l.budgets == nil {
		l.budgets = map[budgetKey]*budget{}
	}
	l.budgets[key] = b
}

// Refused takes that a budget is used up. It is until the reset that account/rate_limit_status gave, or the next full hour.
func (l *LocalLimiter) Refused(call LimitedCall, code int) {
	var key budgetKey
	switch code {
	case weiboapi.CodeIPRateLimit:
		key = call.ipKey()
	case weiboapi.CodeUserRateLimit:
		key = call.userKey()
	case weiboapi.CodeAPIRateLimit:
		key = call.endpointKey("/"+call.Operation, "")
	default:
		return
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	now := time.Now()
	l.sweep(now)
	until := fullHour(now)
	if b := l.budgets[key]; b != nil && b.until.After(now) {
		until = b.until
	}
	l.put(key, &budget{until: until, refused: true})
}

// fullHour returns the next full hour, when Weibo resets its budgets.
func fullHour(now time.Time) time.Time { return now.Truncate(time.Hour).Add(time.Hour + grace) }

// sweep forgets what is over, now and then, so that the users of a year do not stay.
func (l *LocalLimiter) sweep(now time.Time) {
	if now.Sub(l.swept) < time.Minute {
		return
	}
	l.swept = now
	for key, b := range l.budgets {
		if !b.until.After(now) {
			delete(l.budgets, key)
		}
	}
	for user, at := range l.asked {
		if now.Sub(at) >= l.AskEvery {
			delete(l.asked, user)
		}
	}
}

// isBudgetCode tells whether a code says that a budget is used up.
func isBudgetCode(code int) bool {
	return code == weiboapi.CodeIPRateLimit || code == weiboapi.CodeUserRateLimit || code == weiboapi.CodeAPIRateLimit
}

var opRateLimitStatus = &wire.Operation{
	Name: "account/rate_limit_status", Method: http.MethodGet, Host: "api.weibo.com", Path: "/2/account/rate_limit_status.json",
}

// admit waits until the limiter lets the call pass. Parameters that cannot be sent must not wait for that.
func (c *call) admit(ctx context.Context) error {
	if c.limiter == nil {
		return nil
	}
	if err := c.check(c.op, c.params); err != nil {
		return err
	}
	var err error
	if c.limited, err = c.describe(ctx); err != nil {
		return err
	}
	start := time.Now()
	err = c.limiter.Wait(ctx, c.limited)
	c.start = c.start.Add(time.Since(start))
	return err
}

// tellLimiter tells the limiter what an attempt shows of the budgets.
func (c *call) tellLimiter(a *attempt) {
	if c.limiter == nil {
		return
	}
	if a.budget != 0 {
		c.limiter.Refused(c.limited, a.budget)
	} else if status, ok := c.result.(*weiboapi.RateLimitStatus); ok && a.err == nil {
		c.limiter.Update(c.limited, status)
	}
}

// describe returns the call as the limiter sees it.
func (c *call) describe(ctx context.Context) (LimitedCall, error) {
	if c.gateway != nil {
		token, err := c.gatewayToken(ctx, c.op)
		return LimitedCall{Operation: c.op.Name, Host: c.gateway.Host(), User: userOf(token), AtOnce: c.atOnce}, err
	}
	token, err := c.token(c.op)
	if err != nil {
		return LimitedCall{}, err
	}
	return LimitedCall{
		Operation: c.op.Name, Host: c.op.Host, User: userOf(token), RemoteIP: c.remoteIP, AtOnce: c.atOnce, Status: c.status,
	}, nil
}

// userOf returns what stands for the user of a token. The token cannot be had from it.
func userOf(token string) string {
	if token == "" {
		return ""
	}
	sum := sha256.Sum256([]byte(token))
	return fmt.Sprintf("%x", sum[:12])
}

// status asks what is left to the user of the call.
func (c *call) status(ctx context.Context) (*weiboapi.RateLimitStatus, error) {
	s := *c.settings
	s.limiter, s.response, s.retry.Attempts = nil, nil, 1
	status := new(weiboapi.RateLimitStatus)
	ask := call{client: c.client, settings: &s, op: opRateLimitStatus, params: new(weiboapi.AccountRateLimitStatusParams), result: status}
	if err := ask.run(ctx); err != nil {
		return nil, err
	}
	return status, nil
}

package weibotest

import (
	"cmp"
	"crypto/rand"
	"errors"
	"fmt"
	"net/http"
	"sync"
	"time"

	"github.com/seed4635ade2/weibo-go/weibo"
	"github.com/seed4635ade2/weibo-go/weibo/gateway"
)

// A GatewayPlan is what an account has bought at the gateway of the official command-line tool, or claimed. Experimental.
type GatewayPlan string

// The plans. The words of those that are active are what the gateway was seen to say; what it says of an account without one
// is not known.
const (
	GatewayPaid   GatewayPlan = "formal_active" // everything
	GatewayTrial  GatewayPlan = "trial_active"  // all but the hot-search boards
	GatewayNoPlan GatewayPlan = "none"          // HTTP 402 for everything
)

// A GatewayAccount is an account as the gateway sees it. Experimental.
type GatewayAccount struct {
	UID        int64       // of Weibo; the first account if it is 0
	Plan       GatewayPlan // GatewayPaid if it is empty
	Credits    float64     // to begin with; 10,000 if it is 0. Only what was seen to cost something is charged for
	Unverified bool        // HTTP 403 for everything
}

// GatewayRules are what the gateway of a sandbox does otherwise than usual. Experimental, as package gateway is.
type GatewayRules struct {
	MaxCount int  // the most that count may be; 20 if it is 0, which is what users met in August 2026
	Hourly   int  // calls of an account in an hour of the sandbox's clock; 0 is no limit
	Abroad   bool // callers are outside mainland China
	// Commands are listed beside those that package gateway knows, or in the place of one with the same path. Those that
	// are new answer with an empty object.
	Commands []gateway.Command
	Without  []string // paths such as "users/show/biz" that are neither listed nor known
}

// WithGateway sets the rules of the gateway. Without it the gateway is there too, with the usual ones. Experimental.
func WithGateway(rules GatewayRules) Option { return func(s *settings) { s.gateway = rules } }

// DefaultGatewayToken is one that the gateway of every sandbox takes, of the first account with a paid plan. It is no secret.
// Experimental.
const DefaultGatewayToken gateway.Token = "wb_sandbox"

// firstCredits is what an account begins with.
const firstCredits = 10_000

// gatewayState is what the gateway remembers, in memory only.
type gatewayState struct {
	mu       sync.Mutex
	accounts map[gateway.Token]*gatewayAccount
	last     int // id of an account
}

// A gatewayAccount is an account and what it has used up.
type gatewayAccount struct {
	GatewayAccount
	id    int
	left  float64 // of the credits
	hour  time.Time
	calls int // in that hour
}

// GatewayToken returns a new token for the gateway under /cli/api. It panics if there is no such account or plan. Tokens are
// not kept by [WithData]. Experimental.
func (s *Sandbox) GatewayToken(account GatewayAccount) gateway.Token {
	token, err := s.giveGatewayToken(account)
	if err != nil {
		panic("weibotest: " + err.Error())
	}
	return token
}

func (s *Sandbox) giveGatewayToken(account GatewayAccount) (gateway.Token, error) {
	account.UID = cmp.Or(account.UID, accounts[0].UID)
	account.Plan = cmp.Or(account.Plan, GatewayPaid)
	account.Credits = cmp.Or(account.Credits, firstCredits)
	s.store.mu.Lock()
	known := s.store.users[account.UID] != nil
	s.store.mu.Unlock()
	switch {
	case !known:
		return "", fmt.Errorf("there is no account %d", account.UID)
	case account.Plan != GatewayPaid && account.Plan != GatewayTrial && account.Plan != GatewayNoPlan:
		return "", fmt.Errorf("there is no plan %q", clip(string(account.Plan)))
	}
	g := &s.atGateway
	g.mu.Lock()
	defer g.mu.Unlock()
	g.last++
	token := gateway.Token("wb_" + rand.Text())
	g.all()[token] = &gatewayAccount{GatewayAccount: account, id: firstGatewayID + g.last, left: account.Credits}
	return token, nil
}

// firstGatewayID is the number that the account of the default token has in the open platform.
const firstGatewayID = 1000

// all returns the accounts. The lock is held.
func (g *gatewayState) all() map[gateway.Token]*gatewayAccount {
	if g.accounts == nil {
		first := GatewayAccount{UID: accounts[0].UID, Plan: GatewayPaid, Credits: firstCredits}
		g.accounts = map[gateway.Token]*gatewayAccount{
			DefaultGatewayToken: {GatewayAccount: first, id: firstGatewayID, left: firstCredits},
		}
	}
	return g.accounts
}

// reset gives all accounts back what they had at first.
func (g *gatewayState) reset() {
	g.mu.Lock()
	defer g.mu.Unlock()
	for _, a := range g.all() {
		a.left, a.calls = a.Credits, 0
	}
}

// RevokeGatewayToken makes a token useless. Experimental.
func (s *Sandbox) RevokeGatewayToken(token gateway.Token) {
	s.atGateway.mu.Lock()
	defer s.atGateway.mu.Unlock()
	delete(s.atGateway.all(), token)
}

// GatewayClient returns a client that goes through the gateway as the first account. Experimental.
func (s *Server) GatewayClient(opts ...weibo.Option) *gateway.Client {
	s.t.Helper()
	own := []weibo.Option{weibo.WithBaseURL(s.URL)}
	c, err := gateway.NewClient(s.GatewayToken(GatewayAccount{}), append(own, opts...)...)
	if err != nil {
		s.t.Fatalf("weibotest: %v", err)
	}
	return c
}

func (s *Sandbox) routeGateway() {
	s.mux.HandleFunc("POST /cli/api/cli/invoke", s.serveInvoke)
	s.mux.Handle("GET /cli/api/cli/whoami", s.gatewayQuestion(s.gatewayWhoami))
	s.mux.Handle("GET /cli/api/cli/commands", s.gatewayQuestion(s.gatewayCommands))
	s.mux.Handle("GET /cli/api/cli/commands/{group}/{action}", s.gatewayQuestion(s.gatewayCommand))
}

// A gatewayRefusal is what the gateway itself says instead of an answer. Codes are those that are on record; where there is
// none, the status has to do.
type gatewayRefusal struct {
	status        int
	code, message string
}

func (r *gatewayRefusal) Error() string { return cmp.Or(r.code, "gateway") + " " + r.message }

func (r *gatewayRefusal) answer() any {
	said := map[string]string{"message": r.message}
	if r.code != "" {
		said["code"] = r.code
	}
	return map[string]any{"error": said}
}

// gatewayQuestion answers a question about the gateway itself.
func (s *Sandbox) gatewayQuestion(ask func(*gatewayAccount, *http.Request) (any, error)) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		c := s.newCall(r)
		c.sent = form{values: r.URL.Query()}
		account, err := s.gatewayAccount(c)
		var answer any
		if err == nil {
			answer, err = ask(account, r)
		}
		c.answerGateway(w, answer, http.StatusOK, 0, err)
	})
}

// gatewayAccount returns who calls.
func (s *Sandbox) gatewayAccount(c *call) (*gatewayAccount, error) {
	s.atGateway.mu.Lock()
	defer s.atGateway.mu.Unlock()
	account := s.atGateway.all()[gateway.Token(c.token())]
	if account == nil {
		return nil, &gatewayRefusal{http.StatusUnauthorized, "UNAUTHORIZED", "token expired or invalid"}
	}
	c.grant = grant{uid: account.UID, appKey: DefaultAppKey}
	return account, nil
}

// answerGateway writes an answer of the gateway, and puts the call into the log.
func (c *call) answerGateway(w http.ResponseWriter, answer any, status, code int, err error) {
	var refused *gatewayRefusal
	if errors.As(err, &refused) {
		if refused.status == http.StatusBadRequest {
			c.breaks(err)
		}
		answer, status = refused.answer(), refused.status
	}
	c.record(answer, status, code)
	c.planned.wait(c.request.Context())
	if c.planned != nil && c.planned.Cut {
		c.write(cutWriter{w}, answer, status)
		panic(http.ErrAbortHandler)
	}
	c.write(w, answer, status)
}

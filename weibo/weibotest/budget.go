package weibotest

import (
	"maps"
	"net"
	"slices"
	"strings"
	"time"
)

// Budgets are how many calls there are in an hour of the sandbox's clock. They are full again on the full hour. 0 is no limit.
//
// The calls of signing in and account/rate_limit_status are not counted. The latter says what is left; of a budget without a
// limit it says a million.
type Budgets struct {
	User       int            // of a user in an application; then 10023
	IP         int            // of an address; then 10022. Who passes on the address of its user (API-RemoteIP, rip) spends that one's
	Operations map[string]int // of a user in an application for one call, such as "statuses/share"; then 10024
	OpenIM     map[string]int // of an account for one call of open-im in a day, such as "open/crowd/post"; then 42900. Replies are comments
}

// noLimit is what account/rate_limit_status says of a budget without a limit.
const noLimit = 1_000_000

// newcomer are the budgets of an application that is not reviewed. Those of a user were recorded in 2019; those of an address
// and of publishing are in the documentation of 2025, which gives them as examples.
//
// Those of open-im are from its documents: of comments until today, of posts of 2026-03-26, after which they left it out.
var newcomer = Budgets{
	User: 150, IP: 15_000, Operations: map[string]int{"statuses/share": 30, "statuses/update": 30},
	OpenIM: map[string]int{"open/crowd/comment": 1000, "open/crowd/post": 3},
}

// A spender is whose budget it is.
type spender struct {
	uid       int64 // 0 for an address
	appKey    string
	ip        string // empty for a user
	operation string // empty for all calls together
}

// budgets are the calls that were made in an hour. They are used with the store locked.
type budgets struct {
	hour  time.Time
	spent map[spender]int

	day      time.Time // in China
	spentDay map[spender]int
}

// at returns the counters of an hour.
func (b *budgets) at(now time.Time) map[spender]int {
	if hour := now.Truncate(time.Hour); !hour.Equal(b.hour) || b.spent == nil {
		b.hour, b.spent = hour, map[spender]int{}
	}
	return b.spent
}

// A budget is one of those that a call is counted in.
type budget struct {
	spender
	limit   int
	refusal *refusal
}

// counted returns the budgets with a limit that the call is counted in.
func (c *call) counted() []budget {
	all := []budget{{spender{ip: c.ip()}, c.limits.IP, refuse(10022)}}
	if c.grant.uid != 0 {
		all = append(all,
			budget{c.spender(""), c.limits.User, refuse(10023)},
			budget{c.spender(c.op.name), c.limits.Operations[c.op.name], refuse(10024, "/"+c.op.name)})
	}
	return slices.DeleteFunc(all, func(b budget) bool { return b.limit == 0 })
}

// spender is the user who calls.
func (c *call) spender(operation string) spender {
	return spender{uid: c.grant.uid, appKey: c.grant.appKey, operation: operation}
}

// ip returns the address that the call is counted for.
func (c *call) ip() string {
	for _, told := range []string{c.request.Header.Get("API-RemoteIP"), c.sent.values.Get("rip")} {
		if ip := net.ParseIP(told); ip != nil {
			return ip.String()
		}
	}
	host, _, _ := net.SplitHostPort(c.request.RemoteAddr)
	return host
}

// spend counts the call, unless a budget is used up.
func (c *call) spend() error {
	if c.op.openIM {
		return c.checkDay()
	}
	if c.isOAuth2() || c.action != nil || c.op.name == "account/rate_limit_status" {
		return nil
	}
	counted := c.counted()
	spent := c.budgets.at(c.now)
	for _, b := range counted {
		if spent[b.spender] >= b.limit {
			return b.refusal
		}
	}
	for _, b := range counted {
		spent[b.spender]++
	}
	return nil
}

// A rateLimitAnswer is what was recorded of account/rate_limit_status.
type rateLimitAnswer struct {
	APIRateLimits      []apiRateLimit `json:"api_rate_limits"`
	IPLimit            int            `json:"ip_limit"`
	LimitTimeUnit      string         `json:"limit_time_unit"`
	RemainingIPHits    int            `json:"remaining_ip_hits"`
	RemainingUserHits  int            `json:"remaining_user_hits"`
	ResetTime          string         `json:"reset_time"`
	ResetTimeInSeconds int            `json:"reset_time_in_seconds"`
	UserLimit          int            `json:"user_limit"`
}

type apiRateLimit struct {
	API           string `json:"api"`
	Limit         int    `json:"limit"`
	LimitTimeUnit string `json:"limit_time_unit"`
	RemainingHits int    `json:"remaining_hits"`
}

const hours = "HOURS"

func (c *call) rateLimitStatus() (any, error) {
	reset := c.now.Truncate(time.Hour).Add(time.Hour)
	a := rateLimitAnswer{
		APIRateLimits:      []apiRateLimit{},
		LimitTimeUnit:      hours,
		ResetTime:          reset.Format(time.DateTime),
		ResetTimeInSeconds: int(reset.Sub(c.now).Seconds()),
	}
	a.IPLimit, a.RemainingIPHits = c.remaining(spender{ip: c.ip()}, c.limits.IP)
	a.UserLimit, a.RemainingUserHits = c.remaining(c.spender(""), c.limits.User)
	for _, name := range slices.Sorted(maps.Keys(c.limits.Operations)) {
		limit, left := c.remaining(c.spender(name), c.limits.Operations[name])
		a.APIRateLimits = append(a.APIRateLimits, apiRateLimit{"/" + name, limit, hours, left})
	}
	return a, nil
}

func (c *call) remaining(s spender, limit int) (most, left int) {
	if limit == 0 {
		return noLimit, noLimit
	}
	return limit, limit - c.budgets.at(c.now)[s]
}

// ofDay returns the calls of open-im that the day has had, and whose this one is among them.
func (c *call) ofDay() (spent map[spender]int, of spender) {
	year, month, date := c.now.Date()
	b := &c.budgets
	if day := time.Date(year, month, date, 0, 0, 0, 0, china); !day.Equal(b.day) || b.spentDay == nil {
		b.day, b.spentDay = day, map[spender]int{}
	}
	return b.spentDay, c.spender(strings.TrimSuffix(c.op.name, "/reply"))
}

// checkDay refuses a call of open-im if those of the day are used up. Calls that are refused are not counted.
func (c *call) checkDay() error {
	spent, of := c.ofDay()
	if limit := c.limits.OpenIM[of.operation]; limit > 0 && spent[of] >= limit {
		return refuse(42900)
	}
	return nil
}

func (c *call) countOfDay() {
	spent, of := c.ofDay()
	spent[of]++
}

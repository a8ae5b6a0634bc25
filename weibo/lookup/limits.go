package lookup

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/seed4635ade2/weibo-go/gen/weiboapi"
	"github.com/seed4635ade2/weibo-go/weibo/wire"
)

// DefaultLimitsMaxAge is for how long an answer about budgets is kept.
const DefaultLimitsMaxAge = time.Minute

// Limits tell what is left of the budgets of one user, in one application and at one IP address. Calls made since Weibo was
// asked are not counted: to keep calls within the budgets, take weibo.WithLimiter.
//
// Documentation: https://open.weibo.com/wiki/2/account/rate_limit_status
type Limits struct {
	// MaxAge is for how long an answer is kept, but never beyond the next reset. The default is [DefaultLimitsMaxAge]. Asking
	// is not itself counted against a budget. Set it before the first use.
	MaxAge time.Duration

	status cache[answer]
}

type answer struct {
	*weiboapi.RateLimitStatus
	at time.Time
}

// A Budget is how many calls may be made in a unit of time.
type Budget struct {
	Name  string // "user", "ip" or an endpoint, such as "statuses/update"
	Limit int
	Left  int
	Unit  string // MINUTES, HOURS or DAYS
	// Reset is when it is filled up again, to the second. It is known of budgets for an hour only, and zero for others.
	Reset time.Time
}

// NewLimits returns the budgets that client.Account tells. The options go with the call; with weibo.WithToken it is those of
// another user.
func NewLimits(account *weiboapi.AccountService, opts ...wire.Option) *Limits {
	l := new(Limits)
	l.status.ask = func(ctx context.Context) (answer, time.Time, error) {
		status, err := account.RateLimitStatus(ctx, weiboapi.AccountRateLimitStatusParams{}, opts...)
		if err != nil {
			return answer{}, time.Time{}, err
		}
		a := answer{status, time.Now()}
		until := a.at.Add(cmp.Or(l.MaxAge, DefaultLimitsMaxAge))
		if reset := a.reset(status.LimitTimeUnit); !reset.IsZero() && reset.Before(until) {
			until = reset
		}
		return a, until, nil
	}
	return l
}

// Budgets returns the budgets that count a call of an endpoint, such as "statuses/update": that of the endpoint itself, if
// there is one, of the user and of the IP address. The tightest is the first. There are budgets for groups of endpoints, such
// as /users/query; which endpoints are in them is not on record, so they are left out.
//
// Weibo was seen to refuse calls by code 10023 while this still had some left.
func (l *Limits) Budgets(ctx context.Context, endpoint string) ([]Budget, error) {
	a, err := l.status.get(ctx)
	if err != nil {
		return nil, err
	}
	endpoint = strings.TrimPrefix(endpoint, "/")
	var all []Budget
	add := func(name string, limit, left int, unit string) {
		if limit > 0 { // otherwise the answer does not have it
			all = append(all, Budget{name, limit, max(left, 0), unit, a.reset(unit)})
		}
	}
	for _, b := range a.APIRateLimits {
		if b != nil && strings.TrimPrefix(b.API, "/") == endpoint {
			add(endpoint, b.Limit, b.RemainingHits, b.LimitTimeUnit)
		}
	}
	add("user", a.UserLimit, a.RemainingUserHits, a.LimitTimeUnit)
	add("ip", a.IPLimit, a.RemainingIPHits, a.LimitTimeUnit)
	slices.SortStableFunc(all, func(x, y Budget) int { return cmp.Compare(x.Left, y.Left) })
	return all, nil
}

// Left returns the tightest of the [Limits.Budgets] of an endpoint. The error is [ErrNotFound] if Weibo names none, or that of
// the call.
func (l *Limits) Left(ctx context.Context, endpoint string) (Budget, error) {
	all, err := l.Budgets(ctx, endpoint)
	if err != nil {
		return Budget{}, err
	}
	if len(all) == 0 {
		return Budget{}, fmt.Errorf("%w: budget of %.64q", ErrNotFound, endpoint)
	}
	return all[0], nil
}

// reset returns when budgets with a unit are filled up again, zero if that is not known.
func (a answer) reset(unit string) time.Time {
	if unit != "HOURS" || a.ResetTimeInSeconds <= 0 {
		return time.Time{}
	}
	return a.at.Add(time.Duration(a.ResetTimeInSeconds) * time.Second)
}

package gateway

import (
	"context"
	"encoding/json"

	"github.com/seed4635ade2/weibo-go/weibo/wire"
)

// An Account is who the token belongs to, and what it may do. Experimental: the members are those that programs of others
// read.
type Account struct {
	User    AccountUser   `json:"user"`
	Service ServiceStatus `json:"service_status"`
}

// An AccountUser is an account of the open platform. Experimental.
type AccountUser struct {
	ID       string   `json:"id"`    // of the open platform, which is not the uid of Weibo
	IDStr    string   `json:"idstr"` // the same
	UID      string   `json:"uid"`   // the same; one of the three is there
	Identity Identity `json:"developer_identity"`
	Balance  *float64 `json:"balance"` // sometimes; see [Account.Balance]
}

// An Identity is how far the verification of a developer has come. Experimental.
type Identity struct {
	IsVerified bool   `json:"is_verified"`
	Status     string `json:"status"` // "verified", or others that are not known
}

// A ServiceStatus is what the account has bought or claimed. Experimental.
type ServiceStatus struct {
	Kind           string          `json:"kind"`            // "trial_active", "formal_active", or others that are not known
	Balance        *float64        `json:"balance"`         // in credits
	RemainingCalls json.RawMessage `json:"remaining_calls"` // sometimes; its form is not known
}

// ID returns the number of the account in the open platform.
func (a *Account) ID() string {
	for _, id := range []string{a.User.ID, a.User.IDStr, a.User.UID} {
		if id != "" {
			return id
		}
	}
	return ""
}

// Balance returns the credits that are left, if the gateway says.
func (a *Account) Balance() (credits float64, known bool) {
	for _, b := range []*float64{a.Service.Balance, a.User.Balance} {
		if b != nil {
			return *b, true
		}
	}
	return 0, false
}

// Verified tells whether the developer is verified.
func (a *Account) Verified() bool {
	return a.User.Identity.IsVerified || a.User.Identity.Status == "verified"
}

// Ready tells whether the account can call: it is verified, and has a trial or a plan. The rule is that of a program of
// others, which says that it follows the official tool.
func (a *Account) Ready() bool {
	return a.Verified() && (a.Service.Kind == "trial_active" || a.Service.Kind == "formal_active")
}

// Whoami tells whom the token belongs to, whether the account is verified, and what it has left.
//
// Experimental, see the package.
func (c *Client) Whoami(ctx context.Context, opts ...wire.Option) (*Account, error) {
	account := new(Account)
	if err := c.ask(ctx, "cli/whoami", "/cli/whoami", nil, account, opts); err != nil {
		return nil, err
	}
	return account, nil
}

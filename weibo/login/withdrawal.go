package login

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"strconv"

	"github.com/seed4635ade2/weibo-go/weibo"
)

// A Withdrawal is the news that a user removed the application, which Weibo sends to the address that the console has for
// that. Its parameters are not documented, as far as we know; these four are known from one other program.
type Withdrawal struct {
	AppKey string // source
	UID    int64
	// AuthEnd is when the authorisation ended. It is handed on as it came, since its form is not on record.
	AuthEnd string
	// Verification seems to be there to tell that Weibo sent this. How it is made is not on record, so it cannot be checked.
	Verification string
}

// ErrWithdrawal means that the parameters are not those of a withdrawal from this application.
var ErrWithdrawal = errors.New("no withdrawal from this application")

// ParseWithdrawal reads a withdrawal out of the parameters of a request, in the query or a form (see [http.Request.ParseForm]):
// which of the two Weibo sends is not on record. It checks that they are complete and for the application with that key.
//
// That does not prove that Weibo sent them: anybody can who knows the app key and the uid of a user. Ask Weibo, by
// [Withdrawal.Confirmed], before anything is deleted.
func ParseWithdrawal(form url.Values, appKey string) (*Withdrawal, error) {
	for _, name := range []string{"source", "uid", "auth_end", "verification"} {
		if n := len(form[name]); n != 1 {
			return nil, fmt.Errorf("weibo: login: %w: %s is there %d times instead of once", ErrWithdrawal, name, n)
		}
	}
	if appKey == "" || form.Get("source") != appKey {
		return nil, fmt.Errorf("weibo: login: %w: source is another app key", ErrWithdrawal)
	}
	uid, err := strconv.ParseInt(form.Get("uid"), 10, 64)
	if err != nil || uid <= 0 {
		return nil, fmt.Errorf("weibo: login: %w: uid is none", ErrWithdrawal)
	}
	return &Withdrawal{AppKey: appKey, UID: uid, AuthEnd: form.Get("auth_end"), Verification: form.Get("verification")}, nil
}

// Confirmed asks Weibo whether an access token of the user still works. If it does not, the withdrawal is true, as far as it
// matters: forget the token. If it does, the withdrawal is forged, or the user has come back since.
//
// The error is why Weibo could not be asked, or that the token is another user's, and nothing is known then.
func (w *Withdrawal) Confirmed(ctx context.Context, o *weibo.OAuth2, token string) (bool, error) {
	info, err := o.TokenInfo(ctx, token)
	switch {
	case errors.Is(err, weibo.ErrUnauthorized):
		return true, nil
	case err != nil:
		return false, err
	case info.UID != w.UID:
		return false, errors.New("weibo: login: the token that was asked about is another user's")
	}
	return false, nil
}

package testyourapp

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/seed4635ade2/weibo-go/gen/weiboapi"
	"github.com/seed4635ade2/weibo-go/weibo"
)

// ErrSignInAgain means that the user has to sign in again.
var ErrSignInAgain = errors.New("please sign in with Weibo again")

// A BusyError means that the user has published too much for now.
type BusyError struct{ Err error }

func (e *BusyError) Error() string { return "Weibo takes no more for now: " + e.Err.Error() }

// Unwrap returns what Weibo said.
func (e *BusyError) Unwrap() error { return e.Err }

// Announce publishes a text with a link, and not twice: Weibo cannot tell a repetition from a second wish, so that after an
// error which leaves open whether the status is there it looks for it, instead of posting again. [weibo.ErrDelayed] means that
// it shows up later.
func Announce(ctx context.Context, client *weibo.Client, text, link string) (*weiboapi.Status, error) {
	status, err := client.Statuses.Share(ctx, weiboapi.StatusesShareParams{Status: text + " " + link})
	switch {
	case errors.Is(err, weibo.ErrUnauthorized):
		return nil, fmt.Errorf("%w (%w)", ErrSignInAgain, err)
	case errors.Is(err, weibo.ErrRateLimited):
		return nil, &BusyError{err}
	case err != nil && mayHaveArrived(err):
		return find(ctx, client, text, err)
	}
	return status, err
}

// mayHaveArrived tells whether a post may be there although its call failed.
func mayHaveArrived(err error) bool {
	var unsent *weibo.ParamsError
	var answer *weibo.Error
	if errors.As(err, &unsent) {
		return false
	}
	if errors.As(err, &answer) && answer.Code != 0 {
		return errors.Is(err, weibo.ErrDuplicate) || errors.Is(err, weibo.ErrServer)
	}
	return true // no answer, or none of Weibo's
}

// find looks for a text among the latest statuses of the user. The link is left out, since Weibo may shorten it.
func find(ctx context.Context, client *weibo.Client, text string, lost error) (*weiboapi.Status, error) {
	list, err := client.Statuses.UserTimeline(ctx, weiboapi.StatusesUserTimelineParams{Count: 5})
	if err != nil {
		return nil, errors.Join(lost, err)
	}
	for _, s := range list.Statuses {
		if strings.HasPrefix(s.Text, text+" ") {
			return s, nil
		}
	}
	return nil, lost
}

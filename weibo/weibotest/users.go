package weibotest

import "github.com/seed4635ade2/weibo-go/gen/weiboapi"

// caller returns the user whose token the call has.
func (c *call) caller() *user { return c.store.users[c.grant.uid] }

// showUser answers with a profile and the latest status that the caller may see.
func (c *call) showUser() (any, error) {
	u, err := c.store.user(c.int("uid"), c.text("screen_name"))
	if err != nil {
		return nil, err
	}
	a := c.user(u)
	for i := len(u.statuses) - 1; i >= 0; i-- {
		st := u.statuses[i]
		if !st.seenBy(c.grant.uid) {
			continue
		}
		if c.flag("trim_status") {
			a.StatusID = st.id
		} else {
			a.Status = c.status(st, noAuthor)
		}
		break
	}
	return a, nil
}

func (c *call) getUID() (any, error) { return weiboapi.AccountUID{UID: c.grant.uid}, nil }

package weibotest

import (
	"strconv"

	"github.com/seed4635ade2/weibo-go/weibo/ids"
)

// translated answers a call that turns one kind of id into another: an object with the one wanted, or in batch mode an array of
// objects with the one sent as the name.
func (c *call) translated(member string, sent, wanted []string) any {
	if !c.flag("is_batch") && len(wanted) > 0 {
		return map[string]string{member: wanted[0]}
	}
	answer := make([]map[string]string, len(sent))
	for i := range sent {
		answer[i] = map[string]string{sent[i]: wanted[i]}
	}
	return answer
}

func (c *call) queryMID() (any, error) {
	var sent, mids []string
	for _, id := range c.ints("id") {
		sent = append(sent, strconv.FormatInt(id, 10))
		mids = append(mids, ids.Base62(id))
	}
	return c.translated("mid", sent, mids), nil
}

// queryID takes a mid in base 62 where the caller says so, and elsewhere a decimal one, which is the id.
func (c *call) queryID() (any, error) {
	var found []string
	for _, mid := range c.texts("mid") {
		id, err := ids.ParseBase62(mid)
		if !c.flag("isBase62") {
			if n, e := strconv.ParseInt(mid, 10, 64); e == nil {
				id, err = n, nil
			}
		}
		if err != nil {
			return nil, invalid("mid", "a mid", mid)
		}
		found = append(found, strconv.FormatInt(id, 10))
	}
	return c.translated("id", c.texts("mid"), found), nil
}

// goToStatus leads to the page of a status on weibo.com.
func (c *call) goToStatus() (any, error) {
	st, err := c.store.status(c.int("id"), c.grant.uid)
	if err != nil {
		return nil, err
	}
	return redirect(ids.StatusURL(st.author.UID, st.id)), nil
}

package weibotest

import "github.com/seed4635ade2/weibo-go/gen/openimapi"

// openIMBuy is open/auth/ws_token.
func (c *call) openIMBuy() (any, error) {
	owner := c.store.openIMOwner(c.text("app_id"))
	if owner == nil || openIMCredentials(owner.UID).AppSecret != c.text("app_secret") {
		return nil, refuse(40003)
	}
	c.grant.uid = owner.UID
	return success(c.openIMToken(owner.UID))
}

func (c *call) openIMRefresh() (any, error) {
	t, err := c.store.openIMToken(c.text("token"), c.now)
	if err != nil {
		return nil, err
	}
	c.grant.uid = t.uid
	return success(c.openIMToken(t.uid))
}

func (c *call) openIMToken(uid int64) openimapi.Token {
	t := c.store.issueOpenIMToken(uid, c.now)
	return openimapi.Token{Token: t.text, ExpireIn: int(t.expires.Sub(c.now).Seconds()), UID: uid}
}

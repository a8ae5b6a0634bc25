package weibotest

import (
	"strconv"

	"github.com/seed4635ade2/weibo-go/gen/weiboapi"
)

// accessToken exchanges a code, or a refresh token, for a token.
func (c *call) accessToken() (any, error) {
	app, known := c.store.apps[c.text("client_id")]
	if c.strict && !(known && app.Secret == c.text("client_secret")) {
		return nil, refuse(21324)
	}
	switch c.text("grant_type") {
	case "refresh_token":
		return c.refresh()
	case "password":
		return nil, refuse(21326)
	}
	return c.exchange()
}

func (c *call) exchange() (any, error) {
	if !c.has("code") {
		return nil, missing("code")
	}
	text := c.text("code")
	code, ok := c.store.takeCode(text, c.now)
	if !ok || code.appKey != c.text("client_id") {
		return nil, refuseOAuth2(21325, "invalid authorization code:"+clip(text))
	}
	if code.redirectURL != c.text("redirect_uri") {
		return nil, refuse(21322)
	}
	t := c.store.issueToken(code.grant, c.now, c.tokenLifetime(code.appKey))
	if !c.store.apps[t.appKey].MobileSDK {
		return c.tokenAnswer(t, ""), nil
	}
	return c.tokenAnswer(t, c.store.issueRefreshToken(t, c.now)), nil
}

// refresh gives the same token again as long as it is good, which is what users of the mobile SDKs reported. That there is a
// new one afterwards is inferred.
func (c *call) refresh() (any, error) {
	if !c.has("refresh_token") {
		return nil, missing("refresh_token")
	}
	text := c.text("refresh_token")
	r, ok := c.store.refreshTokens[text]
	if !ok || !c.now.Before(r.expires) || r.appKey != c.text("client_id") {
		return nil, refuseOAuth2(21325, "invalid refresh token")
	}
	t, err := c.store.token(r.access, c.now)
	if err != nil {
		t = c.store.issueToken(r.grant, c.now, c.tokenLifetime(r.appKey))
		r.access = t.text
		c.store.keep(r)
	}
	return c.tokenAnswer(t, text), nil
}

// A tokenAnswer is a token as it was recorded.
type tokenAnswer struct {
	AccessToken  string `json:"access_token"`
	RemindIn     any    `json:"remind_in"`
	ExpiresIn    int    `json:"expires_in"`
	UID          string `json:"uid"`
	IsRealName   string `json:"isRealName"`
	RefreshToken string `json:"refresh_token,omitzero"`
}

func (c *call) tokenAnswer(t token, refresh string) tokenAnswer {
	seconds := t.seconds(c.now)
	a := tokenAnswer{
		AccessToken:  t.text,
		RemindIn:     strconv.Itoa(seconds),
		ExpiresIn:    seconds,
		UID:          strconv.FormatInt(t.uid, 10),
		IsRealName:   "true",
		RefreshToken: refresh,
	}
	if refresh != "" {
		a.RemindIn = seconds
	}
	return a
}

// A tokenInfoAnswer says whom a token belongs to.
type tokenInfoAnswer struct {
	UID      int64   `json:"uid"`
	AppKey   any     `json:"appkey"` // a number, as app keys are; an invented one may be a text
	Scope    *string `json:"scope"`
	CreateAt int64   `json:"create_at"`
	ExpireIn int     `json:"expire_in"`
}

func (c *call) tokenInfo() (any, error) {
	t, err := c.store.token(c.text("access_token"), c.now)
	if err != nil {
		return nil, err
	}
	a := tokenInfoAnswer{
		UID:      t.uid,
		AppKey:   t.appKey,
		CreateAt: t.created.Unix(),
		ExpireIn: t.seconds(c.now),
	}
	if n, err := strconv.ParseInt(t.appKey, 10, 64); err == nil {
		a.AppKey = n
	}
	if t.scope != "" {
		a.Scope = &t.scope
	}
	return a, nil
}

// revoke withdraws all that the user allowed the application.
func (c *call) revoke() (any, error) {
	t, err := c.store.token(c.text("access_token"), c.now)
	if err != nil {
		return nil, err
	}
	c.store.revoke(t.grant)
	return weiboapi.Result{Result: true}, nil
}

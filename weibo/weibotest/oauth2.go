package weibotest

import (
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/getkin/kin-openapi/openapi3"

	"github.com/seed4635ade2/weibo-go/gen/weiboapi"
)

// authorize shows the page on which the user chooses an account and decides.
func (c *call) authorize() (any, error) {
	if err := c.checkAuthorize(); err != nil {
		return nil, err
	}
	asked := map[string]string{} // what the form hands on
	for _, p := range c.op.params {
		if v := c.sent.values.Get(p.name); v != "" {
			asked[p.name] = v
		}
	}
	return &page{"authorize.html", map[string]any{
		"App":      c.store.appName(c.text("client_id")),
		"Redirect": c.text("redirect_uri"),
		"Asked":    asked,
		"Users":    c.Users(),
	}}, nil
}

// checkAuthorize checks who asks and where the answer goes.
func (c *call) checkAuthorize() error {
	if !c.knows(c.text("client_id")) {
		return refuse(21324)
	}
	if c.text("response_type") == "token" {
		return refuse(21329) // the implicit flow, which old documents have, is not played here
	}
	app := c.store.apps[c.text("client_id")]
	redirect := c.text("redirect_uri")
	u, err := url.Parse(redirect)
	if err != nil || u.Scheme == "" || u.Scheme == "javascript" || u.Scheme == "data" {
		return refuse(21322)
	}
	if c.strict && app.RedirectURL != "" && app.RedirectURL != redirect {
		return refuse(21322)
	}
	return nil
}

// decideOperation is what the form of the authorize page posts: the parameters of the page, and what the user chose. Without a
// choice it shows the page, as GET does.
func decideOperation(page *operation) *operation {
	decide := *page
	decide.handle = (*call).decide
	decide.setParams(append(slices.Clone(page.params),
		newParam("uid", openapi3.NewInt64Schema(), false, false),
		newParam("action", openapi3.NewStringSchema().WithEnum("approve", "refuse"), false, false)))
	return &decide
}

// decide sends the user back to the application, with a code or with a refusal.
func (c *call) decide() (any, error) {
	if err := c.checkAuthorize(); err != nil {
		return nil, err
	}
	switch c.text("action") {
	case "":
		return c.authorize()
	case "refuse":
		return c.back("error_uri", "/oauth2/authorize", "error", "access_denied",
			"error_description", "user denied your request.", "error_code", "21330"), nil
	}
	u, err := c.store.user(c.int("uid"), "")
	if err != nil {
		return nil, err
	}
	g := grant{uid: u.UID, appKey: c.text("client_id"), scope: strings.Join(c.texts("scope"), ",")}
	return c.back("code", c.store.issueCode(g, c.text("redirect_uri"), c.now)), nil
}

// back is the way to the application, with names and values in the query.
func (c *call) back(pairs ...string) redirect {
	u, _ := url.Parse(c.text("redirect_uri")) // was checked
	query := u.Query()
	if state := c.text("state"); state != "" {
		query.Set("state", state)
	}
	for i := 0; i < len(pairs); i += 2 {
		query.Set(pairs[i], pairs[i+1])
	}
	u.RawQuery = query.Encode()
	return redirect(u.String())
}

// accessToken exchanges a code for a token.
func (c *call) accessToken() (any, error) {
	if err := c.checkExchange(); err != nil {
		return nil, err
	}
	text := c.text("code")
	code, ok := c.store.takeCode(text, c.now)
	if !ok || code.appKey != c.text("client_id") {
		return nil, refuseOAuth2(21325, "invalid authorization code:"+clip(text))
	}
	if code.redirectURL != c.text("redirect_uri") {
		return nil, refuse(21322)
	}
	t := c.store.issueToken(code.grant, c.now, c.tokenLifetime())
	seconds := int(t.expires.Sub(t.created).Seconds())
	return weiboapi.TokenResponse{
		AccessToken: t.text,
		RemindIn:    strconv.Itoa(seconds),
		ExpiresIn:   seconds,
		UID:         strconv.FormatInt(t.uid, 10),
		IsRealName:  "true",
	}, nil
}

// checkExchange checks the application and what it wants to exchange.
func (c *call) checkExchange() error {
	app, known := c.store.apps[c.text("client_id")]
	if c.strict && !(known && app.Secret == c.text("client_secret")) {
		return refuse(21324)
	}
	switch c.text("grant_type") {
	case "refresh_token": // which only applications with the mobile SDK get
		return refuseOAuth2(21325, "invalid refresh token")
	case "password":
		return refuse(21326)
	}
	if !c.has("code") {
		return missing("code")
	}
	return nil
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
		ExpireIn: int(t.expires.Sub(c.now).Seconds()),
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

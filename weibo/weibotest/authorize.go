package weibotest

import (
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/seed4635ade2/weibo-go/weibo/weibotest/internal/openapi"
)

// authorize shows the page on which the user chooses an account and decides. A user who is signed in and has allowed all that
// is asked does not see it, unless the application forces that.
func (c *call) authorize() (any, error) {
	if err := c.checkAuthorize(); err != nil {
		return nil, err
	}
	c.noteScopes()
	force, _ := c.value("forcelogin").(bool)
	if u := c.store.users[signedIn(c.request)]; u != nil && !force {
		if a, ok := u.Approvals[c.text("client_id")]; ok && a.covers(c.texts("scope"), c.now) {
			return c.sendBack(grant{u.UID, c.text("client_id"), a.Scope}), nil
		}
	}
	return c.askUser(), nil
}

// checkAuthorize checks who asks and where the answer goes.
func (c *call) checkAuthorize() error {
	if !c.knows(c.text("client_id")) {
		return refuse(21324)
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

// noteScopes notes the scopes that are not on record. What Weibo does about them is not known, so they are granted as well.
func (c *call) noteScopes() {
	for _, scope := range c.texts("scope") {
		if _, known := scopeWords[scope]; !known {
			c.problems = append(c.problems, "unknown scope "+clip(scope))
		}
	}
}

// scopeWords say what a scope allows, in English and in Chinese.
var scopeWords = map[string][2]string{
	"all":                           {"everything the application may do", "应用拥有的全部权限"},
	"email":                         {"your e-mail address", "你的联系邮箱"},
	"direct_messages_read":          {"read your direct messages", "读取你的私信"},
	"direct_messages_write":         {"send direct messages", "发送私信"},
	"invitation_write":              {"send invitations", "发送邀请"},
	"friendships_groups_read":       {"read your friend groups", "读取你的好友分组"},
	"friendships_groups_write":      {"change your friend groups", "管理你的好友分组"},
	"statuses_to_me_read":           {"read what is meant for you alone", "读取定向给你的微博"},
	"follow_app_official_microblog": {"follow the account of the application", "关注应用的官方微博"},
}

// What the authorize page shows.
type (
	authorizePage struct {
		App      string
		Redirect string
		Accounts []accountChoice
		Scopes   []scopeChoice
		Asked    map[string]string // the parameters, which the form hands on
	}
	accountChoice struct {
		User
		About  string
		Chosen bool
	}
	scopeChoice struct{ Name, EN, ZH string }
)

// askUser is the authorize page.
func (c *call) askUser() *page {
	p := authorizePage{App: c.store.appName(c.text("client_id")), Redirect: c.callback(), Asked: map[string]string{}}
	for _, param := range c.op.params {
		if v := c.sent.values.Get(param.name); v != "" && param.name != "scope" {
			p.Asked[param.name] = v
		}
	}
	for _, scope := range c.texts("scope") {
		words := scopeWords[scope]
		p.Scopes = append(p.Scopes, scopeChoice{scope, words[0], words[1]})
	}
	chosen := slices.IndexFunc(accounts, func(a account) bool { return a.UID == signedIn(c.request) })
	for i, a := range accounts {
		p.Accounts = append(p.Accounts, accountChoice{a.User, a.Description, i == max(chosen, 0)})
	}
	return &page{"authorize.html", p}
}

// decideOperation is what the form of the authorize page posts: the parameters of the page, and what the user chose. Without a
// choice it shows the page, as GET does.
func decideOperation(page *operation) *operation {
	decide := *page
	decide.handle = (*call).decide
	decide.setParams(append(slices.Clone(page.params),
		newParam("uid", int64Schema, false, false),
		newParam("action", &openapi.Schema{Type: "string", Enum: []any{"approve", "refuse"}}, false, false)))
	return &decide
}

// crossOrigin tells what a page of another site sends with the user's browser. Programs that are no browser pass.
var crossOrigin = http.NewCrossOriginProtection()

// decide sends the user back to the application, with a code or with a refusal.
func (c *call) decide() (any, error) {
	if !c.has("action") {
		return c.authorize()
	}
	if err := c.checkAuthorize(); err != nil {
		return nil, err
	}
	if crossOrigin.Check(c.request) != nil {
		return nil, refuseOAuth2(21330, "another site sent the form")
	}
	if c.text("action") == "refuse" {
		return c.back("error_uri", "/oauth2/authorize", "error", "access_denied",
			"error_description", "user denied your request.", "error_code", "21330"), nil
	}
	if !c.has("uid") {
		return nil, missing("uid")
	}
	u, err := c.store.user(c.int("uid"), "")
	if err != nil {
		return nil, err
	}
	return c.approve(u), nil
}

// approve remembers that the user allowed the application what it asked, as far as the box of a scope was left ticked.
func (c *call) approve(u *user) any {
	g := grant{u.UID, c.text("client_id"), strings.Join(c.sent.values["scope"], ",")}
	u.Approvals[g.appKey] = approval{g.scope, c.now.Add(c.tokenLifetime(g.appKey))}
	c.store.keep(u)
	c.cookie = signInCookie(c.request, strconv.FormatInt(u.UID, 10))
	return c.sendBack(g)
}

// sendBack is the answer to an application that was allowed something.
func (c *call) sendBack(g grant) any {
	switch {
	case c.text("display") == "apponweibo": // which gets nothing but a new start
		return &page{"reload.html", c.callback()}
	case c.text("response_type") == "token":
		t := c.store.issueToken(g, c.now, c.tokenLifetime(g.appKey))
		pairs := []string{"access_token", t.text, "expires_in", strconv.Itoa(t.seconds(c.now))}
		if c.store.apps[g.appKey].MobileSDK {
			pairs = append(pairs, "refresh_token", c.store.issueRefreshToken(t, c.now))
		}
		return c.back(pairs...)
	}
	return c.back("code", c.store.issueCode(g, c.text("redirect_uri"), c.now))
}

// back is the way to the application, with names and values in the query, or in the fragment of the implicit flow.
func (c *call) back(pairs ...string) redirect {
	u, _ := url.Parse(c.callback()) // was checked
	values := url.Values{}
	implicit := c.text("response_type") == "token"
	if !implicit {
		values = u.Query()
	}
	if state := c.text("state"); state != "" {
		values.Set("state", state)
	}
	for i := 0; i < len(pairs); i += 2 {
		values.Set(pairs[i], pairs[i+1])
	}
	if implicit {
		u.Fragment = ""
		return redirect(u.String() + "#" + values.Encode())
	}
	u.RawQuery = values.Encode()
	return redirect(u.String())
}

// weiboCallback is the callback of applications without a site.
const weiboCallback = "https://" + mainHost + "/oauth2/default.html"

// callback is where the browser goes. The sandbox stands in for Weibo's own callback, too.
func (c *call) callback() string {
	redirect := c.text("redirect_uri")
	if rest, ok := strings.CutPrefix(redirect, weiboCallback); ok && (rest == "" || rest[0] == '?') {
		return c.base + "/oauth2/default.html" + rest
	}
	return redirect
}

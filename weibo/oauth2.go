package weibo

import (
	"fmt"
	"io"
	"net/http"
	"strings"

	"golang.org/x/oauth2"
)

// OAuth2 signs users in: it sends them to Weibo's authorize page, and exchanges the code that they come back with for an
// access token. What it takes and gives are the types of [golang.org/x/oauth2], so that other libraries fit. That module
// alone cannot sign in to Weibo: the token comes as JSON that calls itself plain text.
//
// Package login has the two HTTP handlers of a web application, with the state that protects them; package tokens keeps
// tokens.
//
// An OAuth2 may be used by several goroutines at once, as long as nobody changes it. The app secret stays out of whatever
// prints it or writes it as JSON.
//
// https://open.weibo.com/wiki/授权机制说明
type OAuth2 struct {
	AppKey    string
	AppSecret string `json:"-"`
	// RedirectURL is where Weibo sends the user back to. It must be, to the letter, what the console of the application
	// has; otherwise Weibo answers with error 21322.
	RedirectURL string
	// Scopes are rights that the user is asked for beyond what the application holds anyway, such as [ScopeEmail]. Usually
	// none. There is no known maximum.
	Scopes []Scope
	// Display is the kind of the authorize page. The default is that for browsers.
	Display Display
	// ForceLogin makes the user enter a name and a password even if the browser is signed in to Weibo: for shared
	// computers, and to change the account.
	ForceLogin bool
	// Language is that of the authorize page. The default is Chinese.
	Language Language
	// BaseURL replaces https://api.weibo.com and https://open.weibo.cn, for a sandbox.
	BaseURL string
	// HTTPClient is used for all but the authorize page. The default has a timeout of [DefaultTimeout]. Redirects are never
	// followed.
	HTTPClient *http.Client `json:"-"`
}

// A Scope is a right that a user grants an application beside the usual ones.
//
// https://open.weibo.com/wiki/Oauth2/authorize
type Scope string

// The scopes that the documentation names.
const (
	ScopeAll                      Scope = "all"                           // all that the application holds
	ScopeEmail                    Scope = "email"                         // account/profile/email; closed to most applications
	ScopeDirectMessagesRead       Scope = "direct_messages_read"          // reading direct messages
	ScopeDirectMessagesWrite      Scope = "direct_messages_write"         // sending direct messages
	ScopeInvitationWrite          Scope = "invitation_write"              // sending invitations
	ScopeFriendshipsGroupsRead    Scope = "friendships_groups_read"       // reading friend groups
	ScopeFriendshipsGroupsWrite   Scope = "friendships_groups_write"      // changing friend groups
	ScopeStatusesToMeRead         Scope = "statuses_to_me_read"           // statuses/to_me
	ScopeFollowAppOfficialAccount Scope = "follow_app_official_microblog" // the page offers to follow the application's account
)

// A Display is a kind of authorize page.
//
// https://open.weibo.com/wiki/Oauth2/authorize
type Display string

// The kinds of authorize pages.
const (
	DisplayDefault    Display = "default"    // for browsers
	DisplayMobile     Display = "mobile"     // for phones; the page is at open.weibo.cn
	DisplayWAP        Display = "wap"        // for simple phones
	DisplayClient     Display = "client"     // for desktop applications
	DisplayAppOnWeibo Display = "apponweibo" // for applications inside weibo.com: no code comes back, the frame around is loaded anew
)

// A Language is one that the authorize page is in.
type Language string

// LanguageEnglish is the only language beside Chinese. The documentation calls it a test.
const LanguageEnglish Language = "en"

// AuthCodeURL returns the address of the page on which the user agrees. The browser comes back to RedirectURL with code and
// state in the query, or with what [RedirectError] reads. The state must be made up anew for each user, impossible to guess,
// kept with the browser and compared when it comes back; package login does that. Options add further parameters.
//
// https://open.weibo.com/wiki/Oauth2/authorize
func (o *OAuth2) AuthCodeURL(state string, opts ...oauth2.AuthCodeOption) string {
	config := oauth2.Config{
		ClientID:    o.AppKey,
		RedirectURL: o.RedirectURL,
		Endpoint:    oauth2.Endpoint{AuthURL: o.authorizeHost() + "/oauth2/authorize"},
	}
	return config.AuthCodeURL(state, append(o.authorizeParams(), opts...)...)
}

func (o *OAuth2) authorizeHost() string {
	switch {
	case o.BaseURL != "":
		return strings.TrimSuffix(o.BaseURL, "/")
	case o.Display == DisplayMobile:
		return "https://open.weibo.cn"
	}
	return "https://api.weibo.com"
}

func (o *OAuth2) authorizeParams() (params []oauth2.AuthCodeOption) {
	set := func(name, value string) {
		if value != "" {
			params = append(params, oauth2.SetAuthURLParam(name, value))
		}
	}
	scopes := make([]string, len(o.Scopes))
	for i, s := range o.Scopes {
		scopes[i] = string(s)
	}
	set("scope", strings.Join(scopes, ",")) // where the standard has spaces
	set("display", string(o.Display))
	set("language", string(o.Language))
	if o.ForceLogin {
		set("forcelogin", "true")
	}
	return params
}

// client returns what carries the calls of oauth2.
func (o *OAuth2) client() (*Client, error) {
	var opts []Option
	if o.BaseURL != "" {
		opts = append(opts, WithBaseURL(o.BaseURL))
	}
	if o.HTTPClient != nil {
		opts = append(opts, WithHTTPClient(o.HTTPClient))
	}
	return NewClient(opts...)
}

// Format keeps the app secret out of whatever prints an OAuth2.
func (o OAuth2) Format(f fmt.State, _ rune) { io.WriteString(f, "weibo.OAuth2 of app "+o.AppKey) }

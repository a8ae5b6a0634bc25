package weibotest

import (
	"net/http"
	"strconv"
)

// cookieName is the cookie by which a browser is signed in. Its value is the account: a sandbox has no passwords, so there is
// nothing to protect.
const cookieName = "weibo_sandbox_uid"

// signedIn returns the account that a browser is signed in with, or 0.
func signedIn(r *http.Request) int64 {
	cookie, err := r.Cookie(cookieName)
	if err != nil {
		return 0
	}
	uid, _ := strconv.ParseInt(cookie.Value, 10, 64)
	return uid
}

// signInCookie signs a browser in, until it closes. Lax lets it come from the page of an application.
func signInCookie(r *http.Request, uid string) *http.Cookie {
	return &http.Cookie{Name: cookieName, Value: uid, Path: "/", HttpOnly: true, Secure: r.TLS != nil, SameSite: http.SameSiteLaxMode}
}

// serveSignIn signs a browser in, for the pages and for the next time that an application asks.
func (s *Sandbox) serveSignIn(w http.ResponseWriter, r *http.Request) {
	http.SetCookie(w, signInCookie(r, r.PostFormValue("uid")))
	goBack(w, r)
}

// serveSignOut forgets who uses a browser.
func (s *Sandbox) serveSignOut(w http.ResponseWriter, r *http.Request) {
	cookie := signInCookie(r, "")
	cookie.MaxAge = -1
	http.SetCookie(w, cookie)
	goBack(w, r)
}

package main

import (
	"context"
	"errors"
	"net/http"

	"github.com/seed4635ade2/weibo-go/weibo"
	"github.com/seed4635ade2/weibo-go/weibo/login"
	"golang.org/x/oauth2"
)

// signIn sends the browser to Weibo, whose page is in the language of ours. With the parameter other the user may choose
// another account than that of the last time.
func (s *site) signIn(w http.ResponseWriter, r *http.Request) {
	var opts []oauth2.AuthCodeOption
	if language(r) == english {
		opts = append(opts, oauth2.SetAuthURLParam("language", string(weibo.LanguageEnglish)))
	}
	if r.FormValue("other") != "" {
		opts = append(opts, oauth2.SetAuthURLParam("forcelogin", "true"))
	}
	s.login.SignIn(w, r, r.FormValue(login.ReturnParam), opts...)
}

// signedIn is called when somebody came back from Weibo and has a token.
func (s *site) signedIn(w http.ResponseWriter, r *http.Request, in *login.SignedIn) {
	if err := s.sessions.start(w, r, in.Token); err != nil {
		s.fail(w, r, err)
		return
	}
	http.Redirect(w, r, in.ReturnTo, http.StatusSeeOther)
}

// notSignedIn is called when somebody came back without one.
func (s *site) notSignedIn(w http.ResponseWriter, r *http.Request, err *login.Error) {
	switch {
	case errors.Is(err, login.ErrDenied):
		http.Redirect(w, r, "/?notice=refused", http.StatusSeeOther)
	case errors.Is(err, login.ErrStateUsed) && s.userOf(r) != nil: // the back button, after all went well
		http.Redirect(w, r, err.ReturnTo, http.StatusSeeOther)
	default:
		s.fail(w, r, err)
	}
}

// signOut forgets the user. With the parameter revoke Weibo forgets as well what the user allowed.
func (s *site) signOut(w http.ResponseWriter, r *http.Request, u *user) {
	var revoked error
	if r.FormValue("revoke") != "" {
		revoked = s.revoke(r.Context(), u)
	}
	err := s.sessions.end(w, r, u.session)
	if errors.Is(revoked, weibo.ErrUnauthorized) { // Weibo has forgotten already
		revoked = nil
	}
	if err := errors.Join(revoked, err); err != nil {
		s.fail(w, r, err)
		return
	}
	http.Redirect(w, r, "/?notice=signed-out", http.StatusSeeOther)
}

// revoke withdraws what a user allowed, at Weibo.
func (s *site) revoke(ctx context.Context, u *user) error {
	tok, err := s.sessions.tokens.Load(ctx, u.name)
	if err != nil {
		return err
	}
	return s.oauth2.Revoke(ctx, tok.AccessToken)
}

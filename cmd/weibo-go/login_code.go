package main

import (
	"context"
	"crypto/subtle"
	"errors"
	"fmt"
	"net/url"
	"strings"

	"github.com/seed4635ade2/weibo-go/gen/weiboapi"
	"github.com/seed4635ade2/weibo-go/weibo"
)

// code lets the user sign in, and returns what comes back.
func (s *signIn) code(ctx context.Context) (weibo.Code, error) {
	if s.paste {
		return s.pastedCode(ctx)
	}
	return s.codeFromBrowser(ctx)
}

// codeFromBrowser waits for the browser.
func (s *signIn) codeFromBrowser(ctx context.Context) (weibo.Code, error) {
	back, err := listenCallback(s.oauth.RedirectURL, func(query url.Values) (page string, good bool) { return s.answer(ctx, query) })
	if err != nil {
		return "", &problem{
			what:   err.Error(),
			advice: tr(ctx, "The browser has to come back to that address. End the program that is there, or choose another with --redirect-url, or add --paste."),
			err:    err,
		}
	}
	defer back.close()
	s.oauth.RedirectURL = back.url
	address := s.oauth.AuthCodeURL(s.state)
	s.say(tr(ctx, "A browser opens Weibo's page. If it does not, open the address yourself:\n\n%s\n", address))
	s.sayCallback(ctx)
	s.say(tr(ctx, "Waiting for you to sign in there. Ctrl-C gives up."))
	openBrowser(s.browser, address)
	query, err := back.wait(ctx)
	if err != nil {
		return "", err
	}
	return s.codeOf(ctx, query)
}

// answer is what the browser shows. One that brings something else than this sign-in waits for changes nothing.
func (s *signIn) answer(ctx context.Context, query url.Values) (page string, good bool) {
	_, err := s.codeOf(ctx, query)
	switch {
	case errors.Is(err, errForeign):
		return tr(ctx, "This is not the answer to the sign-in that is under way. Open the address that the terminal shows."), false
	case err != nil:
		return tr(ctx, "You are not signed in. The terminal says more. You can close this page.\n"), true
	}
	return tr(ctx, "Weibo has answered. The terminal says whether you are signed in. You can close this page.\n"), true
}

// pastedCode lets the user open the page anywhere.
func (s *signIn) pastedCode(ctx context.Context) (weibo.Code, error) {
	s.say(tr(ctx, "Open this address in a browser, and sign in:\n\n%s\n", s.oauth.AuthCodeURL(s.state)))
	s.sayCallback(ctx)
	text, err := s.terminal.line(ctx, tr(ctx, "Paste the address of the page that follows, or the code in it: "))
	if err != nil {
		return "", err
	}
	if query, ok := pastedQuery(text); ok {
		return s.codeOf(ctx, query)
	}
	if text == "" || strings.ContainsAny(text, " \t/?&") {
		return "", &problem{what: tr(ctx, "what was pasted is neither a code nor an address with one"), advice: s.tryAgain(ctx), err: errForeign}
	}
	return weibo.Code(text), nil // no state comes with it, but the user saw where it comes from
}

// pastedQuery returns the query of an address, or of the part of one, if text is that.
func pastedQuery(text string) (url.Values, bool) {
	if _, after, found := strings.Cut(text, "?"); found {
		text = after
	}
	text, _, _ = strings.Cut(text, "#")
	query, err := url.ParseQuery(text)
	return query, err == nil && (query.Has("code") || query.Has("state") || weibo.RedirectError(query) != nil)
}

// errForeign means that what came back does not belong to this sign-in.
var errForeign = errors.New("not the answer to this sign-in")

// codeOf returns the code in what Weibo sent the browser back with. Weibo is not known to send the state along with a refusal.
func (s *signIn) codeOf(ctx context.Context, query url.Values) (weibo.Code, error) {
	refused := weibo.RedirectError(query)
	state, code := query.Get("state"), query.Get("code")
	switch {
	case refused != nil && state == "":
	case subtle.ConstantTimeCompare([]byte(state), []byte(s.state)) == 0:
		return "", &problem{what: tr(ctx, "the address does not belong to this sign-in: its state is another one"), advice: s.tryAgain(ctx), err: errForeign}
	case refused == nil && code == "":
		return "", &problem{what: tr(ctx, "there is no code in the address"), advice: s.tryAgain(ctx), err: errForeign}
	}
	if isDenial(refused) {
		return "", &problem{what: tr(ctx, "you did not agree on Weibo's page"), advice: s.tryAgain(ctx), err: refused}
	}
	return weibo.Code(code), refused
}

func isDenial(err error) bool {
	var refused *weibo.Error
	return errors.As(err, &refused) && (refused.Code == weiboapi.CodeAccessDenied || refused.Message == "access_denied")
}

func (s *signIn) tryAgain(ctx context.Context) string {
	return tr(ctx, "Nothing was changed. To try again: %s", s.command("login"))
}

// sayCallback says what is wrong if Weibo shows an error in place of its page, as happens to most at first.
func (s *signIn) sayCallback(ctx context.Context) {
	if !isLoopback(s.baseURL()) {
		s.say(tr(ctx, "If Weibo says redirect_uri_mismatch (21322): the callback in the console of the application must be\n%s\n", s.oauth.RedirectURL))
	}
}

func (s *signIn) say(text string) { fmt.Fprintln(s.terminal.out, text) }

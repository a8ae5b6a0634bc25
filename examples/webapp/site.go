package main

import (
	"errors"
	"log/slog"
	"net/http"
	"net/netip"
	"net/url"
	"time"

	"github.com/seed4635ade2/weibo-go/weibo"
	"github.com/seed4635ade2/weibo-go/weibo/login"
	"github.com/seed4635ade2/weibo-go/weibo/tokens"
	"github.com/seed4635ade2/weibo-go/weibo/wire"
)

// A site is the whole web application, an [http.Handler].
type site struct {
	http.Handler
	url      string // of the landing page; posts link to it
	callback string // its path
	oauth2   *weibo.OAuth2
	client   *weibo.Client
	login    *login.Handler
	sessions *sessions
	log      *slog.Logger
}

// callTimeout bounds an attempt of a call to Weibo: somebody waits for the page.
const callTimeout = 20 * time.Second

// newSite returns the site of an application. It lives where the redirect URL says.
func newSite(o *weibo.OAuth2, store tokens.Store, log *slog.Logger) (*site, error) {
	back, err := url.Parse(o.RedirectURL)
	if err != nil || back.Scheme != "http" && back.Scheme != "https" || back.Host == "" || back.Path == "" || back.Path == "/" {
		return nil, errors.New("the redirect URL must be like https://example.com/callback")
	}
	opts := []weibo.Option{weibo.WithTimeout(callTimeout)}
	if o.BaseURL != "" {
		opts = append(opts, weibo.WithBaseURL(o.BaseURL))
	}
	client, err := weibo.NewClient(opts...)
	if err != nil {
		return nil, err
	}
	s := &site{
		url:      back.Scheme + "://" + back.Host + "/",
		callback: back.Path,
		oauth2:   o,
		client:   client,
		sessions: newSessions(store, back.Scheme == "https"),
		log:      log,
	}
	s.login = &login.Handler{OAuth2: o, Done: s.signedIn, Failed: s.notSignedIn}
	s.Handler = s.guard(s.routes())
	return s, nil
}

func (s *site) routes() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /{$}", s.home)
	mux.HandleFunc("GET /login", s.signIn)
	mux.HandleFunc("GET "+(&url.URL{Path: s.callback}).EscapedPath(), s.login.Callback)
	mux.HandleFunc("POST /logout", s.user(s.signOut))
	mux.HandleFunc("GET /post", s.user(s.writePost))
	mux.HandleFunc("POST /post", s.user(s.post))
	mux.HandleFunc("GET /status/{id}", s.user(s.status))
	mux.HandleFunc("POST /status/{id}", s.user(s.comment))
	mux.HandleFunc("GET /", s.notFound)
	mux.Handle("GET /static/", http.FileServerFS(files))
	return mux
}

// guard keeps out what does harm: forms and frames of other sites, scripts that got into a page, uploads without end.
func (s *site) guard(next http.Handler) http.Handler {
	images := "http://*.sinaimg.cn" // with https, which a browser takes as included
	if s.oauth2.BaseURL != "" {
		images = s.oauth2.BaseURL
	}
	policy := "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; form-action 'self'; " +
		"img-src 'self' blob: " + images + "; base-uri 'none'; frame-ancestors 'none'"
	crossOrigin := http.NewCrossOriginProtection()
	crossOrigin.SetDenyHandler(http.HandlerFunc(s.foreignForm))
	checked := s.rememberLanguage(crossOrigin.Handler(next))
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set("Content-Security-Policy", policy)
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("Referrer-Policy", "same-origin") // picture hosts of Weibo refuse some other sites
		r.Body = http.MaxBytesReader(w, r.Body, maxUpload)
		checked.ServeHTTP(w, r)
	})
}

// A user is one who is signed in, in one browser.
type user struct {
	session
	calls []wire.Option // of all calls for the user
}

// user hands a request to handle if somebody is signed in.
func (s *site) user(handle func(http.ResponseWriter, *http.Request, *user)) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		if u := s.userOf(r); u != nil {
			handle(w, r, u)
			return
		}
		s.fail(w, r, errNotSignedIn)
	}
}

// userOf returns who is signed in, or nil.
func (s *site) userOf(r *http.Request) *user {
	session, ok := s.sessions.of(r)
	if !ok {
		return nil
	}
	return &user{session, []wire.Option{
		weibo.WithTokenSource(tokens.Source(r.Context(), s.sessions.tokens, session.name, s.oauth2)),
		weibo.WithRemoteIP(remoteIP(r)),
	}}
}

// remoteIP is the address of the user, which Weibo wants to know. Behind a proxy it is that of the proxy: take it from the
// header that your proxy sets, and from no other, then.
func remoteIP(r *http.Request) string {
	addr, err := netip.ParseAddrPort(r.RemoteAddr)
	if err != nil {
		return ""
	}
	return addr.Addr().Unmap().WithZone("").String()
}

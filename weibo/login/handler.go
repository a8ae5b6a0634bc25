package login

import (
	"context"
	"crypto/rand"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"sync"
	"time"

	"github.com/seed4635ade2/weibo-go/weibo"
	"golang.org/x/oauth2"
)

// A Handler signs users of a web application in with Weibo. It is two routes: Start sends the browser to Weibo, Callback is
// where it comes back to, at the path of the redirect URL:
//
//	signIn := &login.Handler{OAuth2: o, Done: done}
//	mux.HandleFunc("GET /login", signIn.Start)
//	mux.HandleFunc("GET /callback", signIn.Callback)
//
// Each sign-in has a random state, which works once, in the browser that began, for MaxAge. It is kept in a cookie of that
// browser and nowhere else; the browser gets it when it begins, so that must be on the host of the redirect URL. Several
// tabs may sign in at once.
//
// A Handler must not be changed or copied once it is in use.
type Handler struct {
	// OAuth2 is the application. Its redirect URL leads to Callback.
	OAuth2 *weibo.OAuth2

	// Done is called when a user has signed in. It answers the request: it remembers the user, in a cookie of the
	// application, and sends the browser on to ReturnTo.
	Done func(http.ResponseWriter, *http.Request, *SignedIn)

	// Failed is called when a user could not be signed in, and answers the request. The default is a page of plain text,
	// in Chinese or English.
	Failed func(http.ResponseWriter, *http.Request, *Error)

	// Key authenticates the cookie. Set it, to at least 32 random bytes that are kept secret, if the application has several
	// processes or if users should not have to start over when it is started anew. The default is random for each Handler.
	Key []byte

	// MaxAge is how long a user may take. The default is [DefaultMaxAge].
	MaxAge time.Duration

	once sync.Once
	key  []byte
}

// DefaultMaxAge is how long a user may take to sign in: time to find a telephone and scan a code with it.
const DefaultMaxAge = 15 * time.Minute

// SignedIn is a user who has signed in.
type SignedIn struct {
	UID      int64
	Token    *oauth2.Token
	ReturnTo string // a path of the application, "/" if none was asked for
}

// ReturnParam is the parameter of Start that says where the user wants to be afterwards, such as "/posts?page=2".
const ReturnParam = "return_to"

// Start sends the browser to Weibo. The parameter [ReturnParam] is kept as in [Handler.SignIn].
func (h *Handler) Start(w http.ResponseWriter, r *http.Request) {
	h.SignIn(w, r, r.FormValue(ReturnParam))
}

// SignIn is Start for handlers of the application's own: it sends the browser to Weibo, and makes returnTo what Done gets.
// That must be a path of the application, with a query if need be; anything that could lead elsewhere is [ErrReturnTo]. Empty
// is "/". Options are added to the address of the authorize page, such as forcelogin to change the account.
func (h *Handler) SignIn(w http.ResponseWriter, r *http.Request, returnTo string, opts ...oauth2.AuthCodeOption) {
	if returnTo == "" {
		returnTo = "/"
	}
	if !isLocal(returnTo) {
		h.fail(w, r, &Error{Err: ErrReturnTo, ReturnTo: "/"})
		return
	}
	if err := h.ready(); err != nil {
		h.fail(w, r, &Error{Err: err, ReturnTo: returnTo})
		return
	}
	state := rand.Text()
	h.setCookie(w, state, ticket{Expires: time.Now().Add(h.maxAge()).Unix(), ReturnTo: returnTo})
	w.Header().Set("Cache-Control", "no-store")
	http.Redirect(w, r, h.OAuth2.AuthCodeURL(state, opts...), http.StatusSeeOther)
}

// Callback signs in the user who comes back from Weibo, and calls Done or Failed.
func (h *Handler) Callback(w http.ResponseWriter, r *http.Request) {
	// The code is in the address, which must not reach others.
	w.Header().Set("Cache-Control", "no-store")
	w.Header().Set("Referrer-Policy", "no-referrer")
	if r.Method != http.MethodGet { // HEAD, which some programs send ahead, would use up the code
		w.Header().Set("Allow", http.MethodGet)
		http.Error(w, http.StatusText(http.StatusMethodNotAllowed), http.StatusMethodNotAllowed)
		return
	}
	query := r.URL.Query()
	t, err := h.redeem(w, r, query.Get("state"))
	if refused := weibo.RedirectError(query); refused != nil {
		err = refused // whatever the state: nobody is signed in, and Weibo is not known to send it along
	}
	if err == nil {
		var user *SignedIn
		if user, err = h.exchange(r.Context(), query); err == nil {
			user.ReturnTo = t.ReturnTo
			h.Done(w, r, user)
			return
		}
	}
	h.fail(w, r, &Error{Err: err, ReturnTo: t.ReturnTo})
}

// exchange asks Weibo who came back.
func (h *Handler) exchange(ctx context.Context, query url.Values) (*SignedIn, error) {
	tok, err := h.OAuth2.Exchange(ctx, weibo.Code(query.Get("code")))
	if err != nil {
		return nil, err
	}
	uid := weibo.UID(tok)
	if uid <= 0 {
		return nil, errNoUser
	}
	return &SignedIn{UID: uid, Token: tok}, nil
}

func (h *Handler) fail(w http.ResponseWriter, r *http.Request, err *Error) {
	if h.Failed == nil {
		failed(w, r, err)
		return
	}
	h.Failed(w, r, err)
}

func (h *Handler) maxAge() time.Duration {
	if h.MaxAge > 0 {
		return h.MaxAge
	}
	return DefaultMaxAge
}

// Format keeps the key out of whatever prints a Handler.
func (h *Handler) Format(f fmt.State, _ rune) { io.WriteString(f, "login.Handler") }

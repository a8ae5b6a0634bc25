package login

import (
	"cmp"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"net/http"
	"net/url"
	"strings"
	"time"
)

// A ticket is what the browser keeps about a sign-in under way. It is bound to the state by its signature.
type ticket struct {
	Expires  int64  `json:"e"` // in seconds since 1970
	Used     bool   `json:"u,omitzero"`
	ReturnTo string `json:"r"`
}

// redeem returns the ticket for a state, and lets the browser keep it as used, so that the same callback is refused from
// then on. Without a good ticket the browser is to go to "/".
func (h *Handler) redeem(w http.ResponseWriter, r *http.Request, state string) (ticket, error) {
	t, err := h.ticket(r, state)
	if err != nil {
		return ticket{ReturnTo: "/"}, err
	}
	switch {
	case t.Used:
		return t, ErrStateUsed
	case time.Now().Unix() >= t.Expires:
		return t, ErrStateExpired
	}
	used := t
	used.Used = true
	h.setCookie(w, state, used)
	return t, nil
}

// ticket returns what the browser keeps for a state.
func (h *Handler) ticket(r *http.Request, state string) (t ticket, err error) {
	if err := h.ready(); err != nil {
		return t, err
	}
	if state == "" {
		return t, ErrStateMissing
	}
	c, err := r.Cookie(cookieName(state))
	if err != nil {
		return t, ErrStateForeign
	}
	payload, signature, _ := strings.Cut(c.Value, ".")
	got, err := base64.RawURLEncoding.DecodeString(signature)
	if err != nil || !hmac.Equal(got, h.sign(state, payload)) {
		return t, ErrStateForeign
	}
	text, err := base64.RawURLEncoding.DecodeString(payload)
	if err == nil {
		err = json.Unmarshal(text, &t)
	}
	if err != nil { // signed by another version
		return ticket{}, ErrStateForeign
	}
	return t, nil
}

// setCookie lets the browser keep a ticket. It does so for twice as long as the ticket works, to tell one that has expired
// from one that was never there.
func (h *Handler) setCookie(w http.ResponseWriter, state string, t ticket) {
	text, _ := json.Marshal(t) // cannot fail
	payload := base64.RawURLEncoding.EncodeToString(text)
	callback, err := url.Parse(h.OAuth2.RedirectURL)
	if err != nil {
		callback = &url.URL{} // Weibo will refuse it
	}
	http.SetCookie(w, &http.Cookie{
		Name:     cookieName(state),
		Value:    payload + "." + base64.RawURLEncoding.EncodeToString(h.sign(state, payload)),
		Path:     cmp.Or(callback.EscapedPath(), "/"),
		MaxAge:   int(2 * h.maxAge().Seconds()),
		Secure:   callback.Scheme == "https",
		HttpOnly: true,
		SameSite: http.SameSiteLaxMode, // the browser comes back from another site
	})
}

// cookieName has a part of the state, so that several tabs do not take each other's ticket. The other part is in the
// signature alone.
func cookieName(state string) string {
	sum := sha256.Sum256([]byte(state))
	return "weibo_login_" + base64.RawURLEncoding.EncodeToString(sum[:6])
}

// minKey is the shortest key that cannot be guessed.
const minKey = 32

// ready makes the key of a Handler that got none.
func (h *Handler) ready() error {
	h.once.Do(func() {
		if h.key = h.Key; len(h.key) == 0 {
			h.key = make([]byte, minKey)
			rand.Read(h.key)
		}
	})
	if len(h.key) < minKey {
		return errShortKey
	}
	return nil
}

// sign binds a ticket to its state.
func (h *Handler) sign(state, payload string) []byte {
	mac := hmac.New(sha256.New, h.key)
	mac.Write([]byte("weibo login 1\n" + payload + "\n" + state)) // a payload has no line breaks
	return mac.Sum(nil)
}

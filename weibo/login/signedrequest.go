package login

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/seed4635ade2/weibo-go/weibo"
	"golang.org/x/oauth2"
)

// A SignedRequest is what Weibo posts, as the parameter signed_request, to the page of an application that is shown inside
// weibo.com. What its members are called is known from other programs, among them Weibo's own old SDKs.
type SignedRequest struct {
	// UID and Token are those of the user who looks at the page; 0 and nil until the user has authorised the application.
	UID   int64
	Token *oauth2.Token
	// IssuedAt is when Weibo made the request.
	IssuedAt time.Time
	// Referer is the page that the user came from.
	Referer string
	// Scope, ExtData and OwnerUID come to applications on pages only, says the one program that knows them: the scopes
	// granted, further data, and likely the owner of the page.
	Scope    string
	ExtData  string
	OwnerUID int64
}

// Why a signed request is refused. Each is an [ErrSignedRequest].
var (
	ErrSignedRequest = errors.New("the signed request is not good")
	// ErrMalformed means that it is none at all.
	ErrMalformed = fmt.Errorf("%w: it is malformed", ErrSignedRequest)
	// ErrSignature means that it was not signed with the secret of this application.
	ErrSignature = fmt.Errorf("%w: the signature is wrong", ErrSignedRequest)
	// ErrAlgorithm means that it does not say that it was signed by HMAC-SHA256.
	ErrAlgorithm = fmt.Errorf("%w: it names another algorithm", ErrSignedRequest)
	// ErrStale means that it is too old, or from the future, or that its token has expired.
	ErrStale = fmt.Errorf("%w: it is too old", ErrSignedRequest)
)

const (
	maxSignedRequest = 64 << 10
	clockSkew        = 5 * time.Minute // that the clocks of Weibo and of this machine may be apart
)

// ParseSignedRequest checks a signed request and reads it: the signature by HMAC-SHA256 with the app secret, in constant
// time; then the algorithm that it names; then that it was made within maxAge, and that its token has not expired. The
// browser posts the same request once more when the user loads the page anew, so maxAge should not be shorter than a visit;
// within it a request can be replayed by whoever got hold of it.
func ParseSignedRequest(signed, appSecret string, maxAge time.Duration) (*SignedRequest, error) {
	p, err := openSignedRequest(signed, appSecret)
	if err == nil {
		err = p.check(time.Now(), maxAge)
	}
	if err != nil {
		return nil, fmt.Errorf("weibo: login: %w", err)
	}
	return p.request(), nil
}

// signedPayload is the JSON inside. Numbers may be strings, which weibo.Unmarshal takes.
type signedPayload struct {
	Algorithm  string `json:"algorithm"`
	IssuedAt   int64  `json:"issued_at"`
	Expires    int64  `json:"expires"` // the lifetime of the token in seconds
	OAuthToken string `json:"oauth_token"`
	UserID     int64  `json:"user_id"`
	Referer    string `json:"referer"`
	Scope      string `json:"scope"`
	ExtData    string `json:"ext_data"`
	OUID       int64  `json:"ouid"`
}

// openSignedRequest returns what stands behind a good signature.
func openSignedRequest(signed, appSecret string) (*signedPayload, error) {
	if appSecret == "" {
		return nil, errors.New("there is no app secret to check a signed request with")
	}
	signature, payload, ok := strings.Cut(signed, ".")
	if !ok || len(signed) > maxSignedRequest {
		return nil, ErrMalformed
	}
	got, err := decode64(signature)
	if err != nil {
		return nil, ErrMalformed
	}
	mac := hmac.New(sha256.New, []byte(appSecret))
	mac.Write([]byte(payload))
	if !hmac.Equal(got, mac.Sum(nil)) {
		return nil, ErrSignature
	}
	text, err := decode64(payload)
	if err != nil {
		return nil, ErrMalformed
	}
	p := new(signedPayload)
	if weibo.Unmarshal(text, p) != nil {
		return nil, ErrMalformed
	}
	return p, nil
}

// decode64 takes base64 for URLs, as Weibo sends it, and with padding.
func decode64(s string) ([]byte, error) {
	return base64.RawURLEncoding.DecodeString(strings.TrimRight(s, "="))
}

func (p *signedPayload) check(now time.Time, maxAge time.Duration) error {
	if !strings.EqualFold(p.Algorithm, "HMAC-SHA256") {
		return ErrAlgorithm
	}
	age := now.Sub(time.Unix(p.IssuedAt, 0))
	if age > maxAge || age < -clockSkew || p.Expires > 0 && age >= p.lifetime() {
		return ErrStale
	}
	return nil
}

// lifetime is how long the token lives, from when the request was made.
func (p *signedPayload) lifetime() time.Duration {
	const most = 100 * 365 * 24 * 60 * 60 // a duration has room for a few times that
	return time.Duration(min(p.Expires, most)) * time.Second
}

func (p *signedPayload) request() *SignedRequest {
	r := &SignedRequest{
		UID:      p.UserID,
		IssuedAt: time.Unix(p.IssuedAt, 0),
		Referer:  p.Referer,
		Scope:    p.Scope,
		ExtData:  p.ExtData,
		OwnerUID: p.OUID,
	}
	if p.OAuthToken != "" {
		tok := &oauth2.Token{AccessToken: p.OAuthToken, TokenType: "OAuth2"}
		if p.Expires > 0 {
			tok.Expiry = r.IssuedAt.Add(p.lifetime())
		}
		r.Token = weibo.WithUID(tok, p.UserID)
	}
	return r
}

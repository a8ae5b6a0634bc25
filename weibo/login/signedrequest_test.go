package login_test

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/seed4635ade2/weibo-go/weibo"
	"github.com/seed4635ade2/weibo-go/weibo/login"
)

const secret = "EXAMPLESECRETEXAMPLESECRETEXAMPL"

// sign makes a signed request, as Weibo does.
func sign(payload, secret string) string {
	text := base64.RawURLEncoding.EncodeToString([]byte(payload))
	mac := hmac.New(sha256.New, []byte(secret))
	mac.Write([]byte(text))
	return base64.RawURLEncoding.EncodeToString(mac.Sum(nil)) + "." + text
}

// payload is one that was issued some time ago. Further members end with a comma.
func payload(ago time.Duration, members string) string {
	return fmt.Sprintf(`{%s"algorithm":"HMAC-SHA256","issued_at":%d}`, members, time.Now().Add(-ago).Unix())
}

const authorised = `"user_id":"1404376560","oauth_token":"2.00example","expires":86400,"referer":"https://weibo.com/","scope":"email","ext_data":"x","ouid":1404376561,"user":{"country":"cn"},`

func TestSignedRequest(t *testing.T) {
	for name, signed := range map[string]string{
		"as documented": sign(payload(time.Minute, authorised), secret),
		"numbers as strings": sign(strings.NewReplacer(`86400`, `"86400"`, `1404376561`, `"1404376561"`, `"1404376560"`, `1404376560`).
			Replace(payload(time.Minute, authorised)), secret),
		"small letters": sign(strings.Replace(payload(time.Minute, authorised), "HMAC-SHA256", "hmac-sha256", 1), secret),
		"padding":       strings.Replace(sign(payload(time.Minute, authorised), secret), ".", "=.", 1),
	} {
		got, err := login.ParseSignedRequest(signed, secret, time.Hour)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if got.UID != 1404376560 || got.Token.AccessToken != "2.00example" || weibo.UID(got.Token) != 1404376560 || got.Token.Type() != "OAuth2" ||
			got.Referer != "https://weibo.com/" || got.Scope != "email" || got.ExtData != "x" || got.OwnerUID != 1404376561 {
			t.Errorf("%s: got %+v, %+v", name, got, got.Token)
		}
		if issued := time.Since(got.IssuedAt); issued < time.Minute || issued > 2*time.Minute || got.Token.Expiry.Sub(got.IssuedAt) != 24*time.Hour {
			t.Errorf("%s: issued %v ago, expires at %v", name, issued, got.Token.Expiry)
		}
	}
}

func TestSignedRequestBeforeAuthorisation(t *testing.T) {
	got, err := login.ParseSignedRequest(sign(payload(0, ""), secret), secret, time.Hour)
	if err != nil || got.UID != 0 || got.Token != nil {
		t.Errorf("got %+v, %v", got, err)
	}
}

func TestSignedRequestRefused(t *testing.T) {
	good := sign(payload(time.Minute, authorised), secret)
	signature, text, _ := strings.Cut(good, ".")
	forged := base64.RawURLEncoding.EncodeToString([]byte(payload(0, strings.Replace(authorised, "1404376560", "1", 1))))
	tests := map[string]struct {
		signed, secret string
		want           error
	}{
		"empty":                   {"", secret, login.ErrMalformed},
		"no dot":                  {text, secret, login.ErrMalformed},
		"no signature":            {"." + text, secret, login.ErrSignature},
		"signature cut":           {signature[:20] + "." + text, secret, login.ErrSignature},
		"signature no base64":     {"+/" + signature + "." + text, secret, login.ErrMalformed},
		"another payload":         {signature + "." + forged, secret, login.ErrSignature},
		"more behind":             {good + ".x", secret, login.ErrSignature},
		"another secret":          {sign(payload(0, authorised), "other"), secret, login.ErrSignature},
		"the app key as secret":   {good, "1234567890", login.ErrSignature},
		"another algorithm":       {sign(strings.Replace(payload(0, authorised), "HMAC-SHA256", "none", 1), secret), secret, login.ErrAlgorithm},
		"no algorithm":            {sign(`{"issued_at":`+fmt.Sprint(time.Now().Unix())+`}`, secret), secret, login.ErrAlgorithm},
		"no JSON":                 {sign("no JSON", secret), secret, login.ErrMalformed},
		"a list":                  {sign("[]", secret), secret, login.ErrAlgorithm},
		"payload no base64":       {sign("x", secret) + "%", secret, login.ErrSignature},
		"too old":                 {sign(payload(time.Hour+time.Second, authorised), secret), secret, login.ErrStale},
		"from the future":         {sign(payload(-10*time.Minute, authorised), secret), secret, login.ErrStale},
		"no date":                 {sign(`{"algorithm":"HMAC-SHA256"}`, secret), secret, login.ErrStale},
		"expired token":           {sign(payload(time.Minute, strings.Replace(authorised, "86400", "59", 1)), secret), secret, login.ErrStale},
		"too long":                {sign(payload(0, `"x":"`+strings.Repeat("x", 70000)+`",`), secret), secret, login.ErrMalformed},
		"a date beyond all dates": {sign(`{"algorithm":"HMAC-SHA256","issued_at":9223372036854775807}`, secret), secret, login.ErrStale},
	}
	for name, tt := range tests {
		got, err := login.ParseSignedRequest(tt.signed, tt.secret, time.Hour)
		if got != nil || !errors.Is(err, tt.want) || !errors.Is(err, login.ErrSignedRequest) {
			t.Errorf("%s: got %+v, %v, want %v", name, got, err, tt.want)
		}
		if err != nil && (strings.Contains(err.Error(), "2.00example") || strings.Contains(err.Error(), secret)) {
			t.Errorf("%s: a secret is in %v", name, err)
		}
	}
	if got, err := login.ParseSignedRequest(sign(payload(0, authorised), ""), "", time.Hour); got != nil || err == nil {
		t.Errorf("without a secret: %+v, %v", got, err)
	}
}

// FuzzSignedRequest wants that nothing passes that was not signed, and that what was signed is read without a panic.
func FuzzSignedRequest(f *testing.F) {
	f.Add(sign(payload(0, authorised), secret), "{}")
	f.Add("a.b", payload(0, authorised))
	f.Add(".", `{"algorithm":"HMAC-SHA256","issued_at":"1","expires":9223372036854775807}`)
	f.Add("=.=", `[1,2]`)
	f.Fuzz(func(t *testing.T, signed, payload string) {
		if got, err := login.ParseSignedRequest(signed, "a secret that nobody signed with", 1<<62); err == nil {
			t.Errorf("%q passed: %+v", signed, got)
		}
		got, err := login.ParseSignedRequest(sign(payload, secret), secret, 1<<62)
		if (got == nil) == (err == nil) || err != nil && !errors.Is(err, login.ErrSignedRequest) {
			t.Errorf("%q: %+v, %v", payload, got, err)
		}
	})
}

func ExampleParseSignedRequest() {
	// In the handler of the page: r.PostFormValue("signed_request")
	posted := sign(payload(0, `"user_id":1404376560,"oauth_token":"2.00example","expires":86400,`), secret)
	request, err := login.ParseSignedRequest(posted, secret, time.Hour)
	if err != nil {
		fmt.Println(err)
		return
	}
	if request.Token == nil {
		fmt.Println("the user has not authorised the application yet")
		return
	}
	fmt.Println(request.UID)
	// Output: 1404376560
}

package messages

import (
	"crypto/sha1"
	"crypto/subtle"
	"encoding/hex"
	"errors"
	"fmt"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"
)

// Sign returns the signature that Weibo gives a push: the SHA-1, in lower-case hexadecimal digits, of three strings, sorted
// and joined: the app secret, and the parameters timestamp and nonce. Tests of a callback address need it.
func Sign(appSecret, timestamp, nonce string) string {
	parts := []string{appSecret, timestamp, nonce}
	slices.Sort(parts)
	sum := sha1.Sum([]byte(strings.Join(parts, "")))
	return hex.EncodeToString(sum[:])
}

var errSignature = errors.New("the signature is wrong")

// verify tells why a request is not Weibo's, or too old.
func (h *Handler) verify(q url.Values) error {
	want := Sign(h.AppSecret, q.Get("timestamp"), q.Get("nonce"))
	if subtle.ConstantTimeCompare([]byte(q.Get("signature")), []byte(want)) != 1 {
		return errSignature
	}
	if h.AppSecret == "" {
		return errors.New("the handler has no AppSecret")
	}
	if h.Window < 0 {
		return nil
	}
	sent, err := parseTimestamp(q.Get("timestamp"))
	if err != nil {
		return err
	}
	window := h.Window
	if window == 0 {
		window = DefaultWindow
	}
	if d := h.now().Sub(sent); d > window || d < -window {
		return fmt.Errorf("the timestamp is off by %v", d.Round(time.Second))
	}
	return nil
}

// parseTimestamp reads milliseconds since 1970, which the documented sample has, or seconds, which no sample has: a number
// too small for milliseconds of our time can be nothing else.
func parseTimestamp(s string) (time.Time, error) {
	n, err := strconv.ParseInt(s, 10, 64)
	if err != nil {
		return time.Time{}, errors.New("the timestamp is no number")
	}
	const leastMilliseconds = 1e11 // in 1973
	if n < leastMilliseconds {
		return time.Unix(n, 0), nil
	}
	return time.UnixMilli(n), nil
}

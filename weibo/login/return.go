package login

import (
	"net/url"
	"strings"
	"unicode"
)

// maxReturnTo keeps the cookie below the 4096 bytes that browsers take.
const maxReturnTo = 2048

// isLocal tells whether a browser stays on this site when it is sent to path. Browsers read a backslash as a slash and pass
// over control characters and white space, so none may be there.
func isLocal(path string) bool {
	if len(path) > maxReturnTo || !strings.HasPrefix(path, "/") || strings.HasPrefix(path, "//") {
		return false
	}
	if strings.ContainsFunc(path, func(r rune) bool {
		return r == '\\' || r == unicode.ReplacementChar || unicode.IsControl(r) || unicode.IsSpace(r)
	}) {
		return false
	}
	u, err := url.Parse(path)
	return err == nil && u.Scheme == "" && u.Host == "" && u.User == nil
}

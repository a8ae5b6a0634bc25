package text

import (
	"strings"
	"unicode"
)

// Truncate returns a text that is not longer than max, such as [MaxStatus], as [Length] counts. A text that fits is returned
// as it is. Of any other the end is cut off, with the white space before it, and tail is put in its place, such as "…"; where
// max leaves no room for tail, nothing is.
//
// It never cuts a link, an @name, a #topic# or an [emotion], nor an emoji of several parts or a letter with its accents: what
// does not fit as a whole is left out.
func Truncate(s string, max int, tail string) string {
	if Fits(s, max) {
		return s
	}
	if Length(tail) > max {
		tail = ""
	}
	room, end := max-Length(tail), 0
	for p := range pieces(s) {
		if room -= p.length; room < 0 {
			break
		}
		end = p.end
	}
	return strings.TrimRightFunc(s[:end], unicode.IsSpace) + tail
}

package text

import (
	"html"
	"strings"
)

// tag is an HTML tag with the attributes that matter here.
type tag struct {
	name      string // in small letters; "" for a comment and the like
	closing   bool
	href, alt string
}

const (
	blanks  = " \t\r\n\f"
	letters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
)

// beginsTag tells whether what stands behind a < makes it the start of a tag.
func beginsTag(s string) bool {
	if s = strings.TrimPrefix(s, "/"); s == "" {
		return false
	}
	return strings.IndexByte(letters+"!?", s[0]) >= 0
}

// readTag reads a tag from behind its <, and returns how long it is with its >, or 0 if it does not end.
func readTag(s string) (t tag, n int) {
	if s[0] == '!' || s[0] == '?' {
		return t, commentLength(s)
	}
	rest, closing := strings.CutPrefix(s, "/")
	attributes := strings.TrimLeft(rest, letters+"0123456789")
	t = tag{name: strings.ToLower(rest[:len(rest)-len(attributes)]), closing: closing}
	for rest = attributes; ; {
		rest = strings.TrimLeft(rest, blanks+"/")
		if after, end := strings.CutPrefix(rest, ">"); end {
			return t, len(s) - len(after)
		}
		var name, value string
		if name, value, rest = readAttribute(rest); rest == "" {
			return t, 0
		}
		switch {
		case t.href == "" && strings.EqualFold(name, "href"):
			t.href = html.UnescapeString(value)
		case t.alt == "" && strings.EqualFold(name, "alt"):
			t.alt = html.UnescapeString(value)
		}
	}
}

func commentLength(s string) int {
	end := ">"
	if strings.HasPrefix(s, "!--") {
		end = "-->"
	}
	i := strings.Index(s, end)
	if i < 0 {
		return 0
	}
	return i + len(end)
}

// readAttribute reads name, name=value, name="value" or name='value', and returns what follows: nothing if it does not end.
func readAttribute(s string) (name, value, rest string) {
	end := strings.IndexAny(s, blanks+"=/>")
	if end < 0 {
		return "", "", ""
	}
	name, rest = s[:end], strings.TrimLeft(s[end:], blanks)
	rest, found := strings.CutPrefix(rest, "=")
	if !found {
		return name, "", rest
	}
	rest = strings.TrimLeft(rest, blanks)
	if rest != "" && (rest[0] == '"' || rest[0] == '\'') {
		value, rest, _ = strings.Cut(rest[1:], rest[:1])
		return name, value, rest
	}
	if end = strings.IndexAny(rest, blanks+">"); end < 0 {
		return "", "", ""
	}
	return name, rest[:end], rest[end:]
}

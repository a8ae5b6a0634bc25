package weibotest

import (
	"strings"
	"unicode"
)

// maxHan is the length of an ordinary status or comment, in Han characters.
const maxHan = 140

// maxLongHan is that of a long status.
const maxLongHan = 2000

// linkLength is what a link counts, since Weibo puts a short one of t.cn in its place.
const linkLength = 20

// textLength returns the length of a text as Weibo counts it, in half-width characters: a unit of UTF-16 counts one up to
// U+00FF and two above, the zero-width space nothing.
func textLength(text string) int {
	n := 0
	for _, r := range text {
		n += width(r)
	}
	for _, link := range links(text) {
		if len(link) > linkLength {
			n -= len(link) - linkLength
		}
	}
	return n
}

func width(r rune) int {
	switch {
	case r == '\u200b':
		return 0
	case r <= 0xff:
		return 1
	case r <= 0xffff:
		return 2
	}
	return 4
}

// cutText returns the start of a text that is no longer than max half-width characters.
func cutText(text string, max int) string {
	n := 0
	for i, r := range text {
		if n += width(r); n > max {
			return text[:i]
		}
	}
	return text
}

// links returns the links of a text. A link is ASCII and ends at a blank.
func links(text string) []string {
	var found []string
	for {
		i := strings.Index(text, "http")
		if i < 0 {
			return found
		}
		text = text[i:]
		end := strings.IndexFunc(text, func(r rune) bool { return r > unicode.MaxASCII || r <= ' ' || strings.ContainsRune(`"<>`, r) })
		if end < 0 {
			end = len(text)
		}
		if link := text[:end]; strings.HasPrefix(link, "http://") || strings.HasPrefix(link, "https://") {
			found = append(found, link)
			text = text[end:]
		} else {
			text = text[len("http"):]
		}
	}
}

// hasTopic tells whether a text holds a #topic#, links aside.
func hasTopic(text string) bool {
	for _, link := range links(text) {
		text = strings.Replace(text, link, " ", 1)
	}
	_, after, _ := strings.Cut(text, "#")
	topic, _, closed := strings.Cut(after, "#")
	return closed && strings.TrimSpace(topic) != ""
}

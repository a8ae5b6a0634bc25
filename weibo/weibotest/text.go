package weibotest

import (
	"github.com/seed4635ade2/weibo-go/weibo/text"
)

// maxHan is the length of an ordinary status or comment, in Han characters.
const maxHan = 140

// maxLongHan is that of a long status.
const maxLongHan = 2000

// textLength returns the length of a text as Weibo counts it, in half-width characters.
func textLength(s string) int { return text.Length(s) }

// cutText returns the start of a text that is no longer than max half-width characters.
func cutText(s string, max int) string { return text.Truncate(s, max, "") }

// links returns the links of a text.
func links(s string) (found []string) {
	for e := range text.Entities(s) {
		if e.Kind == text.Link {
			found = append(found, e.Value)
		}
	}
	return found
}

// hasTopic tells whether a text holds a #topic#.
func hasTopic(s string) bool {
	for e := range text.Entities(s) {
		if e.Kind == text.Topic {
			return true
		}
	}
	return false
}

package weibotest

import (
	"slices"
	"strings"

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

// linksIn returns the links of a text, each once.
func linksIn(s string) []string {
	if !strings.Contains(s, "http") {
		return nil
	}
	found := links(s)
	slices.Sort(found)
	return slices.Compact(found)
}

// namedIn returns the users whom a text mentions, each once, but for its author.
func (s *store) namedIn(said string, author *user) []*user {
	if !strings.Contains(said, "@") {
		return nil
	}
	var named []*user
	for e := range text.Entities(said) {
		if u := s.names[e.Value]; e.Kind == text.Mention && u != nil && u != author && !slices.Contains(named, u) {
			named = append(named, u)
		}
	}
	return named
}

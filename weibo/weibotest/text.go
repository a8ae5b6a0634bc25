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

// found returns what a text has of a kind, each once, in order.
func found(s string, kind text.Kind) (values []string) {
	for e := range text.Entities(s) {
		if e.Kind == kind && !slices.Contains(values, e.Value) {
			values = append(values, e.Value)
		}
	}
	return values
}

// topicsIn returns the topics of a text, each once.
func topicsIn(s string) []string { return found(s, text.Topic) }

// linksIn returns the links of a text, each once.
func linksIn(s string) []string {
	if !strings.Contains(s, "http") {
		return nil
	}
	return found(s, text.Link)
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

package text

import (
	"iter"
	"strings"
	"unicode"
	"unicode/utf8"
)

// token is an entity before its positions are counted.
type token struct {
	kind       Kind
	start, end int
	value      string
}

// Lengths in characters.
const (
	maxName   = 30
	maxPhrase = 20
)

// tokens returns the entities of a text. Each byte is looked at a fixed number of times: what begins an entity and comes to
// none was searched no further than to the next that may begin one, or for a fixed length.
func tokens(s string) iter.Seq[token] {
	return func(yield func(token) bool) {
		after := 0 // the end of the entity before
		for i := 0; i < len(s); i++ {
			if !begins[s[i]] {
				continue
			}
			t, ok := tokenAt(s, i, after)
			if !ok {
				continue
			}
			if !yield(t) {
				return
			}
			after = t.end
			i = after - 1
		}
	}
}

// begins tells the bytes that tokenAt knows.
var begins = [256]bool{'h': true, 'H': true, '@': true, '#': true, '[': true, fullTextLead: true}

// fullTextLead is the first byte of 全 and of 展.
const fullTextLead = 0xe5

// tokenAt reads the entity that byte i shows. All but the full text begin there; that may begin earlier, at its dots, but
// not before after.
func tokenAt(s string, i, after int) (token, bool) {
	switch s[i] {
	case 'h', 'H':
		if end := linkEnd(s, i); end > 0 {
			return token{Link, i, end, s[i:end]}, true
		}
	case '@':
		if end := mentionEnd(s, i); end > 0 {
			return token{Mention, i, end, s[i+1 : end]}, true
		}
	case '#':
		if end := topicEnd(s, i); end > 0 {
			return token{Topic, i, end, s[i+1 : end-1]}, true
		}
	case '[':
		if end := emotionEnd(s, i); end > 0 {
			return token{Emotion, i, end, s[i+1 : end-1]}, true
		}
	case fullTextLead:
		return fullText(s, i, after)
	}
	return token{}, false
}

// mentionEnd returns the end of the @name that begins at start, or 0.
func mentionEnd(s string, start int) int {
	end := nameEnd(s, start+1, maxName)
	if end == start+1 || isMail(s, start, end) {
		return 0
	}
	if r, _ := utf8.DecodeRuneInString(s[end:]); isNameRune(r) && linkEnd(s, end) == 0 {
		return 0 // too long
	}
	return end
}

// nameEnd returns the end of the letters, digits, _ and - that begin at i, at most max of them and none of a link.
func nameEnd(s string, i, max int) int {
	for ; max > 0 && i < len(s); max-- {
		r, size := utf8.DecodeRuneInString(s[i:])
		if !isNameRune(r) || r|0x20 == 'h' && linkEnd(s, i) > 0 {
			break
		}
		i += size
	}
	return i
}

func isNameRune(r rune) bool {
	switch {
	case r < utf8.RuneSelf:
		return isAlphanumeric(byte(r)) || r == '_' || r == '-'
	case 0x4e00 <= r && r <= 0x9fff: // Han, to be quick
		return true
	}
	return unicode.IsLetter(r) || unicode.IsDigit(r)
}

// isMail tells whether the @ at the given place is that of a mail address, whose next part ends at end.
func isMail(s string, at, end int) bool {
	return at > 0 && isAlphanumeric(s[at-1]) && end+1 < len(s) && s[end] == '.' && isAlphanumeric(s[end+1])
}

// topicEnd returns the end of the #topic# that begins at start, or 0.
func topicEnd(s string, start int) int {
	if isKeycap(s, start) {
		return 0
	}
	for i := start + 1; i < len(s); i++ {
		switch c := s[i]; {
		case c == '\n':
			return 0
		case c == '#' && !isKeycap(s, i):
			if strings.TrimSpace(s[start+1:i]) == "" {
				return 0
			}
			return i + 1
		case c|0x20 == 'h' && linkEnd(s, i) > 0:
			return 0
		}
	}
	return 0
}

// isKeycap tells whether the # at i is that of the emoji #️⃣, which is # and two invisible characters.
func isKeycap(s string, i int) bool {
	return strings.HasPrefix(strings.TrimPrefix(s[i+1:], "\ufe0f"), "\u20e3")
}

// emotionEnd returns the end of the [emotion] that begins at start, or 0.
func emotionEnd(s string, start int) int {
	end := nameEnd(s, start+1, maxPhrase)
	if end == start+1 || end == len(s) || s[end] != ']' {
		return 0
	}
	return end + 1
}

// fullText reads the mark of a cut text: dots, 全文 or 展开, and the end of the text or ： and a link to Weibo.
func fullText(s string, i, after int) (token, bool) {
	if !strings.HasPrefix(s[i:], "全文") && !strings.HasPrefix(s[i:], "展开") {
		return token{}, false
	}
	start := dotsBefore(s, i, after)
	if start == i {
		return token{}, false
	}
	end := i + len("全文")
	if strings.TrimLeft(s[end:], " \n\u200b\u3000") == "" {
		return token{FullText, start, end, ""}, true
	}
	colon, found := strings.CutPrefix(s[end:], "：")
	if !found {
		return token{}, false
	}
	link := len(s) - len(strings.TrimLeft(colon, " "))
	if end = linkEnd(s, link); end == 0 || !isWeibo(s[link:end]) {
		return token{}, false
	}
	return token{FullText, start, end, s[link:end]}, true
}

// dotsBefore returns where the ... or … begins that ends at i, or i. A blank may stand between.
func dotsBefore(s string, i, after int) int {
	head := strings.TrimRight(s[after:i], " ")
	cut := strings.TrimRight(head, ".…")
	if dots := head[len(cut):]; dots == "" || len(dots) < len("...") {
		return i
	}
	return after + len(cut)
}

func isWeibo(link string) bool {
	host := strings.ToLower(hostOf(link))
	return host == "weibo.com" || host == "weibo.cn" || host == "m.weibo.cn"
}

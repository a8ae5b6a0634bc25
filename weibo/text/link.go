package text

import "strings"

// A link is http:// or https://, a host with a dot in it, and characters of addresses up to the first other one, as on
// Weibo's own pages. Marks at its end that rather belong to the sentence are left out.

const (
	urlMarks   = "-_$.+!*()/,:;@&=?~#%"
	finalMarks = ".,:;!?#&"
)

// Lengths of links, in half-width characters.
const (
	shortLink = 20  // that which Weibo puts in place of a link
	ownLink   = 41  // up to here links to Weibo itself stay as they are
	longLink  = 140 // from here on the rest counts as well
)

// linkEnd returns where the link ends that begins at start, or 0 if none does.
func linkEnd(s string, start int) int {
	path := linkHost(s, start)
	if path == 0 {
		return 0
	}
	if isShortener(hostOf(s[start:path])) {
		return codeEnd(s, path)
	}
	end := path
	for end < len(s) && (isAlphanumeric(s[end]) || strings.IndexByte(urlMarks, s[end]) >= 0) {
		end++
	}
	return path + len(trimMarks(s[path:end]))
}

// linkHost returns where the host ends of the link that begins at start, or 0 if none does.
func linkHost(s string, start int) int {
	n := schemeLength(s[start:])
	if n == 0 {
		return 0
	}
	return hostEnd(s, start+n)
}

// hostOf returns the host of a link.
func hostOf(link string) string {
	return link[schemeLength(link):linkHost(link, 0)]
}

func schemeLength(s string) int {
	if len(s) < len("http://") || s[1]|0x20 != 't' { // to be quick
		return 0
	}
	for _, scheme := range [...]string{"http://", "https://"} {
		if len(s) >= len(scheme) && strings.EqualFold(s[:len(scheme)], scheme) {
			return len(scheme)
		}
	}
	return 0
}

// hostEnd returns where the host ends that begins at i, or 0 if it is none: it has a dot between letters or digits.
func hostEnd(s string, i int) int {
	start, dots := i, 0
	for ; i < len(s); i++ {
		if s[i] == '.' && i > start && i+1 < len(s) && isAlphanumeric(s[i+1]) {
			dots++
		} else if !isAlphanumeric(s[i]) && (s[i] != '-' || i == start) {
			break
		}
	}
	if dots == 0 {
		return 0
	}
	return i
}

func isShortener(host string) bool { return strings.EqualFold(host, "t.cn") }

// codeEnd returns the end of a short link, whose host ends at i. Its code is letters and digits: a #topic# may follow at once.
func codeEnd(s string, i int) int {
	end := i
	if end < len(s) && s[end] == '/' {
		for end++; end < len(s) && isAlphanumeric(s[end]); end++ {
		}
	}
	return end
}

// trimMarks takes the marks off the end of an address: those that end a sentence, and a bracket that was opened before it.
func trimMarks(s string) string {
	open := strings.Count(s, "(") - strings.Count(s, ")")
	for s != "" {
		switch last := s[len(s)-1]; {
		case last == ')' && open < 0:
			open++
		case last == '(':
			open--
		case strings.IndexByte(finalMarks, last) < 0:
			return s
		}
		s = s[:len(s)-1]
	}
	return s
}

// linkLength returns what a link counts.
func linkLength(link string) int {
	host := hostOf(link)
	if isShortener(host) || len(link) <= ownLink && isOwnHost(host) {
		return len(link)
	}
	return shortLink + max(0, len(link)-longLink)
}

func isOwnHost(host string) bool {
	for _, own := range [...]string{"weibo.com", "weibo.cn", "t.sina.com.cn", "t.sina.cn"} {
		if strings.EqualFold(host, own) {
			return true
		}
	}
	return false
}

func isAlphanumeric(c byte) bool {
	return '0' <= c && c <= '9' || 'a' <= c|0x20 && c|0x20 <= 'z'
}

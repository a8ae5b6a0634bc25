package text

import "strings"

// ParseSource reads the source of a status or comment, which tells the application that sent it:
//
//	<a href="http://app.weibo.com/t/feed/example" rel="nofollow">微博 weibo.com</a>
//
// link is "" where the source holds none of http or https; both are "" where it is empty. In samples of the documentation it
// is cut off at its start, to Name</a>.
func ParseSource(source string) (name, link string) {
	m := parseMarkup(source)
	if len(m.anchors) > 0 {
		link = address(m.anchors[0].href)
	}
	return strings.TrimSpace(m.text.String()), link
}

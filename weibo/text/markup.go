package text

import (
	"html"
	"strings"
)

// markup is what [ParseHTML] and [ParseSource] need of an HTML fragment: its text and the anchors in it.
type markup struct {
	text    strings.Builder
	anchors []anchor
	open    bool // whether the last anchor is
}

// anchor is a part of the text between <a href> and </a>.
type anchor struct {
	href       string
	start, end int
}

// parseMarkup reads an HTML fragment as Weibo writes them: a, img, br, span and i. Of other tags the content is text, but for
// scripts and styles, which are dropped. A < that begins no tag is text, and so is a tag that does not end.
func parseMarkup(s string) *markup {
	m := &markup{}
	for s != "" {
		before, rest, found := strings.Cut(s, "<")
		m.write(before)
		if !found {
			break
		}
		if !beginsTag(rest) {
			m.write("<")
			s = rest
			continue
		}
		t, n := readTag(rest)
		if n == 0 {
			m.write("<" + rest)
			break
		}
		m.tag(t)
		s = rest[n:]
		if !t.closing && (t.name == "script" || t.name == "style") {
			s = afterEnd(s, t.name)
		}
	}
	m.close()
	return m
}

// write adds text, in which characters may stand as references, such as &amp;.
func (m *markup) write(s string) { m.text.WriteString(html.UnescapeString(s)) }

func (m *markup) tag(t tag) {
	switch t.name {
	case "br":
		m.text.WriteByte('\n')
	case "img":
		if strings.HasPrefix(t.alt, "[") { // an emotion; icons say nothing of use
			m.text.WriteString(t.alt)
		}
	case "a":
		m.close()
		if !t.closing {
			m.anchors = append(m.anchors, anchor{href: t.href, start: m.text.Len()})
			m.open = true
		}
	}
}

func (m *markup) close() {
	if m.open {
		m.anchors[len(m.anchors)-1].end = m.text.Len()
		m.open = false
	}
}

// afterEnd returns what stands behind the end tag of that name, or nothing if there is none.
func afterEnd(s, name string) string {
	for {
		_, rest, found := strings.Cut(s, "</")
		if !found {
			return ""
		}
		if len(rest) >= len(name) && strings.EqualFold(rest[:len(name)], name) {
			_, rest, _ = strings.Cut(rest, ">")
			return rest
		}
		s = rest
	}
}

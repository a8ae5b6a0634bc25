package text

import (
	"net/url"
	"strings"
	"unicode"
)

// ParseHTML reads a text that is HTML, as the text of statuses and comments is on Weibo's mobile site and in newer answers:
// names, topics and links are anchors there, emotions are images, line breaks are <br />. It returns the plain text and its
// entities, in their order and without overlap. Where nothing in s is HTML the entities are those of [Entities].
//
// An anchor is taken for what its text is: a name, a topic or the mark of a cut text. Any other is a link, whose Value is its
// address while its Text is often only a word, such as 网页链接. Addresses are http or https; one of weibo.cn/sinaurl is
// replaced by that which it leads to, and one without a host is taken for one of m.weibo.cn. An anchor with any other, such as
// javascript:, is text. What stands between the anchors is searched as [Entities] does.
//
// Any input is read, however broken: a tag that does not end is text.
func ParseHTML(s string) (plain string, entities []Entity) {
	m := parseMarkup(s)
	c := collector{text: m.text.String()}
	for _, a := range m.anchors {
		if t, ok := anchorToken(c.text, a, c.at.bytes); ok {
			c.search(t.start)
			c.add(t)
		}
	}
	c.search(len(c.text))
	return c.text, c.entities
}

// collector gathers the entities of a text from its start to its end.
type collector struct {
	text     string
	at       position // the end of the last entity
	entities []Entity
}

func (c *collector) add(t token) {
	start := c.at.advance(c.text, t.start)
	c.at = start.advance(c.text, t.end)
	c.entities = append(c.entities, entity(c.text, t.kind, t.value, start, c.at))
}

// search adds the entities of the plain text up to a place.
func (c *collector) search(to int) {
	from := c.at.bytes
	for t := range tokens(c.text[from:to]) {
		c.add(token{t.kind, from + t.start, from + t.end, t.value})
	}
}

// anchorToken returns the entity that an anchor is. It begins not before after.
func anchorToken(s string, a anchor, after int) (token, bool) {
	text := strings.TrimLeftFunc(s[a.start:a.end], unicode.IsSpace)
	start := a.end - len(text)
	text = strings.TrimRightFunc(text, unicode.IsSpace)
	t := token{start: start, end: start + len(text), value: address(a.href)}
	switch name := strings.TrimPrefix(text, "@"); {
	case text == "全文" || text == "展开":
		t.kind, t.start = FullText, dotsBefore(s, start, after)
	case name != text && name != "":
		t.kind, t.value = Mention, name
	case len(text) > len("##") && text[0] == '#' && strings.HasSuffix(text, "#"):
		t.kind, t.value = Topic, text[1:len(text)-1]
	case text != "" && t.value != "":
		t.kind = Link
	}
	return t, t.kind != 0
}

// address returns where the href of an anchor leads, or "" if that is no page.
func address(href string) string {
	href = strings.TrimSpace(href)
	switch {
	case strings.HasPrefix(href, "//"):
		href = "https:" + href
	case strings.HasPrefix(href, "/"):
		href = "https://m.weibo.cn" + href
	}
	if !isPage(href) {
		return ""
	}
	u, err := url.Parse(href)
	if err != nil || u.Hostname() != "weibo.cn" || u.Path != "/sinaurl" {
		return href
	}
	if target := u.Query().Get("u"); isPage(target) {
		return target
	}
	return href
}

// isPage tells whether an address is one of the web, and without characters that no address has.
func isPage(address string) bool {
	n := schemeLength(address)
	return n > 0 && n < len(address) && strings.IndexFunc(address, func(r rune) bool { return r <= ' ' || r == 0x7f }) < 0
}

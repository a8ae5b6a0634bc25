package text

import (
	"html"
	"iter"
	"net/url"
	"strings"
)

// HTML returns a plain text as HTML for a web page, with links on its entities and <br> for its line breaks. It is safe to
// show whatever the text holds: everything else is escaped.
func HTML(s string) string { return Renderer{}.HTML(s, Entities(s)) }

// A Renderer writes texts as HTML. Its zero value links to Weibo and shows emotions as their phrase.
type Renderer struct {
	// Href returns the address that an entity links to, http or https. The entity is not a link if it is any other.
	// [WeiboHref] if nil.
	Href func(Entity) string
	// Image returns the address of the picture of an emotion, http or https, as [emotions] lists them. The phrase is shown if
	// it is any other, or if Image is nil.
	//
	// [emotions]: https://open.weibo.com/wiki/2/emotions
	Image func(Entity) string
}

// WeiboHref returns the address of an entity on Weibo's site: the page of a user by name, the search for a topic, the address
// of a link. An emotion has none.
func WeiboHref(e Entity) string {
	switch e.Kind {
	case Mention:
		return "https://weibo.com/n/" + url.PathEscape(e.Value)
	case Topic:
		return "https://s.weibo.com/weibo?q=" + url.QueryEscape("#"+e.Value+"#")
	case Link, FullText:
		return e.Value
	}
	return ""
}

// HTML returns a plain text with the given entities as HTML. They come from [Entities] or [ParseHTML] of the same text; one
// that does not lie in the text behind the one before is left out. Everything that comes from the text or from the functions
// of the Renderer is escaped.
func (r Renderer) HTML(s string, entities iter.Seq[Entity]) string {
	var b strings.Builder
	done := 0
	for e := range entities {
		start, end := e.Bytes.Start, e.Bytes.End
		if start < done || end < start || end > len(s) {
			continue
		}
		writeText(&b, s[done:start])
		r.write(&b, e, s[start:end])
		done = end
	}
	writeText(&b, s[done:])
	return b.String()
}

func (r Renderer) write(b *strings.Builder, e Entity, text string) {
	if src := r.image(e); isPage(src) {
		b.WriteString(`<img src="` + escape(src) + `" alt="` + escape(text) + `">`)
		return
	}
	href := r.href(e)
	if !isPage(href) {
		writeText(b, text)
		return
	}
	b.WriteString(`<a href="` + escape(href) + `" rel="nofollow noopener">`)
	writeText(b, text)
	b.WriteString("</a>")
}

func (r Renderer) href(e Entity) string {
	if r.Href == nil {
		return WeiboHref(e)
	}
	return r.Href(e)
}

func (r Renderer) image(e Entity) string {
	if r.Image == nil || e.Kind != Emotion {
		return ""
	}
	return r.Image(e)
}

var breaks = strings.NewReplacer("\r\n", "<br>", "\n", "<br>", "\r", "<br>")

func writeText(b *strings.Builder, s string) { breaks.WriteString(b, escape(s)) }

// escape makes a text safe in HTML and in attributes in double quotes. Bytes that are no UTF-8 and NUL become U+FFFD.
func escape(s string) string {
	return strings.ReplaceAll(html.EscapeString(strings.ToValidUTF8(s, "\ufffd")), "\x00", "\ufffd")
}

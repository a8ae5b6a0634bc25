package text_test

import (
	"io"
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"github.com/seed4635ade2/weibo-go/weibo/text"
)

func TestHTML(t *testing.T) {
	const rel = `" rel="nofollow noopener">`
	for _, c := range []struct{ name, text, want string }{
		{"nothing", "", ""},
		{"plain", "一只猫", "一只猫"},
		{"line breaks", "a\nb\r\nc\rd", "a<br>b<br>c<br>d"},
		{"mention", "@猫", `<a href="https://weibo.com/n/%E7%8C%AB` + rel + `@猫</a>`},
		{"topic", "#a&b#", `<a href="https://s.weibo.com/weibo?q=%23a%26b%23` + rel + `#a&amp;b#</a>`},
		{"link", "看http://example.com/?a=b&c=d吧", `看<a href="http://example.com/?a=b&amp;c=d` + rel + `http://example.com/?a=b&amp;c=d</a>吧`},
		{"emotion", "[doge]", "[doge]"},
		{"full text", "…全文：http://weibo.com/1/a", `<a href="http://weibo.com/1/a` + rel + `…全文：http://weibo.com/1/a</a>`},
		{"full text without a link", "...全文", "...全文"},
		{"no UTF-8, and NUL", "a\xffb\x00c", "a\ufffdb\ufffdc"},
	} {
		if got := text.HTML(c.text); got != c.want {
			t.Errorf("%s: HTML(%q) = %s, want %s", c.name, c.text, got, c.want)
		}
	}
}

func TestRenderer(t *testing.T) {
	r := text.Renderer{
		Href: func(e text.Entity) string {
			if e.Kind == text.Mention {
				return "https://example.com/users?name=" + e.Value
			}
			return ""
		},
		Image: func(e text.Entity) string { return "https://example.com/" + e.Value + `.png?a="b"` },
	}
	const s = "@cat #a# [doge]"
	const want = `<a href="https://example.com/users?name=cat" rel="nofollow noopener">@cat</a> #a# <img src="https://example.com/doge.png?a=&#34;b&#34;" alt="[doge]">`
	if got := r.HTML(s, text.Entities(s)); got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

// TestRendererEntities hands over entities that are not of the text.
func TestRendererEntities(t *testing.T) {
	span := func(start, end int) text.Entity {
		return text.Entity{Kind: text.Link, Value: "http://a.cn", Bytes: text.Span{Start: start, End: end}}
	}
	entities := slices.Values([]text.Entity{span(-1, 2), span(1, 2), span(0, 3), span(3, 2), span(2, 9), span(2, 3)})
	const want = `a<a href="http://a.cn" rel="nofollow noopener">b</a><a href="http://a.cn" rel="nofollow noopener">c</a>`
	if got := (text.Renderer{}).HTML("abc", entities); got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

// planted is what people try to get into pages with.
var planted = []string{
	`<script>alert(1)</script>`, `<img src=x onerror=alert(1)>`, `"><svg onload=alert(1)>`, `' onmouseover='alert(1)`,
	`javascript:alert(1)`, `http://a.cn/"onmouseover="alert(1)`, `http://a.cn/'><script>alert(1)</script>`,
	`#"><script>alert(1)</script>#`, `@a"onmouseover=alert(1)`, `[<b>]`, `&lt;script&gt;alert(1)&lt;/script&gt;`,
	`<a href="javascript:alert(1)">@a</a>`, `<a href="javascript:alert(1)">#a#</a>`, `<a href="javascript:alert(1)">b</a>`,
	`<a href="JaVaScRiPt:alert(1)">全文</a>`, `<a href=" javascript:alert(1)">b</a>`, "<a href=\"java\nscript:alert(1)\">b</a>",
	`<a href="&#106;avascript:alert(1)">b</a>`, `<a href="data:text/html,<script>alert(1)</script>">b</a>`, `<a href="vbscript:a">b</a>`,
	`<a href="https://weibo.cn/sinaurl?u=javascript:alert(1)">b</a>`, `<a href="https://weibo.cn/sinaurl?u=http://a.cn/%22onclick=%22">b</a>`,
	`<a href='http://a.cn/"><script>alert(1)</script>'>b</a>`, `<a href="http://a.cn" onclick="alert(1)">b</a>`,
	`<a href="//a.cn"><script>alert(1)</script></a>`, `<a href="http://a.cn"><img src=x onerror=alert(1)>b</a>`,
	`<img alt="[<script>alert(1)</script>]">`, `<img alt='["onerror=alert(1)]'>`, `<scr<script>ipt>alert(1)</scr</script>ipt>`,
	`<script`, `<a href="http://a.cn`, `<a href=http://a.cn/"onclick=alert(1)>b`, `<!--><script>alert(1)</script>-->`, `<style>*{}</style><base href=//a.cn>`,
	"<\x00script>alert(1)</script>", "\xff<script>", "<iframe srcdoc='<script>alert(1)</script>'>", `<a href="https:javascript:alert(1)">b</a>`,
	`<a href="http://">b</a>`, `<a href="/\a.cn">b</a>`, `<math><mtext></form><form><mglyph><style></math><img src onerror=alert(1)>`,
}

// dangers reads HTML with the parser of golang.org/x/net and returns what is in it beyond what the package writes.
func dangers(markup string) (found []string) {
	z := html.NewTokenizer(strings.NewReader(markup))
	for z.Next() != html.ErrorToken {
		switch token := z.Token(); {
		case token.Type == html.TextToken:
		case token.Type == html.EndTagToken && token.Data == "a":
		case token.Type == html.StartTagToken && (token.Data == "br" || token.Data == "a" || token.Data == "img"):
			found = append(found, badAttributes(token)...)
		default:
			found = append(found, token.String())
		}
	}
	if z.Err() != io.EOF {
		found = append(found, z.Err().Error())
	}
	return found
}

func badAttributes(token html.Token) (found []string) {
	for _, a := range token.Attr {
		low := strings.ToLower(a.Val)
		page := (strings.HasPrefix(low, "http://") || strings.HasPrefix(low, "https://")) && !strings.ContainsAny(low, "\t\n\r ")
		switch {
		case a.Key == "rel" || a.Key == "alt":
		case (a.Key == "href" || a.Key == "src") && page:
		default:
			found = append(found, a.Key+"="+a.Val)
		}
	}
	return found
}

// render gives all the HTML that the package makes of an input: taken for plain text and taken for HTML, with functions of the
// caller that pass on what they are given.
func render(s string) []string {
	echo := text.Renderer{
		Href:  func(e text.Entity) string { return e.Value },
		Image: func(e text.Entity) string { return "https://a.cn/" + e.Value },
	}
	plain, entities := text.ParseHTML(s)
	return []string{
		text.HTML(s), echo.HTML(s, text.Entities(s)),
		text.HTML(plain), text.Renderer{}.HTML(plain, slices.Values(entities)), echo.HTML(plain, slices.Values(entities)),
	}
}

func TestPlanted(t *testing.T) {
	for _, s := range planted {
		for _, markup := range render(s) {
			if found := dangers(markup); found != nil {
				t.Errorf("%q got out of %q into %q", found, s, markup)
			}
		}
	}
}

// TestPlantedIsFound shows that dangers sees what it is there for.
func TestPlantedIsFound(t *testing.T) {
	for _, markup := range []string{planted[0], planted[1], planted[11], `<a href="http://a.cn" onclick="a">`} {
		if dangers(markup) == nil {
			t.Errorf("%q passed", markup)
		}
	}
}

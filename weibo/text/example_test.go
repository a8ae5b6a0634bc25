package text_test

import (
	"fmt"
	"log"
	"slices"
	"strings"

	"github.com/seed4635ade2/weibo-go/weibo/text"
)

func ExampleLength() {
	fmt.Println(text.Length("一只猫 cat"))
	fmt.Println(text.Length("看 https://example.com/a/rather/long/address"))
	// Output:
	// 10
	// 23
}

func ExampleFits() {
	fmt.Println(text.Fits(strings.Repeat("猫", 140), text.MaxStatus), text.Fits(strings.Repeat("猫", 141), text.MaxStatus))
	// Output: true false
}

func ExampleTruncate() {
	fmt.Println(text.Truncate("一只猫坐在窗边 https://example.com/cat", 20, "…"))
	// Output: 一只猫坐在窗边…
}

func ExampleSplit() {
	parts, err := text.Split("一只猫坐在窗边看着雨。谁也不理它，它也不理谁。", 40)
	if err != nil {
		log.Fatal(err)
	}
	for _, part := range parts {
		fmt.Println(part)
	}
	// Output:
	// 一只猫坐在窗边看着雨。谁也不理它， (1/2)
	// 它也不理谁。 (2/2)
}

func ExampleEntities() {
	for e := range text.Entities("@猫奴 #猫的日常# 看 http://t.cn/A6exam [doge]") {
		fmt.Println(e.Kind, e.Value, e.UTF16)
	}
	// Output:
	// mention 猫奴 {0 3}
	// topic 猫的日常 {4 10}
	// link http://t.cn/A6exam {13 31}
	// emotion doge {32 38}
}

func ExampleKind_String() {
	fmt.Println(text.Mention, text.FullText)
	// Output: mention full text
}

func ExampleHTML() {
	fmt.Println(text.HTML("@猫 <b> #雨#"))
	// Output: <a href="https://weibo.com/n/%E7%8C%AB" rel="nofollow noopener">@猫</a> &lt;b&gt; <a href="https://s.weibo.com/weibo?q=%23%E9%9B%A8%23" rel="nofollow noopener">#雨#</a>
}

// An application that has pages of its own for users, and the pictures of the emotions.
func ExampleRenderer_HTML() {
	pictures := map[string]string{"doge": "https://example.com/doge.png"} // from the endpoint emotions
	r := text.Renderer{
		Href: func(e text.Entity) string {
			if e.Kind == text.Mention {
				return "https://example.com/users/" + e.Value
			}
			return text.WeiboHref(e)
		},
		Image: func(e text.Entity) string { return pictures[e.Value] },
	}
	const s = "@cat [doge]"
	fmt.Println(r.HTML(s, text.Entities(s)))
	// Output: <a href="https://example.com/users/cat" rel="nofollow noopener">@cat</a> <img src="https://example.com/doge.png" alt="[doge]">
}

func ExampleWeiboHref() {
	for e := range text.Entities("@cat #rain# [doge]") {
		fmt.Printf("%s: %q\n", e.Text, text.WeiboHref(e))
	}
	// Output:
	// @cat: "https://weibo.com/n/cat"
	// #rain#: "https://s.weibo.com/weibo?q=%23rain%23"
	// [doge]: ""
}

func ExampleParseHTML() {
	plain, entities := text.ParseHTML(`和<a href='/n/猫奴'>@猫奴</a>看<a href="https://weibo.cn/sinaurl?u=https%3A%2F%2Fexample.com%2Fcat">网页链接</a>`)
	fmt.Println(plain)
	for _, e := range entities {
		fmt.Println(e.Kind, e.Text, e.Value)
	}
	// What came as HTML of another site goes out as HTML that is safe.
	fmt.Println(text.Renderer{}.HTML(plain, slices.Values(entities[1:])))
	// Output:
	// 和@猫奴看网页链接
	// mention @猫奴 猫奴
	// link 网页链接 https://example.com/cat
	// 和@猫奴看<a href="https://example.com/cat" rel="nofollow noopener">网页链接</a>
}

func ExampleParseSource() {
	name, link := text.ParseSource(`<a href="http://app.weibo.com/t/feed/example" rel="nofollow">微博 weibo.com</a>`)
	fmt.Println(name, link)
	// Output: 微博 weibo.com http://app.weibo.com/t/feed/example
}

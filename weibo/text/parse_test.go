package text_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/seed4635ade2/weibo-go/weibo/text"
)

func TestParseHTML(t *testing.T) {
	for _, c := range []struct{ name, html, plain, want string }{
		{"nothing", "", "", ""},
		{"plain", "@a 一只猫 #b#[doge]http://t.cn/A6exam", "@a 一只猫 #b#[doge]http://t.cn/A6exam", "mention(a) 一只猫 topic(b)emotion(doge)link(http://t.cn/A6exam)"},
		{"characters in words", "猫 &amp; 狗 &lt;3 &quot;&#39;&#x732b;&nbsp;&unknown;", "猫 & 狗 <3 \"'猫\u00a0&unknown;", "猫 & 狗 <3 \"'猫\u00a0&unknown;"},
		{"line breaks", "a<br>b<br/>c<br />d\ne", "a\nb\nc\nd\ne", "a\nb\nc\nd\ne"},
		{"mention", `和<a href='https://m.weibo.cn/n/猫奴'>@猫奴</a>看雨`, "和@猫奴看雨", "和mention(猫奴)看雨"},
		{"mention without quotes", `<a href=/n/猫奴_1 usercard="name=@猫奴_1">@猫奴_1</a>:是`, "@猫奴_1:是", "mention(猫奴_1):是"},
		{"mention of the older site", `//<a target="_blank" render="ext" extra-data="type=atname" href="//weibo.com/n/%E7%8C%AB?from=feed&amp;loc=at" usercard="name=猫">@猫</a>: 是`, "//@猫: 是", "//mention(猫): 是"},
		{"topic", `<a  href="https://m.weibo.cn/search?containerid=231522type%3D1&amp;extparam=%23%E7%8C%AB%23" data-hide=""><span class="surl-text">#猫#</span></a> 是`, "#猫# 是", "topic(猫) 是"},
		{"link", `看<a data-url="http://t.cn/A6exam" href="https://weibo.cn/sinaurl?u=https%3A%2F%2Fexample.com%2Fcat%3Fa%3Db%26c" data-hide=""><span class='url-icon'><img style='width: 1rem;height: 1rem' src='//h5.sinaimg.cn/example.png'></span><span class="surl-text">网页链接</span></a>`, "看网页链接", "看link(https://example.com/cat?a=b&c)"},
		{"link with more before u", `<a href="https://weibo.cn/sinaurl?f=w&amp;u=http%3A%2F%2Ft.cn%2FA6exam&amp;ep=a">片</a>`, "片", "link(http://t.cn/A6exam)"},
		{"link that is blocked", `<a href="https://weibo.cn/sinaurl/blocked1234?u=http%3A%2F%2Fa.cn">片</a>`, "片", "link(https://weibo.cn/sinaurl/blocked1234?u=http%3A%2F%2Fa.cn)"},
		{"super topic", `<a href="https://m.weibo.cn/p/index?containerid=1008" data-hide=""><span class='url-icon'><img src='a.png'></span><span class="surl-text">猫</span></a>`, "猫", "link(https://m.weibo.cn/p/index?containerid=1008)"},
		{"link without a scheme", `<a href="//weibo.com/a">b</a><a href="/status/1">c</a>`, "bc", "link(https://weibo.com/a)link(https://m.weibo.cn/status/1)"},
		{"emotion", `好<span class="url-icon"><img alt=[悲伤] src="https://h5.sinaimg.cn/example.png" style="width:1em; height:1em;" /></span>`, "好[悲伤]", "好emotion(悲伤)"},
		{"emotion of the search", `<i class="face face_1 icon_19">[笑cry]</i>`, "[笑cry]", "emotion(笑cry)"},
		{"emotion in quotes", `<img alt="[哈哈]" title="[哈哈]" src="a.png" />`, "[哈哈]", "emotion(哈哈)"},
		{"picture that is no emotion", `<img alt="cat" src="a.png">`, "", ""},
		{"full text", `一只猫 ...<a href="/status/3436240135184587">全文</a>`, "一只猫 ...全文", "一只猫 full text(https://m.weibo.cn/status/3436240135184587)"},
		{"full text with a blank", `一只猫 ...<a href="/status/3436240135184587"> 全文</a>`, "一只猫 ... 全文", "一只猫 full text(https://m.weibo.cn/status/3436240135184587)"},
		{"full text of the site", `一只猫...<span class="expand">展开</span>`, "一只猫...展开", "一只猫full text()"},
		{"full text behind an entity", `<a href="/n/a">@a</a>...<a href="/status/1">全文</a>`, "@a...全文", "mention(a)full text(https://m.weibo.cn/status/1)"},
		{"a topic does not go into an anchor", `#a<a href="//a.cn">b#</a>`, "#ab#", "#alink(https://a.cn)"},
		{"plain entities between anchors", `@a<a href="//a.cn">b</a>[c]`, "@ab[c]", "mention(a)link(https://a.cn)emotion(c)"},
		{"blanks in an anchor", "<a href='//a.cn'> \u3000b </a>", " \u3000b ", " \u3000link(https://a.cn) "},
		{"anchor without text", `<a href="//a.cn"></a><a href="//a.cn"> </a>b`, " b", " b"},
		{"anchor without address", `<a>b</a> <a href>c</a> <a href="">@d</a>`, "b c @d", "b c mention(d)"},
		{"address of a script", `<a href="javascript:alert(1)">b</a>`, "b", "b"},
		{"address on another port", `<a href="http://a.cn:8080/ b">c</a><a href="http://a.cn/%zz">d</a>`, "cd", "clink(http://a.cn/%zz)"},
		{"anchor in an anchor", `<a href="//a.cn">b<a href="//c.cn">d</a>e</a>`, "bde", "link(https://a.cn)link(https://c.cn)e"},
		{"anchor without end", `<a href="//a.cn">b`, "b", "link(https://a.cn)"},
		{"end without anchor", "b</a>c</span>", "bc", "bc"},
		{"capitals and odd blanks", "<A\n\tHREF = '//a.cn' >b</A ><BR>", "b\n", "link(https://a.cn)\n"},
		{"first attribute counts", `<a href="//a.cn" href="//b.cn">c</a>`, "c", "link(https://a.cn)"},
		{"unknown tags", `<p>a</p><b class='x'>b</b><custom-tag/>c`, "abc", "abc"},
		{"comments", "a<!-- <b> -->b<!DOCTYPE html>c<?php ?>d", "abcd", "abcd"},
		{"scripts and styles", "a<script>b</script>c<style>d</STYLE >e<script>f", "ace", "ace"},
		{"no tag", "a < b, 1 <2, <3, <猫>, a <", "a < b, 1 <2, <3, <猫>, a <", "a < b, 1 <2, <3, <猫>, a <"},
		{"tag without end", `a<b>c<a href="//a.cn`, `ac<a href="//a.cn`, `ac<a href="//a.cn`},
		{"comment without end", "a<!-- b", "a<!-- b", "a<!-- b"},
		{"attribute without end", "a<b c=", "a<b c=", "a<b c="},
		{"marks in a tag", `<a "' = x=y / href="//a.cn">b</a>`, "b", "link(https://a.cn)"},
	} {
		plain, entities := text.ParseHTML(c.html)
		if got := marked(plain, entities); plain != c.plain || got != c.want {
			t.Errorf("%s: %s is %q: %q, want %q: %q", c.name, c.html, plain, got, c.plain, c.want)
		}
	}
}

func TestParseHTMLPositions(t *testing.T) {
	plain, entities := text.ParseHTML(`😀<a href="/n/a">@猫</a>&amp;<img alt="[b]"><a href="//a.cn">😀</a>`)
	want := []text.Entity{
		{Kind: text.Mention, Text: "@猫", Value: "猫", Bytes: text.Span{Start: 4, End: 8}, Runes: text.Span{Start: 1, End: 3}, UTF16: text.Span{Start: 2, End: 4}},
		{Kind: text.Emotion, Text: "[b]", Value: "b", Bytes: text.Span{Start: 9, End: 12}, Runes: text.Span{Start: 4, End: 7}, UTF16: text.Span{Start: 5, End: 8}},
		{Kind: text.Link, Text: "😀", Value: "https://a.cn", Bytes: text.Span{Start: 12, End: 16}, Runes: text.Span{Start: 7, End: 8}, UTF16: text.Span{Start: 8, End: 10}},
	}
	if plain != "😀@猫&[b]😀" || !slices.Equal(entities, want) {
		t.Errorf("got %q, %+v, want %+v", plain, entities, want)
	}
}

// TestParseHTMLOfHTML reads what HTML wrote.
func TestParseHTMLOfHTML(t *testing.T) {
	for _, s := range []string{sample, "a & <b> \"c\" 'd'\n@e", strings.Repeat("#a#@b [c] ", 50)} {
		plain, entities := text.ParseHTML(text.HTML(s))
		if want := slices.Collect(text.Entities(s)); plain != s || !slices.Equal(entities, want) {
			t.Errorf("got %q, %+v, want %q, %+v", plain, entities, s, want)
		}
	}
}

func TestParseSource(t *testing.T) {
	for _, c := range []struct{ source, name, link string }{
		{"", "", ""},
		{`<a href="http://app.weibo.com/t/feed/example" rel="nofollow">微博 weibo.com</a>`, "微博 weibo.com", "http://app.weibo.com/t/feed/example"},
		{`<a href="http://app.weibo.com/t/feed/example" rel="nofollow">猫 &amp; 狗</a>`, "猫 & 狗", "http://app.weibo.com/t/feed/example"},
		{"微博 weibo.com</a>", "微博 weibo.com", ""},
		{"来自Android", "来自Android", ""},
		{`<a href="" rel="nofollow">猫</a>`, "猫", ""},
		{`<a href="javascript:alert(1)">猫</a>`, "猫", ""},
		{"<a href=//weibo.com/a> 猫 </a> ", "猫", "https://weibo.com/a"},
		{`<a href="http://a.cn`, `<a href="http://a.cn`, ""},
	} {
		if name, link := text.ParseSource(c.source); name != c.name || link != c.link {
			t.Errorf("ParseSource(%q) = %q, %q, want %q, %q", c.source, name, link, c.name, c.link)
		}
	}
}

package text_test

import (
	"slices"
	"strings"
	"testing"
	"unicode/utf16"

	"github.com/seed4635ade2/weibo-go/weibo/text"
)

// marked returns a text with its entities in words: kind(value).
func marked(s string, entities []text.Entity) string {
	var b strings.Builder
	done := 0
	for _, e := range entities {
		b.WriteString(s[done:e.Bytes.Start] + e.Kind.String() + "(" + e.Value + ")")
		done = e.Bytes.End
	}
	return b.String() + s[done:]
}

func TestEntities(t *testing.T) {
	for _, c := range []struct {
		name, text, want string
	}{
		{"nothing", "", ""},
		{"plain", "一只猫", "一只猫"},

		{"mention", "@猫奴", "mention(猫奴)"},
		{"mention in the text", "和@cat_lover-1看雨", "和mention(cat_lover-1看雨)"},
		{"mention ends at a mark", "//@猫奴:回复@cat，是", "//mention(猫奴):回复mention(cat)，是"},
		{"mentions one after the other", "@a@b @c", "mention(a)mention(b) mention(c)"},
		{"other scripts", "@ねこ @고양이 @кот", "mention(ねこ) mention(고양이) mention(кот)"},
		{"name of 30", "@" + strings.Repeat("猫", 30), "mention(" + strings.Repeat("猫", 30) + ")"},
		{"name of 31", "@" + strings.Repeat("猫", 31), "@" + strings.Repeat("猫", 31)},
		{"no name", "@ @@， @", "@ @@， @"},
		{"mail address", "cat@example.com", "cat@example.com"},
		{"no mail address", "猫@example.com cat@example. ", "猫mention(example).com catmention(example). "},
		{"name before a link", "@cathttp://t.cn/A6exam", "mention(cat)link(http://t.cn/A6exam)"},

		{"topic", "#猫#", "topic(猫)"},
		{"topic in the text", "今天#猫 & 狗#下雨", "今天topic(猫 & 狗)下雨"},
		{"topic with all sorts in it", "#@a [b] c#", "topic(@a [b] c)"},
		{"super topic", "#猫[超话]#", "topic(猫[超话])"},
		{"topics one after the other", "#a##b#", "topic(a)topic(b)"},
		{"three marks", "#a#b#", "topic(a)b#"},
		{"blank topic", "## # # #", "## # # #"},
		{"blank topic before one", "# #a#", "# topic(a)"},
		{"no end", "#猫", "#猫"},
		{"topic over two lines", "#a\nb#", "#a\nb#"},
		{"topic around a link", "#a http://t.cn/A6exam b#", "#a link(http://t.cn/A6exam) b#"},
		{"keycaps", "#\ufe0f\u20e3 a #\ufe0f\u20e3 #b#\u20e3c#", "#\ufe0f\u20e3 a #\ufe0f\u20e3 topic(b#\u20e3c)"},

		{"link", "http://example.com", "link(http://example.com)"},
		{"link in the text", "看https://example.com/a?b=c&d=%20#e吧", "看link(https://example.com/a?b=c&d=%20#e)吧"},
		{"link at the end of a sentence", "(see http://example.com/a_(b)).", "(see link(http://example.com/a_(b)))."},
		{"link in full-width brackets", "（http://example.com/a）。", "（link(http://example.com/a)）。"},
		{"topic behind a link", "http://t.cn/A6exam#猫#", "link(http://t.cn/A6exam)topic(猫)"},
		{"emotion behind a link", "http://example.com/a[doge]", "link(http://example.com/a)emotion(doge)"},
		{"mention in a link", "https://example.com/@cat", "link(https://example.com/@cat)"},
		{"not a link", "javascript:alert(1) http:// ftp://a.cn www.example.com", "javascript:alert(1) http:// ftp://a.cn www.example.com"},

		{"emotion", "[doge]", "emotion(doge)"},
		{"emotions", "好[哈哈][笑cry]", "好emotion(哈哈)emotion(笑cry)"},
		{"bracket in brackets", "[[doge]]", "[emotion(doge)]"},
		{"no emotion", "[] [a b] [" + strings.Repeat("a", 21) + "] [a", "[] [a b] [" + strings.Repeat("a", 21) + "] [a"},

		{"full text", "一只猫...全文： http://m.weibo.cn/1404376560/3436240135184587 \u200b", "一只猫full text(http://m.weibo.cn/1404376560/3436240135184587) \u200b"},
		{"full text without a blank", "一只猫…全文：https://weibo.com/1404376560/yfcLPlKKn", "一只猫full text(https://weibo.com/1404376560/yfcLPlKKn)"},
		{"full text without a link", "一只猫 ...全文", "一只猫 full text()"},
		{"full text of the site", "一只猫 ... 展开\u200b ", "一只猫 full text()\u200b "},
		{"the word alone", "看全文 许可证全文：http://weibo.com/1404376560", "看全文 许可证全文：link(http://weibo.com/1404376560)"},
		{"full text elsewhere", "…全文：http://example.com", "…全文：link(http://example.com)"},
		{"full text in the middle", "...全文在此", "...全文在此"},
		{"dots of an entity are not taken twice", "#a...#全文", "topic(a...)全文"},
	} {
		got := slices.Collect(text.Entities(c.text))
		if m := marked(c.text, got); m != c.want {
			t.Errorf("%s: %q is %q, want %q", c.name, c.text, m, c.want)
		}
	}
}

func TestPositions(t *testing.T) {
	const s = "😀猫é @a 👨‍👩‍👧#b#\xff[c]"
	for e := range text.Entities(s) {
		runes := []rune(s)
		units := utf16.Encode(runes)
		if got := s[e.Bytes.Start:e.Bytes.End]; got != e.Text {
			t.Errorf("the bytes %v are %q, want %q", e.Bytes, got, e.Text)
		}
		if got := string(runes[e.Runes.Start:e.Runes.End]); got != e.Text {
			t.Errorf("the runes %v are %q, want %q", e.Runes, got, e.Text)
		}
		if got := string(utf16.Decode(units[e.UTF16.Start:e.UTF16.End])); got != e.Text {
			t.Errorf("the UTF-16 units %v are %q, want %q", e.UTF16, got, e.Text)
		}
	}
	want := text.Entity{
		Kind: text.Topic, Text: "#b#", Value: "b",
		Bytes: text.Span{Start: 31, End: 34}, Runes: text.Span{Start: 12, End: 15}, UTF16: text.Span{Start: 16, End: 19},
	}
	if got := slices.Collect(text.Entities(s)); len(got) != 3 || got[1] != want {
		t.Errorf("got %+v, want %+v as the second of three", got, want)
	}
}

func TestEntitiesStop(t *testing.T) {
	n := 0
	for range text.Entities("@a @b @c") {
		if n++; n == 2 {
			break
		}
	}
	if n != 2 {
		t.Errorf("went through %d entities", n)
	}
}

func TestKind(t *testing.T) {
	for k, want := range map[text.Kind]string{0: "unknown", text.Mention: "mention", text.FullText: "full text", -1: "unknown", 6: "unknown"} {
		if got := k.String(); got != want {
			t.Errorf("kind %d is %q, want %q", k, got, want)
		}
	}
}

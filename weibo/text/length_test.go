package text_test

import (
	"strings"
	"testing"

	"github.com/seed4635ade2/weibo-go/weibo/text"
)

func TestLength(t *testing.T) {
	for _, c := range []struct {
		name, text string
		want       int
	}{
		{"nothing", "", 0},
		{"ASCII", "cat", 3},
		{"Han", "一只猫", 6},
		{"up to U+00FF", "é÷ÿ", 3},
		{"above U+00FF", "Āā", 4},
		{"full-width marks", "！，", 4},
		{"emoji beyond U+FFFF", "😀", 4},
		{"emoji of several parts", "👨‍👩‍👧", 4 + 2 + 4 + 2 + 4},
		{"zero-width space", "一\u200b只\u200b", 4},
		{"line breaks", "a\r\nb", 4},
		{"no UTF-8", "a\xff", 3},
		{"140 Han", strings.Repeat("猫", 140), text.MaxStatus},

		{"short link", "http://t.cn/A6example", 21},
		{"short link over https", "https://t.cn/A6exam", 19},
		{"short link and topic", "http://t.cn/A6exam#猫#", 18 + 4},
		{"link", "https://example.com/a/rather/long/address?of=a&cat", 20},
		{"link in the text", "猫 https://example.com/cat 猫", 2 + 1 + 20 + 1 + 2},
		{"link without blanks", "猫https://example.com/cat猫", 24},
		{"link shorter than a short one", "http://a.cn", 20},
		{"link in capitals", "HTTP://EXAMPLE.COM/LONGER/THAN/TWENTY", 20},
		{"link of 140 characters", "http://example.com/" + strings.Repeat("a", 121), 20},
		{"link of 141 characters", "http://example.com/" + strings.Repeat("a", 122), 21},
		{"link of 1000 characters", "http://example.com/" + strings.Repeat("a", 981), 880},
		{"full stop behind a link", "http://example.com/cat.", 21},
		{"brackets around a link", "(http://example.com/cat)", 22},
		{"brackets in a link", "http://example.com/cat_(animal)", 20},
		{"link to Weibo up to 41", "http://weibo.com/1404376560/yfcLPlKKn", 37},
		{"link to Weibo above 41", "http://weibo.com/1404376560/yfcLPlKKn?from=example", 20},
		{"link to Weibo above 140", "http://weibo.com/" + strings.Repeat("a", 133), 30},
		{"two links", "http://a.cn http://b.cn", 41},
		{"host with a hyphen and a port", "http://my-cat.example.com:8080/", 20},

		{"no host", "http://", 7},
		{"host without a dot", "http://localhost/cat", 20},
		{"long host without a dot", "http://localhost/cats/and/cats", 30},
		{"host of dots", "http://.a..b", 12},
		{"host that is Han", "http://猫.cn", 12},
		{"other scheme", "ftp://example.com/cats/and/cats", 31},
		{"no scheme", "example.com", 11},
		{"the letter h", "hhh Hh", 6},
	} {
		if got := text.Length(c.text); got != c.want {
			t.Errorf("%s: Length(%q) = %d, want %d", c.name, c.text, got, c.want)
		}
	}
}

func TestFits(t *testing.T) {
	han := strings.Repeat("猫", 140)
	for s, want := range map[string]bool{"": true, han: true, han + "\u200b": true, han + "a": false} {
		if got := text.Fits(s, text.MaxStatus); got != want {
			t.Errorf("Fits of length %d = %v", text.Length(s), got)
		}
	}
	if text.Fits("http://a.cn", 19) {
		t.Error("a link shorter than a short link fits into 19")
	}
}

// sample is a text of 140 Han characters' length with everything in it.
var sample = "#猫的日常# 今天@猫奴_小王 和@cat-lover 带猫看雨[doge]，" + strings.Repeat("谁也不理谁，", 13) +
	"看完就睡[哈哈]👨‍👩‍👧 https://example.com/cats/2026/11/a-cat-at-the-window?from=weibo 晚安#下雨#"

func TestAllocations(t *testing.T) {
	if n := text.Length(sample); n < 260 || n > text.MaxStatus {
		t.Errorf("the sample has length %d", n)
	}
	if n := testing.AllocsPerRun(100, func() { text.Length(sample) }); n > 0 {
		t.Errorf("Length allocates %v times", n)
	}
	found := 0
	count := func() {
		found = 0
		for range text.Entities(sample) {
			found++
		}
	}
	if n := testing.AllocsPerRun(100, count); n > 0 || found != 7 {
		t.Errorf("finding %d entities allocates %v times", found, n)
	}
	if n := testing.AllocsPerRun(100, func() { text.Truncate(sample, 200, "") }); n > 0 {
		t.Errorf("Truncate without a tail allocates %v times", n)
	}
}

func BenchmarkLength(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		text.Length(sample)
	}
}

func BenchmarkEntities(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		for range text.Entities(sample) {
		}
	}
}

func BenchmarkTruncate(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		text.Truncate(sample, 200, "…")
	}
}

func BenchmarkSplit(b *testing.B) {
	long := strings.Repeat(sample, 10)
	b.ReportAllocs()
	b.SetBytes(int64(len(long)))
	for b.Loop() {
		if _, err := text.Split(long, text.MaxStatus); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkHTML(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		text.HTML(sample)
	}
}

func BenchmarkParseHTML(b *testing.B) {
	markup := text.HTML(sample)
	b.ReportAllocs()
	for b.Loop() {
		text.ParseHTML(markup)
	}
}

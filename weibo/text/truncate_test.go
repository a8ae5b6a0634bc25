package text_test

import (
	"strings"
	"testing"

	"github.com/seed4635ade2/weibo-go/weibo/text"
)

func TestTruncate(t *testing.T) {
	for _, c := range []struct {
		name, text string
		max        int
		want       string
	}{
		{"fits", "一只猫", 6, "一只猫"},
		{"Han", "一只猫", 5, "一…"},
		{"Han and ASCII", "a一只猫", 5, "a一…"},
		{"blank before the cut", "cats and dogs", 7, "cats…"},
		{"no room for the tail", "一只猫", 1, ""},
		{"no room at all", "一只猫", 0, ""},
		{"less than none", "一只猫", -1, ""},
		{"link", "看 https://example.com/cat 吧", 24, "看…"},
		{"link fits", "看 https://example.com/cat 吧！", 25, "看 https://example.com/cat…"},
		{"mention", "看@cat_lover 吧", 10, "看…"},
		{"mention fits", "看@cat_lover 吧！", 15, "看@cat_lover…"},
		{"topic", "看#猫和狗#吧", 10, "看…"},
		{"emotion", "好[哈哈][哈哈]", 10, "好[哈哈]…"},
		{"full text", "猫，一只猫...全文： http://m.weibo.cn/1404376560/3436240135184587", 30, "猫，一只猫…"},
		{"family", "好👨‍👩‍👧好", 17, "好…"},
		{"family fits", "好👨‍👩‍👧好好", 20, "好👨‍👩‍👧…"},
		{"skin tone", "👍🏽👍🏽", 15, "👍🏽…"},
		{"skin tone, not half of it", "👍🏽👍🏽", 9, "…"},
		{"flags", "🇨🇳🇨🇳", 15, "🇨🇳…"},
		{"flags, not half of one", "🇨🇳🇨🇳", 13, "🇨🇳…"},
		{"flag of England", "🏴\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f🏴", 20, "…"},
		{"keycap", "1\ufe0f\u20e3 2\ufe0f\u20e3", 10, "1\ufe0f\u20e3…"},
		{"keycap, not half of it", "a1\ufe0f\u20e3b", 5, "a…"},
		{"variation selector", "❤\ufe0f❤\ufe0f", 7, "❤\ufe0f…"},
		{"heart on fire", "❤\ufe0f\u200d🔥好", 11, "…"},
		{"accent", "e\u0301e\u0301e\u0301", 8, "e\u0301e\u0301…"},
		{"accent, not alone", "e\u0301e\u0301e\u0301", 7, "e\u0301…"},
		{"accent on a name", "@e\u0301 猫", 5, "…"},
		{"line break of two bytes", "a\r\nbcd", 4, "a…"},
		{"Hangul in parts", "\u1112\u1161\u11ab\u1112\u1161\u11ab", 9, "\u1112\u1161\u11ab…"},
		{"kana with marks", "か\u3099か\u3099", 7, "か\u3099…"},
		{"no UTF-8", "\xff\xff\xff", 5, "\xff…"},
	} {
		got := text.Truncate(c.text, c.max, "…")
		if got != c.want {
			t.Errorf("%s: Truncate(%q, %d) = %q, want %q", c.name, c.text, c.max, got, c.want)
		}
	}
}

// TestTruncateEverywhere cuts a text with everything in it at every length.
func TestTruncateEverywhere(t *testing.T) {
	s := sample + " e\u0301 🇨🇳 👍🏽 1\ufe0f\u20e3 https://weibo.com/1404376560/yfcLPlKKn"
	before := ""
	for max := range text.Length(s) {
		got := text.Truncate(s, max, "")
		if text.Length(got) > max {
			t.Errorf("cut to %d it has length %d: %q", max, text.Length(got), got)
		}
		if !strings.HasPrefix(s, got) || !strings.HasPrefix(got, before) {
			t.Errorf("cut to %d it is %q, after %q", max, got, before)
		}
		for e := range text.Entities(s) {
			if e.Bytes.Start < len(got) && len(got) < e.Bytes.End {
				t.Errorf("cut to %d it ends within %q", max, e.Text)
			}
		}
		before = got
	}
}

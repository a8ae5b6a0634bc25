package text_test

import (
	"slices"
	"strings"
	"testing"
	"unicode/utf16"
	"unicode/utf8"

	"github.com/seed4635ade2/weibo-go/weibo/text"
)

func addSeeds(f *testing.F) {
	f.Add(sample)
	f.Add("(http://example.com/a_(b)). http://t.cn/A6exam#猫# http://weibo.com/1404376560/yfcLPlKKn")
	f.Add("#\ufe0f\u20e3🇨🇳👍🏽❤\ufe0f\u200d🔥e\u0301 1\ufe0f\u20e3\r\n\xff\u200b@e\u0301")
	f.Add("猫...全文： http://m.weibo.cn/1/a ")
	for _, pattern := range hostile {
		f.Add(grow(pattern, 100))
	}
	for _, s := range planted {
		f.Add(s)
	}
}

// checkEntities holds entities to lie in their text, in order, where they say.
func checkEntities(t *testing.T, s string, entities []text.Entity) {
	t.Helper()
	done := text.Entity{}
	for _, e := range entities {
		if e.Bytes.Start < done.Bytes.End || e.Bytes.End <= e.Bytes.Start || s[e.Bytes.Start:e.Bytes.End] != e.Text {
			t.Fatalf("%q: %+v after %+v", s, e, done)
		}
		head, whole := s[:e.Bytes.Start], s[:e.Bytes.End]
		if e.Runes != (text.Span{Start: utf8.RuneCountInString(head), End: utf8.RuneCountInString(whole)}) {
			t.Fatalf("%q: the runes of %+v are wrong", s, e)
		}
		if e.UTF16 != (text.Span{Start: len(utf16.Encode([]rune(head))), End: len(utf16.Encode([]rune(whole)))}) {
			t.Fatalf("%q: the UTF-16 units of %+v are wrong", s, e)
		}
		done = e
	}
}

func FuzzEntities(f *testing.F) {
	addSeeds(f)
	f.Fuzz(func(t *testing.T, s string) {
		checkEntities(t, s, slices.Collect(text.Entities(s)))
	})
}

// FuzzTruncate holds the cut text to the limit, to the start of the text, and out of the entities.
func FuzzTruncate(f *testing.F) {
	addSeeds(f)
	f.Fuzz(func(t *testing.T, s string) {
		length := text.Length(s)
		for _, max := range []int{0, 1, 7, 20, length / 2, length - 1, length} {
			got := text.Truncate(s, max, "")
			if !strings.HasPrefix(s, got) || !text.Fits(got, max) && max >= 0 || max >= length && got != s {
				t.Fatalf("Truncate(%q, %d) = %q of length %d", s, max, got, text.Length(got))
			}
			for e := range text.Entities(s) {
				if e.Bytes.Start < len(got) && len(got) < e.Bytes.End && strings.TrimSpace(e.Text) == e.Text {
					t.Fatalf("Truncate(%q, %d) = %q ends within %q", s, max, got, e.Text)
				}
			}
		}
	})
}

func FuzzSplit(f *testing.F) {
	addSeeds(f)
	f.Fuzz(func(t *testing.T, s string) {
		for _, max := range []int{40, 53, text.MaxStatus} {
			checkParts(t, s, max)
		}
	})
}

// FuzzHTML holds all HTML that is written to be safe, and the entities of all HTML that is read to be where they say.
func FuzzHTML(f *testing.F) {
	addSeeds(f)
	f.Fuzz(func(t *testing.T, s string) {
		for _, markup := range render(s) {
			if found := dangers(markup); found != nil {
				t.Fatalf("%q got out of %q into %q", found, s, markup)
			}
		}
		plain, entities := text.ParseHTML(s)
		checkEntities(t, plain, entities)
	})
}

func FuzzParseSource(f *testing.F) {
	f.Add(`<a href="http://app.weibo.com/t/feed/example" rel="nofollow">微博 weibo.com</a>`)
	for _, s := range planted {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		name, link := text.ParseSource(s)
		if strings.TrimSpace(name) != name {
			t.Errorf("the name of %q is %q", s, name)
		}
		if low := strings.ToLower(link); link != "" && !strings.HasPrefix(low, "http://") && !strings.HasPrefix(low, "https://") {
			t.Errorf("the link of %q is %q", s, link)
		}
	})
}

package text_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/seed4635ade2/weibo-go/weibo/text"
)

func TestSplit(t *testing.T) {
	for _, c := range []struct {
		name, text string
		max        int
		want       []string
	}{
		{"nothing", "", 40, []string{""}},
		{"fits", "一只猫", 40, []string{"一只猫"}},
		{"fits into little", "猫", 2, []string{"猫"}},
		{"Han", strings.Repeat("猫", 21), 40, []string{strings.Repeat("猫", 17) + " (1/2)", strings.Repeat("猫", 4) + " (2/2)"}},
		{"words", "cats and dogs and birds and fish and bees and ants", 40,
			[]string{"cats and dogs and birds and fish  (1/2)", "and bees and ants (2/2)"}},
		{"sentences", "一只猫坐在窗边看着雨。谁也不理它，它也不理谁。", 40, []string{"一只猫坐在窗边看着雨。谁也不理它， (1/2)", "它也不理谁。 (2/2)"}},
		{"sentence that ends late", "一只猫坐在窗边看着雨一直下。谁也不理它，它也不理谁。", 40, []string{"一只猫坐在窗边看着雨一直下。 (1/2)", "谁也不理它，它也不理谁。 (2/2)"}},
		{"lines", "一只猫坐在窗边看着雨一直下\n\n它不理谁，谁也不理它", 40, []string{"一只猫坐在窗边看着雨一直下\n\n (1/2)", "它不理谁，谁也不理它 (2/2)"}},
		{"link", "一只猫坐在窗边看着 https://example.com/cat 谁", 40, []string{"一只猫坐在窗边看着  (1/2)", "https://example.com/cat 谁 (2/2)"}},
	} {
		got, err := text.Split(c.text, c.max)
		if !slices.Equal(got, c.want) || err != nil {
			t.Errorf("%s: Split(%q, %d) = %q, %v, want %q", c.name, c.text, c.max, got, err, c.want)
		}
	}
	for _, max := range []int{39, 1, 0, -1} {
		if got, err := text.Split(strings.Repeat("猫", 100), max); got != nil || err == nil {
			t.Errorf("Split to %d = %q, %v, want an error", max, got, err)
		}
	}
}

// checkParts checks all that Split promises, and returns the number of parts.
func checkParts(t *testing.T, s string, max int) int {
	t.Helper()
	parts, err := text.Split(s, max)
	if err != nil {
		t.Fatalf("Split(%.50q, %d): %v", s, max, err)
	}
	if len(parts) == 1 {
		if parts[0] != s || !text.Fits(s, max) {
			t.Errorf("the only part is %q of %q", parts[0], s)
		}
		return 1
	}
	var joined strings.Builder
	for i, part := range parts {
		if !text.Fits(part, max) {
			t.Errorf("part %d has length %d of %d: %q", i+1, text.Length(part), max, part)
		}
		content, ok := strings.CutSuffix(part, fmt.Sprintf(" (%d/%d)", i+1, len(parts)))
		if !ok || content == "" {
			t.Errorf("part %d is %q", i+1, part)
		}
		joined.WriteString(content)
	}
	if joined.String() != s {
		t.Errorf("the parts make %q, want %q", joined.String(), s)
	}
	return len(parts)
}

// TestSplitWidths goes through all lengths around those where the number of parts has one digit more.
func TestSplitWidths(t *testing.T) {
	for _, unit := range []string{"a", "猫", "😀", "cat ", "猫。", "[doge]"} {
		seen := map[int]bool{}
		for n := 1; n < 2000; n += 1 + n/50 {
			seen[checkParts(t, strings.Repeat(unit, n), 40)] = true
		}
		if !seen[9] || !seen[10] || unit == "猫" && !seen[107] { // less than 107 fit into 99
			t.Errorf("the numbers of parts of %q were not all met: %v", unit, seen)
		}
	}
}

func TestSplitKeepsTogether(t *testing.T) {
	s := strings.Repeat(sample+" 🇨🇳👍🏽 e\u0301 ", 5)
	for _, max := range []int{60, 100, text.MaxStatus} {
		parts, err := text.Split(s, max)
		if err != nil {
			t.Fatal(err)
		}
		checkParts(t, s, max)
		var inParts []string
		for _, part := range parts {
			for e := range text.Entities(part) {
				inParts = append(inParts, e.Text)
			}
		}
		var inText []string
		for e := range text.Entities(s) {
			inText = append(inText, e.Text)
		}
		if !slices.Equal(inParts, inText) {
			t.Errorf("split to %d the entities are %q, want %q", max, inParts, inText)
		}
	}
}

// TestSplitTooLong splits what does not fit into a part as a whole.
func TestSplitTooLong(t *testing.T) {
	for name, s := range map[string]string{
		"link":             "看 http://example.com/" + strings.Repeat("cats/", 300) + " 吧",
		"link of links":    strings.Repeat("http://a.cn/", 300),
		"links in a link":  "http://example.com/" + strings.Repeat("a", 130) + "/http://b.cn/c" + strings.Repeat("/http://d.cn", 20),
		"host":             "http://" + strings.Repeat("cats.", 300) + "cn",
		"topic":            "看#" + strings.Repeat("猫", 500) + "#吧",
		"accents":          "e" + strings.Repeat("\u0301", 500),
		"family":           "👨" + strings.Repeat("\u200d👩", 100),
		"no width":         strings.Repeat("\u200b", 500) + strings.Repeat("猫", 100),
		"link and accents": "http://example.com/" + strings.Repeat("a", 200) + strings.Repeat("\u0301", 100),
		"full text":        "...全文： http://weibo.com/" + strings.Repeat("a", 300),
	} {
		for _, max := range []int{40, 41, 50, text.MaxStatus} {
			if checkParts(t, s, max); t.Failed() {
				t.Fatalf("%s split to %d", name, max)
			}
		}
	}
}

package docs

import (
	"fmt"
	"go/scanner"
	"go/token"
	"maps"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode"
)

// The front pages, which say the same in two languages.
var readmes = []string{"../README.md", "../README.zh-CN.md"}

// englishOnly are pages that have no Chinese one, and why.
var englishOnly = map[string]string{
	"architecture.md":     "for those who work on the code, whose comments are in English",
	"endpoints.md":        "generated, and the description is in English",
	"gateway-actions.md":  "generated, and the description is in English",
	"openim-endpoints.md": "generated, and the description is in English",
	"../CHANGELOG.md":     "in English by convention",
	"../SECURITY.md":      "says in Chinese what matters",
	"../spec/README.md":   "for those who edit the description, which is in English",
}

const chinesePage = ".zh-CN.md"

// allPages are those that people read.
func allPages(t *testing.T) (pages []string) {
	t.Helper()
	for _, pattern := range []string{"../*.md", "*.md", "../spec/*.md"} {
		found, err := filepath.Glob(pattern)
		if err != nil {
			t.Fatal(err)
		}
		pages = append(pages, found...)
	}
	return pages
}

// A block is a fenced part of a page.
type block struct {
	page    string
	section string // the heading above it
	number  int    // of that section
	lang    string
	text    string
}

var (
	headingOrFence = regexp.MustCompile("(?ms)^(#{1,4}) ([^\n]+)$|^ *```(\\w*)\n(.*?)^ *```$")
	link           = regexp.MustCompile(`\]\(([^)]+)\)`)
	number         = regexp.MustCompile(`\d([\d,.]*\d)?`)
	listItem       = regexp.MustCompile(`^(-|\d+\.) `)
	inlineCode     = regexp.MustCompile("`[^`\n]+`")
)

// readBlocks returns the fenced parts of a page, and its headings with their signs.
func readBlocks(t *testing.T, page string) (found []block, sections []string) {
	t.Helper()
	for _, m := range headingOrFence.FindAllStringSubmatch(read(t, page), -1) {
		if m[1] != "" {
			sections = append(sections, m[1]+" "+m[2])
			continue
		}
		if len(sections) == 0 || m[3] == "" {
			t.Fatalf("%s: a block above the first heading, or in no language", page)
		}
		found = append(found, block{page, sections[len(sections)-1], len(sections), m[3], m[4]})
	}
	return found, sections
}

func read(t *testing.T, path string) string {
	t.Helper()
	content, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return string(content)
}

// TestEveryPageIsInChinese wants a page in Chinese beside each in English, or a reason.
func TestEveryPageIsInChinese(t *testing.T) {
	for _, page := range allPages(t) {
		if strings.HasSuffix(page, chinesePage) {
			continue
		}
		_, err := os.Stat(inChinese(page))
		if (err == nil) == (englishOnly[page] != "") {
			t.Errorf("%s: %v; why only in English: %q", page, err, englishOnly[page])
		}
	}
}

func inChinese(page string) string { return strings.TrimSuffix(page, ".md") + chinesePage }

// TestPairs holds the pages in two languages against each other: the same headings, blocks (comments are in the language of the
// page), tables and names, and each leads to the other.
func TestPairs(t *testing.T) {
	pairs := 0
	for _, page := range allPages(t) {
		english, isChinese := strings.CutSuffix(page, chinesePage)
		if !isChinese {
			continue
		}
		pairs++
		english += ".md"
		t.Run(filepath.Base(english), func(t *testing.T) {
			sameOutline(t, english, page)
			sameBlocks(t, english, page)
			sameWords(t, english, page, names)
			sameWords(t, english, page, figures)
			leadTo(t, english, page)
		})
	}
	if pairs < 9 {
		t.Errorf("only %d pages in two languages", pairs)
	}
}

// sameOutline wants headings of the same ranks, and as many rows of tables and items of lists under each.
func sameOutline(t *testing.T, english, chinese string) {
	a, b := outline(t, english), outline(t, chinese)
	for i := range max(len(a), len(b)) {
		if i >= len(a) || i >= len(b) || a[i].shape != b[i].shape {
			t.Errorf("the pages differ from here on:\n%v\n%v", a[min(i, len(a)):], b[min(i, len(b)):])
			return
		}
	}
}

// A sectionShape is what two languages have in common of a section.
type sectionShape struct {
	shape   struct{ rank, rows, items int }
	heading string
}

func outline(t *testing.T, page string) (sections []sectionShape) {
	text := read(t, page)
	for _, m := range headingOrFence.FindAllStringSubmatch(text, -1) {
		if m[1] == "" {
			text = strings.Replace(text, m[0], "", 1) // what is in a block is no heading
		}
	}
	for line := range strings.Lines(text) {
		if m := headingOrFence.FindStringSubmatch(strings.TrimSpace(line)); m != nil {
			next := sectionShape{heading: m[2]}
			next.shape.rank = len(m[1])
			sections = append(sections, next)
		}
		if len(sections) == 0 {
			continue
		}
		switch last := &sections[len(sections)-1].shape; {
		case strings.HasPrefix(line, "|"):
			last.rows++
		case listItem.MatchString(line):
			last.items++
		}
	}
	return sections
}

func sameBlocks(t *testing.T, english, chinese string) {
	a, _ := readBlocks(t, english)
	b, _ := readBlocks(t, chinese)
	if len(a) != len(b) {
		t.Fatalf("%d blocks, and %d", len(a), len(b))
	}
	for i, e := range a {
		c := b[i]
		if e.number != c.number || e.lang != c.lang {
			t.Errorf("block %d: %s in %q, and %s in %q", i, e.lang, e.section, c.lang, c.section)
		}
		if got, want := withoutComments(c), withoutComments(e); got != want {
			t.Errorf("%q differs:\n%s\n%s", e.section, want, got)
		}
	}
}

// sameWords wants every word of a kind on one page on the other.
func sameWords(t *testing.T, english, chinese string, words func(page string) map[string]bool) {
	a, b := words(read(t, english)), words(read(t, chinese))
	for _, name := range slices.Sorted(maps.Keys(a)) {
		if !b[name] {
			t.Errorf("%s does not have %s", chinese, name)
		}
	}
	for _, name := range slices.Sorted(maps.Keys(b)) {
		if !a[name] {
			t.Errorf("%s does not have %s", english, name)
		}
	}
}

// names are those of the text, such as `Statuses.Share`.
func names(page string) map[string]bool {
	found := map[string]bool{}
	for _, name := range inlineCode.FindAllString(headingOrFence.ReplaceAllString(page, ""), -1) {
		if !strings.ContainsFunc(name, func(r rune) bool { return unicode.Is(unicode.Han, r) }) {
			found[name] = true
		}
	}
	return found
}

// figures are all numbers. In Chinese those of months are, too.
func figures(page string) map[string]bool {
	for m := time.January; m <= time.December; m++ {
		page = strings.ReplaceAll(page, m.String()+" ", fmt.Sprintf("%d ", m))
	}
	found := map[string]bool{}
	for _, n := range number.FindAllString(page, -1) {
		found[strings.TrimPrefix(n, "0")] = true
	}
	return found
}

// leadTo wants a link to the other page at the top of each, and in the Chinese one links to Chinese pages where they exist.
func leadTo(t *testing.T, english, chinese string) {
	for page, other := range map[string]string{english: "[简体中文](" + filepath.Base(chinese) + ")", chinese: "[English](" + filepath.Base(english) + ")"} {
		if at := strings.Index(read(t, page), other); at < 0 || at > 300 {
			t.Errorf("%s does not begin with %s", page, other)
		}
	}
	for _, m := range link.FindAllStringSubmatch(read(t, chinese), -1) {
		target, _, _ := strings.Cut(m[1], "#")
		if target == filepath.Base(english) || !strings.HasSuffix(target, ".md") || strings.HasSuffix(target, chinesePage) {
			continue
		}
		if _, err := os.Stat(filepath.Join(filepath.Dir(chinese), inChinese(target))); err == nil {
			t.Errorf("%s leads to %s, which is there in Chinese", chinese, target)
		}
	}
}

// withoutComments is what a block says to a machine.
func withoutComments(b block) string {
	if b.lang != "go" {
		return strings.Join(commands(b.text), "\n")
	}
	var s scanner.Scanner
	var out strings.Builder
	src := []byte(b.text)
	s.Init(token.NewFileSet().AddFile("", -1, len(src)), src, nil, 0)
	for {
		_, tok, lit := s.Scan()
		if tok == token.EOF {
			return out.String()
		}
		fmt.Fprintln(&out, tok, lit)
	}
}

// commands are the lines of a shell block without their comments.
func commands(text string) (lines []string) {
	for line := range strings.Lines(text) {
		line, _, _ = strings.Cut(line, " #")
		if line = strings.TrimSpace(line); line != "" {
			lines = append(lines, line)
		}
	}
	return lines
}

// TestLinks looks for the files and headings that pages name.
func TestLinks(t *testing.T) {
	for _, page := range allPages(t) {
		for _, m := range link.FindAllStringSubmatch(read(t, page), -1) {
			path, heading, _ := strings.Cut(m[1], "#")
			if strings.Contains(path, "://") {
				continue
			}
			target := page
			if path != "" {
				target = filepath.Join(filepath.Dir(page), path)
			}
			if _, err := os.Stat(target); err != nil {
				t.Errorf("%s: %v", page, err)
			} else if heading != "" && !anchors(t, target)[heading] {
				t.Errorf("%s: there is no heading %q in %s", page, heading, target)
			}
		}
	}
}

// anchors are the headings of a page as addresses have them.
func anchors(t *testing.T, page string) map[string]bool {
	found := map[string]bool{}
	_, sections := readBlocks(t, page)
	for _, s := range sections {
		_, words, _ := strings.Cut(s, " ")
		slug := strings.Map(func(r rune) rune {
			switch {
			case unicode.IsLetter(r), unicode.IsDigit(r), r == '-', r == '_':
				return unicode.ToLower(r)
			case r == ' ':
				return '-'
			}
			return -1
		}, words)
		found[slug] = true
		found[url.PathEscape(slug)] = true
	}
	return found
}

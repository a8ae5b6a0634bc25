package text_test

import (
	"bufio"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/seed4635ade2/weibo-go/weibo/text"
)

// hostile are what texts are made of to make a scanner look at the same bytes again and again. A | stands before the part that
// is repeated, and a second one before what stands at the end.
var hostile = []string{
	"|@", "|@a", "|a@a.", "|@http://", "|@猫", "@|a", "@|猫",
	"|#", "|# ", "|#a", "|# a\n", "#|a", "|#http://", "|#\ufe0f\u20e3", "#|h", "|#a|http://a.b",
	"|[", "|[a", "|[猫]", "[|a", "|[]",
	"|h", "|http://", "|http://a", "|http://a.", "|http://a.b", "http://a.b/|(", "http://a.b/|)", "http://a.b/|.", "http://|a", "http://|a.", "http://t.cn/|a",
	"http://a.b/|http://a.b",
	"|.", "|...全文", "|...全文：", "|...全文： http://weibo.cn", "|...全文 ", "|全文", "| ", "...全文|\u200b", "...全文： |\u200b", "|…",
	"|\u0301", "|👨\u200d", "👨|\u200d", "|🇨", "|\u200b", "|\xff", "|猫\u0301",
	"|<", "|<a", "|<a ", "|<a href=", "|<a href=\"", "|<a href='x", "|<a x=\"<a x='", "|<!--", "|<!", "|</", "|<script>", "<script>|</", "|<a>", "|<a>@a", "|<a href=//a.b>x", "|<a>全文</a>", "|...<a>全文",
	"|&", "|&#", "|&amp", "|<br>", "|<img alt=[a]>", "<|a=", "<a href=|/", "<a |\"", "<a |x",
}

func grow(pattern string, size int) string {
	before, repeated, _ := strings.Cut(pattern, "|")
	repeated, after, _ := strings.Cut(repeated, "|")
	return before + strings.Repeat(repeated, size/len(repeated)) + after
}

// work does all that the package does with a text.
func work(t *testing.T, s string) {
	text.Length(s)
	for range text.Entities(s) {
	}
	text.Truncate(s, text.MaxStatus, "…")
	text.Truncate(s, text.Length(s)-1, "…")
	if _, err := text.Split(s, text.MaxStatus); err != nil {
		t.Error(err)
	}
	text.HTML(s)
	plain, entities := text.ParseHTML(s)
	for _, e := range entities {
		if plain[e.Bytes.Start:e.Bytes.End] != e.Text {
			t.Errorf("%.20q: an entity is not where it says", s)
		}
	}
	text.ParseSource(s)
}

// TestHostile is what [TestLinear] counts the steps of. Alone it shows that no input breaks anything.
func TestHostile(t *testing.T) {
	size := 10_000
	if n, err := strconv.Atoi(os.Getenv("HOSTILE_SIZE")); err == nil {
		size = n
	}
	for _, pattern := range hostile {
		if only := os.Getenv("HOSTILE_PATTERN"); only == "" || only == pattern {
			work(t, grow(pattern, size))
		}
	}
}

// TestMegabyte hands over what the project promises to bear.
func TestMegabyte(t *testing.T) {
	for _, pattern := range []string{"|@", "|#", "|[", "|http://", "|<a href='x"} {
		work(t, grow(pattern, 1<<20))
	}
}

// TestLinear holds ten times the text to ten times the work. It goes by no clock: the statements that are executed are
// counted, by the coverage of this package and of those of the standard library that it leans on.
func TestLinear(t *testing.T) {
	if testing.Short() {
		t.Skip("builds the package again")
	}
	const size = 2000
	small, large := steps(t, size), steps(t, 10*size)
	t.Logf("%d steps for texts of %d bytes, %d for ten times as much", small, size, large)
	if small < size || large > 13*small {
		t.Errorf("%d steps for texts of %d bytes, %d for ten times as much", small, size, large)
	}
}

// steps counts the statements that TestHostile executes.
func steps(t *testing.T, size int) int {
	profile := filepath.Join(t.TempDir(), "profile")
	cmd := exec.Command("go", "test", "-run=^TestHostile$", "-count=1", "-covermode=count", "-coverpkg=.,strings,unicode,unicode/utf8,html,net/url", "-coverprofile="+profile, ".")
	cmd.Env = append(os.Environ(), "HOSTILE_SIZE="+strconv.Itoa(size))
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	f, err := os.Open(profile)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	total := 0
	for lines := bufio.NewScanner(f); lines.Scan(); {
		var block string
		var statements, count int
		if n, _ := fmt.Sscan(lines.Text(), &block, &statements, &count); n == 3 {
			total += statements * count
		}
	}
	return total
}

func BenchmarkHostile(b *testing.B) {
	for _, size := range []int{1 << 16, 1 << 20} {
		for _, pattern := range []string{"|@", "|#", "|["} {
			s := grow(pattern, size)
			b.Run(fmt.Sprintf("%s/%d", pattern[1:], size), func(b *testing.B) {
				b.SetBytes(int64(size))
				for b.Loop() {
					for range text.Entities(s) {
					}
				}
			})
		}
	}
}

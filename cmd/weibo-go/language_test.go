package main

import (
	"go/ast"
	"go/parser"
	"go/token"
	"maps"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/seed4635ade2/weibo-go/weibo/weibotest"
	"github.com/urfave/cli/v3"
)

func TestUserLanguage(t *testing.T) {
	for _, tt := range []struct {
		all, messages, lang string
		want                language
	}{
		{"", "", "", english},
		{"", "", "C.UTF-8", english},
		{"", "", "zh_CN.UTF-8", chinese},
		{"", "", "zh-Hant", chinese},
		{"", "ZH", "en_GB.UTF-8", chinese},
		{"en_US", "zh_CN", "zh_CN", english},
		{"zh_TW", "en_US", "en_US", chinese},
		{"", "", "za_CN", english},
	} {
		t.Setenv("LC_ALL", tt.all)
		t.Setenv("LC_MESSAGES", tt.messages)
		t.Setenv("LANG", tt.lang)
		if got := userLanguage(); got != tt.want {
			t.Errorf("%q %q %q: %s", tt.all, tt.messages, tt.lang, got)
		}
	}
}

var verb = regexp.MustCompile(`%[^%\w]*\w|%%`)

// TestChinese holds the table against what the command can say: all of it is there and nothing else, and each text takes the
// same values as the English one.
func TestChinese(t *testing.T) {
	said := messages(t)
	completion := &cli.Command{Commands: []*cli.Command{{}}} // which package cli makes when the command runs
	configureCompletion(t.Context(), completion)
	for _, text := range append(helpOf(newApp(t.Context())), helpOf(completion)...) {
		said[text] = true
	}
	for _, text := range slices.Sorted(maps.Keys(said)) {
		if inChinese[text] == "" {
			t.Errorf("%q is not there in Chinese", text)
		}
	}
	for en, zh := range inChinese {
		if !said[en] {
			t.Errorf("%q is never said", en)
		}
		if !slices.Equal(verb.FindAllString(en, -1), verb.FindAllString(zh, -1)) {
			t.Errorf("%q has other values than %q", zh, en)
		}
		if !slices.ContainsFunc([]rune(zh), func(r rune) bool { return r > 0x2E80 }) {
			t.Errorf("%q is no Chinese", zh)
		}
	}
}

// messages are the texts that are given to tr in the source.
func messages(t *testing.T) map[string]bool {
	t.Helper()
	files, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	found := map[string]bool{}
	for _, name := range files {
		file, err := parser.ParseFile(token.NewFileSet(), name, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		for n := range ast.Preorder(file) {
			call, ok := n.(*ast.CallExpr)
			if !ok {
				continue
			}
			if name, ok := call.Fun.(*ast.Ident); !ok || name.Name != "tr" {
				continue
			}
			text, err := strconv.Unquote(call.Args[1].(*ast.BasicLit).Value)
			if err != nil {
				t.Fatal(err)
			}
			found[text] = true
		}
	}
	if len(found) < 20 {
		t.Fatalf("only %d messages were found", len(found))
	}
	return found
}

// helpOf is what the help of a command and of those below it says.
func helpOf(cmd *cli.Command) (texts []string) {
	for _, text := range helpTexts(cmd) {
		if *text != "" {
			texts = append(texts, *text)
		}
	}
	for _, c := range cmd.Commands {
		texts = append(texts, helpOf(c)...)
	}
	return texts
}

// TestInChinese goes the whole way in Chinese.
func TestInChinese(t *testing.T) {
	m, srv := newMachine(t), weibotest.NewServer(t)
	t.Setenv("LANG", "zh_CN.UTF-8")
	want(t, "whoami", exitNotSignedIn, "", "weibo-go: 配置 default 尚未登录\n请登录：weibo-go login\n")
	m.opens(someUID)
	status, stdout, stderr := command(t.Context(), "login", "--base-url", srv.URL)
	if status != exitOK || stdout != "已登录为 @测试用户 (1404376560)，配置 default。\n" || !strings.Contains(stderr, "正在浏览器中打开") || strings.Contains(stderr, "language=en") {
		t.Errorf("status %d, %s, %s", status, stdout, stderr)
	}
	want(t, "whoami", exitOK, "\n  配置       default\n  应用       1234567890\n", "")
	want(t, "logout", exitOK, "微博已撤销令牌", "")
	want(t, "demo", exitOK, "读回的内容与发送的完全一致", "")
	want(t, "demo --addr 0.0.0.0:0", exitFailure, "", "其他机器可以访问 0.0.0.0:0\n请使用只有本机可以访问的地址")
	p := start(t, "sandbox", "--addr", "127.0.0.1:0")
	p.stdout.waitFor(t, "按 Ctrl-C 结束沙箱。")
	if status := p.stop(); status != exitOK {
		t.Errorf("status %d, %s", status, p.stderr)
	}
	want(t, "whoami --profile X", exitUsage, "", "配置名不能是 \"X\"")
	want(t, "login --help", exitOK, "选项：", "")
	want(t, "--help", exitOK, "显示登录的是谁", "")
	want(t, "completion --help", exitOK, "PowerShell，在配置文件中", "")
	want(t, "timline", exitUsage, "", "weibo-go: 没有命令 \"timline\"；您是否想用 timeline？\n参见 weibo-go --help。\n")
	want(t, "timeline --folow", exitUsage, "", "weibo-go: 没有选项 --folow；您是否想用 --follow？\n参见 weibo-go timeline --help。\n")
	want(t, "timeline -n x", exitUsage, "", "weibo-go: -n 不能是 \"x\"\n参见")
	want(t, "whoami x", exitUsage, "", "weibo-go: 多余的参数 \"x\"\n参见")
	status, _, stderr = command(t.Context(), "login", "--base-url", weibotest.NewServer(t, weibotest.Strict()).URL, "--app-secret", "x")
	if status != exitFailure || !strings.Contains(stderr, "App Key 或 App Secret 错误") {
		t.Errorf("the hint of package weibo: status %d, %s", status, stderr)
	}
}

var nameOfShow = regexp.MustCompile(`/show|weibo-go show| show  `)

var englishHelp = regexp.MustCompile(`(?i)default:|option|\bshows?\b|\bthe\b`)

// TestHelpInChinese looks for what package cli says of its own accord.
func TestHelpInChinese(t *testing.T) {
	newMachine(t)
	t.Setenv("LANG", "zh_CN.UTF-8")
	texts := []string{"", "completion ", "completion bash "}
	for _, name := range allCommands(newApp(t.Context())) {
		texts = append(texts, name+" ")
	}
	for _, name := range texts {
		status, stdout, stderr := command(t.Context(), strings.Fields(name+"--help")...)
		for line := range strings.Lines(stdout) {
			line = nameOfShow.ReplaceAllString(line, "")
			if found := englishHelp.FindString(line); found != "" {
				t.Errorf("%s--help says %q: %s", name, found, line)
			}
		}
		if status != exitOK || stderr != "" {
			t.Errorf("%s--help: status %d, %s", name, status, stderr)
		}
	}
}

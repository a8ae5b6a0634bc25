package weibo_test

import (
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"os/exec"
	"strings"
	"testing"

	"github.com/seed4635ade2/weibo-go/weibo"
)

// names are file names as they are given and as they must arrive.
var names = []struct{ given, want string }{
	{"cat.jpg", "cat.jpg"},
	{"一只猫.jpg", "一只猫.jpg"},
	{"猫 🐱 (1).JPEG", "猫 🐱 (1).JPEG"},
	{"100%.png", "100%.png"},
	{"a;b=c.jpg", "a;b=c.jpg"},
	{"it's.jpg", "it's.jpg"},
	{"cat", "cat.jpg"},
	{"", "picture.jpg"},
	{".jpg", ".jpg.jpg"},
	{"2026.11.21", "2026.11.21.jpg"},
	{"cat.bmp", "cat.bmp.jpg"},
	{"cat.png", "cat.png"}, // wrong, but the type tells
	{`a "cat".jpg`, "a _cat_.jpg"},
	{`a\b.jpg`, "a_b.jpg"},
	{"../../etc/cat.jpg", ".._.._etc_cat.jpg"},
	{"a\r\nX-Injected: 1\r\n\r\nb.jpg", "a__X-Injected: 1____b.jpg"},
	{`a.jpg"; name="status`, "a.jpg_; name=_status.jpg"},
	{"a\x00b\x7F\u0085.jpg", "a_b__.jpg"},
	{"\xFFa.jpg", "_a.jpg"},
}

// TestFileNames lets Go read the names.
func TestFileNames(t *testing.T) {
	for _, n := range names {
		srv := record(t, fine)
		if err := sharePicture(t.Context(), srv.client(t), weibo.PictureBytes(jpeg(100)).Named(n.given)); err != nil {
			t.Fatal(err)
		}
		got := srv.one(t)
		if got.FileName != n.want || got.FileField != "pic" || len(got.File) != 100 || !same(got.Form, values("status", "a")) {
			t.Errorf("%q arrived as %q in %q, with the form %q", n.given, got.FileName, got.FileField, got.Form)
		}
	}
}

// TestFileNamesForBrowsers lets Node.js read the same names: it goes by the standard of browsers, which knows no backslash
// before a quote.
func TestFileNamesForBrowsers(t *testing.T) {
	node, err := exec.LookPath("node")
	if err != nil {
		t.Skip("there is no Node.js")
	}
	const script = `
		const chunks = []
		for await (const c of process.stdin) chunks.push(c)
		const bodies = JSON.parse(Buffer.concat(chunks))
		const read = async b => {
			const form = await new Response(Buffer.from(b.Body, 'base64'), {headers: {'Content-Type': b.Type}}).formData()
			const pic = form.get('pic')
			return {Names: [...form.keys()], Status: form.get('status'), File: pic.name, Type: pic.type, Size: pic.size}
		}
		console.log(JSON.stringify(await Promise.all(bodies.map(read))))`
	type body struct {
		Type string
		Body []byte
	}
	type answer struct {
		Names              []string
		Status, File, Type string
		Size               int
	}
	var bodies []body
	srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, req *http.Request) {
		b, _ := io.ReadAll(req.Body)
		bodies = append(bodies, body{req.Header.Get("Content-Type"), b})
		fine(w, req)
	}))
	defer srv.Close()
	c := (&recorder{Server: srv}).client(t)
	for _, n := range names {
		if err := sharePicture(t.Context(), c, weibo.PictureBytes(jpeg(100)).Named(n.given)); err != nil {
			t.Fatal(err)
		}
	}
	input, err := json.Marshal(bodies)
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.CommandContext(t.Context(), node, "--input-type=module", "-e", script)
	cmd.Stdin = bytes.NewReader(input)
	output, err := cmd.Output()
	if err != nil {
		t.Fatal(err)
	}
	var answers []answer
	if err := json.Unmarshal(output, &answers); err != nil || len(answers) != len(names) {
		t.Fatalf("%v: %s", err, output)
	}
	for i, got := range answers {
		if got.File != names[i].want || got.Type != "image/jpeg" || got.Size != 100 || got.Status != "a" || strings.Join(got.Names, " ") != "status pic" {
			t.Errorf("%q arrived as %+v", names[i].given, got)
		}
	}
}

package reference_test

import (
	"bytes"
	"fmt"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/seed4635ade2/weibo-go/internal/reference"
	"github.com/seed4635ade2/weibo-go/spec"
)

func load(t *testing.T) *reference.Reference {
	t.Helper()
	r, err := reference.Load(spec.Document())
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func operations(r *reference.Reference) (all []*reference.Operation) {
	for _, resource := range r.Resources {
		all = append(all, resource.Operations...)
	}
	return all
}

// full returns a call with all parameters.
func full(o *reference.Operation) *reference.Call {
	c := o.Example()
	c.Files = map[string]reference.File{}
	for _, p := range o.Params {
		if p.File() {
			c.Files[p.Name] = reference.File{Name: "cat.jpg", Data: []byte("\xff\xd8\xff")}
		} else {
			c.Values[p.Name] = p.Example
		}
	}
	return c
}

// The lines of all operations, with all their parameters and with those that they need, are statements of a program that
// compiles.
func TestGoLinesCompile(t *testing.T) {
	var program bytes.Buffer
	program.WriteString("package main\n\nimport (\n\"context\"\n\"encoding/json\"\n" +
		"\"github.com/seed4635ade2/weibo-go/gen/weiboapi\"\n\"github.com/seed4635ade2/weibo-go/weibo\"\n)\n\n" +
		"var _ json.RawMessage\n\nfunc main() {}\n\n")
	all := operations(load(t))
	if len(all) != 349 {
		t.Errorf("%d operations", len(all))
	}
	for _, o := range all {
		for _, c := range []*reference.Call{o.Example(), full(o)} {
			line, err := c.Go()
			if err != nil {
				t.Errorf("%s: %v", o.Name, err)
				continue
			}
			results := strings.Replace(line[:strings.Index(line, ":=")], "answer, err", "_, _ = answer, err", 1)
			fmt.Fprintf(&program, "func _(ctx context.Context, client *weibo.Client) {\n%s\n%s\n}\n", line, results)
		}
	}
	file := filepath.Join(t.TempDir(), "main.go")
	if err := os.WriteFile(file, program.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	if out, err := exec.CommandContext(t.Context(), "go", "vet", file).CombinedOutput(); err != nil {
		t.Errorf("%v\n%s", err, out)
	}
}

func TestGo(t *testing.T) {
	r := load(t)
	for _, tt := range []struct {
		id     string
		values map[string]string
		want   string
	}{
		{"statusesShow", map[string]string{"id": "5000000000007919"}, "answer, err := client.Statuses.Show(ctx, weiboapi.StatusesShowParams{ID: 5000000000007919})"},
		{"statusesShow", nil, "answer, err := client.Statuses.Show(ctx, weiboapi.StatusesShowParams{})"},
		{"statusesCount", map[string]string{"ids": "1, 2,"}, "answer, err := client.Statuses.Count(ctx, weiboapi.StatusesCountParams{IDs: []int64{1, 2}})"},
		{"statusesUserTimeline", map[string]string{"trim_user": "1", "screen_name": "a\"`\n"}, "answer, err := client.Statuses.UserTimeline(ctx, weiboapi.StatusesUserTimelineParams{ScreenName: \"a\\\"`\\n\", TrimUser: true})"},
	} {
		c := &reference.Call{Operation: r.Operation(tt.id), Values: tt.values}
		if got, err := c.Go(); err != nil || got != tt.want {
			t.Errorf("%s: %s, %v\nwant %s", tt.id, got, err, tt.want)
		}
	}
}

func TestGoRefusesWhatTheClientCannotSend(t *testing.T) {
	r := load(t)
	for _, tt := range []struct{ id, param, value, want string }{
		{"statusesShow", "id", "cat", "id: invalid syntax"},
		{"statusesShow", "id", "99999999999999999999", "id: value out of range"},
		{"statusesUserTimeline", "trim_user", "yes", "trim_user: neither 0 nor 1"},
		{"statusesCount", "ids", "1,x", "ids: invalid syntax"},
	} {
		c := &reference.Call{Operation: r.Operation(tt.id), Values: map[string]string{tt.param: tt.value}}
		if line, err := c.Go(); err == nil || err.Error() != tt.want {
			t.Errorf("%s %s=%s: %s, %v", tt.id, tt.param, tt.value, line, err)
		}
	}
}

func TestOrderAndWords(t *testing.T) {
	r := load(t)
	share := r.Operation("statusesShare")
	var names []string
	for _, p := range share.Params {
		names = append(names, p.Name)
	}
	if !slices.Equal(names, []string{"status", "rip", "pic"}) {
		t.Errorf("parameters %v", names)
	}
	if share.Name != "statuses/share" || share.Method != "POST" || share.Address() != "https://api.weibo.com/2/statuses/share.json" ||
		share.State != "listed" || share.Documentation != "https://open.weibo.com/wiki/2/statuses/share" || !slices.Contains(share.Errors, 20019) {
		t.Errorf("%+v", share)
	}
	if update := r.Named("statuses/update"); update.ReplacedBy != share {
		t.Errorf("statuses/update is replaced by %v", update.ReplacedBy)
	}
	if s := r.Schema("Status"); s == nil || s.Fields[0].Name != "id" || s.Fields[0].Type.String() != "int64" {
		t.Errorf("schema %+v", s)
	}
	for _, tt := range []struct {
		id   string
		auth reference.Auth
	}{{"statusesShare", reference.AuthToken}, {"oAuth2AccessToken", reference.AuthNone}, {"statusesEmotions", reference.AuthAppKey}} {
		if o := r.Operation(tt.id); o.Auth != tt.auth {
			t.Errorf("%s wants %q, not %q", tt.id, o.Auth, tt.auth)
		}
	}
}

// Whatever a schema says a value is, there is a page for it.
func TestSchemasAreThere(t *testing.T) {
	r := load(t)
	check := func(where string, typ *reference.Type) {
		for ; typ != nil; typ = typ.Items {
			if typ.Schema != "" && r.Schema(typ.Schema) == nil {
				t.Errorf("%s: no schema %s", where, typ.Schema)
			}
		}
	}
	for _, s := range r.Schemas {
		for _, f := range s.Fields {
			check(s.Name+"."+f.Name, f.Type)
		}
	}
	for _, o := range operations(r) {
		check(o.Name, o.Answer)
	}
}

func TestSearch(t *testing.T) {
	r := load(t)
	first := func(query string) string {
		if found := r.Search(query); len(found) > 0 {
			return found[0].Name
		}
		return ""
	}
	for query, want := range map[string]string{
		"statuses/share": "statuses/share", "SHARE statuses": "statuses/share", "": "", "zzz": "",
		"geo_to_address": "location/geo/geo_to_address",
	} {
		if got := first(query); got != want {
			t.Errorf("%q finds %q, want %q", query, got, want)
		}
	}
	if found := r.Search("max_id"); len(found) < 10 {
		t.Errorf("a parameter finds %d operations", len(found))
	}
}

func TestRequest(t *testing.T) {
	r := load(t)
	c := full(r.Operation("statusesShare"))
	c.Token = "2.00TEST"
	req, err := c.Request("http://localhost:8080")
	if err != nil || req.URL.String() != "http://localhost:8080/2/statuses/share.json" || req.Header.Get("Authorization") != "OAuth2 2.00TEST" {
		t.Fatalf("%+v, %v", req, err)
	}
	if err := req.ParseMultipartForm(1 << 20); err != nil || req.FormValue("status") != c.Values["status"] || len(req.MultipartForm.File["pic"]) != 1 {
		t.Errorf("form %+v, %v", req.MultipartForm, err)
	}
	c = &reference.Call{Operation: r.Operation("statusesShow"), Values: map[string]string{"id": "1&x=2"}, AppKey: "12"}
	req, err = c.Request("http://localhost:8080")
	if err != nil || req.Method != http.MethodGet || req.URL.RawQuery != "id=1%26x%3D2&source=12" {
		t.Errorf("%s, %v", req.URL, err)
	}
}

func TestLoadRefusesWhatIsNoDescription(t *testing.T) {
	for _, text := range []string{"", "{", `{"paths":[]}`, `{"servers":[{"url":"https://api.weibo.com"}],"paths":{"/a":{"get":{"operationId":"a","tags":["None"]}}}}`} {
		if _, err := reference.Load([]byte(text)); err == nil {
			t.Errorf("%s is taken", text)
		}
	}
}

package tokens_test

import (
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/seed4635ade2/weibo-go/weibo/tokens"
	"golang.org/x/oauth2"
)

// files returns the names of the files in a directory that are no locks.
func files(t *testing.T, dir string) (names []string) {
	t.Helper()
	all, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range all {
		if !strings.HasSuffix(f.Name(), ".lock") {
			names = append(names, f.Name())
		}
	}
	return names
}

func TestFilesAreForTheUserAlone(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("Windows has no such modes")
	}
	dir := filepath.Join(t.TempDir(), "a", "b")
	if err := tokens.Dir(dir).Save(t.Context(), "1404376560", token("2.00x", time.Hour)); err != nil {
		t.Fatal(err)
	}
	for path, want := range map[string]os.FileMode{dir: 0o700 | os.ModeDir, filepath.Dir(dir): 0o700 | os.ModeDir,
		filepath.Join(dir, "1404376560.json"): 0o600, filepath.Join(dir, "1404376560.json.lock"): 0o600} {
		if info, err := os.Stat(path); err != nil || info.Mode() != want {
			t.Errorf("%s has mode %v, want %v (%v)", path, info.Mode(), want, err)
		}
	}
	if got := files(t, dir); !slices.Equal(got, []string{"1404376560.json"}) {
		t.Errorf("left behind: %q", got)
	}
}

// A name is what the application wants it to be; a file of it stays where it belongs, and apart from those of others.
func TestNames(t *testing.T) {
	names := []string{"1404376560", "alice", "Alice", "../alice", "/etc/passwd", "a/b", `a\b`, ".", "..", "用户", "a b", "%41", "con:x", "a\x00b", "x.json"}
	parent := t.TempDir()
	dir := tokens.Dir(filepath.Join(parent, "tokens"))
	for _, name := range names {
		if err := dir.Save(t.Context(), name, token("2.00"+name, time.Hour)); err != nil {
			t.Errorf("%q: %v", name, err)
		}
	}
	for _, name := range names {
		if got, err := dir.Load(t.Context(), name); err != nil || got.AccessToken != "2.00"+name {
			t.Errorf("%q: %v, %v", name, got, err)
		}
	}
	lower := map[string]bool{}
	for _, f := range files(t, string(dir)) {
		lower[strings.ToLower(f)] = true
	}
	if len(lower) != len(names) || !slices.Equal(files(t, parent), []string{"tokens"}) {
		t.Errorf("files %v", lower)
	}
	slices.Sort(names)
	if got, err := dir.Names(t.Context()); err != nil || !slices.Equal(got, names) {
		t.Errorf("got %q, %v", got, err)
	}
	if err := dir.Save(t.Context(), strings.Repeat("x", 1000), token("2.00", time.Hour)); err == nil {
		t.Error("a name that no file can have was kept")
	}
	if got, err := tokens.Dir(parent + "/none").Names(t.Context()); err != nil || len(got) != 0 {
		t.Errorf("of no directory: %q, %v", got, err)
	}
}

func FuzzNames(f *testing.F) {
	for _, name := range []string{"1404376560", "../a", "A", "用户", "%", "", "\xe7"} {
		f.Add(name)
	}
	f.Fuzz(func(t *testing.T, name string) {
		dir := tokens.Dir(filepath.Join(t.TempDir(), "tokens"))
		if err := dir.Save(t.Context(), name, token("2.00x", time.Hour)); err != nil {
			if name != "" && len(name) < 60 && utf8.ValidString(name) {
				t.Errorf("%q: %v", name, err)
			}
			return
		}
		if names, err := dir.Names(t.Context()); err != nil || !slices.Equal(names, []string{name}) {
			t.Errorf("%q became %q, %v", name, names, err)
		}
		if tok, err := dir.Load(t.Context(), name); err != nil || tok.AccessToken != "2.00x" {
			t.Errorf("%q: %v, %v", name, tok, err)
		}
	})
}

// damage is what can have become of a file, and must not be taken for a token.
func damage(t *testing.T) map[string]string {
	whole, err := json.Marshal(map[string]any{"name": "1", "access_token": "2.00PLANTED", "uid": uid})
	if err != nil {
		t.Fatal(err)
	}
	return map[string]string{
		"empty":           "",
		"zeros":           strings.Repeat("\x00", 100),
		"truncated":       string(whole[:len(whole)-5]),
		"more behind":     string(whole) + "}",
		"another user":    strings.Replace(string(whole), `"name":"1"`, `"name":"2"`, 1),
		"no access token": `{"name":"1"}`,
		"no object":       `["2.00PLANTED"]`,
		"another kind":    `{"name":"1","access_token":"2.00PLANTED","expiry":"PLANTED"}`,
	}
}

func TestDamagedFile(t *testing.T) {
	for name, text := range damage(t) {
		for act, do := range map[string]func(tokens.Dir) error{
			"Load": func(d tokens.Dir) error {
				_, err := d.Load(t.Context(), "1")
				return err
			},
			"Update": func(d tokens.Dir) error {
				_, err := d.Update(t.Context(), "1", func(*oauth2.Token) (*oauth2.Token, error) {
					t.Error("change was called")
					return nil, nil
				})
				return err
			},
		} {
			t.Run(name+" "+act, func(t *testing.T) {
				dir := tokens.Dir(t.TempDir())
				path, aside := filepath.Join(string(dir), "1.json"), filepath.Join(string(dir), "1.json.corrupt-1")
				if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
					t.Fatal(err)
				}
				err := do(dir)
				if !errors.Is(err, tokens.ErrCorrupt) || !strings.Contains(err.Error(), aside) || strings.Contains(err.Error(), "PLANTED") {
					t.Fatalf("got %v", err)
				}
				if kept, err := os.ReadFile(aside); err != nil || string(kept) != text {
					t.Errorf("kept %q, %v", kept, err)
				}
				if _, err := dir.Load(t.Context(), "1"); !errors.Is(err, tokens.ErrNotFound) {
					t.Errorf("after that: %v", err)
				}
			})
		}
	}
}

// Damaged files are never written over: not by a token, nor by another damaged file.
func TestDamagedFilesAreKept(t *testing.T) {
	dir := tokens.Dir(t.TempDir())
	for n, text := range []string{"first", "second"} {
		if err := os.WriteFile(filepath.Join(string(dir), "1.json"), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		if n == 0 {
			if _, err := dir.Load(t.Context(), "1"); !errors.Is(err, tokens.ErrCorrupt) {
				t.Fatal(err)
			}
		} else if err := dir.Save(t.Context(), "1", token("2.00new", time.Hour)); err != nil {
			t.Fatal(err)
		}
	}
	for name, want := range map[string]string{"1.json.corrupt-1": "first", "1.json.corrupt-2": "second"} {
		if got, err := os.ReadFile(filepath.Join(string(dir), name)); err != nil || string(got) != want {
			t.Errorf("%s holds %q, %v", name, got, err)
		}
	}
	if got, err := dir.Load(t.Context(), "1"); err != nil || got.AccessToken != "2.00new" {
		t.Errorf("got %v, %v", got, err)
	}
	if names, err := dir.Names(t.Context()); err != nil || !slices.Equal(names, []string{"1"}) {
		t.Errorf("names %q, %v", names, err)
	}
}

// What a crash left in the midst of writing is no obstacle.
func TestAfterACrash(t *testing.T) {
	dir := tokens.Dir(t.TempDir())
	if err := dir.Save(t.Context(), "1", token("2.00old", time.Hour)); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(string(dir), "1.json.new"), []byte(`{"name":"1","acc`), 0o644); err != nil {
		t.Fatal(err)
	}
	if got, err := dir.Load(t.Context(), "1"); err != nil || got.AccessToken != "2.00old" {
		t.Errorf("got %v, %v", got, err)
	}
	if err := dir.Save(t.Context(), "1", token("2.00new", time.Hour)); err != nil {
		t.Fatal(err)
	}
	if got := files(t, string(dir)); !slices.Equal(got, []string{"1.json"}) {
		t.Errorf("left behind: %q", got)
	}
	if info, err := os.Stat(filepath.Join(string(dir), "1.json")); err != nil || runtime.GOOS != "windows" && info.Mode() != 0o600 {
		t.Errorf("mode %v, %v", info.Mode(), err)
	}
}

// If nothing can be written, the old token stays.
func TestWriteFails(t *testing.T) {
	dir := tokens.Dir(t.TempDir())
	old := token("2.00old", time.Hour)
	if err := dir.Save(t.Context(), "1", old); err != nil {
		t.Fatal(err)
	}
	inTheWay := filepath.Join(string(dir), "1.json.new", "x")
	if err := os.MkdirAll(inTheWay, 0o700); err != nil {
		t.Fatal(err)
	}
	if err := dir.Save(t.Context(), "1", token("2.00new", time.Hour)); err == nil {
		t.Error("saved")
	}
	if got, err := dir.Load(t.Context(), "1"); err != nil || !same(got, old) {
		t.Errorf("got %v, %v", got, err)
	}
}

func FuzzDamagedFile(f *testing.F) {
	f.Add([]byte(`{"name":"1","access_token":"2.00x","expiry":"2030-01-01T00:00:00Z"}`))
	f.Add([]byte(`{"name":"1","acc`))
	f.Fuzz(func(t *testing.T, text []byte) {
		dir := tokens.Dir(t.TempDir())
		if err := os.WriteFile(filepath.Join(string(dir), "1.json"), text, 0o600); err != nil {
			t.Fatal(err)
		}
		tok, err := dir.Load(t.Context(), "1")
		if err == nil && tok.AccessToken != "" {
			return
		}
		kept, gone := os.ReadFile(filepath.Join(string(dir), "1.json.corrupt-1"))
		if !errors.Is(err, tokens.ErrCorrupt) || gone != nil || string(kept) != string(text) {
			t.Errorf("%q: %v, kept %q", text, err, kept)
		}
	})
}

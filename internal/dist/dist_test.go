package main

import (
	"archive/tar"
	"archive/zip"
	"bytes"
	"compress/gzip"
	"debug/buildinfo"
	"flag"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	cdx "github.com/CycloneDX/cyclonedx-go"

	"github.com/seed4635ade2/weibo-go/weibo"
)

var reproduce = flag.Bool("reproduce", false, "build twice and compare")

// TestReproduce builds one platform here, and again in another directory with an empty cache.
func TestReproduce(t *testing.T) {
	if !*reproduce {
		t.Skip("takes minutes: make dist-check")
	}
	t.Setenv("SOURCE_DATE_EPOCH", "1700000000")
	t.Chdir("../..")
	here, there := filepath.Join(t.TempDir(), "dist"), filepath.Join(t.TempDir(), "dist")
	elsewhere := copySources(t)
	platforms := []string{"linux/amd64"}
	if err := run(t.Context(), here, platforms); err != nil {
		t.Fatal(err)
	}
	t.Chdir(elsewhere)
	t.Setenv("GOCACHE", t.TempDir())
	t.Setenv("GOFLAGS", "-tags=netgo") // of somebody who has this set
	if err := run(t.Context(), there, platforms); err != nil {
		t.Fatal(err)
	}

	first, second := readAll(t, here), readAll(t, there)
	if len(first) != 3 || len(second) != 3 {
		t.Fatalf("%d and %d files, want archive, bill of materials and sums", len(first), len(second))
	}
	for name, content := range first {
		if !bytes.Equal(content, second[name]) {
			t.Errorf("%s differs", name)
		}
	}
	versionOf(t, first["weibo-go_"+weibo.Version+"_linux_amd64.tar.gz"])
}

// versionOf runs the program in an archive, where it can run.
func versionOf(t *testing.T, archive []byte) {
	t.Helper()
	if runtime.GOOS != "linux" || runtime.GOARCH != "amd64" {
		t.Log("not run: it is for linux/amd64")
		return
	}
	program := filepath.Join(t.TempDir(), "weibo-go")
	for _, file := range untar(t, archive) {
		if file.name == "weibo-go" {
			if err := os.WriteFile(program, file.content, file.mode); err != nil {
				t.Fatal(err)
			}
		}
	}
	got, err := exec.Command(program, "--version").Output()
	if want := "weibo-go version " + weibo.Version + "\n"; err != nil || string(got) != want {
		t.Errorf("--version: %q, %v, want %q", got, err, want)
	}
}

// copySources copies what git knows, or would with the next add.
func copySources(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	list, err := exec.Command("git", "ls-files", "-z", "--cached", "--others", "--exclude-standard").Output()
	if err != nil {
		t.Fatal(err)
	}
	for name := range strings.SplitSeq(strings.TrimSuffix(string(list), "\x00"), "\x00") {
		content, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		to := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(to), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(to, content, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

func readAll(t *testing.T, dir string) map[string][]byte {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	files := map[string][]byte{}
	for _, e := range entries {
		if files[e.Name()], err = os.ReadFile(filepath.Join(dir, e.Name())); err != nil {
			t.Fatal(err)
		}
	}
	return files
}

func TestArchives(t *testing.T) {
	date := time.Unix(1700000000, 0).UTC()
	t.Chdir(t.TempDir())
	if err := os.WriteFile("program", []byte("\x7fELF"), 0o600); err != nil {
		t.Fatal(err)
	}
	entries := []entry{
		{name: "weibo-go", file: "program", mode: 0o755},
		{name: "LICENSE", content: []byte("as you like"), mode: 0o644},
	}
	for name, open := range map[string]func(*testing.T, []byte) []archived{"a.tar.gz": untar, "a.zip": unzip} {
		t.Run(name, func(t *testing.T) {
			if err := writeArchive(name, date, entries); err != nil {
				t.Fatal(err)
			}
			first, err := os.ReadFile(name)
			if err != nil {
				t.Fatal(err)
			}
			if err := os.Chtimes("program", date, time.Now().Add(time.Hour)); err != nil {
				t.Fatal(err)
			}
			if err := writeArchive("again-"+name, date, entries); err != nil {
				t.Fatal(err)
			}
			if second, _ := os.ReadFile("again-" + name); !bytes.Equal(first, second) {
				t.Error("the same files give another archive")
			}
			want := "[{weibo-go 2023-11-14T22:13:20Z -rwxr-xr-x \x7fELF} {LICENSE 2023-11-14T22:13:20Z -rw-r--r-- as you like}]"
			if got := fmt.Sprint(open(t, first)); got != want {
				t.Errorf("got %q, want %q", got, want)
			}
			if err := writeArchive("bad-"+name, date, []entry{{name: "x", file: "nowhere"}}); err == nil {
				t.Error("a file that is not there is no error")
			}
		})
	}
}

type archived struct {
	name    string
	date    time.Time
	mode    os.FileMode
	content []byte
}

func (a archived) String() string {
	return fmt.Sprintf("{%s %s %v %s}", a.name, a.date.UTC().Format(time.RFC3339), a.mode, a.content)
}

func untar(t *testing.T, archive []byte) (files []archived) {
	t.Helper()
	unzipped, err := gzip.NewReader(bytes.NewReader(archive))
	if err != nil {
		t.Fatal(err)
	}
	r := tar.NewReader(unzipped)
	for {
		header, err := r.Next()
		if err == io.EOF {
			return files
		}
		if err != nil {
			t.Fatal(err)
		}
		content, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		files = append(files, archived{header.Name, header.ModTime, header.FileInfo().Mode(), content})
	}
}

func unzip(t *testing.T, archive []byte) (files []archived) {
	t.Helper()
	r, err := zip.NewReader(bytes.NewReader(archive), int64(len(archive)))
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range r.File {
		file, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		content, err := io.ReadAll(file)
		if err != nil {
			t.Fatal(err)
		}
		files = append(files, archived{f.Name, f.Modified, f.Mode(), content})
	}
	return files
}

func TestSums(t *testing.T) {
	dir := t.TempDir()
	for name, content := range map[string]string{"b.zip": "", "a.tar.gz": "abc"} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(content), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if err := writeSums(dir); err != nil {
		t.Fatal(err)
	}
	// The sums of "abc" and of nothing, as FIPS 180 has them.
	const want = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad  a.tar.gz\n" +
		"e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855  b.zip\n"
	if got := string(readAll(t, dir)["SHA256SUMS"]); got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

// TestMaterials reads the program of this test, which links modules too.
func TestMaterials(t *testing.T) {
	program, info := self(t)
	bom, err := materials(program, time.Unix(1700000000, 0).UTC())
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(t.TempDir(), "bom.json")
	if err := writeMaterials(file, bom); err != nil {
		t.Fatal(err)
	}
	written, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	var got cdx.BOM
	if err := cdx.NewBOMDecoder(bytes.NewReader(written), cdx.BOMFileFormatJSON).Decode(&got); err != nil {
		t.Fatal(err)
	}
	if got.Metadata.Timestamp != "2023-11-14T22:13:20Z" || got.SerialNumber != "" ||
		got.Metadata.Component.PackageURL != "pkg:golang/github.com/seed4635ade2/weibo-go@v"+weibo.Version {
		t.Errorf("the head: %+v, %+v", got.Metadata, got.Metadata.Component)
	}
	named := map[string]bool{}
	for _, c := range *got.Components {
		named[c.PackageURL] = true
	}
	if len(named) != len(info.Deps)+1 || !named["pkg:golang/std@"+strings.TrimPrefix(runtime.Version(), "go")] {
		t.Errorf("%d components of %d modules and std: %v", len(named), len(info.Deps), named)
	}
	for _, module := range info.Deps {
		if !named["pkg:golang/"+module.Path+"@"+module.Version] {
			t.Errorf("%s %s is linked but not in the bill", module.Path, module.Version)
		}
	}
}

func TestLicences(t *testing.T) {
	program, info := self(t)
	all, err := licences(t.Context(), program)
	if err != nil {
		t.Fatal(err)
	}
	for _, module := range info.Deps {
		if !bytes.Contains(all, []byte("==== "+module.Path+" "+module.Version+", LICENSE")) {
			t.Errorf("no licence of %s", module.Path)
		}
	}
	if !bytes.Contains(all, []byte("The Go Authors")) {
		t.Error("no licence of Go")
	}
	if err := appendLicences(new(bytes.Buffer), "example.com/closed", "v1.0.0", t.TempDir()); err == nil {
		t.Error("a module without a licence is no error")
	}
}

func self(t *testing.T) (string, *buildinfo.BuildInfo) {
	t.Helper()
	program, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	info, err := buildinfo.ReadFile(program)
	if err != nil {
		t.Fatal(err)
	}
	if len(info.Deps) == 0 {
		t.Fatal("the test links no modules")
	}
	return program, info
}

func TestBadInput(t *testing.T) {
	t.Setenv("SOURCE_DATE_EPOCH", "1700000000")
	out := filepath.Join(t.TempDir(), "dist")
	if err := run(t.Context(), out, []string{"linux"}); err == nil || !strings.Contains(err.Error(), `"linux"`) {
		t.Errorf("a platform without architecture: %v", err)
	}
	if err := run(t.Context(), out, nil); !os.IsExist(err) {
		t.Errorf("a directory that is there already: %v", err)
	}
	t.Setenv("SOURCE_DATE_EPOCH", "")
	if err := run(t.Context(), out, nil); err == nil || !strings.Contains(err.Error(), "SOURCE_DATE_EPOCH") {
		t.Errorf("no date: %v", err)
	}
}

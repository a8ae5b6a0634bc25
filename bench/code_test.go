package bench

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"
)

// A codeSize is what generated code costs those who build it.
type codeSize struct {
	lines   int
	build   time.Duration // of the package alone, its imports being built
	archive int64
}

// generated compares the generated package with the stock oapi-codegen client of the same description.
func generated(t *testing.T) {
	scratch, err := os.MkdirTemp("testdata", "scratch-") // inside the module, so that it can be built
	if err != nil {
		t.Fatal(err)
	}
	defer os.RemoveAll(scratch)
	ours, theirs := filepath.Join(scratch, "ours"), filepath.Join(scratch, "stock")
	copyPackage(t, "../gen/weiboapi", ours)
	stockClient(t, theirs)
	a, b := sizeOf(t, ours), sizeOf(t, theirs)
	fmt.Printf("generated code of all operations, beside the stock oapi-codegen client of the same document\n")
	fmt.Printf("  lines:                %6d and %d: %.1f %% (wanted: at most 20)\n", a.lines, b.lines, 100*float64(a.lines)/float64(b.lines))
	fmt.Printf("  building it:          %v and %v: %.2f (wanted: at most 0.33)\n", a.build.Round(time.Millisecond), b.build.Round(time.Millisecond), a.build.Seconds()/b.build.Seconds())
	fmt.Printf("  archive:              %.2f MB and %.2f MB: %.2f (wanted: at most 0.33)\n", mb(a.archive), mb(b.archive), float64(a.archive)/float64(b.archive))
}

func copyPackage(t *testing.T, from, to string) {
	files, err := filepath.Glob(filepath.Join(from, "*.go"))
	if err != nil || len(files) == 0 {
		t.Fatalf("nothing to copy from %s: %v", from, err)
	}
	for _, f := range files {
		content, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		write(t, filepath.Join(to, filepath.Base(f)), content)
	}
}

func stockClient(t *testing.T, to string) {
	config := filepath.Join(to, "config.yaml")
	out := filepath.Join(to, "stock.go")
	write(t, config, fmt.Appendf(nil, "package: stock\noutput: %s\ngenerate: {models: true, client: true}\ncompatibility: {always-prefix-enum-values: true}\noutput-options: {resolve-type-name-collisions: true}\n", out))
	run(t, "go", "run", "github.com/oapi-codegen/oapi-codegen/v2/cmd/oapi-codegen", "-config", config, "../spec/weibo.json")
}

func sizeOf(t *testing.T, dir string) codeSize {
	var s codeSize
	files, err := filepath.Glob(filepath.Join(dir, "*.go"))
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range files {
		content, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		s.lines += bytes.Count(content, []byte("\n"))
	}
	archive := filepath.Join(t.TempDir(), "package.a")
	run(t, "go", "build", "-o", archive, "./"+dir) // builds the imports too
	var times []float64
	for i := range rounds {
		// Something new in it, so that the build cache does not have it.
		write(t, filepath.Join(dir, "new.go"), fmt.Appendf(nil, "package %s\n\nconst new%d%d = 0\n", packageOf(dir), time.Now().UnixNano(), i))
		start := time.Now()
		run(t, "go", "build", "-o", archive, "./"+dir)
		times = append(times, time.Since(start).Seconds())
	}
	s.build = time.Duration(median(times) * float64(time.Second))
	info, err := os.Stat(archive)
	if err != nil {
		t.Fatal(err)
	}
	s.archive = info.Size()
	return s
}

func packageOf(dir string) string {
	if filepath.Base(dir) == "ours" {
		return "weiboapi"
	}
	return "stock"
}

func write(t *testing.T, name string, content []byte) {
	if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(name, content, 0o644); err != nil {
		t.Fatal(err)
	}
}

func run(t *testing.T, name string, args ...string) {
	if out, err := exec.Command(name, args...).CombinedOutput(); err != nil {
		t.Fatalf("%s %v: %v\n%s", name, args, err, out)
	}
}

package bench

import (
	"fmt"
	"path/filepath"
	"testing"
	"time"
)

// command measures how long the command takes to start and say what it can do.
func command(t *testing.T) {
	program := filepath.Join(t.TempDir(), "weibo-go")
	run(t, "go", "build", "-o", program, "../cmd/weibo-go")
	var took []float64
	for range 50 {
		start := time.Now()
		run(t, program, "--help")
		took = append(took, time.Since(start).Seconds()*1e3)
	}
	fmt.Printf("weibo-go --help:        %6.1f ms (wanted: under 30)\n", median(took))
}

package main

import (
	"bufio"
	"fmt"
	"os"
	"runtime/debug"
	"slices"
	"strings"
	"testing"
)

// TestMemory holds the command to what it may take for 2,000 statuses. Before it ends it waits for the test, whose pipe is full.
func TestMemory(t *testing.T) {
	m, srv, _ := signedIn(t)
	texts := make([]string, 2000)
	for i := range texts {
		texts[i] = fmt.Sprintf("%d %s https://example.com/", i, strings.Repeat("猫", 100))
	}
	seed(t, srv, texts...)
	cmd := m.command("timeline", "user", "-n", "0", "--json")
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	n, most := 0, 0
	for lines := bufio.NewScanner(out); lines.Scan(); n++ {
		if n%100 == 0 && n < 1900 {
			most = max(most, peak(t, cmd.Process.Pid))
		}
	}
	if err := cmd.Wait(); err != nil || n != 2000 {
		t.Errorf("%d lines, %v", n, err)
	}
	if t.Logf("%d kB", most); most == 0 || most > 30<<10 && !raceDetector() {
		t.Errorf("it takes %d kB", most)
	}
}

// peak is the most memory that a process has had, in kB.
func peak(t *testing.T, pid int) (size int) {
	t.Helper()
	text, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
	if err != nil {
		t.Fatal(err)
	}
	_, rest, _ := strings.Cut(string(text), "VmHWM:")
	fmt.Sscan(rest, &size)
	return size
}

// raceDetector tells whether the test was built with it: it takes several times the memory.
func raceDetector() bool {
	info, ok := debug.ReadBuildInfo()
	return ok && slices.Contains(info.Settings, debug.BuildSetting{Key: "-race", Value: "true"})
}

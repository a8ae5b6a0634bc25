package stream_test

import (
	"os/exec"
	"slices"
	"strings"
	"testing"
)

// TestWeight wants the WebSocket library to be linked by those who use the stream, and by nobody else.
func TestWeight(t *testing.T) {
	const library = "github.com/coder/websocket"
	for path, want := range map[string]bool{".": true, "..": false, "../..": false} {
		out, err := exec.Command("go", "list", "-deps", path).Output()
		if err != nil {
			t.Fatal(err)
		}
		deps := strings.Fields(string(out))
		if slices.Contains(deps, library) != want {
			t.Errorf("%s links %s: %t, want %t", path, library, !want, want)
		}
		for _, heavy := range []string{"kin-openapi", "urfave", "weibotest"} {
			if strings.Contains(string(out), heavy) {
				t.Errorf("%s links %s", path, heavy)
			}
		}
	}
}

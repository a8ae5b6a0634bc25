package docs

import (
	"regexp"
	"testing"
)

var (
	movedCall     = regexp.MustCompile("(?m)^\\| `([a-z_.]+)` \\| `([A-Z]\\w+\\.[A-Z]\\w+)`.*?\\| (.*?) \\| ([^ ,，|]+).*\\|$")
	stateOfMethod = regexp.MustCompile("(?m)^\\| `(\\w+\\.\\w+)` \\| (?:GET|POST) \\S+ (?:\\([a-z.]+\\) )?\\| ([a-z]+)")
)

// TestMoving holds the tables of calls against the table of endpoints, and those in Chinese against those in English.
func TestMoving(t *testing.T) {
	states := map[string]string{}
	for _, m := range stateOfMethod.FindAllStringSubmatch(read(t, "endpoints.md"), -1) {
		states[m[1]] = m[2]
	}
	english := movedCall.FindAllStringSubmatch(read(t, "moving.md"), -1)
	chinese := movedCall.FindAllStringSubmatch(read(t, "moving.zh-CN.md"), -1)
	if len(english) < 288 || len(chinese) != len(english) {
		t.Fatalf("%d calls in English, %d in Chinese", len(english), len(chinese))
	}
	words := map[string]string{"listed": "在列", "delisted": "已移出", "retired": "已下线", "unknown": "不详"}
	for i, e := range english {
		call, method, state := e[1], e[2], e[4]
		if states[method] != state {
			t.Errorf("%s: %s is %q, not %q", call, method, states[method], state)
		}
		if c := chinese[i]; c[1] != call || c[2] != method || c[4] != words[state] {
			t.Errorf("%s, %s, %s in English is %s, %s, %s in Chinese", call, method, state, c[1], c[2], c[4])
		}
	}
}

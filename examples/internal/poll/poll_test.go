package poll_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/seed4635ade2/weibo-go/examples/internal/poll"
	"github.com/seed4635ade2/weibo-go/gen/weiboapi"
	"github.com/seed4635ade2/weibo-go/weibo"
)

// What passes is waited out, a budget until there is a new one; what does not ends it.
func TestEvery(t *testing.T) {
	repeated := func(err error) error { return &weibo.RetryError{Attempts: []weibo.Attempt{{Err: err}}} }
	refused := func(code int) error { return fmt.Errorf("call: %w", &weibo.Error{Code: code, StatusCode: 403}) }
	for name, tt := range map[string]struct {
		err  error
		wait time.Duration // 0 if it ends
	}{
		"nothing":                {nil, time.Minute},
		"a budget":               {&weibo.LimitError{Reset: time.Date(2000, 1, 1, 0, 42, 0, 0, time.UTC)}, 42 * time.Minute},
		"a refusal for a budget": {refused(weiboapi.CodeUserRateLimit), time.Minute},
		"trouble at Weibo":       {refused(weiboapi.CodeSystemError), time.Minute},
		"a gateway":              {repeated(&weibo.Error{StatusCode: 502}), time.Minute},
		"a broken connection":    {repeated(io.ErrUnexpectedEOF), time.Minute},
		"a broken answer":        {repeated(&weibo.Error{StatusCode: 200, Err: io.ErrUnexpectedEOF}), time.Minute},
		"trouble and a refusal":  {repeated(refused(weiboapi.CodeExpiredToken)), 0},
		"a refusal":              {refused(weiboapi.CodeAppPermission), 0},
		"a full disk":            {errors.New("no space left on device"), 0},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) { // in which it is the year 2000
				ctx, stop := context.WithCancel(t.Context())
				began, looks := time.Now(), 0
				var again time.Duration
				var logs strings.Builder
				err := poll.Every(ctx, time.Minute, &logs, func(context.Context) error {
					if looks++; looks == 1 {
						return tt.err
					}
					again = time.Since(began)
					stop()
					return context.Canceled
				})
				stop()
				if again != tt.wait {
					t.Errorf("looked again after %v, want %v", again, tt.wait)
				}
				if ends := tt.wait == 0; ends != (err != nil) || ends && !errors.Is(err, tt.err) {
					t.Errorf("ended with %v", err)
				}
				if passes := tt.err != nil && tt.wait > 0; passes != strings.Contains(logs.String(), "Will look again: ") {
					t.Errorf("logged %q", logs.String())
				}
			})
		})
	}
}

// It ends in the middle of a wait, too.
func TestEnd(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithTimeout(t.Context(), 90*time.Second)
		defer cancel()
		began, looks := time.Now(), 0
		err := poll.Every(ctx, time.Minute, io.Discard, func(context.Context) error { looks++; return nil })
		if err != nil || looks != 2 || time.Since(began) != 90*time.Second {
			t.Errorf("%v after %d looks and %v", err, looks, time.Since(began))
		}
	})
}

func TestPosition(t *testing.T) {
	file := filepath.Join(t.TempDir(), "state")
	p := poll.Position(file)
	if id, found, err := p.Load(); id != 0 || found || err != nil {
		t.Errorf("at first %d, %v, %v", id, found, err)
	}
	for _, want := range []int64{0, 5000000000007919, 1} {
		if err := p.Save(want); err != nil {
			t.Fatal(err)
		}
		if id, found, err := p.Load(); id != want || !found || err != nil {
			t.Errorf("%d became %d, %v, %v", want, id, found, err)
		}
	}
	if files, _ := os.ReadDir(filepath.Dir(file)); len(files) != 1 {
		t.Errorf("left %v", files)
	}
	for _, text := range []string{"", "x", "-1", "1 2", "99999999999999999999"} {
		if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		if _, _, err := p.Load(); err == nil || !strings.Contains(err.Error(), file) {
			t.Errorf("%q: %v", text, err)
		}
	}
	if err := poll.Position(filepath.Join(file, "below")).Save(1); err == nil {
		t.Error("saved below a file")
	}
	none := poll.Position("")
	if _, found, err := none.Load(); found || err != nil || none.Save(1) != nil {
		t.Error("no file is an error")
	}
}

package weibotest_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/seed4635ade2/weibo-go/gen/weiboapi"
	"github.com/seed4635ade2/weibo-go/weibo/weibotest"
)

// expecting runs a test with a server of its own and returns what it fails with.
func expecting(t *testing.T, test func(t *testing.T, srv *weibotest.Server), opts ...weibotest.Option) []string {
	t.Helper()
	f := &fakeTest{T: t}
	done := make(chan struct{})
	go func() { // which Fatalf ends
		defer close(done)
		defer func() {
			for _, fn := range f.cleanups {
				fn()
			}
		}()
		test(t, weibotest.NewServer(f, opts...))
	}()
	<-done
	return f.failed
}

func TestExpect(t *testing.T) {
	share := func(t *testing.T, srv *weibotest.Server, text string) *answer {
		return post(t, srv, "/2/statuses/share.json", "access_token", srv.Token(first), "status", text)
	}
	tests := []struct {
		name string
		test func(t *testing.T, srv *weibotest.Server)
		want []string // what the test fails with
	}{
		{"met", func(t *testing.T, srv *weibotest.Server) {
			srv.Expect("statuses/share").WithParam("status", "一只猫")
			var st status
			share(t, srv, "一只猫").into(&st)
			if st.Text != "一只猫" {
				t.Errorf("answered %+v", st)
			}
		}, nil},
		{"unmet", func(t *testing.T, srv *weibotest.Server) { srv.Expect("statuses/share") }, []string{"statuses/share was called 0 times, expected were 1"}},
		{"other parameter", func(t *testing.T, srv *weibotest.Server) {
			srv.Expect("statuses/share").WithParam("status", "a").WithParam("rip", "211.156.0.1").Fail(20019)
			share(t, srv, "a").refusedNot(t)
		}, []string{`statuses/share with rip="211.156.0.1", status="a" was called 0 times`}},
		{"too few", func(t *testing.T, srv *weibotest.Server) {
			srv.Expect("statuses/share").Times(2)
			share(t, srv, "a")
		}, []string{"called 1 times, expected were 2"}},
		{"more than expected", func(t *testing.T, srv *weibotest.Server) {
			srv.Expect("statuses/share").Reply(`{"id":1}`)
			for _, text := range []string{"a", "b"} {
				share(t, srv, text).refusedNot(t)
			}
		}, nil},
		{"one after the other", func(t *testing.T, srv *weibotest.Server) {
			srv.Expect("statuses/share").Fail(10001).Times(2)
			srv.Expect("statuses/share").Reply([]byte(`{"id":7}`))
			share(t, srv, "a").refused(10001)
			share(t, srv, "a").refused(10001)
			var st status
			share(t, srv, "a").into(&st)
			if st.ID != 7 {
				t.Errorf("answered %+v", st)
			}
		}, nil},
		{"reply from a type", func(t *testing.T, srv *weibotest.Server) {
			srv.Expect("account/get_uid").Fail(1).Reply(weiboapi.AccountUID{UID: 5})
			me, err := srv.Client().Account.GetUID(t.Context(), weiboapi.AccountGetUIDParams{})
			if err != nil || me.UID != 5 {
				t.Errorf("%+v, %v", me, err)
			}
		}, nil},
		{"never", func(t *testing.T, srv *weibotest.Server) {
			srv.Expect("statuses/share").Times(0)
			share(t, srv, "a").refusedNot(t)
		}, []string{"called 1 times, expected were 0"}},
		{"undeclared parameter", func(t *testing.T, srv *weibotest.Server) {
			srv.Expect("statuses/share")
			post(t, srv, "/2/statuses/share.json", "access_token", srv.Token(first), "status", "a", "colour", "red").refusedNot(t)
		}, []string{"that the description does not have: colour"}},
		{"missing parameter", func(t *testing.T, srv *weibotest.Server) {
			srv.Expect("statuses/share").Reply("{}")
			post(t, srv, "/2/statuses/share.json", "access_token", srv.Token(first))
		}, []string{"miss required parameter (status)"}},
		{"call of nothing", func(t *testing.T, srv *weibotest.Server) {
			srv.Expect("statuses/share").Times(0)
			get(t, srv, "/2/statuses/unknown.json")
		}, []string{"GET /2/statuses/unknown.json was not called as the description has it: 10020"}},
		{"unknown operation", func(t *testing.T, srv *weibotest.Server) { srv.Expect("statuses/shrae") }, []string{`no operation "statuses/shrae"`}},
		{"unknown parameter", func(t *testing.T, srv *weibotest.Server) {
			srv.Expect("statuses/share").Times(0).WithParam("statsu", "")
		}, []string{`no parameter "statsu"`}},
		{"reply that is no JSON", func(t *testing.T, srv *weibotest.Server) { srv.Expect("statuses/share").Times(0).Reply("{") }, []string{"no JSON"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := expecting(t, tt.test)
			if len(got) != len(tt.want) {
				t.Fatalf("failed with %q, want %q", got, tt.want)
			}
			for i := range got {
				if !strings.Contains(got[i], tt.want[i]) {
					t.Errorf("failed with %q, want %q", got[i], tt.want[i])
				}
			}
		})
	}
}

// TestChecked makes more wrong calls than the log holds.
func TestChecked(t *testing.T) {
	wrong := func(t *testing.T, srv *weibotest.Server) {
		get(t, srv, "/2/emotions.json", "source", "1", "lang", "x")
		for range 1000 {
			srv.ServeHTTP(discard{}, request(t, "GET", "/2/emotions.json?source=1", "", nil))
		}
	}
	if got := expecting(t, wrong, weibotest.Checked()); len(got) != 1 || !strings.Contains(got[0], "lang") {
		t.Errorf("failed with %q", got)
	}
	if got := expecting(t, wrong); len(got) != 0 {
		t.Errorf("failed with %q", got)
	}
}

// A discard is the other end of a call whose answer is of no interest.
type discard struct{}

func (discard) Header() http.Header         { return http.Header{} }
func (discard) WriteHeader(int)             {}
func (discard) Write(b []byte) (int, error) { return len(b), nil }

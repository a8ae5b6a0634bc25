package weibotest_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/seed4635ade2/weibo-go/weibo/weibotest"
)

func TestFaultsOnThePage(t *testing.T) {
	srv := weibotest.NewServer(t)
	p := newPerson(t, srv)
	token := srv.Token(first)
	wantAll(t, p.page("/faults"), "None is planned")
	if a := p.post("/faults", "operation", "users/show", "times", "2", "code", "10023", "delay", "1ms"); a.status != http.StatusSeeOther {
		t.Fatalf("HTTP %d: %s", a.status, a.body)
	}
	if f := srv.Faults(); len(f) != 1 || f[0].Operation != "users/show" || f[0].Times != 2 || f[0].Code != 10023 || f[0].Delay != time.Millisecond {
		t.Errorf("%+v", f)
	}
	wantAll(t, p.page("/faults"), "users/show", "error_code 10023", "after 1ms")
	get(t, srv, "/2/users/show.json", "access_token", token, "uid", str(first)).refused(10023)
	wantAll(t, p.page("/requests"), "planned", "10023")
	p.post("/faults/clear")
	get(t, srv, "/2/users/show.json", "access_token", token, "uid", str(first)).refusedNot(t)
	wantAll(t, p.page("/faults"), "None is planned")
}

func TestFaultsThatCannotBe(t *testing.T) {
	srv := weibotest.NewServer(t)
	p := newPerson(t, srv)
	for _, pairs := range [][]string{{"operation", "none"}, {"times", "x"}, {"code", "x"}, {"status", "99"}, {"delay", "1"}, {"delay", "-1s"}, {"delay", "2h"},
		{"reply", "{"}, {"code", "10023", "html", "1"}} {
		a := p.post("/faults", pairs...)
		if a.status != http.StatusBadRequest || !strings.Contains(string(a.body), `role="alert"`) {
			t.Errorf("%v: HTTP %d", pairs, a.status)
		}
	}
	if len(srv.Faults()) > 0 {
		t.Errorf("%+v", srv.Faults())
	}
}

// What is tried on a page meets the faults too, and the page survives them.
func TestTryMeetsFaults(t *testing.T) {
	srv := weibotest.NewServer(t)
	p := newPerson(t, srv)
	try := func() string {
		a := p.post("/api/operations/accountGetUID", "(uid)", str(first))
		if a.status != http.StatusOK {
			t.Fatalf("HTTP %d: %s", a.status, a.body)
		}
		return string(a.body)
	}
	srv.Inject(weibotest.Fault{HTML: true})
	wantAll(t, try(), "HTTP 502", "&lt;h1&gt;502 Bad Gateway", "planned")
	srv.Inject(weibotest.Fault{Cut: true})
	wantAll(t, try(), "The connection broke off")
	wantAll(t, try(), "HTTP 200", "1404376560")

	srv.Inject(weibotest.Fault{Status: 503})
	if a := signIn(t, srv, first).post("/publish", "status", "x"); a.status != 503 || !strings.Contains(string(a.body), "HTTP 503") {
		t.Errorf("HTTP %d: %s", a.status, a.body)
	}
	srv.Inject(weibotest.Fault{Cut: true})
	if a := signIn(t, srv, first).post("/publish", "status", "y"); a.status != 502 || !strings.Contains(string(a.body), "broke off") {
		t.Errorf("HTTP %d: %s", a.status, a.body)
	}
}

package weibotest

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"sync/atomic"
	"time"

	"github.com/seed4635ade2/weibo-go/weibo/weibotest/streamtest"
)

// A Sandbox is a local Weibo. It is an [http.Handler].
type Sandbox struct {
	settings
	store     *store
	journal   journal
	plans     plans
	budgets   budgets
	atGateway gatewayState
	mux       *http.ServeMux
	streams   *streamtest.Hub
	ahead     atomic.Int64 // how far Advance has moved the clock, in nanoseconds
}

// New returns a sandbox. Without options it has four accounts, which all follow each other, and nothing is posted yet. It panics
// where [Open] has an error.
func New(opts ...Option) *Sandbox {
	s, err := Open(opts...)
	if err != nil {
		panic(fmt.Sprintf("weibotest: %v", err))
	}
	return s
}

// Open returns a sandbox as [New] does. It fails only with [WithData]: when the directory cannot be used, another sandbox uses it,
// its file is damaged or is of another world or format. The error says what to do, and the file stays as it is.
func Open(opts ...Option) (*Sandbox, error) {
	s := &Sandbox{settings: settings{clock: time.Now, apps: []App{defaultApp}, operations: operations}}
	for _, o := range opts {
		o(&s.settings)
	}
	if err := s.load(); err != nil {
		return nil, err
	}
	s.mux = http.NewServeMux()
	s.mux.HandleFunc("/", s.serveCall)
	s.mux.Handle(controlPrefix, s.controlAPI())
	s.routeGateway()
	s.routePages()
	s.mux.HandleFunc("GET /sinaimg/{size}/{file}", s.servePicture)
	s.mux.HandleFunc("GET /sinaimg/avatar/{file}", s.serveAvatar)
	s.mux.HandleFunc("GET /sinaimg/emotion/{file}", s.serveEmotion)
	s.mux.HandleFunc("GET /t.cn/{code}", s.serveShort)
	s.streams = s.openIMStreams()
	s.mux.Handle("GET /ws/stream", s.streams)
	return s, nil
}

// load makes the world of the sandbox, with what the data directory has.
func (s *Sandbox) load() (err error) {
	if w := s.world; w != nil && (w.Statuses < 0 || w.Statuses > maxStatuses) {
		return fmt.Errorf("a world has 0 to %d statuses, not %d", maxStatuses, w.Statuses)
	}
	s.store = newStore(s.apps)
	if s.dir == "" {
		s.store.seed(s.world)
		return nil
	}
	d, err := openData(s.dir)
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			d.close()
		}
	}()
	if s.world, err = d.settle(s.world); err != nil {
		return err
	}
	s.store.seed(s.world)
	if err := d.read(s.store); err != nil {
		return err
	}
	s.store.data, s.store.changes = d, map[recordKey]record{}
	return nil
}

// Close gives the data directory of [WithData] free. No calls may follow. Whatever was answered is kept also without it.
func (s *Sandbox) Close() error {
	s.store.mu.Lock()
	defer s.store.mu.Unlock()
	if s.store.data == nil {
		return nil
	}
	return s.store.data.close()
}

// ServeHTTP answers a request.
func (s *Sandbox) ServeHTTP(w http.ResponseWriter, r *http.Request) { s.mux.ServeHTTP(w, r) }

// grace is how long calls that are under way may take when a sandbox ends.
const grace = 2 * time.Second

// Serve answers the connections that l accepts until ctx is done. Then it closes l, lets the calls that are under way end, for
// a short time, and returns nil.
func (s *Sandbox) Serve(ctx context.Context, l net.Listener) error {
	srv := &http.Server{
		Handler:           s,
		MaxHeaderBytes:    32 << 10,
		ReadHeaderTimeout: 10 * time.Second,
		ReadTimeout:       time.Minute,
		WriteTimeout:      2 * time.Minute,
		IdleTimeout:       2 * time.Minute,
	}
	if s.log != nil {
		srv.ErrorLog = slog.NewLogLogger(s.log.Handler(), slog.LevelError)
	}
	ended := make(chan struct{})
	stop := context.AfterFunc(ctx, func() {
		defer close(ended)
		ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), grace)
		defer cancel()
		if srv.Shutdown(ctx) != nil {
			srv.Close()
		}
		s.streams.Close() // which the server does not know any more
	})
	if err := srv.Serve(l); !errors.Is(err, http.ErrServerClosed) {
		stop()
		return err
	}
	<-ended
	return nil
}

// A User is an account of a sandbox.
type User struct {
	UID        int64
	ScreenName string
}

// Users returns the accounts, those of every sandbox first.
func (s *Sandbox) Users() []User {
	s.store.mu.Lock()
	defer s.store.mu.Unlock()
	users := make([]User, len(s.store.order))
	for i, u := range s.store.order {
		users[i] = u.User
	}
	return users
}

// Token returns a new access token of an account for the default application, as if the account had authorised it. It panics
// if there is no such account, and if the token cannot be kept.
func (s *Sandbox) Token(uid int64) string {
	t, err := s.giveToken(uid)
	if err != nil {
		panic("weibotest: " + err.Error())
	}
	return t.text
}

func (s *Sandbox) giveToken(uid int64) (token, error) {
	s.store.mu.Lock()
	defer s.store.mu.Unlock()
	if s.store.users[uid] == nil {
		return token{}, fmt.Errorf("there is no account %d", uid)
	}
	t := s.store.giveToken(grant{uid: uid, appKey: DefaultAppKey}, s.now(), s.tokenLifetime(DefaultAppKey))
	return t, s.store.commit()
}

// The lifetimes of tokens on record: of an application that is not reviewed, and of one in the hands of its own developer.
const (
	testLifetime      = 86400 * time.Second
	developerLifetime = 157679999 * time.Second
)

func (s *Sandbox) tokenLifetime(appKey string) time.Duration {
	switch app := s.store.apps[appKey]; {
	case app.TokenLifetime > 0:
		return app.TokenLifetime
	case s.strict:
		return testLifetime
	}
	return developerLifetime
}

// Advance moves the clock of the sandbox forward: codes and tokens get older, and what is published from now on is dated that
// much later.
func (s *Sandbox) Advance(d time.Duration) { s.ahead.Add(int64(d)) }

// Reset takes the sandbox back to its start: all is as it was made, the clock is not moved, budgets are full, and there are no faults and
// no requests in the log. The tokens that [Sandbox.Token] gave are good as on their first day; all others are gone, and so is what
// users remember to have allowed. Streams of open-im end. Expectations stay. It panics if [WithData] was given and the directory cannot be written to.
func (s *Sandbox) Reset() {
	s.streams.Reset()
	s.store.mu.Lock()
	defer s.store.mu.Unlock()
	s.ahead.Store(0)
	if err := s.store.reset(s.apps, s.world, s.now()); err != nil {
		panic(fmt.Sprintf("weibotest: %v", err))
	}
	s.budgets = budgets{}
	s.atGateway.reset()
	s.ClearFaults()
	s.journal.clear()
}

func (s *Sandbox) now() time.Time { return s.clock().Add(time.Duration(s.ahead.Load())) }

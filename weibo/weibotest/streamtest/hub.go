package streamtest

import (
	"bufio"
	"encoding/json"
	"maps"
	"net"
	"net/http"
	"slices"
	"sync"

	"github.com/coder/websocket"
)

// Close codes of the documented simulator.
const (
	CodeGoingDown    = 1001
	CodeMissing      = 4001 // no app id, or no token
	CodeInvalidToken = 4002 // or of another app id
	CodeNoPong       = 4005
)

// A Hub takes connections. It is an [http.Handler].
type Hub struct {
	check func(appID, token string) (uid int64, ok bool)

	mu       sync.Mutex
	accounts map[int64]*Account
	open     map[*conn]struct{}
	serving  sync.WaitGroup
}

// NewHub returns a hub. Check tells which account the app id of a connection belongs to, 0 if to none, and whether the token
// is good for it.
func NewHub(check func(appID, token string) (uid int64, ok bool)) *Hub {
	return &Hub{check: check, accounts: map[int64]*Account{}, open: map[*conn]struct{}{}}
}

// Account returns an account, by which the messages for its program are sent. It need not be connected.
func (h *Hub) Account(uid int64) *Account {
	h.mu.Lock()
	defer h.mu.Unlock()
	a := h.accounts[uid]
	if a == nil {
		a = newAccount()
		h.accounts[uid] = a
	}
	return a
}

// Reset ends all connections and forgets all messages, frames and rules.
func (h *Hub) Reset() {
	h.mu.Lock()
	accounts := slices.Collect(maps.Values(h.accounts))
	h.mu.Unlock()
	for _, a := range accounts {
		a.reset()
	}
}

// Close ends all connections, as a service that goes down, and waits for that.
func (h *Hub) Close() {
	h.mu.Lock()
	for c := range h.open {
		go c.kill(Kill{Code: CodeGoingDown, Reason: "going down"})
	}
	h.mu.Unlock()
	h.serving.Wait()
}

// ServeHTTP takes a connection. Without an app id and a token, and with those that are not good, it is closed again, as by the simulator.
func (h *Hub) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	query := r.URL.Query()
	appID, token := query.Get("app_id"), query.Get("token")
	uid, ok := h.check(appID, token)
	a := h.Account(uid)
	refusal, refused := a.refusal()
	if refused && refusal.Status != 0 {
		w.Header().Set("Content-Type", "application/json")
		w.WriteHeader(refusal.Status)
		json.NewEncoder(w).Encode(map[string]any{"code": refusal.Code, "message": refusal.Reason})
		return
	}
	keep := &keepConn{ResponseWriter: w}
	// Like the service, and unlike a web site, it takes programs with any Origin: none can do anything without a token.
	ws, err := websocket.Accept(keep, r, &websocket.AcceptOptions{InsecureSkipVerify: true})
	if err != nil {
		return // and has been answered
	}
	ws.SetReadLimit(maxFrame)
	c := newConn(a, ws, keep.conn)
	switch {
	case refused:
		c.kill(Kill{Code: refusal.Code, Reason: refusal.Reason})
	case appID == "" || token == "":
		c.kill(Kill{Code: CodeMissing, Reason: "missing app_id or token"})
	case !ok:
		c.kill(Kill{Code: CodeInvalidToken, Reason: "invalid token"})
	default:
		h.enter(c)
		defer h.leave(c)
		c.serve()
	}
}

// maxFrame is what a program may send at once.
const maxFrame = 1 << 20

func (h *Hub) enter(c *conn) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.open[c] = struct{}{}
	h.serving.Add(1)
}

func (h *Hub) leave(c *conn) {
	h.mu.Lock()
	defer h.mu.Unlock()
	delete(h.open, c)
	h.serving.Done()
}

// keepConn keeps the connection below a WebSocket, to break it.
type keepConn struct {
	http.ResponseWriter
	conn net.Conn
}

// Hijack hands the connection over.
func (k *keepConn) Hijack() (net.Conn, *bufio.ReadWriter, error) {
	conn, rw, err := http.NewResponseController(k.ResponseWriter).Hijack()
	k.conn = conn
	return conn, rw, err
}

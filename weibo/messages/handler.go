package messages

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"time"
)

// DefaultWindow is how far the timestamp of a push may be from now, where [Handler] does not say otherwise.
const DefaultWindow = 5 * time.Minute

// MaxBody is the size in bytes of the largest push that is read. Those on record have a few hundred.
const MaxBody = 1 << 20

// A Handler is the callback address of an application: an http.Handler that Weibo sends messages to. Set AppSecret and
// Handle before it is used, and do not copy it after.
//
// It answers
//
//   - a request without the right signature, or out of the Window: 403;
//   - GET, by which Weibo tries the address: with the parameter echostr;
//   - POST, a push: with the reply of Handle, or an empty body;
//   - a push that is a repetition: with an empty body;
//   - a push for which Handle returns an error: 500, so that Weibo sends it again, three times in all;
//   - a push for which Handle panics: 500 too, and the panic goes on to the server, which logs it;
//   - what is larger than [MaxBody], is neither JSON nor XML, or breaks off: 413, 415, 400;
//   - another method: 405.
//
// The form of a push is told by its first character; which Content-Type Weibo gives it is not on record.
type Handler struct {
	// AppSecret is the secret of the application, by which Weibo signs. Without it everything is refused.
	AppSecret string

	// Handle takes a message and returns the reply, or the zero [Reply] for none. It is called by several goroutines at
	// once. Weibo waits for five seconds, then it closes the connection, which ends the context, and sends the message
	// again: what takes longer should be done after Handle has returned, with a reply by client.Messages.Reply.
	Handle func(ctx context.Context, m *Message) (Reply, error)

	// Window is how far the timestamp of a push may be from now, to either side. The default is [DefaultWindow]; a negative
	// one allows any. Within the window a push may come again with the same signature: whether Weibo's own repetitions have
	// the same is not on record, so it is allowed. Repeated messages are dropped all the same: those of the same sender,
	// time and kind as one of the last 1024 that this handler took.
	Window time.Duration

	// Now is the clock. The default is time.Now.
	Now func() time.Time

	// Logger gets what was refused and what failed, without secrets and without the words of users. The default is none.
	Logger *slog.Logger

	seen seen
}

// Format keeps the secret out of whatever prints the handler.
func (h *Handler) Format(f fmt.State, _ rune) { io.WriteString(f, "messages.Handler") }

// ServeHTTP answers a request of Weibo.
func (h *Handler) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if r.Method != http.MethodGet && r.Method != http.MethodPost {
		w.Header().Set("Allow", "GET, POST")
		h.refuse(w, r, http.StatusMethodNotAllowed, errors.New("neither GET nor POST"))
		return
	}
	if err := h.verify(r.URL.Query()); err != nil {
		h.refuse(w, r, http.StatusForbidden, err)
		return
	}
	if r.Method == http.MethodGet {
		h.echo(w, r)
		return
	}
	h.push(w, r)
}

// echo proves to Weibo that the address knows the secret.
func (h *Handler) echo(w http.ResponseWriter, r *http.Request) {
	q := r.URL.Query()
	if !q.Has("echostr") {
		h.refuse(w, r, http.StatusBadRequest, errors.New("no echostr"))
		return
	}
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	w.Header().Set("X-Content-Type-Options", "nosniff")
	io.WriteString(w, q.Get("echostr"))
}

// push takes a message.
func (h *Handler) push(w http.ResponseWriter, r *http.Request) {
	m, err := read(w, r)
	if err != nil {
		h.refuse(w, r, status(err), err)
		return
	}
	key, known := keyOf(m)
	if known && !h.seen.add(key) {
		h.log(r, slog.LevelDebug, "a message came again", "type", m.Type)
		return
	}
	done := false
	defer func() {
		if done {
			return
		}
		if known {
			h.seen.remove(key) // so that the next repetition is handled
		}
		fail(w)
	}()
	body, contentType, err := h.answer(r.Context(), m)
	if err != nil {
		h.log(r, slog.LevelError, "a message could not be handled", "type", m.Type, "error", err)
		return
	}
	done = true
	if body != nil {
		w.Header().Set("Content-Type", contentType)
	}
	w.Write(body)
}

// answer returns the body of the answer to a message, nil for an empty one.
func (h *Handler) answer(ctx context.Context, m *Message) (body []byte, contentType string, err error) {
	reply, err := h.Handle(ctx, m)
	if err != nil || reply.IsZero() {
		return nil, "", err
	}
	return reply.encode(m, h.now())
}

// fail answers at once: after a panic the server closes the connection, and drops what was not sent yet.
func fail(w http.ResponseWriter) {
	w.Header().Set("Connection", "close")
	w.Header().Set("Content-Length", "0")
	w.WriteHeader(http.StatusInternalServerError)
	http.NewResponseController(w).Flush()
}

func read(w http.ResponseWriter, r *http.Request) (*Message, error) {
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, MaxBody))
	if err != nil {
		return nil, err
	}
	return Parse(body)
}

// status returns the status for a push that could not be read.
func status(err error) int {
	var tooLarge *http.MaxBytesError
	switch {
	case errors.As(err, &tooLarge):
		return http.StatusRequestEntityTooLarge
	case errors.Is(err, ErrFormat):
		return http.StatusUnsupportedMediaType
	}
	return http.StatusBadRequest
}

func (h *Handler) refuse(w http.ResponseWriter, r *http.Request, status int, err error) {
	h.log(r, slog.LevelWarn, "a request to the callback address was refused", "status", status, "error", err)
	w.WriteHeader(status)
}

// log leaves out the query, which has the signature.
func (h *Handler) log(r *http.Request, level slog.Level, message string, args ...any) {
	if h.Logger != nil {
		h.Logger.Log(r.Context(), level, message, args...)
	}
}

func (h *Handler) now() time.Time {
	if h.Now != nil {
		return h.Now()
	}
	return time.Now()
}

package weibotest

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"strconv"
	"strings"
	"time"
)

// The control API lets programs of any language do what the methods of a sandbox do. docs/sandbox.md is its documentation.

const controlPrefix = "/_sandbox/"

func (s *Sandbox) controlAPI() http.Handler {
	mux := http.NewServeMux()
	for pattern, serve := range map[string]controlHandler{
		"GET " + controlPrefix + "state":       s.controlState,
		"POST " + controlPrefix + "tokens":     s.controlToken,
		"POST " + controlPrefix + "gateway":    s.controlGatewayToken,
		"GET " + controlPrefix + "requests":    s.controlRequests,
		"DELETE " + controlPrefix + "requests": s.controlClearRequests,
		"GET " + controlPrefix + "faults":      s.controlFaults,
		"POST " + controlPrefix + "faults":     s.controlInject,
		"DELETE " + controlPrefix + "faults":   s.controlClearFaults,
		"POST " + controlPrefix + "advance":    s.controlAdvance,
		"POST " + controlPrefix + "reset":      s.controlReset,

		"GET " + controlPrefix + "stream":           s.controlStream,
		"POST " + controlPrefix + "stream/messages": s.controlStreamMessage,
		"POST " + controlPrefix + "stream/frames":   s.controlStreamFrame,
		"POST " + controlPrefix + "stream/rules":    s.controlStreamRules,
		"POST " + controlPrefix + "stream/kill":     s.controlStreamKill,
	} {
		mux.Handle(pattern, serve)
	}
	mux.HandleFunc(controlPrefix, func(w http.ResponseWriter, r *http.Request) {
		controlError(w, http.StatusNotFound, fmt.Errorf("the control API has no %s %s", clip(r.Method), clip(r.URL.Path)))
	})
	return fromHere(mux)
}

// A controlHandler returns what is to be answered, or an error that says what is wrong with the request.
type controlHandler func(r *http.Request) (any, error)

func (h controlHandler) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	r.Body = http.MaxBytesReader(w, r.Body, maxForm)
	answer, err := h(r)
	if err != nil {
		controlError(w, http.StatusBadRequest, err)
		return
	}
	controlAnswer(w, http.StatusOK, answer)
}

func controlError(w http.ResponseWriter, status int, err error) {
	controlAnswer(w, status, map[string]string{"error": err.Error()})
}

func controlAnswer(w http.ResponseWriter, status int, answer any) {
	h := w.Header()
	h.Set("Content-Type", "application/json")
	h.Set("Cache-Control", "no-store")
	h.Set("X-Content-Type-Options", "nosniff")
	w.WriteHeader(status)
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	e.Encode(answer) // to a client that may have gone away
}

// fromHere lets in programs on this machine, and no web page that is not of the sandbox.
func fromHere(h http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if err := checkOrigin(r); err != nil {
			controlError(w, http.StatusForbidden, err)
			return
		}
		h.ServeHTTP(w, r)
	})
}

// checkOrigin tells whether a request may control the sandbox: if it comes from this machine, and from no web page of another
// site. A page may have made a name of its own point to this machine, so the name must be one of the machine.
func checkOrigin(r *http.Request) error {
	remote, _, _ := net.SplitHostPort(r.RemoteAddr)
	switch {
	case !isLoopback(remote):
		return errors.New("the control API is for programs on the same machine")
	case !isLoopback(hostname(r.Host)):
		return fmt.Errorf("the control API is at 127.0.0.1 or localhost, not at %q", clip(r.Host))
	case crossOrigin.Check(r) != nil:
		return errors.New("the control API is not for pages of other sites")
	}
	return nil
}

// hostname returns a host without its port.
func hostname(host string) string {
	if name, _, err := net.SplitHostPort(host); err == nil {
		return name
	}
	return strings.Trim(host, "[]")
}

func isLoopback(host string) bool {
	name := strings.ToLower(host)
	return name == "localhost" || strings.HasSuffix(name, ".localhost") || net.ParseIP(name).IsLoopback()
}

// readControl decodes the body of a request. An empty one leaves v as it is.
func readControl(r *http.Request, v any) error {
	d := json.NewDecoder(r.Body)
	d.DisallowUnknownFields()
	switch err := d.Decode(v); {
	case errors.Is(err, io.EOF):
		return nil
	case err != nil:
		return fmt.Errorf("the body: %w", err)
	case d.More():
		return errors.New("the body: something follows the JSON")
	}
	return nil
}

type (
	controlUser struct {
		UID        int64  `json:"uid"`
		ScreenName string `json:"screen_name"`
	}
	controlApp struct {
		Key    string `json:"key"`
		Secret string `json:"secret"`
		Name   string `json:"name"`
	}
	controlStateAnswer struct {
		Now        time.Time     `json:"now"`
		Strict     bool          `json:"strict"`
		Operations int           `json:"operations"`
		Requests   int           `json:"requests"` // since the start or the last reset
		Users      []controlUser `json:"users"`
		Apps       []controlApp  `json:"apps"`
	}
)

func (s *Sandbox) controlState(*http.Request) (any, error) {
	a := controlStateAnswer{
		Now:        s.now().In(china),
		Strict:     s.strict,
		Operations: s.operations().count(),
		Requests:   s.journal.count(),
	}
	for _, u := range s.Users() {
		a.Users = append(a.Users, controlUser(u))
	}
	for _, app := range s.apps {
		a.Apps = append(a.Apps, controlApp{app.Key, app.Secret, app.Name})
	}
	return a, nil
}

func (s *Sandbox) controlToken(r *http.Request) (any, error) {
	var asked struct {
		UID int64 `json:"uid"`
	}
	if err := readControl(r, &asked); err != nil {
		return nil, err
	}
	if asked.UID == 0 {
		asked.UID = s.Users()[0].UID
	}
	t, err := s.giveToken(asked.UID)
	if err != nil {
		return nil, err
	}
	return map[string]any{"access_token": t.text, "uid": t.uid, "expires_in": t.seconds(s.now())}, nil
}

// controlGatewayToken gives a token for the gateway.
func (s *Sandbox) controlGatewayToken(r *http.Request) (any, error) {
	var asked struct {
		UID        int64       `json:"uid"`
		Plan       GatewayPlan `json:"plan"`
		Credits    float64     `json:"credits"`
		Unverified bool        `json:"unverified"`
	}
	if err := readControl(r, &asked); err != nil {
		return nil, err
	}
	token, err := s.giveGatewayToken(GatewayAccount{asked.UID, asked.Plan, asked.Credits, asked.Unverified})
	if err != nil {
		return nil, err
	}
	return map[string]any{"token": string(token)}, nil
}

func (s *Sandbox) controlRequests(r *http.Request) (any, error) {
	operation, after := r.URL.Query().Get("operation"), 0
	if text := r.URL.Query().Get("after"); text != "" {
		var err error
		if after, err = strconv.Atoi(text); err != nil {
			return nil, fmt.Errorf("after is no number: %q", clip(text))
		}
	}
	requests := []Request{}
	for _, req := range s.Requests() {
		if req.Number > after && (operation == "" || req.Operation == operation) {
			requests = append(requests, req)
		}
	}
	return map[string]any{"requests": requests}, nil
}

func (s *Sandbox) controlClearRequests(r *http.Request) (any, error) {
	s.journal.clear()
	return s.controlRequests(r)
}

// A controlFault is a [Fault] in JSON.
type controlFault struct {
	Operation string            `json:"operation,omitzero"`
	Params    map[string]string `json:"params,omitzero"`
	Times     int               `json:"times,omitzero"`
	Code      int               `json:"code,omitzero"`
	HTML      bool              `json:"html,omitzero"`
	Reply     json.RawMessage   `json:"reply,omitzero"`
	Status    int               `json:"status,omitzero"`
	DelayMS   int64             `json:"delay_ms,omitzero"`
	Cut       bool              `json:"cut,omitzero"`
}

func (s *Sandbox) controlFaults(*http.Request) (any, error) {
	faults := []controlFault{}
	for _, f := range s.Faults() {
		faults = append(faults, controlFault{f.Operation, f.Params, f.Times, f.Code, f.HTML, f.Reply, f.Status, f.Delay.Milliseconds(), f.Cut})
	}
	return map[string]any{"faults": faults}, nil
}

func (s *Sandbox) controlInject(r *http.Request) (any, error) {
	var f controlFault
	if err := readControl(r, &f); err != nil {
		return nil, err
	}
	if f.DelayMS > maxDelay.Milliseconds() {
		return nil, fmt.Errorf("delay_ms is above %d", maxDelay.Milliseconds())
	}
	delay := time.Duration(f.DelayMS) * time.Millisecond
	if err := s.plan(&plan{Fault: Fault{f.Operation, f.Params, f.Times, f.Code, f.HTML, f.Reply, f.Status, delay, f.Cut}}); err != nil {
		return nil, err
	}
	return s.controlFaults(r)
}

func (s *Sandbox) controlClearFaults(r *http.Request) (any, error) {
	s.ClearFaults()
	return s.controlFaults(r)
}

// The longest that the control API lets a call wait, and moves the clock at once.
const (
	maxDelay   = time.Hour
	maxAdvance = 100 * 365 * 24 * time.Hour
)

func (s *Sandbox) controlAdvance(r *http.Request) (any, error) {
	var by struct {
		Seconds float64 `json:"seconds"`
	}
	if err := readControl(r, &by); err != nil {
		return nil, err
	}
	if by.Seconds < 0 || by.Seconds > maxAdvance.Seconds() {
		return nil, errors.New("the clock goes forward only, and at most 100 years at once")
	}
	s.Advance(time.Duration(by.Seconds * float64(time.Second)))
	return s.controlState(r)
}

func (s *Sandbox) controlReset(r *http.Request) (any, error) {
	s.Reset()
	return s.controlState(r)
}

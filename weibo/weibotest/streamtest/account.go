package streamtest

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	"slices"
	"sync"
	"time"
)

// An Account is what the program of one account is connected by. Its methods may be called by several goroutines at once.
type Account struct {
	mu      sync.Mutex
	changed chan struct{} // closed when anything below changes
	rules   Rules
	counted int      // messages since the rules were set
	held    []byte   // the message that comes behind the next one
	waiting []item   // not sent yet
	recent  [][]byte // the latest messages that were sent, at most maxReplay
	conn    *conn    // the latest one, nil if there is none
	conns   int      // how many there were

	frames   []Frame
	received int // frames in all
	begun    map[string]*Answer
	answers  []Answer
	given    int // of answers, by NextAnswer
}

// An item is to be sent.
type item struct {
	frame   []byte
	message bool // and may be sent again
	wait    time.Duration
	kill    *Kill // the connection, instead
	pong    bool  // instead
}

func newAccount() *Account {
	return &Account{changed: make(chan struct{}), begun: map[string]*Answer{}}
}

// reset ends the connection and forgets everything.
func (a *Account) reset() {
	a.Kill(Kill{Code: CodeGoingDown, Reason: "reset"})
	a.mu.Lock()
	defer a.mu.Unlock()
	a.rules, a.counted, a.held, a.waiting, a.recent = Rules{}, 0, nil, nil, nil
	a.frames, a.received, a.answers, a.given = nil, 0, nil, 0
	clear(a.begun)
	a.change()
}

// change wakes all who wait. The lock is held.
func (a *Account) change() {
	close(a.changed)
	a.changed = make(chan struct{})
}

// SetRules changes what the stream does from now on. It panics if the rules make no sense, see [Rules.Check].
func (a *Account) SetRules(r Rules) {
	if err := r.Check(); err != nil {
		panic("streamtest: " + err.Error())
	}
	a.mu.Lock()
	defer a.mu.Unlock()
	a.rules, a.counted = r, 0
	a.release()
	a.change()
}

// Rules returns them as they are now.
func (a *Account) Rules() Rules {
	a.mu.Lock()
	defer a.mu.Unlock()
	return a.rules
}

// Send sends a message to the program, as the rules say, and returns its id. It does not wait.
func (a *Account) Send(m Message) (id string) {
	switch {
	case m.NoID:
		m.ID = ""
	case m.ID == "":
		m.ID = "m" + rand.Text()
	}
	if m.Time.IsZero() {
		m.Time = time.Now()
	}
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.rules.LoseAway && a.conn == nil {
		return m.ID
	}
	a.counted++
	a.plan(m.frame())
	if every(a.counted, a.rules.KillEvery) {
		kill := a.rules.Kill
		a.waiting = append(a.waiting, item{kill: &kill})
	}
	a.change()
	return m.ID
}

// plan has a message sent as the rules say. The lock is held.
func (a *Account) plan(frame []byte) {
	switch {
	case every(a.counted, a.rules.DropEvery):
		return
	case a.held == nil && every(a.counted, a.rules.SwapEvery):
		a.held = frame
		return
	}
	times := 1
	if every(a.counted, a.rules.RepeatEvery) {
		times = 2
	}
	for range times {
		a.waiting = append(a.waiting, item{frame: frame, message: true, wait: a.rules.Delay})
	}
	a.release()
}

func every(counted, n int) bool { return n > 0 && counted%n == 0 }

// release sends the message that was held back. The lock is held.
func (a *Account) release() {
	if a.held != nil {
		a.waiting = append(a.waiting, item{frame: a.held, message: true, wait: a.rules.Delay})
		a.held = nil
	}
}

// SendRaw sends a text frame as it is, outside the rules.
func (a *Account) SendRaw(frame []byte) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.waiting = append(a.waiting, item{frame: frame})
	a.change()
}

// Kill ends the connection, if there is one, now. What was not sent waits for the next.
func (a *Account) Kill(k Kill) {
	a.mu.Lock()
	c := a.conn
	switch {
	case c == nil:
	case k.MidFrame: // by who writes
		a.waiting = slices.Insert(a.waiting, 0, item{kill: &k})
		a.change()
		c = nil
	default: // nothing more goes to it
		a.conn = nil
		a.change()
	}
	a.mu.Unlock()
	if c != nil {
		c.kill(k)
	}
}

// KillBehind ends the connection behind what was sent until now.
func (a *Account) KillBehind(k Kill) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.waiting = append(a.waiting, item{kill: &k})
	a.change()
}

// Connections returns how many there were, and whether there is one now.
func (a *Account) Connections() (all int, connected bool) {
	a.mu.Lock()
	defer a.mu.Unlock()
	return a.conns, a.conn != nil
}

// AwaitConnection waits until there were n connections.
func (a *Account) AwaitConnection(ctx context.Context, n int) error {
	return a.await(ctx, func() bool { return a.conns >= n })
}

// Frames returns the latest frames of the program, at most a thousand, and how many there were.
func (a *Account) Frames() (latest []Frame, all int) {
	a.mu.Lock()
	defer a.mu.Unlock()
	return append([]Frame(nil), a.frames...), a.received
}

// AwaitFrames waits until the program has sent n frames.
func (a *Account) AwaitFrames(ctx context.Context, n int) error {
	return a.await(ctx, func() bool { return a.received >= n })
}

// Answers returns the latest messages of the program that are complete, at most a thousand.
func (a *Account) Answers() []Answer {
	a.mu.Lock()
	defer a.mu.Unlock()
	return append([]Answer(nil), a.answers...)
}

// NextAnswer waits for the next complete message of the program. Each is returned once.
func (a *Account) NextAnswer(ctx context.Context) (answer Answer, err error) {
	err = a.await(ctx, func() bool {
		if a.given == len(a.answers) {
			return false
		}
		answer = a.answers[a.given]
		a.given++
		return true
	})
	return answer, err
}

// await waits until something is true, which is asked with the lock held.
func (a *Account) await(ctx context.Context, is func() bool) error {
	for {
		a.mu.Lock()
		ok, changed := is(), a.changed
		a.mu.Unlock()
		if ok {
			return nil
		}
		select {
		case <-changed:
		case <-ctx.Done():
			return context.Cause(ctx)
		}
	}
}

// refusal tells whether the next connection is refused, and how.
func (a *Account) refusal() (Refusal, bool) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.rules.Refuse == 0 {
		return Refusal{}, false
	}
	a.rules.Refuse--
	return a.rules.Refusal, true
}

// enter makes a connection the one that messages go to.
func (a *Account) enter(c *conn) (again [][]byte) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.conns++
	c.number = a.conns
	a.conn = c
	a.change()
	return append(again, a.recent[len(a.recent)-min(len(a.recent), a.rules.Replay):]...)
}

func (a *Account) leave(c *conn) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.conn == c {
		a.conn = nil
	}
	a.change()
}

// next waits for what a connection has to send; ok is false when another connection has taken its place.
func (a *Account) next(ctx context.Context, c *conn) (i item, ok bool) {
	err := a.await(ctx, func() bool {
		if a.conn != c {
			return true
		}
		if c.owes() {
			i, ok = item{pong: true}, true
			return true
		}
		if len(a.waiting) == 0 {
			return false
		}
		i, ok = a.waiting[0], true
		a.waiting[0] = item{}
		a.waiting = a.waiting[1:]
		if i.message {
			if a.recent = append(a.recent, i.frame); len(a.recent) > maxReplay {
				a.recent = a.recent[1:]
			}
		}
		return true
	})
	return i, ok && err == nil
}

// owed tells whether a pong has to be sent, and returns what is closed when that changes.
func (a *Account) owed(c *conn) (bool, <-chan struct{}) {
	a.mu.Lock()
	defer a.mu.Unlock()
	return c.owes(), a.changed
}

// owes tells whether a pong has to be sent, and takes it as sent. The lock is held.
func (c *conn) owes() bool {
	if c.owed == 0 {
		return false
	}
	c.owed--
	return true
}

// maxKept is how many frames and answers are kept.
const maxKept = 1000

// receive records a frame of the program.
func (a *Account) receive(c *conn, raw []byte) {
	f := Frame{Connection: c.number, Raw: string(raw)}
	var frame struct {
		Type    string
		Payload chunk
	}
	a.mu.Lock()
	defer a.mu.Unlock()
	err := json.Unmarshal(raw, &frame)
	f.Type = frame.Type
	switch {
	case err != nil:
	case f.Type == "send_message":
		err = a.take(&frame.Payload)
	case f.Type == "ping":
		c.owed++
	case f.Type != "pong":
		err = errors.New("no such type")
	}
	if err != nil {
		f.Problem = err.Error()
	}
	a.received++
	if a.frames = append(a.frames, f); len(a.frames) > maxKept {
		a.frames = a.frames[1:]
	}
	a.change()
}

// take puts a piece of an answer to the others. The lock is held.
func (a *Account) take(c *chunk) error {
	if err := c.check(); err != nil {
		return err
	}
	answer := a.begun[*c.ID]
	if answer == nil {
		answer = &Answer{ID: *c.ID, To: *c.To}
		a.begun[*c.ID] = answer
	}
	if err := answer.add(c); err != nil || !*c.Done {
		return err
	}
	delete(a.begun, *c.ID)
	if a.answers = append(a.answers, *answer); len(a.answers) > maxKept {
		a.answers = a.answers[1:]
		a.given = max(0, a.given-1)
	}
	return nil
}

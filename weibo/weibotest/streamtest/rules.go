package streamtest

import (
	"errors"
	"time"
)

// Rules say what an account's stream does to messages and connections. The zero value is one that works: each message is sent once,
// in order, those for a program that is away wait for it, and a ping is answered with the bare text pong. Every n counts the
// messages since the rules were set; 0 is never.
type Rules struct {
	DropEvery   int           `json:"drop_every,omitzero"`   // every n-th message never arrives
	RepeatEvery int           `json:"repeat_every,omitzero"` // every n-th message comes twice
	SwapEvery   int           `json:"swap_every,omitzero"`   // every n-th message comes behind the one that follows it
	Delay       time.Duration `json:"-"`                     // before each message, by the clock of the machine
	KillEvery   int           `json:"kill_every,omitzero"`   // the connection ends behind every n-th message
	Kill        Kill          `json:"kill,omitzero"`         // how it ends then
	// Replay is how many of the latest messages come again on a new connection, before the others, at most 1000. The service
	// is not known to do so.
	Replay int `json:"replay,omitzero"`
	// LoseAway loses the messages for a program that is away.
	LoseAway bool `json:"lose_away,omitzero"`
	Pong     Pong `json:"pong,omitzero"`
	// Refuse is how many of the next connections are refused, with Refusal.
	Refuse  int     `json:"refuse,omitzero"`
	Refusal Refusal `json:"refusal,omitzero"`
}

// maxReplay is how many messages an account remembers.
const maxReplay = 1000

// Check says what is wrong with the rules.
func (r Rules) Check() error {
	for _, n := range []int{r.DropEvery, r.RepeatEvery, r.SwapEvery, r.KillEvery, r.Replay, r.Refuse, int(r.Delay)} {
		if n < 0 {
			return errors.New("a rule is below 0")
		}
	}
	switch r.Pong {
	case PongText, PongJSON, PongControl, PongNone:
	default:
		return errors.New("there is no such pong")
	}
	switch {
	case r.SwapEvery == 1:
		return errors.New("not every message can come behind the next one")
	case r.Replay > maxReplay:
		return errors.New("at most 1000 messages come again")
	case r.Refuse > 0 && r.Refusal == Refusal{}:
		return errors.New("a refusal has a status or a code")
	}
	if r.Refusal.Status != 0 && (r.Refusal.Status < 200 || r.Refusal.Status > 599) {
		return errors.New("no answer has that HTTP status")
	}
	return errors.Join(r.Kill.check(), Kill{Code: r.Refusal.closeCode()}.check())
}

// A Pong is how pings are answered. All three forms are documented.
type Pong string

// The forms of pongs. PongText was seen from the service.
const (
	PongText    Pong = ""        // the bare text pong
	PongJSON    Pong = "json"    // {"type":"pong"}
	PongControl Pong = "control" // a WebSocket pong frame
	PongNone    Pong = "none"
)

// A Kill is the end of a connection.
type Kill struct {
	Code     int    `json:"code,omitzero"`      // of a close frame; 0 is none: the connection is just gone
	Reason   string `json:"reason,omitzero"`    // of the close frame
	MidFrame bool   `json:"mid_frame,omitzero"` // half a message comes before
	Reset    bool   `json:"reset,omitzero"`     // by TCP: what is still on its way may be lost
}

func (k Kill) check() error {
	if k.Code == 0 || k.Code == 1000 || k.Code == 1001 || k.Code == 1002 || k.Code == 1003 || 1007 <= k.Code && k.Code <= 1014 || 3000 <= k.Code && k.Code <= 4999 {
		if len(k.Reason) > 123 {
			return errors.New("a reason of more than 123 bytes")
		}
		return nil
	}
	return errors.New("no close frame has that code")
}

// A Refusal is what a program gets instead of a connection: an HTTP status with a code in JSON, or, without a status, a close
// frame with the code.
type Refusal struct {
	Status int    `json:"status,omitzero"`
	Code   int    `json:"code,omitzero"`
	Reason string `json:"reason,omitzero"`
}

func (r Refusal) closeCode() int {
	if r.Status != 0 {
		return 0
	}
	return r.Code
}

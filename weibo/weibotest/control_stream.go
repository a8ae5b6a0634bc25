package weibotest

import (
	"errors"
	"fmt"
	"net/http"
	"strconv"
	"time"

	"github.com/seed4635ade2/weibo-go/weibo/weibotest/streamtest"
)

// A controlStream is the message stream of an account.
type controlStream struct {
	UID         int64               `json:"uid"`
	AppID       string              `json:"app_id"`
	AppSecret   string              `json:"app_secret"`
	Connected   bool                `json:"connected"`
	Connections int                 `json:"connections"` // since the start or the last reset
	Rules       controlRules        `json:"rules"`
	Frames      []streamtest.Frame  `json:"frames"`  // of the program
	Answers     []streamtest.Answer `json:"answers"` // of the program
}

// controlRules are [streamtest.Rules] in JSON.
type controlRules struct {
	streamtest.Rules
	DelayMS int64 `json:"delay_ms,omitzero"`
}

// streamOf returns the stream of an account, of the first one for 0.
func (s *Sandbox) streamOf(uid int64) (int64, *streamtest.Account, error) {
	users := s.Users()
	if uid == 0 {
		uid = users[0].UID
	}
	for _, u := range users {
		if u.UID == uid {
			return uid, s.streams.Account(uid), nil
		}
	}
	return 0, nil, fmt.Errorf("there is no account %d", uid)
}

func (s *Sandbox) controlStream(r *http.Request) (any, error) {
	var uid int64
	if text := r.URL.Query().Get("uid"); text != "" {
		var err error
		if uid, err = strconv.ParseInt(text, 10, 64); err != nil {
			return nil, fmt.Errorf("uid is no number: %q", clip(text))
		}
	}
	return s.streamState(uid)
}

func (s *Sandbox) streamState(uid int64) (any, error) {
	uid, account, err := s.streamOf(uid)
	if err != nil {
		return nil, err
	}
	pair := s.OpenIMCredentials(uid)
	state := controlStream{UID: uid, AppID: pair.AppID, AppSecret: pair.AppSecret, Frames: []streamtest.Frame{}, Answers: []streamtest.Answer{}}
	state.Connections, state.Connected = account.Connections()
	state.Rules.Rules = account.Rules()
	state.Rules.DelayMS = state.Rules.Delay.Milliseconds()
	frames, _ := account.Frames()
	state.Frames = append(state.Frames, frames...)
	state.Answers = append(state.Answers, account.Answers()...)
	return state, nil
}

func (s *Sandbox) controlStreamMessage(r *http.Request) (any, error) {
	var sent struct {
		UID int64 `json:"uid"`
		streamtest.Message
	}
	if err := readControl(r, &sent); err != nil {
		return nil, err
	}
	uid, account, err := s.streamOf(sent.UID)
	if err != nil {
		return nil, err
	}
	if sent.From == "" {
		sent.From = strconv.FormatInt(uid, 10) // the owner of the account
	}
	return map[string]string{"id": account.Send(sent.Message)}, nil
}

func (s *Sandbox) controlStreamFrame(r *http.Request) (any, error) {
	var sent struct {
		UID int64  `json:"uid"`
		Raw string `json:"raw"`
	}
	if err := readControl(r, &sent); err != nil {
		return nil, err
	}
	uid, account, err := s.streamOf(sent.UID)
	if err != nil {
		return nil, err
	}
	account.SendRaw([]byte(sent.Raw))
	return s.streamState(uid)
}

func (s *Sandbox) controlStreamRules(r *http.Request) (any, error) {
	var set struct {
		UID int64 `json:"uid"`
		controlRules
	}
	if err := readControl(r, &set); err != nil {
		return nil, err
	}
	uid, account, err := s.streamOf(set.UID)
	if err != nil {
		return nil, err
	}
	if set.DelayMS > maxDelay.Milliseconds() {
		return nil, fmt.Errorf("delay_ms is above %d", maxDelay.Milliseconds())
	}
	set.Delay = time.Duration(set.DelayMS) * time.Millisecond
	if err := set.Check(); err != nil {
		return nil, err
	}
	account.SetRules(set.Rules)
	return s.streamState(uid)
}

func (s *Sandbox) controlStreamKill(r *http.Request) (any, error) {
	var how struct {
		UID int64 `json:"uid"`
		streamtest.Kill
	}
	if err := readControl(r, &how); err != nil {
		return nil, err
	}
	uid, account, err := s.streamOf(how.UID)
	if err != nil {
		return nil, err
	}
	if (streamtest.Rules{Kill: how.Kill}).Check() != nil {
		return nil, errors.New("no close frame is like that")
	}
	account.Kill(how.Kill)
	return s.streamState(uid)
}

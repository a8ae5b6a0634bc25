package weibotest

import "github.com/seed4635ade2/weibo-go/weibo/weibotest/streamtest"

// OpenIMStream returns the service's side of the message stream of an account: private messages for its program are sent by it, and
// it has what the program sent. The stream is under /ws/stream, with the credentials and tokens of open-im. It panics if there is
// no such account. Experimental.
func (s *Sandbox) OpenIMStream(uid int64) *streamtest.Account {
	s.OpenIMCredentials(uid) // panics
	return s.streams.Account(uid)
}

// openIMStreams returns what takes the connections of programs.
func (s *Sandbox) openIMStreams() *streamtest.Hub {
	return streamtest.NewHub(func(appID, token string) (uid int64, ok bool) {
		s.store.mu.Lock()
		defer s.store.mu.Unlock()
		t, err := s.store.openIMToken(token, s.now())
		return t.uid, err == nil && appID == openIMCredentials(t.uid).AppID
	})
}

package messages

import "sync"

// remembered is how many messages a handler knows again. The three pushes of one message come within seconds.
const remembered = 1024

// A key tells a message from others. Weibo says that sender and time do; but somebody may scan a code and by that follow, in
// the same second, so the kind is part of it.
type key struct {
	sender, sent  int64
	kind, subkind string
}

// keyOf returns false for a message whose sender or time could not be read.
func keyOf(m *Message) (k key, ok bool) {
	if m.Sender == 0 || m.SentAt.IsZero() {
		return k, false
	}
	return key{m.Sender, m.SentAt.Unix(), m.Type, m.subtype}, true
}

// seen remembers the latest messages.
type seen struct {
	mu     sync.Mutex
	known  map[key]bool
	latest []key // a ring
	next   int   // where the oldest is, once it is full
}

// add returns false if the message was there already.
func (s *seen) add(k key) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.known[k] {
		return false
	}
	if s.known == nil {
		s.known = map[key]bool{}
	}
	s.known[k] = true
	if len(s.latest) < remembered {
		s.latest = append(s.latest, k)
		return true
	}
	delete(s.known, s.latest[s.next])
	s.latest[s.next] = k
	s.next = (s.next + 1) % remembered
	return true
}

// remove forgets a message. Its place in the ring is given up when its turn comes.
func (s *seen) remove(k key) {
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.known, k)
}

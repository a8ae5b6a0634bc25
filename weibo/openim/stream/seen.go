package stream

import "crypto/sha256"

// seen remembers the latest messages.
type seen struct {
	keys map[[sha256.Size]byte]struct{}
	ring [][sha256.Size]byte
	next int // where in ring the oldest one is, once it is full
	most int
}

func newSeen(most int) *seen { return &seen{keys: map[[sha256.Size]byte]struct{}{}, most: most} }

// add remembers a message, and tells whether it is new.
func (s *seen) add(key [sha256.Size]byte) bool {
	if _, known := s.keys[key]; known {
		return false
	}
	s.keys[key] = struct{}{}
	if len(s.ring) < s.most {
		s.ring = append(s.ring, key)
		return true
	}
	delete(s.keys, s.ring[s.next])
	s.ring[s.next] = key
	s.next = (s.next + 1) % s.most
	return true
}

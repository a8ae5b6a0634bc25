package text

import "iter"

// piece is the smallest part of a text that is not cut: an entity or a cluster.
type piece struct {
	start, end int
	length     int // as Length counts it
}

// pieces returns the pieces of a text. Their lengths add up to that of the text.
func pieces(s string) iter.Seq[piece] {
	return func(yield func(piece) bool) {
		i := 0
		for t := range tokens(s) {
			if !clusters(s, i, t.start, yield) {
				return
			}
			start := max(i, t.start) // the piece before may have taken on the first dot of a full text
			i = extend(s, t.end)
			if !yield(piece{start, i, Length(s[start:i])}) {
				return
			}
		}
		clusters(s, i, len(s), yield)
	}
}

// clusters yields the clusters from one place to another.
func clusters(s string, from, to int, yield func(piece) bool) bool {
	for from < to {
		end := clusterEnd(s[:to], from)
		if !yield(piece{from, end, widths(s[from:end])}) {
			return false
		}
		from = end
	}
	return true
}

// widths returns what the characters of a text count, links aside.
func widths(s string) int {
	n := 0
	for _, r := range s {
		n += width(r)
	}
	return n
}

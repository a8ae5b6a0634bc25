package text

import (
	"fmt"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// minSplit is the least length of a part: room for its number and for a short link.
const minSplit = 2 * 20

// Split returns a text in parts that are not longer than max, such as [MaxStatus], as [Length] counts, to be published one
// after the other. Each ends in a blank and its number, such as (1/3); a text that fits is one part without a number. Without
// the numbers and the blanks before them the parts are the text again.
//
// A part ends behind a sentence or a line where that leaves it at least two thirds full, else behind a clause or a word. What
// [Truncate] does not cut is not cut here either, unless it is too long for a part of its own. The same text and max always
// give the same parts. A max below 40 is an error.
func Split(s string, max int) ([]string, error) {
	if Fits(s, max) {
		return []string{s}, nil
	}
	if max < minSplit {
		return nil, fmt.Errorf("text: parts of %d characters are too short, the least is %d", max, minSplit)
	}
	// How many digits the total has is known when the parts are, and how long these are depends on the digits.
	least := Length(s) / max
	for digits, most := 1, 9; ; digits, most = digits+1, most*10+9 {
		if most < least {
			continue
		}
		if ends, ok := cut(s, max, digits, most); ok {
			return numbered(s, ends), nil
		}
	}
}

// numbered returns the parts of a text that end at the given places.
func numbered(s string, ends []int) []string {
	parts := make([]string, len(ends))
	start := 0
	for i, end := range ends {
		parts[i] = fmt.Sprintf("%s (%d/%d)", s[start:end], i+1, len(ends))
		start = end
	}
	return parts
}

// cut returns where the parts of a text end, or false if they are more than most, which is all that so many digits count.
func cut(s string, max, digits, most int) (ends []int, ok bool) {
	room := func(part int) int { return max - len(" (/)") - len(strconv.Itoa(part)) - digits }
	for rest := small(s, room(most)); len(rest) > 0; {
		if len(ends) == most {
			return nil, false
		}
		n := fill(s, rest, room(len(ends)+1))
		ends = append(ends, rest[n-1].end)
		rest = rest[n:]
	}
	return ends, true
}

// fill returns how many of the pieces make the next part, which has the given room.
func fill(s string, rest []piece, room int) int {
	length, sentence, clause := 0, 0, 0
	var before pause
	for i, p := range rest {
		if length += p.length; length > room {
			switch {
			case sentence > 0:
				return sentence
			case clause > 0:
				return clause
			}
			return i
		}
		before = pauseAfter(s[p.start:p.end], before)
		if before == afterSentence && 3*length >= 2*room {
			sentence = i + 1
		}
		if before != noPause && 2*length >= room {
			clause = i + 1
		}
	}
	return len(rest)
}

// A pause is how well a text can be cut behind a piece.
type pause int

const (
	noPause pause = iota
	afterClause
	afterSentence
)

func pauseAfter(piece string, before pause) pause {
	r, _ := utf8.DecodeLastRuneInString(piece)
	switch {
	case strings.ContainsRune("\n。！？!?…", r):
		return afterSentence
	case unicode.IsSpace(r):
		return max(before, afterClause) // white space belongs to what it follows
	case strings.ContainsRune("，、；：", r):
		return afterClause
	}
	return noPause
}

// small returns the pieces of a text, those that are longer than room in pieces of their own.
func small(s string, room int) []piece {
	var list []piece
	for p := range pieces(s) {
		if p.length <= room {
			list = append(list, p)
		} else {
			list = dissolve(list, s, p, room)
		}
	}
	return list
}

// dissolve appends the pieces of one that is longer than room: clusters, and characters of a cluster that is too long itself.
// The head of a link counts as much as a short link does, since the part that ends behind it may hold no more of the link: so
// the pieces never count less than what they make.
func dissolve(list []piece, s string, p piece, room int) []piece {
	for i := p.start; i < p.end; {
		if host := linkHost(s, i); host > 0 {
			end := min(host, i+shortLink)
			list = append(list, piece{i, end, shortLink})
			i = end
			continue
		}
		end := clusterEnd(s[:p.end], i)
		if length := widths(s[i:end]); length <= room {
			list = append(list, piece{i, end, length})
		} else {
			list = characters(list, s, i, end)
		}
		i = end
	}
	return list
}

func characters(list []piece, s string, i, end int) []piece {
	for i < end {
		r, size := utf8.DecodeRuneInString(s[i:])
		list = append(list, piece{i, i + size, width(r)})
		i += size
	}
	return list
}

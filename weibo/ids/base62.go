package ids

import (
	"fmt"
	"math"
)

// Weibo does not write an id as one number in base 62. It takes the decimal digits from the right in groups of seven and
// writes each group as four digits in base 62. Only the leftmost group is without leading zeros.
const (
	group      = 1e7 // one more than the largest group
	groupWidth = 4
	// maxBase62 is the length of the largest int64: 19 digits are groups of 5, 7 and 7.
	maxBase62 = 3 + groupWidth + groupWidth
)

const alphabet = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"

// Base62 returns the short form of the id of a status, comment or message, as it stands in addresses. It is what
// [statuses/querymid] answers. For what is no id, 0 and below, it returns "".
//
// [statuses/querymid]: https://open.weibo.com/wiki/2/statuses/querymid
func Base62(id int64) string {
	if id <= 0 {
		return ""
	}
	var b [maxBase62]byte
	i := len(b)
	for ; id > 0; id /= group {
		last := id < group
		for n, width := id%group, 0; n > 0 || !last && width < groupWidth; n, width = n/62, width+1 {
			i--
			b[i] = alphabet[n%62]
		}
	}
	return string(b[i:])
}

// ParseBase62 is the reverse of [Base62]. It is what [statuses/queryid] answers. The error wraps [ErrInvalid]: s is empty,
// begins with 0, holds something else than 0-9, a-z and A-Z or a group that stands for no seven digits, or does not fit
// into an int64.
//
// [statuses/queryid]: https://open.weibo.com/wiki/2/statuses/queryid
func ParseBase62(s string) (int64, error) {
	if s == "" || s[0] == '0' || len(s) > maxBase62 {
		return 0, notBase62(s)
	}
	var id int64
	for rest := s; rest != ""; {
		width := (len(rest)-1)%groupWidth + 1 // the leftmost group may be shorter
		n, ok := parseGroup(rest[:width])
		if !ok || id > (math.MaxInt64-n)/group {
			return 0, notBase62(s)
		}
		id, rest = id*group+n, rest[width:]
	}
	return id, nil
}

func notBase62(s string) error {
	return fmt.Errorf("%w: %.32q is not base 62", ErrInvalid, s)
}

func parseGroup(s string) (n int64, ok bool) {
	for _, c := range s {
		d, ok := digit62(c)
		if !ok {
			return 0, false
		}
		n = n*62 + d
	}
	return n, n < group
}

func digit62(c rune) (int64, bool) {
	switch {
	case '0' <= c && c <= '9':
		return int64(c - '0'), true
	case 'a' <= c && c <= 'z':
		return int64(c-'a') + 10, true
	case 'A' <= c && c <= 'Z':
		return int64(c-'A') + 36, true
	}
	return 0, false
}

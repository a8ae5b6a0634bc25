package text

import (
	"unicode"
	"unicode/utf8"
)

// A cluster is what a reader takes for one character: an emoji of several parts, a letter with its accents, a line break of
// two bytes. The rules are those of Unicode (UAX 29) as far as texts on Weibo need them: families and professions (joined by
// U+200D), skin tones, flags, keycaps, variation selectors, combining marks, Hangul in parts. Where they are simpler, a
// cluster is larger, so nothing is cut that belongs together.

const joiner = '\u200d'

// clusterEnd returns the end of the cluster that begins at i < len(s).
func clusterEnd(s string, i int) int {
	r, size := utf8.DecodeRuneInString(s[i:])
	i += size
	switch {
	case r == '\r' && i < len(s) && s[i] == '\n':
		return i + 1
	case r < ' ':
		return i
	case isRegional(r):
		if second, size := utf8.DecodeRuneInString(s[i:]); isRegional(second) {
			i += size
		}
	}
	return extend(s, i)
}

// extend returns the end of what belongs to the character before i: marks, and whole characters behind a joiner.
func extend(s string, i int) int {
	for i < len(s) && s[i] >= utf8.RuneSelf {
		r, size := utf8.DecodeRuneInString(s[i:])
		if !isExtender(r) {
			break
		}
		i += size
		if next, size := utf8.DecodeRuneInString(s[i:]); r == joiner && isJoined(next) {
			i += size
		}
	}
	return i
}

// isRegional tells the letters of which two make a flag.
func isRegional(r rune) bool { return 0x1f1e6 <= r && r <= 0x1f1ff }

// isExtender tells what belongs to the character before it.
func isExtender(r rune) bool {
	switch {
	case r < 0x300:
		return false
	case r == joiner,
		0x1f3fb <= r && r <= 0x1f3ff, // skin tones
		0xe0020 <= r && r <= 0xe007f, // tags, of the flags of England, Scotland and Wales
		0x1160 <= r && r <= 0x11ff:   // vowels and finals of Hangul
		return true
	case 0x2e80 <= r && r <= 0x9fff && !(0x302a <= r && r <= 0x309a): // Han and kana, to be quick
		return false
	}
	return unicode.In(r, unicode.Mn, unicode.Me, unicode.Mc)
}

// isJoined tells what a joiner takes on: any character that is neither ASCII nor white space.
func isJoined(r rune) bool {
	return r >= utf8.RuneSelf && r != utf8.RuneError && !unicode.IsSpace(r)
}

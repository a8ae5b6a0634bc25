package text

import (
	"iter"
	"unicode/utf8"
)

// A Kind says what an [Entity] is.
type Kind int

// The kinds of entities.
const (
	Mention  Kind = iota + 1 // @name
	Topic                    // #topic#, and the #topic[超话]# of a super topic
	Link                     // http:// or https:// and an address
	Emotion                  // [doge]
	FullText                 // what stands at the end of a long text that was cut: ...全文： and a link
)

var kinds = [...]string{"", "mention", "topic", "link", "emotion", "full text"}

// String names the kind in English.
func (k Kind) String() string {
	if k < Mention || k > FullText {
		return "unknown"
	}
	return kinds[k]
}

// An Entity is a piece of a text that Weibo shows as something else than text.
type Entity struct {
	Kind Kind
	// Text is the piece as it stands in the text.
	Text string
	// Value is what it stands for: the name without @, the topic without #, the phrase without brackets, the address of a
	// link or of the full text. That may be missing; where it is not, ids.ParseStatusURL gives the id of the status.
	Value string
	// Bytes, Runes and UTF16 are where it stands, counted in bytes as Go does, in code points as Python does, and in units
	// of UTF-16 as JavaScript, Java and Swift's NSString do.
	Bytes, Runes, UTF16 Span
}

// A Span is the part of a text from Start up to but not including End.
type Span struct {
	Start, End int
}

// Entities returns the entities of a plain text, in their order; they do not overlap. It allocates nothing. For a text that
// is HTML use [ParseHTML].
//
// It goes by form and asks nobody: a name, a topic or an emotion need not exist. The forms are not documented. They are those
// of programs that show texts of Weibo, and inferred in the rest:
//
//   - a name has 1 to 30 letters and digits of any script, _ and -; mail addresses are left out
//   - a topic is what stands between two #, not blank, without a line break and a link
//   - an emotion has 1 to 20 letters, digits, _ and - between brackets; [emotions] lists those there are
//   - a link is as [Length] counts it
//   - a long text that was cut ends in ...全文 or ...展开, with or without a link behind it
//
// [emotions]: https://open.weibo.com/wiki/2/emotions
func Entities(s string) iter.Seq[Entity] {
	return func(yield func(Entity) bool) {
		at := position{}
		for t := range tokens(s) {
			start := at.advance(s, t.start)
			end := start.advance(s, t.end)
			if !yield(entity(s, t.kind, t.value, start, end)) {
				return
			}
			at = end
		}
	}
}

func entity(s string, kind Kind, value string, start, end position) Entity {
	return Entity{
		Kind:  kind,
		Text:  s[start.bytes:end.bytes],
		Value: value,
		Bytes: Span{start.bytes, end.bytes},
		Runes: Span{start.runes, end.runes},
		UTF16: Span{start.utf16, end.utf16},
	}
}

// position is a place in a text, counted in three ways.
type position struct {
	bytes, runes, utf16 int
}

// advance returns the position of byte i of the text, which must not be before p.
func (p position) advance(s string, i int) position {
	for p.bytes < i {
		switch {
		case s[p.bytes] < utf8.RuneSelf:
			p.bytes++
		case isHan(s, p.bytes):
			p.bytes += hanSize
		default:
			r, size := utf8.DecodeRuneInString(s[p.bytes:])
			p.bytes += size
			if r > 0xffff {
				p.utf16++
			}
		}
		p.runes++
		p.utf16++
	}
	return p
}

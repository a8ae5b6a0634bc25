package wire

import (
	"context"
	"iter"
	"math"
	"strconv"
)

// The functions here are kept from being inlined, and take pointers to parameters as [Params]: so that the generated methods
// share their code. With a copy in each, the generated package would be twice as large.

// Listed is a list that comes in pages: answers A with items E. It does nothing until it is ranged over, and begins anew each
// time.
type Listed[A, E any] func(visit func(answer A, items []E, err error) bool)

// A Reader returns the items of a page that have not come before, sets the parameters to ask for the next page, and tells
// whether there may be one.
type Reader[A, E any] func(answer A) (items []E, more bool)

// A Page returns the items of an answer, and the cursor of the next page or [NoCursor].
type Page[A, E any] func(answer A) (items []E, next int64)

// A Key tells items apart. It returns the zero of K for an item without a key, and false for null, which is no item.
type Key[E any, K comparable] func(item E) (key K, ok bool)

// NoCursor stands for the next_cursor of answers that have none, or none that says anything.
const NoCursor = -1

// List returns the list that an operation gives page after page. Each walk through it begins with start, which returns a copy
// of params, and what reads the pages and sets the copy to ask for the next. The function call is [Call] or [CallValue].
//
//go:noinline
func List[A, E any](
	ctx context.Context, c Carrier, op *Operation, call func(context.Context, Carrier, *Operation, Params, []Option) (A, error),
	params Params, start func(Params) (Params, Reader[A, E]), opts []Option,
) Listed[A, E] {
	return func(visit func(A, []E, error) bool) {
		params, read := start(params)
		for more := true; more; {
			answer, err := call(ctx, c, op, params, opts)
			if err != nil {
				visit(answer, nil, err)
				return
			}
			var items []E
			if items, more = read(answer); len(items) == 0 || !visit(answer, items, nil) {
				return
			}
		}
	}
}

// All is what every generated method with All in its name returns: the items. An error is the last thing that comes.
//
//go:noinline
func All[A, E any](list Listed[A, E]) iter.Seq2[E, error] {
	return func(yield func(E, error) bool) {
		list(func(_ A, items []E, err error) bool {
			for _, item := range items {
				if !yield(item, nil) {
					return false
				}
			}
			var none E
			return err == nil || yield(none, err)
		})
	}
}

// Pages is what every generated method with Pages in its name returns: the answers as they came, but for those that have
// nothing new. An error is the last thing that comes.
//
//go:noinline
func Pages[A, E any](list Listed[A, E]) iter.Seq2[A, error] {
	return func(yield func(A, error) bool) {
		list(func(answer A, _ []E, err error) bool { return yield(answer, err) })
	}
}

// SinceMax reads pages that go from maxID down to since: the next page is that below the lowest id of this one. There is none
// when next_cursor is 0 or not above since: the last page has the since_id of the call in it, if there was one. Nor is there
// one when the server pays no heed to max_id. Ids descend, so what is above max_id came before.
//
//go:noinline
func SinceMax[A, E any](since int64, maxID *int64, page *int, of Page[A, E], id Key[E, int64]) Reader[A, E] {
	return func(answer A) ([]E, bool) {
		top, seen := int64(math.MaxInt64), map[int64]bool{}
		if *maxID > 0 {
			top = *maxID
		}
		lowest := top
		all, next := of(answer)
		items, known := news(all, id, func(n int64) bool {
			if n > top || seen[n] {
				return false
			}
			seen[n], lowest = true, min(lowest, n)
			return true
		})
		if next == NoCursor {
			next = lowest
		}
		*maxID = lowest - 1
		if page != nil {
			*page = 0 // it counts from max_id
		}
		return items, known && next > since && *maxID > since
	}
}

// PageNumbers reads pages with numbers. There is no next one when this one brings nothing new.
//
//go:noinline
func PageNumbers[A, E any, K comparable](page *int, of Page[A, E], key Key[E, K]) Reader[A, E] {
	var seen window[K]
	return func(answer A) ([]E, bool) {
		all, _ := of(answer)
		items, known := news(all, key, seen.add)
		*page = max(*page, 1) + 1
		return items, known
	}
}

// Cursors reads pages of which each has the cursor of the next. There is no next one when the cursor is 0 or stays as it was,
// or when this one brings nothing new.
//
//go:noinline
func Cursors[A, E any, K comparable, C int | int64 | string](cursor *C, page *int, of Page[A, E], key Key[E, K]) Reader[A, E] {
	var seen window[K]
	return func(answer A) ([]E, bool) {
		all, next := of(answer)
		items, known := news(all, key, seen.add)
		before := *cursor
		setCursor(cursor, next)
		if page != nil {
			*page = 0 // it is another way to say the same
		}
		return items, known && next > 0 && *cursor != before
	}
}

func setCursor(cursor any, next int64) {
	switch c := cursor.(type) {
	case *int:
		*c = int(next)
	case *int64:
		*c = next
	case *string:
		*c = strconv.FormatInt(next, 10)
	}
}

// news returns the items of a page that are new, and whether any of them is known to be. An item without a key may be new;
// but a page of such items alone is no reason to ask for another.
func news[E any, K comparable](all []E, key Key[E, K], add func(K) bool) (items []E, known bool) {
	var none K
	for _, item := range all {
		switch k, ok := key(item); {
		case !ok:
		case k == none:
			items = append(items, item)
		case add(k):
			items, known = append(items, item), true
		}
	}
	return items, known
}

// windowSize is how many of the last keys a [window] remembers at least. A list that goes on for longer than that before it
// repeats itself begins with what it began with, which is remembered too.
const windowSize = 4096

// A window tells what is new in a list of any length. It remembers the first keys, and the last ones.
type window[K comparable] struct{ first, before, now map[K]bool }

// add tells whether a key is new, and remembers it.
func (w *window[K]) add(k K) bool {
	if w.first[k] || w.before[k] || w.now[k] {
		return false
	}
	if w.first == nil {
		w.first = map[K]bool{}
		w.now = w.first
	}
	if len(w.now) == windowSize {
		w.before, w.now = w.now, map[K]bool{}
	}
	w.now[k] = true
	return true
}

// Bare is the [Page] of answers that are lists themselves.
func Bare[E any](items []E) ([]E, int64) { return items, NoCursor }

// Itself is the [Key] of items that are ids.
func Itself[K comparable](id K) (K, bool) {
	var none K
	return id, id != none
}

// ID is the [Key] of items that are ids in texts. A text that is no number has none.
func ID(text string) (int64, bool) {
	n, _ := strconv.ParseInt(text, 10, 64)
	return n, text != ""
}

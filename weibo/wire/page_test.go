package wire

import (
	"context"
	"runtime"
	"slices"
	"strconv"
	"testing"
)

const pageSize = 100

// A numbered list is a carrier that answers with pages of pageSize items, which item gives by their place.
type numbered struct {
	item  func(place int) int64
	calls int
}

type numberedParams struct{ page int }

func (p *numberedParams) Encode(*Encoder) {}

func (n *numbered) Carry(_ context.Context, _ *Operation, params Params, result any, _ ...Option) error {
	n.calls++
	first := (max(params.(*numberedParams).page, 1) - 1) * pageSize
	items := result.(*[]int64)
	for i := range pageSize {
		*items = append(*items, n.item(first+i))
	}
	return nil
}

// all returns all that comes.
func (n *numbered) all(t *testing.T) (got []int64) {
	t.Helper()
	start := func(params Params) (Params, Reader[[]int64, int64]) {
		p := *params.(*numberedParams)
		return &p, PageNumbers(&p.page, Bare, Itself[int64])
	}
	for id, err := range All(List(t.Context(), n, &Operation{}, CallValue[[]int64], &numberedParams{}, start, nil)) {
		if err != nil {
			t.Fatal(err)
		}
		if got = append(got, id); len(got) > 100*windowSize {
			t.Fatal("there is no end")
		}
	}
	return got
}

// A list that begins anew after its end ends, whether or not all of it is remembered.
func TestListThatRepeatsItself(t *testing.T) {
	for _, pages := range []int{1, 2, 40, 41, 42, 100, 400} {
		t.Run(strconv.Itoa(pages), func(t *testing.T) {
			length := pages * pageSize
			list := numbered{item: func(place int) int64 { return 1 + int64(place%length) }}
			got := list.all(t)
			if len(got) != length || got[length-1] != int64(length) {
				t.Errorf("%d items, want %d", len(got), length)
			}
			if list.calls != pages+1 {
				t.Errorf("%d pages, want %d", list.calls, pages+1)
			}
		})
	}
}

// What comes again within the window is known.
func TestWindow(t *testing.T) {
	var w window[int]
	for k := range 10 * windowSize {
		if !w.add(k) {
			t.Fatalf("%d came before", k)
		}
		for _, again := range []int{k, max(0, k-windowSize+1), min(k, windowSize-1)} {
			if w.add(again) {
				t.Fatalf("after %d: %d is new again", k, again)
			}
		}
	}
}

// However long a list is, what is remembered of it stays small.
func TestWindowIsBounded(t *testing.T) {
	heap := func() uint64 {
		var m runtime.MemStats
		runtime.GC()
		runtime.ReadMemStats(&m)
		return m.HeapAlloc
	}
	var w window[int]
	before := heap()
	for k := range 100 * windowSize {
		w.add(k)
	}
	if grown := int64(heap() - before); grown > 1<<20 {
		t.Errorf("%d bytes for the keys of a long list", grown)
	}
	runtime.KeepAlive(&w)
}

func TestCursorKinds(t *testing.T) {
	var number int
	var long int64
	var text string
	for _, cursor := range []any{&number, &long, &text} {
		setCursor(cursor, 1464687000)
	}
	if number != 1464687000 || long != 1464687000 || text != "1464687000" {
		t.Errorf("the cursors are %d, %d and %q", number, long, text)
	}
}

func TestID(t *testing.T) {
	texts := []string{"5101694137532416", "9007199254740993", "", "yfcLPlKKn"}
	var got []int64
	for _, text := range texts {
		n, ok := ID(text)
		if ok != (text != "") {
			t.Errorf("%q: %v", text, ok)
		}
		got = append(got, n)
	}
	if want := []int64{5101694137532416, 9007199254740993, 0, 0}; !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
}

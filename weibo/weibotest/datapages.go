package weibotest

import (
	"encoding/binary"
	"errors"
	"fmt"
	"io"
)

// A pageWalk goes through all pages that a bbolt database refers to, and finds those that cannot be right. bbolt takes its pages
// on trust: a reference that leads in a circle makes it read for ever.
//
// The format is that of version 2, which every release has had: a page starts with its number, its kind, the number of its
// elements and how many pages more it takes, and each element has 16 bytes, in the byte order of the machine.
type pageWalk struct {
	file io.ReaderAt
	size int64 // of a page
	end  int64 // the number of the first page that is not in use
	seen map[int64]bool
}

const (
	pageHeader = 16
	pageBranch = 0x01
	pageLeaf   = 0x02
)

var errPages = errors.New("its pages do not fit together")

// tree walks through a page and all that is below it.
func (w *pageWalk) tree(id int64) error {
	page, err := w.read(id)
	if err != nil {
		return err
	}
	return w.elements(page)
}

func (w *pageWalk) elements(page []byte) error {
	if len(page) < pageHeader {
		return errPages
	}
	kind, count := binary.NativeEndian.Uint16(page[8:]), int(binary.NativeEndian.Uint16(page[10:]))
	if kind != pageBranch && kind != pageLeaf || pageHeader*(count+1) > len(page) {
		return errPages
	}
	for i := range count {
		walk := w.leafElement
		if kind == pageBranch {
			walk = w.branchElement
		}
		if err := walk(page[pageHeader*(i+1):]); err != nil {
			return err
		}
	}
	return nil
}

func (w *pageWalk) branchElement(element []byte) error {
	return w.tree(int64(binary.NativeEndian.Uint64(element[8:])))
}

// A leaf is what an element of a leaf page says of itself.
type leaf struct {
	flags            uint32 // 1 if it is a bucket
	value, end, room uint64 // where its value starts and ends, and how much there is
}

func leafAt(element []byte) leaf {
	word := func(at int) uint64 { return uint64(binary.NativeEndian.Uint32(element[at:])) }
	value := word(4) + word(8)
	return leaf{uint32(word(0)), value, value + word(12), uint64(len(element))}
}

// leafElement walks through the bucket that an element is, if it is one. Small buckets have their only page in their value.
func (w *pageWalk) leafElement(element []byte) error {
	e := leafAt(element)
	switch {
	case e.flags > 1 || e.end > e.room:
		return errPages
	case e.flags == 0:
		return nil
	case e.end-e.value < pageHeader:
		return errPages
	}
	bucket := element[e.value:e.end]
	if root := int64(binary.NativeEndian.Uint64(bucket)); root != 0 {
		return w.tree(root)
	}
	return smallBucket(bucket[pageHeader:])
}

// smallBucket looks at the page of a bucket that has no other. No buckets are in it.
func smallBucket(page []byte) error {
	if len(page) < pageHeader || binary.NativeEndian.Uint16(page[8:]) != pageLeaf {
		return errPages
	}
	count := int(binary.NativeEndian.Uint16(page[10:]))
	if pageHeader*(count+1) > len(page) {
		return errPages
	}
	for i := range count {
		if e := leafAt(page[pageHeader*(i+1):]); e.flags != 0 || e.end > e.room {
			return errPages
		}
	}
	return nil
}

// read returns a page with those that belong to it.
func (w *pageWalk) read(id int64) ([]byte, error) {
	if id < 2 || id >= w.end || w.seen[id] { // the first two are about the file
		return nil, errPages
	}
	w.seen[id] = true
	page := make([]byte, w.size)
	if _, err := w.file.ReadAt(page, id*w.size); err != nil {
		return nil, fmt.Errorf("page %d: %w", id, errors.Join(errPages, err))
	}
	more := int64(binary.NativeEndian.Uint32(page[12:]))
	if int64(binary.NativeEndian.Uint64(page)) != id || more >= w.end-id {
		return nil, errPages
	}
	page = append(page, make([]byte, more*w.size)...)
	_, err := w.file.ReadAt(page[w.size:], (id+1)*w.size)
	return page, err
}

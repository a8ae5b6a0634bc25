package wire

import (
	"errors"
	"io"
)

// A Picture is a picture to publish. Package weibo makes them.
type Picture struct {
	name    string
	reopens bool
	open    func() (io.ReadCloser, int64, error)
}

// NewPicture returns the picture that open gives: the content from its start, and its size in bytes, or -1 if that is not
// known. If reopens is set, open may be called more than once.
func NewPicture(name string, reopens bool, open func() (io.ReadCloser, int64, error)) *Picture {
	return &Picture{name, reopens, open}
}

// Open gives the content from its start, and its size in bytes, or -1 if that is not known.
func (p *Picture) Open() (io.ReadCloser, int64, error) {
	if p.open == nil {
		return nil, 0, errors.New("the picture was not made by a function of package weibo")
	}
	return p.open()
}

// Name is the file name that is sent along, but for what servers read in different ways.
func (p *Picture) Name() string { return p.name }

// Reopens tells whether the picture can be sent more than once.
func (p *Picture) Reopens() bool { return p.reopens }

// Named returns the same picture under another file name.
func (p *Picture) Named(name string) *Picture { return &Picture{name, p.reopens, p.open} }

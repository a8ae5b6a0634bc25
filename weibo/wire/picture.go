package wire

import (
	"errors"
	"io"
)

// A Picture is a picture to publish. Package weibo makes them.
type Picture struct {
	name    string
	reopens bool
	any     bool // kind of file
	open    func() (io.ReadCloser, int64, error)
}

// NewPicture returns the picture that open gives: the content from its start, and its size in bytes, or -1 if that is not
// known. If reopens is set, open may be called more than once.
func NewPicture(name string, reopens bool, open func() (io.ReadCloser, int64, error)) *Picture {
	return &Picture{name: name, reopens: reopens, open: open}
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

// AnyKind tells whether it may be any kind of file, since it goes where not only pictures do.
func (p *Picture) AnyKind() bool { return p.any }

// Named returns the same picture under another file name.
func (p *Picture) Named(name string) *Picture {
	own := *p
	own.name = name
	return &own
}

// A File is a file of any kind to send. Where it comes from is as for a [Picture].
type File Picture

// NewFile returns the file that open gives, as [NewPicture] does a picture.
func NewFile(name string, reopens bool, open func() (io.ReadCloser, int64, error)) *File {
	return &File{name: name, reopens: reopens, any: true, open: open}
}

// FileOf returns the file that a picture is, whatever is in it.
func FileOf(p *Picture) *File { return NewFile(p.name, p.reopens, p.open) }

// content returns the file as engines read it.
func (f *File) content() *Picture { return (*Picture)(f) }

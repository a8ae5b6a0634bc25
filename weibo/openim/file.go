package openim

import (
	"io"

	"github.com/seed4635ade2/weibo-go/weibo"
	"github.com/seed4635ade2/weibo-go/weibo/wire"
)

// A File is a file of any kind to send. It is read while it is sent. Experimental.
type File = wire.File

// FilePath is the file with a name, opened when it is sent. Experimental.
func FilePath(name string) *File { return wire.FileOf(weibo.PictureFile(name)) }

// FileBytes is a file in memory. Experimental.
func FileBytes(b []byte) *File { return wire.FileOf(weibo.PictureBytes(b)) }

// FileReader is what a reader gives. It can be sent once, so that a call with it is not repeated with a new token. A reader that
// does not tell its size (by a method Len, or as an io.Seeker) is read into memory first. Experimental.
func FileReader(r io.Reader) *File { return wire.FileOf(weibo.PictureReader(r)) }

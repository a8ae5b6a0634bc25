package tokens

import (
	"errors"
	"fmt"
	"net/url"
	"strings"
	"unicode/utf8"
)

// checkName tells what is wrong with a name, which must be fit for a file.
func checkName(name string) error {
	switch {
	case name == "":
		return errors.New("a token has no name")
	case !utf8.ValidString(name): // JSON would change it
		return errors.New("the name of a token is no UTF-8")
	case len(escape(name)) > maxName:
		return fmt.Errorf("the name of a token has more than %d bytes, of which capitals and the like count three", maxName)
	}
	return nil
}

// maxName leaves room for the endings within the 255 bytes that file systems take.
const maxName = 200

const plain = "abcdefghijklmnopqrstuvwxyz0123456789_-"

// escape makes a file name of any name: what is not plain becomes a percent sign and two digits. Capitals do too, since file
// systems that do not tell them apart would give one user the token of another.
func escape(name string) string {
	var b strings.Builder
	for i := range len(name) {
		if strings.IndexByte(plain, name[i]) >= 0 {
			b.WriteByte(name[i])
		} else {
			fmt.Fprintf(&b, "%%%02x", name[i])
		}
	}
	return b.String()
}

// unescape returns the name that a file name was made of, if it was.
func unescape(file string) (string, bool) {
	name, err := url.PathUnescape(file)
	return name, err == nil && name != "" && escape(name) == file
}

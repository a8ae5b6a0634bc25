package ids

import (
	"fmt"
	"hash/crc32"
	"net/url"
	"path"
	"strconv"
	"strings"
)

// A Size is the part of a picture's address that says how large it is sent. No documentation lists the sizes: those below
// are in answers of the API, in Sina's own scripts or in addresses of the site. The number in a name is taken to be the width
// in pixels. Others can be given as they are.
type Size string

// Sizes.
const (
	Square    Size = "square"
	Thumbnail Size = "thumbnail" // thumbnail_pic of a status
	Thumb150  Size = "thumb150"
	Thumb180  Size = "thumb180"
	Small     Size = "small"
	BMiddle   Size = "bmiddle" // bmiddle_pic of a status
	ORJ360    Size = "orj360"
	ORJ960    Size = "orj960"
	MW690     Size = "mw690"
	MW1024    Size = "mw1024"
	MW2000    Size = "mw2000"
	Large     Size = "large" // original_pic of a status
	WOriginal Size = "woriginal"
)

// PictureURL returns the address of a picture in some size, from the id that statuses/upload_pic answers and pic_ids of a
// status hold. The server asks no token for it, but may refuse a request with the Referer of another site.
//
// The addresses are not documented. Their rule is that of Sina's own scripts and holds for all addresses on record from 2011
// to 2026: https://HOST.sinaimg.cn/SIZE/ID.EXT, where the host is one of ww1 to ww4 or wx1 to wx4. Ids of before 2011 follow
// another rule; for them and for what is no picture id the error wraps [ErrInvalid].
func PictureURL(id string, size Size) (string, error) {
	if err := checkPicture(id); err != nil {
		return "", err
	}
	if size == "" || strings.ContainsFunc(string(size), isNotSize) {
		return "", fmt.Errorf("%w: %.32q is not a size of pictures", ErrInvalid, size)
	}
	host, extension := "wx", ".jpg"
	if id[hostAt] == 'w' {
		host = "ww"
	}
	if id[formatAt] == 'g' {
		extension = ".gif"
	}
	number := strconv.Itoa(int(crc32.ChecksumIEEE([]byte(id))&3) + 1)
	return "https://" + host + number + ".sinaimg.cn/" + string(size) + "/" + id + extension, nil
}

// Where in a picture id its host and its format are told.
const (
	hostAt   = 9  // w or y
	formatAt = 21 // g or j
)

func checkPicture(id string) error {
	valid := formatAt < len(id) && len(id) <= 40 && (id[hostAt] == 'w' || id[hostAt] == 'y')
	if !valid || strings.ContainsFunc(id, func(r rune) bool { _, ok := digit62(r); return !ok }) {
		return fmt.Errorf("%w: %.64q is not the id of a picture", ErrInvalid, id)
	}
	return nil
}

// isNotSize lets through the sizes above and those with numbers, such as crop.0.0.640.640.180.
func isNotSize(r rune) bool {
	_, ok := digit62(r)
	return !ok && r != '.'
}

// PictureID returns the id of the picture at an address, of any size and host, such as thumbnail_pic of a status. With
// [PictureURL] it gives the picture in another size. The error wraps [ErrInvalid].
func PictureID(address string) (string, error) {
	u, err := url.Parse(address)
	if err != nil || !strings.HasSuffix(strings.ToLower(u.Hostname()), ".sinaimg.cn") {
		return "", fmt.Errorf("%w: %.128q is not the address of a picture", ErrInvalid, address)
	}
	file := path.Base(u.Path)
	id := strings.TrimSuffix(file, path.Ext(file))
	if err := checkPicture(id); err != nil {
		return "", err
	}
	return id, nil
}

// PictureUID returns the uid of who uploaded a picture, from the picture's id. A repost keeps the pictures of the original,
// so it need not be the author of the status.
//
// This is not documented. The first eight characters are the uid in base 16, or in base 62 behind 00, as pictures in answers
// of the API show. The error wraps [ErrInvalid].
func PictureUID(id string) (int64, error) {
	if err := checkPicture(id); err != nil {
		return 0, err
	}
	const width = 8
	var uid int64
	var err error
	if short, found := strings.CutPrefix(id[:width], "00"); found {
		for _, c := range short {
			d, _ := digit62(c)
			uid = uid*62 + d
		}
	} else {
		uid, err = strconv.ParseInt(id[:width], 16, 64)
	}
	if err != nil || uid == 0 {
		return 0, fmt.Errorf("%w: %.64q does not begin with a uid", ErrInvalid, id)
	}
	return uid, nil
}

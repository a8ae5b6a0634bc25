package weiboapi

import (
	"cmp"
	"path"
	"strings"

	"github.com/seed4635ade2/weibo-go/weibo/ids"
)

// A StatusPicture is one picture of a status. What is not known is empty.
type StatusPicture struct {
	ID        string // with it package ids gives the picture in more sizes
	Thumbnail string // address of a small one
	Middle    string // address of a middle one
	Original  string // address of a large one
}

// Pictures returns the pictures of the status in their order, each once, in whichever of its forms the answer has them:
// pic_urls on timelines, pic_ids (and for some applications pic_infos) in searches and commercial calls, or only the addresses
// of the first one. An answer has addresses of one size for all pictures but the first; the others follow from it, since
// only one part of the address differs, or from the id. Those of the original of a repost are not among them.
func (s *Status) Pictures() []StatusPicture {
	if s == nil {
		return nil
	}
	var all []StatusPicture
	for _, p := range s.PicURLs {
		if p != nil {
			all = addPicture(all, byAddress(p.ThumbnailPic, p.BmiddlePic, p.OriginalPic))
		}
	}
	first := byAddress(s.ThumbnailPic, s.BmiddlePic, s.OriginalPic)
	for _, id := range s.PicIDs {
		p := first
		if id != first.ID {
			p = s.byID(id)
		}
		all = addPicture(all, p)
	}
	return addPicture(all, first)
}

// addPicture adds a picture to those that are known, or what is new to the one of them that it is.
func addPicture(all []StatusPicture, p StatusPicture) []StatusPicture {
	if p == (StatusPicture{}) {
		return all
	}
	for i := range all {
		if known := &all[i]; known.name() == p.name() {
			known.Thumbnail = cmp.Or(known.Thumbnail, p.Thumbnail)
			known.Middle = cmp.Or(known.Middle, p.Middle)
			known.Original = cmp.Or(known.Original, p.Original)
			return all
		}
	}
	return append(all, p)
}

// name tells a picture from the others of a status.
func (p *StatusPicture) name() string { return cmp.Or(p.ID, p.Thumbnail, p.Middle, p.Original) }

// byAddress returns the picture with these addresses. Missing ones follow from the others.
func byAddress(thumbnail, middle, original string) StatusPicture {
	known := cmp.Or(thumbnail, original, middle)
	return StatusPicture{
		ID:        pictureID(known),
		Thumbnail: cmp.Or(thumbnail, resized(known, ids.Thumbnail)),
		Middle:    cmp.Or(middle, resized(known, ids.BMiddle)),
		Original:  cmp.Or(original, resized(known, ids.Large)),
	}
}

// byID returns the picture with this id. An id that gives no address is kept.
func (s *Status) byID(id string) StatusPicture {
	p := StatusPicture{ID: id}
	if info := s.PicInfos[id]; info != nil {
		p = byAddress(info.Thumbnail.address(), info.Bmiddle.address(), cmp.Or(info.Large.address(), info.Original.address()))
		p.ID = id
	}
	thumbnail, err := ids.PictureURL(id, ids.Thumbnail)
	if err != nil {
		return p
	}
	p.Thumbnail = cmp.Or(p.Thumbnail, thumbnail)
	p.Middle = cmp.Or(p.Middle, resized(thumbnail, ids.BMiddle))
	p.Original = cmp.Or(p.Original, resized(thumbnail, ids.Large))
	return p
}

func (p *PicSize) address() string {
	if p == nil {
		return ""
	}
	return p.URL
}

// splitPicture splits the address of a picture around its size. It is false for addresses of another form: those of before
// 2011, and those with a query, which may hold a signature.
func splitPicture(address string) (before, file string, ok bool) {
	dir, file := path.Split(address)
	before, size := path.Split(strings.TrimSuffix(dir, "/"))
	switch ids.Size(size) {
	case ids.Thumbnail, ids.BMiddle, ids.Large:
		return before, file, file != "" && !strings.ContainsAny(file, "?#")
	}
	return "", "", false
}

func pictureID(address string) string {
	_, file, ok := splitPicture(address)
	if !ok {
		return ""
	}
	return strings.TrimSuffix(file, path.Ext(file))
}

// resized returns the address of the picture in another size, or nothing if the address has not the form for that.
func resized(address string, size ids.Size) string {
	before, file, ok := splitPicture(address)
	if !ok {
		return ""
	}
	return before + string(size) + "/" + file
}

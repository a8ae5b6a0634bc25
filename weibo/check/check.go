package check

import (
	"context"

	"github.com/seed4635ade2/weibo-go/gen/weiboapi"
	"github.com/seed4635ade2/weibo-go/weibo/text"
)

// Share checks the parameters of statuses/share. The error is an [*Error] with all problems, or nil.
//
// The text has 1 to 140 Han characters as [text.Length] counts them, no #topic# and a link; all links are under a safe
// domain of the application, which is the domain itself or one below it. The safe domains are those of the console of
// open.weibo.com, such as "example.com"; without any, links may lead anywhere. The picture, if there is one, is as for
// [weibo.CheckPicture]: one that can be opened only once is not looked at.
//
// Documentation: https://open.weibo.com/wiki/2/statuses/share
//
// [weibo.CheckPicture]: https://pkg.go.dev/github.com/seed4635ade2/weibo-go/weibo#CheckPicture
func Share(ctx context.Context, p weiboapi.StatusesShareParams, safeDomains ...string) error {
	var found problems
	found.text(p.Status, text.MaxStatus)
	found.topic(p.Status)
	found.links(p.Status, safeDomains)
	found.picture(ctx, p.Pic)
	return found.err()
}

// Update checks the parameters of statuses/update. The error is an [*Error] with all problems, or nil.
//
// The text has 1 to 140 Han characters as [text.Length] counts them, or to 2000 with IsLongText. Annotations are a JSON
// array of objects, of at most 512 characters. Lat and Long come together, from -90 to 90 and from -180 to 180.
//
// Documentation: https://open.weibo.com/wiki/2/statuses/update
func Update(p weiboapi.StatusesUpdateParams) error {
	most := text.MaxStatus
	if p.IsLongText {
		most = text.MaxLongStatus
	}
	var found problems
	found.text(p.Status, most)
	found.annotations(p.Annotations)
	found.place(p.Lat, p.Long)
	return found.err()
}

// Upload checks the parameters of statuses/upload. The error is an [*Error] with all problems, or nil. The rules are those of
// [Update] for a text that is not long, and those of [Share] for the picture, which must be there.
//
// Documentation: https://open.weibo.com/wiki/2/statuses/upload
func Upload(ctx context.Context, p weiboapi.StatusesUploadParams) error {
	var found problems
	found.text(p.Status, text.MaxStatus)
	if p.Pic == nil {
		found.add(Problem{Param: "pic", Rule: PictureMissing})
	}
	found.picture(ctx, p.Pic)
	found.annotations(p.Annotations)
	found.place(p.Lat, p.Long)
	return found.err()
}

// UploadURLText checks the parameters of statuses/upload_url_text. The error is an [*Error] with all problems, or nil. The
// rules are those of [Update] for a text that is not long. Pictures are checked by weibo.Client.PublishPictures itself.
//
// Documentation: https://open.weibo.com/wiki/2/statuses/upload_url_text
func UploadURLText(p weiboapi.StatusesUploadURLTextParams) error {
	var found problems
	found.text(p.Status, text.MaxStatus)
	found.annotations(p.Annotations)
	found.place(p.Lat, p.Long)
	return found.err()
}

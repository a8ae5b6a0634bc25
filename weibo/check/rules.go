package check

import (
	"context"
	"encoding/json"
	"errors"
	"net/url"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/seed4635ade2/weibo-go/weibo"
	"github.com/seed4635ade2/weibo-go/weibo/text"
)

// maxAnnotations is the length of annotations in characters.
const maxAnnotations = 512

// maxValue is how much of what stands in a text is shown, as text.Length counts.
const maxValue = 60

// problems are those found so far.
type problems []*Problem

func (found *problems) add(p Problem) {
	p.Code = rules[p.Rule].code
	*found = append(*found, &p)
}

func (found problems) err() error {
	if len(found) == 0 {
		return nil
	}
	return &Error{found}
}

func (found *problems) text(status string, most int) {
	if strings.TrimSpace(status) == "" {
		found.add(Problem{Param: "status", Rule: TextEmpty})
	} else if n := text.Length(status); n > most {
		found.add(Problem{Param: "status", Rule: TextTooLong, Limit: strconv.Itoa(most), Value: strconv.Itoa(n)})
	}
}

func (found *problems) topic(status string) {
	for e := range text.Entities(status) {
		if e.Kind == text.Topic {
			found.add(Problem{Param: "status", Rule: TextTopic, Value: clip(e.Text)})
			return
		}
	}
}

// links finds that there is no link, or each host that is none of the safe ones.
func (found *problems) links(status string, safe []string) {
	some, foreign := false, map[string]bool{}
	for e := range text.Entities(status) {
		if e.Kind != text.Link && e.Kind != text.FullText || e.Value == "" {
			continue
		}
		some = true
		if host := hostOf(e.Value); len(safe) > 0 && !foreign[host] && !isUnder(host, safe) {
			foreign[host] = true
			found.add(Problem{Param: "status", Rule: LinkForeign, Limit: strings.Join(safe, ", "), Value: clip(host)})
		}
	}
	if !some {
		found.add(Problem{Param: "status", Rule: LinkMissing, Limit: strings.Join(safe, ", ")})
	}
}

// hostOf returns the host that a browser would go to, or the whole link if that cannot be told.
func hostOf(link string) string {
	u, err := url.Parse(link)
	if err != nil || u.Hostname() == "" {
		return link
	}
	return strings.ToLower(u.Hostname())
}

// isUnder tells whether a host is one of the domains, or below one.
func isUnder(host string, domains []string) bool {
	for _, d := range domains {
		if d = strings.ToLower(d); d != "" && (host == d || strings.HasSuffix(host, "."+d)) {
			return true
		}
	}
	return false
}

func (found *problems) picture(ctx context.Context, pic *weibo.Picture) {
	if pic == nil {
		return
	}
	err := weibo.CheckPicture(ctx, pic)
	var large *weibo.TooLargeError
	switch {
	case err == nil:
	case errors.As(err, &large):
		found.add(Problem{Param: "pic", Rule: PictureTooLarge, Limit: decimal(large.Limit), Value: decimal(large.Size), Err: err})
	case errors.Is(err, weibo.ErrNotPicture):
		found.add(Problem{Param: "pic", Rule: PictureType, Limit: "JPEG, GIF, PNG", Err: err})
	default:
		found.add(Problem{Param: "pic", Rule: PictureUnreadable, Err: err})
	}
}

func (found *problems) annotations(a json.RawMessage) {
	if len(a) == 0 {
		return
	}
	if n := utf8.RuneCount(a); n > maxAnnotations {
		found.add(Problem{Param: "annotations", Rule: AnnotationsTooLong, Limit: decimal(maxAnnotations), Value: strconv.Itoa(n)})
	}
	var list []map[string]json.RawMessage
	if err := json.Unmarshal(a, &list); err != nil || len(list) == 0 {
		found.add(Problem{Param: "annotations", Rule: AnnotationsForm, Err: err})
	}
}

func (found *problems) place(lat, long *float64) {
	found.degrees("lat", lat, 90)
	found.degrees("long", long, 180)
	switch {
	case lat == nil && long != nil:
		found.add(Problem{Param: "lat", Rule: PlaceIncomplete})
	case lat != nil && long == nil:
		found.add(Problem{Param: "long", Rule: PlaceIncomplete})
	}
}

func (found *problems) degrees(param string, v *float64, most int) {
	if v == nil || *v >= float64(-most) && *v <= float64(most) {
		return
	}
	m := strconv.Itoa(most)
	found.add(Problem{Param: param, Rule: PlaceOutOfRange, Limit: "-" + m + "…" + m, Value: strconv.FormatFloat(*v, 'f', -1, 64)})
}

func decimal(n int64) string { return strconv.FormatInt(n, 10) }

func clip(s string) string { return text.Truncate(s, maxValue, "…") }

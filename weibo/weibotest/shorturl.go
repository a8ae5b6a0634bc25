package weibotest

import (
	"hash/fnv"
	"net/http"
	"net/url"
	"path"
	"slices"
	"strconv"
	"strings"
)

// A shortURL is a short link. Weibo's are under http://t.cn; those here are under /t.cn of the sandbox, where they lead on.
type shortURL struct {
	Code   string
	Long   string
	Clicks int
}

func (*shortURL) bucket() string { return "short" }
func (l *shortURL) key() string  { return l.Code }
func (l *shortURL) row() any     { return l }

func (s *store) readShort(code string, l *shortURL) error {
	s.short[code] = l
	return nil
}

func (c *call) shortText(code string) string { return c.base + "/t.cn/" + code }

// shorten returns the short link of an address, which is always the same, or nil if it is no address of the web.
func (s *store) shorten(long string) *shortURL {
	u, err := url.Parse(long)
	if err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https" {
		return nil
	}
	h := fnv.New64a()
	h.Write([]byte(long))
	for n := h.Sum64(); ; n++ {
		code := strconv.FormatUint(n, 36)[:7]
		switch l := s.short[code]; {
		case l == nil:
			l = &shortURL{Code: code, Long: long}
			s.short[code] = l
			s.keep(l)
			return l
		case l.Long == long:
			return l
		}
		n += 1 << 32 // another code
	}
}

// lookup finds a short link, in the form of the sandbox or in that of Weibo.
func (s *store) lookup(short string) *shortURL {
	if !strings.Contains(short, "t.cn/") {
		return nil
	}
	return s.short[path.Base(short)]
}

type shortAnswer struct {
	Short      string `json:"url_short"`
	Long       string `json:"url_long"`
	Type       int    `json:"type"`
	Result     bool   `json:"result"`
	ObjectType string `json:"object_type"`
	ObjectID   string `json:"object_id"`
	Transcode  int    `json:"transcode"`
}

func urls(list any) map[string]any { return map[string]any{"urls": list} }

func (c *call) shortenURLs() (any, error) {
	answers := []shortAnswer{}
	for _, long := range c.texts("url_long") {
		a := shortAnswer{Long: long}
		if l := c.store.shorten(long); l != nil {
			a.Short, a.Result = c.shortText(l.Code), true
		}
		answers = append(answers, a)
	}
	return urls(answers), nil
}

// aboutShort answers with something about each short link of the call. Of an unknown one the link is nil.
func aboutShort(about func(c *call, short string, l *shortURL) any) handler {
	return func(c *call) (any, error) {
		answers := []any{}
		for _, short := range c.texts("url_short") {
			if a := about(c, short, c.store.lookup(short)); a != nil {
				answers = append(answers, a)
			}
		}
		return urls(answers), nil
	}
}

func (c *call) expandURL(short string, l *shortURL) any {
	a := shortAnswer{Short: short}
	if l != nil {
		a.Long, a.Result = l.Long, true
	}
	return a
}

func (c *call) urlInfo(short string, l *shortURL) any {
	a := map[string]any{"url_short": short, "url_long": "", "title": "", "description": "", "type": 0, "result": l != nil, "last_modified": 0, "transcode": 0}
	if l != nil {
		a["url_long"] = l.Long
	}
	return a
}

// aCount makes the answer of those calls that count something about a short link.
func aCount(member string, count func(*call, *shortURL) int) handler {
	return aboutShort(func(c *call, short string, l *shortURL) any {
		if l == nil {
			return map[string]any{"url_short": short, "url_long": "", member: 0}
		}
		return map[string]any{"url_short": short, "url_long": l.Long, member: count(c, l)}
	})
}

func (c *call) clicks(l *shortURL) int       { return l.Clicks }
func (c *call) shareCount(l *shortURL) int   { return len(c.withLink(l)) }
func (c *call) commentCount(l *shortURL) int { return len(c.commentsWithLink(l)) }

// withLink returns the statuses with a link, short or long.
func (c *call) withLink(l *shortURL) []*status { return either(c.store.linked, c.shortText(l.Code), l) }

func (c *call) commentsWithLink(l *shortURL) []*comment {
	return either(c.store.linkedBy, c.shortText(l.Code), l)
}

func either[T item](by map[string][]T, short string, l *shortURL) []T {
	all := slices.Concat(by[short], by["http://t.cn/"+l.Code], by[l.Long])
	slices.SortFunc(all, func(a, b T) int { return int(a.identity() - b.identity()) })
	return slices.Compact(all)
}

// oneShort returns the link of the calls that take only one.
func (c *call) oneShort() (*shortURL, error) {
	if l := c.store.lookup(c.text("url_short")); l != nil {
		return l, nil
	}
	return nil, invalid("url_short", "a short link", c.text("url_short"))
}

func (c *call) shares() (any, error) {
	l, err := c.oneShort()
	if err != nil {
		return nil, err
	}
	p := c.turn(cut(c.withLink(l), c.window()))
	return map[string]any{"url_short": c.text("url_short"), "url_long": l.Long, "share_statuses": c.statuses(p.shown)}, nil
}

func (c *call) sharedComments() (any, error) {
	l, err := c.oneShort()
	if err != nil {
		return nil, err
	}
	shown, next := cut(c.commentsWithLink(l), c.window())
	page := c.commentPage(shown, next, 0)
	return map[string]any{"url_short": c.text("url_short"), "url_long": l.Long, "share_comments": page.Comments}, nil
}

// serveShort leads on from a short link, and counts that.
func (s *Sandbox) serveShort(w http.ResponseWriter, r *http.Request) {
	s.store.mu.Lock()
	defer s.store.mu.Unlock()
	l := s.store.short[r.PathValue("code")]
	if l == nil {
		http.NotFound(w, r)
		return
	}
	l.Clicks++
	s.store.keep(l)
	if err := s.store.commit(); err != nil {
		http.Error(w, err.Error(), http.StatusInternalServerError)
		return
	}
	http.Redirect(w, r, l.Long, http.StatusFound)
}

package lookup

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/seed4635ade2/weibo-go/gen/weiboapi"
	"github.com/seed4635ade2/weibo-go/weibo/wire"
)

// A Place is a country, a province or a city.
type Place struct {
	Code string // of 3, 6 or 9 digits; it begins with that of what the place lies in
	Name string
}

// Places are countries, provinces and cities, by code and by name. China has the code 001, Beijing 001011.
//
// These are not the numbers in the members province and city of a user, and nothing on record says how the one follows from
// the other: a user's place in words is in Location.
//
// The calls behind it are not in the newest index of the API, so that an application may be refused.
//
// Documentation: https://open.weibo.com/wiki/2/common/get_country, https://open.weibo.com/wiki/2/common/get_province and
// https://open.weibo.com/wiki/2/common/get_city
type Places struct {
	// MaxAge is for how long a list is kept. The default is [DefaultMaxAge]. Set it before the first use.
	MaxAge time.Duration
	// Language is that of the names: zh-cn, the default, zh-tw or english. Set it before the first use.
	Language string

	common *weiboapi.CommonService
	opts   []wire.Option

	mu    sync.Mutex
	lists map[string]*cache[[]Place] // by the code of what the places lie in
}

// NewPlaces returns the places of client.Common. The options, such as weibo.WithToken, go with the calls. An app key is
// documented to be enough for cities, and likely to be for the others.
func NewPlaces(common *weiboapi.CommonService, opts ...wire.Option) *Places {
	return &Places{common: common, opts: opts, lists: map[string]*cache[[]Place]{}}
}

// In returns the places that lie in one with a code, in the order of Weibo: all countries for "", the provinces of a
// country, the cities of a province. For a code that Weibo does not know the answer is empty, or the error is that of the
// call; which of them is not on record. What cannot be such a code is [ErrNotFound], and nothing is sent.
func (p *Places) In(ctx context.Context, code string) ([]Place, error) {
	list, err := p.in(ctx, code)
	return slices.Clone(list), err
}

// Name returns the name of the country, province or city with a code of 3, 6 or 9 digits. The error is [ErrNotFound] if there
// is none, or that of the call.
func (p *Places) Name(ctx context.Context, code string) (string, error) {
	if len(code) < codeStep {
		return "", notFound(code)
	}
	list, err := p.in(ctx, code[:len(code)-codeStep])
	if err != nil {
		return "", err
	}
	for _, place := range list {
		if place.Code == code {
			return place.Name, nil
		}
	}
	return "", notFound(code)
}

// Code returns the code of a place by its names from the country on, such as "中国", "北京", "东城": as Weibo writes them, in the
// Language of p. The error is [ErrNotFound] if one of them is not there, or that of the call.
func (p *Places) Code(ctx context.Context, names ...string) (code string, err error) {
	for _, name := range names {
		list, err := p.in(ctx, code)
		if err != nil {
			return "", err
		}
		i := slices.IndexFunc(list, func(place Place) bool { return place.Name == name })
		if i < 0 {
			return "", notFound(name)
		}
		code = list[i].Code
	}
	if code == "" {
		return "", notFound("")
	}
	return code, nil
}

func notFound(name string) error { return fmt.Errorf("%w: place %.64q", ErrNotFound, name) }

// codeStep is by how many digits a code is longer than that of what the place lies in.
const codeStep = 3

// in returns the places that lie in one. Lists that could not be had, and empty ones, leave nothing behind, so that codes
// which somebody makes up do not pile up.
func (p *Places) in(ctx context.Context, code string) ([]Place, error) {
	if len(code) > 2*codeStep || len(code)%codeStep != 0 || strings.Trim(code, "0123456789") != "" {
		return nil, notFound(code)
	}
	p.mu.Lock()
	c := p.lists[code]
	if c == nil {
		c = &cache[[]Place]{keepOld: true, ask: func(ctx context.Context) ([]Place, time.Time, error) { return p.ask(ctx, code) }}
		p.lists[code] = c
	}
	p.mu.Unlock()
	list, err := c.get(ctx)
	if len(list) == 0 {
		p.mu.Lock()
		if p.lists[code] == c && c.idle() {
			delete(p.lists, code)
		}
		p.mu.Unlock()
	}
	return list, err
}

// ask asks Weibo for the places that lie in one.
func (p *Places) ask(ctx context.Context, code string) (list []Place, until time.Time, err error) {
	var names []weiboapi.CodeName
	switch len(code) {
	case 0:
		names, err = p.common.GetCountry(ctx, weiboapi.CommonGetCountryParams{Language: p.Language}, p.opts...)
	case codeStep:
		names, err = p.common.GetProvince(ctx, weiboapi.CommonGetProvinceParams{Country: code, Language: p.Language}, p.opts...)
	default:
		names, err = p.common.GetCity(ctx, weiboapi.CommonGetCityParams{Province: code, Language: p.Language}, p.opts...)
	}
	if err != nil {
		return nil, time.Time{}, err
	}
	for _, name := range names { // one place each
		for _, code := range slices.Sorted(maps.Keys(name)) {
			list = append(list, Place{code, name[code]})
		}
	}
	return list, expiry(p.MaxAge, len(list)), nil
}

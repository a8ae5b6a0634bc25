package weibotest

import (
	"cmp"
	"maps"
	"slices"
	"strconv"

	"github.com/seed4635ade2/weibo-go/gen/weiboapi"
	"github.com/seed4635ade2/weibo-go/weibo/wire"
)

// maxFavoriteTags is how many tags a favourite may have.
const maxFavoriteTags = 2

// favored tells whether a status is a favourite of the caller.
func (c *call) favored(id int64) bool {
	me := c.caller()
	return me != nil && me.Favorites[id] != nil
}

type (
	favoriteAnswer struct {
		Status        any         `json:"status"`
		Tags          []tagAnswer `json:"tags"`
		FavoritedTime wire.Time   `json:"favorited_time"`
	}
	tagAnswer struct {
		ID    int64  `json:"id"`
		Tag   string `json:"tag"`
		Count int    `json:"count,omitzero"`
	}
	favoritesAnswer struct {
		Favorites   []favoriteAnswer `json:"favorites"`
		TotalNumber int              `json:"total_number"`
	}
)

// favorite returns a favourite with the id of its status, or with all of it.
func (c *call) favorite(id int64, f *favorite, full bool) favoriteAnswer {
	a := favoriteAnswer{Status: strconv.FormatInt(id, 10), Tags: []tagAnswer{}, FavoritedTime: wire.Time{Time: f.Time.In(china)}}
	if full {
		a.Status = c.original(c.store.statuses[id], fullAuthor)
	}
	for _, tag := range f.Tags {
		a.Tags = append(a.Tags, tagAnswer{ID: tagID(tag), Tag: tag})
	}
	return a
}

// favorites lists those of the caller, the latest first. If tid is not 0, they have that tag.
func (c *call) favorites(tid int64, full bool) favoritesAnswer {
	all := c.caller().Favorites
	ids := slices.SortedFunc(maps.Keys(all), func(a, b int64) int { return cmp.Compare(all[b].ID, all[a].ID) })
	if tid != 0 {
		ids = slices.DeleteFunc(ids, func(id int64) bool { return !all[id].tagged(tid) })
	}
	part, _, _ := slice(c, ids)
	a := favoritesAnswer{Favorites: make([]favoriteAnswer, len(part)), TotalNumber: len(ids)}
	for i, id := range part {
		a.Favorites[i] = c.favorite(id, all[id], full)
	}
	return a
}

func (f *favorite) tagged(tid int64) bool {
	return slices.ContainsFunc(f.Tags, func(tag string) bool { return tagID(tag) == tid })
}

func (c *call) listFavorites() (any, error)    { return c.favorites(0, true), nil }
func (c *call) listFavoriteIDs() (any, error)  { return c.favorites(0, false), nil }
func (c *call) favoritesByTag() (any, error)   { return c.favorites(c.int("tid"), true), nil }
func (c *call) favoriteIDsByTag() (any, error) { return c.favorites(c.int("tid"), false), nil }

// ownFavorite returns the favourite that the call names.
func (c *call) ownFavorite() (int64, *favorite, error) {
	id := c.int("id")
	if f := c.caller().Favorites[id]; f != nil {
		return id, f, nil
	}
	return id, nil, refuse(20705)
}

func (c *call) showFavorite() (any, error) {
	id, f, err := c.ownFavorite()
	if err != nil {
		return nil, err
	}
	return c.favorite(id, f, true), nil
}

func (c *call) createFavorite() (any, error) {
	st, err := c.store.status(c.int("id"), c.grant.uid)
	if err != nil {
		return nil, err
	}
	me := c.caller()
	if me.Favorites[st.id] != nil {
		return nil, refuse(20704)
	}
	f := &favorite{ID: c.store.nextID(), Time: c.now}
	me.Favorites[st.id] = f
	c.store.keep(me)
	return c.favorite(st.id, f, true), nil
}

func (c *call) destroyFavorite() (any, error) {
	id, f, err := c.ownFavorite()
	if err != nil {
		return nil, err
	}
	delete(c.caller().Favorites, id)
	c.store.keep(c.caller())
	return c.favorite(id, f, true), nil
}

func (c *call) destroyFavorites() (any, error) {
	me := c.caller()
	for _, id := range c.ints("ids") {
		delete(me.Favorites, id)
	}
	c.store.keep(me)
	return weiboapi.Result{Result: true}, nil
}

// favoriteTags lists the tags of the caller's favourites, those in most use first.
func (c *call) favoriteTags() (any, error) {
	count := map[string]int{}
	for _, f := range c.caller().Favorites {
		for _, tag := range f.Tags {
			count[tag]++
		}
	}
	tags := slices.SortedFunc(maps.Keys(count), func(a, b string) int { return cmp.Or(count[b]-count[a], cmp.Compare(a, b)) })
	part, _, _ := slice(c, tags)
	answers := make([]tagAnswer, len(part))
	for i, tag := range part {
		answers[i] = tagAnswer{tagID(tag), tag, count[tag]}
	}
	return struct {
		Tags        []tagAnswer `json:"tags"`
		TotalNumber int         `json:"total_number"`
	}{answers, len(tags)}, nil
}

func (c *call) tagFavorite() (any, error) {
	id, f, err := c.ownFavorite()
	if err != nil {
		return nil, err
	}
	tags := c.texts("tags")
	switch {
	case len(tags) > maxFavoriteTags:
		return nil, refuse(20702)
	case len(tags) == 2 && tags[0] == tags[1]:
		return nil, refuse(20701)
	}
	f.Tags = tags
	c.store.keep(c.caller())
	return c.favorite(id, f, true), nil
}

// retag gives the tag that the call names another text on all favourites, or takes it away if the text is empty.
func (c *call) retag(text string) int {
	changed := 0
	for _, f := range c.caller().Favorites {
		for i, tag := range f.Tags {
			if tagID(tag) != c.int("tid") {
				continue
			}
			changed++
			f.Tags = slices.Delete(slices.Clone(f.Tags), i, i+1)
			if text != "" && !slices.Contains(f.Tags, text) {
				f.Tags = append(f.Tags, text)
			}
			break
		}
	}
	c.store.keep(c.caller())
	return changed
}

func (c *call) renameFavoriteTag() (any, error) {
	text := c.text("tag")
	return tagAnswer{tagID(text), text, c.retag(text)}, nil
}

func (c *call) destroyFavoriteTag() (any, error) {
	c.retag("")
	return weiboapi.Result{Result: true}, nil
}

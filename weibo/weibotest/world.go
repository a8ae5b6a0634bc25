package weibotest

import (
	"bytes"
	"encoding/json"
	"image"
	"image/color"
	"image/jpeg"
	"math/rand/v2"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/seed4635ade2/weibo-go/weibo/text"
)

// A world is what a sandbox is filled with. The same numbers always make the same one: data directories hold only what differs
// from it, so dataVersion must rise when what is made here changes.
type world struct {
	Seed     uint64
	Statuses int
}

// maxStatuses is how large a world may be.
const maxStatuses = 1_000_000

// All of a world happens in one year, with ids from below those of what calls make.
const (
	worldFirstID = firstID - 1_000_000_000_000
	worldSpan    = 365 * 24 * time.Hour
)

var worldStart = time.Date(2025, time.January, 1, 0, 0, 0, 0, china)

// seed fills the store. A nil world leaves it as it is.
func (s *store) seed(w *world) {
	if w == nil {
		return
	}
	s.lastID = worldFirstID
	m := &maker{store: s, world: w, dice: dice{rand.NewPCG(w.Seed, 0)}}
	m.people()
	m.album()
	for i := range w.Statuses {
		m.now = worldStart.Add(time.Duration(i) * (worldSpan / time.Duration(w.Statuses))).Truncate(time.Second)
		m.post()
		m.react()
	}
	m.belongings()
	s.lastID = firstID
}

// A dice decides. Its numbers are those of PCG, which never change.
type dice struct{ *rand.PCG }

// n returns a number below max.
func (d dice) n(max int) int { return int(d.Uint64() % uint64(max)) }

// percent is true that often.
func (d dice) percent(chance int) bool { return d.n(100) < chance }

func pick[T any](d dice, from []T) T { return from[d.n(len(from))] }

// A maker makes a world.
type maker struct {
	*store
	*world
	dice
	now      time.Time
	pictures []string
}

// What a world has beside the accounts of every sandbox.
const (
	minPeople       = 16
	maxPeople       = 2000
	statusesPerHead = 20
	friendsPerHead  = 30
)

// people makes accounts, who follow each other. Those made first have most followers.
func (m *maker) people() {
	for i := range min(maxPeople, minPeople+m.Statuses/statusesPerHead) {
		m.addUser(newKept(m.person(i)))
	}
	for _, u := range m.order {
		for range min(friendsPerHead, len(m.order)/2) {
			other := m.order[m.n(1+m.n(len(m.order)))]
			if other != u && !u.follows(other.UID) {
				m.link(u, other, friend{ID: m.nextID()})
			}
		}
	}
}

func (m *maker) person(i int) account {
	words := pick(m.dice, voices)
	home := pick(m.dice, homes)
	a := account{
		User:        User{UID: 1_404_377_000 + int64(i), ScreenName: words.name(i)},
		Description: pick(m.dice, words.sentences[0]) + pick(m.dice, words.sentences[1]),
		Gender:      pick(m.dice, []string{"m", "f"}),
		Location:    home.location,
		Province:    home.province,
		City:        home.city,
		Lang:        words.lang,
		Registered:  worldStart.AddDate(-1-m.n(14), 0, -m.n(300)),
	}
	if m.percent(8) {
		a.Verified = words.verified
	}
	return a
}

// name returns the name of the i-th account, which no other has.
func (v *voice) name(i int) string {
	first, second := v.names[0], v.names[1]
	name := first[i%len(first)] + second[i/len(first)%len(second)]
	if round := i / (len(first) * len(second)); round > 0 {
		name += string(rune('A'+round/26)) + string(rune('A'+round%26))
	}
	return name
}

// album makes the pictures of a world, which its statuses share.
func (m *maker) album() {
	for i, data := range album() {
		m.pictures = append(m.pictures, m.addPicture(m.order[i%len(m.order)].UID, data))
	}
}

// album draws some pictures: a sun over a hill, in several colours.
var album = sync.OnceValue(func() (pictures [][]byte) {
	const width, height, count = 160, 120, 9
	for i := range count {
		img := image.NewPaletted(image.Rect(0, 0, width, height), color.Palette{
			color.RGBA{0xcc, 0xe0 - uint8(i*12), 0xff, 0xff}, color.RGBA{0xff, 0xd0, uint8(i * 24), 0xff}, color.RGBA{uint8(i * 16), 0x90, 0x50, 0xff}})
		for y := range height {
			for x := range width {
				sun, hill := (x-20-i*14)*(x-20-i*14)+(y-35)*(y-35), (x-80)*(x-80)/(60+i*10)
				switch {
				case y > 70+hill:
					img.SetColorIndex(x, y, 2)
				case sun < 400:
					img.SetColorIndex(x, y, 1)
				}
			}
		}
		var b bytes.Buffer
		if err := jpeg.Encode(&b, img, nil); err != nil {
			panic(err) // it writes to memory
		}
		pictures = append(pictures, b.Bytes())
	}
	return pictures
})

// anyone returns an account. Some are much more active than others.
func (m *maker) anyone() *user { return m.order[m.n(1+m.n(len(m.order)))] }

// recent returns one of the latest statuses that all may see, or nil.
func (m *maker) recent() *status {
	all := m.timeline
	if len(all) == 0 {
		return nil
	}
	if st := all[len(all)-1-m.n(min(60, len(all)))]; st.visible == 0 {
		return st
	}
	return nil
}

// post publishes one status.
func (m *maker) post() {
	author := m.anyone()
	st := &status{id: m.nextID(), author: author, text: m.say(author), created: m.now, appKey: DefaultAppKey, likes: m.n(1 + m.n(300))}
	switch what := m.n(100); {
	case what < 12:
		m.makeRepost(st)
	case what < 27:
		from := m.n(len(m.pictures))
		st.pictures = slices.Clip(m.pictures[from:min(len(m.pictures), from+1+m.n(4))])
	case what < 30:
		p := pick(m.dice, m.poiOrder)
		st.place, st.visit = &[2]float64{p.Lat, p.Long}, &visit{p.ID, "checkin", true}
		st.annotations = []json.RawMessage{placeAnnotation(p, "checkin")}
	case what < 32:
		st.text = strings.Repeat(st.text, 1+2*2*maxHan/text.Length(st.text))
	case what < 34:
		st.visible = 1
	}
	st.named = m.namedIn(st.text, st.author)
	m.enter(st)
}

// makeRepost makes a status a repost of a recent one, if there is one.
func (m *maker) makeRepost(st *status) {
	reposted := m.recent()
	if reposted == nil || reposted.original != nil && reposted.original.deleted {
		return
	}
	if st.original = reposted; reposted.original != nil {
		st.original, st.via = reposted.original, reposted
		st.text += "//@" + reposted.author.ScreenName + ":" + reposted.text
		st.text = text.Truncate(st.text, 2*maxHan, "")
	}
}

// say returns what a user has to say, sometimes with a topic, a name or a link.
func (m *maker) say(u *user) string {
	v := voices[0]
	if u.Lang == "en" {
		v = voices[1]
	}
	text := v.texts()[m.n(len(v.texts()))]
	switch what := m.n(100); {
	case what < 10:
		return "#" + pick(m.dice, v.topics) + "# " + text
	case what < 15:
		return "@" + m.anyone().ScreenName + " " + text
	case what < 18:
		return text + " https://example.com/" + pick(m.dice, v.pages)
	case what < 30:
		return text + pick(m.dice, emotions["face"]).code
	}
	return text
}

// react has people comment and delete.
func (m *maker) react() {
	if m.percent(2) {
		if st := m.recent(); st != nil && st.original == nil {
			m.deleteStatus(st)
		} else if st != nil && !st.original.deleted {
			m.deleteStatus(st.original)
		}
	}
	for range m.n(4) {
		st := m.recent()
		if st == nil || m.percent(60) {
			continue
		}
		u := m.anyone()
		c := &comment{id: m.nextID(), author: u, status: st, created: m.now, appKey: DefaultAppKey, own: m.say(u)}
		if n := len(st.comments); n > 0 && m.percent(40) {
			c.replyTo = st.comments[m.n(n)]
			c.text = "回复@" + c.replyTo.author.ScreenName + ":" + c.own
		} else {
			c.text = c.own
		}
		c.named = m.namedIn(c.own, u)
		m.enterComment(c)
	}
}

// belongings gives people tags, topics, favourites and groups. They have seen what happened up to shortly before the end.
func (m *maker) belongings() {
	for _, u := range m.order {
		v := pick(m.dice, voices)
		for range 1 + m.n(4) {
			u.Tags = appendNew(u.Tags, pick(m.dice, v.tags))
		}
		for range m.n(3) {
			u.Trends = appendNew(u.Trends, pick(m.dice, v.topics))
		}
		for range 1 + m.n(4) {
			if st := m.recent(); st != nil {
				u.Favorites[st.id] = &favorite{ID: m.nextID(), Time: worldStart.Add(worldSpan), Tags: []string{pick(m.dice, v.tags)}}
			}
		}
		for _, kind := range []string{"status", "cmt", "mention_status", "mention_cmt", "follower"} {
			u.Seen[kind] = m.lastSeen()
		}
	}
	for _, u := range m.order[:len(accounts)] {
		for _, name := range []string{"同学", "Cats"} {
			g := &group{ID: m.nextID(), Name: name, Members: map[int64]member{}}
			for i, f := range m.friends(u) {
				if i%2 == len(name)%2 && len(g.Members) < 8 {
					g.Members[f.UID] = member{ID: m.nextID()}
				}
			}
			u.Groups = append(u.Groups, g)
		}
	}
}

// lastSeen is the id of one of the last statuses.
func (m *maker) lastSeen() int64 {
	if n := len(m.timeline); n > 0 {
		return m.timeline[max(0, n-1-m.n(40))].id
	}
	return m.lastID
}

func appendNew(list []string, text string) []string {
	if slices.Contains(list, text) {
		return list
	}
	return append(list, text)
}

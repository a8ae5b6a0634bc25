package weibotest

import (
	"cmp"
	"encoding/json"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"

	"github.com/seed4635ade2/weibo-go/gen/weiboapi"
)

// A poi is a place.
type poi struct {
	ID, Title, Address      string
	Category                int64
	City, Province, Country string
	Phone, Postcode, Extra  string
	Lat, Long               float64
	statuses                []*status // that were published there
}

// A visit is what a user did at a place, which published a status.
type visit struct {
	POI    string
	Kind   string // checkin, tip, photo or todo
	Public bool   // it stands on the ordinary timelines, too
}

// pois are those of every sandbox. There are no such places.
var pois = []poi{
	{ID: "B2094654D16CABFE419E", Title: "示例公园", Address: "示例路1号", Category: 66, City: "0010", Province: "11", Country: "1", Lat: 39.9042, Long: 116.4074},
	{ID: "B2094654D16CABFE41A0", Title: "测试图书馆", Address: "示例路8号", Category: 115, City: "0010", Province: "11", Country: "1", Lat: 39.9051, Long: 116.4089},
	{ID: "B2094654D16CABFE41A1", Title: "小猫咖啡", Address: "晒太阳街3号", Category: 64, City: "0021", Province: "31", Country: "1", Lat: 31.2304, Long: 121.4737},
	{ID: "B2094654D16CABFE41A2", Title: "Example Bookshop", Address: "1 Sample Street", Category: 44, City: "0021", Province: "31", Country: "1", Lat: 31.2311, Long: 121.4702},
}

var poiCategories = map[int64]string{44: "购物", 51: "生活服务", 64: "餐饮", 66: "公园", 115: "文化", 500: "其他"}

func (*poi) bucket() string { return "pois" }
func (p *poi) key() string  { return p.ID }
func (p *poi) row() any     { return p }

func (s *store) readPOI(_ string, p *poi) error {
	s.addPOI(p)
	return nil
}

func (s *store) addPOI(p *poi) {
	copied := *p // the statuses are those of one store
	s.pois[p.ID] = &copied
	s.poiOrder = append(s.poiOrder, &copied)
}

// visits returns the statuses of one kind in a list.
func visits(list []*status, kind string) []*status {
	return slices.DeleteFunc(slices.Clone(list), func(st *status) bool { return st.visit == nil || st.visit.Kind != kind })
}

// visitors returns who checked in at a place, the latest first, each once.
func (p *poi) visitors() []*user {
	var users []*user
	for _, st := range slices.Backward(visits(p.statuses, "checkin")) {
		if !slices.Contains(users, st.author) {
			users = append(users, st.author)
		}
	}
	return users
}

func (c *call) poi(p *poi) *weiboapi.POI {
	category := strconv.FormatInt(p.Category, 10)
	return &weiboapi.POI{
		POIID: p.ID, Title: p.Title, Address: p.Address, Lat: degrees(p.Lat), Lon: degrees(p.Long), Category: category,
		CategoryName: poiCategories[p.Category], Categories: category, City: p.City, Province: p.Province, Country: p.Country, Phone: p.Phone,
		Postcode: p.Postcode, WeiboID: "0", Extra: p.Extra, CheckinUserNum: strconv.Itoa(len(p.visitors())),
		CheckinNum: len(visits(p.statuses, "checkin")), TipNum: len(visits(p.statuses, "tip")), PhotoNum: len(visits(p.statuses, "photo")),
		TodoNum: len(visits(p.statuses, "todo")),
	}
}

func degrees(x float64) string { return strconv.FormatFloat(x, 'f', -1, 64) }

// ownPOI returns the place that the call names.
func (c *call) ownPOI() (*poi, error) {
	if p := c.store.pois[c.text("poiid")]; p != nil {
		return p, nil
	}
	return nil, invalid("poiid", "the id of a place", c.text("poiid"))
}

func (c *call) showPOI() (any, error) {
	p, err := c.ownPOI()
	if err != nil {
		return nil, err
	}
	return c.poi(p), nil
}

func (c *call) createPOI() (any, error) {
	p := &poi{
		ID: fmt.Sprintf("B2%018X", c.store.nextID()), Title: c.text("title"), Address: c.text("address"), Category: c.int("category"), City: c.text("city"),
		Phone: c.text("phone"), Postcode: c.text("postcode"), Extra: c.text("extra"), Lat: c.float("lat"), Long: c.float("long"),
		Province: codeText(c.int("province")), Country: codeText(c.int("country")),
	}
	c.store.addPOI(p)
	c.store.keep(p)
	return weiboapi.CreatedPOI{Status: 1, POIID: p.ID}, nil
}

func codeText(n int64) string {
	if n == 0 {
		return ""
	}
	return strconv.FormatInt(n, 10)
}

// poiList answers with a page of places.
func (c *call) poiList(list []*weiboapi.POI) (any, error) {
	part, _, _ := slice(c, list)
	return weiboapi.POIList{POIs: append([]*weiboapi.POI{}, part...), TotalNumber: len(list)}, nil
}

func (c *call) searchPOIs() (any, error) {
	var found []*weiboapi.POI
	for _, p := range c.store.poiOrder {
		if strings.Contains(p.Title+" "+p.Address, c.text("keyword")) && (!c.has("city") || p.City == c.text("city")) &&
			(!c.has("category") || fmt.Sprint(c.value("category")) == strconv.FormatInt(p.Category, 10)) {
			found = append(found, c.poi(p))
		}
	}
	return c.poiList(found)
}

// distance returns how many metres lie between two points.
func distance(a, b [2]float64) float64 {
	const radius, degree = 6_371_000, math.Pi / 180
	sin := func(x float64) float64 { s := math.Sin(x * degree / 2); return s * s }
	return 2 * radius * math.Asin(math.Sqrt(sin(a[0]-b[0])+math.Cos(a[0]*degree)*math.Cos(b[0]*degree)*sin(a[1]-b[1])))
}

// near tells whether a point is in the range of the call.
func (c *call) near(point [2]float64) bool {
	return distance(c.here(), point) <= float64(c.int("range"))
}

func (c *call) here() [2]float64 {
	if c.has("latitude") {
		return [2]float64{c.float("latitude"), c.float("longitude")}
	}
	return [2]float64{c.float("lat"), c.float("long")}
}

func (c *call) nearbyPOIs() (any, error) {
	var found []*weiboapi.POI
	for _, p := range c.store.poiOrder {
		point := [2]float64{p.Lat, p.Long}
		if c.near(point) && strings.Contains(p.Title, c.text("q")) {
			a := c.poi(p)
			a.Distance = int(distance(c.here(), point))
			found = append(found, a)
		}
	}
	slices.SortFunc(found, func(a, b *weiboapi.POI) int { return cmp.Compare(a.Distance, b.Distance) })
	return c.poiList(found)
}

// visitPOI publishes what the caller did at a place.
func visitPOI(kind string) handler {
	return func(c *call) (any, error) {
		p, err := c.ownPOI()
		if err != nil {
			return nil, err
		}
		st, err := c.draft()
		if err != nil {
			return nil, err
		}
		st.place = &[2]float64{p.Lat, p.Long}
		st.visit = &visit{p.ID, kind, c.flag("public")}
		st.annotations = []json.RawMessage{placeAnnotation(p, kind)}
		if err := c.publish(st); err != nil {
			return nil, err
		}
		if data, ok := c.value("pic").([]byte); ok {
			st.pictures = []string{c.store.addPicture(c.grant.uid, data)}
		}
		return c.status(st, fullAuthor), nil
	}
}

func placeAnnotation(p *poi, kind string) json.RawMessage {
	place := weiboapi.AnnotatedPlace{POIID: p.ID, Title: p.Title, Type: kind, Lat: p.Lat, Lon: p.Long}
	b, err := json.Marshal(weiboapi.PlaceAnnotation{Place: &place})
	if err != nil {
		panic(err) // it is plain data
	}
	return b
}

// atPOI answers with statuses of a place, of one kind or of all.
func atPOI(kind string) handler {
	return func(c *call) (any, error) {
		p, err := c.ownPOI()
		if err != nil {
			return nil, err
		}
		if kind == "" {
			return c.simple(p.statuses), nil
		}
		return c.simple(visits(p.statuses, kind)), nil
	}
}

// ofVisitor answers with statuses of a user with a place, of one kind or of all.
func ofVisitor(kind string) handler {
	return func(c *call) (any, error) {
		u, err := c.store.user(c.int("uid"), "")
		if err != nil {
			return nil, err
		}
		if kind == "" {
			return c.simple(u.placed), nil
		}
		return c.simple(visits(u.placed, kind)), nil
	}
}

func (c *call) poiVisitors() (any, error) {
	p, err := c.ownPOI()
	if err != nil {
		return nil, err
	}
	return c.pageOfUsers(p.visitors()), nil
}

// checkins lists the places where a user checked in, the latest first.
func (c *call) checkins() (any, error) {
	u, err := c.store.user(c.int("uid"), "")
	if err != nil {
		return nil, err
	}
	var places []*weiboapi.POI
	for _, st := range slices.Backward(visits(u.placed, "checkin")) {
		p := c.poi(c.store.pois[st.visit.POI])
		p.CheckinTime = st.created.In(china).Format("2006-01-02 15:04:05")
		places = append(places, p)
	}
	return c.poiList(places)
}

func (c *call) placeCounts() (any, error) {
	u, err := c.store.user(c.int("uid"), "")
	if err != nil {
		return nil, err
	}
	count := func(kind string) int { return len(visits(u.placed, kind)) }
	return weiboapi.PlaceUserCounts{UID: u.UID, CheckinNum: count("checkin"), TipNum: count("tip"), PhotoNum: count("photo"), TodoNum: count("todo"),
		GeoStatusesNum: len(u.placed)}, nil
}

func (c *call) placePublicTimeline() (any, error) { return c.simple(c.store.placed), nil }

// placeFriendsTimeline takes 0 for all whom the caller follows and 1 for those who follow back, as the documentation says.
func (c *call) placeFriendsTimeline() (any, error) {
	friends := c.store.friends(c.caller())
	if c.int("type") == 1 {
		friends = c.store.bilateral(c.caller())
	}
	lists := make([][]*status, len(friends))
	total := 0
	for i, u := range friends {
		lists[i] = u.placed
		total += len(u.placed)
	}
	return c.timeline(c.turn(merge(lists, c.window())), total), nil
}

// nearbyStatuses returns the statuses that were published around a point.
func (c *call) nearbyStatuses() []*status {
	return slices.DeleteFunc(slices.Clone(c.store.placed), func(st *status) bool { return !c.near(*st.place) || !c.inTime(st) })
}

// inTime tells whether a status lies between starttime and endtime, or in the last minutes (time).
func (c *call) inTime(st *status) bool {
	at := st.created.Unix()
	if c.has("time") && at < c.now.Unix()-60*c.int("time") {
		return false
	}
	return !(c.has("starttime") && at < c.int("starttime")) && !(c.has("endtime") && at > c.int("endtime"))
}

func (c *call) nearbyTimeline() (any, error) { return c.simple(c.nearbyStatuses()), nil }

func (c *call) nearbyPhotos() (any, error) {
	return c.simple(slices.DeleteFunc(c.nearbyStatuses(), func(st *status) bool { return len(st.pictures) == 0 })), nil
}

// nearbyAuthors lists who published around a point, the latest first.
func (c *call) nearbyAuthors() (any, error) {
	var users []*user
	for _, st := range slices.Backward(c.nearbyStatuses()) {
		if st.seenBy(c.grant.uid) && !slices.Contains(users, st.author) {
			users = append(users, st.author)
		}
	}
	return c.pageOfUsers(users), nil
}

// settle registers where others may find the caller, or with nil that nobody may.
func (c *call) settle(point *[2]float64) (any, error) {
	c.caller().Position = point
	c.store.keep(c.caller())
	return weiboapi.PlaceResult{Status: 1}, nil
}

func (c *call) registerPosition() (any, error) { here := c.here(); return c.settle(&here) }
func (c *call) removePosition() (any, error)   { return c.settle(nil) }

// nearbyUsers lists those who let others find them.
func (c *call) nearbyUsers() (any, error) {
	var users []*user
	for _, u := range c.store.order {
		if u.Position != nil && c.near(*u.Position) {
			users = append(users, u)
		}
	}
	slices.SortStableFunc(users, func(a, b *user) int {
		return cmp.Compare(distance(c.here(), *a.Position), distance(c.here(), *b.Position))
	})
	return c.pageOfUsers(users), nil
}

// showPlaceStatus refuses a status without a place.
func (c *call) showPlaceStatus() (any, error) {
	st, err := c.store.status(c.int("id"), c.grant.uid)
	if err == nil && st.place == nil {
		err = refuse(20101)
	}
	if err != nil {
		return nil, err
	}
	return c.status(st, fullAuthor), nil
}

package weibotest_test

import (
	"fmt"
	"testing"

	"github.com/seed4635ade2/weibo-go/weibo/weibotest"
)

// park is a place of every sandbox.
const park = "B2094654D16CABFE419E"

func TestPlaces(t *testing.T) {
	srv := weibotest.NewServer(t)
	one, two := srv.Token(first), srv.Token(second)
	visit := func(token, kind, text, public string) (st status) {
		t.Helper()
		post(t, srv, "/2/place/pois/add_"+kind+".json", "access_token", token, "poiid", park, "status", text, "public", public).into(&st)
		return st
	}
	quiet, open := visit(one, "checkin", "quiet", "0"), visit(one, "checkin", "open", "1")
	tip := visit(two, "tip", "tip", "0")
	visit(two, "todo", "todo", "0")
	if open.Geo == nil || len(open.Annotations) != 1 || fmt.Sprint(open.Annotations[0]["place"].(map[string]any)["poiid"]) != park {
		t.Errorf("%+v", open)
	}
	post(t, srv, "/2/place/pois/add_checkin.json", "access_token", one, "poiid", "B2", "status", "x").refused(10017)
	want := func(path string, ids []int64, pairs ...string) {
		t.Helper()
		if p := timeline(t, srv, "/2/"+path+".json", one, pairs...); fmt.Sprint(p.ids()) != fmt.Sprint(ids) {
			t.Errorf("%s: %v, want %v", path, p.ids(), ids)
		}
	}
	want("statuses/user_timeline", []int64{open.ID})
	want("place/user_timeline", []int64{open.ID, quiet.ID}, "uid", str(first))
	want("place/pois/tips", []int64{tip.ID}, "poiid", park)
	want("place/users/tips", []int64{tip.ID}, "uid", str(second))
	if p := timeline(t, srv, "/2/place/poi_timeline.json", one, "poiid", park); len(p.Statuses) != 4 {
		t.Errorf("%v", p.ids())
	}
	if p := timeline(t, srv, "/2/place/nearby_timeline.json", one, "lat", "39.905", "long", "116.408", "range", "500"); len(p.Statuses) != 4 {
		t.Errorf("near: %v", p.ids())
	}
	want("place/nearby_timeline", []int64{}, "lat", "31.2", "long", "121.4", "range", "500")

	type poi struct {
		POIID       string
		Title       string
		Distance    int
		CheckinNum  int    `json:"checkin_num"`
		TipNum      int    `json:"tip_num"`
		Visitors    string `json:"checkin_user_num"`
		CheckinTime string `json:"checkin_time"`
	}
	type pois struct {
		POIs        []poi
		TotalNumber int `json:"total_number"`
	}
	var p poi
	if get(t, srv, "/2/place/pois/show.json", "access_token", one, "poiid", park).into(&p); p.CheckinNum != 2 || p.TipNum != 1 || p.Visitors != "1" {
		t.Errorf("%+v", p)
	}
	var near, checkins, found pois
	get(t, srv, "/2/place/nearby/pois.json", "access_token", one, "lat", "39.9042", "long", "116.4074", "range", "1000").into(&near)
	if len(near.POIs) != 2 || near.POIs[0].POIID != park || near.POIs[0].Distance != 0 || near.POIs[1].Distance < 100 || near.POIs[1].Distance > 250 {
		t.Errorf("%+v", near)
	}
	get(t, srv, "/2/place/users/checkins.json", "access_token", one, "uid", str(first)).into(&checkins)
	if checkins.TotalNumber != 2 || checkins.POIs[0].POIID != park || len(checkins.POIs[0].CheckinTime) != len("2012-11-16 17:46:55") {
		t.Errorf("%+v", checkins)
	}
	post(t, srv, "/2/place/pois/create.json", "access_token", one, "title", "新咖啡", "lat", "1", "long", "2", "city", "0010").into(&p)
	get(t, srv, "/2/place/pois/search.json", "access_token", one, "keyword", "咖啡").into(&found)
	if found.TotalNumber != 2 || found.POIs[1].POIID != p.POIID || len(p.POIID) != len(park) {
		t.Errorf("%+v, created %+v", found, p)
	}
	post(t, srv, "/2/statuses/destroy.json", "access_token", one, "id", quiet.IDStr).refusedNot(t)
	want("place/user_timeline", []int64{open.ID}, "uid", str(first))

	nearby := func() (l users) {
		get(t, srv, "/2/place/nearby_users/list.json", "access_token", one, "lat", "1", "long", "2").into(&l)
		return l
	}
	post(t, srv, "/2/place/nearby_users/create.json", "access_token", two, "lat", "1.001", "long", "2").refusedNot(t)
	if l := nearby(); len(l.Users) != 1 || l.Users[0].ID != second {
		t.Errorf("%+v", l)
	}
	post(t, srv, "/2/place/nearby_users/destroy.json", "access_token", two).refusedNot(t)
	if l := nearby(); len(l.Users) != 0 {
		t.Errorf("%+v", l)
	}
}

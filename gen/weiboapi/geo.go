package weiboapi

import (
	"math"
	"strconv"
)

// Point returns the place in degrees, from either of the forms that answers have: coordinates, which are latitude and then
// longitude, or two strings. It is false if there is none, and for 0 and 0, which occur and mean nothing. What kind of map
// the degrees are of (WGS 84 or the shifted GCJ-02 of China) is not documented.
func (g *Geo) Point() (latitude, longitude float64, ok bool) {
	switch {
	case g == nil:
		return 0, 0, false
	case len(g.Coordinates) == 2:
		latitude, longitude = g.Coordinates[0], g.Coordinates[1]
	default:
		var err, err2 error
		latitude, err = strconv.ParseFloat(g.Latitude, 64)
		longitude, err2 = strconv.ParseFloat(g.Longitude, 64)
		if err != nil || err2 != nil {
			return 0, 0, false
		}
	}
	there := math.Abs(latitude) <= 90 && math.Abs(longitude) <= 180 // false for what is no number
	if !there || latitude == 0 && longitude == 0 {
		return 0, 0, false
	}
	return latitude, longitude, true
}

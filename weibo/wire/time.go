package wire

import (
	"bytes"
	"fmt"
	"strconv"
	"strings"
	"time"
)

// TimeLayout is the form in which Weibo writes dates, such as "Tue May 31 17:46:55 +0800 2011".
const TimeLayout = "Mon Jan 02 15:04:05 -0700 2006"

// Time is a point in time in Weibo's own form. The zero Time stands for a date that the answer left empty.
type Time struct {
	time.Time
}

// String writes the time in Weibo's form.
func (t Time) String() string { return t.Format(TimeLayout) }

// MarshalJSON writes the time in Weibo's form, and the zero Time as an empty string.
func (t Time) MarshalJSON() ([]byte, error) {
	if t.IsZero() {
		return []byte(`""`), nil
	}
	b := make([]byte, 0, len(TimeLayout)+2)
	b = append(b, '"')
	b = t.AppendFormat(b, TimeLayout)
	return append(b, '"'), nil
}

// china is the zone of every date that Weibo writes. It has no daylight saving time.
var china = time.FixedZone("", 8*60*60)

// layouts are the forms met. Dates without a zone are China's.
var layouts = []string{
	TimeLayout,
	"Mon Jan 02 15:04:05 CST 2006", // in link objects
	"Mon Jan 2 15:04:05 -0700 2006",
	time.DateTime,
}

// UnmarshalJSON reads the forms that Weibo was seen to write: its own, dates with the zone word CST, dates without a zone,
// and seconds since 1970 as a number or a string. An empty string and null give the zero Time.
func (t *Time) UnmarshalJSON(b []byte) error {
	s := string(bytes.Trim(b, `"`))
	if s == "" || s == "null" {
		*t = Time{}
		return nil
	}
	if v, ok := parseOwn(s); ok {
		*t = Time{v}
		return nil
	}
	for _, layout := range layouts {
		v, err := time.ParseInLocation(layout, s, china)
		_, offset := v.Zone()
		if err != nil || offset <= -day || offset >= day { // a zone of more than a day could not be written again
			continue
		}
		if offset == 8*60*60 {
			v = v.In(china) // otherwise the zone would be Local where that is China's, and prints would differ
		}
		*t = Time{v}
		return nil
	}
	if n, err := strconv.ParseInt(s, 10, 64); err == nil {
		*t = Time{time.Unix(n, 0).In(china)}
		return nil
	}
	return fmt.Errorf("not a date: %.64q", s)
}

const day = 24 * 60 * 60

// parseOwn reads a date in Weibo's own form and zone, as nearly all come, several times as fast as package time. It returns
// false for any other.
func parseOwn(s string) (t time.Time, ok bool) {
	if len(s) != len(TimeLayout) || s[3] != ' ' || s[7] != ' ' || s[10] != ' ' || s[13] != ':' || s[16] != ':' || s[19:26] != " +0800 " {
		return t, false
	}
	weekday, month := strings.Index(weekdays, s[:3]), strings.Index(months, s[4:7])
	day, hour, minute, second := pair(s[8:]), pair(s[11:]), pair(s[14:]), pair(s[17:])
	century, year := pair(s[26:]), pair(s[28:])
	if weekday%3 != 0 || month%3 != 0 || day < 1 || hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0 || second > 59 || century < 0 || year < 0 {
		return t, false
	}
	t = time.Date(100*century+year, time.Month(month/3+1), day, hour, minute, second, 0, china)
	return t, t.Day() == day
}

const (
	weekdays = "SunMonTueWedThuFriSat"
	months   = "JanFebMarAprMayJunJulAugSepOctNovDec"
)

// pair returns the number that s begins with, of two digits, or -1.
func pair(s string) int {
	if s[0] < '0' || s[0] > '9' || s[1] < '0' || s[1] > '9' {
		return -1
	}
	return 10*int(s[0]-'0') + int(s[1]-'0')
}

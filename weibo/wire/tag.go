package wire

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math"
	"strconv"
	"strings"
)

// Tag is a word with which users describe themselves. On the wire its id is the name of a member:
// {"221012100001985342":"80后","weight":50}.
type Tag struct {
	ID     int64
	Name   string
	Weight int64  // a number, or digits in a string
	Flag   string // in commercial answers; its meaning is unknown
}

// MarshalJSON writes the tag as Weibo does.
func (t Tag) MarshalJSON() ([]byte, error) {
	members := map[string]any{strconv.FormatInt(t.ID, 10): t.Name}
	if t.Weight != 0 {
		members["weight"] = t.Weight
	}
	if t.Flag != "" {
		members["flag"] = t.Flag
	}
	return json.Marshal(members)
}

// UnmarshalJSON reads a tag as Weibo writes it.
func (t *Tag) UnmarshalJSON(b []byte) error {
	if bytes.Equal(b, []byte("null")) {
		return nil
	}
	var members map[string]json.RawMessage
	if err := json.Unmarshal(b, &members); err != nil {
		return err
	}
	*t = Tag{}
	for name, value := range members {
		if err := t.read(name, text(value)); err != nil {
			return err
		}
	}
	return nil
}

func (t *Tag) read(name, value string) (err error) {
	switch name {
	case "weight":
		if t.Weight, err = weight(value); err != nil {
			return fmt.Errorf("the weight of a tag is no number: %.64q", value)
		}
	case "flag":
		t.Flag = value
	default:
		if id, err := strconv.ParseInt(name, 10, 64); err == nil {
			t.ID, t.Name = id, value
		}
	}
	return nil
}

// weight reads a whole number, which may be written as 50.0.
func weight(s string) (int64, error) {
	if s == "" || s == "null" {
		return 0, nil
	}
	if n, err := strconv.ParseInt(s, 10, 64); err == nil {
		return n, nil
	}
	f, err := strconv.ParseFloat(s, 64)
	if err == nil && (f != math.Trunc(f) || math.Abs(f) > 1<<53) {
		err = strconv.ErrRange
	}
	return int64(f), err
}

// text returns what stands in a JSON string, or a number as it stands. What says that nothing is there is empty.
func text(value json.RawMessage) string {
	var s string
	if json.Unmarshal(value, &s) == nil {
		return s
	}
	switch s = strings.TrimSpace(string(value)); s {
	case "false", "[]", "{}":
		return ""
	}
	return s
}

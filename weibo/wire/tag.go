package wire

import (
	"bytes"
	"encoding/json"
	"fmt"
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
		if value == "" {
			return nil
		}
		if t.Weight, err = strconv.ParseInt(value, 10, 64); err != nil {
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

// text returns what stands in a JSON string, or a number as it stands.
func text(value json.RawMessage) string {
	var s string
	if json.Unmarshal(value, &s) == nil {
		return s
	}
	return strings.TrimSpace(string(value))
}

package main

import (
	"fmt"
	"strings"
	"testing"
)

func TestMovingMistakes(t *testing.T) {
	for _, m := range []mistake{
		{name: "no calls", old: "php:\n", new: "perl:\n", at: "endpoints", want: "no calls of php"},
		{name: "endpoint of a call", old: "path: cats/find", new: "path: cats/fynd", want: `no endpoint "cats/fynd"`},
		{name: "no endpoint", old: "{path: cats/find}", new: "{}", want: `no endpoint ""`},
		{name: "endpoint with a note", old: "  cats/list: shy", new: "  cats/list: shy\n  cats/lost: shy", at: "  cats/lost", want: `no endpoint "cats/lost"`},
		{name: "argument", old: "[uid, page]", new: "[uid, side]", want: `cats.all: cats/list has no parameter "side"`},
		{name: "note of a call", old: "note: paper", new: "note: papyrus", want: `no note "papyrus"`},
		{name: "note of an endpoint", old: "cats/list: shy", new: "cats/list: bold", at: "  cats.all", want: `no note "bold"`},
		{name: "note that nothing has", old: ", note: paper", at: "  paper:", want: "nothing has the note paper"},
		{name: "note in one language", old: "    zh: 睡着的猫不在其中。\n", at: "  shy:", want: "shy is no sentence in Chinese"},
		{name: "note that breaks the table", old: "The picture was on paper.", new: "Paper | picture.", at: "  paper:", want: "paper is no sentence in English"},
		{name: "misspelt key", old: "args: [pic]", new: "arg: [pic]", want: `no key "arg"`},
		{name: "call twice", old: "  ranks:", new: "  cats_by_owner: {path: cats/list}\n  ranks:", want: `"cats_by_owner" stands twice`},
		{name: "no mapping", old: "{path: cats/find}", new: "cats/find", want: "cannot unmarshal"},
	} {
		t.Run(m.name, func(t *testing.T) {
			m.file = movingFile
			d := scratch(t)
			line := m.make(t, d)
			err := refused(t, d.write(t), old(t))
			if err == nil {
				t.Fatal("nobody noticed")
			}
			if place := fmt.Sprintf("%s:%d:", movingFile, line); !strings.Contains(err.Error(), place) || !strings.Contains(err.Error(), m.want) {
				t.Errorf("the message does not say %q and %q\n%v", place, m.want, err)
			}
		})
	}
}

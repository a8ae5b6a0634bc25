package main

import (
	"fmt"
	"strings"
	"testing"
)

func TestErrorCodeMistakes(t *testing.T) {
	for _, m := range []mistake{
		{name: "no codes", old: "codes:\n", new: "code:\n", at: "categories", want: "no codes"},
		{name: "order", old: "code: 20101", new: "code: 20002", at: "{code: 20002", want: "stands behind 20003"},
		{name: "code twice", old: "code: 20101", new: "code: 20003", at: "{code: 20003, name: NoSuchTail", want: "stands behind 20003"},
		{name: "code that is no number", old: "code: 20101", new: "code: many", want: "cannot unmarshal"},
		{name: "name twice", old: "name: NoSuchTail", new: "name: NoSuchCat", want: "NoSuchCat is taken"},
		{name: "name that is none in Go", old: "name: NoSuchTail", new: "name: no-tail", want: "no name for Go"},
		{name: "category", old: "category: not_found, retry: 'no', source: wire", new: "category: lost, retry: 'no', source: wire", want: `no category "lost"`},
		{name: "retry", old: "retry: 'no', source: wire", new: "retry: never, source: wire", want: `no retry "never"`},
		{name: "source", old: "source: wire", new: "source: hearsay", want: `source "hearsay" is none of`},
		{name: "hint in one language", old: "zh: 换一只猫。", new: "fr: Un autre chat.", at: "{code: 20101", want: "a hint is in English (en) and in Chinese (zh)"},
		{name: "misspelt key", old: "http: 404", new: "htpp: 404", want: `no key "htpp"`},
		{name: "meaning", old: "The cat has no tail.", new: "the tail", want: "not a sentence"},
		{name: "no Chinese", old: ", zh: 这只猫没有尾巴。", new: "", at: "{code: 20101", want: "not a sentence in Chinese"},
		{name: "English for Chinese", old: "这只猫没有尾巴。", new: "No tail.", want: "not a sentence in Chinese"},
		{name: "category without Chinese", old: ", zh: 钥匙太旧。", new: "", at: "token_expired:", want: "token_expired: zh is not"},
		{name: "misspelt key of a word", old: "{meaning: Never.", new: "{meanin: Never.", at: "'no':", want: `no key "meanin"`},
		{name: "cell in Chinese", old: "这只猫没有尾巴。", new: "没有尾巴 | 没有猫。", at: "{code: 20101", want: "not a sentence in Chinese"},
		{name: "cell", old: "The cat has no tail.", new: "No tail | no cat.", want: "not a sentence"},
	} {
		t.Run(m.name, func(t *testing.T) {
			m.file = errorFile
			d := scratch(t)
			line := m.make(t, d)
			err := refused(t, d.write(t), old(t))
			if err == nil {
				t.Fatal("nobody noticed")
			}
			if place := fmt.Sprintf("%s:%d:", errorFile, line); !strings.Contains(err.Error(), place) || !strings.Contains(err.Error(), m.want) {
				t.Errorf("the message does not say %q and %q\n%v", place, m.want, err)
			}
		})
	}
}

// The description is nothing without its error codes.
func TestNoErrorCodes(t *testing.T) {
	d := scratch(t)
	delete(d, errorFile)
	if err := refused(t, d.write(t), old(t)); err == nil || !strings.Contains(err.Error(), errorFile) {
		t.Errorf("got %v", err)
	}
}

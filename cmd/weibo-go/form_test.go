package main

import (
	"net/url"
	"strings"
	"testing"
)

func TestReadForm(t *testing.T) {
	page, _ := url.Parse("http://127.0.0.1/oauth2/authorize?state=1")
	for name, test := range map[string]struct{ html, action, fields, shown string }{
		"as the sandbox has it": {
			`<form method="post" action="/oauth2/authorize"><input type="hidden" name="state" value="a&amp;b">
				<label><input type="radio" name="uid" value="1"> A</label><label><input type="radio" name="uid" value="2" checked> B</label>
				<button name="action" value="approve">Yes</button><button name="action" value="refuse">No</button></form>`,
			"http://127.0.0.1/oauth2/authorize", "action=approve&state=a%26b&uid=2", "uid 2, action approve",
		},
		"nothing chosen": {
			`<form method=POST><input type=radio name=uid value=1><input type=radio name=uid value=2>
				<button type=button name=x value=y>?</button><input type=submit value=Go><input type=submit name=action value=refuse></form>`,
			page.String(), "uid=1", "uid 1",
		},
		"boxes": {
			`<form method=post><input type=checkbox name=scope value=all checked><input type=checkbox name=scope value=b><input type=checkbox name=scope value=email checked></form>`,
			page.String(), "scope=all&scope=email", "",
		},
		"no attributes": {`<p><form method=post></form>`, page.String(), "", ""},
		"two forms":     {`<form method=post action="a"></form><form action="b"></form>`, "http://127.0.0.1/oauth2/a", "", ""},
	} {
		f, err := readForm(page, strings.NewReader(test.html))
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if f.action.String() != test.action || f.fields.Encode() != test.fields || f.String() != test.shown {
			t.Errorf("%s: %s %s, shown as %q", name, f.action, f.fields.Encode(), f)
		}
	}
	for _, html := range []string{"", "no form", `<form>`, `<form method="get">`, `<form method="post" action="http://[">`} {
		if f, err := readForm(page, strings.NewReader(html)); err == nil {
			t.Errorf("%q is the form %+v", html, f)
		}
	}
}

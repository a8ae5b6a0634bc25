package weibotest

import (
	"slices"
	"strings"
)

// check compares what was sent with the description.
func (c *call) check() error {
	c.findUndeclared()
	err := c.checkParams()
	if err == nil {
		err = c.checkRules()
	}
	if err == nil {
		err = c.checkDocument()
	}
	if err == nil && c.strict && len(c.undeclared) > 0 {
		c.problems = append(c.problems, "undeclared: "+strings.Join(c.undeclared, ", "))
		err = refuse(10008)
	}
	return err
}

// findUndeclared notes what the description does not have. Every call may have a token and an app key, needed or not, and
// empty parameters do not count.
func (c *call) findUndeclared() {
	if c.action != nil { // the gateway has flags of its own, and looked at them
		return
	}
	for name := range c.sent.values {
		if c.op.byName[name] == nil && !c.isCommon(name) {
			c.undeclared = append(c.undeclared, name)
		}
	}
	for name := range c.sent.files {
		if c.op.byName[name] == nil {
			c.undeclared = append(c.undeclared, name)
		}
	}
	slices.Sort(c.undeclared)
}

// isCommon tells whether every call may have a parameter.
func (c *call) isCommon(name string) bool {
	if c.op.openIM {
		return name == "token"
	}
	return name == "access_token" || name == "source"
}

func (c *call) checkParams() error {
	c.values = make(map[string]any, len(c.sent.values))
	for _, p := range c.op.params {
		if err := c.checkParam(p); err != nil {
			return err
		}
	}
	return nil
}

func (c *call) checkParam(p *param) error {
	if p.file {
		return c.checkFile(p)
	}
	sent := c.sent.values[p.name]
	if len(sent) == 0 {
		return c.checkMissing(p)
	}
	v, err := p.value(sent)
	if n, ok := c.lowered(p, sent[0]); ok {
		v, err = n, nil
	}
	if err != nil {
		return err
	}
	if list, ok := v.([]any); ok && len(list) == 0 {
		c.sent.empty[p.name] = true
		return c.checkMissing(p)
	}
	c.values[p.name] = v
	return nil
}

// lowered returns the maximum of a count that is above it, which is how Weibo takes it.
func (c *call) lowered(p *param, text string) (any, bool) {
	if p.name != "count" || p.schema.Maximum == nil || c.strict || c.op.openIM {
		return nil, false
	}
	v, err := scalar(p.schema, text)
	n, ok := v.(int64)
	most := int64(*p.schema.Maximum)
	if err != nil || !ok || n <= most {
		return nil, false
	}
	c.problems = append(c.problems, "count "+clip(text)+" is above the maximum")
	return most, true
}

// emptyCodes are the codes for parameters that were sent without a value.
var emptyCodes = map[string]int{"status": 20008, "comment": 20008, "ids": 20001, "cid": 20204}

func (c *call) checkMissing(p *param) error {
	if !p.required || p.remoteIP && (!c.strict || c.action != nil) || p.inForm && c.sent.body != nil {
		return nil
	}
	if code := emptyCodes[p.name]; code != 0 && c.sent.empty[p.name] {
		return refuse(code)
	}
	return missing(p.name)
}

func (c *call) checkFile(p *param) error {
	f := c.sent.files[p.name]
	chosen := f.name != "" || len(f.data) > 0 // a browser sends a part without a name when no file was chosen
	switch {
	case !chosen && !p.required:
		return nil
	case len(f.data) == 0:
		return refuse(20007)
	case p.maxBytes > 0 && int64(len(f.data)) > p.maxBytes:
		return refuse(20006)
	case kindOf(f.data) == nil && !p.anyFile:
		return refuse(20005)
	}
	c.values[p.name] = f.data
	return nil
}

func (c *call) checkRules() error {
	for _, r := range c.op.rules {
		if err := c.checkRule(r); err != nil {
			return err
		}
	}
	return nil
}

func (c *call) checkRule(r rule) error {
	var given, absent []string
	for _, name := range r.params {
		if c.has(name) {
			given = append(given, name)
		} else {
			absent = append(absent, name)
		}
	}
	switch r.kind {
	case "together":
		if len(given) > 0 && len(absent) > 0 {
			return missing(strings.Join(absent, ", "))
		}
		return nil
	case "exactly-one", "at-least-one":
		if len(given) == 0 {
			return missing(strings.Join(absent, " or "))
		}
	}
	if r.kind != "at-least-one" && len(given) > 1 {
		c.problems = append(c.problems, "only one may be sent: "+strings.Join(given, ", "))
		return refuse(10008)
	}
	return nil
}

package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"iter"
	"reflect"
	"slices"
	"strings"

	"github.com/itchyny/gojq"
	"github.com/urfave/cli/v3"
)

// outputFlags choose how a command writes what it found.
func outputFlags() []cli.Flag {
	return []cli.Flag{
		&cli.GenericFlag{
			Name:  "json",
			Value: new(members),
			Usage: "write JSON, an object a line, of the members `[=id,text]` only if some are named",
		},
		&cli.StringFlag{Name: "jq", Usage: "write what a jq `FILTER` makes of each object"},
	}
}

// members are those of a JSON object that the user wants: all that there are if none is named.
type members struct {
	on    bool
	names []string
}

// Set takes the value of --json, which is "true" if there is none.
func (m *members) Set(list string) error {
	m.on = true
	if list != "true" {
		m.names = strings.Split(list, ",")
	}
	return nil
}

func (m *members) String() string   { return strings.Join(m.names, ",") }
func (m *members) Get() any         { return m }
func (m *members) IsBoolFlag() bool { return true }

// A printer writes what a command found: JSON if the user wants that, and otherwise what is for people.
type printer struct {
	out     io.Writer
	json    bool
	members []string
	missing func(name string) error // for a member that an object does not have; nil if that is no mistake
	filter  *gojq.Code              // nil without --jq
	list    *progress               // of a list that is written
}

// newPrinter returns the printer that the flags choose. The members that may be named are those of sample, a pointer to a
// struct, or any if it is nil.
func newPrinter(ctx context.Context, cmd *cli.Command, sample any) (*printer, error) {
	chosen := cmd.Generic("json").(*members)
	p := &printer{out: cmd.Root().Writer, json: chosen.on, members: chosen.names}
	p.list = listProgress(p.out, cmd.Root().ErrWriter)
	if err := checkMembers(ctx, cmd, p.members, sample); err != nil {
		return nil, err
	}
	text := cmd.String("jq")
	if text == "" {
		return p, nil
	}
	query, err := gojq.Parse(text)
	if err == nil {
		p.filter, err = gojq.Compile(query)
	}
	if err != nil {
		return nil, usageErrorf(cmd, "%s", tr(ctx, "the filter of --jq cannot be read: %v", err))
	}
	p.json = true
	return p, nil
}

func checkMembers(ctx context.Context, cmd *cli.Command, names []string, sample any) error {
	if sample == nil {
		return nil
	}
	known := memberNames(reflect.TypeOf(sample).Elem())
	for _, name := range names {
		if !slices.Contains(known, name) {
			return noMember(ctx, cmd, name, known)
		}
	}
	return nil
}

func noMember(ctx context.Context, cmd *cli.Command, name string, known []string) error {
	return &usageError{
		command: cmd.FullName(),
		problem: tr(ctx, "there is no member %q in the JSON", name),
		near:    nearest(name, known),
	}
}

// memberNames are those that the JSON of a struct has.
func memberNames(t reflect.Type) (names []string) {
	for f := range t.Fields() {
		name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
		if name != "" && name != "-" {
			names = append(names, name)
		}
	}
	return names
}

// write writes what was found: v as JSON, or what people writes.
func (p *printer) write(ctx context.Context, v any, people func(io.Writer) error) error {
	if p.json {
		return p.object(ctx, v)
	}
	return people(p.out)
}

// object writes v as JSON.
func (p *printer) object(ctx context.Context, v any) error {
	if text, err := marshal(v); err != nil {
		return err
	} else if len(p.members) > 0 {
		return p.chosen(ctx, text)
	} else {
		return p.filtered(ctx, text)
	}
}

// marshal is json.Marshal without the escapes for HTML, which is not where this goes. Behind the text is a line feed.
func marshal(v any) ([]byte, error) {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	err := e.Encode(v)
	return b.Bytes(), err
}

// chosen writes some members of an object, in the order in which the user named them.
func (p *printer) chosen(ctx context.Context, object []byte) error {
	var all map[string]json.RawMessage
	if err := json.Unmarshal(object, &all); err != nil {
		return err
	}
	b := []byte("{")
	for i, name := range p.members {
		if i > 0 {
			b = append(b, ',')
		}
		value := all[name]
		if value == nil && p.missing != nil {
			if err := p.missing(name); err != nil {
				return err
			}
		}
		if value == nil {
			value = json.RawMessage("null")
		}
		key, _ := json.Marshal(name)
		b = append(append(append(b, key...), ':'), value...)
	}
	return p.filtered(ctx, append(b, "}\n"...))
}

// filtered writes JSON, or what the filter makes of it.
func (p *printer) filtered(ctx context.Context, text []byte) error {
	if p.filter == nil {
		_, err := p.out.Write(text)
		return err
	}
	d := json.NewDecoder(bytes.NewReader(text))
	d.UseNumber() // ids keep their digits
	var v any
	if err := d.Decode(&v); err != nil {
		return err
	}
	for results := p.filter.RunWithContext(ctx, v); ; {
		result, ok := results.Next()
		if !ok {
			return nil
		}
		if err := p.result(result); err != nil {
			return err
		}
	}
}

// result writes what came out of the filter, texts as they are.
func (p *printer) result(v any) (err error) {
	switch v := v.(type) {
	case error:
		return fmt.Errorf("--jq: %w", v)
	case string:
		_, err = fmt.Fprintln(p.out, v)
	default:
		var text []byte
		if text, err = gojq.Marshal(v); err == nil {
			_, err = p.out.Write(append(text, '\n'))
		}
	}
	return err
}

// writeAll writes a list as it comes, at most so many of its items unless that is 0, and returns how many were written.
func writeAll[T any](ctx context.Context, p *printer, items iter.Seq2[T, error], most int, row func(T) error) (n int, err error) {
	defer p.list.clear()
	for item, err := range items {
		if err != nil {
			return n, err
		}
		if p.json {
			err = p.object(ctx, item)
		} else {
			err = row(item)
		}
		if err != nil {
			return n, err
		}
		if n++; n == most {
			break
		}
		p.list.count(ctx, n)
	}
	return n, nil
}

// interruptedAfter makes a problem of an interruption that came when some things were done.
func interruptedAfter(ctx context.Context, n int, err error) error {
	if !errors.Is(err, context.Canceled) {
		return err
	}
	return &problem{what: tr(ctx, "interrupted after %d", n), err: err}
}

package gateway

import (
	"bytes"
	"context"
	"encoding/json"
	"maps"
	"net/url"
	"slices"

	"github.com/seed4635ade2/weibo-go/weibo/wire"
)

// A Command is an action as the gateway itself describes it. Whatever is not in an answer is zero: lists may have less than
// [Client.Command]. Experimental: the members are those that programs of others read.
type Command struct {
	ID             string                     `json:"id"`
	Group          string                     `json:"group"`
	Action         string                     `json:"action"`
	Name           string                     `json:"name"`            // group and action with a blank
	APIPath        string                     `json:"api_path"`        // such as "users/show_batch/other"
	InvocationPath string                     `json:"invocation_path"` // such as "/users/show_batch/other.json"
	Method         string                     `json:"method"`          // of the call behind it
	Title          string                     `json:"title"`           // in Chinese
	Description    string                     `json:"description"`
	RequiredFields []string                   `json:"required_fields"`
	InputSchema    map[string]json.RawMessage `json:"input_schema"` // name to type word; names in snake case even where flags differ
	Flags          Flags                      `json:"flags"`
	TrialEnabled   bool                       `json:"trial_enabled"`
	Status         string                     `json:"status"` // "active", or others that are not known
	Access         string                     `json:"access"` // "allowed" or "locked"; sometimes left out
	CreatedAt      string                     `json:"created_at"`
	UpdatedAt      string                     `json:"updated_at"`
	PriceType      string                     `json:"price_type"` // "per_record", or others that are not known
	Pricing        *Pricing                   `json:"pricing"`
}

// Path returns the group and the action with a slash between them, which is the path of the call behind it.
func (c *Command) Path() string { return c.Group + "/" + c.Action }

// Allowed tells whether the account may use the command, as far as the answer says.
func (c *Command) Allowed() bool { return c.Access != "locked" }

// A Pricing is what a command costs today. Experimental.
type Pricing struct {
	Configured bool    `json:"configured"`
	UnitPrice  float64 `json:"unit_price"`
	Currency   string  `json:"currency"` // "credit", "CNY" or "USD"
}

// A Flag is a parameter of a [Command]. Experimental.
type Flag struct {
	Name        string `json:"name"`
	Type        string `json:"type"` // "int", "string", "number", "boolean", or others
	Required    bool   `json:"required"`
	Description string `json:"description"`
}

// Flags are the parameters of a [Command]. Experimental.
type Flags []Flag

// UnmarshalJSON reads a list, or an object that has the flags by name, which one program of others takes as well.
func (f *Flags) UnmarshalJSON(b []byte) error {
	*f = nil
	if b = bytes.TrimSpace(b); len(b) == 0 || b[0] != '{' {
		return json.Unmarshal(b, (*[]Flag)(f))
	}
	var byName map[string]Flag
	if err := json.Unmarshal(b, &byName); err != nil {
		return err
	}
	for _, name := range slices.Sorted(maps.Keys(byName)) {
		flag := byName[name]
		flag.Name = name
		*f = append(*f, flag)
	}
	return nil
}

// A Filter narrows the list of [Client.Commands] down. Experimental.
type Filter struct {
	Group     string // such as "users"; empty for all
	Available bool   // only what the account may use
}

// Commands lists what the gateway does for the account today. The list follows the account and changes: on 17 August 2026
// there were 67 commands, on the 28th 69. [Compare] holds it against what this package knows.
//
// Experimental, see the package.
func (c *Client) Commands(ctx context.Context, filter Filter, opts ...wire.Option) ([]Command, error) {
	query := url.Values{}
	if filter.Available {
		query.Set("access", "available")
	}
	if filter.Group != "" {
		query.Set("group", filter.Group)
	}
	var answer struct {
		Commands []Command `json:"commands"`
	}
	if err := c.ask(ctx, "cli/commands", "/cli/commands", query, &answer, opts); err != nil {
		return nil, err
	}
	return answer.Commands, nil
}

// Command tells what the gateway says of one command: its parameters, whether the account may use it, and its price.
//
// Experimental, see the package.
func (c *Client) Command(ctx context.Context, group, action string, opts ...wire.Option) (*Command, error) {
	if err := checkNames(group, action); err != nil {
		return nil, err
	}
	var answer struct {
		Command *Command `json:"command"`
	}
	path := "/cli/commands/" + url.PathEscape(group) + "/" + url.PathEscape(action)
	if err := c.ask(ctx, "cli/commands/"+group+"/"+action, path, nil, &answer, opts); err != nil {
		return nil, err
	}
	if answer.Command == nil {
		return nil, errNoCommand
	}
	return answer.Command, nil
}

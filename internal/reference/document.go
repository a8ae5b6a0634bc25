package reference

import (
	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
)

// A document is the description as it is written, as far as people read it.
type document struct {
	Servers    []server               `json:"servers"`
	Security   []map[string][]string  `json:"security"`
	Tags       []tag                  `json:"tags"`
	Paths      list[list[*operation]] `json:"paths"`
	Components struct {
		Parameters list[*parameter] `json:"parameters"`
		Schemas    list[*schema]    `json:"schemas"`
	} `json:"components"`
}

type server struct {
	URL string `json:"url"`
}

type tag struct {
	Name        string `json:"name"`
	Description string `json:"description"`
}

type operation struct {
	OperationID  string   `json:"operationId"`
	Tags         []string `json:"tags"`
	Summary      string   `json:"summary"`
	Description  string   `json:"description"`
	ExternalDocs struct {
		URL string `json:"url"`
	} `json:"externalDocs"`
	Servers     []server               `json:"servers"`
	Security    *[]map[string][]string `json:"security"`
	Parameters  []*parameter           `json:"parameters"`
	RequestBody struct {
		Content list[media] `json:"content"`
	} `json:"requestBody"`
	Responses list[response] `json:"responses"`

	State      string           `json:"x-weibo-state"`
	Access     string           `json:"x-weibo-access"`
	Confidence string           `json:"x-weibo-confidence"`
	ReplacedBy string           `json:"x-weibo-replaced-by"`
	Errors     []int            `json:"x-weibo-errors"`
	Rules      list[[][]string] `json:"x-weibo-rules"`
	Paging     *Paging          `json:"x-weibo-paging"`
	Result     string           `json:"x-weibo-result"`
}

type parameter struct {
	Ref         string         `json:"$ref"`
	Name        string         `json:"name"`
	Required    bool           `json:"required"`
	Description string         `json:"description"`
	Explode     *bool          `json:"explode"`
	Schema      *schema        `json:"schema"`
	Example     jsontext.Value `json:"example"`
	GoName      string         `json:"x-go-name"`
	Evidence    string         `json:"x-weibo-evidence"`
}

type media struct {
	Schema   *schema        `json:"schema"`
	Encoding list[encoding] `json:"encoding"`
}

type encoding struct {
	Explode *bool `json:"explode"`
}

type response struct {
	Description string      `json:"description"`
	Confidence  string      `json:"x-weibo-confidence"`
	Content     list[media] `json:"content"`
}

type schema struct {
	Ref         string           `json:"$ref"`
	Type        string           `json:"type"`
	Format      string           `json:"format"`
	Description string           `json:"description"`
	Enum        []jsontext.Value `json:"enum"`
	Default     jsontext.Value   `json:"default"`
	Example     jsontext.Value   `json:"example"`
	Minimum     *float64         `json:"minimum"`
	Maximum     *float64         `json:"maximum"`
	MinLength   int              `json:"minLength"`
	MaxLength   int              `json:"maxLength"`
	MaxItems    int              `json:"maxItems"`
	Pattern     string           `json:"pattern"`
	Items       *schema          `json:"items"`
	Properties  list[*schema]    `json:"properties"`
	Required    []string         `json:"required"`
	Additional  jsontext.Value   `json:"additionalProperties"`
	AllOf       []*schema        `json:"allOf"`
	OneOf       []*schema        `json:"oneOf"`

	GoName   string   `json:"x-go-name"`
	Evidence string   `json:"x-weibo-evidence"`
	Also     []string `json:"x-weibo-also"`
	FilledBy string   `json:"x-weibo-filled-by"`
	MaxBytes int64    `json:"x-weibo-max-bytes"`
	MaxHan   int      `json:"x-weibo-max-han"`
}

func parse(text []byte) (*document, error) {
	d := new(document)
	return d, json.Unmarshal(text, d)
}

// A list is an object whose members keep their order.
type list[T any] []member[T]

type member[T any] struct {
	name  string
	value T
}

// UnmarshalJSONFrom reads the object.
func (l *list[T]) UnmarshalJSONFrom(d *jsontext.Decoder) error {
	if _, err := d.ReadToken(); err != nil {
		return err
	}
	for d.PeekKind() != '}' {
		var m member[T]
		if err := json.UnmarshalDecode(d, &m.name); err != nil {
			return err
		}
		if err := json.UnmarshalDecode(d, &m.value); err != nil {
			return err
		}
		*l = append(*l, m)
	}
	_, err := d.ReadToken()
	return err
}

// get returns the member with a name, or the zero value.
func (l list[T]) get(name string) (value T) {
	for _, m := range l {
		if m.name == name {
			return m.value
		}
	}
	return value
}

package main

import (
	"strconv"
	"strings"
	"testing"
)

// paramForms lists how a parameter looks in the description, in Go, and in the call that writes it.
var paramForms = []struct {
	name     string
	required bool
	schema   string
	goType   string
	encode   string
}{
	{"id", false, "type: integer, format: int64", "int64", `e.Int("x", p.X)`},
	{"id required", true, "type: integer, format: int64", "int64", `e.Int("x", p.X).Required()`},
	{"id required, zero allowed", true, "type: integer, format: int64, minimum: 0", "int64", `e.IntZero("x", p.X).AtLeast(0)`},
	{"number", false, "type: integer", "int", `e.Int("x", int64(p.X))`},
	{"number required", true, "type: integer", "int", `e.Int("x", int64(p.X)).Required()`},
	{"number with both limits", false, "type: integer, minimum: 1, maximum: 200", "int", `e.Int("x", int64(p.X)).Between(1, 200)`},
	{"number with a lower limit", false, "type: integer, minimum: 1", "int", `e.Int("x", int64(p.X)).AtLeast(1)`},
	{"number with an upper limit", false, "type: integer, maximum: 200", "int", `e.Int("x", int64(p.X)).Between(0, 200)`},
	{"number whose default zero would hide", false, "type: integer, minimum: 0, default: 5", "*int", `e.IntPtr("x", p.X).AtLeast(0)`},
	{"number whose zero is no value", false, "type: integer, minimum: 1, default: 5", "int", `e.Int("x", int64(p.X)).AtLeast(1)`},
	{"number by wish a pointer", false, "type: integer, x-go-type-skip-optional-pointer: false", "*int", `e.IntPtr("x", p.X)`},

	{"choice with zero", false, "type: integer, enum: [0, 1, 2]", "int", `e.Int("x", int64(p.X))`},
	{"choice with zero, default 0", false, "type: integer, enum: [0, 1, 2], default: 0", "int", `e.Int("x", int64(p.X))`},
	{"choice with zero, default 1", false, "type: integer, enum: [0, 1, 2], default: 1", "*int", `e.IntPtr("x", p.X)`},
	{"choice with zero required", true, "type: integer, enum: [0, 1, 2]", "int", `e.IntZero("x", int64(p.X))`},
	{"choice without zero, default 1", false, "type: integer, enum: [1, 2], default: 1", "int", `e.Int("x", int64(p.X))`},
	{"choice without zero required", true, "type: integer, enum: [1, 2]", "int", `e.Int("x", int64(p.X)).Required()`},

	{"decimal", false, "type: number, format: double", "float64", `e.Float("x", p.X)`},
	{"decimal required", true, "type: number, format: double", "float64", `e.Float("x", p.X).Required()`},
	{"decimal by wish a pointer", false, "type: number, format: double, minimum: -90, maximum: 90, x-go-type-skip-optional-pointer: false",
		"*float64", `e.FloatPtr("x", p.X).Between(-90, 90)`},
	{"decimal required, zero allowed", true, "type: number, format: double, minimum: -90, maximum: 90",
		"float64", `e.FloatZero("x", p.X).Between(-90, 90)`},

	{"flag", false, "type: integer, format: flag, enum: [0, 1]", "bool", `e.Flag("x", p.X)`},
	{"flag with default 0", false, "type: integer, format: flag, enum: [0, 1], default: 0", "bool", `e.Flag("x", p.X)`},
	{"flag with default 1", false, "type: integer, format: flag, enum: [0, 1], default: 1", "*bool", `e.FlagPtr("x", p.X)`},
	{"flag required", true, "type: integer, format: flag, enum: [0, 1]", "bool", `e.FlagZero("x", p.X)`},
	{"word", false, "type: boolean", "bool", `e.Word("x", p.X)`},
	{"word with default false", false, "type: boolean, default: false", "bool", `e.Word("x", p.X)`},
	{"word with default true", false, "type: boolean, default: true", "*bool", `e.WordPtr("x", p.X)`},
	{"word by wish a pointer", false, "type: boolean, x-go-type-skip-optional-pointer: false", "*bool", `e.WordPtr("x", p.X)`},
	{"word required", true, "type: boolean", "bool", `e.WordZero("x", p.X)`},

	{"text", false, "type: string", "string", `e.Text("x", p.X)`},
	{"text required", true, "type: string, maxLength: 140", "string", `e.Text("x", p.X).Required().AtMost(140)`},
	{"address of a page", false, "type: string, format: uri", "string", `e.Text("x", p.X)`},
	{"JSON", false, "type: string, format: json", "json.RawMessage", `e.Text("x", string(p.X))`},
	{"address of the user", false, "type: string, x-weibo-filled-by: remote-ip", "string", `e.RemoteIP("x", p.X)`},
	{"ids", false, "type: array, items: {type: integer, format: int64}", "[]int64", `e.Ints("x", p.X)`},
	{"ids required", true, "type: array, items: {type: integer, format: int64}, maxItems: 20", "[]int64", `e.Ints("x", p.X).Required().AtMost(20)`},
	{"texts", false, "type: array, items: {type: string}, maxItems: 9", "[]string", `e.Texts("x", p.X).AtMost(9)`},
	{"each", false, "type: array, items: {type: string}, maxItems: 20", "[]string", `e.Each("x", p.X).AtMost(20)`},
	{"tildes", false, "type: string, format: tilde-int64", "[]int64", `e.Tildes("x", p.X)`},
	{"picture", false, "type: string, format: binary, x-weibo-max-bytes: 5242880", "*wire.Picture", `e.Picture("x", p.X, 5242880)`},
	{"picture required", true, "type: string, format: binary, x-weibo-max-bytes: 20971520", "*wire.Picture", `e.Picture("x", p.X, 20971520).Required()`},
}

const oneProperty = `
make:
  post:
    operationId: tokensMake
    tags: [Tokens]
    summary: Makes a token.
    x-weibo-state: listed
    x-weibo-access: normal
    x-weibo-confidence: documented
    requestBody:
      required: true
      content:
        multipart/form-data:
          schema:
            type: object
            required: [REQUIRED]
            properties:
              x: {SCHEMA, description: Something.}
          encoding: {x: {style: form, explode: EXPLODE}}
    responses:
      '200':
        description: The token.
        content: {application/json: {schema: {$ref: ../schemas/common.yaml#/Token}}}
`

func TestParamForms(t *testing.T) {
	for _, form := range paramForms {
		t.Run(form.name, func(t *testing.T) {
			d := scratch(t)
			d["paths/tokens.yaml"] = oneProperty
			d.replace(t, "paths/tokens.yaml", "SCHEMA", form.schema+exampleFor(form.schema))
			d.replace(t, "paths/tokens.yaml", "EXPLODE", strconv.FormatBool(form.name == "each"))
			required := ""
			if form.required {
				required = "x"
			}
			d.replace(t, "paths/tokens.yaml", "[REQUIRED]", "["+required+"]")

			code := d.generate(t)["services.gen.go"]
			if got := lastLine(cut(t, code, "type TokensMakeParams struct {", "\n}\n")); got != "X "+form.goType {
				t.Errorf("the field is %s, want X %s", got, form.goType)
			}
			if got := lastLine(cut(t, code, "func (p *TokensMakeParams) Encode(e *wire.Encoder) {", "\n}\n")); got != form.encode {
				t.Errorf("it is written by %s, want %s", got, form.encode)
			}
		})
	}
}

func exampleFor(schema string) string {
	kind, _, _ := strings.Cut(strings.TrimPrefix(schema, "type: "), ",")
	if strings.Contains(schema, "format: binary") {
		return ""
	}
	return ", example: " + map[string]string{
		"integer": "1", "number": "1", "boolean": "true", "string": "'1'", "array": "[]",
	}[kind]
}

func lastLine(s string) string {
	lines := strings.Split(strings.TrimSpace(s), "\n")
	return strings.TrimSpace(lines[len(lines)-1])
}

// A query parameter is generated like a property of a form.
func TestQueryParam(t *testing.T) {
	code := scratch(t).generate(t)["services.gen.go"]
	for _, want := range []string{
		`e.Int("kind", int64(p.Kind))`, `e.IntZero("kind", int64(p.Kind))`, `e.FlagPtr("follow_up", p.FollowUp)`,
		`e.Texts("names", p.Names).AtMost(20)`, `e.Text("language", p.Language)`,
	} {
		if !strings.Contains(code, want+"\n") {
			t.Errorf("there is no line %s", want)
		}
	}
}

// A rule makes a variable of a parameter; its name on the wire may mean something else in Go.
func TestNamesOfVariables(t *testing.T) {
	for _, name := range []string{"type", "string", "int64", "e", "p", "nil"} {
		t.Run(name, func(t *testing.T) {
			d := scratch(t)
			d.replace(t, "paths/cats.yaml", "name: phrase\n", "name: "+name+"\n")
			d.replace(t, "paths/cats.yaml", "[cids, phrase]", "[cids, "+name+"]")
			d.replace(t, "paths/cats.yaml", "      - name: weight\n", notes+"      - name: weight\n")
			compile(t, d.generate(t))
		})
	}
}

const notes = `      - name: notes
        in: query
        description: Notes.
        schema: {type: string, format: json}
        example: '{}'
`

func TestComment(t *testing.T) {
	long := strings.Repeat("word ", 30)
	for _, test := range []struct {
		name       string
		indent     string
		paragraphs []any
		want       string
	}{
		{"one", "", []any{"A cat."}, "// A cat."},
		{"paragraphs", "", []any{[]string{"A cat.", "A dog."}, "A cow."}, "// A cat.\n//\n// A dog.\n//\n// A cow."},
		{"indent", "\t", []any{"A cat.", "A dog."}, "// A cat.\n\t//\n\t// A dog."},
		{"space", "", []any{"A  cat\nsits."}, "// A cat sits."},
		{"wrapped", "", []any{long}, "//" + strings.Repeat(" word", 22) + "\n//" + strings.Repeat(" word", 8)},
		{"a word too long to wrap", "", []any{"See " + strings.Repeat("x", 130) + " there"}, "// See\n// " + strings.Repeat("x", 130) + "\n// there"},
	} {
		t.Run(test.name, func(t *testing.T) {
			if got := comment(test.indent, test.paragraphs...); got != test.want {
				t.Errorf("\n got %q\nwant %q", got, test.want)
			}
		})
	}
}

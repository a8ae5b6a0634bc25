package main

import (
	"fmt"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"
)

// A mistake is one change that makes the scratch description wrong.
type mistake struct {
	name     string
	file     string
	old, new string // what changes in the file; the whole file if old is empty
	at       string // begins the place that the message names, in the file; if empty, the change does
	want     string // what the message says
}

var mistakes = []mistake{
	// Files
	{
		name: "empty file", file: "schemas/common.yaml",
		want: "the file is empty",
	},
	{
		name: "nothing but comments", file: "schemas/common.yaml", new: "# Later.\n",
		want: "the file is empty",
	},
	{
		name: "unknown alias", file: "paths/cats.yaml",
		old: "- *uid", new: "- *uida",
		want: "uida",
	},
	{
		name: "key twice", file: "paths/cats.yaml",
		old: "summary: Finds cats near a place.", new: "summary: Finds cats near a place.\n    summary: Finds dogs.",
		at: "summary: Finds dogs.", want: `"summary" stands twice`,
	},
	{
		name: "path twice", file: "openapi.yaml",
		old: "/2/cats/go: ", new: "/2/cats/list.json: ",
		want: `"/2/cats/list.json" stands twice`,
	},
	{
		name: "merge key twice", file: "paths/cats.yaml",
		old: "<<: *pic\n", new: "<<: *pic\n                <<: *text\n",
		at: "<<: *text", want: `"<<" stands twice`,
	},
	{
		name: "merge key with a list", file: "paths/cats.yaml",
		old: "<<: *pic", new: "<<: [*pic]",
		want: "<< takes a mapping",
	},

	// References
	{
		name: "missing file", file: "paths/cats.yaml",
		old: "../parameters.yaml#/count", new: "../params.yaml#/count",
		want: `$ref "../params.yaml#/count": there is no file params.yaml`,
	},
	{
		name: "missing key", file: "paths/cats.yaml",
		old: "../parameters.yaml#/count", new: "../parameters.yaml#/counts",
		want: `$ref "../parameters.yaml#/counts": parameters.yaml has no "counts"`,
	},
	{
		name: "missing key in a section", file: "paths/cats.yaml",
		old: "../parameters.yaml#/count", new: "../openapi.yaml#/components/parameters/count",
		want: `openapi.yaml has no "parameters"`,
	},
	{
		name: "missing path", file: "openapi.yaml",
		old: "paths/cats.yaml#/ids", new: "paths/cats.yaml#/id",
		want: `paths/cats.yaml has no "id"`,
	},
	{
		name: "reference to a file as a whole", file: "paths/cats.yaml",
		old: "../parameters.yaml#/count", new: "../parameters.yaml",
		want: "want FILE#/POINTER",
	},
	{
		name: "reference to another host", file: "paths/cats.yaml",
		old: "../parameters.yaml#/count", new: "https://example.com/parameters.yaml#/count",
		want: "want FILE#/POINTER",
	},
	{
		name: "words beside a reference", file: "schemas/cats.yaml",
		old: "owner: {$ref: people.yaml#/Person}", new: "owner: {$ref: people.yaml#/Person, description: Who feeds it.}",
		want: "description",
	},

	// Bodies as they are, bodies in JSON, and what stands around an answer
	{
		name: "body in JSON that is neither", file: "paths/cats.yaml",
		old: "            required: [text]\n            properties:\n", new: "            required: [text]\n            members:\n",
		at: "          schema:\n            type: object\n            required: [text]", want: "the schema of a JSON body is a $ref, or an object of the parameters",
	},
	{
		name: "file without a name", file: "paths/cats.yaml",
		old: "description: The film., x-go-name: Film", new: "description: The film.",
		want: "POST /2/cats/film.json: the body has no x-go-name",
	},
	{
		name: "picture as it is without a limit", file: "paths/cats.yaml",
		old: "x-go-name: Pic, x-weibo-max-bytes: 1000", new: "x-go-name: Pic",
		want: "a picture wants x-weibo-max-bytes",
	},
	{
		name: "content of an answer that is not there", file: "paths/cats.yaml",
		old: "x-weibo-content: data", new: "x-weibo-content: date",
		want: "POST /2/cats/tell.json: the answer has no date",
	},
	{
		name: "member around an answer without a description", file: "paths/cats.yaml",
		old: "code: {type: integer, description: 0 if it listened., example: 0}", new: "code: {type: integer, example: 0}",
		want: "POST /2/cats/tell.json: the answer: code has no description",
	},
	{
		name: "seen at no date", file: "paths/cats.yaml",
		old: "operationId: catsStroke\n", new: "operationId: catsStroke\n    x-weibo-seen: lately\n",
		at: "lately", want: "x-weibo-seen is a date or a month",
	},

	// Operations
	{
		name: "operationId twice", file: "paths/cats.yaml",
		old: "operationId: catsFind", new: "operationId: catsList",
		want: "the operationId catsList is that of paths/cats.yaml:3 already",
	},
	{
		name: "no operationId", file: "paths/cats.yaml",
		old:  "operationId: catsFind\n    ",
		want: "GET /2/cats/find.json has no operationId",
	},
	{
		name: "operationId of another resource", file: "paths/cats.yaml",
		old: "operationId: catsFind", new: "operationId: dogsFind",
		want: "the operationId dogsFind does not start with the tag Cats",
	},
	{
		name: "operationId of the tag alone", file: "paths/cats.yaml",
		old: "operationId: catsFind", new: "operationId: cats",
		want: "the operationId cats does not start with the tag Cats",
	},
	{
		name: "no summary", file: "paths/cats.yaml",
		old: "    summary: Finds cats near a place.\n",
		at:  "operationId: catsFind", want: "GET /2/cats/find.json has no summary",
	},
	{
		name: "no tag", file: "paths/cats.yaml",
		old: "    tags: [Cats] # of list\n",
		at:  "operationId: catsList", want: "GET /2/cats/list.json wants one tag",
	},
	{
		name: "empty list of tags", file: "paths/cats.yaml",
		old: "tags: [Cats] # of list", new: "tags: []",
		at: "operationId: catsList", want: "GET /2/cats/list.json wants one tag",
	},
	{
		name: "two tags", file: "paths/cats.yaml",
		old: "tags: [Cats] # of list", new: "tags: [Cats, Tokens]",
		at: "operationId: catsList", want: "GET /2/cats/list.json wants one tag",
	},
	{
		name: "unknown tag", file: "paths/cats.yaml",
		old: "tags: [Cats] # of list", new: "tags: [Cat]",
		want: "the tag Cat is not in openapi.yaml",
	},
	{
		name: "no state", file: "paths/cats.yaml",
		old: "    x-weibo-state: listed # of list\n",
		at:  "operationId: catsList", want: "GET /2/cats/list.json has no x-weibo-state",
	},
	{
		name: "no access", file: "paths/cats.yaml",
		old: "    x-weibo-access: advanced\n",
		at:  "operationId: catsFind", want: "GET /2/cats/find.json has no x-weibo-access",
	},
	{
		name: "no confidence", file: "paths/cats.yaml",
		old: "    x-weibo-confidence: secondary\n",
		at:  "operationId: catsFind", want: "GET /2/cats/find.json has no x-weibo-confidence",
	},
	{
		name: "unknown state", file: "paths/cats.yaml",
		old: "x-weibo-state: listed # of list", new: "x-weibo-state: current",
		want: `x-weibo-state: "current" is none of listed, delisted, retired, unknown`,
	},
	{
		name: "unknown access", file: "paths/cats.yaml",
		old: "x-weibo-access: advanced", new: "x-weibo-access: partner",
		want: `x-weibo-access: "partner" is none of normal, advanced, commercial, unknown`,
	},
	{
		name: "unknown confidence", file: "paths/cats.yaml",
		old: "x-weibo-confidence: secondary", new: "x-weibo-confidence: sure",
		want: `x-weibo-confidence: "sure" is none of documented, secondary, inferred, unknown`,
	},
	{
		name: "unknown result", file: "paths/cats.yaml",
		old: "x-weibo-result: redirect", new: "x-weibo-result: location",
		want: `x-weibo-result: "location" is none of redirect`,
	},
	{
		name: "retired, not deprecated", file: "paths/cats.yaml",
		old: "    deprecated: true # of upload\n",
		at:  "operationId: catsUpload", want: "deprecated goes with the states delisted and retired, this one is retired",
	},
	{
		name: "listed, but deprecated", file: "paths/cats.yaml",
		old: "x-weibo-state: listed # of list", new: "x-weibo-state: listed\n    deprecated: true",
		at: "operationId: catsList", want: "deprecated goes with the states delisted and retired, this one is listed",
	},

	// Rules
	{
		name: "rule on no parameter", file: "paths/cats.yaml",
		old: "at-most-one: [[uid, names]]", new: "at-most-one: [[uid, screen_name]]",
		want: "the rule at-most-one names screen_name, which is no parameter",
	},
	{
		name: "rule on no property of the form", file: "paths/tokens.yaml",
		old: "    requestBody:\n", new: "    x-weibo-rules: {together: [[client_id, client_secret]]}\n    requestBody:\n",
		at: "x-weibo-rules", want: "the rule together names client_secret, which is no parameter",
	},
	{
		name: "unknown rule", file: "paths/cats.yaml",
		old: "at-most-one: [[uid, names]]", new: "only-one: [[uid, names]]",
		want: "there is no rule only-one",
	},
	{
		name: "rule with a list, not a list of lists", file: "paths/cats.yaml",
		old: "at-most-one: [[uid, names]]", new: "at-most-one: [uid, names]",
		want: "at-most-one",
	},

	// Parameters
	{
		name: "parameter without a name", file: "paths/cats.yaml",
		old: "name: phrase\n        in: query", new: "in: query",
		want: "a parameter wants a name and an in",
	},
	{
		name: "parameter without a type", file: "paths/cats.yaml",
		old: "type: string, maxLength: 20", new: "maxLength: 20",
		at: "name: phrase", want: "the parameter phrase has no type",
	},
	{
		name: "parameter without a schema", file: "paths/cats.yaml",
		old: "        schema: {type: string, maxLength: 20}\n",
		at:  "name: phrase", want: "the parameter phrase has no type",
	},
	{
		name: "parameter without a description", file: "paths/cats.yaml",
		old: "        description: A word of the name.\n",
		at:  "name: phrase", want: "the parameter phrase has no description",
	},
	{
		name: "parameter without an example", file: "paths/cats.yaml",
		old: "        example: Mau\n",
		at:  "name: phrase", want: "the parameter phrase has no example",
	},
	{
		name: "shared parameter without a type", file: "parameters.yaml",
		old: "type: integer, default: 20, ", at: "name: count",
		want: "the parameter count has no type",
	},
	{
		name: "shared parameter without a description", file: "parameters.yaml",
		old: "  description: Cats a page.\n", at: "name: count",
		want: "the parameter count has no description",
	},
	{
		name: "shared parameter without an example", file: "parameters.yaml",
		old: "  example: 50\n", at: "name: count",
		want: "the parameter count has no example",
	},
	{
		name: "parameter in a header", file: "paths/cats.yaml",
		old: "name: phrase\n        in: query", new: "name: phrase\n        in: header",
		want: "phrase",
	},
	{
		name: "property of a form without a description", file: "paths/cats.yaml",
		old: "                description: What to say, at most 140 characters.\n",
		at:  "&text", want: "text has no description",
	},
	{
		name: "property of a form without an example", file: "paths/cats.yaml",
		old: "                example: Look, a cat\n",
		at:  "&text", want: "text has no example",
	},
	{
		name: "parameter of the form that multipart lacks", file: "paths/cats.yaml",
		old: "              notes: *notes\n",
		at:  "notes: &notes", want: "notes",
	},
	{
		name: "picture without a limit", file: "paths/cats.yaml",
		old: "                x-weibo-max-bytes: 5242880\n",
		at:  "&pic", want: "pic: a picture wants x-weibo-max-bytes",
	},
	{
		name: "list of a kind that cannot be sent", file: "paths/cats.yaml",
		old: "items: {type: integer, format: int64}, maxItems: 50", new: "items: {type: number}, maxItems: 50",
		at: "name: cids", want: "cids",
	},
	{
		name: "pointer to a kind that has none", file: "paths/cats.yaml",
		old: "type: string, maxLength: 20", new: "type: string, x-go-type-skip-optional-pointer: false",
		at: "name: phrase", want: "phrase",
	},
	{
		name: "flag without its choice", file: "paths/cats.yaml",
		old: "format: flag, enum: [0, 1], default: 1", new: "format: flag, default: 1",
		at: "name: follow_up", want: "follow_up",
	},
	{
		name: "unknown way to fill", file: "paths/cats.yaml",
		old: "x-weibo-filled-by: remote-ip", new: "x-weibo-filled-by: me",
		want: `x-weibo-filled-by: "me" is none of remote-ip`,
	},

	// Answers
	{
		name: "no answer 200", file: "paths/cats.yaml",
		old: "'200':\n        description: The moods.", new: "'201':\n        description: The moods.",
		at: "operationId: catsMoods", want: "GET /2/cats/moods.json has no answer 200",
	},
	{
		name: "answer without a schema", file: "paths/cats.yaml",
		old: "{schema: {$ref: ../schemas/cats.yaml#/Moods}}", new: "{}",
		at: "description: The moods.", want: "GET /2/cats/moods.json: the answer 200 has no schema for application/json",
	},
	{
		name: "answer without content", file: "paths/cats.yaml",
		old: "        content: {application/json: {schema: {$ref: ../schemas/cats.yaml#/Moods}}}\n",
		at:  "description: The moods.", want: "GET /2/cats/moods.json: the answer 200 has no schema for application/json",
	},
	{
		name: "answer with an inline object", file: "paths/cats.yaml",
		old: "{$ref: ../schemas/cats.yaml#/Moods}", new: "{type: object, properties: {}}",
		want: "the answer is an object without a name",
	},
	{
		name: "answer with a list of inline objects", file: "paths/cats.yaml",
		old: "{type: array, items: {$ref: ../schemas/cats.yaml#/Cat}}", new: "{type: array, items: {type: object, properties: {}}}",
		want: "object without a name",
	},

	// Schemas
	{
		name: "schema in two files", file: "schemas/people.yaml",
		old: "Person:\n", new: "Cat: {type: object, description: Cat is a cat.}\nPerson:\n",
		want: "Cat is defined in schemas/cats.yaml:1 already",
	},
	{
		name: "schema twice in a file", file: "schemas/people.yaml",
		old: "Person:\n", new: "Person: {type: object, description: Person is a cat.}\nPerson:\n",
		at: "Person:\n", want: `"Person" stands twice`,
	},
	{
		name: "another name of a schema", file: "schemas/people.yaml",
		old: "Person:\n", new: "Human: {$ref: '#/Person'}\nPerson:\n",
		want: "Human is nothing but a $ref",
	},
	{
		name: "schema without a description", file: "schemas/people.yaml",
		old: "  description: Person is somebody who feeds cats.\n",
		at:  "type: object", want: "the schema Person has no description",
	},
	{
		name: "requires what it does not have", file: "schemas/people.yaml",
		old: "required: [id]", new: "required: [id, name]",
		want: "the schema Person requires name, which it does not have",
	},
	{
		name: "property without a type", file: "schemas/cats.yaml",
		old: "type: string # of zone\n      ",
		at:  "description: Where it lives.", want: "Cat: zone has no type",
	},
	{
		name: "property without a description", file: "schemas/cats.yaml",
		old: "      description: Where it lives.\n",
		at:  "type: string # of zone", want: "Cat: zone has no description",
	},
	{
		name: "property without an example", file: "schemas/cats.yaml",
		old: "      example: Roof\n",
		at:  "type: string # of zone", want: "Cat: zone has no example",
	},
	{
		name: "inline object", file: "schemas/cats.yaml",
		old: "type: string # of zone", new: "type: object\n      properties: {name: {type: string}}",
		want: "Cat: zone is an object without a name",
	},
	{
		name: "inline object in allOf", file: "schemas/cats.yaml",
		old: "allOf: [{$ref: '#/Cat'}]", new: "allOf: [{type: object, properties: {}}]",
		want: "Cat: mother has no type",
	},
	{
		name: "property of two kinds", file: "schemas/cats.yaml",
		old: "allOf: [{$ref: '#/Cat'}]", new: "allOf: [{$ref: '#/Cat'}, {$ref: people.yaml#/Person}]",
		want: "Cat: mother has no type",
	},
	{
		name: "inline object in a list", file: "schemas/cats.yaml",
		old: "items: {type: string}\n      example: [Puss, Tiger]",
		new: "items: {type: object, properties: {name: {type: string}}}\n      example: [{name: Puss}]",
		at:  "items: {type: object", want: "nick_names",
	},
	{
		name: "inline object in a map", file: "schemas/cats.yaml",
		old: "additionalProperties: {$ref: people.yaml#/Person}",
		new: "additionalProperties: {type: object, properties: {id: {type: integer}}}",
		at:  "additionalProperties: {type: object", want: "friends",
	},
	{
		name: "list without items", file: "schemas/cats.yaml",
		old: "      items: {type: string}\n",
		at:  "type: array\n      description: Other names.", want: "Cat: nick_names is an array without items",
	},
	{
		name: "unknown evidence", file: "schemas/cats.yaml",
		old: "x-weibo-evidence: recorded", new: "x-weibo-evidence: documented",
		want: `x-weibo-evidence: "documented" is none of recorded, observed`,
	},

	// Values that do not fit
	{
		name: "property with an example of another type", file: "schemas/cats.yaml",
		old: "example: Roof", new: "example: 3",
		want: "value must be a string",
	},
	{
		name: "object in an example", file: "schemas/cats.yaml",
		old: "example: {Anna: {id: 1404376560}}", new: "example: {Anna: {id: no number}}",
		want: "value must be an integer",
	},
	{
		name: "parameter with an example of another type", file: "paths/cats.yaml",
		old: "example: Mau", new: "example: 3",
		want: "value must be a string",
	},
	{
		name: "parameter with an example that is no choice", file: "paths/cats.yaml",
		old: "example: zh", new: "example: la",
		want: "value is not one of the allowed values",
	},
	{
		name: "shared parameter with an example out of range", file: "parameters.yaml",
		old: "example: 50", new: "example: 500",
		want: "number must be at most 100",
	},
	{
		name: "shared parameter with a default of another type", file: "parameters.yaml",
		old: "default: 20", new: "default: many",
		want: "value must be an integer",
	},
	{
		name: "property of a form with an example that is too long", file: "paths/cats.yaml",
		old: "maxLength: 140", new: "maxLength: 3",
		at: "example: Look, a cat", want: "maximum string length is 3",
	},
	{
		name: "answer with an example of another type", file: "paths/cats.yaml",
		old: "example: [42, 43]\n      default:", new: "example: [Mau]\n      default:",
		want: "value must be an integer",
	},
	{
		name: "number in a form that JSON lacks", file: "paths/cats.yaml",
		old: "maximum: 12.5", new: "maximum: 1_000",
		want: "1_000",
	},

	// The gateway
	{
		name: "gateway: unknown path", file: "gateway.yaml",
		old: "    action: list\n    id: 1\n    method: GET\n    api_path: cats/list", new: "    action: lists\n    id: 1\n    method: GET\n    api_path: cats/lists",
		at: "api_path: cats/lists", want: "the description has no cats/lists; if that is so, say described: false",
	},
	{
		name: "gateway: path that is there", file: "gateway.yaml",
		old: "    action: photo\n    method: POST\n    api_path: cats/photo", new: "    action: find\n    method: POST\n    api_path: cats/find",
		at: "described: false", want: "the description has cats/find",
	},
	{
		name: "gateway: names that are not the path", file: "gateway.yaml",
		old: "    action: photo\n", new: "    action: picture\n",
		at: "group: cats\n    action: picture", want: `group cats and action picture are not the path "cats/photo"`,
	},
	{
		name: "gateway: action twice", file: "gateway.yaml",
		old: "    action: photo\n    method: POST\n    api_path: cats/photo\n    described: false\n", new: "    action: list\n    method: POST\n    api_path: cats/list\n",
		at: "group: cats\n    action: list\n    method", want: "cats/list stands twice",
	},
	{
		name: "gateway: unknown type", file: "gateway.yaml",
		old: "{name: count, type: integer,", new: "{name: count, type: int,",
		want: `cats/list: count: the type "int" is none of integer, string, number`,
	},
	{
		name: "gateway: parameter twice", file: "gateway.yaml",
		old: "{name: moods,", new: "{name: count,",
		want: "cats/list: count: a parameter without a name of its own",
	},
	{
		name: "gateway: unknown key", file: "gateway.yaml",
		old: "maximum: 50, observed", new: "maximun: 50, observed",
		want: `there is no key "maximun" here`,
	},
	{
		name: "gateway: more seen than there is", file: "gateway.yaml",
		old: "observed_maximum: 20", new: "observed_maximum: 60",
		at: "{name: count", want: "cats/list: count: the maximum is below the minimum, or below what was observed",
	},
	{
		name: "gateway: length of what is no list", file: "gateway.yaml",
		old: "separator: ',', max_items", new: "max_items",
		at: "{name: moods", want: "cats/list: moods: max_items goes with a separator",
	},
	{
		name: "gateway: default that cannot be", file: "gateway.yaml",
		old: "default: age", new: "default: old",
		at: "{name: order", want: "cats/list: order: the default old is none of the values",
	},
	{
		name: "gateway: doc that is no sentence", file: "gateway.yaml",
		old: "doc: How many.", new: "doc: How many",
		at: "{name: count", want: "cats/list: count: the doc is not a sentence",
	},
	{
		name: "gateway: method", file: "gateway.yaml",
		old: "    method: POST\n", new: "    method: PUT\n",
		at: "group: cats\n    action: photo", want: `cats/photo: the method "PUT" is neither GET nor POST`,
	},
	{
		name: "gateway: near what is not there", file: "gateway.yaml",
		old: "near: [cats/find]", new: "near: [cats/dogs]",
		at: "cats/dogs", want: "the description has no cats/dogs",
	},
	{
		name: "gateway: price", file: "gateway.yaml",
		old: "per: record", new: "per: day",
		at: "group: cats\n    action: list", want: "cats/list: a price is per call, per record or unknown",
	},
	{
		name: "gateway: confidence", file: "gateway.yaml",
		old: "    confidence: listing\n  - group", new: "    confidence: sure\n  - group",
		at: "group: cats\n    action: list", want: `there is no confidence "sure"`,
	},
	{
		name: "gateway: error of no package", file: "gateway.yaml",
		old: "[weibo.ErrRateLimited]", new: "[weibo.ErrLimited]",
		at: "weibo.ErrLimited", want: `there is no error "weibo.ErrLimited"`,
	},
	{
		name: "gateway: error twice", file: "gateway.yaml",
		old: "  - status: 402\n", new: "  - code: TOO_MANY\n",
		at: "code: TOO_MANY\n    is: [weibo.ErrQuota", want: "the error TOO_MANY stands twice",
	},
	{
		name: "gateway: error of nothing", file: "gateway.yaml",
		old: "  - code: TOO_MANY\n    is", new: "  - is",
		at: "is: [weibo.ErrRateLimited]", want: "an error has either a code or a status",
	},
	{
		name: "gateway: hint in one language", file: "gateway.yaml",
		old: "{en: Wait., zh: 请等待。}", new: "{en: Wait.}",
		at: "code: TOO_MANY", want: "the hint wants en and zh",
	},
	{
		name: "gateway: not what it should be", file: "gateway.yaml",
		old: "max_items: 3", new: "max_items: three",
		want: "cannot unmarshal",
	},
}

func TestMistakes(t *testing.T) {
	for _, m := range mistakes {
		t.Run(m.name, func(t *testing.T) {
			d := scratch(t)
			line := m.make(t, d)
			dir, out := d.write(t), old(t)
			err := refused(t, dir, out)
			if err == nil {
				t.Fatalf("nobody noticed; want %s:%d: … %s", m.file, line, m.want)
			}
			if place := fmt.Sprintf("%s:%d:", m.file, line); !strings.Contains(err.Error(), place) {
				t.Errorf("the message does not name the place %s\n%v", place, err)
			}
			if !strings.Contains(err.Error(), m.want) {
				t.Errorf("the message does not say %q\n%v", m.want, err)
			}
		})
	}
}

// make applies the mistake and returns the number of the line to blame.
func (m mistake) make(t *testing.T, d description) (line int) {
	t.Helper()
	d["weibo.json"] = "{} of old"
	if m.old == "" {
		d[m.file] = m.new
		return 1
	}
	line = d.replace(t, m.file, m.old, m.new)
	if m.at == "" {
		return line
	}
	if !strings.Contains(d[m.file], m.at) {
		t.Fatalf("%q is not in %s", m.at, m.file)
	}
	return d.line(m.file, m.at)
}

// refused runs the generator and returns its error. If there is one, nothing must have changed.
func refused(t *testing.T, dir, out string) error {
	t.Helper()
	descriptionBefore, outBefore := readTree(t, dir), readTree(t, out)
	err := makeAll(dir, out)
	if err == nil {
		return nil
	}
	if !maps.Equal(readTree(t, dir), descriptionBefore) {
		t.Error("the folder of the description changed")
	}
	if !maps.Equal(readTree(t, out), outBefore) {
		t.Error("the generated package changed")
	}
	return err
}

// A parser may notice some lines later, but it names a line.
func TestBrokenYAML(t *testing.T) {
	for name, change := range map[string][2]string{
		"bracket": {"tags: [Cats] # of list", "tags: [Cats # of list"},
		"indent":  {"    tags: [Cats] # of list", "      tags: [Cats]"},
		"tab":     {"    tags: [Cats] # of list", "\ttags: [Cats]"},
		"quote":   {"summary: Finds cats near a place.", "summary: 'Finds cats near a place."},
	} {
		t.Run(name, func(t *testing.T) {
			d := scratch(t)
			d["weibo.json"] = "{} of old"
			d.replace(t, "paths/cats.yaml", change[0], change[1])
			err := refused(t, d.write(t), old(t))
			if err == nil {
				t.Fatal("nobody noticed")
			}
			if !regexp.MustCompile(`paths/cats\.yaml:\d+`).MatchString(err.Error()) {
				t.Errorf("the message does not name file and line: %v", err)
			}
		})
	}
}

// What is wrong by OpenAPI itself is refused too, though nobody can say where it was written.
func TestNotOpenAPI(t *testing.T) {
	for name, change := range map[string][3]string{
		"path":     {"openapi.yaml", "/2/cats/go: ", "2/cats/go: "},
		"server":   {"openapi.yaml", "url: https://api.example.com", "url: https://{host"},
		"key":      {"paths/cats.yaml", "summary: Finds cats near a place.", "summary: Finds cats near a place.\n    sumary: Finds cats."},
		"response": {"responses.yaml", "  description: The call was refused.\n", ""},
	} {
		t.Run(name, func(t *testing.T) {
			d := scratch(t)
			d["weibo.json"] = "{} of old"
			d.replace(t, change[0], change[1], change[2])
			if refused(t, d.write(t), old(t)) == nil {
				t.Error("nobody noticed")
			}
		})
	}
}

// All mistakes are told at once.
func TestSeveralMistakes(t *testing.T) {
	d := scratch(t)
	d.replace(t, "schemas/cats.yaml", "      example: Roof\n", "")
	d.replace(t, "paths/cats.yaml", "        example: Mau\n", "")
	d.replace(t, "paths/cats.yaml", "operationId: catsFind", "operationId: dogsFind")
	err := makeAll(d.write(t), t.TempDir())
	if err == nil {
		t.Fatal("nobody noticed")
	}
	for _, want := range []string{"zone has no example", "phrase has no example", "dogsFind does not start"} {
		if !strings.Contains(err.Error(), want) {
			t.Errorf("the message does not say %q\n%v", want, err)
		}
	}
}

// What refers to itself without end is run in a process of its own, since Go cannot recover from the worst that may happen.
func TestLoops(t *testing.T) {
	if dir := os.Getenv("GENERATE_LOOP"); dir != "" {
		fmt.Println("refused:", makeAll(dir, filepath.Join(dir, "out")))
		return
	}
	for name, m := range map[string]mistake{
		"path":      {file: "paths/tokens.yaml", old: "make:\n", new: "make: {$ref: '#/make'}\nrest:\n"},
		"alias":     {file: "paths/cats.yaml", old: "- &uid\n", new: "- &uid\n        x-self: *uid\n"},
		"response":  {file: "paths/cats.yaml", old: "'200': *one_cat\n      default: *error\nrank", new: "'200': {$ref: ../responses.yaml#/Loop}\nrank"},
		"parameter": {file: "paths/cats.yaml", old: "../parameters.yaml#/page", new: "../parameters.yaml#/loop"},
		"property":  {file: "schemas/people.yaml", old: "[{$ref: cats.yaml#/Cat}]", new: "[{$ref: '#/Person/properties/cat'}]"},
	} {
		t.Run(name, func(t *testing.T) {
			d := scratch(t)
			d["parameters.yaml"] += "loop: {$ref: '#/loop'}\n"
			d["responses.yaml"] += "Loop: {$ref: '#/Loop'}\n"
			m.make(t, d)
			d["out/README"] = "Generated code goes here.\n"
			cmd := exec.CommandContext(t.Context(), os.Args[0], "-test.run=^TestLoops$", "-test.timeout=10s")
			cmd.Env = append(os.Environ(), "GENERATE_LOOP="+d.write(t))
			cmd.WaitDelay = time.Second
			out, err := cmd.CombinedOutput()
			if err != nil {
				t.Fatalf("the generator died: %v\n%.300s", err, out)
			}
			if !regexp.MustCompile(`refused: \S+\.yaml:\d+`).Match(out) {
				t.Errorf("the message does not name file and line: %s", out)
			}
		})
	}
}

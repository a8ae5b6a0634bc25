package main

import (
	"slices"
	"strings"
	"testing"
)

// paged is an operation of the scratch description that lists cats page by page.
const paged = "x-weibo-paging: {style: page, items: cats, total: total_number}"

func TestPagingStyles(t *testing.T) {
	tests := []struct {
		name   string
		paging string
		want   []string // what the generated code has
	}{
		{
			name: "page numbers", paging: paged,
			want: []string{
				"func (s *CatsService) ListAll(ctx context.Context, params CatsListParams, opts ...wire.Option) iter.Seq2[*Cat, error] {",
				"func (s *CatsService) ListPages(ctx context.Context, params CatsListParams, opts ...wire.Option) iter.Seq2[*CatList, error] {",
				"wire.PageNumbers(&p.Page, pageOfCatList, keyOfCat)",
				"page after page by page, each item once.", "The total_number is unreliable and not used.",
			},
		},
		{
			name: "a cursor of another name", paging: "x-weibo-paging: {style: cursor, items: cats, cursor: since_id, limit: 'The first 40 pages.'}",
			want: []string{
				"wire.Cursors(&p.SinceID, &p.Page, pageOfCatList, keyOfCat)",
				"page after page by since_id, each item once.", "stays as it was", "Within reach: the first 40 pages.",
			},
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			d := scratch(t)
			d.replace(t, "paths/cats.yaml", paged, tt.paging)
			made := d.generate(t)
			compile(t, made)
			code := strings.Join(strings.Fields(strings.ReplaceAll(made["services.gen.go"], "\n//", " ")), " ")
			for _, want := range tt.want {
				if !strings.Contains(code, want) {
					t.Errorf("the code does not have %q", want)
				}
			}
		})
	}
}

func TestPagingMistakes(t *testing.T) {
	tests := []struct{ name, old, new, want string }{
		{"no such style", paged, "x-weibo-paging: {style: pages, items: cats}", `catsList: x-weibo-paging: there is no style "pages"`},
		{"no such parameter", paged, "x-weibo-paging: {style: cursor, items: cats}", "there is no parameter cursor"},
		{"no max_id", paged, "x-weibo-paging: {style: since-max, items: cats}", "there is no parameter max_id"},
		{"no such list", paged, "x-weibo-paging: {style: page, items: dogs}", `the answer has no list "dogs"`},
		{"no list", paged, "x-weibo-paging: {style: page, items: total_number}", `the answer has no list "total_number"`},
		{"a name that is taken", "operationId: catsRank", "operationId: catsListAll", "CatsListAll: the operation has the name"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			d := scratch(t)
			d.replace(t, "paths/cats.yaml", tt.old, tt.new)
			out := t.TempDir()
			err := makeAll(d.write(t), out)
			if err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("got %v, want %q", err, tt.want)
			}
			if made := readTree(t, out); len(made) > 0 {
				t.Errorf("it wrote %d files all the same", len(made))
			}
		})
	}
}

// The order of identities matters: what has an id is told apart by it.
func TestIdentitiesAreDistinct(t *testing.T) {
	for i, names := range identities {
		for _, later := range identities[i+1:] {
			if !slices.ContainsFunc(names, func(name string) bool { return !slices.Contains(later, name) }) {
				t.Errorf("%v never counts, since %v comes first", later, names)
			}
		}
	}
}

package main

import (
	"io"
	"os"
	"strings"
	"unicode"

	"github.com/mattn/go-runewidth"
	"golang.org/x/term"
)

// A column is one of a table.
type column struct {
	title string
	width int // in cells of a terminal, of which Chinese characters take two; the last column takes what is left
}

// A table writes rows as they come: on a terminal in columns that fit it, and otherwise whole, with tabs between them and
// without titles, for programs that read lines.
type table struct {
	out     io.Writer
	columns []column
	width   int // of the terminal; 0 if there is none
	colours bool
	begun   bool
}

func newTable(out io.Writer, columns ...column) *table {
	t := &table{out: out, columns: columns, width: terminalWidth(out), colours: hasColours(out)}
	t.narrow()
	return t
}

// lastWidth is what the last column has at least. Where there is not as much, those between it and the first one are made
// narrower: the first one is what the user copies.
const lastWidth = 12

func (t *table) narrow() {
	between := t.columns[1 : len(t.columns)-1]
	taken := 0
	for _, c := range between {
		taken += c.width + 2
	}
	room := t.width - lastWidth - (t.columns[0].width + 2)
	if t.width == 0 || taken <= room {
		return
	}
	for i := range between {
		between[i].width = max((between[i].width+2)*room/taken-2, 1)
	}
}

// row writes a row, with a cell for each column.
func (t *table) row(cells ...string) error {
	for i := range cells {
		cells[i] = printable(cells[i])
	}
	if t.width == 0 {
		return t.line(strings.Join(cells, "\t"))
	}
	if !t.begun {
		t.begun = true
		titles := make([]string, len(t.columns))
		for i, c := range t.columns {
			titles[i] = c.title
		}
		if err := t.line(t.bold(t.fit(titles))); err != nil {
			return err
		}
	}
	return t.line(t.fit(cells))
}

func (t *table) line(text string) error {
	_, err := io.WriteString(t.out, text+"\n")
	return err
}

// fit puts cells below the titles of their columns. The first one is never cut.
func (t *table) fit(cells []string) string {
	last := len(t.columns) - 1
	line := runewidth.FillRight(cells[0], t.columns[0].width)
	for i, c := range t.columns[1:last] {
		line += "  " + runewidth.FillRight(runewidth.Truncate(cells[i+1], c.width, "…"), c.width)
	}
	left := t.width - runewidth.StringWidth(line) - 2
	return strings.TrimRight(line+"  "+runewidth.Truncate(cells[last], max(left, 1), "…"), " ")
}

func (t *table) bold(text string) string {
	if !t.colours {
		return text
	}
	return "\x1b[1m" + text + "\x1b[0m"
}

// terminalWidth returns how many cells a line of the terminal has that out is, or 0 if it is none.
func terminalWidth(out io.Writer) int {
	file, ok := out.(*os.File)
	if !ok {
		return 0
	}
	width, _, err := term.GetSize(int(file.Fd()))
	if err != nil {
		return 0
	}
	return width
}

// hasColours tells whether colours are wanted, see https://no-color.org.
func hasColours(out io.Writer) bool {
	return terminalWidth(out) > 0 && os.Getenv("NO_COLOR") == "" && os.Getenv("TERM") != "dumb"
}

// printable is a text of somebody else on one line. What terminals would take for a command, or would turn the line around,
// becomes a blank.
func printable(text string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\u200d': // which joins emoji
			return r
		case unicode.IsControl(r), unicode.Is(unicode.Cf, r), r == '\u2028', r == '\u2029', r == unicode.ReplacementChar:
			return ' '
		}
		return r
	}, text)
}

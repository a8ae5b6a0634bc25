// Package text knows how Weibo counts, cuts and marks up the text of a status: its length, what in it is a name, a topic, a
// link or an emotion, and the HTML that some answers hold in place of plain text. Nothing here asks the server, and the time
// of every function grows with the length of the text alone, whatever stands in it.
//
// Weibo documents little of this. What is inferred from recorded answers or from scripts of Weibo's own pages is marked so.
package text

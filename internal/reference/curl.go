package reference

import (
	"net/http"
	"path/filepath"
	"strings"
)

// Curl returns the call as a command line for a server such as http://localhost:8080. A picture is a file in the folder where
// the command runs.
func (c *Call) Curl(base string) string {
	args := []string{"curl -s " + quote(c.query(base))}
	if c.Token != "" {
		args = append(args, "-H "+quote("Authorization: OAuth2 "+c.Token))
	}
	if c.Shared {
		args = append(args, "-H "+quote("Host: "+c.Host))
	}
	if c.Method != http.MethodGet {
		args = append(args, c.curlBody()...)
	}
	return strings.Join(args, " \\\n  ")
}

func (c *Call) curlBody() []string {
	if c.JSON != "" {
		return []string{"-H " + quote("Content-Type: "+documentType), "--data-raw " + quote(c.JSON)}
	}
	var args []string
	for _, p := range c.pairs(true) {
		if len(c.Files) > 0 {
			args = append(args, "--form-string "+quote(p.name+"="+p.value))
		} else {
			args = append(args, "--data-urlencode "+quote(p.name+"="+p.value))
		}
	}
	for _, p := range c.Params {
		if file, ok := c.Files[p.Name]; ok {
			args = append(args, "-F "+quote(p.Name+"=@"+baseName(file.Name)))
		}
	}
	if len(args) == 0 {
		args = append(args, "-X "+c.Method)
	}
	return args
}

// baseName returns the name of a file without what means something to curl.
func baseName(name string) string {
	return strings.Map(func(r rune) rune {
		if strings.ContainsRune(`;,"\`, r) || r < ' ' {
			return '_'
		}
		return r
	}, filepath.Base(name))
}

// quote makes one word of a text for a shell, whatever is in it.
func quote(text string) string {
	return "'" + strings.ReplaceAll(text, "'", `'\''`) + "'"
}

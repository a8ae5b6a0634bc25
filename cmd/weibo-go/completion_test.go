package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"testing"
)

// inBash sources the script as a user does, and presses Tab behind some words. What bash-completion brings is not on every
// machine, and of it the script needs one function.
const inBash = `
_comp_initialize() { cur=${COMP_WORDS[COMP_CWORD]}; words=("${COMP_WORDS[@]}"); cword=$COMP_CWORD; }
source <(weibo-go completion bash)
function=$(complete -p weibo-go | sed 's/.*-F \([^ ]*\).*/\1/')
tab() {
	COMP_WORDS=("$@") COMP_CWORD=$(($# - 1)) COMPREPLY=()
	$function
	echo "${COMPREPLY[*]}"
}
tab weibo-go tim
tab weibo-go timeline ""
tab weibo-go timeline us
tab weibo-go share --pi
tab weibo-go completion z
`

func TestCompletionInBash(t *testing.T) {
	bash, err := exec.LookPath("bash")
	if err != nil {
		t.Skip(err)
	}
	newMachine(t)
	dir := t.TempDir()
	if err := os.Symlink(testBinary(t), filepath.Join(dir, "weibo-go")); err != nil {
		if runtime.GOOS == "windows" { // where it takes a right
			t.Skip(err)
		}
		t.Fatal(err)
	}
	cmd := exec.Command(bash, "--norc", "-c", inBash)
	cmd.Env = append(os.Environ(), "WEIBO_GO_TEST_AS=command", "PATH="+dir+string(filepath.ListSeparator)+os.Getenv("PATH"))
	out, err := cmd.CombinedOutput()
	if want := "timeline\nhome user mentions\nuser\n--pic\nzsh\n"; err != nil || string(out) != want {
		t.Errorf("%v, %s", err, out)
	}
}

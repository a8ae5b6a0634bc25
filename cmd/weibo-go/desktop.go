package main

import (
	"os"
	"os/exec"
	"runtime"
)

// findBrowser returns the command that opens an address in the user's browser, or nothing if there is no screen to show one:
// then the user opens the address elsewhere.
func findBrowser() []string {
	if own := os.Getenv("BROWSER"); own != "" {
		return installed(own)
	}
	graphic := os.Getenv("DISPLAY") != "" || os.Getenv("WAYLAND_DISPLAY") != ""
	if os.Getenv("SSH_CONNECTION") != "" && !graphic { // the screen is at another place than the user
		return nil
	}
	switch runtime.GOOS {
	case "darwin":
		return installed("open")
	case "windows":
		return installed("rundll32", "url.dll,FileProtocolHandler")
	}
	if os.Getenv("WSL_DISTRO_NAME") != "" {
		if windows := installed("wslview"); windows != nil {
			return windows
		}
	}
	if graphic {
		return installed("xdg-open")
	}
	return nil
}

// installed returns a command if there is such a program.
func installed(command ...string) []string {
	if _, err := exec.LookPath(command[0]); err != nil {
		return nil
	}
	return command
}

// openBrowser shows a page to the user. Whether it does is not known: the address has to be written out as well.
func openBrowser(browser []string, address string) {
	cmd := exec.Command(browser[0], append(browser[1:], address)...)
	detach(cmd)
	if cmd.Start() == nil {
		go cmd.Wait()
	}
}

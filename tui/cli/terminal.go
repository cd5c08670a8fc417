package cli

// terminalVariables are what the terminal library reads to know which colours
// and which keys the terminal has.
var terminalVariables = [...]string{
	"TERM", "COLORTERM", "TERM_PROGRAM", "TERM_PROGRAM_VERSION", "TMUX", "SSH_TTY", "WT_SESSION",
	"CLICOLOR", "CLICOLOR_FORCE", "TTY_FORCE", "GOOGLE_CLOUD_SHELL", "COLUMNS", "LINES",
}

// terminalEnvironment is the part of the environment that describes the
// terminal. NO_COLOR counts with any value, as its convention has it; the
// library only knows true and false.
func terminalEnvironment(getenv func(string) string) []string {
	var env []string
	for _, name := range terminalVariables {
		if value := getenv(name); value != "" {
			env = append(env, name+"="+value)
		}
	}
	if getenv("NO_COLOR") != "" {
		env = append(env, "NO_COLOR=1")
	}
	return env
}

package cli

import (
	"fmt"
	"strings"

	"github.com/spf13/cobra"
)

// longHelp has the environment's lines in its middle.
const longHelp = `Look into a Cloudflare queue through its HTTP pull API.

Opening a queue peeks at it, which leases nothing and spends no delivery
attempt. A pull does both, so it happens only when you press its key.

QUEUE is a queue's name or id. Without it you choose from a list.

The environment gives the credentials:
%s
--demo needs none of them.

A message ends after its last delivery. How many it gets where the consumer's
max_retries is N, --deliveries says:
  max-retries+1   N+1, as was recorded on the service: the first delivery shows
                  0 attempts, and the one that shows N is the last
  max-retries     N: the one that shows N-1 is the last
  either          nobody knows: from N-1 on it may be the last`

const examples = `# Look around in made-up queues with live traffic
leaseview --demo

# Open a queue by name
leaseview orders

# Follow a queue: pull 10 messages every 5 seconds, each leased for a minute
leaseview orders --follow 5s --batch-size 10 --visibility-timeout 1m`

func (a *app) rootCommand() *cobra.Command {
	var s settings
	cmd := &cobra.Command{
		Use:     "leaseview [QUEUE]",
		Short:   "Look into a Cloudflare queue",
		Long:    fmt.Sprintf(longHelp, allSettings.environmentHelp()),
		Example: examples,
		Version: version(),
		Args:    a.oneQueue,
		// What goes wrong is said once, by report.
		SilenceErrors: true, SilenceUsage: true,
		RunE: func(cmd *cobra.Command, args []string) error {
			if err := a.complete(&s, allSettings, cmd, args); err != nil {
				return err
			}
			return a.runScreen(cmd.Context(), s)
		},
	}
	allSettings.addFlags(cmd, &s)
	cmd.AddCommand(a.emulatorCommand())
	cmd.SetHelpFunc(a.help)
	cmd.InitDefaultHelpCmd()
	if help, _, err := cmd.Find([]string{"help"}); err == nil {
		help.Args = knownCommand
	}
	return cmd
}

// addCompletion adds the command that writes shells' scripts, to where the root's
// output goes by now. The library's own takes any name for a shell's, and succeeds.
func addCompletion(root *cobra.Command) {
	root.InitDefaultCompletionCmd()
	if completion, _, err := root.Find([]string{"completion"}); err == nil {
		completion.Args = cobra.NoArgs
		completion.RunE = func(cmd *cobra.Command, _ []string) error { return cmd.Help() }
	}
}

// knownCommand takes the name of a command, or none.
func knownCommand(help *cobra.Command, args []string) error {
	if _, rest, err := help.Root().Find(args); err == nil && len(rest) == 0 {
		return nil
	}
	var names []string
	for _, command := range help.Root().Commands() {
		if !command.Hidden {
			names = append(names, command.Name())
		}
	}
	return fmt.Errorf("no command %q to help with; there are %s", strings.Join(args, " "), strings.Join(names, ", "))
}

// oneQueue takes at most one argument.
func (a *app) oneQueue(_ *cobra.Command, args []string) error {
	if len(args) <= 1 {
		return nil
	}
	shown := make([]string, len(args))
	for i, arg := range args {
		if shown[i] = arg; a.token.in(arg) || looksSecret(arg) {
			shown[i] = insteadOf
		}
	}
	return fmt.Errorf("give one QUEUE at most, not %d: %s", len(args), strings.Join(shown, ", "))
}

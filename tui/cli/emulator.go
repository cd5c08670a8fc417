package cli

import (
	"context"
	"fmt"
	"io"
	"os"

	"github.com/spf13/cobra"

	"leaseview/apiclient/emulator"
	"leaseview/apiclient/emulator/demo"
)

// emulatorFlags are the command line of the emulator as it was typed.
type emulatorFlags struct {
	listen, producerListen string
	account, token         string
	seed                   string
	like                   string
	hosts, faults, knobs   []string
}

// emulatorHelp is in lines of 78 columns, as emulator.Help is: two are free at
// the left.
const emulatorHelp = `Serve the Cloudflare Queues API from memory, on this machine only.

Once it listens it prints what a client needs, in lines that a shell can
evaluate, and closes its standard output; then one line a request on standard
error. It ends with ctrl+c or SIGTERM. Nothing is kept.

What the service does and what its documentation says are not the same. --like
chooses a profile: live-2026-09, the default, is the service as it was
recorded in September 2026; docs is the service as it is documented, for which
clients were written. Every point on which they differ is a knob of its own; a
--knob wins over the profile, wherever it stands.

`

const emulatorExamples = `# Serve made-up queues with live traffic on a fixed port
leaseview emulator --listen 127.0.0.1:8787 --seed demo

# Be like the documentation, but as late as the service
leaseview emulator --like docs --knob redeliveryLag=seed:1

# Serve beside this shell, look into the queues, and end it
eval "$(leaseview emulator --seed demo 2>emulator.log &)"
leaseview
kill "$LEASEVIEW_EMULATOR_PID"`

func (a *app) emulatorCommand() *cobra.Command {
	var f emulatorFlags
	cmd := &cobra.Command{
		Use:     "emulator",
		Short:   "Serve the Cloudflare Queues API from memory",
		Long:    emulatorHelp + emulator.Help(),
		Example: emulatorExamples,
		Args:    cobra.NoArgs,
		RunE:    func(cmd *cobra.Command, _ []string) error { return a.serveEmulator(cmd.Context(), f) },
	}
	set := cmd.Flags()
	set.StringVar(&f.listen, "listen", "127.0.0.1:0", "loopback `ADDRESS`; port 0 takes a free one")
	set.StringVar(&f.producerListen, "producer-listen", "", "loopback `ADDRESS` for the producer bindings of Workers")
	set.StringArrayVar(&f.hosts, "host", nil, "further `NAME` to answer to, such as a container's; may be repeated")
	set.StringVar(&f.account, "account", "", "account `ID`, 32 hexadecimal digits; made up without it")
	set.StringVar(&f.token, "token", "", "`TOKEN` to accept, never a real one; made up without it")
	set.StringVar(&f.seed, "seed", "none", "`QUEUES` to begin with: none, demo or a JSON file")
	set.StringVar(&f.like, "like", emulator.ProfileLive, "`PROFILE`: live-2026-09 or docs")
	set.StringArrayVar(&f.faults, "fault", nil, "`RULE` such as pull,status=500,times=2; may be repeated")
	set.StringArrayVar(&f.knobs, "knob", nil, "`SETTING` such as jsonEncoding=base64; may be repeated")
	return cmd
}

// serveEmulator serves until the context ends, which is no error.
func (a *app) serveEmulator(ctx context.Context, f emulatorFlags) error {
	out := &announcement{to: a.stdout}
	o := emulator.ServeOptions{
		Listen: f.listen, ProducerListen: f.producerListen, Faults: f.faults, Out: printed{to: out},
		Log:     printed{a.stderr, secret(f.token).hide},
		Options: emulator.Options{Now: a.machine.Now, Account: f.account, Token: f.token, Hosts: f.hosts},
	}
	// The profile first: a knob wins over it, whatever the order of the flags.
	if err := o.Options.Like(f.like); err != nil {
		return fmt.Errorf("--like %s: %w", f.like, err)
	}
	for _, setting := range f.knobs {
		if err := o.Options.SetKnob(setting); err != nil {
			return fmt.Errorf("--knob %s: %w", setting, err)
		}
	}
	var err error
	if o.Seed, o.Run, err = a.seed(f.seed); err != nil {
		return err
	}
	err = emulator.Serve(ctx, o)
	switch {
	case ctx.Err() != nil:
		return nil // a signal is how an emulator is meant to end
	case err != nil && out.made:
		return failure{err}
	default:
		return err
	}
}

// seed reads what --seed names: the queues, and the work beside them if any.
func (a *app) seed(name string) (emulator.Seed, func(context.Context, *emulator.Server) error, error) {
	switch name {
	case "none":
		return emulator.Seed{}, nil, nil
	case "demo":
		return demo.Seed(a.machine.Now()), a.traffic, nil
	}
	file, err := os.Open(name)
	if err != nil {
		return emulator.Seed{}, nil, fmt.Errorf("--seed takes none, demo or a file: %w", err)
	}
	defer file.Close()
	queues, err := emulator.ReadSeed(file)
	if err != nil {
		return emulator.Seed{}, nil, fmt.Errorf("--seed %s: %w", name, err)
	}
	return queues, nil, nil
}

// announcement notes whether the server has said that it listens. What fails
// before is a slip on the command line. After it nothing more is printed there,
// so it is closed: a shell that evaluates $(leaseview emulator &) waits for that.
type announcement struct {
	to   io.Writer
	made bool
}

func (a *announcement) Write(p []byte) (int, error) {
	a.made = true
	n, err := a.to.Write(p)
	if end, ok := a.to.(io.Closer); ok && err == nil {
		err = end.Close()
	}
	return n, err
}

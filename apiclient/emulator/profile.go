package emulator

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
)

// The profiles: what the service is like. Everything that a profile sets is a
// knob of its own.
const (
	// ProfileLive is the service as it was recorded on 11 September 2026, and
	// the zero value of [Options].
	ProfileLive = "live-2026-09"
	// ProfileDocs is the service as its documentation describes it, which
	// clients were written for.
	ProfileDocs = "docs"
)

// profile is a name for several knobs together.
type profile struct {
	name    string
	about   string            // a sentence without its full stop
	differs map[string]string // the values of profiled knobs that are not their defaults
}

// profiles has the one of the zero Options first.
var profiles = []profile{
	{ProfileLive, "the service as it was recorded in September 2026", nil},
	{ProfileDocs, "the service as its documentation has it", map[string]string{
		"attemptsFrom": "1", "deadLetterID": "same", "jsonEncoding": "base64", "leaseLength": "159",
	}},
}

// profiled are the knobs that every profile sets, in the order in which that is
// told: those on which one differs, and those on which it matters that none
// does.
var profiled = []string{"attemptsFrom", "deliveries", "deadLetterID", "jsonEncoding", "leaseLength", "extendAnswer"}

// settings are what a profile sets, as SetKnob takes it.
func (p profile) settings() []string {
	out := make([]string, 0, len(profiled))
	for _, name := range profiled {
		k, _ := knobNamed(name)
		out = append(out, name+"="+cmp.Or(p.differs[name], k.values[0]))
	}
	return out
}

// Like sets the knobs of a profile, by its name. Other options stay; set knobs
// that differ from the profile afterwards. Names of files are kept for
// recordings of a service, which are not played yet.
func (o *Options) Like(name string) error {
	at := slices.IndexFunc(profiles, func(p profile) bool { return p.name == name })
	if at < 0 {
		return noProfile(name)
	}
	for _, setting := range profiles[at].settings() {
		if err := o.SetKnob(setting); err != nil {
			return fmt.Errorf("profile %s: %w", name, err)
		}
	}
	return nil
}

func noProfile(name string) error {
	names := make([]string, len(profiles))
	for i, p := range profiles {
		names[i] = p.name
	}
	known := strings.Join(names, " and ")
	if strings.ContainsAny(name, `/\`) || strings.HasSuffix(name, ".ndjson") {
		return fmt.Errorf("names of files are reserved for recordings, which can't be played yet; there are the profiles %s", known)
	}
	return fmt.Errorf("no profile %q; there are %s", name, known)
}

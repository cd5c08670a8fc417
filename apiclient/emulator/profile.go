package emulator

import (
	"fmt"
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

// Profile is a name for several knobs together.
type Profile struct {
	Name  string
	About string   // a sentence without its full stop
	Knobs []string // as SetKnob takes them
}

var profiles = []Profile{
	{ProfileLive, "the service as it was recorded in September 2026", []string{
		"attemptsFrom=0", "deliveries=max_retries+1", "deadLetterID=new",
		"jsonEncoding=plain", "leaseLength=223", "extendAnswer=count",
	}},
	{ProfileDocs, "the service as its documentation has it", []string{
		"attemptsFrom=1", "deliveries=max_retries+1", "deadLetterID=same",
		"jsonEncoding=base64", "leaseLength=159", "extendAnswer=count",
	}},
}

// Profiles are all profiles, the one of the zero Options first.
func Profiles() []Profile {
	out := make([]Profile, len(profiles))
	for i, p := range profiles {
		p.Knobs = append([]string(nil), p.Knobs...)
		out[i] = p
	}
	return out
}

// Like sets the knobs of a profile, by its name. Other options stay; set knobs
// that differ from the profile afterwards. Names of files are kept for
// recordings of a service, which are not played yet.
func (o *Options) Like(profile string) error {
	names := make([]string, len(profiles))
	for i, p := range profiles {
		names[i] = p.Name
		if p.Name != profile {
			continue
		}
		for _, setting := range p.Knobs {
			if err := o.SetKnob(setting); err != nil {
				return fmt.Errorf("profile %s: %w", profile, err)
			}
		}
		return nil
	}
	known := strings.Join(names, " and ")
	if strings.ContainsAny(profile, `/\`) || strings.HasSuffix(profile, ".ndjson") {
		return fmt.Errorf("names of files are reserved for recordings, which can't be played yet; there are the profiles %s", known)
	}
	return fmt.Errorf("no profile %q; there are %s", profile, known)
}

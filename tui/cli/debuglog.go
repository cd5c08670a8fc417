package cli

import (
	"fmt"
	"log/slog"
	"os"

	"leaseview/apiclient"
)

// openDebugLog opens the file of --debug for appending, readable by its owner
// alone. Without a name the log goes nowhere.
func openDebugLog(name string, hide func(string) string) (*slog.Logger, func(), error) {
	if name == "" {
		return slog.New(slog.DiscardHandler), func() {}, nil
	}
	const ownerOnly = 0o600
	f, err := os.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_APPEND, ownerOnly)
	if err != nil {
		return nil, nil, fmt.Errorf("--debug: %w", err)
	}
	info, err := f.Stat()
	if err == nil && info.Mode().IsRegular() && info.Mode().Perm() != ownerOnly {
		// A log from before may have been open to others.
		err = f.Chmod(ownerOnly)
	}
	if err != nil {
		f.Close()
		return nil, nil, fmt.Errorf("--debug: %w", err)
	}
	logger := slog.New(slog.NewJSONHandler(logged{f, hide}, &slog.HandlerOptions{Level: slog.LevelDebug}))
	return logger, func() { f.Close() }, nil
}

// logCall writes one try of a request. A Call holds neither the token nor a
// body, so all of it may be written.
func logCall(log *slog.Logger) func(apiclient.Call) {
	return func(c apiclient.Call) {
		attrs := []any{
			"method", c.Method, "path", c.Path, "status", c.Status, "started", c.Started,
			"ms", float64(c.Duration.Microseconds()) / 1000, "ray", c.RayID, "try", c.Try, "automatic", c.Automatic,
		}
		if c.Err != nil {
			log.Error("call", append(attrs, "error", c.Err.Error())...)
			return
		}
		log.Info("call", attrs...)
	}
}

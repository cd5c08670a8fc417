// Screenshots takes the pictures of the README: it plays scenes.go with the real
// program in a terminal, draws what is then on its screen as SVG and has
// rsvg-convert make a PNG of it. Start it with screenshots/make.
//
// Called as "screenshots stage …" it is the program itself, on a clock that
// moves only when it is told to; see stage.go.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"sync"
)

func main() {
	if len(os.Args) > 1 && os.Args[1] == "stage" {
		os.Exit(stage(os.Args[2:]))
	}
	out := flag.String("out", ".", "folder to write the pictures to")
	keepSVG := flag.Bool("svg", false, "keep the SVG beside each picture")
	flag.Parse()
	if err := takeAll(context.Background(), *out, *keepSVG, flag.Args()); err != nil {
		fmt.Fprintln(os.Stderr, "screenshots:", err)
		os.Exit(1)
	}
}

// takeAll takes the pictures of these names, or all, two at a time.
func takeAll(ctx context.Context, out string, keepSVG bool, names []string) error {
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	var running sync.WaitGroup
	places := make(chan struct{}, 2)
	for _, name := range names {
		if !slices.ContainsFunc(scenes, func(s scene) bool { return s.name == name }) {
			return fmt.Errorf("there is no picture %q", name)
		}
	}
	for _, s := range scenes {
		if len(names) > 0 && !slices.Contains(names, s.name) {
			continue
		}
		running.Go(func() {
			places <- struct{}{}
			defer func() { <-places }()
			if err := take(ctx, s, out, keepSVG); err != nil && ctx.Err() == nil {
				cancel(fmt.Errorf("%s: %w", s.name, err))
			}
		})
	}
	running.Wait()
	if err := context.Cause(ctx); !errors.Is(err, context.Canceled) {
		return err
	}
	return nil
}

// take plays one scene and writes its picture.
func take(ctx context.Context, s scene, out string, keepSVG bool) error {
	screen, err := play(ctx, s)
	if err != nil {
		return err
	}
	svg := filepath.Join(out, s.name+".svg")
	if err := os.WriteFile(svg, draw(s, screen), 0o644); err != nil {
		return err
	}
	png := filepath.Join(out, s.name+".png")
	convert := exec.CommandContext(ctx, "rsvg-convert", "-z", "2", "-o", png, svg)
	if text, err := convert.CombinedOutput(); err != nil {
		return fmt.Errorf("rsvg-convert: %w: %s", err, text)
	}
	if !keepSVG {
		if err := os.Remove(svg); err != nil {
			return err
		}
	}
	fmt.Println(png)
	return nil
}

// Command mutate lists the conditions of a package that no test covers. It deletes one
// condition at a time and runs the package's tests until one fails. All deletions are
// compiled into one test binary, and an environment variable selects one of them. The
// source files stay as they are, because the compiler gets changed files as an overlay.
//
//	go run ./internal/mutate [-file REGEXP] [-run REGEXP] [-skip REGEXP] DIRECTORY
package main

import (
	"encoding/json"
	"flag"
	"fmt"
	"log"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"time"
)

func main() {
	log.SetFlags(0)
	files := flag.String("file", "", "mutate only the files whose name matches")
	run := flag.String("run", "", "run only the tests whose name matches")
	skip := flag.String("skip", "", "run no test whose name matches")
	flag.Parse()
	if flag.NArg() != 1 {
		log.Fatal("usage: mutate [-file REGEXP] [-run REGEXP] [-skip REGEXP] DIRECTORY")
	}
	survived, total, err := mutatePackage(flag.Arg(0), regexp.MustCompile(*files), *run, *skip)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Printf("%d of %d deletions survived\n", survived, total)
}

// mutatePackage tests every mutant of the package in dir, and prints the survivors.
func mutatePackage(dir string, files *regexp.Regexp, run, skip string) (survived, total int, err error) {
	temp, err := os.MkdirTemp("", "mutate")
	if err != nil {
		return 0, 0, err
	}
	defer os.RemoveAll(temp)
	binary := filepath.Join(temp, "mutants.test")
	mutants, err := compile(dir, files, temp, binary)
	if err != nil {
		return 0, 0, err
	}
	started := time.Now()
	if out, passed := runTests(binary, dir, run, skip, 0, 0); !passed {
		return 0, 0, fmt.Errorf("the tests fail without any deletion:\n%s", out)
	}
	// A deletion may make a loop endless.
	limit := 10*time.Since(started) + 2*time.Minute
	var recent []string // the tests that noticed the latest mutants, which often notice the next one
	for i, m := range mutants {
		if _, passed := runTests(binary, dir, "^("+strings.Join(recent, "|")+")$", skip, i+1, limit); !passed {
			continue
		}
		out, passed := runTests(binary, dir, run, skip, i+1, limit)
		if passed {
			survived++
			fmt.Println(m)
		} else if failed := failedTest.FindSubmatch(out); failed != nil {
			recent = append(recent[max(0, len(recent)-9):], string(failed[1]))
		}
	}
	return survived, len(mutants), nil
}

var failedTest = regexp.MustCompile(`(?m)^--- FAIL: (\w+)`)

// compile writes to binary the package's tests, with the mutants of the files whose name
// matches, and returns each mutant's place and text. It keeps the changed files in temp.
func compile(dir string, files *regexp.Regexp, temp, binary string) ([]string, error) {
	dir, err := filepath.Abs(dir)
	if err != nil {
		return nil, err
	}
	paths, err := filepath.Glob(filepath.Join(dir, "*.go"))
	if err != nil {
		return nil, err
	}
	var mutants []string
	texts := map[string]string{}
	for _, path := range paths {
		name := filepath.Base(path)
		if strings.HasSuffix(name, "_test.go") || !files.MatchString(name) {
			continue
		}
		source, err := os.ReadFile(path)
		if err != nil {
			return nil, err
		}
		file, err := mutateFile(name, source, len(mutants)+1)
		if err != nil {
			return nil, err
		}
		mutants = append(mutants, file.mutants...)
		texts[path] = file.text
		texts[filepath.Join(dir, "mutated.go")] = "package " + file.pkg + selection
	}
	overlay, err := writeOverlay(texts, temp)
	if err != nil {
		return nil, err
	}
	command := exec.Command("go", "test", "-c", "-vet=off", "-overlay="+overlay, "-o", binary, ".")
	command.Dir = dir
	if out, err := command.CombinedOutput(); err != nil {
		return nil, fmt.Errorf("the mutants do not compile: %w\n%s", err, out)
	}
	return mutants, nil
}

// writeOverlay writes to temp the files that replace those of texts, by path, and returns
// the path of the list that go's option -overlay takes.
func writeOverlay(texts map[string]string, temp string) (string, error) {
	replace := map[string]string{}
	for path, text := range texts {
		replace[path] = filepath.Join(temp, filepath.Base(path))
		if err := os.WriteFile(replace[path], []byte(text), 0o600); err != nil {
			return "", err
		}
	}
	list, err := json.Marshal(map[string]any{"Replace": replace})
	if err != nil {
		return "", err
	}
	overlay := filepath.Join(temp, "overlay.json")
	return overlay, os.WriteFile(overlay, list, 0o600)
}

// runTests runs the test binary with one mutant, and reports whether the tests pass.
// Mutant 0 is the package as it is. A limit of 0 disables the timeout.
func runTests(binary, dir, run, skip string, mutant int, limit time.Duration) (output []byte, passed bool) {
	command := exec.Command(binary, "-test.failfast", "-test.run="+run, "-test.skip="+skip, "-test.timeout="+limit.String())
	command.Dir = dir
	command.Env = append(os.Environ(), fmt.Sprintf("%s=%d", variable, mutant))
	output, err := command.CombinedOutput()
	return output, err == nil
}

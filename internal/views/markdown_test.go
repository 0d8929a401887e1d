package views

import (
	"fmt"
	"strings"
	"testing"
	"unicode"

	"flagtui/internal/feature"
	"flagtui/internal/feature/featuretest"
)

func TestMarkdown(t *testing.T) {
	all := entries()
	all[3].Undoes, all[3].Reason = "c1", "carriers | are `back`, @channel"
	all[4].Change = "" // as in an audit trail
	const want = "### 2026-03-01 02:51:00 UTC by `alice@ops1` on `prod`\n" +
		"\nReason: `it sends every invoice twice`\n" +
		"\n| flag | scope | before | after |\n| --- | --- | --- | --- |\n" +
		"| `billing.new_invoice` | `system` | on | off |\n" +
		"| `billing.new_invoice` | `tenant:acme` | on | off |\n" +
		"| `catalog.customer_specific_price_lists_with_validity` | `tenant:018f3c2a-7c11-7f4e-9d0b-5a2f6c1e8b77` | on | inherit |\n" +
		"\nTo undo it: `flagtui undo c3`\n" +
		"\n### 2026-03-01 02:30:00 UTC by `bob.with.a.long.name@bastion-7` on `prod`\n" +
		"\nReason: ``carriers | are `back`, @channel``\n" +
		"\nIt puts back: `c1`\n" +
		"\n| flag | scope | before | after |\n| --- | --- | --- | --- |\n" +
		"| `access.passkeys` | `tenant:acme` | inherit | on |\n" +
		"\nTo undo it: `flagtui undo c2`\n" +
		"\n### 2026-03-01 02:23:00 UTC by `deploy` on `prod`\n" +
		"\nReason: `second wave`\n" +
		"\n| flag | scope | before | after |\n| --- | --- | --- | --- |\n" +
		"| `billing.new_invoice` | `system` | inherit | on |\n"
	if got := Markdown(featuretest.All(), all, true, "prod"); got != want {
		t.Errorf("it is %s", firstDifference(got, want))
	}
	if got := Markdown(featuretest.All(), nil, true, "prod"); got != "" {
		t.Errorf("of nothing it is %q", got)
	}
}

// Of a large change-set only the first overrides are listed. Changes without a
// change-set are listed one by one.
func TestMarkdownOfMany(t *testing.T) {
	for n, want := range map[int]string{20: "", 21: "\nand 1 more override.\n", 300: "\nand 280 more overrides.\n"} {
		var all []feature.Entry
		for i := range n {
			all = append(all, feature.Entry{Change: "c1", Scope: feature.Scope{Kind: feature.Project, ID: fmt.Sprint(i)}, Name: "a", After: feature.On})
		}
		got := Markdown(featuretest.All(), all, true, "prod")
		if strings.Count(got, "| off | on |\n") != 20 || !strings.Contains(got, want) || n == 20 && strings.Contains(got, "more") {
			t.Errorf("of %d:\n%s", n, got)
		}
		for i := range all {
			all[i].Change = ""
		}
		if got := Markdown(featuretest.All(), all, true, "prod"); strings.Count(got, "### ") != n || strings.Contains(got, "undo") {
			t.Errorf("of %d without a change-set: %d blocks", n, strings.Count(got, "### "))
		}
	}
}

// unspan parses a code span as Markdown does.
func unspan(span string) string {
	text := strings.TrimLeft(span, "`")
	fence := span[:len(span)-len(text)]
	text, closed := strings.CutSuffix(text, fence)
	if !closed || strings.Contains(text, fence) {
		return "not one span"
	}
	if strings.HasPrefix(text, " ") && strings.HasSuffix(text, " ") && strings.Trim(text, " ") != "" {
		text = text[1 : len(text)-1]
	}
	return text
}

// Each hostile text becomes exactly one code span, and adds no line.
func TestMarkdownOfHostileTexts(t *testing.T) {
	texts := append([]string{"`", "``a", "a`", " `a` ", " a", "a ", "| @channel |", `a\|b`, "**b** [x](y) <img> :smile: #1", "```\n```"}, hostile...)
	for i, text := range texts {
		span := codeSpan(text)
		if got := unspan(span); text != "" && got != Clean(text) {
			t.Errorf("%q is written %q, which is read %q", text, span, got)
		}
		if bar := strings.Count(tableCell(text), "|"); bar != strings.Count(tableCell(text), `\|`) {
			t.Errorf("%q ends a column: %q", text, tableCell(text))
		}
		got := Markdown(featuretest.All(), []feature.Entry{{Change: "c" + text, Actor: text, Reason: "r" + text, Undoes: "u" + text, Scope: feature.TenantScope(text), Name: texts[(i+1)%len(texts)]}}, true, text)
		want := 11
		if _, ok := feature.ShellWord("c" + text); !ok { // no command can undo such an id
			want = 9
		}
		if lines := strings.Count(got, "\n"); lines != want {
			t.Errorf("%q makes %d lines:\n%s", text, lines, got)
		}
		if at := strings.IndexFunc(got, func(r rune) bool { return r != '\n' && !unicode.IsPrint(r) }); at >= 0 {
			t.Errorf("%q leaves %q", text, got[at:])
		}
	}
	for id, want := range map[string]string{"20261122-031500-k3f9qz": "20261122-031500-k3f9qz", "x; rm -rf /": "'x; rm -rf /'", "it's": `'it'\''s'`, "$(x)": "'$(x)'"} {
		if got := Markdown(featuretest.All(), []feature.Entry{{Change: id}}, true, "x"); !strings.Contains(got, "\nTo undo it: `flagtui undo "+want+"`\n") {
			t.Errorf("%q is undone so:\n%s", id, got)
		}
	}
}

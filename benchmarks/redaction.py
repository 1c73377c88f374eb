"""Recall and precision of `redact` by kind of personal data, with 95 % bootstrap intervals over texts.

    python benchmarks/redaction.py [--half held] [--show]

The texts are synthetic (tests/text/data/redaction.tsv). Rules may be changed after a look at the half ``tune``; the
half ``held`` is only counted. A span is right if its kind and both borders are; *masked* is the share of gold
characters that do not come through, under whatever placeholder.
"""

from __future__ import annotations

import argparse
import re
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from govtext.evaluation import Interval, bootstrap
from govtext.evaluation.metrics import Array
from govtext.text import redact
from govtext.text.redaction import PLACEHOLDERS

TEXTS = Path(__file__).parent.parent / "tests/text/data/redaction.tsv"
_MARKED = re.compile(r"<(?P<kind>[a-z]+)>(?P<value>[^<]*)</(?P=kind)>")

Spans = set[tuple[int, int, str]]
"""Start, end and kind of pieces of personal data."""


@dataclass(frozen=True)
class Example:
    """A text, the half it belongs to, and the personal data in it."""

    half: str
    text: str
    spans: Spans


def parse(half: str, marked: str) -> Example:
    """Read a text with personal data marked as ``<nik>…</nik>``."""
    spans: Spans = set()
    text, position = "", 0
    for match in _MARKED.finditer(marked):
        text += marked[position : match.start()]
        spans.add((len(text), len(text) + len(match["value"]), match["kind"]))
        text += match["value"]
        position = match.end()
    return Example(half, text + marked[position:], spans)


def read_examples(path: Path = TEXTS) -> list[Example]:
    """Return the texts of a file whose columns are half and marked text."""
    lines = path.read_text(encoding="utf-8").splitlines()
    return [parse(*line.split("\t")) for line in lines if not line.startswith("#")]


def found_in(text: str) -> Spans:
    """Return what `redact` finds."""
    return {(span.start, span.end, span.kind) for span in redact(text).spans}


def ratio(part: Array, whole: Array) -> float:
    """Share of ``whole`` that ``part`` makes up; both are counts by text."""
    total = whole.sum()
    return float(part.sum() / total) if total else float("nan")


def masked(example: Example, found: Spans, kind: str) -> tuple[int, int]:
    """Return how many characters of ``kind`` are masked, and how many there are."""
    hidden = {place for start, end, _ in found for place in range(start, end)}
    wanted = {place for start, end, of in example.spans if of == kind for place in range(start, end)}
    return len(hidden & wanted), len(wanted)


def measure(examples: list[Example], kind: str) -> dict[str, Interval]:
    """Return recall, precision and masked share of ``kind``."""
    found = [found_in(example.text) for example in examples]
    gold = np.array([sum(of == kind for *_, of in e.spans) for e in examples])
    ours = np.array([sum(of == kind for *_, of in spans) for spans in found])
    right = np.array([sum(of == kind for *_, of in e.spans & f) for e, f in zip(examples, found, strict=True)])
    hidden, characters = np.array([masked(e, f, kind) for e, f in zip(examples, found, strict=True)]).T
    return {
        "recall": bootstrap(ratio, right, gold),
        "precision": bootstrap(ratio, right, ours),
        "masked": bootstrap(ratio, hidden, characters),
    }


def show_errors(examples: list[Example]) -> None:
    """List what is missed and what is masked wrongly."""
    for example in examples:
        found = found_in(example.text)
        for sign, spans in (("missed", example.spans - found), ("wrong", found - example.spans)):
            for start, end, kind in sorted(spans):
                print(f"{sign:8}{kind:10}{example.text[start:end]!r} in {example.text!r}")


def main() -> None:
    """Print the table of one half, or the errors on the half that may be looked at."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--half", choices=("tune", "held"), default="held")
    parser.add_argument("--show", action="store_true", help="list the errors on the half tune")
    options = parser.parse_args()
    examples = read_examples()
    if options.show:
        show_errors([example for example in examples if example.half == "tune"])
        return
    chosen = [example for example in examples if example.half == options.half]
    sizes = Counter(kind for example in chosen for *_, kind in example.spans)
    clean = [example for example in chosen if not example.spans]
    print(f"{options.half}: {len(chosen)} texts, {len(clean)} of them without personal data")
    print(f"{'kind':10}{'n':>4}  {'recall':22}{'precision':22}masked")
    for kind in PLACEHOLDERS:
        figures = measure(chosen, kind)
        print(f"{kind:10}{sizes[kind]:4}  {figures['recall']!s:22}{figures['precision']!s:22}{figures['masked']}")
    silent = sum(not found_in(example.text) for example in clean)
    print(f"left alone, of those without personal data: {silent}/{len(clean)}")


if __name__ == "__main__":
    main()

"""Measures the text layer on development data: tokens, sentences, lemmas, informal words, informal sentences.

Usage: python benchmarks/text_accuracy.py --data DIR
"""

from __future__ import annotations

import argparse
import gzip
import json
import random
import re
import time
from dataclasses import dataclass, field
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any

from govtext.text import LEVELS, normalize, sentences, stem, tokenize
from govtext.text.hashtags import split_hashtag

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from govtext.types import Token

COMMENTS = 10_000
SAMPLES = 1_000
CAMEL_CASE = re.compile(r"#((?:[A-Z][a-z]{2,}){2,})\b")


@dataclass
class Sentence:
    """A gold sentence: its text, surface tokens (multiword ranges whole) and (form, lemma, tag) of simple words."""

    text: str = ""
    tokens: list[str] = field(default_factory=list)
    lemmas: list[tuple[str, str, str]] = field(default_factory=list)


def read_conllu(path: Path) -> Iterator[Sentence]:
    """Yield the sentences of a CoNLL-U file."""
    sentence, covered = Sentence(), 0
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.startswith("# text = "):
            sentence.text = line.removeprefix("# text = ")
        elif not line and sentence.tokens:
            yield sentence
            sentence, covered = Sentence(), 0
        elif line[:1].isdigit():
            number, form, lemma, tag = line.split("\t")[:4]
            if "-" in number:
                covered = int(number.split("-")[1])
                sentence.tokens.append(form)
            elif int(number) > covered:
                sentence.tokens.append(form)
                sentence.lemmas.append((form, lemma, tag))


def bare_spans(pieces: list[str]) -> set[tuple[int, int]]:
    """Return the spans of ``pieces`` in their joined text without white space, as the CoNLL 2018 scorer does."""
    spans, position = set(), 0
    for piece in pieces:
        length = len(re.sub(r"\s", "", piece))
        spans.add((position, position + length))
        position += length
    return spans


def f1(gold: set[tuple[int, int]], ours: set[tuple[int, int]]) -> float:
    """Return F1 of two sets of spans, in per cent."""
    return 200 * len(gold & ours) / (len(gold) + len(ours))


def as_in_ud(tokens: Iterable[Token]) -> list[str]:
    """Return token texts with the stop of abbreviations and the ``#`` apart, as GSD has them and we do not."""
    pieces: list[str] = []
    for token in tokens:
        if token.kind == "hashtag":
            pieces += ["#", token.text[1:]]
        elif token.kind == "abbreviation" and token.text.find(".") == len(token.text) - 1:
            pieces += [token.text[:-1], "."]
        else:
            pieces.append(token.text)
    return pieces


def measure_speed(path: Path) -> None:
    """Print tokens a second on real comments, seen for the first and the second time, beside spaCy's tokenizer."""
    import spacy

    with gzip.open(path, "rt", encoding="utf-8") as file:
        texts = random.Random(0).sample([json.loads(line)["text"] for line in file], COMMENTS)
    peer = spacy.blank("id").tokenizer
    for name, run in (("govtext", tokenize), (f"spaCy {version('spacy')}", peer)):
        run(texts[0])  # builds patterns and tables
        for view in ("first", "second"):
            start = time.process_time()
            count = sum(len(run(text)) for text in texts)
            print(f"{name:18}{count / (time.process_time() - start):,.0f} tokens/second of processor time, {view} time")


def measure_hashtags(path: Path) -> None:
    """Print how many hashtags are split the same without the capitals by which their writers show the words."""
    with gzip.open(path, "rt", encoding="utf-8") as file:
        tags = {tag for line in file for tag in CAMEL_CASE.findall(json.loads(line)["text"])}
    right = [split_hashtag(tag.lower()) == tuple(part.lower() for part in split_hashtag(tag)) for tag in sorted(tags)]
    print(f"hashtags          {100 * sum(right) / len(right):.1f} of {len(right)} distinct tags with capitals")


def measure_gsd(path: Path, *, show: bool) -> None:
    """Print token, sentence and lemma figures on UD Indonesian-GSD."""
    gold = list(read_conllu(path))
    text = " ".join(sentence.text for sentence in gold)
    tokens = tokenize(text)
    gold_spans = bare_spans([form for sentence in gold for form in sentence.tokens])
    print(f"gsd tokens F1     {f1(gold_spans, bare_spans([t.text for t in tokens])):.2f}  ({len(gold_spans)} tokens)")
    print(f"  stops and # apart {f1(gold_spans, bare_spans(as_in_ud(tokens))):.2f}")
    ours = [span.text for span in sentences(text)]
    print(f"gsd sentences F1  {f1(bare_spans([s.text for s in gold]), bare_spans(ours)):.2f}  ({len(gold)} sentences)")
    words = [w for sentence in gold for w in sentence.lemmas if w[2] in {"NOUN", "VERB", "ADJ", "ADV"}]
    inflected = [w for w in words if w[0].lower() != w[1].lower() and w[0].isalpha()]
    right = sum(stem(form) == lemma.lower() for form, lemma, _ in inflected)
    right_all = sum(stem(form) == lemma.lower() for form, lemma, _ in words)
    print(f"gsd lemmas        {100 * right / len(inflected):.2f} of {len(inflected)} inflected words")
    print(f"gsd lemmas, all   {100 * right_all / len(words):.2f} of {len(words)} content words")
    if show:
        for sentence in gold:
            found = [token.text for token in tokenize(sentence.text)]
            if found != sentence.tokens:
                wrong = bare_spans(found) ^ bare_spans(sentence.tokens)
                low, high = min(wrong)[0], max(wrong)[1]
                bare = re.sub(r"\s", "", sentence.text)
                print("  token", bare[low : min(high, low + 60)])
        for form, lemma, _ in words:
            if stem(form) != lemma.lower():
                print("  lemma", form, lemma, stem(form))


def read_rows(path: Path) -> list[dict[str, Any]]:
    """Return the rows of a JSON Lines file."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def interval(values: list[float]) -> str:
    """Return the middle 95 per cent of bootstrap ``values``."""
    ordered = sorted(values)
    low, high = ordered[round(0.025 * len(ordered))], ordered[round(0.975 * len(ordered)) - 1]
    return f"[{low:.1f}, {high:.1f}]"


def measure_indocollex(path: Path) -> None:
    """Print accuracy on informal words in isolation."""
    rows = read_rows(path)
    right = [normalize(row["transformed"]).text == row["original-for"] for row in rows]
    draws = random.Random(0)
    samples = [100 * sum(draws.choices(right, k=len(right))) / len(right) for _ in range(SAMPLES)]
    print(f"indocollex dev    {100 * sum(right) / len(rows):.1f} {interval(samples)} of {len(rows)} words")
    for kind in sorted({row["transformation"] for row in rows}):
        group = [hit for hit, row in zip(right, rows, strict=True) if row["transformation"] == kind]
        print(f"  {kind:15} {sum(group)}/{len(group)}")


def measure_stif(path: Path) -> None:
    """Print sacreBLEU on informal sentences by level if the package is there, else say so."""
    rows = read_rows(path)
    try:
        from sacrebleu.metrics.bleu import BLEU
    except ImportError:
        print("stif dev          skipped: pip install sacrebleu")
        return
    gold = [[row["formal"] for row in rows]]
    metric = BLEU(force=True)
    versions = {"copy": [row["informal"] for row in rows]}
    versions |= {level: [normalize(row["informal"], level).text for row in rows] for level in LEVELS}
    for name, ours in versions.items():
        score = metric.corpus_score(ours, gold, n_bootstrap=SAMPLES)
        print(f"stif dev BLEU     {score.score:.1f} +-{score._ci:.1f}  {name}")


def main() -> None:
    """Run every measure on the files under --data."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--data", type=Path, required=True, help="folder with tokenization/, normalization/, formality/"
    )
    parser.add_argument("--show", action="store_true", help="list the errors on GSD")
    arguments = parser.parse_args()
    measure_gsd(arguments.data / "tokenization/id_gsd-ud-dev.conllu", show=arguments.show)
    measure_speed(arguments.data / "comments/unlabelled.jsonl.gz")
    measure_hashtags(arguments.data / "comments/unlabelled.jsonl.gz")
    measure_indocollex(arguments.data / "normalization/indocollex_dev.jsonl")
    measure_stif(arguments.data / "formality/stif_dev.jsonl")


if __name__ == "__main__":
    main()

"""Measures the text layer beside its peers: tokens, sentences, lemmas, informal words and sentences, speed.

    python benchmarks/text_accuracy.py --data ../shared/data

Development sets: UD Indonesian-GSD (559 sentences), IndoCollex (175 words), STIF (211 sentences). Intervals are 95 %,
bootstrap of 1,000 samples over sentences or words, seed 0.
"""

from __future__ import annotations

import argparse
import random
import re
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from govtext.evaluation import Interval, bootstrap
from govtext.text import normalize, sentences, stem, tokenize
from govtext.text.hashtags import split_hashtag
from govtext.training.data import read_rows, unlabelled_texts
from govtext.types import Token
from reporting import RESULTS, write_report
from text_peers import Systems, peers

COMMENTS = 10_000
SAMPLES = 1_000
CAMEL_CASE = re.compile(r"#((?:[A-Z][a-z]{2,}){2,})\b")


@dataclass
class Sentence:
    """A gold sentence: its text, surface tokens (multiword ranges whole) and (form, lemma, tag) of simple words."""

    text: str = ""
    tokens: list[str] = field(default_factory=list)
    lemmas: list[tuple[str, str, str]] = field(default_factory=list)


@dataclass
class Row:
    """One figure: per cent, or tokens or characters a second of processor time."""

    task: str
    system: str
    value: float
    low: float | None = None
    high: float | None = None

    def __str__(self) -> str:
        interval = "" if self.low is None else f" [{self.low:.1f}, {self.high:.1f}]"
        return f"{self.task:44}{self.system:36}{self.value:>12,.2f}{interval}"


def main() -> None:
    """Measure, print and write the result."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help="folder with tokenization, normalization, formality")
    parser.add_argument("--output", type=Path, default=RESULTS / "text_accuracy.json")
    options = parser.parse_args()
    systems = with_ours(peers())
    rows: list[Row] = []
    for row in measure(options.data, systems):
        print(row)
        rows.append(row)
    figures = {"command": "python benchmarks/text_accuracy.py --data DATA", "results": [asdict(row) for row in rows]}
    write_report(options.output, figures)


def with_ours(found: Systems) -> Systems:
    """Add govtext to its peers."""
    ours = Systems(
        {"govtext": lambda text: [token.text for token in tokenize(text)]},
        {"govtext": lambda text: [span.text for span in sentences(text)]},
        {"govtext": stem},
        {"govtext": lambda text: normalize(text).text},
    )
    return Systems(
        ours.tokenizers | found.tokenizers,
        ours.splitters | found.splitters,
        ours.stemmers | found.stemmers,
        ours.normalizers | found.normalizers,
    )


def measure(data: Path, systems: Systems) -> Iterator[Row]:
    """Yield every figure."""
    gold = list(read_conllu(data / "tokenization/id_gsd-ud-dev.conllu"))
    apart = {"govtext, stops and # apart as in GSD": lambda text: as_in_ud(tokenize(text))}
    for name, tokens in (systems.tokenizers | apart).items():
        pairs = [(bare_spans(sentence.tokens), bare_spans(tokens(sentence.text))) for sentence in gold]
        yield f1_row("GSD dev, token F1", name, pairs)
    text = " ".join(sentence.text for sentence in gold)
    for name, split in systems.splitters.items():
        found, wanted = bare_spans(split(text)), bare_spans([sentence.text for sentence in gold])
        yield Row("GSD dev, sentence F1", name, 200 * len(wanted & found) / (len(wanted) + len(found)))
    words = [word for sentence in gold for word in sentence.lemmas if word[2] in {"NOUN", "VERB", "ADJ", "ADV"}]
    inflected = [word for word in words if word[0].isalpha() and word[0].lower() != word[1].lower()]
    for name, root in systems.stemmers.items():
        for task, chosen in (("inflected", inflected), ("all content words", words)):
            hits = [root(form.lower()) == lemma.lower() for form, lemma, _ in chosen]
            yield share_row(f"GSD dev, lemmas, {task}", name, hits)
    informal = list(read_rows(data / "normalization/indocollex_dev.jsonl"))
    for name, run in systems.normalizers.items():
        hits = [run(row["transformed"]).strip().lower() == row["original-for"].lower() for row in informal]
        yield share_row("IndoCollex dev, words right", name, hits)
    yield from stif(list(read_rows(data / "formality/stif_dev.jsonl")), systems.normalizers)
    comments = unlabelled_texts(data)
    yield from speeds(random.Random(0).sample(comments, COMMENTS), systems)
    yield hashtags(comments)


def stif(rows: Sequence[dict[str, str]], normalizers: dict[str, Callable[[str], str]]) -> Iterator[Row]:
    """Yield sacreBLEU of informal sentences made formal, beside copying them."""
    from sacrebleu.metrics.bleu import BLEU

    metric, gold = BLEU(force=True), [[row["formal"] for row in rows]]
    others: dict[str, Callable[[str], str]] = {
        "copy of the input": str,
        "govtext, level formal": lambda text: normalize(text, "formal").text,
    }
    for name, run in (others | normalizers).items():
        score = metric.corpus_score([run(row["informal"]) for row in rows], gold, n_bootstrap=SAMPLES)
        yield Row("STIF dev, BLEU", name, score.score, score.score - score._ci, score.score + score._ci)


def speeds(texts: Sequence[str], systems: Systems) -> Iterator[Row]:
    """Yield tokens a second of processor time on real comments, seen for the first and the second time."""
    for name, tokens in systems.tokenizers.items():
        tokens(texts[0])  # builds patterns and tables
        for view in ("first", "second"):
            start = time.process_time()
            count = sum(len(tokens(text)) for text in texts)
            yield Row(f"comments, tokens a second, {view} time", name, count / (time.process_time() - start))


def hashtags(comments: Iterable[str]) -> Row:
    """Return how many hashtags are split the same without the capitals by which their writers show the words."""
    tags = sorted({tag for text in comments for tag in CAMEL_CASE.findall(text)})
    hits = [split_hashtag(tag.lower()) == tuple(part.lower() for part in split_hashtag(tag)) for tag in tags]
    return share_row("comments, hashtags split without capitals", "govtext", hits)


def f1_row(task: str, system: str, pairs: Sequence[tuple[set[Any], set[Any]]]) -> Row:
    """Return F1 over the spans of all sentences, and its interval over sentences."""
    counts = np.array([(2 * len(gold & ours), len(gold) + len(ours)) for gold, ours in pairs])
    return _row(task, system, bootstrap(lambda hits, both: float(100 * hits.sum() / both.sum()), *counts.T))


def share_row(task: str, system: str, hits: Sequence[bool]) -> Row:
    """Return the share of ``hits`` and its interval."""
    right = np.array(hits)
    return _row(task, system, bootstrap(lambda found, _: float(100 * found.mean()), right, right))


def _row(task: str, system: str, interval: Interval) -> Row:
    return Row(task, system, interval.value, interval.low, interval.high)


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


def bare_spans(pieces: Iterable[str]) -> set[tuple[int, int]]:
    """Return the spans of ``pieces`` in their joined text without white space, as the CoNLL 2018 scorer does."""
    spans, position = set(), 0
    for piece in pieces:
        length = len(re.sub(r"\s", "", piece))
        spans.add((position, position + length))
        position += length
    return spans


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


if __name__ == "__main__":
    main()

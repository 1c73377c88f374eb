"""From answers to scores: a matrix with one row an example, and measures over its rows.

A measure is a function of rows, so that one bootstrap and one significance test serve every task: they resample or swap
rows. What a row holds depends on the kind of the task.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np
import numpy.typing as npt

from govtext.errors import MissingExtraError
from govtext.evaluation.data import Example
from govtext.evaluation.metrics import Interval, calibration_error, micro_f1
from govtext.evaluation.tasks import Task

Rows = npt.NDArray[np.int64]
OfRows = Callable[[Rows], float]
_ORDER = 4  # of BLEU's n-grams
_BINARY = 2  # classes; the last of them is the positive one
_ANSWERED, _WANTED, _KEPT, _CHANGED = 2 * _ORDER, 2 * _ORDER + 1, 2 * _ORDER + 2, 2 * _ORDER + 3  # columns of BLEU rows


@dataclass(frozen=True, slots=True)
class Measure:
    """A named function of rows; more is better."""

    name: str
    of: OfRows


def label_rows(task: Task, gold: Sequence[Any], answers: Sequence[Any]) -> Rows:
    """Return rows for labels.

    classification: (index of the right label, index of the answer). multilabel, multihead: a 0/1 column for each label
    that is right, then one for each label that was answered.
    """
    place = {label: i for i, label in enumerate(task.labels)}
    if task.kind == "classification":
        return np.array(
            [(place[right], place[said]) for right, said in zip(gold, answers, strict=True)], dtype=np.int64
        )
    rows = np.zeros((len(gold), 2, len(place)), dtype=np.int64)
    for i, sides in enumerate(zip(gold, answers, strict=True)):
        for side, labels in enumerate(sides):
            rows[i, side, [place[label] for label in labels]] = 1
    return rows.reshape(len(gold), -1)


def task_rows(task: Task, examples: Sequence[Example], answers: Sequence[Any]) -> Rows:
    """Return the rows of ``answers``; see the module and the functions for what they hold."""
    gold = [example.gold for example in examples]
    if task.labels:
        return label_rows(task, gold, answers)
    if task.kind == "segmentation":
        return segmentation_rows(task, gold, answers)
    if task.kind == "normalization":
        pairs = zip(gold, answers, strict=True)
        right = [said.strip().casefold() in {one.strip().casefold() for one in wanted} for wanted, said in pairs]
        return np.array(right, dtype=np.int64)[:, None]
    return bleu_rows([example.text for example in examples], gold, answers)


def segmentation_rows(task: Task, gold: Sequence[Sequence[str]], answers: Sequence[Sequence[str]]) -> Rows:
    """Return (spans right, spans in gold, spans answered) for each sentence.

    Spans are over the text without white space, as in the CoNLL 2018 scorer. Of running text a gold sentence is a row,
    and an answered one is counted where it ends.
    """
    if task.unit != "sentences":
        pairs = [(spans(right), spans(said)) for right, said in zip(gold, answers, strict=True)]
        return np.array([(len(r & s), len(r), len(s)) for r, s in pairs], dtype=np.int64)
    rows = [row for right, said in zip(gold, answers, strict=True) for row in _rows_by_end(spans(right), spans(said))]
    return np.array(rows, dtype=np.int64)


def _rows_by_end(right: set[tuple[int, int]], said: set[tuple[int, int]]) -> list[tuple[int, int, int]]:
    gold = sorted(right, key=lambda span: span[1])
    places = np.searchsorted([end for _, end in gold], [end for _, end in said])
    guesses = np.bincount(np.minimum(places, len(gold) - 1), minlength=len(gold))
    return [(int(span in said), 1, int(count)) for span, count in zip(gold, guesses, strict=True)]


def spans(pieces: Iterable[str]) -> set[tuple[int, int]]:
    """Return the spans of ``pieces`` in their joined text without white space."""
    found, position = set(), 0
    for piece in pieces:
        length = len(re.sub(r"\s", "", piece))
        if length:
            found.add((position, position + length))
        position += length
    return found


def bleu_rows(texts: Sequence[str], gold: Sequence[Sequence[str]], answers: Sequence[str]) -> Rows:
    """Return the counts of BLEU for each text, whether numbers were kept, and whether the text was changed.

    Columns: n-gram matches of orders 1 to 4, totals, both lengths, the two 0/1 columns. Their sums give corpus BLEU
    (Papineni et al. 2002; sacreBLEU's tokenisation 13a, Post 2018).
    """
    metric = bleu_class()(effective_order=True)
    rows = []
    for text, right, said in zip(texts, gold, answers, strict=True):
        one = metric.sentence_score(said, list(right))
        kept = sorted(re.findall(r"\d+", text)) == sorted(re.findall(r"\d+", said))
        rows.append([*one.counts, *one.totals, one.sys_len, one.ref_len, int(kept), int(text.split() != said.split())])
    return np.array(rows, dtype=np.int64)


def bleu_class() -> Any:
    """Return sacreBLEU's BLEU, or raise `MissingExtraError`."""
    try:
        from sacrebleu.metrics.bleu import BLEU
    except ImportError:
        raise MissingExtraError("BLEU", "bench") from None
    return BLEU


def bleu(rows: Rows) -> float:
    """Corpus BLEU, 0 to 100, with sacreBLEU's exponential smoothing."""
    sums = [int(value) for value in rows.sum(axis=0)]
    found: float = (
        bleu_class()
        .compute_bleu(
            correct=sums[:_ORDER],
            total=sums[_ORDER : 2 * _ORDER],
            sys_len=sums[_ANSWERED],
            ref_len=sums[_WANTED],
            smooth_method="exp",
        )
        .score
    )
    return found


def _class_f1(rows: Rows, k: int) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.bool_]]:
    """Return F1 of each of k classes, and which of them occur in gold or answers."""
    confusion = np.bincount(rows[:, 0] * k + rows[:, 1], minlength=k * k).reshape(k, k)
    both = confusion.sum(axis=0) + confusion.sum(axis=1)
    return 2 * np.diag(confusion) / np.maximum(both, 1), both > 0


def class_macro_f1(k: int, rows: Rows) -> float:
    """Macro-F1 over the classes that occur, as scikit-learn's ``f1_score(average="macro")``."""
    each, seen = _class_f1(rows, k)
    return float(each[seen].mean())


def class_accuracy(rows: Rows) -> float:
    """Share of equal pairs."""
    return float((rows[:, 0] == rows[:, 1]).mean())


def one_class_f1(k: int, label: int, rows: Rows) -> float:
    """F1 of one class."""
    return float(_class_f1(rows, k)[0][label])


def label_f1(task: Task, label: int, rows: Rows) -> float:
    """F1 of one label of a task, by its place."""
    if task.kind == "classification":
        return one_class_f1(len(task.labels), label, rows)
    return labels_micro_f1(slice(label, label + 1), rows)


def _sides(rows: Rows, columns: slice) -> tuple[npt.NDArray[np.bool_], npt.NDArray[np.bool_]]:
    k = rows.shape[1] // 2
    return rows[:, :k][:, columns].astype(bool), rows[:, k:][:, columns].astype(bool)


def labels_micro_f1(columns: slice, rows: Rows) -> float:
    """F1 over all cells of the label columns."""
    return micro_f1(*_sides(rows, columns))


def labels_macro_f1(columns: slice, rows: Rows) -> float:
    """Mean F1 of the label columns; 0 for a label that neither side has, as scikit-learn's default."""
    gold, said = _sides(rows, columns)
    both = gold.sum(axis=0) + said.sum(axis=0)
    return float((2 * (gold & said).sum(axis=0) / np.maximum(both, 1)).mean())


def labels_exact(columns: slice, rows: Rows) -> float:
    """Share of texts whose labels are all right (subset accuracy)."""
    gold, said = _sides(rows, columns)
    return float((gold == said).all(axis=1).mean())


def one_of_head(columns: slice, rows: Rows) -> float:
    """Macro-F1 of a head with one answer, over the classes that occur."""
    gold, said = _sides(rows, columns)
    k = gold.shape[1]
    return class_macro_f1(k, np.stack([gold.argmax(axis=1), said.argmax(axis=1)], axis=1))


def span_f1(rows: Rows) -> float:
    """F1 of spans, 0 to 1."""
    hits, gold, said = rows.sum(axis=0)
    return float(2 * hits / (gold + said)) if gold + said else 0.0


def measures(task: Task) -> tuple[Measure, ...]:
    """Return the measures of a task, that of its paper first."""
    k = len(task.labels)
    found: dict[str, OfRows]
    if task.kind == "classification":
        found = {"macro_f1": partial(class_macro_f1, k), "accuracy": class_accuracy}
        if k == _BINARY:
            found["f1_last"] = partial(one_class_f1, k, 1)
    elif task.kind == "multilabel":
        all_of = slice(None)
        found = {"macro_f1": partial(labels_macro_f1, all_of), "micro_f1": partial(labels_micro_f1, all_of)}
        found["exact"] = partial(labels_exact, all_of)
    elif task.kind == "multihead":
        heads = {
            head: partial(one_of_head if one_answer(head) else labels_micro_f1, place)
            for head, place in head_slices(task).items()
        }
        found = {"mean_of_heads": partial(_mean, list(heads.values())), **heads}
    elif task.kind == "segmentation":
        found = {"span_f1": span_f1}
    elif task.kind == "normalization":
        found = {"accuracy": lambda rows: float(rows.mean())}
    else:
        found = {"bleu": bleu}
        if task.kind == "rewrite":
            found |= {
                "numbers_kept": lambda rows: float(rows[:, _KEPT].mean()),
                "changed": lambda rows: float(rows[:, _CHANGED].mean()),
            }
    return tuple(Measure(name, found[name]) for name in sorted(found, key=lambda name: name != task.metric))


def _mean(parts: Sequence[OfRows], rows: Rows) -> float:
    return float(np.mean([part(rows) for part in parts]))


def one_answer(head: str) -> bool:
    """Return whether a head has exactly one answer; the others have any number."""
    from govtext.scoring.manifest import ONE_OF

    return head in ONE_OF


def head_slices(task: Task) -> Mapping[str, slice]:
    """Return the columns of each head of a multihead task."""
    names = [label.partition(":")[0] for label in task.labels]
    return {head: slice(names.index(head), names.index(head) + names.count(head)) for head in task.heads}


def calibration(task: Task, gold: Sequence[Any], probabilities: npt.NDArray[np.floating[Any]]) -> float:
    """Expected calibration error (Guo et al. 2017): of the chosen class, or of every label where there are many."""
    rows = label_rows(task, gold, gold)
    if task.kind == "classification":
        return calibration_error(probabilities.argmax(axis=1) == rows[:, 0], probabilities.max(axis=1))
    return calibration_error(rows[:, : len(task.labels)], probabilities)


def interval(of: OfRows, rows: Rows, strata: npt.NDArray[np.int64] | None, samples: int, seed: int) -> Interval:
    """Return ``of(rows)`` with its 95 % percentile bootstrap interval (Efron & Tibshirani 1993).

    Args:
        of: the measure.
        rows: shape (n, k).
        strata: shape (n,): rows are drawn within each of its values; None draws from all.
        samples: number of resamples.
        seed: of the resampling.
    """
    rng = np.random.default_rng(seed)
    places = [np.arange(len(rows))] if strata is None else [np.flatnonzero(strata == s) for s in np.unique(strata)]
    drawn = [of(rows[np.concatenate([p[rng.integers(0, p.size, p.size)] for p in places])]) for _ in range(samples)]
    low, high = np.percentile(drawn, [2.5, 97.5]) if drawn else (of(rows), of(rows))
    return Interval(of(rows), float(low), float(high))

"""Casual wording to formal: each word becomes the most probable of its options, in view of the words before it.

A word-based translation model with a bigram language model, decoded exactly (Viterbi 1967): what Wibowo et al. (2020)
found to be as good as neural models for Indonesian, cut down to single words.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from govtext.text.bigrams import END, OTHER, START, Bigrams
from govtext.text.resources import data_file, read_rows
from govtext.text.squeeze import with_case_of
from govtext.text.tokens import tokenize

if TYPE_CHECKING:
    from collections.abc import Iterator

    from govtext.text.alignment import Edit
    from govtext.types import Token

_MASK = "xxx"  # stands for a name or number that is not shown
_STOPPABLE = frozenset({"word", "number", "amount"})
_STOP = "."
_STOPS = frozenset(".?!…:;,")
_MODEL_WEIGHT = 0.25
_KEPT_SCORE = -3.8  # of a word that has options, as it is
_STOP_SCORE = 0.7  # of a full stop after the last word

Option = tuple[tuple[str, ...], float]


class Unit(NamedTuple):
    """A token as the models see it: words and punctuation in lower case, all else as `OTHER`."""

    norm: str
    token: Token


def units(text: str) -> list[Unit]:
    """Return the tokens of ``text`` for the models."""
    return [Unit(_norm(token), token) for token in tokenize(text)]


def _norm(token: Token) -> str:
    if token.kind == "punctuation":
        return token.text
    plain = token.kind == "word" and token.text.replace("-", "").isalpha() and _MASK not in token.norm
    return token.text.lower() if plain else OTHER


def formal_edits(text: str) -> Iterator[Edit]:
    """Yield the edits that make the wording of ``text`` formal, in order."""
    line = units(text)
    for index, (unit, target) in enumerate(zip(line, _decode(line), strict=True)):
        if target == (unit.norm,):
            continue
        token = unit.token
        if not target:
            yield _deletion(text, line, index)
        elif (written := _write(token, target)) != token.text:
            yield token.start, token.end, written


def _write(token: Token, target: tuple[str, ...]) -> str:
    """Return ``target`` with marks close to the word before them, in the letter case of ``token``."""
    if target[0] == _norm(token):  # only marks are added
        return token.text + "".join(target[1:])
    written = "".join(piece if piece in _STOPS else f" {piece}" for piece in target).lstrip()
    return with_case_of(token.text, written)


def _deletion(text: str, line: list[Unit], index: int) -> Edit:
    """Return the edit that deletes a token and the space before it (after it at the beginning), never a line break."""
    token = line[index].token
    start, end = token.start, token.end
    if index:
        start = line[index - 1].token.end
    elif len(line) > 1:
        end = line[1].token.start
    if "\n" in text[start:end]:
        return token.start, token.end, ""
    return start, end, ""


@cache
def _options() -> dict[str, tuple[Option, ...]]:
    table: dict[str, list[Option]] = {}
    for word, target, score in read_rows("formal_words.tsv", 3):
        table.setdefault(word, []).append((tuple(target.strip("_").split()), int(score) / 100))
    return {
        word: tuple(found if any(target == (word,) for target, _ in found) else [*found, ((word,), _KEPT_SCORE)])
        for word, found in table.items()
    }


@cache
def _bigrams() -> Bigrams:
    return Bigrams(data_file("formal_unigrams.tsv"), data_file("formal_bigrams.tsv"))


def _decode(line: list[Unit]) -> list[tuple[str, ...]]:
    """Return what each unit becomes on the best path."""
    model = _bigrams()
    best: dict[str, float] = {START: 0.0}
    steps: list[dict[str, tuple[str, tuple[str, ...]]]] = []
    for unit in line:
        reached: dict[str, float] = {}
        step: dict[str, tuple[str, tuple[str, ...]]] = {}
        for target, own in _choices(unit, last=unit is line[-1]):
            words = [model.known(word) for word in target]
            inside = own + _MODEL_WEIGHT * sum(map(model.after, words, words[1:]))
            for before, value in best.items():
                total = value + inside + (_MODEL_WEIGHT * model.after(before, words[0]) if words else 0.0)
                after = words[-1] if words else before
                if after not in reached or total > reached[after]:
                    reached[after], step[after] = total, (before, target)
        best = reached
        steps.append(step)
    state = max(best, key=lambda word: best[word] + _MODEL_WEIGHT * model.after(word, END))
    path: list[tuple[str, ...]] = []
    for step in reversed(steps):
        state, target = step[state]
        path.append(target)
    return path[::-1]


def _choices(unit: Unit, *, last: bool) -> list[Option]:
    """Return the options of a unit; names and acronyms, told by their capitals, have none."""
    plain = unit.token.text == unit.norm or unit.token.start == 0
    found = list(_options().get(unit.norm, ())) if plain else []
    found = found or [((unit.norm,), 0.0)]
    if last and unit.token.kind in _STOPPABLE:
        found += [
            ((*target, _STOP), score + _STOP_SCORE) for target, score in found if target and target[-1] not in _STOPS
        ]
    return found

"""Compares negations: as many before as after, of the same words, none weaker and none stronger than allowed."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from govtext.rewriting.guard.conditions import closed_questions
from govtext.rewriting.guard.lexicon import roots, words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from govtext.rewriting.guard.analysis import Analysis
    from govtext.rewriting.guard.negations import Negation

# A request not to do something may become "jangan", "jangan" may become "tidak boleh", that "tidak bisa"; and back.
_NEXT = (("ask", "stop"), ("stop", "ban"), ("ban", "cannot"), ("cannot", "not"))
_ALLOWED = frozenset(pair for one, other in _NEXT for pair in ((one, other), (other, one)))
_SAME_WORD, _SAME_ROOT, _NEAR = 3, 2, 1
_MOST_MATCHED = 200
_MODES = {"ask": "request", "stop": "prohibition", "ban": "prohibition", "cannot": "inability", "exempt": "exemption"}


def compare_negations(before: Analysis, after: Analysis) -> Iterator[tuple[str, str, str]]:
    """Yield the negations that are lost, added or now deny another word."""
    if not (before.negations or after.negations or words("logic", "bare", "idiom").intersection(after.reading.words)):
        return
    old, new = _unlike(before.negations, after.negations)
    if not (old or new or words("logic", "bare", "idiom").intersection(after.reading.words)):
        return
    pairs = list(_pairs(old, new)) if len(old) + len(new) <= _MOST_MATCHED else []
    ours, theirs = _affirmed(before), _affirmed(after)
    for one, other in pairs:
        old.remove(one)
        new.remove(other)
        if one.word != other.word and (_freed(one, ours, theirs) or _freed(other, theirs, ours)):
            yield "negation", "lost", one.word
            yield "negation", "added", other.word
        elif not _compatible(one, other):
            yield "modality", "lost", mode(one)
            yield "modality", "added", mode(other)
    lost = _undone(old, ours, theirs)
    yield from (("negation", "lost", one.word) for one in old if not one.weak or one.word in lost)
    asking = closed_questions(after.reading) if new and True in after.reading.asks else set()
    known = frozenset().union(*map(roots, before.reading.words)) if asking else frozenset()
    added = _undone(new, theirs, ours)
    for other in new:
        # "Belum tahu caranya?" denies nothing that the original says
        hooks = after.reading.sentence_of(other.first) in asking and known.isdisjoint(roots(other.word))
        if other.word in added if other.weak else not hooks:
            yield "negation", "added", other.word
    yield from (("negation", "lost", word) for word in sorted(_left_bare(after, ours, theirs)))


def _undone(negations: list[Negation], ours: frozenset[str], theirs: frozenset[str]) -> set[str]:
    """Return the words of weak negations whose denied word the other text affirms and their own does not."""
    weak = {(negation.word, negation.window) for negation in negations if negation.weak}
    # a word that stands for a negation (tutup) and is there still was not undone
    weak = {pair for pair in weak if pair[0] not in theirs or pair[0] in words("logic", "reassuring", "idiom")}
    if not weak:
        return set()
    affirmed: frozenset[str] = frozenset().union(*map(roots, theirs - ours))
    return {word for word, window in weak if not affirmed.isdisjoint(frozenset().union(*window))}


def _left_bare(after: Analysis, ours: frozenset[str], theirs: frozenset[str]) -> frozenset[str]:
    """Return the words of reassurance that stand without their denial now: ``lupa bawa KTP``."""
    bare = (words("logic", "bare", "idiom") & theirs) - ours
    if not bare:
        return bare
    asking = closed_questions(after.reading)
    denied = {place for negation in after.negations for place in negation.places}
    return frozenset(
        word
        for place, word in enumerate(after.reading.words)
        if word in bare and place not in denied and after.reading.sentence_of(place) not in asking
    )


def mode(negation: Negation) -> str:
    """Return the mode of a negation: prohibition, exemption …; ``negation`` for a plain one."""
    return next((_MODES[force] for force in sorted(negation.forces) if force in _MODES), "negation")


def _unlike(old: tuple[Negation, ...], new: tuple[Negation, ...]) -> tuple[list[Negation], list[Negation]]:
    """Return the negations of both sides without those that are on both."""
    olds = Counter((n.forces, n.word, n.weak) for n in old)
    news = Counter((n.forces, n.word, n.weak) for n in new)
    return _rest(old, olds - news), _rest(new, news - olds)


def _rest(negations: tuple[Negation, ...], counts: Counter[tuple[frozenset[str], str, bool]]) -> list[Negation]:
    rest: list[Negation] = []
    for negation in negations:
        key = (negation.forces, negation.word, negation.weak)
        if counts[key] > 0:
            counts[key] -= 1
            rest.append(negation)
    return rest


def _pairs(old: list[Negation], new: list[Negation]) -> Iterator[tuple[Negation, Negation]]:
    """Yield the pairs that deny the same, best first, each negation once."""
    ranked = sorted(
        (
            (-_likeness(one, other), -_compatible(one, other), i, k)
            for i, one in enumerate(old)
            for k, other in enumerate(new)
        ),
    )
    ones, others = set[int](), set[int]()
    for likeness, compatible, i, k in ranked:
        if not likeness or i in ones or k in others or (likeness == -_NEAR and not compatible):
            continue
        ones.add(i)
        others.add(k)
        yield old[i], new[k]


def _likeness(one: Negation, other: Negation) -> int:
    if one.word == other.word:
        return _SAME_WORD
    if not (one.window and other.window):
        return 0
    if one.weak or other.weak or not one.window[0].isdisjoint(other.window[0]):
        near = frozenset().union(*one.window) & frozenset().union(*other.window)
        return _SAME_ROOT if near else 0
    return _NEAR if frozenset().union(*one.window) & frozenset().union(*other.window) else 0


def _compatible(one: Negation, other: Negation) -> bool:
    return any(a == b or (a, b) in _ALLOWED for a in one.forces for b in other.forces)


def _freed(negation: Negation, ours: frozenset[str], theirs: frozenset[str]) -> bool:
    """Tell whether the word that ``negation`` denies stands undenied in the other text, and not in its own."""
    return bool(negation.word) and negation.word in theirs and negation.word not in ours


def _affirmed(analysis: Analysis) -> frozenset[str]:
    denied = {place for negation in analysis.negations for place in negation.places}
    return frozenset(word for place, word in enumerate(analysis.reading.words) if place not in denied)

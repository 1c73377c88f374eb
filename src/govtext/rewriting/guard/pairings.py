"""Finds values that changed places: the amount of one group given to another."""

from __future__ import annotations

from collections import Counter
from itertools import combinations
from typing import TYPE_CHECKING

from govtext.rewriting.guard.lexicon import roots, words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from govtext.rewriting.guard.analysis import Analysis
    from govtext.rewriting.guard.reading import Item

_KINDS = frozenset(("number", "amount", "date", "time", "name", "phone", "link", "law"))
_REACH = 7
_ENDS = frozenset((".", "!", "?", ";", "…"))
_JOINT = 2.0  # words that a comma or a conjunction between two pairs counts for
_JOINTS = frozenset((",", "dan", "serta", "sedangkan", "sementara", "tetapi", "tapi", "atau"))
_MARGIN = 0.25
_MOST = 12


def compare_pairings(before: Analysis, after: Analysis) -> Iterator[tuple[str, str, str]]:
    """Yield pairs of values of one kind that stand in each other's surroundings now."""
    old, new = _single(before), _single(after)
    common = [key for key in old if key in new]
    if len(common) > _MOST or len(common) == len({key[0] for key in common}):
        return
    around: dict[tuple[str, str], tuple[dict[str, float], dict[str, float]]] = {}
    for one, other in combinations(common, 2):
        if one[0] != other[0] or _beside(before, old[one], old[other]) or _beside(after, new[one], new[other]):
            continue
        for key in (one, other):
            if key not in around:
                around[key] = (_surroundings(before, old[key]), _surroundings(after, new[key]))
        straight = _likeness(around[one][0], around[one][1]) + _likeness(around[other][0], around[other][1])
        crossed = _likeness(around[one][0], around[other][1]) + _likeness(around[other][0], around[one][1])
        if crossed > straight + _MARGIN:
            yield "pairing", "lost", f"{one[1]}, {other[1]}"


def _beside(analysis: Analysis, one: Item, other: Item) -> bool:
    """Tell whether no word of content stands between two values: they share their surroundings then."""
    first, second = sorted((one, other), key=lambda item: item.first)
    between = analysis.reading.words[first.last + 1 : second.first]
    return not any(word.isalpha() and word not in words("logic", "transparent") for word in between)


def _single(analysis: Analysis) -> dict[tuple[str, str], Item]:
    """Return the values that stand once in the text."""
    counts = Counter((item.kind, item.value) for item in analysis.items if item.kind in _KINDS)
    return {(item.kind, item.value): item for item in analysis.items if counts.get((item.kind, item.value)) == 1}


def _surroundings(analysis: Analysis, item: Item) -> dict[str, float]:
    """Return the roots of the content words around a value, nearer ones weightier, within its clause."""
    reading, found = analysis.reading, dict[str, float]()
    alike = {
        place for other in analysis.items if other.kind == item.kind for place in range(other.first, other.last + 1)
    }
    after, before = range(item.last + 1, len(reading.words)), range(item.first - 1, -1, -1)
    for places, edge in ((after, 0), (before, 1)):
        distance = 1.0
        for place in places:
            word = reading.words[place]
            if word in _ENDS or place + edge in reading.lines or distance > _REACH:
                break
            if word in _JOINTS:
                distance += _JOINT
            elif place in alike:
                distance += 1
            elif word[:1].isalnum() and word not in words("logic", "transparent"):
                for root in roots(word):
                    found[root] = max(found.get(root, 0.0), 1 / distance)
                distance += 1
    return found


def _likeness(one: dict[str, float], other: dict[str, float]) -> float:
    return sum(min(weight, other[word]) for word, weight in one.items() if word in other)

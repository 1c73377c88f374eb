"""The changes that a rewrite may make: each function takes from the lost and the added what balances out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from govtext.rewriting.guard.lexicon import roots, words
from govtext.rewriting.guard.lists import counts_a_list
from govtext.rewriting.guard.negations import content_from

if TYPE_CHECKING:
    from collections import Counter

    from govtext.rewriting.guard.analysis import Analysis

_NAMES = ("name", "programme", "document", "group", "goods")
_SETS = ("group", "goods")  # these are told or not, however often
_OPEN_TIME = ">= "
_NEAR = 3  # words from a condition to what it says to be found
_MOST_SETTLED = 500  # differences; with more, a rewrite is lost anyway


def settle_names(
    before: Analysis, after: Analysis, lost: Counter[tuple[str, str]], added: Counter[tuple[str, str]]
) -> None:
    """A name is kept in whatever case it stands; a programme or a place of service may be named again."""
    changed = [key for key in (*lost, *added) if key[0] in _NAMES]
    if not changed or len(changed) > _MOST_SETTLED:
        return
    old, new = _without_stops(before), _without_stops(after)
    glossed = {gloss.acronym for gloss in before.glosses} | {gloss.acronym for gloss in after.glosses}
    for key in changed:
        kind, value = key
        count, recount = old.count(f" {value} "), new.count(f" {value} ")
        if (count and recount == count) or (kind in _SETS and _told(before, key) and _told(after, key)):
            del lost[key], added[key]
        elif key in lost:
            if value in glossed and _explanation(before, after, value, new):
                del lost[key]
        elif count and _may_recur(kind, value, glossed):
            del added[key]


def _told(analysis: Analysis, key: tuple[str, str]) -> bool:
    return any(item[:2] == key for item in analysis.items)


def _may_recur(kind: str, value: str, glossed: set[str]) -> bool:
    """Tell whether a name that is in the text may come again: ``Yuk ke Posyandu! … di semua Posyandu``."""
    return kind == "programme" or (kind == "name" and (value in words("places", "always", "") or value in glossed))


def _without_stops(analysis: Analysis) -> str:
    return f" {' '.join(word for word in analysis.reading.words if word != '.')} "


def _explanation(before: Analysis, after: Analysis, acronym: str, text: str) -> bool:
    """Tell whether the words that an acronym stands for are in ``text``."""
    return any(
        f" {' '.join(analysis.reading.words[gloss.first : gloss.last + 1])} " in text
        for analysis in (before, after)
        for gloss in analysis.glosses
        if gloss.acronym == acronym
    )


def settle_numbers(
    before: Analysis, after: Analysis, lost: Counter[tuple[str, str]], added: Counter[tuple[str, str]]
) -> None:
    """600 ribu may be an amount or a count; a count that announces the list after it is no new fact."""
    if len(lost) + len(added) > _MOST_SETTLED:
        return
    for soft, ours, theirs in ((before.reading.soft, lost, added), (after.reading.soft, added, lost)):
        for item in soft:
            key, count = (item.kind, item.value), ("number", item.value.removeprefix("Rp"))
            if key in ours and count in theirs:
                ours[key] -= 1
                theirs[count] -= 1
    for item in after.reading.items:
        key = (item.kind, item.value)
        if item.kind == "number" and added[key] > 0 and counts_a_list(after.reading, item):
            added[key] -= 1
    for facts in (lost, added):
        for key in [key for key in facts if key[0] == "bound" and _is_open_time(key[1])]:
            del facts[key]  # "pukul 08.00" and "mulai pukul 08.00" begin alike
        _drop_empty(facts)


def _is_open_time(value: str) -> bool:
    return value.startswith(_OPEN_TIME) and value[len(_OPEN_TIME) :][2:3] == ":"


def _drop_empty(facts: Counter[tuple[str, str]]) -> None:
    for key in [key for key, count in facts.items() if count <= 0]:
        del facts[key]


def settle_modality(
    before: Analysis, after: Analysis, lost: Counter[tuple[str, str]], added: Counter[tuple[str, str]]
) -> None:
    """``wajib`` may become ``syaratnya``, ``boleh`` may become ``silakan``, and the other way round."""
    required, allowed = ("modality", "obligation"), ("modality", "permission")
    needs = after.loose["requirement"] - before.loose["requirement"]
    if needs > 0:
        del lost[required]
    _reduce(added, required, -needs)
    offers = sum(after.loose[key] - before.loose[key] for key in ("ready", "invitation"))
    _reduce(lost, allowed, offers)
    _reduce(added, allowed, -offers)


def _reduce(facts: Counter[tuple[str, str]], key: tuple[str, str], by: int) -> int:
    """Take up to ``by`` of a fact and return how many of ``by`` are left."""
    taken = min(max(by, 0), facts[key])
    facts[key] -= taken
    if facts[key] <= 0:
        del facts[key]
    return by - taken


def settle_conditions(
    before: Analysis, after: Analysis, lost: Counter[tuple[str, str]], added: Counter[tuple[str, str]]
) -> None:
    """``jika`` may become a question, ``saat`` or ``untuk kamu yang``, and the other way round."""
    if_, found, whom, who, provided, only = (
        ("condition", value) for value in ("if", "if found", "for whom", "who", "provided", "only")
    )
    alike = (if_, found, whom, who)
    for one in alike:
        for other in (*alike, provided):
            _exchange(lost, added, one, other)
    _exchange(lost, added, provided, if_)
    gained = sum(after.loose[key] - before.loose[key] for key in ("question", "when", "purpose"))
    left, missed = gained, -gained
    for key in (whom, who, found, if_):
        left = _reduce(lost, key, left)
        missed = _reduce(added, key, missed)
    if lost[who]:
        _reduce(lost, who, lost[who] - _gone(before, after))
    if added[who]:
        _reduce(added, who, added[who] - _gone(after, before))
    if lost[found] and not _still_found(before, after):
        del lost[found]
    if after.loose["requirement"] > before.loose["requirement"]:
        del lost[provided]
    restricted = after.loose["only"] - before.loose["only"]
    _reduce(lost, only, restricted)
    _reduce(added, only, -restricted)


def _exchange(
    lost: Counter[tuple[str, str]], added: Counter[tuple[str, str]], one: tuple[str, str], other: tuple[str, str]
) -> None:
    both = min(lost[one], added[other])
    if both:
        _reduce(lost, one, both)
        _reduce(added, other, both)


def _still_found(before: Analysis, after: Analysis) -> bool:
    """Tell whether what a condition says to be found is said without it now: ``Anda menemukan pungutan``."""
    existence, there = words("logic", "existence"), _all_roots(after)
    return any(
        not roots(before.reading.word(place)).isdisjoint(there)
        for item in before.items
        if item[:2] == ("condition", "if found")
        for place in range(item.last + 1, item.last + 1 + _NEAR)
        if before.reading.word(place) in existence
    )


def _all_roots(analysis: Analysis) -> frozenset[str]:
    return frozenset().union(*(roots(word) for word in set(analysis.reading.words)))


def _gone(ours: Analysis, theirs: Analysis) -> int:
    """Return how many clauses on persons have left no word: ``warga yang sakit`` may become ``warga sakit``."""
    there, denying = _all_roots(theirs), words("logic", "not", "negation")
    count = 0
    for item in ours.items:
        if item[:2] == ("condition", "who"):
            places = content_from(ours.reading, item.last + 1)
            content = [word for word in map(ours.reading.word, places) if word not in denying]
            count += not content or roots(content[0]).isdisjoint(there)
    return count


def settle_scope(
    before: Analysis, after: Analysis, lost: Counter[tuple[str, str]], added: Counter[tuple[str, str]]
) -> None:
    """``seluruh`` may go, since what is said of persons is said of all of them; ``atau`` may become a slash."""
    del lost["scope", "all"]
    choices = after.loose["choice"] - before.loose["choice"]
    if choices > 0:
        del lost["scope", "or"]
    _reduce(added, ("scope", "or"), -choices)

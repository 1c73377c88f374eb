"""All readings of a word as affixes around a known root, and the choice among them.

Order of choice: a root in use before a rare one, then a listed verb base, then the longest root, then standard
spelling, then the root that occurs most often. Thus mengukur is of ukur, not of kukur.
"""

from __future__ import annotations

import re
from itertools import product
from typing import TYPE_CHECKING

from govtext.rewriting.bases import SHORTEST, Reading, bases, carries
from govtext.rewriting.lexicon import can_carry, is_name, is_used, is_whole, keeps_initial, nominals, occurrences, verbs
from govtext.rewriting.nounforms import nouns, shape_of_noun
from govtext.rewriting.sounds import AFTER_L, detach, may_be

if TYPE_CHECKING:
    from collections.abc import Iterator

_CLITICS = tuple(
    pronoun + particle for pronoun, particle in product(("", "nya", "ku", "mu"), ("", "lah", "kah", "pun"))
)
_ER_FIRST = re.compile(r"[^aiueo]er[^aiueo]")  # be-kerja, te-percaya: ber- and ter- lose r before such a syllable
_PASSIVE = ("t", "d")  # the kinds of verb base that take di-
_VERBAL = frozenset({"root", "me", "di"})


def best(word: str) -> tuple[Reading, str] | None:
    """Return the most probable reading of a word in lower case that is not whole, and the clitic split off."""
    ranked = []
    for clitic in _CLITICS:
        stem = word.removesuffix(clitic)
        if not word.endswith(clitic) or len(stem) < SHORTEST or is_name(stem):
            continue
        ranked += [(_rank(reading, stem, clitic), reading, clitic) for reading in _all(stem)]
    if not ranked:
        return None
    _, reading, clitic = min(ranked, key=lambda item: item[0])
    return reading, clitic


def _rank(reading: Reading, stem: str, clitic: str) -> tuple[bool, bool, int, int, bool, bool, int]:
    root = reading.root
    kept = len(root)
    if root not in stem:
        kept -= 1  # its first letter fell
    elif root.startswith("r") and stem.startswith(("be", "te", "pe")) and stem.index(root) == len("be"):
        kept -= 1  # the r counts for the prefix: ber-ubah before be-rubah
    verbal = reading.form in _VERBAL  # berikan is beri-kan, not ber-ikan
    listed = verbal and reading.base in verbs()
    known = listed or is_used(root) or root in nominals()
    if reading.form == "root" and reading.ending:
        known = reading.attested  # keburukan is ke-buruk-an, not keburu-kan
    return not known, not listed, -kept, len(clitic), not verbal, not reading.standard, -occurrences(root)


def _all(stem: str) -> Iterator[Reading]:
    if stem in nominals():
        yield Reading(form=shape_of_noun(stem), root=stem)
    elif is_whole(stem):
        yield Reading(form="root", root=stem)
    yield from _imperatives(stem)
    yield from _active(stem)
    yield from _passive(stem)
    yield from _ber_and_ter(stem)
    yield from nouns(stem)


def _imperatives(word: str) -> Iterator[Reading]:
    """Yield imperatives such as laporkan; in doubt about names in -i (Susi), and nouns in -kan (tarik-an), none."""
    for reading in bases(word):
        doubtful = reading.ending == "i" or (reading.ending == "kan" and can_carry(reading.root + "k"))
        if (reading.ending or reading.inner) and (not doubtful or reading.attested):
            yield reading


def _active(word: str) -> Iterator[Reading]:
    for base in detach("me", word):
        for found in bases(base):
            bound = keeps_initial(found.root)  # mengkaji is of kaji, mengaji is not
            standard = found.active == word
            if word == f"menge{base}" and not found.attested:
                continue  # mengecek, but not menge-kang
            if standard or (not bound and may_be("me", base, found.root, word)):
                yield Reading("me", found.root, found.inner, found.ending, standard)


def _passive(word: str) -> Iterator[Reading]:
    base = word.removeprefix("di")
    if base == word or is_name(base):
        return
    # dirumah and disisi are the preposition di written together with a noun.
    listed = verbs().get(base, "") in _PASSIVE
    noun = can_carry(base) and not listed
    for found in bases(base):
        if not noun and (found.ending or listed):
            yield Reading("di", found.root, found.inner, found.ending)


def _ber_and_ter(word: str) -> Iterator[Reading]:
    for form in ("ber", "ter"):
        short = form[:2]
        rest = word.removeprefix(form)
        if rest != word and rest[:1] != "r":
            yield from _after(form, rest)
        rest = word.removeprefix(short)
        if rest != word and (rest[:1] == "r" or _ER_FIRST.match(rest)):
            yield from _after(form, rest)
    if word.removeprefix("bel") in AFTER_L:
        yield Reading("ber", word.removeprefix("bel"))


def _after(form: str, rest: str) -> Iterator[Reading]:
    """Yield readings of ber- and ter- before ``rest``: berlari, berdasarkan, berkaitan, berkedudukan."""
    for ending in ("", "kan", "an" if form == "ber" else "i"):
        root = rest.removesuffix(ending)
        if rest.endswith(ending) and carries(root) and (not ending or len(root) > SHORTEST):
            yield Reading(form, root, "", "" if ending == "an" else ending)
    if form == "ber":
        for noun in nouns(rest):
            yield Reading(form, noun.root, rest.partition(noun.root)[0])

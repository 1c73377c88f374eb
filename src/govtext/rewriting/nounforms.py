"""Readings of a word as a noun of a verb or a quality: pe-…-an, per-…-an, pe-…, ke-…-an."""

from __future__ import annotations

from typing import TYPE_CHECKING

from govtext.rewriting.bases import SHORTEST, Reading, bases, carries
from govtext.rewriting.lexicon import is_used, is_whole
from govtext.rewriting.sounds import AFTER_L, detach, may_be

if TYPE_CHECKING:
    from collections.abc import Iterator

# Prefixes that may stand between ke- and the root: keberangkatan, ketersediaan, kepemilikan.
_UNDER_KE = ("", "ber", "ter", "se", "pe", "tidak", "per")


def shape_of_noun(noun: str) -> str:
    """Return the form of an action noun; loans such as verifikasi count as pe-an."""
    return "ke-an" if noun.startswith("ke") and noun.endswith("an") else "pe-an"


def nouns(word: str) -> Iterator[Reading]:
    """Yield the readings of ``word`` as pe-…-an, per-…-an, ke-…-an or pe-…."""
    for ending, form in (("an", "pe-an"), ("", "pe")):
        stem = word.removesuffix(ending)
        if not word.endswith(ending):
            continue
        for base in detach("pe", stem):
            for found in bases(base):
                long = form == "pe-an" or len(found.root) > SHORTEST  # peteng is no pe-teng
                if long and not found.ending and may_be("pe", base, found.root, stem):
                    yield Reading(form, found.root, found.inner)
        for inner in ("per", "pel"):
            root = stem.removeprefix(inner)
            if stem.startswith(inner) and carries(root) and (root in AFTER_L if inner == "pel" else ending):
                yield Reading(form, root)
        for inner in ("pember", "pembel"):
            root = stem.removeprefix(inner)
            if stem.startswith(inner) and ending and carries(root):
                yield Reading(form, root, inner.removeprefix("pem"))
    yield from _states(word)


def _states(word: str) -> Iterator[Reading]:
    """Yield the readings of ``word`` as ke-…-an; not of a noun in -an whose root begins with ke: kemas-an."""
    core = word.removeprefix("ke").removesuffix("an")
    if len(core) != len(word) - len("kean") or (is_whole("ke" + core) and is_used("ke" + core)):
        return
    for inner in _UNDER_KE:
        root = core.removeprefix(inner)
        if core.startswith(inner) and carries(root):
            yield Reading("ke-an", root, inner)
    for base in detach("pe", core):
        if carries(base) and may_be("pe", base, base, core):
            yield Reading("ke-an", base, core[: -len(base)] if core.endswith(base) else "pe")

"""A word as prefix, inner prefix, root and ending; and the bases that meng- and di- stand before."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from govtext.rewriting.lexicon import can_carry, keeps_initial, nouns_by_verb, occurrences, verbs
from govtext.rewriting.sounds import attach

if TYPE_CHECKING:
    from collections.abc import Iterator

SHORTEST = 3  # letters of a root
_ENDINGS = ("", "kan", "i")
# Prefixes that a verb base may have under meng- and di-. Only per- is free before -kan and -i; the others are listed.
_INNER = ("per", "ber", "bel", "ke", "pe", "pel")
_SEEN = 2  # what was written once may be a slip
_KEEPING = frozenset({"per", "pe", "pel"})


@dataclass(frozen=True, slots=True)
class Reading:
    """One way to read a word: ``prefix``-``inner``-``root``-``ending``, of the given form, without clitic.

    ``inner`` is the prefix under the outer one: per in memperbaiki, ber in memberlakukan.
    """

    form: str
    root: str
    inner: str = ""
    ending: str = ""
    standard: bool = True

    @property
    def base(self) -> str:
        """What meng- and di- stand before."""
        return self.inner + self.root + self.ending

    @property
    def active(self) -> str:
        """The base with meng-, in standard spelling."""
        return attach("me", self.base, self.root, keep=self.inner in _KEEPING or keeps_initial(self.root))

    @property
    def attested(self) -> bool:
        """Whether the base is listed as a verb, or occurs with meng- or di-."""
        verb = self.active
        seen = occurrences(verb) + occurrences("di" + self.base)
        return self.base in verbs() or verb in nouns_by_verb() or seen >= _SEEN


def bases(base: str) -> Iterator[Reading]:
    """Yield the readings of ``base`` as inner prefix, root and ending, as the form "root"."""
    for ending in _ENDINGS:
        core = base.removesuffix(ending)
        if not base.endswith(ending) or (ending == "i" and core.endswith("i")):
            continue
        if carries(core) and not (ending == "kan" and _lacks_k(core)):
            yield Reading("root", core, "", ending)
        for inner in _INNER:
            root = core.removeprefix(inner)
            free = inner == "per" and ending
            if inner == "pe" and root.startswith("r"):
                continue  # the r is that of per-: per-alat, not pe-ralat
            if core.startswith(inner) and (base in verbs() or free) and carries(root):
                yield Reading("root", root, inner, ending)


def _lacks_k(root: str) -> bool:
    """Tell whether root and -kan are a misspelling: digalakan is digalakkan, of galak and not of gala."""
    return can_carry(root + "k") and Reading("root", root + "k", "", "kan").attested


def carries(root: str) -> bool:
    """Tell whether affixes may stand around ``root``."""
    return len(root) >= SHORTEST and can_carry(root)

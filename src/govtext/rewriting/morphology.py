"""Affixes of single words, and other forms of the same verb: pengambilan → mengambil → ambil → diambil.

What a verb's ending is cannot be told from its noun (pengambilan mengambil, penyaluran menyalurkan), so action nouns
come from a table that was read line by line. The other forms follow the sound rules over known roots.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from govtext.errors import InputError, require_text, suggest
from govtext.rewriting.bases import Reading
from govtext.rewriting.lexicon import is_name, is_used, is_whole, nominals, nouns_by_verb, verbs
from govtext.rewriting.nounforms import shape_of_noun
from govtext.rewriting.readings import best
from govtext.text.squeeze import with_case_of

FORMS = ("root", "me", "di", "ber", "ter", "pe-an", "ke-an", "pe")
_VERBAL = frozenset({"root", "me", "di"})
# By the kinds of data/verbs.tsv.
_BY_KIND = {
    "t": _VERBAL,
    "i": frozenset({"root", "me"}),
    "n": frozenset({"root"}),
    "d": frozenset({"di"}),
    "x": frozenset({"me"}),
}
_CACHED_WORDS = 65_536
_LONGEST_WORD = 64  # no Indonesian word is longer
_SHORT = 5  # letters of a root that other words may hold by chance
_DROPPED = frozenset({"", "lah"})  # laporkanlah is laporkan; other clitics change what is said


@dataclass(frozen=True, slots=True)
class Analysis:
    """The parts of one word, in lower case.

    ``form`` is one of `FORMS`. "root" is a root or an imperative (ambil, laporkan, perbaiki); "pe-an" is also an action
    noun of another shape that the table knows (verifikasi, kunjungan), whose root is itself if it is one.
    ``ending`` is the object suffix of a verb: "", "kan" or "i". ``clitic`` holds -nya, -ku, -mu and -lah, -kah, -pun.
    ``inner`` is the prefix under the outer one: "per" in memperbaiki, "ber" in diberlakukan.
    """

    root: str
    form: str
    ending: str = ""
    clitic: str = ""
    inner: str = ""

    @property
    def base(self) -> str:
        """What meng- and di- stand before: ``perbaiki`` in memperbaikinya."""
        return self.inner + self.root + self.ending

    @property
    def reading(self) -> Reading:
        """The same without the clitic."""
        return Reading(self.form, self.root, self.inner, self.ending)


def analyse(word: str) -> Analysis | None:
    """Return the parts of ``word``; None if it is a name, or no affixes around a known root.

    Roots and words that only look derived (menteri, dinas, pemerintah) are never split: they come back as "root".

    Raises:
        InputTypeError: ``word`` is not a ``str``.
    """
    if len(require_text(word, "analyse")) > _LONGEST_WORD:
        return None
    return _analyse(word)


def derive(word: str, form: str) -> str | None:
    """Return ``word`` in another form of the same verb, in its letter case; None where that is not sure.

    "me" is the active verb, whatever its prefix (koordinasi → berkoordinasi, kehadiran → hadir); "root" is the
    imperative (dilaporkan → laporkan, koordinasi → berkoordinasi); "di" the passive. A final -lah falls; a word with
    -nya, -ku, -mu, -kah or -pun has no other form, since the object or the possessor would be lost.

    Args:
        word: a verb, or an action noun of ``data/nominals.tsv``.
        form: one of `FORMS`.

    Raises:
        InputError: ``form`` is unknown.
        InputTypeError: ``word`` is not a ``str``.
    """
    if form not in FORMS:
        raise InputError("unknown form", got=form, allowed=FORMS, fix=suggest(str(form), FORMS))
    if len(require_text(word, "derive")) > _LONGEST_WORD:
        return None
    return _derive(word, form)


@lru_cache(maxsize=_CACHED_WORDS)
def _analyse(word: str) -> Analysis | None:
    plain = word.lower()
    if not (plain.isascii() and plain.isalpha()) or is_name(plain):
        return None
    if plain not in nominals() and is_whole(plain):
        return Analysis(plain, "root")
    found = best(plain)
    if found is None:
        return None
    reading, clitic = found
    root = reading.root
    if root in nominals() and reading.form == shape_of_noun(root):
        return Analysis(_root_of_noun(root), reading.form, "", clitic)
    return Analysis(root, reading.form, reading.ending, clitic, reading.inner)


def _root_of_noun(noun: str) -> str:
    """Return the root of a noun of the table: itself, or that of its verb."""
    verb = None if is_whole(noun) else _analyse(nominals()[noun])
    return verb.root if verb else noun


@lru_cache(maxsize=_CACHED_WORDS)
def _derive(word: str, form: str) -> str | None:
    found = _analyse(word)
    if found is None or found.clitic not in _DROPPED:
        return None
    plain = word.lower().removesuffix(found.clitic)
    made = _of_noun(plain, form) if plain in nominals() else _of_verb(plain, found, form)
    return None if made is None else with_case_of(word, made)


def _of_noun(noun: str, form: str) -> str | None:
    verb = nominals()[noun]
    if form == shape_of_noun(noun):
        return noun
    if form == "me":
        return verb
    found = _analyse(verb)
    return None if found is None else _of_verb(verb, found, form)


def _of_verb(word: str, found: Analysis, form: str) -> str | None:
    if form == found.form and form != "root":
        return word
    if form in ("pe-an", "ke-an"):
        return _noun_of(word, found, form)
    if found.form in _VERBAL and form in _forms_of(found):
        made = _build(found, form)
        return made if form == "root" or _leads_back(made, found) else None
    # Verbs with ber- keep it when they ask: berkoordinasilah.
    return word if form == "root" and found.form == "ber" and word in nouns_by_verb() else None


def _leads_back(made: str, found: Analysis) -> bool:
    """Tell whether ``made`` reads as the same verb: pakankan would give memakankan, which is of makan."""
    again = _analyse(made)
    return is_whole(made) or (again is not None and (again.root, again.base) == (found.root, found.base))


def _forms_of(found: Analysis) -> frozenset[str]:
    """Return which of root, me and di the verb has; none if the word is not one of them (meninggal of tinggal)."""
    if not _is_sure(found):
        return frozenset()
    usual = "t" if found.ending or found.form == "di" else ""
    forms = _BY_KIND.get(verbs().get(found.base, usual), frozenset())
    return forms if found.form in forms else frozenset()


def _is_sure(found: Analysis) -> bool:
    """Tell a verb from a slip or a name around a short root: diberuikan, diakan."""
    if len(found.root) > _SHORT or found.reading.attested:
        return True
    bare = found.form == "root" and not found.ending
    return bare or (found.form != "root" and is_used(found.root))


def _build(found: Analysis, form: str) -> str:
    if form == "root":
        return found.base
    if form == "di":
        return "di" + found.base
    return found.reading.active


def _noun_of(word: str, found: Analysis, form: str) -> str | None:
    """Return the only noun of that form in the table which means the verb."""
    verb = _build(found, "me") if "me" in _forms_of(found) and found.form in _VERBAL else word
    nouns = [noun for noun in nouns_by_verb().get(verb, ()) if shape_of_noun(noun) == form]
    return nouns[0] if len(nouns) == 1 else None

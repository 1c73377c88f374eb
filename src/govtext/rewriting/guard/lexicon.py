"""The words of the fact guard: data files to look-up tables, and the spelling under which a word is looked up."""

from __future__ import annotations

import re
import tomllib
from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from govtext.text.resources import read_rows, rows_of

if TYPE_CHECKING:
    from collections.abc import Iterator

_DATA = Path(__file__).parent.parent / "data"
_CACHED_WORDS = 65_536
_CLITIC = re.compile(r"(?P<base>.{2,}?)-?(?:nya|lah|kah|pun|ku|mu)")
_LONGEST_WORD = 40


class Role(NamedTuple):
    """What a word or phrase means to the guard, e.g. ``("bound", "<=")``; ``phrase`` is the words after the first."""

    phrase: tuple[str, ...]
    kind: str
    value: str


@cache
def table(name: str) -> dict[str, dict[str, Any]]:
    """Return the tables of ``data/facts_<name>.toml``."""
    with (_DATA / f"facts_{name}.toml").open("rb") as file:
        return tomllib.load(file)


@cache
def rows(name: str, columns: int) -> tuple[tuple[str, ...], ...]:
    """Return the rows of ``data/facts_<name>.tsv``."""
    return tuple(rows_of(_DATA / f"facts_{name}.tsv", columns))


@cache
def words(name: str, key: str, section: str = "words") -> frozenset[str]:
    """Return a list of words of a TOML file as a set."""
    source = table(name)[section][key] if section else table(name)[key]
    return frozenset(source)


@cache
def phrases() -> dict[str, tuple[Role, ...]]:
    """Return the roles of phrases by their first word, longest phrase first."""
    found: dict[str, dict[tuple[str, ...], Role]] = {}
    for kind, value, phrase in _all_phrases():
        first, *rest = phrase.split()
        found.setdefault(first, {}).setdefault(tuple(rest), Role(tuple(rest), kind, value))
    return {first: tuple(sorted(roles.values(), key=lambda r: -len(r.phrase))) for first, roles in found.items()}


def _all_phrases() -> Iterator[tuple[str, str, str]]:
    """Yield kind, value and phrase; the first to claim a phrase keeps it."""
    logic = table("logic")
    for phrase in logic["idiom"]["empty"]:
        yield "idiom", "empty", phrase
    for word in logic["idiom"]["reassuring"]:
        for opening in ("jangan", "jangan sampai", "tidak usah", "tidak perlu"):
            yield "reassurance", word, f"{opening} {word}"
    for phrase, strength, denied in rows("negations", 3):
        yield f"negation {strength}", denied, phrase
    for kind in ("bound", "negation", "modality", "condition", "scope"):
        yield from _members(kind, logic[kind])
    yield from _members("bound after", logic["bound_after"])
    yield from _members("date", table("values")["relative"])
    for kind, canonical, forms in rows("names", 3):
        yield from ((kind, canonical, _spaced(form)) for form in forms.split("|"))
    for phrase in table("places")["always"]:
        yield "place", phrase, phrase


def _members(kind: str, values: dict[str, list[str]]) -> Iterator[tuple[str, str, str]]:
    yield from ((kind, value, phrase) for value, phrases_ in values.items() for phrase in phrases_)


def _spaced(form: str) -> str:
    """Set marks apart as the tokenizer does."""
    return re.sub(r"(?<=\w)([,!])", r" \1", form)


@cache
def vocabulary() -> frozenset[str]:
    """Return every word that has a meaning to the guard."""
    values, places, logic = table("values"), table("places"), table("logic")
    found = {word for first, roles in phrases().items() for role in roles for word in (first, *role.phrase)}
    for section in ("digits", "ordinals", "multipliers", "magnitudes", "approximate", "months", "weekdays", "spans"):
        found.update(values[section])
    for listed in (values["units"], values["words"], logic["words"]):
        found.update(word for members in listed.values() for phrase in members for word in phrase.split())
    for key in ("heads", "address", "generic"):
        found.update(word for phrase in places[key] for word in phrase.split())
    return frozenset(found)


@cache
def _spellings() -> dict[str, tuple[str, ...]]:
    """Return the words that a chat spelling or an abbreviation stands for, where the guard cares about them."""
    logic = table("logic")
    kept = frozenset(logic["not_slang"]["words"]) | _acronyms()
    known = vocabulary()
    found: dict[str, tuple[str, ...]] = {}
    for informal, formal, _ in read_rows("slang.tsv", 3):
        split = tuple(formal.split())
        if informal not in kept and informal not in known and not known.isdisjoint(split):
            found[informal] = split
    found.update(_own_spellings())
    return found


@cache
def _own_spellings() -> dict[str, tuple[str, ...]]:
    listed = {**table("places")["expansions"], **table("logic")["spelling"]}
    return {form: tuple(meaning.split()) for form, meaning in listed.items()}


def _acronyms() -> frozenset[str]:
    return frozenset(form for _, _, forms in rows("names", 3) for form in forms.split("|"))


@lru_cache(maxsize=_CACHED_WORDS)
def spell(norm: str) -> tuple[str, ...]:
    """Return the standard words for a token's norm: ``gabisa`` → ``tidak bisa``, ``posyandunya`` → ``posyandu``."""
    return _spelled(norm, _spellings())


@lru_cache(maxsize=_CACHED_WORDS)
def spell_proper(norm: str) -> tuple[str, ...]:
    """Return the same for what may be a name or an acronym, which chat spellings do not explain: SMP, Ari."""
    return _spelled(norm, _own_spellings())


def _spelled(norm: str, spellings: dict[str, tuple[str, ...]]) -> tuple[str, ...]:
    if norm in spellings:
        return spellings[norm]
    if norm in vocabulary() or len(norm) > _LONGEST_WORD:
        return (norm,)
    match = _CLITIC.fullmatch(norm)
    base = match["base"] if match else ""
    if base in vocabulary():
        return (base,)
    return spellings.get(base) or _parted(norm) or (norm,)


def _parted(norm: str) -> tuple[str, ...] | None:
    """Split ``nonaktif``, ``se-jatim`` and ``senin-jumat``."""
    rest = norm.removeprefix("non").lstrip("-")
    if rest != norm and rest in vocabulary():
        return ("non", rest)
    first, hyphen, second = norm.partition("-")
    if hyphen and first == "se" and second.isalpha():
        return (first, second)
    return (first, "-", second) if hyphen and first in _calendar() and second in _calendar() else None


@cache
def _calendar() -> frozenset[str]:
    return frozenset((*table("values")["months"], *table("values")["weekdays"]))


@cache
def _dictionary() -> frozenset[str]:
    return frozenset(row[0] for name in ("words.tsv", "word_counts.tsv") for row in read_rows(name, 2)) | frozenset(
        row[0] for row in read_rows("slang.tsv", 3)
    )


@lru_cache(maxsize=_CACHED_WORDS)
def is_word(word: str) -> bool:
    """Tell whether a word in lower case is an Indonesian word, written in standard or chat spelling, and no name."""
    if word in vocabulary() or word in _dictionary():
        return True
    if len(word) > _LONGEST_WORD:
        return False
    if "-" in word:
        return all(is_word(part) for part in word.split("-") if part)
    from govtext.text.stems import is_derivation

    return is_derivation(word)


@lru_cache(maxsize=_CACHED_WORDS)
def roots(word: str) -> frozenset[str]:
    """Return the roots that ``word`` may be derived from; of synonyms under a negation, those of all.

    Several roots may come back: the guard only asks whether two words have one in common.
    """
    if len(word) > _LONGEST_WORD or not word.isascii():
        return frozenset((word,))
    found = frozenset(_roots(word)) or frozenset((word,))
    return found.union(*(_synonyms().get(root, ()) for root in found))


def _roots(word: str) -> Iterator[str]:
    from govtext.text.stems import is_derivation, is_root, stem

    if is_root(word) or word in vocabulary():
        yield word
    if is_derivation(word):  # Sastrawi's stemmer takes milliseconds for any other word
        yield stem(word)


@cache
def _synonyms() -> dict[str, frozenset[str]]:
    found: dict[str, frozenset[str]] = {}
    for (line,) in rows("synonyms", 1):
        group = frozenset(line.split())
        for word in group:
            found[word] = found.get(word, frozenset()) | group
    return found

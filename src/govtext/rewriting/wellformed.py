"""Whether a suggestion fits the sentence around it: what a rule, which sees only the words it matches, cannot know."""

from __future__ import annotations

import tomllib
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from functools import cache
from pathlib import Path

from govtext.rewriting.clauses import is_verb
from govtext.rewriting.matching import Hit
from govtext.rewriting.morphology import derive
from govtext.rewriting.tokens import tokens_of
from govtext.rewriting.view import MARKS, VERBS, Sentence, View, view, word_class
from govtext.types import Token

_FILE = Path(__file__).parent / "data" / "wellformed.toml"
_QUOTES = '"“”'
_AHEAD = 60  # words; a verb further on is a thought of its own
_SHORTEST_OWNED = 5  # letters; "hanya" and "punya" own nothing
_DONE = VERBS | {"pe-an", "ke-an"}  # "ditemukannya", "penyelesaiannya": of a thing, not of people
_CLAUSES = frozenset({"me", "di", "ber"})  # classes of verbs that go on with a request


def fitting(text: str, hit: Hit, options: Iterable[str]) -> tuple[str, ...]:
    """Return those of ``options`` that leave a grammatical sentence when put in the place of ``hit``.

    Refused are

    - an imperative that goes on with a verb of another form: *yuk minta bukti dan menolak potongan*;
    - a passive dropped while its agent stays: *berlangsung … oleh petugas*;
    - a verb whose object would be what only described the noun: *memverifikasi lapangan*, *menyalurkan triwulan IV*;
    - *saudara* in small letters, who is kin and nobody spoken to;
    - a verb without an object before a noun: *akan turun tekanan*; *karena* where the sentence
      has a reason already, or no verb before it: *keterlambatan karena …*;
    - a pronoun for people whom the text names again as others: *kamu bisa … warga yang sakit*;
    - anything inside of speech whose quotation marks are not both there.

    Args:
        text: the text that ``hit`` was found in.
        hit: a hit.
        options: what it may be replaced by.
    """
    seen = view(text)
    first = bisect_left(seen.tokens, hit.start, key=_start)
    inside = range(first, bisect_left(seen.tokens, hit.end, first, key=_start))
    if not inside:
        return tuple(options)
    sentence = seen.sentence_of(first)
    if any(mark in text for mark in _QUOTES) and _is_speech(seen, sentence):
        return ()
    if any(seen.tokens[index].text in _words()["kin"] for index in inside):
        return ()
    if _is_named_again(seen, inside):
        options = [option for option in options if not _calls(option)]
    commands = {
        root for index in inside if seen.classes[index] == "me" and (root := derive(seen.tokens[index].norm, "root"))
    }
    others = {seen.tokens[index].norm for index in range(sentence.start, sentence.end) if index not in inside}
    clause = max(
        (index + 1 for index in range(sentence.start, first) if seen.tokens[index].norm in _words()["clause_starts"]),
        default=sentence.start,
    )
    opening = [token.norm for token in seen.tokens[clause:first] if token.kind not in MARKS]
    if not _words()["reasons"].isdisjoint(others) or (opening and not any(map(is_verb, opening))):
        options = [option for option in options if "karena" not in option.lower().split()]
    before = {seen.classes[index] for index in inside}
    rest = range(inside.stop, min(sentence.end, inside.stop + _AHEAD))
    joined = bool(commands) and _goes_on(seen, rest)
    return tuple(
        option for option in options if not (joined and _has(option, commands)) and _fits(seen, before, rest, option)
    )


def _fits(seen: View, before: set[str], rest: Sequence[int], option: str) -> bool:
    after = {word_class(token.norm) for token in tokens_of(option) if token.kind == "word"}
    if "di" in before and "di" not in after and any(seen.tokens[index].norm == "oleh" for index in rest):
        return False
    if rest and option.split()[-1:] and option.rsplit(maxsplit=1)[-1] in _words()["intransitive"]:
        following = seen.tokens[rest[0]]
        if following.kind == "word" and following.norm not in _words()["after_intransitive"]:
            return False
    makes_verb = "pe-an" in before and "pe-an" not in after and "me" in after
    return not (makes_verb and rest and seen.tokens[rest[0]].norm in _words()["describing"])


def _has(option: str, roots: set[str]) -> bool:
    return not roots.isdisjoint(token.norm for token in tokens_of(option))


def _goes_on(seen: View, rest: Sequence[int]) -> bool:
    """Tell whether a later verb of the sentence is joined to the request: ``…, menunggu``, ``dan tidak menolak``."""
    words = _words()
    joined = False
    for index in rest:
        norm = seen.tokens[index].norm
        if joined and seen.classes[index] in _CLAUSES:
            return True
        joined = norm in words["joints"] or (joined and norm in words["between"])
    return False


def refers_back(seen: View) -> bool:
    """Tell whether a word with *-nya* speaks of people in the third person: *akun miliknya*, not *biasanya*."""
    words = _words()
    return any(
        token.norm.endswith("nya")
        and token.norm not in words["not_possessive"]
        and len(token.norm) > _SHORTEST_OWNED
        and word_class(token.norm.removesuffix("nya")) not in _DONE
        for token in seen.tokens
    )


def _is_named_again(seen: View, inside: Sequence[int]) -> bool:
    named = {seen.tokens[index].norm for index in inside} & _words()["people"]
    if not named:
        return False
    others = (token.norm for index, token in enumerate(seen.tokens) if index not in inside)
    return not named.isdisjoint(others) or refers_back(seen)


def _calls(option: str) -> bool:
    return not _words()["pronouns"].isdisjoint(token.norm for token in tokens_of(option))


def _start(token: Token) -> int:
    return token.start


def _is_speech(seen: View, sentence: Sentence) -> bool:
    marks = [token.text for token in seen.tokens[sentence.start : sentence.end]]
    return marks.count('"') % 2 == 1 or marks.count("“") != marks.count("”")


@cache
def _words() -> dict[str, frozenset[str]]:
    data = tomllib.loads(_FILE.read_text(encoding="utf-8"))
    return {name: frozenset(words) for name, words in data.items()}

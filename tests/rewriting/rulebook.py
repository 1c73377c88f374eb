"""The rule files as the generic suite sees them: a broken file fails its own test and stops no other."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path
from typing import NoReturn

import pytest

from govtext.errors import ConfigError
from govtext.rewriting.matching import ADDRESSES, Hit, hits
from govtext.rewriting.rules import FOLDER, Rule, read_rules
from govtext.text import sentences, tokenize

PATHS = tuple(sorted(FOLDER.glob("*.toml")))
SOURCES = ("KBBI", "EYD V", "TBBBI", "Badan Bahasa:", "TONE.md asas ", "UU ", "PP ", "Perpres ", "Permen")
"""How the source of a rule begins: a dictionary, the spelling, the grammar, a guide, a law with number and year."""

_NEGATIONS = frozenset({"tidak", "tak", "bukan", "belum", "jangan", "tanpa", "kecuali", "non", "tiada", "dilarang"})
_LAW = re.compile(r"\b(?:pasal|ayat|uu|pp|perpres|perda|perwal|perbup|permen\w*|undang-undang|nomor)\b", re.IGNORECASE)
_FIGURES = frozenset({"number", "amount", "unit", "date", "time", "phone", "id_number"})
_LINKS = frozenset({"mention", "hashtag", "url", "email"})
_ADDRESSES = frozenset(
    {word for address in ADDRESSES.values() for word in re.findall(r"\w+", address.lower())}
    | {"anda", "kak", "bapak", "ibu", "saudara", "saudari"}
)


def _read() -> tuple[dict[Path, tuple[Rule, ...]], dict[Path, str]]:
    good: dict[Path, tuple[Rule, ...]] = {}
    broken: dict[Path, str] = {}
    for path in PATHS:
        try:
            good[path] = read_rules(path)
        except ConfigError as error:
            broken[path] = str(error)
    return good, broken


FILES, BROKEN = _read()
RULES = tuple(rule for rules in FILES.values() for rule in rules)
NAMES = [f"{rule.category}/{rule.id}" for rule in RULES]


def fail(rule: Rule, problem: str, fix: str) -> NoReturn:
    """Fail with a message for the author of the rule."""
    pytest.fail(f"rules/{rule.file} rule {rule.id!r}: {problem}\n  Fix: {fix}", pytrace=False)


def marked(text: str, start: int, end: int) -> str:
    """Return ``text`` with a span shown as rule files show it."""
    return f"{text[:start]}«{text[start:end]}»{text[end:]}"


def shown(hit: Hit, text: str) -> str:
    return f"{hit.rule.file} rule {hit.rule.id!r}, pattern {hit.pattern.text!r}: {marked(text, hit.start, hit.end)}"


def hit_of(rule: Rule, text: str, start: int, end: int) -> Hit | None:
    """Return the hit of ``rule`` at just that span, with all rules at work."""
    return next((hit for hit in hits(text, RULES) if hit.rule is rule and (hit.start, hit.end) == (start, end)), None)


def why_not(rule: Rule, text: str, start: int, end: int) -> str:
    """Say what happens at a span instead of the hit that its author expected."""
    alone = [hit for hit in hits(text, (rule,)) if hit.start < end and hit.end > start]
    if not alone:
        tokens = [(token.text, token.kind) for token in tokenize(text) if token.start < end and token.end > start]
        return f"no pattern of the rule matches there; the tokens are {tokens}"
    if (alone[0].start, alone[0].end) != (start, end):
        return f"the rule matches another span: {shown(alone[0], text)}"
    others = [hit for hit in hits(text, RULES) if hit.start < end and hit.end > start]
    return "a longer or earlier rule takes it: " + "; ".join(shown(hit, text) for hit in others)


def lost_facts(before: str, after: str, replaced: frozenset[str]) -> list[str]:
    """Return what one text has and the other lacks of figures, links, negations, articles of law and names.

    Written without the fact guard of the package, which the suite runs besides. ``replaced`` are words that the rule
    names itself; they may go.
    """
    found: list[str] = []
    for name, kinds in (("figures", _FIGURES), ("links", _LINKS)):
        one, two = (
            Counter(token.text for token in tokenize(text) if token.kind in kinds and token.norm not in replaced)
            for text in (before, after)
        )
        if one != two:
            found.append(f"{name}: {sorted(one.elements())} became {sorted(two.elements())}")
    one, two = (Counter(match.lower() for match in _LAW.findall(text)) for text in (before, after))
    if one != two:
        found.append(f"words of law: {sorted(one.elements())} became {sorted(two.elements())}")
    denied = [[token.norm for token in tokenize(text) if token.norm in _NEGATIONS] for text in (before, after)]
    if len(denied[0]) != len(denied[1]):
        found.append(f"negations: {denied[0]} became {denied[1]}")
    for one_text, two_text, what in ((before, after, "lost"), (after, before, "added")):
        known = {token.norm for token in tokenize(two_text)} | _ADDRESSES | replaced
        names = [word for word in _names(one_text) if word.lower() not in known]
        if names:
            found.append(f"names {what}: {names}")
    return found


def _names(text: str) -> list[str]:
    """Return the capitalised words inside sentences; the first word of one may be any word."""
    found: list[str] = []
    for sentence in sentences(text):
        words = [token.text for token in tokenize(sentence.text) if token.kind == "word"]
        found += [word for word in words[1:] if word[0].isupper()]
    return found

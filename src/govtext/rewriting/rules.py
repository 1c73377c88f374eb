"""The rules of style and their files: ``rules/CATEGORY.toml``, checked field by field when they are read."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from govtext.errors import ConfigError, InputError, suggest
from govtext.rewriting.patterns import ADDRESS, Atom, Pattern, parse_pattern, parse_phrase
from govtext.rewriting.templates import Captured, Template, check_fits, parse_template

CATEGORIES = (
    "bureaucratic",
    "directive",
    "nominalization",
    "passive",
    "distance",
    "jargon",
    "wordy",
    "stigma",
    "opening",
    "closing",
)
"""Categories, and the order in which their files are read."""
RULE_KINDS = ("replace", "delete", "restructure", "flag")
SEVERITIES = ("info", "suggestion", "warning")
TONES = ("friendly", "polite", "plain")
FOLDER = Path(__file__).parent / "rules"

_FEWEST_EXAMPLES = 2
_STRINGS = ("id", "category", "kind", "severity", "message", "source")
_SUGGESTS = ("suggest", *(f"suggest_{tone}" for tone in TONES))
_LISTS = ("match", "unless_before", "unless_after", "unless_inside", *_SUGGESTS, "good")
_NEEDED = (*_STRINGS, "safe", "match", "bad", "good")
_KEYS = (*_STRINGS, "safe", *_LISTS, "bad")
_EXAMPLE_KEYS = ("text", "fixed", "tone")
_OPEN, _CLOSE = "«", "»"

Phrases = tuple[tuple[Atom, ...], ...]


@dataclass(frozen=True, slots=True)
class Example:
    """A sentence that a rule mends.

    Attributes:
        text: the sentence, without the marks « and ».
        start: first character of the span that stands between them.
        end: the character after it.
        fixed: the sentence as the rule alone leaves it; for a flag, as an officer would write it.
        tone: the tone of ``fixed``.
    """

    text: str
    start: int
    end: int
    fixed: str
    tone: str


@dataclass(frozen=True, slots=True, eq=False)
class Rule:
    """A rule of style; two rules are equal only if they are one object, since the reader makes each once.

    Attributes:
        id: stable name, never reused.
        file: name of its file.
        category: one of `CATEGORIES`.
        kind: one of `RULE_KINDS`.
        severity: one of `SEVERITIES`.
        safe: it may be applied without asking.
        match: patterns.
        unless_before: what must not stand right before the match.
        unless_after: what must not stand right after it.
        unless_inside: what must not stand in its captures, nor begin or end in one.
        suggest: templates by tone, best first; empty for a flag, for deleting, and in a tone that the
            rule leaves alone.
        message: why, in Indonesian, for the officer.
        source: the guide, law or rule that it rests on.
        bad: sentences that it mends.
        good: sentences that no rule touches.
    """

    id: str
    file: str
    category: str
    kind: str
    severity: str
    safe: bool
    match: tuple[Pattern, ...]
    unless_before: Phrases
    unless_after: Phrases
    unless_inside: Phrases
    suggest: Mapping[str, tuple[Template, ...]]
    message: str
    source: str
    bad: tuple[Example, ...]
    good: tuple[str, ...]

    @property
    def carried(self) -> frozenset[str]:
        """The captures that every suggestion repeats, so that nothing in them is lost."""
        templates = [template for templates in self.suggest.values() for template in templates]
        return frozenset.intersection(*(template.captures for template in templates)) if templates else frozenset()


@cache
def rules() -> tuple[Rule, ...]:
    """Return all rules, in the order of `CATEGORIES` and of their files.

    Raises:
        ConfigError: a file or a rule is wrong; the message names both.
    """
    stray = sorted({path.stem for path in FOLDER.glob("*.toml")} - set(CATEGORIES))
    if stray:
        raise ConfigError("a rule file is named after no category", got=f"{stray[0]}.toml", allowed=CATEGORIES)
    read = [rule for path in rule_files() for rule in read_rules(path)]
    check_ids(read)
    return tuple(read)


def rule_files() -> tuple[Path, ...]:
    """Return the rule files of the package, in the order of `CATEGORIES`."""
    return tuple(path for name in CATEGORIES if (path := FOLDER / f"{name}.toml").exists())


def rule(name: str) -> Rule:
    """Return the rule with id ``name``; an unknown id raises `InputError` naming the nearest one."""
    by_id = {rule.id: rule for rule in rules()}
    if name not in by_id:
        raise InputError("unknown rule", got=name, fix=suggest(name, by_id))
    return by_id[name]


def check_ids(read: Iterable[Rule]) -> None:
    """Raise `ConfigError` if two rules have one id."""
    first: dict[str, Rule] = {}
    for rule in read:
        other = first.setdefault(rule.id, rule)
        if other is not rule:
            raise ConfigError(f"{rule.file} rule {rule.id!r}: the id is taken by a rule of {other.file}")


def read_rules(path: Path) -> tuple[Rule, ...]:
    """Read one rule file.

    Raises:
        ConfigError: the file is no TOML, or a rule has an unknown or missing key, a wrong value, or a malformed
            pattern or template.
    """
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ConfigError(f"{path.name} is no TOML: {error}") from error
    if set(data) != {"rule"} or not isinstance(data["rule"], list):
        raise ConfigError(f"{path.name}: wrong keys", got=sorted(data), allowed="[[rule]] tables")
    read = tuple(_Reader(path.name, number, row).rule() for number, row in enumerate(data["rule"], start=1))
    check_ids(read)
    return read


class _Reader:
    """Reads one table of a rule file; every error says where."""

    def __init__(self, file: str, number: int, row: dict[str, Any]) -> None:
        self.file, self.row = file, row
        self.where = f"{file} rule {row['id']!r}" if isinstance(row.get("id"), str) else f"{file} rule {number}"

    def rule(self) -> Rule:
        """Return the rule."""
        self._keys(self.row, _KEYS, _NEEDED, "the rule")
        for key in _STRINGS:
            self._string(key, self.row[key])
        for key in _LISTS:
            self._list(key)
        row = self.row
        self._one_of("category", row["category"], (Path(self.file).stem,))
        self._one_of("kind", row["kind"], RULE_KINDS)
        self._one_of("severity", row["severity"], SEVERITIES)
        if not isinstance(row["safe"], bool):
            self._fail("'safe' is no truth value", got=row["safe"], allowed="true, false")
        match = tuple(parse_pattern(text, self.where) for text in row["match"])
        made = Rule(
            **{key: row[key] for key in _STRINGS},
            file=self.file,
            safe=row["safe"],
            match=match,
            unless_before=self._phrases("unless_before"),
            unless_after=self._phrases("unless_after"),
            unless_inside=self._phrases("unless_inside"),
            suggest=self._suggest(match),
            bad=self._bad(),
            good=tuple(row["good"]),
        )
        captures = {name for pattern in match for name in pattern.captures}
        if made.unless_inside and not captures:
            self._fail("'unless_inside' looks into captures, and no pattern has one", fix="drop unless_inside")
        if made.kind == "flag" and made.safe:
            self._fail("a flag changes nothing, so it cannot be safe", fix="write safe = false")
        lost = sorted(captures - made.carried)
        if made.safe and lost:
            fix = "repeat the capture in every suggestion, or write safe = false"
            self._fail("a safe rule loses what it captures", got=f"{{{lost[0]}}}", fix=fix)
        return made

    def _suggest(self, match: tuple[Pattern, ...]) -> dict[str, tuple[Template, ...]]:
        given = [key for key in _SUGGESTS if key in self.row]
        if self.row["kind"] in ("flag", "delete"):
            if given:
                self._fail(
                    f"a rule of kind {self.row['kind']!r} suggests nothing", got=given[0], fix=f"drop {given[0]}"
                )
            return {}
        templates = {key: tuple(parse_template(text, self.where) for text in self.row[key]) for key in given}
        for made in (made for several in templates.values() for made in several):
            for pattern in match:
                check_fits(made, pattern.captures, pattern.classes, self.where)
        lacking = [tone for tone in TONES if not {"suggest", f"suggest_{tone}"} & set(given)]
        if lacking:
            self._fail(f"no suggestion in the tone {lacking[0]!r}", fix=f"add suggest, or suggest_{lacking[0]}")
        chosen = {tone: templates.get(f"suggest_{tone}", templates.get("suggest", ())) for tone in TONES}
        if not any(chosen.values()):
            self._fail("no suggestion in any tone", fix="fill suggest, or write kind = 'flag'")
        if chosen["plain"] and all(Captured(ADDRESS) in made.parts for made in chosen["plain"]):
            self._fail("nobody is addressed in the tone 'plain'", got=chosen["plain"][0].text, fix="add suggest_plain")
        return chosen

    def _bad(self) -> tuple[Example, ...]:
        rows = self.row["bad"]
        if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
            self._fail("'bad' is no list of examples", got=rows, allowed="[{ text = '…', fixed = '…' }, …]")
        examples = tuple(self._example(row) for row in rows)
        self._enough("bad", [example.text for example in examples])
        return examples

    def _example(self, row: dict[str, Any]) -> Example:
        self._keys(row, _EXAMPLE_KEYS, ("text", "fixed"), "a bad example")
        for key, value in row.items():
            self._string(f"bad.{key}", value)
        marked, tone = row["text"], row.get("tone", TONES[0])
        self._one_of("bad.tone", tone, TONES)
        start, end = marked.find(_OPEN), marked.find(_CLOSE) - 1
        if marked.count(_OPEN) != 1 or marked.count(_CLOSE) != 1 or not start < end:
            self._fail("a bad example lacks the marks of its span", got=marked, fix="put « and » around the span, once")
        text = marked.replace(_OPEN, "").replace(_CLOSE, "")
        if row["fixed"] == text:
            self._fail("'fixed' of a bad example equals its text", got=text)
        return Example(text, start, end, row["fixed"], tone)

    def _phrases(self, key: str) -> Phrases:
        return tuple(atoms for text in self.row.get(key, ()) for atoms in parse_phrase(text, self.where))

    def _keys(self, row: dict[str, Any], known: tuple[str, ...], needed: tuple[str, ...], what: str) -> None:
        unknown = sorted(set(row) - set(known))
        if unknown:
            self._fail(f"{what} has an unknown key", got=unknown[0], allowed=known, fix=suggest(unknown[0], known))
        missing = [key for key in needed if key not in row]
        if missing:
            self._fail(f"{what} lacks {missing[0]!r}", fix=f"add {missing[0]} = …")

    def _string(self, key: str, value: object) -> None:
        if not isinstance(value, str) or not value or value.strip() != value:
            self._fail(f"{key!r} is no text, is empty or has spaces around it", got=value)

    def _list(self, key: str) -> None:
        if key not in self.row:
            return
        values = self.row[key]
        silent = key.startswith("suggest_")  # an empty list: the rule says nothing in this tone
        if not isinstance(values, list) or not (values or silent):
            self._fail(f"{key!r} is empty or no list", got=values, fix=f"drop {key}, or give it a list of texts")
        for value in values:
            self._string(key, value)
        if len(set(values)) < len(values):
            self._fail(f"{key!r} has an entry twice", got=next(v for v in values if values.count(v) > 1))
        if key == "good":
            self._enough(key, values)

    def _enough(self, key: str, texts: list[str]) -> None:
        if len(set(texts)) < _FEWEST_EXAMPLES:
            self._fail(f"{key!r} has too few different examples", got=texts, allowed=f"{_FEWEST_EXAMPLES} or more")

    def _one_of(self, key: str, value: str, allowed: tuple[str, ...]) -> None:
        if value not in allowed:
            self._fail(f"{key!r} has an unknown value", got=value, allowed=allowed, fix=suggest(value, allowed))

    def _fail(self, what: str, **more: Any) -> None:
        raise ConfigError(f"{self.where}: {what}", **more)

"""Where the rules hit a text, and what they suggest there."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from govtext.errors import InputError, require_text, suggest
from govtext.rewriting.letters import capitalize, people, uncapitalize
from govtext.rewriting.morphology import derive
from govtext.rewriting.patterns import ADDRESS, ANCHORS, Atom, Pattern
from govtext.rewriting.rules import TONES, Rule
from govtext.rewriting.rules import rules as all_rules
from govtext.rewriting.view import View, view
from govtext.types import Span

if TYPE_CHECKING:
    from govtext.rewriting.finder import Finder, Match

_BEGIN, _END = ((Atom(kind=anchor),) for anchor in ANCHORS)
ADDRESSES = {"friendly": "Sobat", "polite": "Bapak/Ibu", "plain": ""}
"""How the reader is addressed in each tone, unless the caller says otherwise."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A place where a rule matches.

    Attributes:
        rule: the rule.
        start: first character, as offset into the text.
        end: the character after the last.
        pattern: which of the rule's patterns matched.
        written: the words of the pattern that matched.
        captured: name and text of each capture.
        moved: the same, with a small first letter where only the beginning of the sentence had made it a capital.
        matched: class and text of each word that a class matched.
        begins: the match begins a sentence.
        case: "first" if the replacement takes a capital letter, "all" if it is written in capitals, else "".
    """

    rule: Rule
    start: int
    end: int
    pattern: Pattern
    written: tuple[str, ...]
    captured: tuple[tuple[str, str], ...]
    moved: tuple[tuple[str, str], ...]
    matched: tuple[tuple[str, str], ...]
    begins: bool
    case: str

    def replacements(self, tone: str = "friendly", address: str | None = None) -> tuple[str, ...]:
        """Return what may stand in place of the match, best first.

        Args:
            tone: one of `govtext.rewriting.rules.TONES`.
            address: how the reader is addressed; None for that of the tone in `ADDRESSES`, "" for nobody.

        Returns:
            Texts, without doubles: the empty one for deleting, none at all for a flag or where no suggestion can be
            made of the matched words.

        Raises:
            InputError: the tone is unknown.
        """
        if tone not in TONES:
            raise InputError("unknown tone", got=tone, allowed=TONES, fix=suggest(str(tone), TONES))
        if self.rule.kind == "delete":
            return ("",)
        called = ADDRESSES[tone] if address is None else address
        addressed = {ADDRESS: called} if called else {}
        matched: defaultdict[str, list[str]] = defaultdict(list)
        for kind, word in self.matched:
            matched[kind].append(word)
        made: list[str] = []
        for template in self.rule.suggest.get(tone, ()):
            captured = {**dict(self.moved), **addressed}
            if template.first in dict(self.captured):
                captured[template.first] = dict(self.captured)[template.first]
            text = template.fill(captured, matched, derive, capitals=self.case == "all")
            if text is not None:
                made.append(capitalize(text) if self.case == "first" else text)
        return tuple(dict.fromkeys(made))


def hits(text: str, rules: Sequence[Rule] | None = None, protected: Iterable[Span] = ()) -> tuple[Hit, ...]:
    """Return where rules hit ``text``, in its order.

    Of hits that overlap the longest stays, then the earlier one, then the one of the earlier rule.

    Args:
        text: any string.
        rules: the rules to apply; None for all of `govtext.rewriting.rules.rules`.
        protected: spans that no hit may touch, except in captures that all suggestions repeat as they stand.

    Raises:
        ConfigError: the package's rule files are wrong.
        InputTypeError: ``text`` is not a ``str``.
    """
    require_text(text, "hits")
    compiled = _all() if rules is None else _compiled(tuple(rules))
    seen = view(text)
    mask = bytearray(len(text))
    for span in protected:
        mask[span.start : span.end] = b"\x01" * (span.end - span.start)
    found = [
        (hit, match.pattern)
        for match in compiled.finder.find(seen)
        if (hit := compiled.hit(seen, match)) and not _touches(mask, seen, match, hit)
    ]
    return _without_overlaps(found)


@dataclass(frozen=True, slots=True)
class _Compiled:
    """Rules made ready: ``owners`` has rule and pattern for each pattern of the finder."""

    finder: Finder
    owners: tuple[tuple[Rule, Pattern], ...]

    def hit(self, seen: View, match: Match) -> Hit | None:
        """Return the hit, or None where something beside the match forbids it."""
        rule, pattern = self.owners[match.pattern]
        if _is_excused(rule, seen, match):
            return None
        start, end = seen.tokens[match.start].start, seen.tokens[match.end - 1].end
        begins = seen.begins(match.start)
        captured = tuple((name, _text(seen, first, last)) for name, first, last in match.captures)
        moved = tuple((name, _moved(seen, first, last)) for name, first, last in match.captures)
        matched = tuple((kind, seen.tokens[index].text) for kind, index in match.classes)
        case = _case(seen, match, begins=begins)
        return Hit(rule, start, end, pattern, match.written, captured, moved, matched, begins, case)


@cache
def _all() -> _Compiled:
    return _compile(all_rules())


@lru_cache(maxsize=8)
def _compiled(rules: tuple[Rule, ...]) -> _Compiled:
    return _compile(rules)


def _compile(rules: tuple[Rule, ...]) -> _Compiled:
    from govtext.rewriting.finder import Finder  # spaCy takes most of a second

    owners = tuple((rule, pattern) for rule in rules for pattern in rule.match)
    return _Compiled(Finder([pattern for _, pattern in owners]), owners)


def _text(seen: View, first: int, last: int) -> str:
    return seen.text[seen.tokens[first].start : seen.tokens[last - 1].end]


def _moved(seen: View, first: int, last: int) -> str:
    """Return the text of a capture as it is written inside a sentence."""
    text = _text(seen, first, last)
    if not seen.begins(first):
        return text
    following = seen.tokens[first + 1].text if first + 1 < len(seen.tokens) else ""
    # "Bank BRI" is a name, "Pengusulan PIP" and "Peserta Musrenbang" are not.
    noun = (following.isupper() and seen.classes[first] == "pe-an") or seen.tokens[first].norm in people()
    is_name = following[:1].isupper() and not noun
    return text if is_name else uncapitalize(text)


def _is_excused(rule: Rule, seen: View, match: Match) -> bool:
    """Tell whether something before, after or inside a match makes it a good one."""
    for atoms in rule.unless_before:
        if atoms == _BEGIN and seen.begins(match.start):
            return True
        if _stands(seen, match.start - len(atoms), atoms):
            return True
    for atoms in rule.unless_after:
        if atoms == _END and seen.ends(match.end):
            return True
        if _stands(seen, match.end, atoms):
            return True
    return any(
        _stands(seen, place, atoms)
        for atoms in rule.unless_inside
        for _, first, last in match.captures
        for place in range(max(match.start, first - len(atoms) + 1), min(last, match.end - len(atoms) + 1))
    )


def _stands(seen: View, start: int, atoms: tuple[Atom, ...]) -> bool:
    """Tell whether the tokens from ``start`` on are as ``atoms`` say."""
    if start < 0 or start + len(atoms) > len(seen.tokens):
        return False
    return all(
        seen.tokens[index].norm == atom.word if atom.word else seen.classes[index] == atom.kind
        for index, atom in enumerate(atoms, start)
    )


def _case(seen: View, match: Match, *, begins: bool) -> str:
    """Return in which letter case a replacement is written, see `Hit`."""
    if seen.sentence_of(match.start).capitals:
        return "all"
    words = [token.text for token in seen.tokens[match.start : match.end] if token.kind == "word"]
    title = len(words) > 1 and all(word[0].isupper() for word in words)
    return "first" if words and words[0][0].isupper() and (begins or title) else ""


def _touches(mask: bytearray, seen: View, match: Match, hit: Hit) -> bool:
    """Tell whether the hit would change a protected character."""
    if not any(mask[hit.start : hit.end]):
        return False
    kept = [(first, last) for name, first, last in match.captures if name in hit.rule.carried]
    return any(any(mask[start:end]) for start, end in _changed(seen, match, kept))


def _changed(seen: View, match: Match, kept: list[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Yield the characters of a match outside of the captures that are kept."""
    start = seen.tokens[match.start].start
    for first, last in kept:
        yield start, seen.tokens[first].start
        start = seen.tokens[last - 1].end
    yield start, seen.tokens[match.end - 1].end


def _without_overlaps(found: list[tuple[Hit, int]]) -> tuple[Hit, ...]:
    chosen: list[Hit] = []
    starts: list[int] = []
    for hit, _ in sorted(found, key=lambda one: (one[0].start - one[0].end, one[0].start, one[1])):
        place = bisect_left(starts, hit.start)
        free_before = place == 0 or chosen[place - 1].end <= hit.start
        if free_before and (place == len(chosen) or hit.end <= chosen[place].start):
            chosen.insert(place, hit)
            starts.insert(place, hit.start)
    return tuple(chosen)

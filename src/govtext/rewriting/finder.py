"""Finds patterns in texts: spaCy finds the segments, and the captures between them are measured here.

spaCy's own wildcards give every way to stretch a capture, which grows with the square of the text and with each
further capture; here each match takes the shortest captures, in time linear in the text.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from spacy.matcher import Matcher, PhraseMatcher
from spacy.tokens import Doc
from spacy.vocab import Vocab

from govtext.rewriting.patterns import Atom, Capture, Pattern, Segment, Variant
from govtext.rewriting.view import View

_OTHER = "\ufffc"  # stands for all words that no pattern names, so that the vocabulary does not grow with the texts
_NOTHING = ""  # tag of a token of no class that any pattern names

_Place = tuple[int, int]
"""A segment: index of the pattern, index among its parts."""
_Found = dict[_Place, dict[int, list[tuple[int, Variant]]]]
"""For each segment, by first token: the tokens after the last, longest first, and how it is written."""


@dataclass(frozen=True, slots=True)
class Match:
    """A pattern found in a view; all indices count tokens.

    Attributes:
        pattern: index of the pattern, as given to `Finder`.
        start: first token.
        end: after the last token.
        written: the words of the pattern that matched.
        captures: name, first token and the token after the last of each capture.
        classes: class and index of each token that a class matched.
    """

    pattern: int
    start: int
    end: int
    written: tuple[str, ...]
    captures: tuple[tuple[str, int, int], ...]
    classes: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class _Step:
    """One part of a pattern with the tokens it takes; ``variant`` is None for a capture."""

    part: Segment | Capture
    start: int
    end: int
    variant: Variant | None


class Finder:
    """All patterns of a rule set, compiled once; it may be used by several threads."""

    def __init__(self, patterns: Sequence[Pattern]) -> None:
        self._patterns = tuple(patterns)
        places: defaultdict[tuple[Atom, ...], list[tuple[_Place, Variant]]] = defaultdict(list)
        for number, pattern in enumerate(patterns):
            for position, part in enumerate(pattern.parts):
                for variant in part.variants if isinstance(part, Segment) else ():
                    places[variant.atoms].append(((number, position), variant))
        self._words = frozenset(atom.word for atoms in places for atom in atoms)
        self._kinds = frozenset(atom.kind for atoms in places for atom in atoms)
        self._vocab = Vocab()
        self._phrases = PhraseMatcher(self._vocab, attr="ORTH")
        self._matchers: dict[str, Matcher] = {}
        self._places = {
            self._add(str(number), atoms): (number, users) for number, (atoms, users) in enumerate(places.items())
        }

    def _add(self, key: str, atoms: tuple[Atom, ...]) -> int:
        """Hand a sequence of atoms to one of spaCy's matchers; return the number under which it reports it.

        A Matcher tries each of its sequences at each token. So there is one for each word, which has the sequences
        whose longest word it is, and which is asked only where that word stands; "" has those of classes alone.
        """
        if all(atom.word for atom in atoms):
            self._phrases.add(key, [Doc(self._vocab, words=[atom.word for atom in atoms])])
        else:
            longest = max((atom.word for atom in atoms), key=len)
            matcher = self._matchers.setdefault(longest, Matcher(self._vocab))
            matcher.add(key, [[{"ORTH": atom.word} if atom.word else {"TAG": atom.kind} for atom in atoms]])
        return self._vocab.strings[key]

    def find(self, view: View) -> Iterator[Match]:
        """Yield the matches in ``view``, in the order of the patterns, then of the text.

        Matches of one pattern may overlap where words that may be absent are present.
        """
        found = self._segments(view)
        for number in sorted({number for number, _ in found}):
            yield from _Search(self._patterns[number], number, found, view).matches()

    def _segments(self, view: View) -> _Found:
        words = [token.norm if token.norm in self._words else _OTHER for token in view.tokens]
        if not words:
            return {}
        tags = [kind if kind in self._kinds else _NOTHING for kind in view.classes]
        doc = Doc(self._vocab, words=words, tags=tags)
        hits = list(self._phrases(doc))
        if any(tags):
            for word in self._matchers.keys() & {*words, ""}:
                hits += self._matchers[word](doc)
        hits.sort(key=lambda hit: (hit[1], -hit[2], self._places[hit[0]][0]))
        found: _Found = {}
        for key, start, end in hits:
            if view.numbers[start] == view.numbers[end - 1]:
                for place, variant in self._places[key][1]:
                    found.setdefault(place, {}).setdefault(start, []).append((end, variant))
        return found


class _Search:
    """Depth-first search for the parts of one pattern; dead ends are remembered, so that time stays linear."""

    def __init__(self, pattern: Pattern, number: int, found: _Found, view: View) -> None:
        self.pattern, self.number, self.view = pattern, number, view
        self.found = [found.get((number, position), {}) for position in range(len(pattern.parts))]
        self.starts = [list(by_start) for by_start in self.found]  # in order, since the hits were sorted
        self.dead: set[tuple[int, int]] = set()

    def matches(self) -> Iterator[Match]:
        """Yield at each token the match with the longest segments and the shortest captures.

        Without captures all ways to write the pattern are yielded: what must not stand beside one may do so beside
        another.
        """
        view, pattern = self.view, self.pattern
        if isinstance(pattern.parts[0], Capture):
            starts = [max(sentence.firsts) for sentence in view.sentences if sentence.firsts]
        else:
            starts = [start for start in self.starts[0] if not pattern.begins or view.begins(start)]
        for start in starts:
            for steps in self._from_part(0, start):
                yield _match(self.number, steps)
                if len(pattern.parts) > 1:
                    break

    def _from_part(self, position: int, start: int) -> Iterator[tuple[_Step, ...]]:
        """Yield the ways to match the parts from ``position`` on at token ``start``, the best first."""
        if position == len(self.pattern.parts):
            if not self.pattern.ends or self.view.ends(start):
                yield ()
            return
        if (position, start) in self.dead:
            return
        alive = False
        for step in self._steps(position, start):
            for rest in self._from_part(position + 1, step.end):
                alive = True
                yield (step, *rest)
        if not alive:
            self.dead.add((position, start))

    def _steps(self, position: int, start: int) -> Iterator[_Step]:
        part = self.pattern.parts[position]
        if isinstance(part, Segment):
            for end, variant in self.found[position].get(start, ()):
                yield _Step(part, start, end, variant)
            return
        for end in self._ends(part, position, start):
            yield _Step(part, start, end, None)

    def _ends(self, part: Capture, position: int, start: int) -> list[int]:
        """Return where a capture from ``start`` may end: before the next segment, or with its clause or sentence."""
        tokens = self.view.tokens
        sentence = self.view.sentence_of(start if position == 0 else start - 1)
        furthest = start + part.limit
        last = min(sentence.content, furthest + 1)
        if part.no_comma:
            last = next((index for index in range(start, last) if tokens[index].text == ","), last)
        if position + 1 == len(self.pattern.parts):
            return [last] if start < last <= furthest else []
        last = min(last, furthest)
        following = self.starts[position + 1]
        return following[bisect_left(following, start + 1) : bisect_left(following, min(last, sentence.end - 1) + 1)]


def _match(number: int, steps: tuple[_Step, ...]) -> Match:
    written: list[str] = []
    captures: list[tuple[str, int, int]] = []
    classes: list[tuple[str, int]] = []
    for step in steps:
        if isinstance(step.part, Capture):
            captures.append((step.part.name, step.start, step.end))
        elif step.variant is not None:
            written += step.variant.written
            classes += [(atom.kind, step.start + i) for i, atom in enumerate(step.variant.atoms) if atom.kind]
    return Match(number, steps[0].start, steps[-1].end, tuple(written), tuple(captures), tuple(classes))

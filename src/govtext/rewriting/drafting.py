"""Drafts of a rewrite: safe rules and changes of shape, each of which the fact guard has let pass."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import cache
from typing import Any, NamedTuple

from govtext.rewriting.addressing import addressing, second_person
from govtext.rewriting.audience import is_message, leans
from govtext.rewriting.composition import Draft
from govtext.rewriting.facts import differences, protected
from govtext.rewriting.listing import lists
from govtext.rewriting.matching import Hit, hits
from govtext.rewriting.mending import Edit, apply
from govtext.rewriting.rules import Rule, rules
from govtext.rewriting.structure import greeting, softener, splits
from govtext.rewriting.wellformed import fitting

# Puts hits, or edits, into the text as it is now.
Apply = Callable[[Sequence[Any]], tuple[str, tuple[Edit, ...]]]


class Step(NamedTuple):
    """What may be changed, how it is put in, and whether only all of it or nothing may be."""

    found: Sequence[Hit] | Sequence[Edit]
    put: Apply
    whole: bool = False


# A change may make room for another one; more passes than this were never needed.
_MOST_PASSES = 6
UNTOLD_TONE = "plain"
NOTHING, FACTS, LIMIT = "no rule applies", "every change would have touched a fact", "max_edits is 0"


@cache
def safe_rules(tone: str) -> tuple[Rule, ...]:
    """Return the rules that are applied unasked and have something to say in ``tone``."""
    return tuple(rule for rule in rules() if rule.safe and (rule.kind == "delete" or rule.suggest[tone]))


class Drafter:
    """Makes the drafts of one text.

    Args:
        text: the text.
        tone: one of `govtext.rewriting.rules.TONES`.
        address: how the reader is addressed, "" for nobody.
        most: how many changes a draft may have at most; None for all.
        greets: the text is the beginning of what the reader sees.

    Attributes:
        reason: why there is no draft, if there is none.
    """

    def __init__(self, text: str, tone: str, address: str, most: int | None, *, greets: bool = True) -> None:
        # What is told to nobody in particular gets plain words: a report that says "kalau" mixes two voices.
        self._told = tone != UNTOLD_TONE and is_message(text)
        self._text, self._tone, self._address = text, tone if self._told else UNTOLD_TONE, address if self._told else ""
        self._most = len(text) + 1 if most is None else most
        self._greets, self._several = greets, False
        self._spoken = False  # the reader got a pronoun, with which everyday words go well
        self._left: dict[str, int] = {}  # changes that may still be made, by the text of a draft
        self.reason = LIMIT if most == 0 else NOTHING

    def soberly(self) -> Drafter | None:
        """Return a drafter of plain words, or nothing if this one has no others."""
        return Drafter(self._text, UNTOLD_TONE, "", self._most) if self._told and not self._spoken else None

    def drafts(self) -> Iterator[Draft]:
        """Yield a draft with the first suggestion of each rule, and one with the second if any rule has one.

        They have no greeting yet: whether one suits depends on how stiff they still are, see `greet`.
        """
        yield self._draft(0)
        if self._several:
            yield self._draft(1)

    def _draft(self, choice: int) -> Draft:
        draft, left = Draft(self._text), self._most
        for _ in range(_MOST_PASSES):
            made = 0
            for step in (self._rules, self._lists, self._addressing, self._splits, self._softener):
                # It alone makes nothing friendlier, and what stands beside it may read differently then.
                if step == self._softener and (made or draft.text == self._text):
                    break
                edits = self._kept(step(draft.text, choice), left - made)
                draft.edit(edits)
                made += len(edits)
                self._spoken |= bool(edits) and step == self._addressing
            left -= made
            if not made:
                break
        self._left[draft.text] = left
        return draft

    def greet(self, draft: Draft) -> bool:
        """Put the greeting in front of a draft of this text, if it bears one; tells whether it did."""
        if not (self._told and self._greets) or leans(self._text):
            return False
        found = greeting(draft.text, self._tone, self._address)
        edits = self._kept(Step(found, _shaped(draft.text)), self._left[draft.text])
        draft.edit(edits)
        return bool(edits)

    def _rules(self, text: str, choice: int) -> Step:
        return Step(hits(text, safe_rules(self._tone), protected(text)), self._ruled(text, choice))

    def _splits(self, text: str, _: int) -> Step:
        return Step(splits(text, self._tone), _shaped(text))

    def _addressing(self, text: str, _: int) -> Step:
        if not self._told:
            return Step((), _shaped(text))
        asked = addressing(text, self._tone, self._address)
        return Step(asked or second_person(text, self._tone, self._address), _shaped(text), whole=True)

    def _lists(self, text: str, _: int) -> Step:
        return Step(lists(text), _shaped(text))

    def _softener(self, text: str, _: int) -> Step:
        return Step(softener(text, self._tone) if self._told else (), _shaped(text))

    def _kept(self, step: Step, most: int) -> tuple[Edit, ...]:
        """Return the edits of a step that keep every fact: all at once, or else one after the other."""
        found, put, whole = step
        if not found or not most:
            return ()
        text, edits = put(found)
        if len(edits) <= most and not differences(self._text, text):
            return edits
        if whole:
            return ()
        kept: list[Hit | Edit] = []
        edits = ()
        for one in found:
            text, made = put([*kept, one])
            if len(made) <= len(edits):
                continue
            if differences(self._text, text):
                self.reason = FACTS
                continue
            kept.append(one)
            edits = made
            if len(edits) >= most:
                break
        return edits

    def _ruled(self, text: str, choice: int) -> Apply:
        def choose(hit: Hit, options: tuple[str, ...]) -> str | None:
            fit = fitting(text, hit, options)
            self._several |= len(fit) > 1
            return fit[min(choice, len(fit) - 1)] if fit else None

        return lambda found: apply(text, found, self._tone, self._address, choose=choose)


def _shaped(text: str) -> Apply:
    def put(edits: Sequence[Edit]) -> tuple[str, tuple[Edit, ...]]:
        shaped = text
        for edit in reversed(edits):
            shaped = shaped[: edit.start] + edit.after + shaped[edit.end :]
        return shaped, tuple(edits)

    return put

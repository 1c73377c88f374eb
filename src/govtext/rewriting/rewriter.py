"""From a stiff text to a friendlier one: safe rules are applied, the fact guard decides, the scoring core measures."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from govtext.errors import InputError, InputTypeError, require_text
from govtext.rewriting.composition import Draft
from govtext.rewriting.facts import differences, protected
from govtext.rewriting.matching import ADDRESSES, Hit, hits
from govtext.rewriting.mending import Edit, apply
from govtext.rewriting.rules import TONES, Rule
from govtext.types import Formality, Rewrite, RewriteEdit

if TYPE_CHECKING:
    from govtext.scoring import Pipeline

# A rule may make room for another one; more passes than this were never needed.
_MOST_PASSES = 4
_FRIENDLY = ("casual",)
ALREADY, NOTHING, FACTS, LIMIT = (
    "already as friendly as it should be",
    "no rule applies",
    "every change would have touched a fact",
    "max_edits is 0",
)


def rewrite(text: str, tone: str = "friendly", address: str | None = None, max_edits: int | None = None) -> Rewrite:
    """Propose a friendlier version of an official text that changes no fact.

    Rules of style (``govtext/rewriting/rules``) are applied where they are safe. Numbers, amounts, dates, names,
    programmes, places, links, negations, conditions and obligations are compared before and after
    (`govtext.rewriting.facts`): a change that would touch one is dropped. Quotations, articles of law and names stay.

    Args:
        text: a sentence or a post.
        tone: ``"friendly"`` (Sobat, yuk), ``"polite"`` (Bapak/Ibu, mohon) or ``"plain"``.
        address: how the reader is addressed, such as ``"Kak"``, ``"warga"``; None for that of the tone, "" for nobody.
        max_edits: at most so many changes, the first in the text; None for all.

    Returns:
        The rewrite; ``text`` is the original and ``unchanged_reason`` says why where nothing was changed.

    Raises:
        InputTypeError: an argument has the wrong type.
        InputError: the tone is unknown, or ``max_edits`` is below 0.
    """
    require_text(text, "rewrite")
    if address is not None:
        require_text(address, "address")
    if tone not in TONES:
        raise InputError("unknown tone", got=tone, allowed=TONES)
    if max_edits is not None and (not isinstance(max_edits, int) or isinstance(max_edits, bool)):
        raise InputTypeError("max_edits is not a whole number", got=max_edits, allowed="int of 0 or more, or None")
    if max_edits is not None and max_edits < 0:
        raise InputError("max_edits is below 0", got=max_edits, allowed="0 or more, or None")
    before = _formality([text])[0]
    if before.level in _FRIENDLY:
        return Rewrite(text, text, (), before, before, (), ALREADY)
    plan = _Plan(text, tone, ADDRESSES[tone] if address is None else address, max_edits)
    drafts = [plan.run(choice) for choice in (0, 1)]
    texts = [one for one in dict.fromkeys(draft.text for draft in drafts) if one != text]
    if not texts or drafts[0].text == text:
        return Rewrite(text, text, (), before, before, (), plan.reason)
    edits = tuple(
        RewriteEdit(one.start, one.end, one.before, one.after, tuple(rule.id for rule in one.rules), _why(one.rules))
        for one in drafts[0].changes()
    )
    return Rewrite(text, texts[0], edits, before, _formality(texts[:1])[0], tuple(texts[1:]), "")


def _why(rules: Sequence[Rule]) -> str:
    return " ".join(dict.fromkeys(rule.message for rule in rules))


@dataclass
class _Plan:
    """The passes over one text."""

    text: str
    tone: str
    address: str
    max_edits: int | None
    reason: str = NOTHING

    def run(self, choice: int) -> Draft:
        """Apply rules until none applies; ``choice`` says which suggestion is preferred where a rule has several."""
        draft, left = Draft(self.text), self.max_edits
        if left == 0:
            self.reason = LIMIT
        for _ in range(_MOST_PASSES):
            if left == 0:
                break
            found = [hit for hit in hits(draft.text, protected=protected(draft.text)) if hit.rule.safe]
            made = self._kept(draft.text, found, choice, left)
            if not made:
                break
            draft.edit(made)
            left = None if left is None else left - len(made)
        return draft

    def _kept(self, text: str, found: Sequence[Hit], choice: int, most: int | None) -> tuple[Edit, ...]:
        """Return the edits of those hits that keep every fact, tried one after the other."""
        kept: list[Hit] = []
        edits: tuple[Edit, ...] = ()
        for hit in found:
            trial, made = self._applied(text, [*kept, hit], choice)
            if trial == text or len(made) <= len(kept):
                continue
            if differences(self.text, trial):
                self.reason = FACTS
                continue
            kept.append(hit)
            edits = made
            if most is not None and len(kept) >= most:
                break
        return edits

    def _applied(self, text: str, found: Sequence[Hit], choice: int) -> tuple[str, tuple[Edit, ...]]:
        def choose(_: Hit, options: tuple[str, ...]) -> str | None:
            return options[min(choice, len(options) - 1)] if options else None

        return apply(text, found, self.tone, self.address, choose=choose)


@cache
def _model() -> Pipeline:
    from govtext.scoring import load

    return load("fast")


def _formality(texts: Sequence[str]) -> list[Formality]:
    model = _model()
    values = model.scores(list(texts)).formality
    levels = model.formality_levels(values)
    return [Formality(float(value), level) for value, level in zip(values, levels, strict=True)]

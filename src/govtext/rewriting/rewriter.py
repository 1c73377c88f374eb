"""From a stiff text to a friendlier one: drafts are made, the scoring core and a language model choose."""

from __future__ import annotations

from collections.abc import Sequence

from govtext.errors import InputError, require_text, require_whole, suggest
from govtext.rewriting.drafting import Drafter
from govtext.rewriting.fluency import cost
from govtext.rewriting.matching import ADDRESSES
from govtext.rewriting.measuring import scored
from govtext.rewriting.mending import Reason
from govtext.rewriting.rules import TONES
from govtext.types import Formality, Rewrite, RewriteEdit

_FRIENDLY = ("casual",)
_LEAST_FALL = 0.01  # of the formality score; less is no gain that a reader would notice
# How much formality a rewrite may have more than another for each nat a word that it is more fluent.
_FLUENCY_WEIGHT = 0.05
ALREADY, NO_GAIN = "already as friendly as it should be", "no change makes it friendlier"


def rewrite(text: str, tone: str = "friendly", address: str | None = None, max_edits: int | None = None) -> Rewrite:
    """Propose a friendlier version of an official text that changes no fact.

    Rules of style (``govtext/rewriting/rules``) are applied where they are safe; then long sentences are cut, lists
    put on lines, and the reader greeted (`govtext.rewriting.structure`). Numbers, amounts, dates, names, programmes,
    places, links, negations, conditions and obligations are compared before and after (`govtext.rewriting.facts`): a
    change that would touch one is dropped. Quotations, articles of law and names stay. Of several candidates the
    least formal and most fluent is taken.

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
        raise InputError("unknown tone", got=tone, allowed=TONES, fix=suggest(str(tone), TONES))
    if max_edits is not None:
        require_whole(max_edits, "max_edits", 0)
    before = scored([text])[0]
    if before.level in _FRIENDLY:
        return _unchanged(text, before, ALREADY)
    drafter = Drafter(text, tone, ADDRESSES[tone] if address is None else address, max_edits)
    drafts = {draft.text: draft for draft in drafter.drafts() if draft.text != text}
    if not drafts:
        return _unchanged(text, before, drafter.reason)
    after = dict(zip(drafts, scored(list(drafts)), strict=True))
    best, *others = sorted(drafts, key=lambda one: after[one].score + _FLUENCY_WEIGHT * cost(one))
    if after[best].score > before.score - _LEAST_FALL:
        return _unchanged(text, before, NO_GAIN)
    edits = tuple(
        RewriteEdit(one.start, one.end, one.before, one.after, tuple(rule.id for rule in one.rules), _why(one.rules))
        for one in drafts[best].changes()
    )
    return Rewrite(text, best, edits, before, after[best], tuple(others), "")


def _unchanged(text: str, score: Formality, reason: str) -> Rewrite:
    return Rewrite(text, text, (), score, score, (), reason)


def _why(rules: Sequence[Reason]) -> str:
    return " ".join(dict.fromkeys(rule.message for rule in rules))

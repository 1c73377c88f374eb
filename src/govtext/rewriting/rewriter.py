"""From a stiff text to a friendlier one: drafts are made, the scoring core and a language model choose."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import islice
from math import log

from govtext.errors import InputError, InputTypeError, require_text, require_whole, suggest
from govtext.rewriting.audience import speaks_to_reader
from govtext.rewriting.composition import Draft
from govtext.rewriting.drafting import Drafter
from govtext.rewriting.fluency import cost
from govtext.rewriting.matching import ADDRESSES
from govtext.rewriting.measuring import scored
from govtext.rewriting.mending import Reason
from govtext.rewriting.rules import TONES, Rule
from govtext.types import Formality, Rewrite, RewriteEdit

# Friendly already: casual texts; neutral ones, unless a rule finds more in them than a stiff word; and texts that speak
# to their reader, up to a higher score. Set on the friendly and official sentences of the training data.
_CASUAL, _NEUTRAL = "casual", "neutral"
_SPOKEN_BELOW = 0.75
_MILD = "info"  # severity of rules that a friendly text may break
# Of the log-odds of the formality score, which in a very formal text moves little; less is no gain.
_LEAST_FALL = 0.05
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
    return next(rewrites([text], tone, address, max_edits))


def rewrites(
    texts: Iterable[str],
    tone: str = "friendly",
    address: str | None = None,
    max_edits: int | None = None,
    batch_size: int = 64,
) -> Iterator[Rewrite]:
    """Rewrite many texts as `rewrite` does one, lazily and in order.

    Args:
        texts: any iterable of ``str``.
        tone: as in `rewrite`.
        address: as in `rewrite`.
        max_edits: as in `rewrite`, of each text.
        batch_size: texts whose candidates are scored at once; changes the speed only.

    Raises:
        InputTypeError: ``texts`` is one ``str``, or holds something else than ``str``, or another argument has the
            wrong type.
        InputError: the tone is unknown, ``max_edits`` is below 0, or ``batch_size`` below 1.
    """
    if isinstance(texts, str | bytes) or not isinstance(texts, Iterable):
        raise InputTypeError(
            "rewrites takes many texts", got=texts, allowed="an iterable of str", fix="for one text call rewrite(text)"
        )
    if address is not None:
        require_text(address, "address")
    if tone not in TONES:
        raise InputError("unknown tone", got=tone, allowed=TONES, fix=suggest(str(tone), TONES))
    if max_edits is not None:
        require_whole(max_edits, "max_edits", 0)
    called = ADDRESSES[tone] if address is None else address
    return _batches(
        texts, lambda text: Drafter(text, tone, called, max_edits), require_whole(batch_size, "batch_size", 1)
    )


def _batches(texts: Iterable[str], drafter: Callable[[str], Drafter], batch_size: int) -> Iterator[Rewrite]:
    iterator = iter(texts)
    while batch := [require_text(text, "rewrite") for text in islice(iterator, batch_size)]:
        before = scored(batch)
        drafters = [None if _is_friendly(text, one) else drafter(text) for text, one in zip(batch, before, strict=True)]
        drafts = [
            {draft.text: draft for draft in one.drafts() if draft.text != text} if one else {}
            for text, one in zip(batch, drafters, strict=True)
        ]
        after = iter(scored([text for several in drafts for text in several]))
        for text, score, made_by, several in zip(batch, before, drafters, drafts, strict=True):
            ranked = {candidate: next(after) for candidate in several}
            reason = made_by.reason if made_by else ALREADY
            yield _best(text, score, several, ranked) if several else _unchanged(text, score, reason)


def _is_friendly(text: str, found: Formality) -> bool:
    return found.level == _CASUAL or (found.score < _SPOKEN_BELOW and speaks_to_reader(text))


def _is_mild(rules: Iterable[Reason]) -> bool:
    return all(not isinstance(rule, Rule) or rule.severity == _MILD for rule in rules)


def _best(text: str, before: Formality, drafts: Mapping[str, Draft], after: Mapping[str, Formality]) -> Rewrite:
    best, *others = sorted(drafts, key=lambda one: after[one].score + _FLUENCY_WEIGHT * cost(one))
    if _log_odds(after[best].score) > _log_odds(before.score) - _LEAST_FALL:
        return _unchanged(text, before, NO_GAIN)
    changes = drafts[best].changes()
    if before.level == _NEUTRAL and _is_mild(rule for one in changes for rule in one.rules):
        return _unchanged(text, before, ALREADY)
    edits = tuple(
        RewriteEdit(one.start, one.end, one.before, one.after, tuple(rule.id for rule in one.rules), _why(one.rules))
        for one in changes
    )
    return Rewrite(text, best, edits, before, after[best], tuple(others), "")


def _log_odds(score: float) -> float:
    kept = min(max(score, 1e-6), 1 - 1e-6)
    return log(kept / (1 - kept))


def _unchanged(text: str, score: Formality, reason: str) -> Rewrite:
    return Rewrite(text, text, (), score, score, (), reason)


def _why(rules: Sequence[Reason]) -> str:
    return " ".join(dict.fromkeys(rule.message for rule in rules))

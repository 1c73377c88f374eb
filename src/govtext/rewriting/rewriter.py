"""From a stiff text to a friendlier one: drafts are made, the scoring core and a language model choose."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from itertools import islice
from math import log

from govtext.errors import InputError, InputTypeError, require_text, require_whole, suggest
from govtext.rewriting.audience import is_law, speaks_to_reader
from govtext.rewriting.composition import Draft
from govtext.rewriting.drafting import Drafter
from govtext.rewriting.fluency import cost
from govtext.rewriting.matching import ADDRESSES
from govtext.rewriting.measuring import scored
from govtext.rewriting.mending import Reason
from govtext.rewriting.pieces import joined, pieces
from govtext.rewriting.rules import TONES, Rule
from govtext.types import Formality, Rewrite, RewriteEdit

# Friendly already: casual texts; neutral ones, unless a rule finds more in them than a stiff word; and texts that speak
# to their reader, up to a higher score. Set on the friendly and official sentences of the training data.
_CASUAL, _NEUTRAL = "casual", "neutral"
_SPOKEN_BELOW = 0.75
_MILD = "info"  # severity of rules that a friendly text may break
# Of the log-odds of the formality score, which in a very formal text moves little; less is no gain.
_LEAST_FALL = 0.1
# Everyday words in a text that stays stiffer than this mix two voices; it gets plain words instead. Set by reading.
_MIXED_FROM = 0.7
# How much formality a rewrite may have more than another for each nat a word that it is more fluent.
_FLUENCY_WEIGHT = 0.05
ALREADY, NO_GAIN = "already as friendly as it should be", "no change makes it friendlier"
LAW = "the text of a law stays"


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
    drafter = partial(Drafter, tone=tone, address=called)
    return _batches(texts, drafter, max_edits, require_whole(batch_size, "batch_size", 1))


def _batches(
    texts: Iterable[str], drafter: Callable[..., Drafter], most: int | None, batch_size: int
) -> Iterator[Rewrite]:
    iterator = iter(texts)
    while batch := [require_text(text, "rewrite") for text in islice(iterator, batch_size)]:
        parts = [(text,) if is_law(text) else pieces(text) for text in batch]
        whole = iter(_several([first for first, *more in parts if not more], partial(drafter, most=most)))
        for text, several in zip(batch, parts, strict=True):
            yield joined(text, list(_by_piece(several, drafter, most))) if len(several) > 1 else next(whole)


def _by_piece(parts: Sequence[str], drafter: Callable[..., Drafter], most: int | None) -> Iterator[Rewrite]:
    """Yield the rewrite of each piece of one text; together they have ``most`` changes."""
    left, greets = most, True
    for part in parts:
        (made,) = _several([part], partial(drafter, most=left, greets=greets))
        # Changes that touch each other are told as one edit, with the rules of both.
        left = None if left is None else max(left - sum(len(edit.rules) for edit in made.edits), 0)
        greets = False
        yield made


def _several(texts: Sequence[str], drafter: Callable[[str], Drafter]) -> list[Rewrite]:
    cases = [_Case(text, before, drafter) for text, before in zip(texts, scored(texts), strict=True)]
    scores = iter(scored([draft.text for case in cases for draft in case.drafts]))
    for case in cases:
        case.rank([next(scores) for _ in case.drafts])
    mixed = [case for case in cases if case.sober()]
    scores = iter(scored([draft.text for case in mixed for draft in case.drafts]))
    for case in mixed:
        case.rank([next(scores) for _ in case.drafts])
    greeted = [case for case in cases if case.greet()]
    for case, after in zip(greeted, scored([case.drafts[0].text for case in greeted]), strict=True):
        case.after[0] = after
    return [case.rewrite() for case in cases]


class _Case:
    """A text on its way to its rewrite.

    Attributes:
        drafts: what was made of it, once ranked the best first.
        after: their formality, in the same order.
    """

    def __init__(self, text: str, before: Formality, drafter: Callable[[str], Drafter]) -> None:
        self._text, self._before = text, before
        self._law = is_law(text)
        self._drafter = None if self._law or _is_friendly(text, before) else drafter(text)
        self.drafts: list[Draft] = []
        self.after: list[Formality] = []
        self._draw()

    def _draw(self) -> None:
        found = {draft.text: draft for draft in self._drafter.drafts()} if self._drafter else {}
        self.drafts = [draft for draft in found.values() if draft.text != self._text]

    def sober(self) -> bool:
        """Make plain drafts in place of those that stay stiff in everyday words; tells whether it did."""
        if not self.drafts or self._drafter is None or self.after[0].score < _MIXED_FROM:
            return False
        soberly = self._drafter.soberly()
        if soberly is None:
            return False
        self._drafter = soberly
        self._draw()
        return True

    def rank(self, after: Sequence[Formality]) -> None:
        """Sort the drafts, whose formality is ``after``: the least formal and most fluent first."""
        costs = [
            score.score + _FLUENCY_WEIGHT * cost(draft.text) for draft, score in zip(self.drafts, after, strict=True)
        ]
        order = sorted(range(len(costs)), key=costs.__getitem__)
        self.drafts, self.after = [self.drafts[place] for place in order], [after[place] for place in order]

    def greet(self) -> bool:
        """Greet the reader in the best draft if it bears a greeting; tells whether it did."""
        suits = bool(self.drafts) and self._gains()
        return suits and self._drafter is not None and self._drafter.greet(self.drafts[0])

    def rewrite(self) -> Rewrite:
        """Return the rewrite by the best draft, or the text with the reason why it stays."""
        if not self.drafts:
            return self._unchanged(self._drafter.reason if self._drafter else LAW if self._law else ALREADY)
        if not self._gains():
            return self._unchanged(NO_GAIN)
        changes = self.drafts[0].changes()
        if self._before.level == _NEUTRAL and _is_mild(rule for one in changes for rule in one.rules):
            return self._unchanged(ALREADY)
        edits = tuple(
            RewriteEdit(
                one.start, one.end, one.before, one.after, tuple(rule.id for rule in one.rules), _why(one.rules)
            )
            for one in changes
        )
        best, *others = (draft.text for draft in self.drafts)
        return Rewrite(self._text, best, edits, self._before, self.after[0], tuple(others), "")

    def _gains(self) -> bool:
        return _log_odds(self.after[0].score) <= _log_odds(self._before.score) - _LEAST_FALL

    def _unchanged(self, reason: str) -> Rewrite:
        return Rewrite(self._text, self._text, (), self._before, self._before, (), reason)


def _is_friendly(text: str, found: Formality) -> bool:
    return found.level == _CASUAL or (found.score < _SPOKEN_BELOW and speaks_to_reader(text))


def _is_mild(rules: Iterable[Reason]) -> bool:
    return all(not isinstance(rule, Rule) or rule.severity == _MILD for rule in rules)


def _log_odds(score: float) -> float:
    kept = min(max(score, 1e-6), 1 - 1e-6)
    return log(kept / (1 - kept))


def _why(rules: Sequence[Reason]) -> str:
    return " ".join(dict.fromkeys(rule.message for rule in rules))

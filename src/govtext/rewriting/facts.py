"""The fact guard: what a rewrite must keep, and whether it did.

A rewritten announcement may change its tone and its order, never its facts: numbers, amounts, dates, times, names,
programmes, documents, links, legal references, negations, conditions, exceptions, obligations, limits. The guard
reads both texts, compares the values of their facts and allows only the changes that are known to be none (``wajib``
→ ``harus``, ``paling lambat`` → ``sampai``). In doubt it reports a difference: a false alarm costs a rewrite, a miss
costs the promise.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from govtext.errors import require_text
from govtext.rewriting.guard.analysis import analyse
from govtext.rewriting.guard.comparison import compare
from govtext.rewriting.guard.denials import mode
from govtext.rewriting.guard.protection import protected_stretches
from govtext.rewriting.guard.quotations import quoted
from govtext.types import Span

if TYPE_CHECKING:
    from collections.abc import Iterator

    from govtext.rewriting.guard.analysis import Analysis

FACT_KINDS = (
    "number",
    "amount",
    "date",
    "time",
    "name",
    "programme",
    "document",
    "group",
    "goods",
    "link",
    "phone",
    "email",
    "handle",
    "hashtag",
    "law",
    "negation",
    "condition",
    "modality",
    "bound",
    "scope",
    "quotation",
)
"""The kinds of facts. ``group`` is who is meant (``lansia``), ``goods`` what is given or taken (``beras``, ``denda``),
``bound`` a limit with its direction (``<= 2024-12-20``), ``scope`` how many of a whole are meant (``all``, ``some``,
``each bulan``). `differences` also knows ``sense``, a word replaced by its opposite, and ``pairing``, two values that
changed places."""


@dataclass(frozen=True, slots=True)
class Fact:
    """A fact: its kind, its canonical value, and where it stands in the text."""

    kind: str
    value: str
    span: Span


@dataclass(frozen=True, slots=True)
class Facts:
    """The facts of a text, in order of their places."""

    text: str
    items: tuple[Fact, ...]

    def __iter__(self) -> Iterator[Fact]:
        return iter(self.items)

    def __len__(self) -> int:
        return len(self.items)

    def of(self, kind: str) -> tuple[str, ...]:
        """Return the values of one kind, in order."""
        return tuple(fact.value for fact in self.items if fact.kind == kind)


@dataclass(frozen=True, slots=True)
class Difference:
    """A fact that was ``lost`` or ``added``."""

    kind: str
    change: str
    value: str


def facts(text: str) -> Facts:
    """Return the facts of ``text``.

    Args:
        text: any string.

    Returns:
        Facts with canonical values: ``Rp600000``, ``2024-12-20``, ``08:00 WIB``, ``<= 2024-12-20``, ``kelurahan
        kemirirejo``. What can be read in two ways (``6.11``) keeps its form, with a question mark.

    Raises:
        InputTypeError: ``text`` is not a ``str``.
    """
    require_text(text, "facts")
    analysis = analyse(text)
    found = [
        *(Fact(item.kind, item.value, _span(analysis, item.first, item.last)) for item in analysis.items),
        *_denials(analysis),
        *(Fact("quotation", quoted(span.text), span) for span in analysis.quotations),
    ]
    found.sort(key=lambda fact: (fact.span.start, fact.span.end))
    return Facts(text, tuple(found))


def _denials(analysis: Analysis) -> Iterator[Fact]:
    for negation in analysis.negations:
        if not negation.weak:
            span = _span(analysis, negation.first, negation.last)
            yield Fact("negation", negation.word, span)
            if mode(negation) in ("prohibition", "exemption"):
                yield Fact("modality", mode(negation), span)


def _span(analysis: Analysis, first: int, last: int) -> Span:
    start, end = analysis.reading.token(first).start, analysis.reading.token(last).end
    return Span(start, end, analysis.reading.text[start:end])


def differences(before: str, after: str) -> tuple[Difference, ...]:
    """Return the facts that ``after`` lost or added; empty if every fact of ``before`` is kept and none invented.

    Args:
        before: the original.
        after: its rewrite.

    Raises:
        InputTypeError: one of them is not a ``str``.
    """
    require_text(before, "differences")
    require_text(after, "differences")
    return tuple(Difference(*change) for change in compare(analyse(before), analyse(after)))


def protected(text: str) -> tuple[Span, ...]:
    """Return the stretches of ``text`` that a rewrite must leave as they stand, in order, without overlap.

    They are quotations and whose they are, articles of law, references to them, names, programmes, documents, numbers,
    amounts, dates, times, links, phone numbers, handles and hashtags.

    Raises:
        InputTypeError: ``text`` is not a ``str``.
    """
    require_text(text, "protected")
    return tuple(Span(start, end, text[start:end]) for start, end in protected_stretches(analyse(text)))


__all__ = ["FACT_KINDS", "Difference", "Fact", "Facts", "differences", "facts", "protected"]

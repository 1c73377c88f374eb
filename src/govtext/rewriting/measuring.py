"""How bureaucratic texts are, sentence by sentence, and which words make them so.

The score is that of the `fast` model. What a word or phrase adds is measured by occlusion (Zeiler and Fergus 2014): the
score of the text less its score with the phrase put plainly, or left out.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import islice
from typing import TYPE_CHECKING

from govtext.errors import InputTypeError, require_text, require_whole
from govtext.types import Formality, FormalityReason, SentenceFormality, Span

if TYPE_CHECKING:
    from govtext.scoring import Pipeline

LEGAL, LONG, CHAT = "legal_reference", "long_sentence", "chat_spelling"
_LONGEST = 15  # words of a sentence (labels/TONE.md, principle 5)
_LEAST = 0.005  # of the score; what adds less is no reason
_MESSAGES = {
    LEGAL: "Dasar hukum di tengah kalimat membuatnya berat. Taruh di akhir atau sebagai tautan.",
    LONG: f"Kalimat ini lebih dari {_LONGEST} kata. Bagi menjadi dua atau tiga.",
    CHAT: "Ejaan percakapan membuat teks terasa santai.",
}


def formality(text: str, *, reasons: bool = True) -> Formality:
    """Return how bureaucratic ``text`` and each of its sentences are, and why.

    Args:
        text: any string.
        reasons: also find what adds to the score, and what takes from it.

    Returns:
        ``score`` is 0 (casual) to 1 (bureaucratic). ``reasons`` are ordered by what they add, the greatest first; a
        negative one makes the text more casual. They do not sum to the score.

    Raises:
        InputTypeError: ``text`` is not a ``str``.
    """
    require_text(text, "formality")
    found = next(formalities([text]))
    return replace(found, reasons=_reasons(text, found)) if reasons else found


def formalities(texts: Iterable[str], batch_size: int = 256) -> Iterator[Formality]:
    """Score many texts and their sentences, lazily and in order; without reasons.

    Args:
        texts: any iterable of ``str``.
        batch_size: texts scored at once; changes the speed only.

    Raises:
        InputTypeError: ``texts`` is one ``str``, or holds something else than ``str``.
        InputError: ``batch_size`` is below 1.
    """
    if isinstance(texts, str | bytes) or not isinstance(texts, Iterable):
        raise InputTypeError(
            "formalities takes many texts",
            got=texts,
            allowed="an iterable of str",
            fix="for one text call formality(text)",
        )
    return _many(texts, require_whole(batch_size, "batch_size", 1))


def _many(texts: Iterable[str], batch_size: int) -> Iterator[Formality]:
    from govtext.text import sentences

    iterator = iter(texts)
    while batch := list(islice(iterator, batch_size)):
        spans = [sentences(require_text(text, "formalities")) for text in batch]
        wanted = [*batch, *(span.text for several in spans for span in several if len(several) > 1)]
        found = iter(scored(wanted))
        whole = [next(found) for _ in batch]
        for score, several in zip(whole, spans, strict=True):
            parts = [next(found) for _ in several] if len(several) > 1 else [score] * len(several)
            yield replace(score, sentences=tuple(map(_sentence, several, parts)))


def _sentence(span: Span, found: Formality) -> SentenceFormality:
    return SentenceFormality(span.start, span.end, span.text, found.score, found.level)


def scored(texts: Sequence[str]) -> list[Formality]:
    """Return the formality of whole texts."""
    if not texts:
        return []
    model = _model()
    values = model.scores(list(texts)).formality
    levels = model.formality_levels(values)
    return [Formality(float(value), level) for value, level in zip(values, levels, strict=True)]


@cache
def _model() -> Pipeline:
    from govtext.scoring import load

    return load("fast")


@dataclass(frozen=True, slots=True)
class _Cause:
    """A phrase that may matter, and the text as it would be without it."""

    kind: str
    start: int
    end: int
    message: str
    without: str


def _reasons(text: str, found: Formality) -> tuple[FormalityReason, ...]:
    causes = [*_styles(text), *_laws(text), *_lengths(text, found), *_spellings(text)]
    made = [
        FormalityReason(one.start, one.end, text[one.start : one.end], one.kind, found.score - score.score, one.message)
        for one, score in zip(causes, scored([one.without for one in causes]), strict=True)
    ]
    kept = (one for one in made if abs(one.adds) >= _LEAST)
    return tuple(sorted(kept, key=lambda one: (-one.adds, one.start)))


def _styles(text: str) -> Iterator[_Cause]:
    from govtext.rewriting.matching import hits
    from govtext.rewriting.mending import apply

    for hit in hits(text):
        without, edits = apply(text, [hit], "plain", "")
        if not edits:
            without = text[: hit.start] + text[hit.end :]
        yield _Cause(hit.rule.category, hit.start, hit.end, hit.rule.message, without)


def _laws(text: str) -> Iterator[_Cause]:
    from govtext.rewriting.facts import facts

    for fact in facts(text):
        if fact.kind == "law":
            without = text[: fact.span.start] + text[fact.span.end :]
            yield _Cause(LEGAL, fact.span.start, fact.span.end, _MESSAGES[LEGAL], without)


def _lengths(text: str, found: Formality) -> Iterator[_Cause]:
    """Yield the long sentences; without their length means cut at the comma nearest to the middle."""
    for one in found.sentences:
        if len(one.text.split()) <= _LONGEST:
            continue
        cuts = [place for place, letter in enumerate(one.text) if letter == ","]
        cuts = cuts or [place for place, letter in enumerate(one.text) if letter == " "]
        middle = one.start + min(cuts, key=lambda place: abs(2 * place - len(one.text)))
        rest = text[middle + 1 :].lstrip()
        yield _Cause(LONG, one.start, one.end, _MESSAGES[LONG], f"{text[:middle]}. {rest[:1].upper()}{rest[1:]}")


def _spellings(text: str) -> Iterator[_Cause]:
    from govtext.text import normalize

    normal = normalize(text)
    for one in normal.alignment:
        written = normal.text[one.out_start : one.out_end]
        if written != text[one.start : one.end]:
            yield _Cause(CHAT, one.start, one.end, _MESSAGES[CHAT], text[: one.start] + written + text[one.end :])

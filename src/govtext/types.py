"""The result types. All are frozen and slotted; all spans are codepoint offsets into the original text."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from govtext.errors import InputError


@dataclass(frozen=True, slots=True)
class Span:
    """A piece of the original text: ``text == original[start:end]``."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Token:
    """A token: ``text == original[start:end]``.

    Attributes:
        kind: one of `govtext.text.TOKEN_KINDS`.
        norm: lower-cased form without lengthening, for look-ups.
        parts: the words inside a hashtag, else empty.
    """

    text: str
    start: int
    end: int
    kind: str
    norm: str
    parts: tuple[str, ...] = ()


class TokenDraft:
    """A token in the making: a mutable object of the same layout as `Token`.

    A frozen dataclass sets each field through ``object.__setattr__``, which takes three times as long as setting them
    here and handing the object over by ``draft.__class__ = Token``; the tokenizer does nothing else so often.
    """

    __slots__ = ("end", "kind", "norm", "parts", "start", "text")


@dataclass(frozen=True, slots=True)
class Aligned:
    """One step of an alignment: ``output[out_start:out_end]`` came from ``original[start:end]``."""

    out_start: int
    out_end: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Normalized:
    """A normalised text with its alignment.

    The segments of ``alignment`` are in order and cover both texts without gap or overlap;
    a segment whose sides are equal was copied.
    """

    text: str
    alignment: tuple[Aligned, ...]

    def to_original(self, start: int, end: int) -> tuple[int, int]:
        """Map a span of ``text`` to the smallest span of the original text that produced it."""
        touched = [a for a in self.alignment if a.out_start < end and a.out_end > start]
        if not touched:
            anchor = next((a.start for a in self.alignment if a.out_end >= start), 0)
            return anchor, anchor
        first, last = touched[0], touched[-1]
        copied_first = first.out_end - first.out_start == first.end - first.start
        copied_last = last.out_end - last.out_start == last.end - last.start
        left = first.start + max(0, start - first.out_start) if copied_first else first.start
        right = last.end - max(0, last.out_end - end) if copied_last else last.end
        return left, right


@dataclass(frozen=True, slots=True)
class RedactedSpan:
    """Personal data found in the original text and the placeholder that stands for it."""

    start: int
    end: int
    kind: str
    placeholder: str


@dataclass(frozen=True, slots=True)
class Redacted:
    """A text with personal data replaced by placeholders, and where it stood in the original."""

    text: str
    spans: tuple[RedactedSpan, ...]


@dataclass(frozen=True, slots=True)
class Flag:
    """A yes/no label with its calibrated probability. Truthy when ``value`` is true."""

    value: bool
    score: float

    def __bool__(self) -> bool:
        return self.value


@dataclass(frozen=True, slots=True)
class Label:
    """The chosen class of a head with one answer.

    Attributes:
        score: calibrated probability of ``id``.
        scores: calibrated probability of every class, by id, in the order of the label scheme.
    """

    id: str
    name: str
    score: float
    scores: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class TopicLabel:
    """A topic of the comment, with the words that point to it."""

    id: str
    name: str
    score: float
    evidence: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class VoiceLabel:
    """A vulnerable group that speaks or is spoken of, with the words that point to it."""

    id: str
    name: str
    score: float
    evidence: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class FormalityReason:
    """A phrase of a text that makes it more or less bureaucratic: ``text == original[start:end]``.

    Attributes:
        kind: the category of the rule that found it, ``"legal_reference"``, ``"long_sentence"`` or ``"chat_spelling"``.
        adds: what it adds to the score of the text; negative for what makes it more casual.
        message: why, in Indonesian.
    """

    start: int
    end: int
    text: str
    kind: str
    adds: float
    message: str


@dataclass(frozen=True, slots=True)
class SentenceFormality:
    """How bureaucratic a sentence is by itself: ``text == original[start:end]``."""

    start: int
    end: int
    text: str
    score: float
    level: str


@dataclass(frozen=True, slots=True)
class Formality:
    """How bureaucratic a text is: ``score`` 0 casual to 1 bureaucratic; ``level`` names its quarter.

    Attributes:
        reasons: what adds to the score, if asked for; see `govtext.formality`.
        sentences: the same for each sentence, if asked for.
    """

    score: float
    level: str
    reasons: tuple[FormalityReason, ...] = ()
    sentences: tuple[SentenceFormality, ...] = ()


@dataclass(frozen=True, slots=True)
class RewriteEdit:
    """A change of a text: ``before == original[start:end]`` became ``after``.

    Attributes:
        rules: ids of the rules that made it.
        why: their reasons, in Indonesian.
    """

    start: int
    end: int
    before: str
    after: str
    rules: tuple[str, ...]
    why: str


@dataclass(frozen=True, slots=True)
class Rewrite:
    """A text rewritten.

    Attributes:
        text: the rewrite; the original where nothing was changed.
        edits: the changes, in text order; put into the original they give ``text``.
        before: formality of the original.
        after: formality of ``text``.
        alternatives: other rewrites that keep every fact too.
        unchanged_reason: why nothing was changed, or empty.
    """

    original: str
    text: str
    edits: tuple[RewriteEdit, ...]
    before: Formality
    after: Formality
    alternatives: tuple[str, ...]
    unchanged_reason: str


@dataclass(frozen=True, slots=True)
class Finding:
    """Something in a post that an officer may want to mend.

    Attributes:
        code: stable name of the check, or id of the rule of style.
        span: where; without extent where something is missing.
        severity: ``"info"``, ``"suggestion"`` or ``"warning"``.
        message: why, in Indonesian, for the officer.
        suggestion: what to write, with placeholders in square brackets for facts; empty where there is none.
        source: the guide, law or rule that the check rests on.
    """

    code: str
    span: Span
    severity: str
    message: str
    suggestion: str
    source: str


@dataclass(frozen=True, slots=True)
class PostKind:
    """What a post is for.

    Attributes:
        id: one of the five kinds of content of a poverty post, or ``"other"``.
        name: its Indonesian name.
        scores: the sum of cue weights of every kind, by id.
        evidence: the words that spoke for it.
    """

    id: str
    name: str
    scores: Mapping[str, int]
    evidence: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Annotation:
    """Everything govtext says about one comment.

    Attributes:
        needs_review: the model is too unsure of some label for it to be used unseen.
        truncated: the text is longer than the model's window, and its end was not scored.
        model: name of the model that scored it.
    """

    text: str
    poverty_related: Flag
    topics: tuple[TopicLabel, ...]
    sentiment: Label
    intent: Label
    voices: tuple[VoiceLabel, ...]
    stance: Label
    formality: Formality
    needs_review: bool
    truncated: bool
    model: str

    @property
    def tokens(self) -> tuple[Token, ...]:
        """The tokens of ``text``, computed on access: most callers of ``pipe`` never ask for them."""
        from govtext.text import tokenize

        return tokenize(self.text)

    @property
    def sentences(self) -> tuple[Span, ...]:
        """The sentences of ``text``, computed on access."""
        from govtext.text import sentences

        return sentences(self.text)

    def to_dict(self) -> dict[str, Any]:
        """Return a JSON-ready dict with stable keys and plain types."""
        return {
            "text": self.text,
            "poverty_related": self.poverty_related.value,
            "poverty_score": self.poverty_related.score,
            "topics": [_label_dict(topic) for topic in self.topics],
            "sentiment": _label_dict(self.sentiment),
            "intent": _label_dict(self.intent),
            "voices": [_label_dict(voice) for voice in self.voices],
            "stance": _label_dict(self.stance),
            "formality": {"score": self.formality.score, "level": self.formality.level},
            "needs_review": self.needs_review,
            "truncated": self.truncated,
            "model": self.model,
        }

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Annotation:
        """Return the annotation that `to_dict` made ``data`` of.

        Raises:
            InputError: ``data`` lacks a key, or a value has another form.
        """
        with _made_by_to_dict(cls):
            return cls(
                text=data["text"],
                poverty_related=Flag(data["poverty_related"], data["poverty_score"]),
                topics=tuple(TopicLabel(**{**row, "evidence": _spans(row)}) for row in data["topics"]),
                sentiment=Label(**data["sentiment"]),
                intent=Label(**data["intent"]),
                voices=tuple(VoiceLabel(**{**row, "evidence": _spans(row)}) for row in data["voices"]),
                stance=Label(**data["stance"]),
                formality=Formality(**data["formality"]),
                needs_review=data["needs_review"],
                truncated=data["truncated"],
                model=data["model"],
            )


def _spans(row: Mapping[str, Any]) -> tuple[Span, ...]:
    return tuple(Span(**span) for span in row["evidence"])


@dataclass(frozen=True, slots=True)
class CustomAnnotation:
    """What a model of your own says about one text.

    It has the heads that the model was trained on and no others: asking it for ``topics`` or ``sentiment`` of govtext's
    own scheme is an `AttributeError`, so that a label nobody trained is never taken for one.

    Attributes:
        labels: by the name of the head, its `Label`; of a head with many answers a tuple of labels, empty for none.
        needs_review: the model is too unsure of some label for it to be used unseen.
        truncated: the text is longer than the model's window, and its end was not scored.
        model: name of the model that scored it.
    """

    text: str
    labels: Mapping[str, Label | tuple[Label, ...]]
    needs_review: bool
    truncated: bool
    model: str

    def to_dict(self) -> dict[str, Any]:
        """Return a JSON-ready dict with stable keys and plain types."""
        labels = {
            head: [_label_dict(one) for one in found] if isinstance(found, tuple) else _label_dict(found)
            for head, found in self.labels.items()
        }
        return {
            "text": self.text,
            "labels": labels,
            "needs_review": self.needs_review,
            "truncated": self.truncated,
            "model": self.model,
        }

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> CustomAnnotation:
        """Return the annotation that `to_dict` made ``data`` of.

        Raises:
            InputError: ``data`` lacks a key, or a value has another form.
        """
        with _made_by_to_dict(cls):
            labels = {
                head: tuple(Label(**one) for one in found) if isinstance(found, list) else Label(**found)
                for head, found in data["labels"].items()
            }
            return cls(data["text"], labels, data["needs_review"], data["truncated"], data["model"])


@contextmanager
def _made_by_to_dict(kind: type) -> Iterator[None]:
    """Turn the errors of reading something else than what ``kind.to_dict`` returns into one that says so."""
    try:
        yield
    except (KeyError, TypeError, AttributeError) as error:
        raise InputError(
            f"this is no {kind.__name__} as a dict ({error!r})", fix=f"give what {kind.__name__}.to_dict returned"
        ) from None


def _label_dict(label: Label | TopicLabel | VoiceLabel) -> dict[str, Any]:
    shared = {"id": label.id, "name": label.name, "score": label.score}
    if isinstance(label, Label):
        return {**shared, "scores": dict(label.scores)}
    evidence = [{"start": s.start, "end": s.end, "text": s.text} for s in label.evidence]
    return {**shared, "evidence": evidence}

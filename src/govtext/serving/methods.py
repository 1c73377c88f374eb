"""What each method does: many texts in, a JSON-ready result for each, of the form of the commands' ``--json``."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from govtext.scoring import Pipeline

Result = dict[str, Any]
Run = Callable[..., list[Result]]


def runners(load: Callable[[], Pipeline]) -> Mapping[str, Run]:
    """Return the functions behind the methods, by name; each takes texts, and the options of its method by name.

    Args:
        load: opens the model when the first texts are to be annotated.
    """

    def annotate(texts: Sequence[str]) -> list[Result]:
        return [found.to_dict() for found in load().pipe(texts)]

    return {
        "annotate": annotate,
        "rewrite": _rewrite,
        "formality": _formality,
        "lint": _lint,
        "redact": _redact,
        "tokenize": _tokenize,
        "normalize": _normalize,
        "sentences": _sentences,
    }


def _rewrite(texts: Sequence[str], *, tone: str, address: str | None, max_edits: int | None) -> list[Result]:
    from govtext.rewriting import rewrites

    return [asdict(found) for found in rewrites(texts, tone, address, max_edits)]


def _formality(texts: Sequence[str], *, reasons: bool) -> list[Result]:
    from govtext.rewriting import formalities, formality

    found = map(formality, texts) if reasons else formalities(texts)
    return [{"text": text, **asdict(one)} for text, one in zip(texts, found, strict=True)]


def _lint(texts: Sequence[str], *, kind: str | None) -> list[Result]:
    from govtext.rewriting.linting import lint_as

    results = []
    for text in texts:
        told, findings = lint_as(text, kind)
        rows = [{**asdict(one), **asdict(one.span)} for one in findings]
        for row in rows:
            del row["span"]
        evidence = [] if kind else [asdict(span) for span in told.evidence]
        results.append({"kind": kind or told.id, "evidence": evidence, "findings": rows})
    return results


def _redact(texts: Sequence[str]) -> list[Result]:
    from govtext.text import redact

    return [{"redacted": one.text, "spans": [asdict(span) for span in one.spans]} for one in map(redact, texts)]


def _tokenize(texts: Sequence[str]) -> list[Result]:
    from govtext.text import tokenize

    return [{"text": text, "tokens": [asdict(token) for token in tokenize(text)]} for text in texts]


def _normalize(texts: Sequence[str], *, level: str) -> list[Result]:
    from govtext.text import normalize

    results = []
    for text in texts:
        found = normalize(text, level)
        alignment = [asdict(step) for step in found.alignment]
        results.append({"text": text, "normalized": found.text, "alignment": alignment})
    return results


def _sentences(texts: Sequence[str]) -> list[Result]:
    from govtext.text import sentences

    return [{"text": text, "sentences": [asdict(span) for span in sentences(text)]} for text in texts]

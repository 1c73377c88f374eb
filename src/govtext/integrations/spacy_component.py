"""The spaCy component ``govtext``: labels on `Doc` objects, whatever made their tokens.

import spacy
nlp = spacy.blank("xx")
nlp.add_pipe("govtext", config={"model": "fast"})
doc = nlp("Min, mbah saya kok gak dapet PKH?")
doc._.govtext.topics; doc.cats["sentiment.negative"]; doc.spans["voices"]
"""

from __future__ import annotations

import itertools
import json
import shutil
import warnings
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from spacy.language import Language
from spacy.pipeline import Pipe
from spacy.tokens import Doc, Span, SpanGroup

from govtext.errors import GovtextWarning, ModelError
from govtext.integrations.naming import score_names
from govtext.integrations.opening import opened
from govtext.scoring import Pipeline
from govtext.scoring.manifest import find_model, installed_models, linked_folders
from govtext.types import Annotation, CustomAnnotation, TopicLabel, VoiceLabel

NAME = "govtext"
_SAVED = "govtext.json"


class GovtextComponent(Pipe):
    """Labels docs.

    Sets of each doc:

    - ``doc._.govtext``: its `Annotation`; None where no such component was run;
    - ``doc.cats``: the calibrated probability of every class, also of those not given. Keys are ``<head>.<id>``
      (``sentiment.negative``, ``topics.health``, ``voices.elderly``), and ``poverty_related`` and ``formality`` alone;
    - ``doc.spans["topics"]``, ``doc.spans["voices"]``: the evidence of the labels given, grown to whole tokens;
      ``span.label_`` is the id, ``span._.govtext`` the `TopicLabel` or `VoiceLabel`.

    A model of your own (`govtext train`) sets a `CustomAnnotation` and ``doc.cats`` (``<head>.<id>``), and no spans.

    What is set travels with the doc (``to_bytes``, ``DocBin``, other processes). Nothing is shared between pipelines:
    the extensions read the doc alone. Of two such components in one pipeline the last one counts.

    Args:
        name: name of the component in its pipeline.
        model: as in `govtext.load`. A folder is given with a separator in it (``./mine``); its files are saved with
            the pipeline.
        device: as in `govtext.load`.
        threads: as in `govtext.load`.

    Raises:
        ModelError: there is no model of that name; a folder is looked for when the first doc comes.
    """

    def __init__(self, name: str, model: str, device: str, threads: int) -> None:
        self.name = name
        self.model, self.device, self.threads = model, device, threads
        if model != "auto" and not _is_path(model):
            find_model(model)

    @property
    def pipeline(self) -> Pipeline:
        """The pipeline behind it, opened when it is first asked for."""
        return opened(self.model, self.device, self.threads)

    @property
    def labels(self) -> tuple[str, ...]:
        """The keys that it sets in ``doc.cats``."""
        try:
            heads = self.pipeline.manifest.heads
        except ModelError:  # spaCy asks before `from_disk` has told where the folder is now
            return ()
        return tuple(key for head, ids in heads.items() for key in score_names(head, ids))

    def __call__(self, doc: Doc) -> Doc:
        """Label one doc."""
        self._set([doc])
        return doc

    def pipe(self, stream: Iterable[Doc], *, batch_size: int = 256) -> Iterator[Doc]:
        """Label many docs, lazily and in order; ``batch_size`` of them are scored at once."""
        docs = iter(stream)
        while batch := list(itertools.islice(docs, batch_size)):
            try:
                self._set(batch)
            except Exception as error:  # noqa: BLE001 - spaCy lets its users say what happens then
                self.get_error_handler()(self.name, self, batch, error)
            else:
                yield from batch

    def _set(self, docs: Sequence[Doc]) -> None:
        texts = [doc.text for doc in docs]
        pipeline = self.pipeline
        scores, attributions = pipeline.explained(texts)
        columns = {
            key: values[:, place].tolist()
            for head, values in scores.probabilities.items()
            for place, key in enumerate(score_names(head, pipeline.manifest.heads[head]))
        }
        for row, found in enumerate(pipeline.annotations(texts, scores, attributions)):
            doc = docs[row]
            # Plain data, which spaCy can write; the text stands in the doc already.
            doc.user_data[NAME] = {key: value for key, value in found.to_dict().items() if key != "text"}
            doc.cats.update({key: values[row] for key, values in columns.items()})
            if isinstance(found, CustomAnnotation):  # a model of your own tells no evidence
                continue
            doc.spans["topics"] = SpanGroup(doc, name="topics", spans=_spans(doc, found.topics))
            doc.spans["voices"] = SpanGroup(doc, name="voices", spans=_spans(doc, found.voices))

    def to_disk(self, path: str | Path, *, exclude: Iterable[str] = ()) -> None:  # noqa: ARG002 - spaCy's signature
        """Write which model it was, and the files of a model that does not come with govtext."""
        folder = Path(path)
        folder.mkdir(parents=True, exist_ok=True)
        saved = self._saved()
        if _is_path(self.model):
            source = Path(self.model)
            saved["model"] = source.resolve().name
            for one in linked_folders(source):
                if (folder / one.name).resolve() != one:
                    shutil.copytree(one, folder / one.name, dirs_exist_ok=True)
        (folder / _SAVED).write_text(json.dumps(saved), encoding="utf-8")

    def from_disk(self, path: str | Path, *, exclude: Iterable[str] = ()) -> GovtextComponent:  # noqa: ARG002
        """Read what `to_disk` wrote; a warning tells if the installed model is another version."""
        folder = Path(path)
        saved = json.loads((folder / _SAVED).read_text(encoding="utf-8"))
        here = folder / saved["model"]
        self.model = str(here.resolve()) if here.is_dir() else saved["model"]
        return self._checked(saved)

    def to_bytes(self, *, exclude: Iterable[str] = ()) -> bytes:  # noqa: ARG002 - spaCy's signature
        """Return which model it was; its files are not in the bytes."""
        return json.dumps(self._saved()).encode()

    def from_bytes(self, data: bytes, *, exclude: Iterable[str] = ()) -> GovtextComponent:  # noqa: ARG002
        """Read what `to_bytes` returned; a warning tells if the installed model is another version."""
        saved = json.loads(data)
        self.model = saved["model"]
        return self._checked(saved)

    def _saved(self) -> dict[str, Any]:
        return {"model": self.model, "fingerprint": self.pipeline.fingerprint}

    def _checked(self, saved: Mapping[str, Any]) -> GovtextComponent:
        if self.pipeline.fingerprint != saved["fingerprint"]:
            warnings.warn(
                f"the pipeline was saved with another version of the model {self.model!r}; its labels may differ",
                GovtextWarning,
                stacklevel=3,
            )
        return self


@Language.factory(
    NAME,
    assigns=["doc._.govtext", "doc.cats", "doc.spans"],
    default_config={"model": "auto", "device": "cpu", "threads": 0},
)
def create_component(nlp: Language, name: str, model: str, device: str, threads: int) -> GovtextComponent:  # noqa: ARG001
    """Return the component, for ``nlp.add_pipe("govtext", config={…})``."""
    return GovtextComponent(name, model, device, threads)


def _is_path(model: str) -> bool:
    return model not in {one.name for one in installed_models()} and any(mark in model for mark in "/\\")


def _spans(doc: Doc, labels: Iterable[TopicLabel | VoiceLabel]) -> list[Span]:
    """Return the evidence of labels as whole tokens, without repeats, in text order."""
    found: dict[tuple[int, int, str], Span] = {}
    for label in labels:
        for one in label.evidence:
            span = doc.char_span(one.start, one.end, label=label.id, alignment_mode="expand")
            if span is not None:
                found[span.start, span.end, label.id] = span
    return [found[key] for key in sorted(found)]


def _annotation(doc: Doc) -> Annotation | CustomAnnotation | None:
    data = doc.user_data.get(NAME)
    if data is None:
        return None
    kind = CustomAnnotation if "labels" in data else Annotation
    return kind.from_dict({"text": doc.text, **data})


def _label(span: Span) -> TopicLabel | VoiceLabel | None:
    found = _annotation(span.doc)
    labels: tuple[TopicLabel | VoiceLabel, ...] = ()
    if isinstance(found, Annotation):
        labels = (*found.topics, *found.voices)
    return next((label for label in labels if label.id == span.label_), None)


# Extensions are one for the whole process, so they read what the doc holds and know no pipeline.
if not Doc.has_extension(NAME):
    Doc.set_extension(NAME, getter=_annotation)
if not Span.has_extension(NAME):
    Span.set_extension(NAME, getter=_label)

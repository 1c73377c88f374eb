"""The pipeline: texts in, annotations or table columns out."""

from __future__ import annotations

import hashlib
import itertools
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from govtext.errors import InputTypeError, ModelError, require_text, require_whole
from govtext.labels import scheme
from govtext.scoring.evidence import Attribution, find_evidence
from govtext.scoring.fast import FastModel
from govtext.scoring.manifest import (
    CUSTOM,
    WEIGHTS,
    YES_NO,
    Manifest,
    check_files,
    columns,
    find_model,
    read_manifest,
    read_table,
    read_weights,
)
from govtext.scoring.mixture import Mixture
from govtext.scoring.scores import Model, Scores, explain, score
from govtext.types import Annotation, Flag, Formality, Label, TopicLabel, VoiceLabel

if TYPE_CHECKING:
    import pyarrow as pa

    from govtext.scoring.accurate import Engine

LEVELS = ("casual", "neutral", "formal", "bureaucratic")
AUTO, CPU = "auto", "cpu"


def load(name: str = AUTO, *, device: str = CPU, threads: int = 0) -> Pipeline:
    """Open a model.

    Args:
        name: ``"fast"``, ``"accurate"``, ``"auto"`` (fast, and accurate for the texts that fast is not sure of; fast
            alone where accurate is not installed), or a model folder.
        device: where the encoder of accurate runs: ``"cpu"`` (int8, ONNX Runtime), or a device of torch such as
            ``"cuda"`` (16-bit floats). ``fast`` always runs on the processor.
        threads: processor cores that the encoder takes; 0 for all. The small products of ``fast`` take as many as
            numpy is set to, by ``OMP_NUM_THREADS`` or threadpoolctl; archives, `govtext serve` and Ray set it to one.

    Raises:
        ModelError: there is no such model, or its files are damaged or were changed.
        MissingExtraError: the model needs packages that are not installed.
        InputError: there is no such device, or ``threads`` is below 0.

    A folder that `govtext train` wrote from labels of your own gives a `govtext.scoring.custom.CustomPipeline`, whose
    results are `govtext.types.CustomAnnotation`.
    """
    require_whole(threads, "threads", 0)
    if require_text(name, "load") == AUTO:
        from govtext.scoring.cascade import open_auto

        return open_auto(require_text(device, "device"), threads)
    return open_model(name, require_text(device, "device"), threads)


def open_model(name: str, device: str = CPU, threads: int = 0) -> Pipeline:
    """Open one model by its name or folder; see `load`."""
    folder = find_model(name)
    if read_table(folder).get("kind") == CUSTOM:
        from govtext.scoring.custom import open_custom

        return open_custom(folder, device, threads)
    manifest = read_manifest(folder)
    return Pipeline(_open(folder, manifest, device, threads), manifest)


def _open(folder: Path, manifest: Manifest, device: str, threads: int) -> Model:
    sizes = {head: len(classes) for head, classes in manifest.heads.items()}
    try:
        if manifest.kind == "fast":
            return FastModel(read_weights(folder, manifest), manifest.options, by_maximum(sizes))
        if manifest.kind == "accurate":
            from govtext.scoring.accurate import AccurateModel

            check_files(folder, manifest)
            engine = _engine(folder, manifest, device, threads)
            encoder = AccurateModel(folder, engine, manifest.options, by_maximum(sizes))
            beside = manifest.options.get("beside")
            if beside is None:
                return encoder
            return Mixture(encoder, _beside(folder, beside), beside["shares"], sizes)
    except KeyError as error:
        raise ModelError(f"the model in {folder} lacks {error}", fix="install govtext again or train again") from None
    raise ModelError("unknown kind of model", got=manifest.kind, allowed=("fast", "accurate"), fix="update govtext")


def _engine(folder: Path, manifest: Manifest, device: str, threads: int) -> Engine:
    if device == CPU:
        from govtext.scoring.onnx_engine import OnnxEngine

        return OnnxEngine(folder, threads)
    from govtext.scoring.torch_engine import TorchEngine

    return TorchEngine(folder, manifest.options, device)


def _beside(folder: Path, beside: Mapping[str, Any]) -> Model:
    """Open the model that ``folder`` is mixed with: the one of that name in the same place, and no other version."""
    other = folder.parent / beside["model"]
    manifest = read_manifest(other)
    if manifest.sha256.get(WEIGHTS) != beside["sha256"]:
        raise ModelError(
            f"{folder} was mixed with another version of {other}", fix="run training/join_models.py, or install again"
        )
    return _open(other, manifest, CPU, 0)


def by_maximum(sizes: Mapping[str, int]) -> npt.NDArray[np.bool_]:
    """Return which classes a long text has if one of its windows has them: those of the yes/no heads."""
    return np.repeat([head in YES_NO for head in sizes], list(sizes.values()))


class Pipeline:
    """Labels comments with one model. Made by `load`; holds no state between calls, so threads may share it."""

    def __init__(self, model: Model, manifest: Manifest) -> None:
        self.model = model
        self.manifest = manifest
        self._names = {
            head: [scheme()[head][label].name_id for label in manifest.heads[head]]
            for head in ("topics", "sentiment", "intent", "voices", "stance")
        }
        self._columns = columns(manifest.heads)

    def __repr__(self) -> str:
        return f"Pipeline({self.name!r})"

    @property
    def name(self) -> str:
        """Name of the model."""
        return self.manifest.name

    @property
    def fingerprint(self) -> str:
        """SHA-256 of all that labels depend on: the manifest, which holds the hashes of the files."""
        return hashlib.sha256(repr(self.manifest).encode()).hexdigest()

    def __call__(self, text: str) -> Annotation:
        """Label one text; anything but a ``str`` raises `InputTypeError`."""
        texts = [require_text(text, "nlp")]
        return next(self.annotations(texts, *self.explained(texts)))

    def pipe(self, texts: Iterable[str], batch_size: int = 256, progress: bool = False) -> Iterator[Annotation]:
        """Label many texts, lazily and in order; memory is bounded by ``batch_size`` texts.

        Args:
            texts: any iterable of ``str``.
            batch_size: texts scored at once; changes the speed only.
            progress: show a progress bar on standard error.

        Raises:
            InputTypeError: ``texts`` is one ``str``, or not iterable, or holds something else than ``str``, or
                ``batch_size`` is no ``int``.
            InputError: ``batch_size`` is below 1.
        """
        if isinstance(texts, str | bytes) or not isinstance(texts, Iterable):
            raise InputTypeError(
                "pipe takes many texts", got=texts, allowed="an iterable of str", fix="for one text call nlp(text)"
            )
        return self._pipe(texts, require_whole(batch_size, "batch_size", 1), progress)

    def _pipe(self, texts: Iterable[str], batch_size: int, progress: bool) -> Iterator[Annotation]:
        if progress:
            from rich.console import Console
            from rich.progress import track

            texts = track(texts, description="labelling", console=Console(stderr=True))
        # Taken in slices, not by the iterator's own chunks, so that a generator is never read ahead further.
        iterator = iter(texts)
        position = 0
        while batch := list(itertools.islice(iterator, batch_size)):
            for offset, text in enumerate(batch):
                if not isinstance(text, str):
                    raise InputTypeError(
                        f"item {position + offset} of pipe is not a text",
                        got=text,
                        allowed="str",
                        fix="drop or fill missing texts first; nlp.annotate(table) accepts nulls",
                    )
            yield from self.annotations(batch, *self.explained(batch))
            position += len(batch)

    def annotate(self, table: pa.Table, text_column: str = "text", prefix: str = "") -> pa.Table:
        """Return ``table`` with label columns appended: same rows, same columns, in order.

        A null text gives null labels.

        Args:
            table: a pyarrow table with a string column.
            text_column: name of that column.
            prefix: put before the name of every label column.

        Raises:
            InputTypeError: ``table`` is no pyarrow table, a name is no ``str``, or the column holds no strings.
            InputError: there is no such column, or a label column would have the name of an input column.
        """
        from govtext.scoring.table import annotate_table

        return annotate_table(self, table, text_column, prefix)

    @property
    def columns(self) -> tuple[str, ...]:
        """The names of the columns that `annotate` adds, in order."""
        from govtext.scoring.table import COLUMNS

        return COLUMNS

    @property
    def many(self) -> tuple[str, ...]:
        """The heads of which a text may have any number of classes."""
        return ("topics", "voices")

    def arrays(self, texts: Sequence[str | None]) -> dict[str, pa.Array]:
        """Return the columns that `annotate` adds for some texts, by name; None gives nulls."""
        from govtext.scoring.table import scheme_arrays

        return scheme_arrays(self, texts)

    def scores(self, texts: Sequence[str]) -> Scores:
        """Return the calibrated scores of ``texts`` as arrays."""
        return score(self.model, self.manifest, texts)

    def explained(self, texts: Sequence[str]) -> tuple[Scores, Sequence[Attribution | None]]:
        """Return the calibrated scores of ``texts``, and what each piece of a text adds, where the model can tell."""
        return explain(self.model, self.manifest, texts)

    def formality_levels(self, values: npt.NDArray[np.floating[Any]]) -> list[str]:
        """Return the level of each formality score."""
        return [LEVELS[index] for index in np.searchsorted(self.manifest.formality_levels, values, side="right")]

    def annotations(
        self, texts: Sequence[str], scores: Scores, attributions: Sequence[Attribution | None]
    ) -> Iterator[Annotation]:
        """Return what `explained` found of ``texts`` as annotations, for callers that need the arrays too."""
        heads = self.manifest.heads
        probabilities = {name: values.tolist() for name, values in scores.probabilities.items()}
        many = {head: [np.flatnonzero(row).tolist() for row in scores.given[head]] for head in ("topics", "voices")}
        poverty = scores.given["poverty_related"][:, 0].tolist()
        review = scores.needs_review.tolist()
        levels = self.formality_levels(scores.formality)
        chosen = {name: column.tolist() for name, column in scores.chosen.items()}
        for i, text in enumerate(texts):
            labels = {heads[head][k]: self._columns[head].start + k for head, rows in many.items() for k in rows[i]}
            evidence = find_evidence(text, labels, attributions[i])
            found = {
                head: [
                    (heads[head][k], self._names[head][k], probabilities[head][i][k], evidence[heads[head][k]])
                    for k in rows[i]
                ]
                for head, rows in many.items()
            }
            single = {
                head: Label(
                    heads[head][index[i]],
                    self._names[head][index[i]],
                    probabilities[head][i][index[i]],
                    dict(zip(heads[head], probabilities[head][i], strict=True)),
                )
                for head, index in chosen.items()
            }
            yield Annotation(
                text=text,
                poverty_related=Flag(poverty[i], probabilities["poverty_related"][i][0]),
                topics=tuple(TopicLabel(*label) for label in found["topics"]),
                voices=tuple(VoiceLabel(*label) for label in found["voices"]),
                formality=Formality(probabilities["formality"][i][0], levels[i]),
                needs_review=review[i],
                truncated=False,
                model=self.name,
                **single,
            )

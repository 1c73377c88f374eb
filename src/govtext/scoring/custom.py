"""Models that users train on labels of their own: their manifest, and the pipeline that runs them.

A subclass beside the pipeline of govtext's own models, so that the hot path of those knows nothing of custom heads.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np
import numpy.typing as npt

from govtext.errors import InputError, ModelError
from govtext.scoring.manifest import CUSTOM, MANIFEST, Calibration, check_files, columns, read_table
from govtext.scoring.pipeline import CPU, Pipeline
from govtext.scoring.probability import one_of, yes_no
from govtext.types import Annotation, CustomAnnotation, Label

if TYPE_CHECKING:
    import pyarrow as pa

Floats = npt.NDArray[np.floating[Any]]
LINEAR, ENCODER = "linear", "encoder"
# Columns that every custom model writes beside those of its heads.
SHARED_COLUMNS = ("needs_review", "truncated", "model")


@dataclass(frozen=True, slots=True)
class CustomManifest:
    """What the folder of a custom model says of itself in ``model.toml``.

    Attributes:
        heads: the classes of each head, in the order of the scores.
        multi: heads of which a text may have any number of classes.
        review_below: texts whose least sure decision has a lower probability need a reader.
        options: ``architecture`` (`LINEAR` or `ENCODER`) and what it needs.
    """

    name: str
    description: str
    licence: str
    trained_on: tuple[str, ...]
    heads: Mapping[str, tuple[str, ...]]
    multi: tuple[str, ...]
    calibration: Mapping[str, Calibration]
    review_below: float
    options: Mapping[str, Any]
    quality: Mapping[str, float]
    sha256: Mapping[str, str]


class CustomModel(Protocol):
    """What turns texts into logits."""

    def logits(self, texts: Sequence[str]) -> npt.NDArray[np.float32]:
        """Return raw scores, shape (n_texts, n_classes of all heads)."""
        ...

    def truncated(self, texts: Sequence[str]) -> npt.NDArray[np.bool_]:
        """Tell which texts are longer than what is scored, shape (n_texts,)."""
        ...


@dataclass(frozen=True, slots=True)
class CustomScores:
    """Calibrated scores of n texts.

    Attributes:
        probabilities: for each head an array of shape (n, n_classes).
        given: for each head which classes are given, shape (n, n_classes).
        needs_review: shape (n,).
        truncated: shape (n,).
    """

    probabilities: dict[str, Floats]
    given: dict[str, npt.NDArray[np.bool_]]
    needs_review: npt.NDArray[np.bool_]
    truncated: npt.NDArray[np.bool_]

    @property
    def chosen(self) -> dict[str, npt.NDArray[np.int64]]:
        """For each head the place of the first class given, shape (n,); of use for heads with one answer."""
        return {head: given.argmax(axis=1) for head, given in self.given.items()}


def read_custom_manifest(folder: Path) -> CustomManifest:
    """Read and check the manifest of a custom model; anything wrong with it raises `ModelError`."""
    data, path = read_table(folder), folder / MANIFEST
    if data.get("kind") != CUSTOM:
        raise ModelError(f"{path} is not of a model trained on own labels", got=data.get("kind"), allowed=CUSTOM)
    try:
        manifest = CustomManifest(
            name=data["name"],
            description=data["description"],
            licence=data["licence"],
            trained_on=tuple(data["trained_on"]),
            heads={name: tuple(ids) for name, ids in data["heads"].items()},
            multi=tuple(data["multi"]),
            calibration={
                name: Calibration(float(row["temperature"]), tuple(row.get("thresholds", ())))
                for name, row in data["calibration"].items()
            },
            review_below=float(data["review_below"]),
            options=data["options"],
            quality=data["quality"],
            sha256=data["sha256"],
        )
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise ModelError(f"{path} lacks or garbles {error}", fix="restore the file or train again") from None
    if not manifest.heads:
        raise ModelError(f"{path} names no head", fix="restore the file or train again")
    for name, ids in manifest.heads.items():
        calibration = manifest.calibration.get(name)
        wanted = len(ids) if name in manifest.multi else 0
        if not ids or calibration is None or len(calibration.thresholds) != wanted or calibration.temperature <= 0:
            raise ModelError(f"{path} contradicts itself on {name}", fix="restore the file or train again")
    return manifest


def open_custom(folder: Path, device: str = CPU, threads: int = 0) -> CustomPipeline:
    """Open the custom model in ``folder``; see `govtext.load`."""
    manifest = read_custom_manifest(folder)
    check_files(folder, manifest)
    return CustomPipeline(_model(folder, manifest, device, threads), manifest)


def _model(folder: Path, manifest: CustomManifest, device: str, threads: int) -> CustomModel:
    architecture = manifest.options.get("architecture")
    try:
        if architecture == LINEAR:
            from govtext.scoring.linear import open_linear

            return open_linear(folder, manifest.options)
        if architecture == ENCODER:
            from govtext.scoring.sequence import SequenceModel

            return SequenceModel(folder, manifest.options, device, threads)
    except KeyError as error:
        raise ModelError(f"the model in {folder} lacks {error}", fix="train it again") from None
    raise ModelError(
        f"unknown architecture in {folder}", got=architecture, allowed=(LINEAR, ENCODER), fix="update govtext"
    )


def decide(logits: npt.NDArray[np.float32], manifest: CustomManifest, truncated: npt.NDArray[np.bool_]) -> CustomScores:
    """Turn raw scores into `CustomScores`: temperature, then softmax or logistic function, then the decision."""
    probabilities: dict[str, Floats] = {}
    given: dict[str, npt.NDArray[np.bool_]] = {}
    sure = np.ones(len(logits))
    for name, place in columns(manifest.heads).items():
        calibration = manifest.calibration[name]
        scaled = logits[:, place] / calibration.temperature
        if name in manifest.multi:
            values = yes_no(scaled)
            given[name] = values >= np.array(calibration.thresholds)
            each = np.maximum(values, 1 - values).min(axis=1)
        else:
            values = one_of(scaled)
            given[name] = np.arange(values.shape[1]) == values.argmax(axis=1)[:, None]
            each = values.max(axis=1)
        probabilities[name], sure = values, np.minimum(sure, each)
    return CustomScores(probabilities, given, sure < manifest.review_below, truncated)


class CustomPipeline(Pipeline):
    """Labels texts with a model of your own: `nlp(text)`, `pipe` and `annotate` as `Pipeline`, with custom heads.

    Results are `govtext.types.CustomAnnotation`. In tables a head ``emosi`` gives the columns ``emosi`` and
    ``emosi_score``, lists for a head with many answers, as ``topics`` and ``topic_scores`` are; then ``needs_review``,
    ``truncated`` and ``model``.
    """

    def __init__(self, model: CustomModel, manifest: CustomManifest) -> None:  # ours lack the own heads' manifest
        self.model: Any = model
        self.manifest: Any = manifest

    # Any, as a subclass may return nothing but an Annotation to those who have the types checked.
    def __call__(self, text: str) -> Any:
        """Label one text: a `CustomAnnotation`."""
        return super().__call__(text)

    def pipe(self, texts: Iterable[str], batch_size: int = 256, progress: bool = False) -> Iterator[Any]:
        """Label many texts, as `Pipeline.pipe` does: an iterator of `CustomAnnotation`."""
        return super().pipe(texts, batch_size, progress)

    def scores(self, texts: Sequence[str]) -> Any:
        """Return the calibrated scores of ``texts`` as `CustomScores`."""
        return decide(self.model.logits(texts), self.manifest, self.model.truncated(texts))

    def explained(self, texts: Sequence[str]) -> tuple[Any, Sequence[None]]:
        """Return scores as `scores` does; a custom model does not say what a piece of a text adds."""
        return self.scores(texts), [None] * len(texts)

    def formality_levels(self, values: npt.NDArray[np.floating[Any]]) -> list[str]:
        """Raise `InputError`: custom models do not score formality."""
        del values
        raise InputError("this model does not score formality", got=self.name, fix="use govtext.load('fast')")

    @property
    def columns(self) -> tuple[str, ...]:
        """The names of the columns that `annotate` adds, in order."""
        return (*(name for head in self.manifest.heads for name in (head, f"{head}_score")), *SHARED_COLUMNS)

    @property
    def many(self) -> tuple[str, ...]:
        """The heads of which a text may have any number of classes."""
        return tuple(self.manifest.multi)

    def arrays(self, texts: Sequence[str | None]) -> dict[str, pa.Array]:
        """Return the label columns of some texts; None gives nulls."""
        from govtext.scoring.custom_table import custom_columns

        return custom_columns(self, texts)

    def annotations(self, texts: Sequence[str], scores: Any, attributions: Sequence[Any]) -> Iterator[Annotation]:
        """Return what `explained` found of ``texts``: an iterator of `CustomAnnotation`."""
        del attributions
        # The types say Annotation, as `Pipeline` does; a custom model gives CustomAnnotation, which says so itself.
        results: Any = (self._one(text, row, scores) for row, text in enumerate(texts))
        yield from results

    def _one(self, text: str, row: int, found: CustomScores) -> CustomAnnotation:
        labels: dict[str, Label | tuple[Label, ...]] = {}
        for head, ids in self.manifest.heads.items():
            values = dict(zip(ids, found.probabilities[head][row].tolist(), strict=True))
            chosen = tuple(
                Label(ids[k], ids[k], values[ids[k]], values) for k in np.flatnonzero(found.given[head][row]).tolist()
            )
            labels[head] = chosen if head in self.manifest.multi else chosen[0]
        return CustomAnnotation(text, labels, bool(found.needs_review[row]), bool(found.truncated[row]), self.name)

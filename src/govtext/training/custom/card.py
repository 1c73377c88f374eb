"""The card of a custom model, written from its run; it shows no text of the data."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from platform import python_version

from govtext.training.custom.config import CustomConfig
from govtext.training.custom.data import Row, Split
from govtext.training.measure import Result

_BALANCED = "classes weighed by the inverse of their frequency"
_QUALITY = (
    "On the validation part, which also chose the temperature, the thresholds and, of a fine-tuned encoder, the epoch: "
    "figures on new texts will be somewhat lower. 95 % intervals, bootstrap of 1,000 samples."
)
_AGAIN = (
    "These figures are of the model fitted on the training part; "
    "the one here was then fitted in the same way on both parts."
)
_LIMITS = (
    "Only the heads above are answered. Count with it, and queue for a human reader; do not judge or profile a person."
)
_PACKAGES = ("govtext", "numpy", "scikit-learn", "torch", "transformers", "tokenizers")


def write_card(folder: Path, config: CustomConfig, split: Split, results: Sequence[Result]) -> None:
    """Write ``README.md`` into ``folder``."""
    source = config.data.dataset or Path(config.data.train).name
    lines = [
        f"# {config.name}",
        "",
        config.description or "A model trained with `govtext train`.",
        "",
        f"- Licence: {config.licence}",
        f"- Method: {config.method}, backbone `{config.backbone}`, seed {config.seed}",
        f"- Class imbalance: {_BALANCED if config.balanced else 'left as it is'}",
        f"- Made with Python {python_version()}, {', '.join(_versions())}",
        "",
        "## Data",
        config.data_description or f"Texts of `{source}`; the configuration describes them no further.",
        "",
        _counted(split),
        "",
        "| head | label | training | validation |",
        "|---|---|---|---|",
        *_counts(split),
        "",
        "## Quality",
        _QUALITY,
        *((_AGAIN,) if config.method == "few_shot" and split.made else ()),
        "",
        "| head | measure | value [95 % interval] | cases |",
        "|---|---|---|---|",
        *(f"| {_cell(r.data)} | {_cell(r.measure)} | {r.interval} | {r.positives} |" for r in results),
        "",
        "## Limits",
        _LIMITS,
        "",
    ]
    (folder / "README.md").write_text("\n".join(lines), encoding="utf-8")


def _counted(split: Split) -> str:
    made = "drawn from the same data, stratified" if split.made else "given"
    return (
        f"{len(split.train):,} texts to train on, {len(split.validation):,} to validate ({made}); "
        f"{split.dropped:,} rows left out, as they have no text, no label, or stand in both parts. "
        "No text of the data is in this folder."
    )


def _counts(split: Split) -> list[str]:
    parts = [_of(split.train), _of(split.validation)]
    return [
        f"| {head} | {_cell(label)} | {parts[0][head, label]:,} | {parts[1][head, label]:,} |"
        for head, labels in split.heads.items()
        for label in labels
    ]


def _of(rows: Sequence[Row]) -> Counter[tuple[str, str]]:
    return Counter((head, label) for row in rows for head, labels in row.labels.items() for label in labels or ())


def _cell(text: str) -> str:
    return " ".join(text.replace("|", "\\|").split())


def _versions() -> list[str]:
    found = []
    for name in _PACKAGES:
        try:
            found.append(f"{name} {version(name)}")
        except PackageNotFoundError:
            continue
    return found

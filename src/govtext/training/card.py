"""The model card, written from the run."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from importlib.resources import files
from pathlib import Path

from govtext.training.config import Config
from govtext.training.data import Example
from govtext.training.measure import Result


def write_card(folder: Path, kind: str, results: Sequence[Result], examples: Sequence[Example], config: Config) -> None:
    """Write ``README.md`` into the folder of a model, from the template of its kind."""
    template = (files(__package__) / f"card-{kind}.md").read_text(encoding="utf-8")
    sources = Counter(example.source for example in examples)
    size = sum(path.stat().st_size for path in folder.iterdir() if path.suffix != ".md")
    card = template.format(
        name=config.name,
        seed=config.seed,
        megabytes=f"{size / 1e6:.1f}",
        sources="\n".join(f"| {source} | {count:,} |" for source, count in sources.items()),
        whole=_table([r for r in results if ": " not in r.measure]),
        labels=_table([r for r in results if ": " in r.measure]),
    )
    (folder / "README.md").write_text(card, encoding="utf-8")


def _table(results: Sequence[Result]) -> str:
    rows = [f"| {r.data} | {r.measure} | {r.interval} | {r.positives or ''} |" for r in results]
    return "\n".join(["| data | measure | value [95 % interval] | cases |", "|---|---|---|---|", *rows])

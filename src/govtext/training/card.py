"""The model card, written from the run."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from importlib.resources import files
from pathlib import Path

from govtext.evaluation import Interval
from govtext.training.config import Config
from govtext.training.data import Example
from govtext.training.groups import FEWEST, KINDS, GroupError
from govtext.training.measure import Result


def write_card(
    folder: Path,
    kind: str,
    results: Sequence[Result],
    groups: Sequence[GroupError],
    examples: Sequence[Example],
    config: Config,
) -> None:
    """Write ``README.md`` into the folder of a model, from the template of its kind.

    Args:
        folder: the folder.
        kind: ``fast`` or ``accurate``.
        results: what `govtext.training.measure.measure` says of the model.
        groups: what `govtext.training.groups.group_errors` says of it.
        examples: those it was trained on.
        config: what it was trained with.
    """
    template = _template(kind)
    sources = Counter(example.source for example in examples)
    size = sum(path.stat().st_size for path in folder.iterdir() if path.suffix != ".md")
    card = template.format(
        name=config.name,
        seed=config.seed,
        megabytes=f"{size / 1e6:.1f}",
        sources="\n".join(f"| {source} | {count:,} |" for source, count in sources.items()),
        whole=_table([r for r in results if ": " not in r.measure]),
        labels=_table([r for r in results if ": " in r.measure]),
        groups=group_section(groups),
    )
    (folder / "README.md").write_text(card, encoding="utf-8")


def group_section(groups: Sequence[GroupError]) -> str:
    """Return the part of a card about the error rates of groups; what stands out is listed first."""
    if not groups:
        return "### Errors by group\nNot known: the model was measured on no comments."
    tables = {kind: _group_table([row for row in groups if row.kind == kind]) for kind in KINDS}
    more, fewer = _standing_out(groups, 1), _standing_out(groups, -1)
    return _template("groups").rstrip().format(fewest=FEWEST, more=more, fewer=fewer, **tables)


def _standing_out(groups: Sequence[GroupError], sign: int) -> str:
    found: dict[str, list[str]] = {}
    for row in groups:
        if row.difference and _sign(row.difference) == sign:
            found.setdefault(row.group, []).append(row.head)
    return "; ".join(f"{group}: {', '.join(heads)}" for group, heads in found.items()) or "none"


def _sign(difference: Interval) -> int:
    """Return on which side of 0 the whole interval lies, 0 if on neither."""
    return int(difference.low > 0) - int(difference.high < 0)


def _group_table(rows: Sequence[GroupError]) -> str:
    if not rows:
        return "The data do not say."
    heads = list(dict.fromkeys(row.head for row in rows))
    cases = {row.group: row.cases for row in rows}
    cells = {(row.group, row.head): _cell(row) for row in rows if row.error}
    shown = [group for group in cases if (group, heads[0]) in cells]
    lines = [f"| comments | cases | {' | '.join(heads)} |", "|---" * (len(heads) + 2) + "|"]
    lines += [f"| {group} | {cases[group]} | {' | '.join(cells[group, head] for head in heads)} |" for group in shown]
    few = ", ".join(f"{group} {count}" for group, count in cases.items() if group not in shown)
    return "\n".join([*lines, "", f"Too few cases to say: {few}."] if few else lines)


def _cell(row: GroupError) -> str:
    told = _percent(row.error)
    if row.difference:
        difference = _percent(row.difference, sign="+")
        told += f"<br>**{difference}**" if _sign(row.difference) else f"<br>{difference}"
    return told


def _percent(interval: Interval | None, sign: str = "-") -> str:
    if interval is None:
        return ""
    value, low, high = (f"{100 * bound:{sign}.1f}" for bound in (interval.value, interval.low, interval.high))
    return f"{value} [{low}, {high}]"


def _template(name: str) -> str:
    return (files(__package__) / f"card-{name}.md").read_text(encoding="utf-8")


def _table(results: Sequence[Result]) -> str:
    rows = [f"| {r.data} | {r.measure} | {r.interval} | {r.positives or ''} |" for r in results]
    return "\n".join(["| data | measure | value [95 % interval] | cases |", "|---|---|---|---|", *rows])

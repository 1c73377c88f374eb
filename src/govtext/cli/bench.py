"""``govtext bench``."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from govtext.evaluation import LeakReport

_SHOWN = 10  # pairs of a leak check on the screen
_FILE = click.Path(path_type=Path, dir_okay=False)


@click.command("bench")
@click.option("--task", "name", help="Task to run; --list names them.")
@click.option("--data", type=click.Path(path_type=Path), help="Copy of the task's repository. Default: the Hub.")
@click.option("--model", "models", multiple=True, help="System; may be repeated. See --list.")
@click.option("--split", default="test", show_default=True, help="Split to measure on.")
@click.option("--fold", default="0", show_default=True, help="Fold, of tasks with folds; 'all': each, and their mean.")
@click.option("--fit", is_flag=True, help="Fine-tune transformers checkpoints on the train split.")
@click.option("--limit", default=0, type=click.IntRange(min=0), help="Only the first so many examples.")
@click.option("--samples", default=1000, show_default=True, type=click.IntRange(min=1), help="Bootstrap samples.")
@click.option("--seed", default=0, show_default=True, type=click.IntRange(min=0))
@click.option("--format", "shape", default="table", type=click.Choice(["table", "json", "card"]), show_default=True)
@click.option("-o", "--output", type=_FILE, help="File to write; default: the screen.")
@click.option("--save-predictions", type=_FILE, help="Write gold and answers as JSONL; of labels, without texts.")
@click.option("--predictions", type=_FILE, help="Saved answers to score beside.")
@click.option("--leaks", nargs=2, metavar="TRAIN TEST", help="Look for texts of TEST in TRAIN; any table with texts.")
@click.option("--list", "listed", is_flag=True, help="List tasks and systems.")
def command(**options: Any) -> None:
    """Measure models on Indonesian benchmarks, with intervals and significance.

    \b
    govtext bench --task smsa --data indonlu --model fast --model tfidf
    govtext bench --task indolem-sentiment --data indolem --model tfidf --fold all
    govtext bench --leaks train.csv test.csv
    """
    if options["listed"]:
        _list()
        return
    if options["leaks"]:
        shown = _leaks(options["leaks"], options["shape"])
    elif options["name"] and (options["models"] or options["predictions"]):
        shown = _bench(options)
    else:
        raise click.UsageError("name a task and a model: --task NAME --model NAME; --list shows them")
    if options["output"]:
        options["output"].write_text(shown, encoding="utf-8", errors="backslashreplace")
    else:
        click.echo(shown, nl=False)


def _bench(options: dict[str, Any]) -> str:
    from govtext.evaluation import Options, evaluate
    from govtext.evaluation.rendering import FORMATS
    from govtext.evaluation.runner import load_folds
    from govtext.evaluation.saved import read_answers, save_answers

    where = {key: options[key] for key in ("data", "split", "fold")}
    answers = None
    if options["predictions"]:
        answers = read_answers(options["predictions"], load_folds(options["name"], **where, limit=options["limit"]))
    how = Options(**{key: options[key] for key in ("fit", "limit", "samples", "seed")})
    report = evaluate(options["name"], options["models"], **where, answers=answers, options=how)
    if options["save_predictions"]:
        save_answers(report, options["save_predictions"])
    return FORMATS[options["shape"]](report)


def _list() -> None:
    from govtext.evaluation import tasks

    for task in tasks():
        folds = f", {task.folds} folds" if task.folds else ""
        click.echo(f"{task.name:19}{task.title}")
        click.echo(f"{'':19}{task.kind}, {task.metric}{folds}; {', '.join(task.splits)}")
        click.echo(f"{'':19}{task.licence}; {task.url}")
    click.echo("systems: fast, accurate, auto, govtext, tfidf, fasttext, copy, a folder,")
    click.echo("         owner/checkpoint, module:function")


def _leaks(paths: tuple[str, str], shape: str) -> str:
    from govtext.evaluation import leaks

    found = leaks(*map(_texts, paths))
    if shape == "json":
        return json.dumps(asdict(found) | {"exact": found.exact, "near": found.near}, indent=2) + "\n"
    return "\n".join([str(found), *_pairs(found)]) + "\n"


def _pairs(found: LeakReport) -> list[str]:
    lines = [
        f"  test row {leak.test + 1:,} is train row {leak.train + 1:,}"
        + ("" if leak.exact else f", {leak.similarity:.2f}")
        for leak in found.leaks[:_SHOWN]
    ]
    rest = len(found.leaks) - len(lines)
    return [*lines, *([f"  and {rest:,} more; all: --format json"] if rest else [])]


def _texts(path: str) -> list[str]:
    """Return the texts of a table; rows without one are empty, so that positions stay those of the rows."""
    from govtext.archive.inputs import read

    archive = read(path)
    return [text or "" for chunk in archive for text in chunk.table[archive.text_column].to_pylist()]

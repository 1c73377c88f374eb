"""``govtext bench``."""

from __future__ import annotations

from pathlib import Path

import click


@click.command("bench")
@click.option("--task", "name", help="Task to run; --list names them.")
@click.option("--data", type=click.Path(path_type=Path), help="Copy of the task's repository. Default: the Hub.")
@click.option("--model", "models", multiple=True, help="System; may be repeated. See --list.")
@click.option("--split", default="test", show_default=True, help="Split to measure on.")
@click.option("--fold", default=0, show_default=True, help="Fold, of tasks with folds.")
@click.option("--fit", is_flag=True, help="Fine-tune transformers checkpoints on the train split.")
@click.option("--limit", default=0, help="Only the first so many examples.")
@click.option("--samples", default=1000, show_default=True, help="Bootstrap samples.")
@click.option("--seed", default=0, show_default=True)
@click.option("--format", "shape", default="table", type=click.Choice(["table", "json", "card"]), show_default=True)
@click.option("-o", "--output", type=click.Path(path_type=Path), help="File to write; default: the screen.")
@click.option("--save-predictions", type=click.Path(path_type=Path), help="JSONL with gold and answers, no texts.")
@click.option("--predictions", type=click.Path(path_type=Path), help="Saved answers to score beside.")
@click.option("--leaks", nargs=2, metavar="TRAIN TEST", help="Look for texts of TEST in TRAIN; any table with texts.")
@click.option("--list", "listed", is_flag=True, help="List tasks and systems.")
def command(  # noqa: PLR0913, PLR0917
    name: str | None, data: Path | None, models: tuple[str, ...], split: str, fold: int, fit: bool, limit: int,
    samples: int, seed: int, shape: str, output: Path | None, save_predictions: Path | None, predictions: Path | None,
    leaks: tuple[str, str] | None, listed: bool,
) -> None:  # fmt: skip
    """Measure models on Indonesian benchmarks, with intervals and significance.

    \b
    govtext bench --task smsa --data indonlu --model fast --model tfidf
    govtext bench --leaks train.csv test.csv
    """
    from govtext import evaluation
    from govtext.evaluation import rendering

    if listed:
        for task in evaluation.tasks():
            click.echo(f"{task.name:20}{task.kind:16}{task.metric:15}{task.title}; {task.licence}; {task.url}")
        click.echo(
            "systems: fast, accurate, auto, govtext, tfidf, fasttext, copy, a folder, owner/checkpoint, module:function"
        )
        return
    if leaks:
        click.echo(str(evaluation.leaks(*(list(_texts(path)) for path in leaks))))
        return
    if not name or not (models or predictions):
        raise click.UsageError("name a task and a model: --task NAME --model NAME; --list shows them")
    saved = None
    if predictions:
        examples = evaluation.load_task(name, data, split, fold=fold)[: limit or None]
        saved = rendering.read_answers(predictions, examples)
    report = evaluation.evaluate(
        name, models, data=data, split=split, fold=fold, fit=fit, limit=limit, samples=samples, seed=seed, answers=saved
    )
    if save_predictions:
        rendering.save_answers(report, save_predictions)
    shown = rendering.FORMATS[shape](report)
    if output:
        output.write_text(shown, encoding="utf-8")
    else:
        click.echo(shown, nl=False)


def _texts(path: str) -> list[str]:
    from govtext.archive.inputs import read

    archive = read(path)
    return [text for chunk in archive for text in chunk.table[archive.text_column].to_pylist() if text]

"""``govtext demo``."""

from __future__ import annotations

import json
from pathlib import Path

import click

_TARGET = 0.30  # the share about poverty that the seed study found


@click.command("demo")
@click.option("--output-dir", default="demo-output", show_default=True, metavar="DIR", help="Where the files go.")
@click.option("--model", default="auto", show_default=True, help="fast, accurate, auto, or a folder.")
def command(output_dir: str, model: str) -> None:
    """Label the bundled sample comments.

    Shows a table and the totals, and writes DIR/govtext-demo.csv and .jsonl,
    and DIR/report.html where the extra `report` is installed.

    \b
    govtext demo --output-dir /tmp/demo
    """
    from rich.console import Console

    from govtext import report
    from govtext.archive import annotate
    from govtext.archive.samples import sample_comments
    from govtext.cli.demo_table import comments_table, select, totals
    from govtext.errors import InputError, MissingExtraError
    from govtext.report import page
    from govtext.scoring import load

    folder = Path(output_dir)
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise InputError(
            f"the folder {output_dir} cannot be made ({error.strerror})", fix="choose another --output-dir"
        ) from error
    samples = sample_comments()
    pipeline = load(model)
    files = [folder / "govtext-demo.csv", folder / "govtext-demo.jsonl"]
    for file in files:
        summary = annotate(samples, file, pipeline)
    with files[-1].open(encoding="utf-8") as lines:
        rows = [row for row in map(json.loads, lines) if row["poverty_related"] is not None]
    console = Console(highlight=False)
    shown = select(rows)
    console.print(comments_table(shown, console.width))
    console.print(totals(rows))
    console.print(
        f"{len(shown)} of {len(rows)} comments shown, labelled in {summary.seconds:.2f} s. All of them are in:"
    )
    for file in files:
        click.echo(f"  {file}")
    try:
        page.require()
    except MissingExtraError as error:
        click.echo(f"govtext: {error}", err=True)
        return
    made = report.build(files[-1], target=_TARGET)
    made.write_html(folder / "report.html")
    click.echo("What they say, on one page for your browser:")
    click.echo(f"  {folder / 'report.html'}")

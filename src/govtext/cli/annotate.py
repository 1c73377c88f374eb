"""``govtext annotate``."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from govtext.cli.group import EXIT_QUARANTINED

if TYPE_CHECKING:
    from govtext.archive import Gathered, Quarantined, Summary

_SHOWN = 10


@click.command("annotate")
@click.argument("inputs", nargs=-1, required=True, metavar="IN...")
@click.option("-o", "--output", required=True, metavar="OUT", help=".csv, .jsonl or .parquet; - prints JSONL.")
@click.option("--model", default="auto", show_default=True, help="fast, accurate, auto, or a folder.")
@click.option("--text-column", metavar="NAME", help="Column of the comments  [default: guessed and shown]")
@click.option("--id-column", metavar="NAME", help="Column of the ids  [default: id, else rows are numbered]")
@click.option(
    "--input-format", type=click.Choice(["csv", "tsv", "jsonl", "parquet", "xlsx"]), help="Instead of IN's suffix."
)
@click.option("--redact", is_flag=True, help="Mask personal data in all text columns but the id.")
@click.option("--escape-formulas", is_flag=True, help="CSV: disarm cells that a spreadsheet would run (=, +, -, @).")
@click.option("--resume/--fresh", default=True, help="Go on with an unfinished run, or start anew  [default: resume]")
@click.option("--prefix", default="", metavar="TEXT", help="Put before the names of the label columns.")
@click.option("--batch-rows", default=8192, show_default=True, type=click.IntRange(1), help="Rows in memory at a time.")
@click.option("--progress/--no-progress", default=None, help="Show progress  [default: on a terminal]")
@click.pass_context
def command(  # noqa: PLR0913 - click passes every option by name
    ctx: click.Context,
    *,
    inputs: tuple[str, ...],
    output: str,
    model: str,
    text_column: str | None,
    id_column: str | None,
    input_format: str | None,
    redact: bool,
    escape_formulas: bool,
    resume: bool,
    prefix: str,
    batch_rows: int,
    progress: bool | None,
) -> None:
    """Label the comments in files.

    IN is CSV, TSV, JSONL (each also .gz or .zst), Parquet or XLSX by its
    suffix, a folder or a 'pattern*' of such files, or - for standard input.
    Columns of OUT: id, text, the labels, then IN's other columns. Rows that
    cannot be read are listed in OUT.errors.jsonl; the exit code is 1 then.

    \b
    govtext annotate komentar.csv -o labelled.csv
    """
    from govtext.archive import annotate, gather
    from govtext.archive.run import check_target
    from govtext.cli.progress import bar
    from govtext.scoring import load

    check_target(output, escape_formulas=escape_formulas)
    options = {"text_column": text_column, "id_column": id_column, "input_format": input_format}
    archives = gather(inputs, output, **options)
    _show(archives)
    pipeline = load(model)
    with bar(shown=progress) as on_progress:
        summary = annotate(
            archives,
            output,
            pipeline,
            prefix=prefix,
            redact=redact,
            escape_formulas=escape_formulas,
            resume=resume,
            batch_rows=batch_rows,
            on_progress=on_progress,
            on_quarantined=_tell if output == "-" else None,
        )
    click.echo(_line(summary), err=True)
    if summary.quarantined or summary.unread_files:
        ctx.exit(EXIT_QUARANTINED)


def _show(archives: Gathered) -> None:
    """Tell which files are left out, and which column of each input is taken as its text."""
    for skipped in archives.skipped[:_SHOWN]:
        click.echo(f"skipped {skipped.file}: {skipped.reason}", err=True)
    if len(archives.skipped) > _SHOWN:
        click.echo(f"and {len(archives.skipped) - _SHOWN:,} more skipped", err=True)
    for file in archives.unreadable:
        click.echo(f"cannot be read: {file.reason}", err=True)
    columns: dict[str, list[str]] = {}
    for archive in archives.inputs:
        columns.setdefault(archive.text_column, []).append(archive.name)
    if len(archives.inputs) == 1:
        click.echo(f"text column: {archives.inputs[0].text_column}", err=True)
        return
    for column, files in columns.items():
        more = f" and {len(files) - _SHOWN:,} more" if len(files) > _SHOWN else ""
        click.echo(f"text column {column}: {', '.join(files[:_SHOWN])}{more}", err=True)


def _tell(row: Quarantined) -> None:
    click.echo(f"{row.file}:{row.line}: {row.reason}", err=True)


def _line(done: Summary) -> str:
    new = done.rows_in - done.resumed
    rate = new / done.seconds if done.seconds else 0
    line = (
        f"{done.rows_in:,} rows in, {done.labelled:,} labelled, {done.quarantined:,} quarantined, "
        f"{done.without_text:,} without text, {done.repeated:,} repeated, {done.escalated:,} escalated to accurate, "
        f"{done.seconds:.1f} s, {rate:,.0f} rows/s"
    )
    if done.resumed:
        line += f"; {done.resumed:,} rows were done before"
    if done.unread_files:
        line += f"; {done.unread_files:,} files could not be read"
    return line if done.errors is None else f"{line}; what could not be read is listed in {done.errors}"

"""``govtext annotate``."""

from __future__ import annotations

import click

from govtext.cli.group import EXIT_QUARANTINED


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
@click.option("--json-progress", is_flag=True, help="Tell everything on standard error as JSON, one object a line.")
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
    json_progress: bool,
) -> None:
    """Label the comments in files.

    IN is CSV, TSV, JSONL (each also .gz or .zst), Parquet or XLSX by its
    suffix, a folder or a 'pattern*' of such files, or - for standard input.
    Columns of OUT: id, text, the labels, then IN's other columns. Rows that
    cannot be read are listed in OUT.errors.jsonl; the exit code is 1 then.
    Until OUT is complete, OUT.parts keeps what is done: after a crash the
    same command goes on from there.

    \b
    govtext annotate komentar.csv -o labelled.csv
    govtext annotate arsip/ -o labelled.parquet --model fast --redact
    """
    from govtext.archive import annotate, gather
    from govtext.archive.journal import unfinished
    from govtext.archive.run import check_target
    from govtext.cli.reports import JsonReport, LinesReport
    from govtext.scoring import load

    check_target(output, escape_formulas=escape_formulas)
    rows = output == "-"
    report = JsonReport(rows=rows) if json_progress else LinesReport(shown=progress, rows=rows)
    archives = gather(inputs, output, text_column=text_column, id_column=id_column, input_format=input_format)
    report.start(archives)
    if resume and (folder := unfinished(output)):
        report.goes_on(str(folder))
    pipeline = load(model)
    try:
        with report.progress() as on_progress:
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
                on_quarantined=report.on_quarantined,
            )
    except KeyboardInterrupt:
        if folder := unfinished(output):
            report.kept(str(folder))
        raise
    report.done(summary)
    if summary.quarantined or summary.unread_files:
        ctx.exit(EXIT_QUARANTINED)

"""``govtext report``."""

from __future__ import annotations

from pathlib import Path

import click

from govtext.errors import InputError


@click.command("report")
@click.argument("inputs", nargs=-1, required=True, metavar="ANNOTATED...")
@click.option("-o", "--output", required=True, metavar="OUT", help="The page, such as report.html.")
@click.option("--lang", default="id", show_default=True, type=click.Choice(["id", "en"]), help="Language of the page.")
@click.option(
    "--target",
    default=0.30,
    show_default=True,
    type=click.FloatRange(0, 1),
    help="The share about poverty that is aimed at, 0 to 1.",
)
@click.option("--baselines", metavar="FILE", help="Figures of your population, TOML; they replace or add to ours.")
@click.option(
    "--compare",
    metavar="WHAT",
    help="period (latest and the one before); author, account, platform or place (the two most frequent, or "
    "platform,one,other); or a time and the rest: 2025-01-01,2025-06-30.",
)
@click.option(
    "--column", "columns", multiple=True, metavar="ROLE=NAME", help="Which column plays a role: likes=jumlah_suka."
)
@click.option(
    "--grain", type=click.Choice(["day", "week", "month", "year"]), help="Length of a period  [default: by the dates]"
)
@click.option("--own-account", metavar="NAME", help="Author whose rows are the account's own posts.")
@click.option("--tables", metavar="DIR", help="Write every table there too, as CSV and Parquet.")
@click.option("--redact/--no-redact", default=True, help="Mask personal data in the texts shown  [default: redact]")
def command(  # noqa: PLR0913 - click passes every option by name
    *,
    inputs: tuple[str, ...],
    output: str,
    lang: str,
    target: float,
    baselines: str | None,
    compare: str | None,
    columns: tuple[str, ...],
    grain: str | None,
    own_account: str | None,
    tables: str | None,
    redact: bool,
) -> None:
    """Make a page of labelled comments that anybody can open.

    What citizens say, who is not heard, what to answer first. ANNOTATED is
    what `govtext annotate` wrote: CSV, JSONL or Parquet, a folder or a
    'pattern*' of them. OUT is one HTML file; it needs no network.

    \b
    govtext report labelled.parquet -o report.html
    govtext report labelled.csv -o report.html --column likes=jumlah_suka
    """
    from govtext import report
    from govtext.report import page

    page.require()
    _check_output(output, inputs)
    made = report.build(
        list(inputs),
        columns=_roles(columns),
        grain=grain,
        target=target,
        baselines=baselines,
        compare=_compared(compare),
        own_account=own_account,
        redact=redact,
    )
    made.write_html(output, lang=lang)
    written = [output]
    if tables is not None:
        made.save(tables)
        written.append(tables)
    click.echo(f"comments: {made.about.comments:,}; written: {', '.join(written)}", err=True)
    for note in made.notes:
        if note.section == "about":
            click.echo(f"note: {page.note_text(note, 'en')}", err=True)


def _check_output(output: str, inputs: tuple[str, ...]) -> None:
    """Refuse what would be found out only after the reading."""
    path = Path(output)
    if path.suffix.lower() not in {".html", ".htm"}:
        raise InputError("the report is an HTML page", got=output, allowed=(".html", ".htm"), fix="name it so")
    if not path.parent.is_dir():
        raise InputError(
            f"there is no folder {path.parent} to write {path.name} into", fix="make it, or choose another"
        )
    if path.is_dir():
        raise InputError(f"{output} is a folder", fix="name a file")
    if any(Path(name).exists() and path.exists() and Path(name).samefile(path) for name in inputs):
        raise InputError(f"{output} is an input too", fix="choose another name for the page")


def _roles(columns: tuple[str, ...]) -> dict[str, str]:
    """Return the columns given as ``role=name``."""
    roles: dict[str, str] = {}
    for column in columns:
        role, equals, name = column.partition("=")
        if not (role and equals and name):
            raise InputError("a --column has two parts", got=column, allowed="ROLE=NAME, such as likes=jumlah_suka")
        if role in roles:
            raise InputError("a role has two columns", got=column, fix="give each role once")
        roles[role] = name
    return roles


def _compared(compare: str | None) -> str | tuple[str, ...] | None:
    return tuple(part.strip() for part in compare.split(",")) if compare and "," in compare else compare

"""``govtext rewrite``."""

from __future__ import annotations

import dataclasses
import sys
from typing import TYPE_CHECKING, Any

import click

from govtext.cli.texts import one_line, text_command

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from govtext.types import Rewrite

_HELP = """Propose friendlier versions of official texts; no fact is changed.

Prints one rewrite a line. On a terminal, or with --explain, the changes are
marked and each one's reason follows.

\b
govtext rewrite "Dalam rangka percepatan penyaluran, pengambilan bantuan dilakukan di kelurahan."
govtext rewrite --tone polite --address "Kak" -f pengumuman.txt
"""


def _run(
    texts: Iterable[str], *, tone: str, address: str | None, max_edits: int | None, explain: bool | None
) -> Iterator[tuple[str, dict[str, Any]]]:
    from govtext.rewriting import rewrites

    shown = sys.stdout.isatty() if explain is None else explain
    for found in rewrites(texts, tone, address, max_edits):
        yield _explained(found) if shown else one_line(found.text), dataclasses.asdict(found)


def _explained(found: Rewrite) -> str:
    if found.unchanged_reason:
        return f"{one_line(found.text)}\n  unchanged: {found.unchanged_reason}"
    pieces, end = [], 0
    for edit in found.edits:
        pieces.append(found.original[end : edit.start])
        if edit.before.strip():
            pieces.append(click.style(f"[-{edit.before.strip()}-]", fg="red"))
        if edit.after.strip():
            pieces.append(click.style(f"{{+{edit.after.strip()}+}}", fg="green"))
        if edit.after[-1:].isspace() or edit.before[-1:].isspace():
            pieces.append(" ")
        end = edit.end
    marked = one_line("".join([*pieces, found.original[end:]]))
    scores = f"  formality {found.before.score:.2f} -> {found.after.score:.2f}"
    reasons = [f"  {', '.join(edit.rules)}: {edit.why}" for edit in found.edits]
    return "\n".join([one_line(found.text), f"  {marked}", scores, *reasons])


command = text_command(
    "rewrite",
    _HELP,
    _run,
    click.Option(["--tone"], type=click.Choice(["friendly", "polite", "plain"]), default="friendly", show_default=True),
    click.Option(["--address"], metavar="TEXT", help="How the reader is addressed  [default: that of the tone]"),
    click.Option(["--max-edits"], type=click.IntRange(0), metavar="N", help="At most so many changes."),
    click.Option(["--explain/--no-explain"], default=None, help="Show changes and reasons  [default: on a terminal]"),
)

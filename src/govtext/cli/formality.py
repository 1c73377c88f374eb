"""``govtext formality``."""

from __future__ import annotations

import dataclasses
from itertools import tee
from typing import TYPE_CHECKING, Any

import click

from govtext.cli.texts import one_line, text_command

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from govtext.types import Formality

_HELP = """Score how bureaucratic texts are.

Prints the score (0 casual to 1 bureaucratic), the level and the text; with
--explain also what each phrase adds to the score, and each sentence's score.

\b
govtext formality "Dalam rangka percepatan penyaluran, agar segera dilaksanakan verifikasi."
govtext formality --explain -f pengumuman.txt
"""


def _run(texts: Iterable[str], *, explain: bool) -> Iterator[tuple[str, dict[str, Any]]]:
    from govtext.rewriting import formalities, formality

    if not explain:
        shown, given = tee(texts)
        for text, found in zip(shown, formalities(given), strict=True):
            yield _line(text, found), {"text": text, "score": found.score, "level": found.level}
        return
    for text in texts:
        found = formality(text)
        yield _explained(text, found), {"text": text, **dataclasses.asdict(found)}


def _line(text: str, found: Formality) -> str:
    return f"{found.score:.2f}\t{found.level}\t{one_line(text)}"


def _explained(text: str, found: Formality) -> str:
    lines = [_line(text, found)]
    if len(found.sentences) > 1:
        lines += [f"  {one.score:.2f}\t{one.level}\t{one_line(one.text)}" for one in found.sentences]
    lines += [f"  {one.adds:+.2f}\t{one.kind}\t{one_line(one.text)}\t{one.message}" for one in found.reasons]
    return "\n".join(lines)


command = text_command(
    "formality",
    _HELP,
    _run,
    click.Option(["--explain"], is_flag=True, help="Show what adds to the score, and each sentence's score."),
)

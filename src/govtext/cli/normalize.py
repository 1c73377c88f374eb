"""``govtext normalize``."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import click

from govtext.cli.texts import one_line, text_command

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_HELP = """Spell chat language out in standard Indonesian.

\b
govtext normalize "sy blm dpt bansos"
govtext normalize --level formal "gw blm dpt bansos nih"
"""
_LEVEL = click.Option(["--level"], default="full", metavar="LEVEL", help="unicode, spelling, slang, full or formal.")


def _run(texts: Iterable[str], level: str) -> Iterator[tuple[str, dict[str, Any]]]:
    from govtext.text import normalize

    for text in texts:
        normal = normalize(text, level)
        alignment = [asdict(step) for step in normal.alignment]
        yield one_line(normal.text), {"text": text, "normalized": normal.text, "alignment": alignment}


command = text_command("normalize", _HELP, _run, _LEVEL)

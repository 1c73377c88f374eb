"""``govtext formality``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from govtext.cli.texts import one_line, text_command

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_HELP = """Score how bureaucratic texts are.

Prints the score (0 casual to 1 bureaucratic), the level and the text.

\b
govtext formality "Dalam rangka percepatan penyaluran, agar segera dilaksanakan verifikasi."
"""


def _run(texts: Iterable[str]) -> Iterator[tuple[str, dict[str, Any]]]:
    from govtext.scoring import load

    for result in load("fast").pipe(texts):
        score, level = result.formality.score, result.formality.level
        line = f"{score:.2f}\t{level}\t{one_line(result.text)}"
        yield line, {"text": result.text, "score": score, "level": level}


command = text_command("formality", _HELP, _run)

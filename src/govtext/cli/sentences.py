"""``govtext sentences``."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from govtext.cli.texts import one_line, text_command

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_HELP = """Split texts into sentences, one a line.

\b
govtext sentences "Bansos sudah cair. Terima kasih min!"
"""


def _run(texts: Iterable[str]) -> Iterator[tuple[str, dict[str, Any]]]:
    from govtext.text import sentences

    for text in texts:
        spans = sentences(text)
        line = "\n".join(one_line(span.text) for span in spans)
        yield line, {"text": text, "sentences": [asdict(span) for span in spans]}


command = text_command("sentences", _HELP, _run)

"""``govtext tokenize``."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from govtext.cli.texts import one_line, text_command

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_HELP = """Split texts into tokens, separated by spaces.

\b
govtext tokenize "Gak dapet PKH min @dinsos"
"""


def _run(texts: Iterable[str]) -> Iterator[tuple[str, dict[str, Any]]]:
    from govtext.text import tokenize

    for text in texts:
        tokens = tokenize(text)
        line = " ".join(one_line(token.text) for token in tokens)
        yield line, {"text": text, "tokens": [asdict(token) for token in tokens]}


command = text_command("tokenize", _HELP, _run)

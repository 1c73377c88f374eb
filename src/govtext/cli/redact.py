"""``govtext redact``."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from govtext.cli.texts import one_line, text_command

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_HELP = """Mask personal data.

NIK, telephone numbers, mail addresses, handles and the like. The original is not printed, with --json neither.

\b
govtext redact "hubungi saya di 0812-3456-7890"
"""


def _run(texts: Iterable[str]) -> Iterator[tuple[str, dict[str, Any]]]:
    from govtext.text import redact

    for text in texts:
        masked = redact(text)
        yield one_line(masked.text), {"redacted": masked.text, "spans": [asdict(span) for span in masked.spans]}


command = text_command("redact", _HELP, _run)

"""Masks personal data, each kind by a placeholder, with spans into the original."""

from __future__ import annotations

from govtext.errors import require_text
from govtext.text.identifiers import find_identifiers
from govtext.text.names import find_names
from govtext.text.places import find_addresses
from govtext.types import Redacted, RedactedSpan

PLACEHOLDERS = {
    "nik": "[NIK]",
    "email": "[EMAIL]",
    "phone": "[TELEPON]",
    "account": "[REKENING]",
    "plate": "[PLAT]",
    "address": "[ALAMAT]",
    "mention": "[AKUN]",
    "name": "[NAMA]",
}
"""Placeholder by kind of personal data, surest kind first: of two overlapping finds, the surer one stands."""


def redact(text: str) -> Redacted:
    """Replace personal data in ``text`` by placeholders.

    Found by form: NIK and family card numbers, phone numbers, e-mail addresses, number plates. Found after a cue:
    bank accounts, addresses (``Jl.``, ``RT/RW``, ``alamat``), names (``a.n.``, ``nama saya``, ``Bu``). Mentions are
    masked unless they name a public institution. Names are a best effort: those without a cue stay, and in lower case
    (``bu tumini``) a name is what is no common word; `benchmarks/redaction.py` counts five of six found on texts no
    rule was made for. Amounts, dates, years and names of programmes are no personal data.

    Args:
        text: any string.

    Returns:
        The masked text and the spans of what was masked, in order, without overlap.

    Raises:
        InputTypeError: ``text`` is not a ``str``.
    """
    require_text(text, "redact")
    found = [*find_identifiers(text), *find_addresses(text), *find_names(text)]
    order = {kind: rank for rank, kind in enumerate(PLACEHOLDERS)}
    chosen: list[tuple[int, int, str]] = []
    taken = bytearray(len(text))
    for start, end, kind in sorted(found, key=lambda find: (order[find[2]], find[0], -find[1])):
        if not any(taken[start:end]):
            taken[start:end] = b"\x01" * (end - start)
            chosen.append((start, end, kind))
    pieces: list[str] = []
    position = 0
    for start, end, kind in sorted(chosen):
        pieces += [text[position:start], PLACEHOLDERS[kind]]
        position = end
    pieces.append(text[position:])
    spans = tuple(RedactedSpan(start, end, kind, PLACEHOLDERS[kind]) for start, end, kind in sorted(chosen))
    return Redacted("".join(pieces), spans)

"""Which office could answer a comment: rules in ``data/offices.toml``."""

from __future__ import annotations

import functools
from dataclasses import dataclass
from typing import TYPE_CHECKING

from govtext.report.resources import read_data

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

_CONDITIONS = ("signals", "topics", "voices", "programmes")


@dataclass(frozen=True, slots=True)
class Office:
    """An office.

    Attributes:
        id: stable identifier, stands in the table ``queue``.
        name_id: usual name in Indonesian.
        name_en: its name in English.
    """

    id: str
    name_id: str
    name_en: str


@functools.cache
def offices() -> Mapping[str, Office]:
    """Return all offices by id."""
    return {row["id"]: Office(**row) for row in read_data("offices.toml")["office"]}


def suggest_office(
    *,
    signals: Collection[str] = (),
    topics: Collection[str] = (),
    voices: Collection[str] = (),
    programmes: Collection[str] = (),
) -> str:
    """Return the id of the office of the first rule that fits.

    Args:
        signals: ids of the signals of urgency in the text.
        topics: ids of its topics, the surest first; the rules ask for that one.
        voices: ids of the groups in it.
        programmes: ids of the programmes it names.
    """
    given = {
        "signals": set(signals),
        "topics": set(list(topics)[:1]),
        "voices": set(voices),
        "programmes": set(programmes),
    }
    for rule in read_data("offices.toml")["rule"]:
        if all(given[name] & set(rule[name]) for name in _CONDITIONS if name in rule):
            return str(rule["office"])
    raise AssertionError("the last rule of offices.toml has conditions")  # pragma: no cover - a test reads the file

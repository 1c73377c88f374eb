"""Which column plays which role: found by name, or given."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING

from govtext.archive.columns import TEXT_COLUMNS, plain
from govtext.errors import InputError, InputTypeError, suggest
from govtext.report.resources import read_data

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

LABEL_COLUMNS = (
    "poverty_related", "topics", "topic_scores", "sentiment", "intent", "intent_score", "voices", "voice_scores",
    "stance",
    "stance_score", "formality", "model",
)  # fmt: skip
"""The columns of `govtext annotate` that a report reads; each plays the role of its name."""
NUMBERS = ("likes", "comments", "shares", "clicks", "downloads", "links", "views", "followers", "new_followers")
"""Roles of columns that hold counts."""


@functools.cache
def known_names() -> Mapping[str, tuple[str, ...]]:
    """Return for each role the names it is known by, those that win first."""
    given = {role: tuple(names) for role, names in read_data("roles.toml")["roles"].items()}
    return {"text": TEXT_COLUMNS, **given, **{name: (name,) for name in LABEL_COLUMNS}}


def check_roles(columns: Mapping[str, str] | None) -> dict[str, str]:
    """Return the roles that the caller gave.

    Raises:
        InputTypeError: they are no mapping of texts.
        InputError: a role is unknown.
    """
    if columns is None:
        return {}
    try:
        given = dict(columns)
    except (TypeError, ValueError):
        given = {"": None}  # type: ignore[dict-item]
    if not all(isinstance(part, str) for pair in given.items() for part in pair):
        raise InputTypeError("columns does not map roles to columns", got=columns, allowed='{"likes": "jumlah_suka"}')
    for role in given:
        if role not in known_names():
            raise InputError(
                "unknown role of a column", got=role, allowed=known_names(), fix=suggest(role, known_names())
            )
    return given


def find_roles(names: Sequence[str], given: Mapping[str, str], text_like: Collection[str]) -> dict[str, str]:
    """Return the column of ``names`` that plays each role; roles without a column are left out.

    A column plays one role: the given roles choose first, then the label columns, then the others in their order.
    The text is one of the columns ``text_like``, which hold strings: ``comments`` may also be their number.
    """
    by_key: dict[str, str] = {}
    for name in names:
        by_key.setdefault(plain(name), name)
    found = {role: column for role, column in given.items() if column in names}
    taken = set(found.values())
    for role in (*LABEL_COLUMNS, *known_names()):
        if role in found or role in given:
            continue
        for known in known_names()[role]:
            column = by_key.get(plain(known))
            if column is not None and column not in taken and (role != "text" or column in text_like):
                found[role] = column
                taken.add(column)
                break
    if "text" not in found and "text" not in given and len(names) == 1 and names[0] in text_like:
        found["text"] = names[0]
    return found

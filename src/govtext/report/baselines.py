"""Figures of the population to set voices beside: data in ``data/baselines.toml``, or the user's own."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from govtext.errors import ConfigError, InputError, InputTypeError
from govtext.labels import head
from govtext.report.resources import read_data

if TYPE_CHECKING:
    import os
    from collections.abc import Mapping

POPULATION_SHARE = "population_share"
KINDS = (POPULATION_SHARE, "share_of_poor", "rate_within")
_NEEDED = {"id", "group", "kind", "percent", "of", "year", "source"}
_ALLOWED = _NEEDED | {"date", "note"}


@dataclass(frozen=True, slots=True)
class Baseline:
    """One figure.

    Attributes:
        id: stable identifier.
        group: id of the voice it belongs to.
        kind: one of `KINDS`. A ``population_share`` is a share of all people; a ``share_of_poor`` one of the poor or
            their households; a ``rate_within`` says how many of the group are poor.
        share: the figure, 0..1.
        of: what it is a share of, in words.
        year: year of the figure.
        source: where it was published, with its date.
        note: caveat.
    """

    id: str
    group: str
    kind: str
    share: float
    of: str
    year: int
    source: str
    note: str = ""


def load(own: str | os.PathLike[str] | None = None) -> tuple[Baseline, ...]:
    """Return the baselines that travel with govtext, and those of the user's file.

    A file has tables ``[[baseline]]`` like ours. One with the ``id`` of ours takes its place, another is added;
    ``replace = true`` at the top leaves ours out.

    Raises:
        InputError: the file cannot be read.
        ConfigError: an entry has an unknown or missing key, or an impossible value.
    """
    ours = {one.id: one for one in _parse(read_data("baselines.toml"), "baselines.toml")}
    if own is None:
        return tuple(ours.values())
    if not isinstance(own, str | Path) and not hasattr(own, "__fspath__"):
        raise InputTypeError("baselines is not a path", got=own, allowed="the path of a TOML file")
    try:
        data = tomllib.loads(Path(own).read_text(encoding="utf-8-sig"))
    except (OSError, ValueError) as error:  # TOMLDecodeError and UnicodeDecodeError are ValueErrors
        raise InputError(f"the baselines {own} cannot be read ({error})", fix="check the path and the file") from error
    theirs = {one.id: one for one in _parse(data, str(own))}
    return tuple((({} if data.get("replace") is True else ours) | theirs).values())


def _parse(data: Mapping[str, Any], name: str) -> list[Baseline]:
    entries = data.get("baseline")
    if not isinstance(entries, list) or not set(data) <= {"baseline", "replace"}:
        raise ConfigError(f"{name} is no list of baselines", got=sorted(data), allowed="[[baseline]] tables, replace")
    return [_entry(entry, name) for entry in entries]


def _entry(entry: Any, name: str) -> Baseline:
    keys = set(entry) if isinstance(entry, dict) else set()
    where = f"baseline {entry.get('id', '?') if keys else '?'} of {name}"
    if not _NEEDED <= keys <= _ALLOWED:
        raise ConfigError(f"{where} has wrong keys", got=sorted(keys), allowed=sorted(_ALLOWED))
    if entry["kind"] not in KINDS:
        raise ConfigError(f"{where} has an unknown kind", got=entry["kind"], allowed=KINDS)
    if entry["group"] not in head("voices").ids:
        raise ConfigError(f"{where} has an unknown group", got=entry["group"], allowed=head("voices").ids)
    percent, year = entry["percent"], entry["year"]
    if isinstance(percent, bool) or not isinstance(percent, int | float) or not 0 < percent <= 100:  # noqa: PLR2004
        raise ConfigError(f"{where} has no percentage", got=percent, allowed="a number above 0, up to 100")
    if isinstance(year, bool) or not isinstance(year, int):
        raise ConfigError(f"{where} has no year", got=year, allowed="a whole number")
    texts = {key: entry.get(key, "") for key in ("id", "of", "source", "date", "note")}
    for key, text in texts.items():
        if not isinstance(text, str):
            raise ConfigError(f"{where} has a {key} that is no text", got=text)
    source = f"{texts['source']}, {texts['date']}" if texts["date"] else texts["source"]
    share = round(float(percent) / 100, 12)  # 11.42 / 100 has more digits than the figure
    return Baseline(texts["id"], entry["group"], entry["kind"], share, texts["of"], year, source, texts["note"])

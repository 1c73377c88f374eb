"""Published results of the tasks, with their sources: data in ``published.toml``."""

from __future__ import annotations

import functools
import tomllib
from dataclasses import dataclass
from importlib.resources import files

from govtext.errors import ConfigError

TAGS = {"R": "read in a repository's file", "S": "read in an excerpt", "M": "measured by govtext's authors"}


@dataclass(frozen=True, slots=True)
class Published:
    """A result that somebody published.

    Attributes:
        metric: what the value is, in the words of the source; all values are per cent.
        split: of the task; ``other`` where the source used another one.
        tag: a key of `TAGS`.
        language: code, where the result is of one language.
        note: what hinders the comparison.
    """

    task: str
    system: str
    metric: str
    value: float
    split: str
    source: str
    tag: str
    language: str = ""
    note: str = ""


def published(task: str) -> tuple[Published, ...]:
    """Return the published results of a task, best first within each language and measure."""
    found = [one for one in _all() if one.task == task]
    return tuple(sorted(found, key=lambda one: (one.metric, one.language, -one.value)))


@functools.cache
def _all() -> tuple[Published, ...]:
    rows = tomllib.loads((files(__package__) / "published.toml").read_text(encoding="utf-8"))
    sources = rows["source"]
    found = []
    for group in rows["results"]:
        if group["source"] not in sources:
            raise ConfigError("published.toml names an unknown source", got=group["source"], allowed=sources)
        source = sources[group["source"]]
        if source["tag"] not in TAGS:
            raise ConfigError("published.toml has a source that is not checked", got=source["tag"], allowed=TAGS)
        shared = {key: group[key] for key in ("task", "metric", "split", "note") if key in group}
        where = {"source": source["where"], "tag": source["tag"]}
        languages = group.get("languages")
        for system, value in group["values"].items():
            if languages is None:
                found.append(Published(system=system, value=value, **shared, **where))
            else:
                pairs = zip(languages, value, strict=True)
                found += [Published(system=system, value=v, language=code, **shared, **where) for code, v in pairs]
    return tuple(found)

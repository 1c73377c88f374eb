"""What every table is computed from."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from govtext.report.intervals import Share, share
from govtext.report.model import Note

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    import numpy.typing as npt
    import pyarrow as pa

    from govtext.report.baselines import Baseline
    from govtext.report.frame import Frame
    from govtext.report.periods import Periods
    from govtext.report.terms import Terms
    from govtext.report.vocabulary import Vocabulary

FEW_COMMENTS = 30
"""A report on fewer labelled comments than this gets a warning: shares of so few say little."""


@dataclass(frozen=True, slots=True)
class Options:
    """The options of `build` that tables need.

    Attributes:
        target: wanted share about poverty.
        examples: texts shown for each key.
        queue: most comments in the queue.
        redact: mask personal data in texts.
        seed: of the bootstrap.
        today: day from which ages are counted, None without dates.
        compare: what to compare, see `build`.
    """

    target: float | None = None
    examples: int = 3
    queue: int = 500
    redact: bool = True
    seed: int = 13
    today: date | None = None
    compare: Any = None


@dataclass(frozen=True, slots=True)
class Context:
    """What every table is computed from.

    Attributes:
        comments: the comments.
        posts: the posts of the account itself.
        vocabulary: the words of their texts.
        terms: the words and pairs of words that may be keywords.
        periods: the periods of the comments.
        programmes: for each programme which comments name it.
        roles: the roles that have a column.
        options: see `Options`.
        baselines: figures of the population.
        tables: the tables that are made already.
        compared: where ``comparison`` leaves the names of its two sides.
        notes: where tables leave their notes.
    """

    comments: Frame
    posts: Frame
    vocabulary: Vocabulary
    terms: Terms
    periods: Periods
    programmes: Mapping[str, npt.NDArray[Any]]
    roles: Mapping[str, str]
    options: Options
    baselines: Sequence[Baseline] = ()
    tables: dict[str, pa.Table] = field(default_factory=dict)
    compared: list[str] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)

    def note(self, code: str, section: str, **details: object) -> None:
        """Leave a note."""
        self.notes.append(Note(code, section, details))

    def missing(self, section: str, *roles: str) -> bool:
        """Tell whether columns are missing, and leave a note if so."""
        absent = [role for role in roles if role not in self.roles]
        if absent:
            self.note("missing_column", section, roles=absent)
        return bool(absent)

    def share(self, count: Any, total: Any) -> Share:
        """Return a share with its interval, by the seed of the report."""
        return share(int(count), int(total), self.options.seed)

"""What a page is made of: sections, and in them figures, notes, lists. Sections make them, templates lay them out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from markupsafe import Markup


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table; ``number`` aligns it to the right."""

    title: str
    number: bool = True


@dataclass(frozen=True, slots=True)
class DataTable:
    """A table: the first cell of a row heads it."""

    caption: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Markup, ...], ...]


@dataclass(frozen=True, slots=True)
class Key:
    """An entry of a legend: a colour of the style, and how it is drawn (bar, point, diamond, line)."""

    colour: str
    name: str
    form: str = "bar"


@dataclass(frozen=True, slots=True)
class Figure:
    """A chart with its finding in words, a description for those who do not see it, and its table.

    Attributes:
        id: anchor.
        title: heading.
        finding: what the figure says, in a sentence.
        table: the figures.
        drawings: the chart, wide and narrow; empty where a table says it better.
        description: what the chart shows, for screen readers.
        keys: the legend.
        remark: how to read it.
        half: it may stand beside another.
        open: the table is shown at once.
    """

    id: str
    title: str
    finding: Markup
    table: DataTable
    drawings: tuple[Markup, ...] = ()
    description: str = ""
    keys: tuple[Key, ...] = ()
    remark: Markup | str = ""
    half: bool = False
    open: bool = False
    kind: Literal["figure"] = "figure"


@dataclass(frozen=True, slots=True)
class Remark:
    """A note in plain words: what is missing and what would bring it."""

    text: Markup
    kind: Literal["remark"] = "remark"


@dataclass(frozen=True, slots=True)
class Quote:
    """A comment, made readable, with what is known of it."""

    text: str
    about: Markup


@dataclass(frozen=True, slots=True)
class Quotes:
    """Example comments under a heading."""

    title: str
    groups: tuple[tuple[str, tuple[Quote, ...]], ...]
    kind: Literal["quotes"] = "quotes"


@dataclass(frozen=True, slots=True)
class Names:
    """A list of names that should catch the eye, such as the groups that are not heard."""

    title: str
    lead: Markup
    items: tuple[tuple[str, Markup], ...]
    kind: Literal["names"] = "names"


@dataclass(frozen=True, slots=True)
class QueueItem:
    """A comment that waits for an answer."""

    rank: Markup
    text: str
    level: Literal["high", "middle", "low"]
    urgency: Markup
    certainty: Markup
    intent: str
    intent_id: str
    office: str
    topics: tuple[str, ...]
    facts: tuple[Markup, ...]
    answered: bool | None
    age: int | None
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Queue:
    """The queue.

    Attributes:
        items: what waits, most urgent first.
        intents: what the filter of kinds offers: (value, name).
        offices: what the filter of offices offers.
        cut: a note if the queue is longer than the page shows.
        first: how many are shown before one asks for the rest.
    """

    items: tuple[QueueItem, ...]
    intents: tuple[tuple[str, str], ...]
    offices: tuple[str, ...]
    cut: Markup | None
    first: int
    kind: Literal["queue"] = "queue"


@dataclass(frozen=True, slots=True)
class Measure:
    """A measure of influence: its value, or why there is none, and its formula."""

    name: str
    value: Markup | None
    basis: Markup
    formula: str
    missing: str = ""


@dataclass(frozen=True, slots=True)
class Measures:
    """The measures of one group."""

    title: str
    lead: str
    items: tuple[Measure, ...]
    kind: Literal["measures"] = "measures"


@dataclass(frozen=True, slots=True)
class Facts:
    """Pairs of a term and what is said of it."""

    title: str
    items: tuple[tuple[str, Markup], ...]
    kind: Literal["facts"] = "facts"


@dataclass(frozen=True, slots=True)
class Prose:
    """Paragraphs under a heading."""

    title: str
    paragraphs: tuple[Markup, ...]
    kind: Literal["prose"] = "prose"


Block = Figure | Remark | Quotes | Names | Queue | Measures | Facts | Prose


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the page."""

    id: str
    title: str
    lead: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Headline:
    """One of the sentences on top: a figure or word large, the sentence, what it means, and where more is."""

    id: str
    title: str
    big: Markup
    sentence: Markup
    tone: Literal["good", "bad", "open"]

    @property
    def link(self) -> str:
        """The wording of the link to more."""
        return f"more_{self.id}"

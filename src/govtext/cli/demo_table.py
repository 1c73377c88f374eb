"""What ``govtext demo`` shows: a varied choice of labelled comments and the totals."""

from __future__ import annotations

import textwrap
from collections import Counter
from typing import TYPE_CHECKING, Any

from rich import box
from rich.console import Group
from rich.table import Table
from rich.text import Text

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from rich.console import RenderableType

Row = dict[str, Any]

SHOWN = 12
_WIDE = 120
# What the widest labels and the space between columns take of a line, in one column and in several.
_STACKED_LABELS, _WIDE_LABELS = 49, 85
_TEXT = (24, 48)
_LINES = 3
_TOP = 6
_BAR = 20
_TONES = {"positive": "green", "negative": "red"}
_STANCES = ("self", "proxy", "about")


def select(rows: Sequence[Row], count: int = SHOWN) -> list[Row]:
    """Return up to ``count`` rows that together show as many different labels as possible, in their order."""
    seen: Counter[str] = Counter()
    left = list(range(len(rows)))
    chosen: list[int] = []
    while left and len(chosen) < count:
        # A label counts less each time it has been shown; the longer text loses between equals.
        best = max(left, key=lambda i: (sum(0.5 ** seen[label] for label in _labels(rows[i])), -len(rows[i]["text"])))
        chosen.append(best)
        left.remove(best)
        seen.update(_labels(rows[best]))
    return [rows[i] for i in sorted(chosen)]


def comments_table(rows: Iterable[Row], width: int) -> Table:
    """Return the table of comments: a column a group of labels where there is room, else one column for all."""
    wide = width >= _WIDE
    table = Table(box=box.SIMPLE_HEAD, show_lines=False, padding=(0, 1, 1, 0), expand=False)
    least, most = _TEXT
    text_width = max(least, min(most, width - (_WIDE_LABELS if wide else _STACKED_LABELS)))
    table.add_column("Comment", width=text_width)
    for header in ("Poverty", "Topics", "Tone, intent", "Voices, stance", "Style") if wide else ("Labels",):
        table.add_column(header, no_wrap=True)
    for row in rows:
        cells = _label_cells(row)
        table.add_row(Text(_cut(row["text"], text_width)), *(cells if wide else [_stacked(row)]))
    return table


def totals(rows: Sequence[Row]) -> RenderableType:
    """Return the totals: poverty, topics, voices by stance, need for review."""
    about = sum(row["poverty_related"] for row in rows)
    review = sum(row["needs_review"] for row in rows)
    topics = Counter(topic for row in rows for topic in row["topics"])
    top = Table(box=None, show_header=False, padding=(0, 1, 0, 0))
    most = max(topics.values(), default=1)
    for topic, count in topics.most_common(_TOP):
        top.add_row(f"  {topic}", Text("█" * max(1, round(_BAR * count / most)), style="cyan"), str(count))
    stances = Counter((voice, row["stance"]) for row in rows for voice in row["voices"])
    voices = Counter(voice for row in rows for voice in row["voices"])
    by_stance = Table(box=None, padding=(0, 2, 0, 0), header_style="dim")
    by_stance.add_column("  voice")
    for stance in _STANCES:
        by_stance.add_column(stance, justify="right")
    for voice, _ in voices.most_common(_TOP):
        by_stance.add_row(f"  {voice}", *(str(stances[voice, stance]) for stance in _STANCES))
    return Group(
        Text(f"About poverty: {_share(about, len(rows))}", style="bold"),
        Text(f"Need a second look: {_share(review, len(rows))}", style="bold"),
        Text("Most frequent topics", style="bold"),
        top,
        Text("Most frequent voices, and who speaks", style="bold"),
        by_stance,
        "",
    )


def _labels(row: Row) -> set[str]:
    named = {f"{head}={row[head]}" for head in ("poverty_related", "sentiment", "intent", "stance", "formality_level")}
    return named | set(row["topics"]) | set(row["voices"])


def _label_cells(row: Row) -> list[Text]:
    return [
        _poverty(row),
        Text("\n".join(row["topics"]) or "–"),
        Text.assemble(_tone(row), "\n", row["intent"]),
        Text("\n".join([*row["voices"], row["stance"]]) if row["voices"] else row["stance"]),
        Text(f"{row['formality_level']}\n{row['formality']:.2f}"),
    ]


def _stacked(row: Row) -> Text:
    lines = [Text.assemble("poverty ", _poverty(row), " · ", _tone(row), " · ", row["intent"])]
    lines += [Text(topic) for topic in row["topics"]]
    voices = row["voices"] or [""]
    lines += [Text(f"{voice} · {row['stance']}" if voice else f"stance {row['stance']}") for voice in voices]
    lines.append(Text(f"{row['formality_level']} {row['formality']:.2f}", style="dim"))
    return Text("\n").join(lines)


def _poverty(row: Row) -> Text:
    word, style = ("yes", "bold yellow") if row["poverty_related"] else ("no", "dim")
    return Text(f"{word} {100 * row['poverty_score']:.0f} %", style=style)


def _tone(row: Row) -> Text:
    return Text(row["sentiment"], style=_TONES.get(row["sentiment"], ""))


def _cut(text: str, width: int) -> str:
    shown = "".join(char if char.isprintable() else " " for char in text)
    return "\n".join(textwrap.wrap(shown, width, max_lines=_LINES, placeholder=" …"))


def _share(count: int, total: int) -> str:
    return f"{count} of {total} ({100 * count / total:.0f} %)" if total else "0 of 0"

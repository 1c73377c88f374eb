"""Several passes of edits over a text, told as one list of changes of the original."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from govtext.rewriting.mending import Edit, Reason


@dataclass(frozen=True, slots=True)
class Change:
    """A stretch of the original that became ``after``, and the rules that had a hand in it, in their order."""

    start: int
    end: int
    before: str
    after: str
    rules: tuple[Reason, ...]


class Draft:
    """A text in the making that knows where each of its characters comes from.

    Attributes:
        original: the text it began as.
        text: the text it is now.
    """

    def __init__(self, original: str) -> None:
        self.original = self.text = original
        # Offset in the original of each character; -1 for those that an edit put in.
        self._origins = list(range(len(original)))
        self._touched: list[tuple[int, int, Reason]] = []

    def edit(self, edits: Sequence[Edit]) -> None:
        """Apply edits of the text as it is now, in order and without overlap."""
        for edit in reversed(edits):
            before = next((o for o in reversed(self._origins[: edit.start]) if o >= 0), -1)
            after = next((o for o in self._origins[edit.end :] if o >= 0), len(self.original))
            self._touched.append((before + 1, after, edit.rule))
            self.text = self.text[: edit.start] + edit.after + self.text[edit.end :]
            self._origins[edit.start : edit.end] = [-1] * len(edit.after)

    def changes(self) -> tuple[Change, ...]:
        """Return what differs from the original, in its order."""
        found: list[Change] = []
        kept, inserted = 0, ""
        for letter, origin in zip([*self.text, ""], [*self._origins, len(self.original)], strict=True):
            if origin < 0:
                inserted += letter
                continue
            if inserted or origin > kept:
                found.append(self._change(kept, origin, inserted))
            kept, inserted = origin + 1, ""
        return tuple(found)

    def _change(self, start: int, end: int, after: str) -> Change:
        rules = [rule for first, last, rule in self._touched if first <= end and start <= last]
        return Change(start, end, self.original[start:end], after, tuple(dict.fromkeys(rules)))

"""Two times or two accounts side by side."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import numpy as np

from govtext.errors import InputError, InputTypeError
from govtext.labels import head
from govtext.report.frame import NO_DAY
from govtext.report.intervals import difference
from govtext.report.periods import EPOCH
from govtext.report.schema import make

if TYPE_CHECKING:
    from collections.abc import Iterator

    import numpy.typing as npt
    import pyarrow as pa

    from govtext.report.context import Context

NAMES = ("author", "account", "platform", "place")
_FORMS = ("period", *NAMES, '("2025-01-01", "2025-06-30")', '("platform", "instagram", "facebook")')
Side = Any


def check_compare(compare: object) -> None:
    """Refuse what cannot be compared.

    Raises:
        InputTypeError: it is no text and no tuple of texts.
        InputError: it is none of the forms allowed.
    """
    if compare is None or (isinstance(compare, str) and compare in ("period", *NAMES)):
        return
    if isinstance(compare, str):
        raise InputError("unknown comparison", got=compare, allowed=_FORMS)
    if not isinstance(compare, tuple | list) or not all(isinstance(part, str) for part in compare):
        raise InputTypeError("compare is no comparison", got=compare, allowed=_FORMS)
    if len(compare) == 3 and compare[0] in NAMES:  # noqa: PLR2004
        return
    start, end = _days(compare)
    if end < start:
        raise InputError("the time to compare ends before it begins", got=tuple(compare), fix="swap the two days")


def _days(compare: tuple[str, ...] | list[str]) -> tuple[int, int]:
    try:
        start, end = ((date.fromisoformat(part) - EPOCH).days for part in compare)
    except ValueError:
        raise InputError("unknown comparison", got=tuple(compare), allowed=_FORMS) from None
    return start, end


def comparison(context: Context) -> pa.Table:
    """Set the shares of two sides beside each other; ``difference`` is side b less side a."""
    if context.options.compare is None:
        return make("comparison", [])
    sides = _sides(context)
    if sides is None:
        context.note("nothing_to_compare", "comparison", compare=context.options.compare)
        return make("comparison", [])
    names, a, b = sides
    context.compared[:] = names
    rows = []
    for measure, key, mask, base in measures(context):
        left = context.share(np.sum(mask & base & a), np.sum(base & a))
        right = context.share(np.sum(mask & base & b), np.sum(base & b))
        change, low, high = difference(left, right)
        rows.append({
            "measure": measure, "key": key, **left.row("a_"), **right.row("b_"), "difference": change, "low": low,
            "high": high,
        })  # fmt: skip
    return make("comparison", rows)


def measures(context: Context) -> Iterator[tuple[str, str, npt.NDArray[Any], npt.NDArray[Any]]]:
    """Yield what is compared: measure, key, the comments that have it, and those that could."""
    frame = context.comments
    yield "poverty", "poverty", frame.poverty == 1, frame.poverty >= 0
    for i, label in enumerate(head("topics").ids):
        yield "topic", label, frame.topics[:, i] > 0, frame.has_topics
    for name in ("sentiment", "intent", "stance"):
        codes = getattr(frame, name)
        for i, label in enumerate(head(name).ids):
            yield name, label, codes == i, codes >= 0
    own = frame.stance == head("stance").ids.index("self")
    for i, label in enumerate(head("voices").ids):
        yield "voice", label, frame.voices[:, i] > 0, frame.has_voices
        yield "self", label, (frame.voices[:, i] > 0) & own, frame.has_voices & (frame.stance >= 0)


def _sides(context: Context) -> tuple[tuple[str, str], Side, Side] | None:
    compare = context.options.compare
    if compare == "period":
        index, days = context.periods.index, context.periods.first_days
        if len(days) < 2:  # noqa: PLR2004
            return None
        last = len(days) - 1
        return (days[-2].isoformat(), days[-1].isoformat()), index == last - 1, index == last
    if isinstance(compare, str) or len(compare) == 3:  # noqa: PLR2004
        return _names(context, compare)
    first, last = _days(compare)
    days_of = context.comments.day
    dated, inside = days_of != NO_DAY, (days_of >= first) & (days_of <= last)
    if not (dated & inside).any() or not (dated & ~inside).any():
        return None
    return (f"{compare[0]}/{compare[1]}", "rest"), dated & inside, dated & ~inside


def _names(context: Context, compare: Any) -> tuple[tuple[str, str], Side, Side] | None:
    role, *wanted = (compare,) if isinstance(compare, str) else compare
    if role not in context.comments.names:
        return None
    given = context.comments.names[role]
    counts = np.bincount(given.codes[given.codes >= 0], minlength=len(given.names))
    names: list[str] = given.names.to_pylist()
    if wanted:
        places = [i for one in wanted for i, name in enumerate(names) if name.casefold() == one.strip().casefold()]
    else:
        places = sorted((i for i in range(len(names)) if counts[i]), key=lambda i: (-counts[i], names[i]))[:2]
    if len(places) != 2:  # noqa: PLR2004
        return None
    return (names[places[0]], names[places[1]]), given.codes == places[0], given.codes == places[1]

"""`build`: from an archive to a report."""

from __future__ import annotations

import datetime as dt
import math
from typing import TYPE_CHECKING, Any

import numpy as np

from govtext.errors import InputError, InputTypeError, require_whole, suggest
from govtext.report import baselines as population
from govtext.report.comparison import check_compare
from govtext.report.context import Context, Options
from govtext.report.dates import MISSING
from govtext.report.frame import NO_DAY
from govtext.report.model import About, Report
from govtext.report.periods import GRAINS, as_date, divide
from govtext.report.programmes import named
from govtext.report.reading import read
from govtext.report.roles import LABEL_COLUMNS, check_roles
from govtext.report.schema import TABLES
from govtext.report.source import Rows
from govtext.report.tables import MAKERS
from govtext.report.terms import find_terms

_FEWEST_AUTHORS, _FEW_AUTHORS = 20, 0.1
_NEEDED_LABELS = ("poverty_related", "topics", "sentiment", "intent", "voices", "stance")

if TYPE_CHECKING:
    import os
    from collections.abc import Mapping

    from govtext.report.reading import Reading
    from govtext.report.source import Source


def build(  # noqa: PLR0913 - each has a default and stands alone
    source: Source,
    *,
    columns: Mapping[str, str] | None = None,
    grain: str | None = None,
    target: float | None = None,
    baselines: str | os.PathLike[str] | None = None,
    compare: str | tuple[str, ...] | None = None,
    own_account: str | None = None,
    examples: int = 3,
    queue: int = 500,
    redact: bool = True,
    seed: int = 13,
    today: dt.date | None = None,
) -> Report:
    """Make a report of a labelled archive.

    The archive is read once, a batch at a time. What is kept of a comment is its text and about 200 bytes of
    figures, so that a million comments need less than a gigabyte.

    Args:
        source: a path, a folder, a pattern such as ``data/*.parquet``, a list of these; a `pyarrow.Table`, or
            an iterable of tables or record batches. Files are those that `govtext.archive.gather` reads.
        columns: columns that play a role under a name that is not known, as ``{"likes": "jumlah_suka"}``; see
            ``data/roles.toml`` for the roles and the names that are found without.
        grain: ``"day"``, ``"week"``, ``"month"`` or ``"year"``; by default days up to a month,
            weeks up to a year, months up to ten years, then years.
        target: the share of comments about poverty that is aimed at, 0..1.
        baselines: a TOML file of population figures that are added to ours, see `baselines.load`.
        compare: what stands side by side in the table ``comparison``: ``"period"`` (the latest period and the one
            before), ``(start, end)`` as ISO dates (that time, both days included, and the rest), a role of names
            such as ``"author"``, ``"account"``, ``"platform"`` or ``"place"`` (its two most frequent names), or
            ``(role, one, other)``.
        own_account: the account whose rows are posts, not comments; a column ``own`` says the same.
        examples: most examples for each key.
        queue: most comments in the queue.
        redact: mask personal data in every text of the report.
        seed: of the bootstrap; the same seed gives the same intervals.
        today: day from which ages are counted; by default the last day in the archive, so that a report made again
            is the same.

    Returns:
        The report. An archive without rows, labels, dates or texts gives one, too; its notes say what is missing.

    Raises:
        InputError: the source cannot be read, or an option cannot be used.
        InputTypeError: an option is of the wrong type.
        ConfigError: the file of baselines has a faulty entry.
    """
    options = _options(
        grain=grain, target=target, examples=examples, queue=queue, redact=redact, seed=seed, today=today,
        compare=compare, own_account=own_account,
    )  # fmt: skip
    rows = Rows(check_roles(columns))
    everything, reading = read(rows.batches(source), own_account)
    comments, posts = everything.select(~everything.own), everything.select(everything.own)
    days = everything.day
    dated = days[days != NO_DAY]
    first, last = (as_date(int(dated.min())), as_date(int(dated.max()))) if len(dated) else (None, None)
    context = Context(
        comments=comments,
        posts=posts,
        vocabulary=reading.vocabulary,
        terms=find_terms(comments.words, reading.vocabulary),
        periods=divide(comments.day, divide(days, grain).grain),
        programmes=named(comments.words, reading.vocabulary),
        roles=rows.roles,
        options=Options(
            target=target,
            examples=examples,
            queue=queue,
            redact=redact,
            seed=seed,
            today=today or last,
            compare=compare,
        ),
        baselines=population.load(baselines),
    )
    _notes(context, rows, reading)
    for name, make_table in MAKERS.items():
        context.tables[name] = make_table(context)
    about = About(
        rows=len(everything),
        comments=len(comments),
        own_posts=len(posts),
        unlabelled=int(np.sum(~comments.labelled)),
        undated=int(np.sum(comments.seconds == MISSING)),
        first=first,
        last=last,
        grain=context.periods.grain,
        today=context.options.today,
        roles=dict(rows.roles),
        models=tuple(reading.models),
        compared=tuple(context.compared),
        seed=seed,
        options=options,
        sources=tuple(rows.names),
    )
    return Report({name: context.tables[name] for name in TABLES}, tuple(context.notes), about)


def _options(**given: Any) -> dict[str, Any]:
    """Check the options and return those that differ from their defaults, as plain values."""
    grain, target = given["grain"], given["target"]
    if grain is not None and grain not in GRAINS:
        raise InputError("unknown grain", got=grain, allowed=GRAINS, fix=suggest(str(grain), GRAINS))
    if target is not None:
        if isinstance(target, bool) or not isinstance(target, int | float):
            raise InputTypeError("target is no number", got=target, allowed="a share such as 0.30")
        if not (math.isfinite(target) and 0 <= target <= 1):
            fix = f"for {target} % write {target / 100:g}" if 1 < target <= 100 else "write a share such as 0.30"  # noqa: PLR2004
            raise InputError("target is no share", got=target, allowed="0 to 1", fix=fix)
    for name in ("examples", "queue", "seed"):
        require_whole(given[name], name, 0)
    if given["today"] is not None and (
        not isinstance(given["today"], dt.date) or isinstance(given["today"], dt.datetime)
    ):
        raise InputTypeError("today is no date", got=given["today"], allowed="datetime.date")
    if given["own_account"] is not None and not isinstance(given["own_account"], str):
        raise InputTypeError("own_account is no name", got=given["own_account"], allowed="str")
    check_compare(given["compare"])
    defaults = {"examples": 3, "queue": 500, "redact": True, "seed": 13}
    plain = {name: value.isoformat() if isinstance(value, dt.date) else value for name, value in given.items()}
    return {name: value for name, value in plain.items() if value != defaults.get(name)}


def _notes(context: Context, rows: Rows, reading: Reading) -> None:
    """Say what the archive as a whole lacks."""
    frame, roles = context.comments, context.roles
    if rows.unreadable_rows or rows.unreadable_files:
        context.note("unreadable", "about", rows=rows.unreadable_rows, files=rows.unreadable_files)
    if not context.options.redact:
        context.note("not_redacted", "about")
    if not len(frame):
        context.note("no_rows", "about")
        return
    _label_notes(context, reading)
    if "text" not in roles:
        context.note("no_text", "about")
    _author_note(context)
    if reading.vocabulary.left_out:
        context.note("vocabulary_full", "keywords", words=len(reading.vocabulary))
    _date_notes(context, reading)


def _label_notes(context: Context, reading: Reading) -> None:
    frame, roles = context.comments, context.roles
    if not set(LABEL_COLUMNS[:10]) & set(roles):
        context.note("no_labels", "about")
    else:
        unlabelled = int(np.sum(~frame.labelled))
        if unlabelled:
            context.note("unlabelled", "about", comments=unlabelled, total=len(frame))
        absent = [role for role in _NEEDED_LABELS if role not in roles]
        if absent:
            context.note("missing_column", "about", roles=absent)
    for column, labels in reading.strange.items():
        context.note("unknown_labels", "about", column=column, labels=[label for label, _ in labels.most_common(10)])


def _date_notes(context: Context, reading: Reading) -> None:
    frame = context.comments
    if "date" not in context.roles:
        context.note("no_dates", "about")
        return
    undated = int(np.sum(frame.seconds == MISSING))
    if undated:
        context.note("undated", "about", comments=undated, total=len(frame), example=reading.unread_date)
    if reading.ambiguous_dates:
        context.note("ambiguous_dates", "about", comments=reading.ambiguous_dates)


def _author_note(context: Context) -> None:
    """Say so if hardly more than a tenth of the authors wrote half of the comments: these are not independent."""
    if "author" not in context.comments.names:
        return
    codes = context.comments.names["author"].codes
    counts = np.sort(np.bincount(codes[codes >= 0]))[::-1]
    counts = counts[counts > 0]
    if len(counts) < _FEWEST_AUTHORS:
        return
    few = int(np.searchsorted(np.cumsum(counts), counts.sum() / 2)) + 1
    if few <= _FEW_AUTHORS * len(counts):
        context.note(
            "repeat_authors", "about", authors=few, of=len(counts), share=float(counts[:few].sum() / counts.sum())
        )

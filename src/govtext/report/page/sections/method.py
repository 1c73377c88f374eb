"""Method and limits: what was counted, how, how sure it is, and what it must not be used for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from markupsafe import Markup

from govtext.report.page.blocks import Facts, Prose, Section
from govtext.report.page.language import NOTHING
from govtext.report.roles import LABEL_COLUMNS

if TYPE_CHECKING:
    from govtext.report.page.context import Context

_PARAGRAPHS = ("labels", "intervals", "people", "voices", "urgency", "privacy", "ethics")


def section(context: Context) -> Section:
    """Return the section."""
    words = context.words
    paragraphs = tuple(
        Markup("<strong>{}</strong> {}").format(words.text(f"method.{part}.title"), words.markup(f"method.{part}.text"))
        for part in _PARAGRAPHS
    )
    return Section(
        "method",
        words.text("method.title"),
        words.text("method.lead"),
        (
            _data(context),
            Prose(words.text("method.how"), paragraphs),
        ),
    )


def _data(context: Context) -> Facts:
    words, about = context.words, context.report.about
    items = [
        (words.text("method.comments"), context.fact("comments", "count")),
        (words.text("method.own_posts"), context.fact("own_posts", "count")),
        (words.text("method.unlabelled"), context.fact("unlabelled", "count")),
        (words.text("method.undated"), context.fact("undated", "count")),
        (words.text("method.grain"), context.cell(words.text(f"grains.{about.grain}"))),
        (words.text("method.model"), _models(context)),
        (words.text("method.columns"), _columns(context)),
        (words.text("method.seed"), context.fact("seed", "count")),
    ]
    return Facts(words.text("method.data"), tuple(items))


def _models(context: Context) -> Markup:
    models = context.report.about.models
    return context.words.join([context.isolated(model) for model in models]) if models else context.cell(NOTHING)


def _columns(context: Context) -> Markup:
    pairs = [
        Markup("{} ({})").format(context.roles([role]), context.isolated(column))
        for role, column in context.report.about.roles.items()
        if role == "text" or role not in LABEL_COLUMNS
    ]
    return context.words.join(pairs) if pairs else context.cell(NOTHING)

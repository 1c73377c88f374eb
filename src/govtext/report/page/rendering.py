"""A report as one HTML page: sections made, laid out by templates, sealed by a policy that lets nothing in or out."""

from __future__ import annotations

import base64
import hashlib
import re
from importlib.resources import files
from typing import TYPE_CHECKING

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from govtext import __version__
from govtext.report.page.context import Context
from govtext.report.page.sections import sections
from govtext.report.page.summary import headlines

if TYPE_CHECKING:
    from govtext.report import Report


def render(report: Report, lang: str = "id") -> str:
    """Return the page as one string of HTML.

    Args:
        report: the tables, notes and facts to write.
        lang: ``"id"`` or ``"en"``.

    Raises:
        InputError: there is no wording in ``lang``.
    """
    context = Context(report, lang)
    style, script = _asset("page.css"), _asset("queue.js")
    environment = Environment(
        loader=PackageLoader("govtext.report.page"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals["t"] = context.words.markup
    page = environment.get_template("page.html.j2").render(
        lang=lang,
        version=__version__,
        policy=_policy(style, script),
        style=style,
        script=script,
        today=context.fact("today", "date"),
        meta=_meta(context),
        remarks=context.remarks("all"),
        headlines=headlines(context),
        sections=sections(context),
    )
    return _dense(page)


def _dense(text: str) -> str:
    return re.sub(r"\n\s*\n+", "\n", text).strip() + "\n"


def _asset(name: str) -> Markup:
    text = (files(__package__) / "assets" / name).read_text(encoding="utf-8")
    return Markup(_dense(text))  # noqa: S704 - our own file


def _policy(style: str, script: str) -> str:
    """Return the content security policy: our one style and one script by their hashes, and nothing else."""

    def source(text: str) -> str:
        return "'sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode() + "'"

    return (
        f"default-src 'none'; style-src {source(style)}; script-src {source(script)}; img-src data:; "
        "base-uri 'none'; form-action 'none'"
    )


def _meta(context: Context) -> Markup:
    about, words = context.report.about, context.words
    rows = words.markup("page.rows", number=about.comments, rows=context.fact("comments", "count"))
    if about.first is None or about.last is None:
        return rows
    span = words.markup("page.span", first=context.fact("first", "date"), last=context.fact("last", "date"))
    return span + Markup(" · ") + rows

"""The page: one HTML file of a report that anybody can open, without a network and without JavaScript."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from govtext.errors import InputError, MissingExtraError

if TYPE_CHECKING:
    import os

    from govtext.report import Note, Report

__all__ = ["note_text", "render", "require", "write_html"]

_EXTRA = ("babel", "jinja2", "markupsafe", "vl_convert")


def require() -> None:
    """Raise `MissingExtraError` unless the packages that draw the page are installed."""
    missing = [name for name in _EXTRA if find_spec(name) is None]
    if missing:
        raise MissingExtraError("the page of a report", "report")


def note_text(note: Note, lang: str = "id") -> str:
    """Return a note of a report as a plain sentence.

    Args:
        note: one of ``report.notes``.
        lang: ``"id"`` or ``"en"``.

    Raises:
        InputError: there is no wording in ``lang``.
        MissingExtraError: the extra ``report`` is not installed.
    """
    require()
    from govtext.report.page.language import Language

    return str(Language(lang).note(note, 0).striptags())


def render(report: Report, lang: str = "id") -> str:
    """Return the page of ``report`` as one string of HTML.

    Args:
        report: what `govtext.report.build` returns.
        lang: ``"id"`` or ``"en"``.

    Raises:
        InputError: there is no wording in ``lang``.
        MissingExtraError: the extra ``report`` is not installed.
    """
    require()
    from govtext.report.page import rendering

    return rendering.render(report, lang)


def write_html(report: Report, path: str | os.PathLike[str], lang: str = "id") -> None:
    """Write the page of ``report`` to ``path``, whole or not at all.

    Args:
        report: what `govtext.report.build` returns.
        path: the file; one that is there is replaced.
        lang: ``"id"`` or ``"en"``.

    Raises:
        InputError: there is no wording in ``lang``, or the file cannot be written.
        MissingExtraError: the extra ``report`` is not installed.
    """
    page = render(report, lang)
    target = Path(path)
    part = target.with_name(f".{target.name}.part")
    try:
        part.write_text(page, encoding="utf-8", newline="\n")
        part.replace(target)
    except OSError as error:
        part.unlink(missing_ok=True)
        raise InputError(f"{target} cannot be written ({error.strerror})", fix="choose another path") from error

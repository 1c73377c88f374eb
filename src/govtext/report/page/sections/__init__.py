"""The sections of the page, in the order an officer needs them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from govtext.report.page.sections import comparison, influence, listening, method, own_posts, serving, voices

if TYPE_CHECKING:
    from collections.abc import Callable

    from govtext.report.page.blocks import Section
    from govtext.report.page.context import Context

ORDER: tuple[Callable[[Context], Section | None], ...] = (
    listening.section,
    voices.section,
    serving.section,
    influence.section,
    comparison.section,
    own_posts.section,
    method.section,
)


def sections(context: Context) -> tuple[Section, ...]:
    """Return all sections; one that was not asked for, such as the comparison, is left out."""
    made = (section(context) for section in ORDER)
    return tuple(section for section in made if section is not None)

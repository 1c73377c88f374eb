"""One family of errors; each message says what went wrong, what was got, what is allowed and how to fix it."""

from __future__ import annotations

import difflib
from collections.abc import Iterable

_NOTHING = object()  # None is a value that callers pass by mistake, and must be shown


class GovtextError(Exception):
    """Base of all errors that govtext raises on purpose.

    Args:
        what: what went wrong, in one clause.
        got: the value that caused it; shortened in the message.
        allowed: the values or forms that would have been accepted.
        fix: what the caller can do about it.
    """

    def __init__(
        self,
        what: str,
        *,
        got: object = _NOTHING,
        allowed: Iterable[str] | str | None = None,
        fix: str | None = None,
    ) -> None:
        self.what = what
        self.got = got
        self.allowed = allowed if isinstance(allowed, str | None) else ", ".join(allowed)
        self.fix = fix
        super().__init__(self._message())

    def _message(self) -> str:
        parts = [self.what]
        if self.got is not _NOTHING:
            parts.append(f"got {shorten(self.got)}")
        if self.allowed:
            parts.append(f"allowed: {self.allowed}")
        if self.fix:
            parts.append(self.fix)
        return "; ".join(parts)


class GovtextWarning(UserWarning):
    """Something that works, but not as well as it could."""


class InputError(GovtextError, ValueError):
    """A value that is of the right type but cannot be used."""


class InputTypeError(GovtextError, TypeError):
    """A value of the wrong type."""


class ModelError(GovtextError):
    """A model that is missing, damaged or of an unknown format."""


class ConfigError(GovtextError, ValueError):
    """A configuration or data file with an unknown key or an impossible value."""


class MissingExtraError(GovtextError, ImportError):
    """An optional dependency that is not installed."""

    def __init__(self, feature: str, extra: str) -> None:
        super().__init__(
            f"{feature} needs packages that are not installed",
            fix=f"install them with: pip install 'govtext[{extra}]'",
        )


def shorten(value: object, limit: int = 60) -> str:
    """Return ``repr(value)`` cut to ``limit`` characters, so that a message never carries a whole text."""
    shown = repr(value)
    return shown if len(shown) <= limit else shown[: limit - 1] + "…"


def suggest(name: str, known: Iterable[str]) -> str:
    """Return a sentence naming the known name closest to ``name``, or the empty string."""
    close = difflib.get_close_matches(name, list(known), n=1)
    return f"did you mean {close[0]!r}?" if close else ""


def require_whole(number: object, name: str, least: int) -> int:
    """Return ``number`` if it is an ``int`` of ``least`` or more.

    Raises:
        InputTypeError: it is no ``int``.
        InputError: it is smaller.
    """
    if not isinstance(number, int):
        raise InputTypeError(f"{name} is not a whole number", got=number, allowed=f"int of {least} or more")
    if number < least:
        raise InputError(f"{name} is too small", got=number, allowed=f"{least} or more")
    return number


def require_text(text: object, function: str) -> str:
    """Return ``text`` if it is a ``str``; otherwise raise `InputTypeError` that names ``function``."""
    if isinstance(text, str):
        return text
    raise InputTypeError(
        f"{function} takes one text",
        got=text,
        allowed="str",
        fix="for many texts use nlp.pipe(texts) or a loop; for a table use nlp.annotate(table)",
    )

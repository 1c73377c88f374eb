"""Requests and responses: what a line may be. The schema is data, and requests are checked by it."""

from __future__ import annotations

import functools
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from importlib.resources import files
from typing import Any

from govtext.errors import GovtextError, ModelError, shorten, suggest

PROTOCOL = 1
ABOUT = ("hello", "methods")  # methods that take no text
FIELDS = ("id", "method", "text", "texts", "options")
_TYPES = {"string": str, "integer": int, "boolean": bool, "null": type(None)}

Id = str | int | None


class Refused(Exception):  # noqa: N818 - an answer, not a fault of ours
    """A request that is answered with an error.

    Args:
        code: stable name of what is wrong; see ``#/$defs/error`` of the schema.
        message: what is wrong, what was got, what is allowed.
        fix: what to do about it, or empty.
        id: of the request, where it could be read.
    """

    def __init__(self, code: str, message: str, fix: str = "", id: Id = None) -> None:  # noqa: A002 - the field's name
        super().__init__(message)
        self.code, self.message, self.fix, self.id = code, message, fix, id


@dataclass(frozen=True, slots=True)
class Request:
    """A request that can be answered.

    Attributes:
        id: as the client gave it.
        method: name of the method.
        texts: what to work on; empty for `ABOUT`.
        single: one text was given, so one result is wanted, not a list.
        options: every option of the method, with its default where none was given.
    """

    id: Id
    method: str
    texts: tuple[str, ...] = ()
    single: bool = True
    options: Mapping[str, Any] = field(default_factory=dict)


@functools.cache
def schema() -> Mapping[str, Any]:
    """Return the JSON schema (draft 2020-12) of requests and responses."""
    found: dict[str, Any] = json.loads((files(__package__) / "schema.json").read_text(encoding="utf-8"))
    return found


def methods() -> Mapping[str, Mapping[str, Any]]:
    """Return the schemas of the options of the methods that take texts, by method."""
    found: Mapping[str, Mapping[str, Any]] = schema()["$defs"]["options"]
    return found


def read_request(line: bytes) -> Request:
    """Return the request of a line.

    Raises:
        Refused: the line is no request.
    """
    data = _object(line)
    given = data.get("id")
    if isinstance(given, bool) or not isinstance(given, str | int | None):
        raise Refused(
            "bad_request", f"the id is neither a string nor a whole number; got {shorten(given)}", "change it"
        )
    try:
        return _request(given, data)
    except Refused as refused:
        refused.id = given
        raise


def _object(line: bytes) -> dict[str, Any]:
    try:
        data = json.loads(line.decode("utf-8-sig"), object_pairs_hook=_unique, parse_constant=_no_constant)
    except UnicodeDecodeError as error:
        raise Refused("broken_json", f"the line is not UTF-8 (byte {error.start})", "send UTF-8") from None
    except RecursionError:
        raise Refused("broken_json", "the line is JSON nested too deeply", "send a flat object") from None
    except ValueError as error:
        fix = "send one object a line, without line breaks"
        raise Refused("broken_json", f"the line is not JSON: {error}", fix) from None
    if not isinstance(data, dict):
        raise Refused("bad_request", f"the line is no object; got {shorten(data)}", 'send {"method": …, "text": …}')
    return data


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise ValueError("a name stands twice in an object")
    return found


def _no_constant(name: str) -> None:
    raise ValueError(f"{name} is no JSON")


def _request(given: Id, data: Mapping[str, Any]) -> Request:
    method = data.get("method")
    allowed = (*ABOUT, *methods())
    if not isinstance(method, str):
        raise Refused("bad_request", f"the request names no method; allowed: {', '.join(allowed)}", 'add "method"')
    if method not in allowed:
        what = _unknown("method", method, allowed)
        raise Refused("unknown_method", what, suggest(method, allowed) or "use one of these")
    for name in data:
        if name not in FIELDS:
            raise Refused(
                "bad_request", _unknown("field", name, FIELDS), suggest(name, FIELDS) or "put it into options"
            )
    options = data.get("options", {})
    if not isinstance(options, dict):
        raise Refused("bad_request", f"options is no object; got {shorten(options)}", "give an object, or leave it out")
    if method in ABOUT:
        extra = sorted(data.keys() & {"text", "texts"}) + sorted(options)
        if extra:
            raise Refused(
                "bad_request", f"{method} takes neither texts nor options; got {', '.join(extra)}", "drop them"
            )
        return Request(given, method)
    texts = _texts(method, data)
    return Request(given, method, texts, "text" in data, _options(method, options))


def _texts(method: str, data: Mapping[str, Any]) -> tuple[str, ...]:
    if ("text" in data) == ("texts" in data):
        fix = "give text (a string) or texts (a list)"
        raise Refused("bad_request", f"{method} takes a text or texts, one of the two", fix)
    texts = [data["text"]] if "text" in data else data["texts"]
    name = "text" if "text" in data else "texts"
    if not isinstance(texts, list):
        raise Refused("bad_request", f"texts is no list; got {shorten(texts)}", "for one text use text")
    for place, text in enumerate(texts):
        if not isinstance(text, str):
            where = name if name == "text" else f"item {place} of texts"
            raise Refused("bad_request", f"{where} is no string; got {shorten(text)}", "give strings; leave out null")
    return tuple(texts)


def _options(method: str, given: Mapping[str, Any]) -> dict[str, Any]:
    known = methods()[method]["properties"]
    for name, value in given.items():
        if name not in known:
            raise Refused(
                "bad_option", _unknown(f"option of {method}", name, known), suggest(name, known) or "leave it out"
            )
        if not _fits(value, known[name]):
            what = f"{name} of {method} cannot be that; got {shorten(value)}; allowed: {_kind(known[name])}"
            raise Refused("bad_option", what, "change it, or leave it out")
    return {name: given.get(name, rule["default"]) for name, rule in known.items()}


def _fits(value: Any, rule: Mapping[str, Any]) -> bool:
    """Whether a value fits a rule of the schema: the few words of JSON schema that our options use."""
    if "enum" in rule:
        return any(value == one and type(value) is type(one) for one in rule["enum"])
    kinds = [rule["type"]] if isinstance(rule["type"], str) else rule["type"]
    if type(value) not in [_TYPES[kind] for kind in kinds]:
        return False
    return not isinstance(value, int) or value >= rule.get("minimum", value)


def _kind(rule: Mapping[str, Any]) -> str:
    if "enum" in rule:
        return ", ".join("null" if one is None else str(one) for one in rule["enum"])
    kinds = rule["type"] if isinstance(rule["type"], str) else " or ".join(rule["type"])
    return f"{kinds} of {rule['minimum']} or more" if "minimum" in rule else kinds


def _unknown(what: str, got: str, allowed: Iterable[str]) -> str:
    return f"unknown {what}; got {shorten(got)}; allowed: {', '.join(allowed) or 'none'}"


def result_line(given: Id, result: Any) -> bytes:
    """Return a response as a line. It is ASCII, so that no reader takes a character for the end of the line."""
    return json.dumps({"id": given, "result": result}, allow_nan=False, separators=(",", ":")).encode() + b"\n"


def error_line(refused: Refused) -> bytes:
    """Return the response to a request that is refused, as a line."""
    error = {"code": refused.code, "message": refused.message, "fix": refused.fix}
    return json.dumps({"id": refused.id, "error": error}, separators=(",", ":")).encode() + b"\n"


def refused_for(error: Exception, given: Id) -> Refused:
    """Return the answer to a request that failed."""
    if isinstance(error, ModelError | ImportError):
        return Refused("model_error", str(error), getattr(error, "fix", None) or "", given)
    if isinstance(error, GovtextError):
        return Refused("bad_option", str(error), error.fix or "", given)
    what = f"internal error, {type(error).__name__}: {shorten(str(error))}"
    return Refused("internal_error", what, "this is a bug: report it as CONTRIBUTING.md says", given)

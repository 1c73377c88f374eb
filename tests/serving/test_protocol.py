from __future__ import annotations

import inspect
import json
from typing import Any

import jsonschema
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import govtext
from govtext.errors import InputError, MissingExtraError, ModelError
from govtext.rewriting.linting import kind_ids
from govtext.rewriting.rules import TONES
from govtext.scoring.pipeline import LEVELS as FORMALITY_LEVELS
from govtext.serving.offsets import OFFSETS
from govtext.serving.protocol import FIELDS, PROTOCOL, Refused, methods, read_request, refused_for, schema
from govtext.text import LEVELS

VALIDATOR = jsonschema.Draft202012Validator(schema())
SCALARS = st.none() | st.booleans() | st.integers(-2, 2) | st.sampled_from(["", "friendly", "full", "x", 0.5, -1.5])


def request(**fields: Any) -> bytes:
    return json.dumps(fields).encode()


def refused(line: bytes) -> Refused:
    with pytest.raises(Refused) as found:
        read_request(line)
    return found.value


def test_the_schema_is_one() -> None:
    jsonschema.Draft202012Validator.check_schema(schema())
    assert schema()["$defs"]["results"]["hello"]["properties"]["protocol"]["const"] == PROTOCOL
    assert tuple(schema()["$defs"]["request"]["properties"]) == FIELDS


def test_the_options_are_those_of_the_functions() -> None:
    rules = {method: found["properties"] for method, found in methods().items()}
    rewrite = inspect.signature(govtext.rewrite).parameters
    assert set(rules["rewrite"]) == set(rewrite) - {"text"}
    assert all(rules["rewrite"][name]["default"] == rewrite[name].default for name in rules["rewrite"])
    assert tuple(rules["rewrite"]["tone"]["enum"]) == tuple(TONES)
    assert tuple(rules["normalize"]["level"]["enum"]) == LEVELS
    assert rules["normalize"]["level"]["default"] == inspect.signature(govtext.normalize).parameters["level"].default
    assert set(rules["lint"]["kind"]["enum"]) == {*kind_ids(), "other", None}
    assert tuple(schema()["$defs"]["formality"]["properties"]["level"]["enum"]) == FORMALITY_LEVELS
    assert tuple(schema()["$defs"]["results"]["hello"]["properties"]["offsets"]["enum"]) == OFFSETS


@pytest.mark.parametrize("fields", [{"id": 1}, {"id": "a\n"}, {"id": None}, {}])
@pytest.mark.parametrize("method", ["hello", "methods", *methods()])
def test_the_least_request_of_each_method(method: str, fields: dict[str, Any]) -> None:
    data = {**fields, "method": method} | ({"texts": ["a", ""]} if method in methods() else {})
    assert VALIDATOR.is_valid(data)
    found = read_request(request(**data))
    assert (found.id, found.method) == (fields.get("id"), method)
    if method in methods():
        assert (found.texts, found.single) == (("a", ""), False)
        assert set(found.options) == set(methods()[method]["properties"])


def test_options_are_filled_with_their_defaults() -> None:
    found = read_request(request(method="rewrite", text="x", options={"tone": "plain"}))
    assert found.options == {"tone": "plain", "address": None, "max_edits": None}
    assert found.single


@settings(deadline=None)
@given(
    st.dictionaries(st.sampled_from([*FIELDS, "texs"]), SCALARS | st.lists(SCALARS, max_size=2), max_size=4),
    st.sampled_from(["hello", *methods()]),
    st.dictionaries(
        st.sampled_from(["tone", "address", "max_edits", "level", "reasons", "kind", "x"]), SCALARS, max_size=2
    )
    | SCALARS,
)
def test_code_and_schema_agree_on_what_is_a_request(fields: dict[str, Any], method: str, options: Any) -> None:
    data = {**fields, "method": fields.get("method", method), **({"options": options} if options is not None else {})}
    try:
        read_request(json.dumps(data).encode())
    except Refused:
        accepted = False
    else:
        accepted = True
    assert VALIDATOR.is_valid(data) == accepted


@pytest.mark.parametrize(
    ("line", "code", "message", "fix"),
    [
        (b"{", "broken_json", "the line is not JSON", "one object a line"),
        (b'{"id": 1, "id": 2}', "broken_json", "a name stands twice", "one object a line"),
        (b'{"id": NaN}', "broken_json", "NaN is no JSON", "one object a line"),
        (b'{"text": "caf\xe9"}', "broken_json", "the line is not UTF-8 (byte 13)", "send UTF-8"),
        (b"[" * 100_000, "broken_json", "nested too deeply", "flat"),
        (b"9" * 10_000, "broken_json", "the line is not JSON", "one object a line"),
        (b"[1]", "bad_request", "the line is no object; got [1]", '"method"'),
        (b"{}", "bad_request", "names no method; allowed: hello, methods, annotate", 'add "method"'),
        (b'{"method": 3}', "bad_request", "names no method", 'add "method"'),
        (request(id=True, method="hello"), "bad_request", "neither a string nor a whole number; got True", "change it"),
        (request(id=1.5, method="hello"), "bad_request", "neither a string nor a whole number; got 1.5", "change it"),
        (
            request(method="anotate", text=""),
            "unknown_method",
            "got 'anotate'; allowed: hello",
            "did you mean 'annotate'?",
        ),
        (request(method="annotate", tekst=""), "bad_request", "unknown field; got 'tekst'", "did you mean 'text'?"),
        (request(method="annotate"), "bad_request", "annotate takes a text or texts", "a list"),
        (request(method="annotate", text="", texts=[]), "bad_request", "one of the two", "a list"),
        (request(method="annotate", texts="abc"), "bad_request", "texts is no list; got 'abc'", "use text"),
        (
            request(method="annotate", texts=["a", None]),
            "bad_request",
            "item 1 of texts is no string; got None",
            "null",
        ),
        (request(method="annotate", text=3), "bad_request", "text is no string; got 3", "strings"),
        (
            request(method="annotate", text="", options=[]),
            "bad_request",
            "options is no object; got []",
            "leave it out",
        ),
        (request(method="hello", text="x"), "bad_request", "hello takes neither texts nor options; got text", "drop"),
        (
            request(method="rewrite", text="", options={"ton": 1}),
            "bad_option",
            "unknown option of rewrite; got 'ton'; allowed: tone, address, max_edits",
            "did you mean 'tone'?",
        ),
        (request(method="redact", text="", options={"x": 1}), "bad_option", "got 'x'; allowed: none", "leave it out"),
        (
            request(method="rewrite", text="", options={"max_edits": -1}),
            "bad_option",
            "max_edits of rewrite cannot be that; got -1; allowed: integer or null of 0 or more",
            "change it",
        ),
        (request(method="rewrite", text="", options={"max_edits": True}), "bad_option", "got True", "change it"),
        (request(method="formality", text="", options={"reasons": 1}), "bad_option", "allowed: boolean", "change it"),
        (
            request(method="normalize", text="", options={"level": "max"}),
            "bad_option",
            "slang, full, formal",
            "change it",
        ),
    ],
)
def test_what_is_refused(line: bytes, code: str, message: str, fix: str) -> None:
    found = refused(line)
    assert found.code == code
    assert message in found.message
    assert fix in found.fix
    assert len(found.message) < 300


@pytest.mark.parametrize("given_id", [0, -3, "x", "", None, 2**70])
def test_a_refusal_names_the_id_where_it_can_be_read(given_id: Any) -> None:
    assert refused(request(id=given_id, method="annotate", text="", more=1)).id == given_id
    assert refused(request(id=[1], method="annotate")).id is None


def test_a_byte_order_mark_and_escapes() -> None:
    found = read_request(b"\xef\xbb\xbf" + rb'{"method": "annotate", "text": "\ud800 \ud83d\ude4f \u0000"}')
    assert found.texts == ("\ud800 🙏 \x00",)


@pytest.mark.parametrize(
    ("error", "code", "fix"),
    [
        (ModelError("damaged", fix="install again"), "model_error", "install again"),
        (
            MissingExtraError("accurate", "accurate"),
            "model_error",
            "install them with: pip install 'govtext[accurate]'",
        ),
        (InputError("no such thing", got=3), "bad_option", ""),
        (ZeroDivisionError("x" * 500), "internal_error", "this is a bug: report it as CONTRIBUTING.md says"),
    ],
)
def test_failures_become_answers(error: Exception, code: str, fix: str) -> None:
    found = refused_for(error, 7)
    assert (found.id, found.code, found.fix) == (7, code, fix)
    assert len(found.message) < 200

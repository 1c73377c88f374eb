from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import jsonschema
import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

import govtext
from govtext.cli import cli
from govtext.serving import worker as module
from govtext.serving.lines import Waiting
from govtext.serving.protocol import methods, schema
from govtext.serving.worker import Worker
from scoring.tiny import VARIED, write_tiny

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

RESPONSES = jsonschema.Draft202012Validator({**schema(), "$ref": "#/$defs/response"})
OFFICIAL = "Dalam rangka percepatan penyaluran, warga wajib membawa KTP asli paling lambat 20 Mei 2025."


def asked(worker: Worker, *requests: Any) -> list[dict[str, Any]]:
    lines = [one if isinstance(one, bytes | None) else json.dumps(one).encode() for one in requests]
    return [json.loads(line) for line in worker.answers(lines)]


def results(*requests: Any) -> list[Any]:
    return [one["result"] for one in asked(Worker("fast"), *requests)]


def valid(answer: dict[str, Any], method: str | None = None) -> bool:
    RESPONSES.validate(answer)
    if method and "result" in answer:
        one = jsonschema.Draft202012Validator({**schema(), "$ref": f"#/$defs/results/{method}"})
        for result in answer["result"] if isinstance(answer["result"], list) else [answer["result"]]:
            one.validate(result)
    return True


@pytest.mark.parametrize("method", methods())
def test_every_method_answers_any_text_as_the_schema_says(method: str) -> None:
    texts = [text[:200] for text in VARIED] + [OFFICIAL]
    (many,) = asked(Worker("fast"), {"id": 1, "method": method, "texts": texts})
    assert valid(many, method)
    assert len(many["result"]) == len(texts)
    singles = asked(Worker("fast"), *({"id": text, "method": method, "text": text} for text in texts))
    assert [one["id"] for one in singles] == texts
    for single, one in zip(singles, many["result"], strict=True):
        assert valid(single, method)
        if method not in {"annotate", "formality", "rewrite"}:  # those of a batch differ in the last digits
            assert single["result"] == one


def test_annotations_are_those_of_the_library() -> None:
    (found,) = results({"method": "annotate", "text": VARIED[0]})
    assert govtext.Annotation.from_dict(found) == govtext.load("fast")(VARIED[0])


@pytest.mark.parametrize("method", ["tokenize", "sentences", "redact", "normalize", "rewrite"])
def test_results_are_those_of_the_commands(method: str) -> None:
    text = f"{OFFICIAL} hub 0812-0000-0000 ya gaes 🙏"
    shown = CliRunner().invoke(cli, [method, "--json", text]).stdout
    assert results({"method": method, "text": text}) == [json.loads(shown)]


def test_formality_and_lint_are_those_of_the_commands() -> None:
    shown = CliRunner().invoke(cli, ["formality", "--json", "--explain", OFFICIAL]).stdout
    assert results({"method": "formality", "text": OFFICIAL, "options": {"reasons": True}}) == [json.loads(shown)]
    for options in ({}, {"kind": "figures"}):
        arguments = [part for name, value in options.items() for part in (f"--{name}", value)]
        row = json.loads(CliRunner().invoke(cli, ["lint", "--format", "json", *arguments], input=OFFICIAL).stdout)
        for finding in row["findings"]:
            del finding["line"], finding["column"]
        (found,) = results({"method": "lint", "text": OFFICIAL, "options": options})
        assert found == {name: row[name] for name in ("kind", "evidence", "findings")}


def test_options_reach_the_method() -> None:
    friendly, plain, none = results(
        {"method": "rewrite", "text": OFFICIAL},
        {"method": "rewrite", "text": OFFICIAL, "options": {"tone": "plain"}},
        {"method": "rewrite", "text": OFFICIAL, "options": {"max_edits": 0}},
    )
    assert "Sobat" in friendly["text"]
    assert "Sobat" not in plain["text"]
    assert none["text"] == OFFICIAL


def test_hello_and_methods() -> None:
    hello, about = asked(Worker("fast", offsets="utf16", max_line_bytes=99), {"method": "hello"}, {"method": "methods"})
    assert valid(hello, "hello")
    assert valid(about, "methods")
    assert hello["result"] == {
        "govtext": govtext.__version__,
        "protocol": 1,
        "model": "fast",
        "offsets": "utf16",
        "max_line_bytes": 99,
        "methods": ["hello", "methods", *methods()],
    }
    assert about["result"]["schema"] == schema()
    assert set(about["result"]["methods"]) == set(methods())


def test_the_worker_goes_on_after_every_error() -> None:
    good = {"method": "tokenize", "text": "bansos"}
    found = asked(
        Worker("fast", max_line_bytes=9), {**good, "id": 1}, b"{", {**good, "id": 2}, None, {"id": 3}, {**good, "id": 4}
    )
    assert [one["id"] for one in found] == [1, None, 2, None, 3, 4]
    assert [one.get("error", {}).get("code") for one in found] == [
        None,
        "broken_json",
        None,
        "line_too_long",
        "bad_request",
        None,
    ]
    assert found[3]["error"]["message"] == "the line is longer than 9 bytes"
    assert all(map(valid, found))


def test_blank_lines_get_no_answer() -> None:
    assert asked(Worker("fast"), b"", b" \t\r", {"id": 1, "method": "hello"}, b"\r")[0]["id"] == 1


def test_a_model_that_cannot_be_opened_is_told_each_time(tmp_path: Path) -> None:
    damaged = write_tiny(tmp_path / "tiny")
    (damaged / "model.safetensors").write_bytes(b"x")
    worker = Worker(str(damaged))
    for _ in range(2):
        first, second, third = asked(
            worker, *({"id": n, "method": m, "text": "x"} for n, m in enumerate(("annotate", "annotate", "tokenize")))
        )
        assert first["error"]["code"] == second["error"]["code"] == "model_error"
        assert "sha256 differs" in first["error"]["message"]
        assert "install govtext again" in first["error"]["fix"]
        assert third["result"]["tokens"]


class Runs:
    """A method that keeps what it is asked, and fails on a text."""

    def __init__(self) -> None:
        self.calls: list[tuple[list[str], dict[str, Any]]] = []

    def __call__(self, texts: Sequence[str], **options: Any) -> list[dict[str, Any]]:
        self.calls.append((list(texts), options))
        if "rusak" in texts:
            raise ZeroDivisionError("oops")
        return [{"text": text} for text in texts]


@pytest.fixture
def runs(monkeypatch: pytest.MonkeyPatch) -> Runs:
    found = Runs()
    monkeypatch.setattr(module, "runners", lambda _: dict.fromkeys(methods(), found))
    return found


def ask(text: str, method: str = "annotate", **options: Any) -> dict[str, Any]:
    return {"id": text, "method": method, "text": text, "options": options}


def test_like_requests_that_wait_are_one_call(runs: Runs) -> None:
    requests = [ask("a"), {"id": "b", "method": "annotate", "texts": ["b1", "b2"]}, ask("c"), ask("d", "rewrite")]
    requests += [
        ask("e", "rewrite", tone="plain"),
        ask("f", "rewrite", tone="plain"),
        {"id": "g", "method": "hello"},
        ask("h"),
    ]
    found = asked(Worker(), *requests)
    assert [one["id"] for one in found] == list("abcdefgh")
    assert [texts for texts, _ in runs.calls] == [["a", "b1", "b2", "c"], ["d"], ["e", "f"], ["h"]]
    assert found[1]["result"] == [{"text": "b1"}, {"text": "b2"}]


def test_no_more_characters_together_than_wanted(runs: Runs, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MOST_CHARACTERS", 5)
    asked(Worker(), ask("aaa"), ask("bb"), ask("c"), ask("d" * 9), ask("e"))
    assert [texts for texts, _ in runs.calls] == [["aaa", "bb"], ["c"], ["d" * 9], ["e"]]


def test_one_that_fails_does_not_spoil_the_others(runs: Runs, capfd: pytest.CaptureFixture[str]) -> None:
    found = asked(Worker(), ask("a"), ask("rusak"), ask("c"))
    assert [("result" in one, one["id"]) for one in found] == [(True, "a"), (False, "rusak"), (True, "c")]
    assert found[1]["error"]["code"] == "internal_error"
    assert "ZeroDivisionError: 'oops'" in found[1]["error"]["message"]
    assert capfd.readouterr().err == ""


def test_debugging_shows_the_traceback(
    runs: Runs, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GOVTEXT_DEBUG", "1")
    asked(Worker(), ask("rusak"))
    out, err = capfd.readouterr()
    assert "Traceback" in err
    assert out == ""


@settings(max_examples=50, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            [b"{", b"", None, *(json.dumps(ask(t, m)).encode() for t in ("a", "rusak") for m in ("annotate", "lint"))]
        )
    )
)
def test_as_many_answers_as_lines_and_in_order(lines: list[bytes | None]) -> None:
    worker = Worker()
    worker._runners = dict.fromkeys(methods(), Runs())
    found = [json.loads(line) for line in worker.answers(lines)]
    asked_for = [None if line in (b"{", None) else json.loads(line)["id"] for line in lines if line != b""]
    assert [one["id"] for one in found] == asked_for


def test_serve_writes_each_answer_by_itself_and_stops_when_closed(runs: Runs) -> None:
    waiting = Waiting(1000)
    waiting.fill(iter(json.dumps(ask(text)).encode() for text in "abc"))
    written: list[bytes] = []

    def write(line: bytes) -> None:
        written.append(line)
        if len(written) == 2:
            waiting.close()

    Worker().serve(waiting, write)
    assert ids(written) == ["a", "b"]
    assert all(line.endswith(b"}\n") and line.count(b"\n") == 1 for line in written)


def test_answers_have_no_line_end_inside_for_any_reader() -> None:
    text = "a\u2028b\u2029c\x85d\x0be\nf\r\ud800🙏"
    (line,) = Worker("fast").answers([json.dumps({"id": text, "method": "redact", "text": text}).encode()])
    assert len(line.decode("utf-8").splitlines()) == 1
    assert json.loads(line)["result"]["redacted"] == text


def ids(lines: Iterable[bytes]) -> list[Any]:
    return [json.loads(line)["id"] for line in lines]

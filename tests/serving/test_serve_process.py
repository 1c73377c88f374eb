"""``govtext serve`` as a process: what is on its standard output, how it ends."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

# A govtext that prints where it should not, from Python and from below it.
NOISY = """
import os
import govtext.scoring
from govtext.cli import main

load = govtext.scoring.load
def noisy(*given, **named):
    print("progress 10 %", flush=True)
    os.write(1, b"a library in C prints\\n")
    return load(*given, **named)

govtext.scoring.load = noisy
main()
"""


def start(*options: str, code: str | None = None) -> subprocess.Popen[bytes]:
    head = ["-c", code] if code else ["-m", "govtext"]
    return subprocess.Popen(
        [sys.executable, *head, "serve", "--stdio", "--model", "fast", *options],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )


@pytest.fixture
def served() -> Iterator[subprocess.Popen[bytes]]:
    with start() as process:
        yield process
        process.kill()


def ask(process: subprocess.Popen[bytes], **request: Any) -> Any:
    assert process.stdin is not None
    assert process.stdout is not None
    process.stdin.write(json.dumps(request).encode() + b"\n")
    process.stdin.flush()
    return json.loads(process.stdout.readline())


def test_a_dialogue_until_the_end_of_the_input(served: subprocess.Popen[bytes]) -> None:
    assert ask(served, id=1, method="hello")["result"]["protocol"] == 1
    assert ask(served, id=2, method="annotate", text="Kapan bansos cair min?")["result"]["intent"]["id"] == "question"
    assert ask(served, id=3, method="nothing")["error"]["code"] == "unknown_method"
    out, err = served.communicate()
    assert (served.returncode, out, err) == (0, b"", b"")


def test_a_file_of_requests_and_a_last_line_without_an_end() -> None:
    lines = [json.dumps({"id": n, "method": "annotate", "text": f"bansos {n}"}) for n in range(300)]
    run = subprocess.run(
        [sys.executable, "-m", "govtext", "serve", "--stdio", "--model", "fast"],
        input="\n".join(lines).encode(),
        capture_output=True,
        check=True,
    )
    assert [json.loads(line)["id"] for line in run.stdout.splitlines()] == list(range(300))
    assert run.stderr == b""


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
@pytest.mark.parametrize("used", [False, True])
def test_signals(served: subprocess.Popen[bytes], number: signal.Signals, used: bool) -> None:
    ask(served, method="annotate" if used else "tokenize", text="bansos")
    served.send_signal(number)
    out, err = served.communicate(timeout=60)
    assert served.returncode == 128 + number
    assert (out, err) == (b"", b"")


def test_nothing_but_answers_is_on_standard_output() -> None:
    with start(code=NOISY) as process:
        found = ask(process, id=1, method="annotate", text="bansos")
        out, err = process.communicate()
    assert found["result"]["model"] == "fast"
    assert (process.returncode, out) == (0, b"")
    assert b"progress 10 %" in err
    assert b"a library in C prints" in err


def test_a_client_that_goes_away(served: subprocess.Popen[bytes]) -> None:
    ask(served, method="tokenize", text="bansos")
    assert served.stdin is not None
    assert served.stdout is not None
    assert served.stderr is not None
    served.stdout.close()
    served.stdin.write(b'{"method": "hello"}\n' * 10)
    served.stdin.flush()
    assert served.wait(60) == 141
    assert served.stderr.read() == b""


def test_a_line_that_is_too_long() -> None:
    with start("--max-line-bytes", "100") as process:
        assert ask(process, id=1, method="tokenize", text="x" * 200)["error"]["code"] == "line_too_long"
        assert ask(process, id=2, method="tokenize", text="x")["id"] == 2
        process.communicate()


def test_without_a_standard_error() -> None:
    shell = f'exec "{sys.executable}" -m govtext serve --stdio 2>&-'
    run = subprocess.run(["sh", "-c", shell], input=b'{"method": "hello"}\n', capture_output=True, check=True)
    assert json.loads(run.stdout)["result"]["protocol"] == 1


def test_what_keeps_it_from_starting() -> None:
    for options, message in (
        (["--stdio", "--model", "fsat"], b"did you mean 'fast'"),
        ([], b"give --stdio"),
        (["--stdio", "--max-line-bytes", "0"], b"--max-line-bytes"),
    ):
        run = subprocess.run(
            [sys.executable, "-m", "govtext", "serve", *options], input=b"", capture_output=True, check=False
        )
        assert (run.returncode, run.stdout) == (2, b"")
        assert message in run.stderr


def test_the_text_layer_is_served_without_the_model() -> None:
    code = """
import sys
from govtext.serving.worker import Worker
assert b"tokens" in next(Worker().answers([b'{"method": "tokenize", "text": "x"}']))
print([name for name in ("numpy", "spacy", "pyarrow", "click") if name in sys.modules])
"""
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True)
    assert run.stdout.split() == [b"[]"]

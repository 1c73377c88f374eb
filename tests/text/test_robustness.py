"""Every public function: wrong types, hostile texts, linear time, threads, light import."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from govtext import text as layer
from govtext.errors import GovtextError, InputTypeError

from .strategies import HOSTILE

FUNCTIONS: dict[str, Callable[[str], Any]] = {
    "tokenize": layer.tokenize,
    "sentences": layer.sentences,
    "normalize": layer.normalize,
    "redact": layer.redact,
    "stem": layer.stem,
}
ON_TEXTS = [name for name in FUNCTIONS if name != "stem"]
SECONDS = 6.0  # ten times what the slowest needs alone; quadratic time would need minutes


@pytest.mark.parametrize("value", [None, 1, 1.5, b"halo", ["halo"], ("halo",)], ids=repr)
@pytest.mark.parametrize("name", FUNCTIONS)
def test_wrong_type_is_an_error_that_names_the_function(name: str, value: Any) -> None:
    with pytest.raises(InputTypeError) as caught:
        FUNCTIONS[name](value)
    assert isinstance(caught.value, TypeError)
    assert isinstance(caught.value, GovtextError)
    assert name in str(caught.value)


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE.keys())
@pytest.mark.parametrize("name", ON_TEXTS)
def test_hostile_text_has_a_result_in_linear_time(name: str, text: str) -> None:
    start = time.perf_counter()
    result = FUNCTIONS[name](text)
    assert time.perf_counter() - start < SECONDS
    if isinstance(result, tuple):
        assert all(piece.text == text[piece.start : piece.end] for piece in result)
    else:
        assert isinstance(result.text, str)


@pytest.mark.parametrize("text", [t for t in HOSTILE.values() if len(t.split()) < 2])
def test_hostile_word_has_a_stem(text: str) -> None:
    assert isinstance(layer.stem(text), str)


@pytest.mark.parametrize("text", ["", " ", "\n\t"])
def test_blank_text_has_nothing_in_it(text: str) -> None:
    assert layer.tokenize(text) == ()
    assert layer.sentences(text) == ()
    assert layer.redact(text) == layer.redact(text).__class__(text, ())
    assert layer.normalize(text).text == text
    assert layer.stem(text) == ""


def test_threads_get_the_same_results() -> None:
    comments = [f"Bu Tri gmn kabarnya, anak{n} blm dapet PKH di Jl. Mawar No. {n}?" for n in range(40)]
    for function in (layer.tokenize, layer.sentences, layer.normalize, layer.redact):
        with ThreadPoolExecutor(8) as pool:
            assert list(pool.map(function, comments)) == [function(comment) for comment in comments]
    words = ["penyelidikan", "berikan", "kesejahteraan", "bekasi"] * 20
    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(layer.stem, words)) == [layer.stem(word) for word in words]


def test_import_reads_no_data_and_no_heavy_library() -> None:
    program = (
        "import sys, govtext.text\n"
        "assert not {'spacy', 'Sastrawi', 'torch', 'numpy', 'unicodedata'} & set(sys.modules)\n"
        "assert not [m for m in sys.modules if m.startswith('govtext.text.')], 'a module was loaded early'\n"
        "for name in ('tokenize', 'sentences', 'normalize', 'redact'):\n"
        "    getattr(govtext.text, name)('yg')\n"
        "assert not {'spacy', 'Sastrawi'} & set(sys.modules)\n"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_unknown_name_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="lemmatize"):
        getattr(layer, "lemmatize")  # noqa: B009
    assert dir(layer) == sorted(layer.__all__)

"""What holds for the fact guard on any text: it is reflexive, misses no single change, neither crashes nor stalls."""

from __future__ import annotations

import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from govtext.rewriting.facts import FACT_KINDS, differences, facts, protected
from text.strategies import HOSTILE, TEXTS

SECONDS = 2.0
ANY_TEXT = TEXTS | st.text(st.characters(exclude_categories=()), max_size=60)
"""Texts of comments, and any code points at all, lone surrogates among them."""

MONTHS = ["Januari", "Februari", "Maret", "April", "Juni", "Juli", "Agustus", "September", "Oktober", "Desember"]
PLACES = ["Kemirirejo", "Potrobangsan", "Cacaban", "Sukorejo", "Jurangombo", "Tidarsari", "Wates", "Rejosari"]
NEGATIONS = ["tidak", "belum", "bukan", "nggak", "gak", "ndak", "tdk", "blm"]
DENIED = ["terdaftar", "menerima", "dicoret", "diverifikasi", "diwakilkan", "melapor"]

Piece = tuple[str, str, str, str]
"""Words before a fact, the fact, another fact that might replace it, words after."""


def _number(value: int, other: int) -> Piece:
    return "sebanyak", str(value), str(other), "paket"


def _amount(value: int, other: int) -> Piece:
    return "senilai", f"Rp{value}.000", f"Rp{other}.000", ""


def _date(day: int, other: int, month: str, year: int) -> Piece:
    return "pada", f"{day} {month} {year}", f"{other} {month} {year}", ""


def _time(hour: int, other: int) -> Piece:
    return "pukul", f"{hour:02}.00 WIB", f"{other:02}.00 WIB", ""


def _place(name: str, other: str) -> Piece:
    return "di Kelurahan", name, other, ""


def _negation(word: str, denied: str) -> Piece:
    return "walau", word, "sudah", denied


def _two(low: int, high: int) -> st.SearchStrategy[tuple[int, int]]:
    return st.tuples(st.integers(low, high), st.integers(low, high)).filter(lambda pair: pair[0] != pair[1])


NUMBERS = _two(2, 9_999).map(lambda pair: _number(*pair))
AMOUNTS = _two(1, 999).map(lambda pair: _amount(*pair))
DATES = st.tuples(_two(1, 28), st.sampled_from(MONTHS), st.integers(2015, 2030)).map(lambda t: _date(*t[0], *t[1:]))
TIMES = _two(1, 23).map(lambda pair: _time(*pair))
NAMES = st.lists(st.sampled_from(PLACES), min_size=2, max_size=2, unique=True).map(lambda pair: _place(*pair))
DENIALS = st.tuples(st.sampled_from(NEGATIONS), st.sampled_from(DENIED)).map(lambda pair: _negation(*pair))
SENTENCES = (
    st.tuples(NUMBERS, AMOUNTS, DATES, TIMES, NAMES, DENIALS)
    .flatmap(st.permutations)
    .flatmap(lambda pieces: st.tuples(st.just(pieces), st.integers(0, len(pieces) - 1)))
)


def _sentence(pieces: list[Piece], changed: int | None = None, *, by: bool = False) -> str:
    """Put a sentence together; leave out the fact of one piece, or put the other one for it."""
    words = ["Bantuan beras diserahkan kepada warga"]
    for index, (before, fact, other, after) in enumerate(pieces):
        shown = fact if index != changed else other if by else ""
        words += [before, shown, after]
    return " ".join(word for word in words if word) + "."


@given(ANY_TEXT)
def test_no_text_differs_from_itself(text: str) -> None:
    assert differences(text, text) == ()


@given(ANY_TEXT, ANY_TEXT)
def test_what_one_way_lost_the_other_way_added(one: str, other: str) -> None:
    strict = ("amount", "date", "link", "phone", "email", "handle", "hashtag", "law")
    forth = sorted((d.kind, d.value) for d in differences(one, other) if d.kind in strict and d.change == "lost")
    back = sorted((d.kind, d.value) for d in differences(other, one) if d.kind in strict and d.change == "added")
    assert forth == back


@given(ANY_TEXT)
def test_spans_lie_in_the_text(text: str) -> None:
    for fact in facts(text):
        assert fact.kind in FACT_KINDS
        assert text[fact.span.start : fact.span.end] == fact.span.text
        assert fact.span.text
    stretches = protected(text)
    assert all(text[span.start : span.end] == span.text != "" for span in stretches)
    assert all(left.end < right.start for left, right in pairwise(stretches))


@given(SENTENCES)
def test_a_single_fact_lost_is_always_noticed(drawn: tuple[list[Piece], int]) -> None:
    pieces, index = drawn
    whole = _sentence(pieces)
    assert differences(whole, _sentence(pieces, index)) != ()
    assert differences(_sentence(pieces, index), whole) != ()


@given(SENTENCES)
def test_a_single_fact_changed_is_always_noticed(drawn: tuple[list[Piece], int]) -> None:
    pieces, index = drawn
    assert differences(_sentence(pieces), _sentence(pieces, index, by=True)) != ()


@given(SENTENCES, st.randoms(use_true_random=False))
def test_any_digit_changed_is_always_noticed(drawn: tuple[list[Piece], int], random: object) -> None:
    whole = _sentence(drawn[0])
    places = [place for place, character in enumerate(whole) if character.isdecimal()]
    place = places[drawn[1] * len(places) // 6]
    changed = f"{whole[:place]}{(int(whole[place]) + 1) % 10}{whole[place + 1 :]}"
    assert differences(whole, changed) != ()


@given(SENTENCES)
def test_order_and_lines_do_not_matter(drawn: tuple[list[Piece], int]) -> None:
    pieces, index = drawn
    facts_ = [" ".join(word for word in (before, fact, after) if word) for before, fact, _, after in pieces]
    listed = "Bantuan beras diserahkan kepada warga:\n" + "\n".join(f"- {fact}" for fact in facts_)
    assert differences(_sentence(pieces), listed) == ()
    assert differences(_sentence(pieces), _sentence([*pieces[index:], *pieces[:index]])) == ()


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE.keys())
def test_hostile_text_is_read_in_time(text: str) -> None:
    for call in (lambda: facts(text), lambda: protected(text), lambda: differences(text, text)):
        start = time.process_time()
        result = call()
        assert time.process_time() - start < SECONDS
        assert isinstance(result, tuple) or result.text == text
    assert differences(text, text) == ()


@pytest.mark.parametrize(
    "piece",
    [
        "tidak qwerb ", "Rp600.000 untuk balita, ", "KPM (a b c) ", '"a ', "Pasal 5 ayat ", "kata Aku Bu ", "sampai ",
        "1 Mei - ", "1. a\n", "warga yang ", "apa? ", "jangan lupa ", "kelurahan zxcv ", "atau KTP dan ", "jika ada ",
        "\ud800 tidak \udfff Rp5 ", "\0 3 ", "ABC (", "sebelum 5 ", "buka ", "fotokopi KTP asli ", "surat ",
        "1 atau 2 ",
    ],
)  # fmt: skip
def test_a_hundred_thousand_characters_take_no_longer_than_two_seconds(piece: str) -> None:
    text = piece * (100_000 // len(piece))
    for other in (text, text[: len(text) // 2], "lain"):
        start = time.process_time()
        found = differences(text, other)
        assert time.process_time() - start < SECONDS
        assert other != text or found == ()


BEFORE = (
    "Sebanyak {} KPM di Kelurahan Kemirirejo wajib mengambil bantuan Rp600.000 paling lambat tanggal 20 Desember 2024 "
    "dengan membawa fotokopi KTP dan KK."
)
AFTER = (
    "Halo, Sobat! {} KPM di Kelurahan Kemirirejo harus ambil bantuan Rp600.000 sampai 20 Desember 2024, ya. "
    "Bawa fotokopi KTP dan KK."
)


def test_comparing_is_fast() -> None:
    pairs = [(BEFORE.format(n), AFTER.format(n)) for n in range(2, 802)]
    assert all(differences(*pair) == () for pair in pairs)
    best = float("inf")
    for run in range(1, 4):
        start = time.process_time()
        for before, after in pairs:
            differences(before + " " * run, after + " " * run)  # another text: nothing is remembered
        best = min(best, time.process_time() - start)
    assert len(pairs) / best > 1_000  # some 2,400 a second on an idle core


def test_threads_get_the_same_results() -> None:
    texts = [
        f"Jangan lupa, {n} KPM ambil Rp{n}.000 di Kelurahan Cacaban sebelum {n % 28 + 1} Mei." for n in range(1, 60)
    ]
    expected = [facts(text) for text in texts]
    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(facts, texts)) == expected


def test_import_loads_no_heavy_library_and_reads_no_data() -> None:
    program = (
        "import sys, govtext.rewriting.facts\n"
        "assert not {'spacy', 'Sastrawi', 'torch', 'numpy'} & set(sys.modules)\n"
        "from govtext.rewriting.guard import lexicon\n"
        "assert lexicon.phrases.cache_info().currsize == 0\n"
    )
    subprocess.run([sys.executable, "-c", program], check=True)


@settings(max_examples=30)
@given(st.text(st.characters(exclude_categories=()), min_size=1, max_size=20))
def test_a_remembered_text_is_read_like_a_new_one(text: str) -> None:
    assert facts(text) == facts(text)
    assert differences(text, text + " 3 lembar") != ()

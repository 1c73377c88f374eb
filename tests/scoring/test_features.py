from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from govtext.scoring.features import TokenBatch, char_ngrams, surface, tokenize_batch

from .tiny import NGRAM_SIZES, VARIED

# Letters, marks, surrogates, NUL, apostrophes, digits, emoji parts and what masks look for, besides all of Unicode.
TRICKY = st.sampled_from(
    [
        "\x00",
        "\ud800",
        "e\u0301",
        "'",
        "’",
        "´",
        "\u200d",
        "\ufeff",
        "aaaa",
        "111",
        "!!!",
        "@",
        "www.",
        "http://",
        "🙏",
        "Σ",
        "İ",
        " ",
    ]
)
TEXT = st.lists(TRICKY | st.text(st.characters(), max_size=8), max_size=6).map("".join)


def tokens(*texts: str) -> list[list[str]]:
    return surfaces(tokenize_batch(texts))


def surfaces(batch: TokenBatch) -> list[list[str]]:
    words = ["".join(map(chr, batch.codepoints[s:e])) for s, e in zip(batch.starts, batch.ends, strict=True)]
    ends = np.cumsum(batch.lengths)
    return [words[end - length : end] for end, length in zip(ends, batch.lengths, strict=True)]


@given(st.lists(TEXT, min_size=1, max_size=6))
@settings(max_examples=150, deadline=None)
def test_batch_equals_single(texts: list[str]) -> None:
    batch = tokenize_batch(texts)
    singles = [tokenize_batch([text]) for text in texts]
    assert batch.lengths.size == len(texts)
    assert batch.lengths.sum() == batch.hashes.size == batch.starts.size == batch.ends.size
    assert batch.lengths.tolist() == [single.hashes.size for single in singles]
    assert batch.hashes.tolist() == [h for single in singles for h in single.hashes.tolist()]


@given(st.data())
@settings(max_examples=50, deadline=None)
def test_any_split_gives_the_same_hashes(data: st.DataObject) -> None:
    whole = tokenize_batch(VARIED).hashes.tolist()
    cuts = sorted(data.draw(st.sets(st.integers(1, len(VARIED) - 1))))
    edges = zip([0, *cuts], [*cuts, len(VARIED)], strict=True)
    assert [h for start, end in edges for h in tokenize_batch(VARIED[start:end]).hashes.tolist()] == whole


@given(TEXT)
@settings(max_examples=100, deadline=None)
def test_spans_are_ordered_and_filled(text: str) -> None:
    batch = tokenize_batch([text])
    assert (batch.starts < batch.ends).all()
    assert (batch.ends[:-1] <= batch.starts[1:]).all()
    assert not any(batch.codepoints[s:e].min() == 0 for s, e in zip(batch.starts, batch.ends, strict=True))


def test_no_texts_have_no_counts() -> None:
    batch = tokenize_batch([])
    assert batch.hashes.size == batch.lengths.size == 0


@pytest.mark.parametrize(
    "ending", ["https://a.go.id/x", "www.a.id", "http://", "@kemensos", "@a.b", "@", "cek https://x"]
)
def test_a_mask_never_swallows_the_next_text(ending: str) -> None:
    assert tokens(ending, "bansos cair", "ok")[1:] == [["bansos", "cair"], ["ok"]]


def test_urls_and_mentions_are_one_token_each() -> None:
    first, second = tokens("lihat https://a.go.id/x?y=1 @kemensos_ri ya", "LIHAT www.b.id/z @Budi.S ya")
    assert first == second
    assert len(first) == 4


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("BANGEEEET", ["banget"]),
        ("saat", ["saat"]),
        ("!!!!!!", ["!!"]),
        ("hebat!!", ["hebat", "!!"]),
        ("?!", ["?", "!"]),
        ("jum'at", ["jumat"]),
        ("jum’at", ["jumat"]),
        ("ma`af", ["maaf"]),
        ("buku-buku", ["buku", "buku"]),
        ("🙏🏽👍", ["🙏", "👍"]),
        ("👩‍👧", ["👩", "👧"]),
        ("❤️", ["❤"]),
        ("08123456789", ["00000000000"]),
        ("2024", ["0000"]),
        ("111", ["000"]),
        ("42", ["42"]),
        ("e\u0301", ["\u00e9"]),
        ("ＢＡＮＳＯＳ", ["bansos"]),
        ("\ufeffbansos", ["bansos"]),
        ("a\ud800b", ["a", "b"]),
        ("a\x00b", ["a", "b"]),
        ("\t\n ", []),
    ],
)
def test_tokens(text: str, expected: list[str]) -> None:
    assert tokens(text) == [expected]


def test_numbers_of_one_length_share_a_hash() -> None:
    assert tokenize_batch(["08123456789"]).hashes.tolist() == tokenize_batch(["08987654321"]).hashes.tolist()
    assert tokenize_batch(["12"]).hashes.tolist() != tokenize_batch(["21"]).hashes.tolist()


@given(st.lists(TEXT, min_size=1, max_size=4))
@settings(max_examples=60, deadline=None)
def test_ngrams_of_a_token_do_not_depend_on_its_neighbours(texts: list[str]) -> None:
    batch = tokenize_batch(texts)
    together, counts = char_ngrams(batch, np.arange(batch.hashes.size), NGRAM_SIZES, 1009)
    assert (counts >= 1).all()
    assert counts.sum() == together.size
    assert ((together >= 0) & (together < 1009)).all()
    ends = np.cumsum(counts)
    for index, (end, count) in enumerate(zip(ends, counts, strict=True)):
        alone, number = char_ngrams(batch, np.array([index]), NGRAM_SIZES, 1009)
        assert alone.tolist() == together[end - count : end].tolist()
        assert number.tolist() == [count]


def test_ngrams_of_a_word_are_equal_in_any_text() -> None:
    lone = tokenize_batch(["bansos"])
    among = tokenize_batch(["pak, bansos!", "cair"])
    place = np.flatnonzero(among.hashes == lone.hashes[0])
    expected, _ = char_ngrams(lone, np.array([0]), NGRAM_SIZES, 1009)
    found, _ = char_ngrams(among, place, NGRAM_SIZES, 1009)
    assert found.tolist() == expected.tolist()
    assert expected.size == 6 + 5 + 4  # <bansos> has eight characters


@pytest.mark.parametrize(("word", "count"), [("a", 1), ("ab", 2 + 1), ("abc", 3 + 2 + 1)])
def test_short_words_have_an_ngram(word: str, count: int) -> None:
    _, counts = char_ngrams(tokenize_batch([word]), np.array([0]), NGRAM_SIZES, 64)
    assert counts.tolist() == [count]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Sudah cair.", [1, 0, 0]),
        ("Sudah cair...", [0, 0, 0]),
        ("sudah cair", [0, 0, 0]),
        ("sudah cair?", [0, 1, 0]),
        ("sudah cair!!!!", [0, 1, 0]),
        ("KTP, KK, akta.", [1, 0, 2 / 6]),
        ("", [0, 0, 0]),
        (" 🏽 ", [0, 0, 0]),
    ],
)
def test_surface(text: str, expected: list[float]) -> None:
    alone = surface(tokenize_batch([text]))
    np.testing.assert_allclose(alone, [expected], atol=1e-6)
    among = surface(tokenize_batch(["", "a, b.", text, "halo"]))
    np.testing.assert_allclose(among[2], expected, atol=1e-6)

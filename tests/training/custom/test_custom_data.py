"""Labelled texts as offices keep them: with marks, gaps, doubles, and labels nobody foresaw."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from govtext.errors import InputError
from govtext.training.custom.config import CustomConfig, DataConfig, HeadConfig
from govtext.training.custom.data import Row, Split, draw, read_split, targets

TEXTS = tuple(
    f"{start} {end}" for start in ("jalan rusak", "pelayanan cepat") for end in ("pak", "min", "ya", "tolong")
)
FEELINGS = ("kesal",) * 4 + ("senang",) * 4


def config(heads: dict[str, HeadConfig] | None = None, **data: Any) -> CustomConfig:
    return CustomConfig("coba", "few_shot", "MIT", heads or {"rasa": HeadConfig()}, DataConfig(**data), seed=1)


def split_of(path: Path, heads: dict[str, HeadConfig] | None = None, **data: Any) -> Split:
    return read_split(config(heads, train=path.name, **data), path.parent)


def rows_of(split: Split) -> list[Row]:
    return sorted((*split.train, *split.validation), key=lambda row: row.text)


@pytest.fixture
def csv(tmp_path: Path) -> Callable[..., Path]:
    """Write a table of text and feeling, with the marks and separator asked for."""

    def _csv(
        rows: Sequence[Sequence[str]] = tuple(zip(TEXTS, FEELINGS, strict=True)), *, separator: str = ";",
        encoding: str = "utf-8-sig", header: Sequence[str] = ("teks", "rasa"), end: str = "\n",
    ) -> Path:  # fmt: skip
        path = tmp_path / "data.csv"
        text = end.join(separator.join(row) for row in (header, *rows)) + end
        path.write_bytes(text.encode(encoding))
        return path

    return _csv


@pytest.mark.parametrize("separator", [";", ",", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_tables_of_any_office_program(csv: Callable[..., Path], separator: str, encoding: str, end: str) -> None:
    split = split_of(csv(separator=separator, encoding=encoding, end=end))
    assert split.heads == {"rasa": ("kesal", "senang")}
    found = {row.text: row.labels["rasa"] for row in rows_of(split)}
    assert found == {text: (feeling,) for text, feeling in zip(TEXTS, FEELINGS, strict=True)}
    assert split.dropped == 0
    assert split.made


def test_rows_without_text_or_label_are_left_out_and_counted(csv: Callable[..., Path]) -> None:
    rows = [*zip(TEXTS, FEELINGS, strict=True), ("", "kesal"), ("  ", "senang"), ("siapa ini", ""), ("apa ini", "  ")]
    split = split_of(csv(rows))
    assert split.dropped == 4
    assert {row.text for row in rows_of(split)} == set(TEXTS)


def test_a_text_may_be_labelled_for_one_head_only(csv: Callable[..., Path]) -> None:
    rows = [(text, feeling, "") for text, feeling in zip(TEXTS, FEELINGS, strict=True)]
    rows += [(f"{text} lagi", "", place) for text, place in zip(TEXTS, ("desa", "kota") * 4, strict=True)]
    split = split_of(
        csv(rows, header=("teks", "rasa", "tempat")), {"rasa": HeadConfig(), "tempat": HeadConfig()}, text_column="teks"
    )
    wanted, labelled = targets(split.train, split.heads)
    assert split.heads == {"rasa": ("kesal", "senang"), "tempat": ("desa", "kota")}
    assert (labelled.sum(axis=1) == 1).all()
    assert (wanted.sum(axis=1) == 1).all()
    assert not wanted[~labelled[:, 0]][:, :2].any()


def test_one_text_with_two_answers_is_kept_on_one_side_with_both(csv: Callable[..., Path]) -> None:
    rows = [*zip(TEXTS, FEELINGS, strict=True), (TEXTS[0], "senang"), (TEXTS[0], "kesal")]
    for seed in range(5):
        split = read_split(
            CustomConfig("c", "few_shot", "MIT", {"rasa": HeadConfig()}, DataConfig(train=csv(rows).name), seed=seed),
            csv(rows).parent,
        )
        sides = [sum(row.text == TEXTS[0] for row in part) for part in (split.train, split.validation)]
        assert sorted(sides) == [0, 3]


@pytest.mark.parametrize(
    "labels",
    [
        ("kesal, marah", "senang"),
        ("très fâché", "senang 🙏"),
        ("bukan: keluhan", "keluhan|aduan"),
        ("1", "2"),
        ("NaN", "null"),
        ("cafe\u0301", "caf\u00e9"),  # not the same letters, so not the same label
        ("true", "false"),
    ],
)
def test_labels_are_taken_as_they_are_written(csv: Callable[..., Path], labels: tuple[str, str]) -> None:
    rows = [(text, f'"{labels[number // 4]}"') for number, text in enumerate(TEXTS)]
    split = split_of(csv(rows))
    assert split.heads == {"rasa": tuple(sorted(labels))}


def test_spaces_around_a_label_do_not_make_another(csv: Callable[..., Path]) -> None:
    rows = [(text, f"  {feeling} ") for text, feeling in zip(TEXTS, FEELINGS, strict=True)]
    assert split_of(csv(rows)).heads == {"rasa": ("kesal", "senang")}


@pytest.mark.parametrize("kept", [1, 2, 3])
def test_too_few_rows_are_refused_with_what_to_do(csv: Callable[..., Path], kept: int) -> None:
    rows = list(zip(TEXTS, FEELINGS, strict=True))
    with pytest.raises(InputError, match=r"one text only|one label only") as caught:
        split_of(csv([rows[0], rows[4], rows[5]][:kept]))
    assert "label" in str(caught.value)


def test_two_texts_a_label_are_enough_and_stand_on_both_sides(csv: Callable[..., Path]) -> None:
    rows = list(zip(TEXTS, FEELINGS, strict=True))
    split = split_of(csv([rows[0], rows[1], rows[4], rows[5]]))
    for part in (split.train, split.validation):
        assert {row.labels["rasa"] for row in part} == {("kesal",), ("senang",)}


def test_one_label_is_enough_where_a_text_may_have_any_number(csv: Callable[..., Path]) -> None:
    rows = [(text, "jalan" if number < 4 else "") for number, text in enumerate(TEXTS)]
    split = split_of(csv(rows), {"rasa": HeadConfig(multi=True)})
    assert split.heads == {"rasa": ("jalan",)}
    assert {row.labels["rasa"] for row in rows_of(split)} == {("jalan",), ()}
    assert split.dropped == 0


def test_json_lines_give_lists_numbers_and_nothing(tmp_path: Path) -> None:
    path = tmp_path / "data.jsonl"
    lines: list[dict[str, Any]] = [
        {"text": TEXTS[0], "bidang": ["jalan", "jalan", " air "], "nilai": 1},
        {"text": TEXTS[1], "bidang": ["air", "jalan"], "nilai": 1},
        {"text": TEXTS[2], "bidang": [], "nilai": 2},
        {"text": TEXTS[3], "bidang": None, "nilai": 2},
        {"text": TEXTS[4], "bidang": "jalan;air", "nilai": None},
    ]
    path.write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
    split = split_of(path, {"bidang": HeadConfig(multi=True), "nilai": HeadConfig()})
    found = {row.text: row.labels for row in rows_of(split)}
    assert split.heads == {"bidang": ("air", "jalan"), "nilai": ("1", "2")}
    assert found[TEXTS[0]]["bidang"] == ("jalan", "air")
    assert found[TEXTS[2]]["bidang"] == found[TEXTS[3]]["bidang"] == ()
    assert found[TEXTS[4]] == {"bidang": ("jalan", "air"), "nilai": None}


def test_json_lines_of_mixed_values_are_read_as_they_are_written(tmp_path: Path) -> None:
    path = tmp_path / "data.jsonl"
    answers = ["kesal", 1, ["kesal"], "1", "kesal", [1], [], None]
    lines = [{"text": text, "rasa": answer} for text, answer in zip(TEXTS, answers, strict=True)]
    path.write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
    split = split_of(path)
    assert split.heads == {"rasa": ("1", "kesal")}
    assert split.dropped == 2
    lines[0]["rasa"] = ["kesal", "1"]
    path.write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
    with pytest.raises(InputError, match=r"several labels of one head.*multi = true"):
        split_of(path)


def test_a_broken_line_is_named(tmp_path: Path) -> None:
    path = tmp_path / "data.jsonl"
    path.write_text(f'{{"text": "{TEXTS[0]}", "rasa": "kesal"}}\n{{rusak\n', encoding="utf-8")
    with pytest.raises(InputError, match=r"line 2 of .*data\.jsonl cannot be read"):
        split_of(path)


def test_columns_that_are_not_there_are_named_with_those_that_are(csv: Callable[..., Path]) -> None:
    with pytest.raises(InputError, match=r"no such column.*raza.*did you mean 'rasa'"):
        split_of(csv(), {"raza": HeadConfig()})
    with pytest.raises(InputError, match="tekss"):
        split_of(csv(), text_column="tekss")


def test_validation_texts_are_taken_out_of_the_training_data(csv: Callable[..., Path], tmp_path: Path) -> None:
    rows = list(zip(TEXTS, FEELINGS, strict=True))
    (tmp_path / "valid.csv").write_text(f"teks;rasa\n{TEXTS[0]};senang\n{TEXTS[4]};senang\n", encoding="utf-8")
    split = split_of(csv(rows), validation="valid.csv")
    assert not split.made
    assert split.dropped == 2
    assert {row.text for row in split.train} == set(TEXTS) - {TEXTS[0], TEXTS[4]}
    # what counts is the answer of the validation data
    assert [row.labels["rasa"] for row in split.validation] == [("senang",), ("senang",)]
    (tmp_path / "valid.csv").write_bytes(csv(rows).read_bytes())
    with pytest.raises(InputError, match="every training text stands in the validation data too"):
        split_of(csv(rows), validation="valid.csv")
    (tmp_path / "valid.csv").write_text("teks;rasa\n;\n", encoding="utf-8")
    with pytest.raises(InputError, match="the validation data has no labelled text"):
        split_of(csv(rows), validation="valid.csv")


def test_the_same_seed_draws_the_same_rows_and_another_others() -> None:
    rows = [Row(f"teks {n}", {"h": (("a", "b")[n % 2],)}) for n in range(60)]
    heads = {"h": ("a", "b")}
    first, again, other = (draw(rows, heads, 0.25, seed) for seed in (1, 1, 2))
    assert first == again
    assert {row.text for row in first[1]} != {row.text for row in other[1]}
    assert 14 <= len(first[1]) <= 16


@given(
    st.lists(st.lists(st.sampled_from("abcd"), unique=True, max_size=3), min_size=12, max_size=80),
    st.floats(0.1, 0.5),
    st.integers(0, 99),
)
def test_no_text_is_lost_and_no_label_left_untrained(labels: list[list[str]], share: float, seed: int) -> None:
    rows = [Row(f"teks {n}", {"h": tuple(sorted(one))}) for n, one in enumerate(labels)]
    counts = {label: sum(label in one for one in labels) for label in "abcd"}
    try:
        train, held = draw(rows, {"h": tuple("abcd")}, share, seed)
    except InputError:
        # Nothing could be spared: a label stands once in each text, or the share of those without is below one text.
        assert not any(set(one) and all(counts[label] > 1 for label in one) for one in labels)
        return
    assert sorted(row.text for row in (*train, *held)) == sorted(row.text for row in rows)
    trained = {label for row in train for label in row.labels["h"] or ()}
    assert trained >= {label for label, count in counts.items() if count > 0}


@given(st.lists(st.tuples(st.sampled_from([None, (), ("x",), ("x", "y")]), st.sampled_from([None, ("p",), ("q",)]))))
def test_targets_say_what_the_labels_say(drawn: list[tuple[Any, Any]]) -> None:
    rows = [Row(str(n), {"m": many, "s": one}) for n, (many, one) in enumerate(drawn)]
    wanted, labelled = targets(rows, {"m": ("x", "y"), "s": ("p", "q")})
    assert wanted.shape == (len(rows), 4)
    for row, cells, known in zip(rows, wanted, labelled, strict=True):
        assert known.tolist() == [row.labels["m"] is not None, row.labels["s"] is not None]
        said = {label for labels in row.labels.values() for label in labels or ()}
        assert {name for name, cell in zip("xypq", cells, strict=True) if cell} == said
    assert np.isin(wanted, (0, 1)).all()

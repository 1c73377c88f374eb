from __future__ import annotations

import re
from string import Formatter
from typing import Any

import pytest

from govtext.errors import InputError
from govtext.report.influence import MEASURES
from govtext.report.notes import CODES
from govtext.report.page.language import Language
from govtext.report.page.wording import LANGUAGES, Wording, entries
from govtext.report.resources import read_data
from govtext.report.schema import TABLES


def _fields(entry: Any) -> set[str]:
    texts = [entry] if isinstance(entry, str) else list(entry.values())
    return {name for text in texts for _, name, _, _ in Formatter().parse(text) if name}


def test_both_languages_say_the_same_things() -> None:
    indonesian, english = entries("id"), entries("en")
    assert indonesian.keys() == english.keys()
    differ = [key for key in indonesian if _fields(indonesian[key]) != _fields(english[key])]
    assert differ == []
    same = [key for key in indonesian if indonesian[key] == english[key] and not key.startswith(("format.", "units."))]
    assert {key for key in same if re.search("[a-z]{4}", str(indonesian[key]))} <= {
        "method.model",
        "roles.platform",
        "columns.total",
        "columns.log_odds",
    }


@pytest.mark.parametrize("lang", LANGUAGES)
def test_all_that_has_an_id_has_words(lang: str) -> None:
    words = Wording(lang)
    signals = [signal["id"] for signal in read_data("urgency.toml")["signal"]]
    reasons = [*signals, *read_data("urgency.toml")["intents"], "poverty", "vulnerable", "waiting"]
    wanted = [
        *(f"notes.{code}" for code in CODES),
        *(f"roles.{role}" for role in read_data("roles.toml")["roles"]),
        *(f"{kind}.{measure}" for measure in MEASURES for kind in ("names.measures", "formulas")),
        *(f"units.{measure.unit}" for measure in MEASURES.values()),
        *(f"influence.{measure.group}.title" for measure in MEASURES.values()),
        *(f"names.reasons.{reason}" for reason in reasons),
    ]
    assert [key for key in wanted if not words.has(key)] == []
    language = Language(lang)
    for table, file, entry in (("offices", "offices.toml", "office"), ("programmes", "programmes.toml", "programme")):
        for one in read_data(file)[entry]:
            assert language.name(table, one["id"]) == one[f"name_{lang}"]


def test_every_baseline_has_a_translation() -> None:
    words = Wording("id")
    for baseline in read_data("baselines.toml")["baseline"]:
        for text in (baseline["of"], baseline["note"], f"{baseline['source']}, {baseline['date']}"):
            assert words.translated(text) != text
            assert not re.search(r"\b(of|the|who|are|as reported|March|May)\b", words.translated(text))
            assert Wording("en").translated(text) == text
    assert words.translated("angka daerah sendiri, 2025") == "angka daerah sendiri, 2025"


def test_an_unknown_language_names_the_known() -> None:
    with pytest.raises(InputError, match="allowed: id, en"):
        Wording("jv")


@pytest.mark.parametrize(("count", "said"), [(0, "0 comments"), (1, "1 comment"), (2, "2 comments")])
def test_plural_forms(count: int, said: str) -> None:
    assert Wording("en").text("page.rows", number=count, rows=count) == said
    assert Wording("id").text("page.rows", number=count, rows=count) == f"{count} komentar"


def test_lists() -> None:
    words = Wording("id")
    parts = [words.markup("columns.likes"), words.markup("columns.posts"), words.markup("columns.shares")]
    assert words.join(parts) == "Suka, Unggahan, dan Dibagikan"
    assert words.join(parts[:2]) == "Suka dan Unggahan"
    assert words.join(parts[:1]) == "Suka"
    assert words.join([]) == ""


def test_what_is_filled_in_is_escaped() -> None:
    assert "&lt;b&gt;" in Wording("id").markup("queue.id", id="<b>")


def test_notes_belong_to_a_section() -> None:
    from govtext.report.page.context import _SECTIONS

    assert set(TABLES) - set(_SECTIONS) == set()
    assert "about" in _SECTIONS

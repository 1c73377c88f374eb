"""The pattern language, the templates, and the errors that their authors see."""

from __future__ import annotations

import pytest

from govtext.errors import ConfigError
from govtext.rewriting.finder import Finder
from govtext.rewriting.patterns import Atom, parse_pattern, parse_phrase
from govtext.rewriting.templates import check_fits, parse_template
from govtext.rewriting.view import view

WHERE = "wordy.toml rule 'contoh'"
FORMS = {
    "melakukan": "me",
    "mengambil": "me",
    "dilaporkan": "di",
    "pengambilan": "pe-an",
    "pendataan": "pe-an",
    "terdaftar": "ter",
}
"""A few words for tests that do not depend on the morphology."""


def found(pattern: str, text: str) -> list[str]:
    """Return the texts that a pattern matches, with the words of `FORMS` as the only ones of a class."""
    seen = view(text, lambda word: FORMS.get(word, ""))
    matches = Finder([parse_pattern(pattern, WHERE)]).find(seen)
    return [text[seen.tokens[match.start].start : seen.tokens[match.end - 1].end] for match in matches]


def captured(pattern: str, text: str) -> list[dict[str, str]]:
    seen = view(text, lambda word: FORMS.get(word, ""))
    return [
        {name: text[seen.tokens[a].start : seen.tokens[b - 1].end] for name, a, b in match.captures}
        for match in Finder([parse_pattern(pattern, WHERE)]).find(seen)
    ]


@pytest.mark.parametrize(
    ("pattern", "text", "expected"),
    [
        ("dalam rangka", "DALAM  Rangka itu, dalam rangka ini", ["DALAM  Rangka", "dalam rangka"]),
        ("dalam rangka", "dalam\nrangka", []),
        ("dalam rangka", "kerangka dalam rangkanya", []),
        ("apabila|jika ada", "Apabila ada, jika ada, bila ada", ["Apabila ada", "jika ada"]),
        ("s.d.|s/d", "1 s.d. 2, 3 s/d 4", ["s.d.", "s/d"]),
        ("dan/atau", "KTP dan/atau KK", ["dan/atau"]),
        ("bersama ini ,?", "bersama ini, kami", ["bersama ini,", "bersama ini"]),
        ("agar segera? <di>", "agar dilaporkan; agar segera dilaporkan", ["agar dilaporkan", "agar segera dilaporkan"]),
        ("melakukan <pe-an>", "melakukan pengambilan, melakukan beras", ["melakukan pengambilan"]),
        ("<number> s.d. <number>", "3 s.d. 7 Maret", ["3 s.d. 7"]),
        ("sebesar <amount>", "sebesar Rp600.000 dan sebesar dua", ["sebesar Rp600.000"]),
        ("pada <date>", "pada 20/12/2024 atau pada Senin", ["pada 20/12/2024"]),
    ],
)
def test_words_and_classes(pattern: str, text: str, expected: list[str]) -> None:
    assert found(pattern, text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Demikian itu.", ["Demikian"]),
        ("📢 Demikian itu.", ["Demikian"]),
        ("1. Demikian itu.", ["Demikian"]),
        ("@warga “Demikian itu.”", ["Demikian"]),
        ("Info penting: Demikian itu.", ["Demikian"]),
        ("Yang itu: demikian juga.", []),
        ("Sudah. Demikian itu.\nDemikian pula.", ["Demikian", "Demikian"]),
        ("Memang demikian.", []),
    ],
)
def test_first_word_of_a_sentence(text: str, expected: list[str]) -> None:
    assert found("^ demikian", text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("harap maklum", ["harap maklum"]),
        ("harap maklum!!! 🙏 #info https://contoh.go.id", ["harap maklum"]),
        ("(harap maklum)", ["harap maklum"]),
        ("harap maklum ya", []),
        ("harap maklum, ya. Sudah.", []),
    ],
)
def test_last_word_of_a_sentence(text: str, expected: list[str]) -> None:
    assert found("harap maklum $", text) == expected


@pytest.mark.parametrize(
    ("pattern", "text", "expected"),
    [
        ("kepada {siapa} bahwa", "kepada RT, RW bahwa ini, bahwa itu", [{"siapa": "RT, RW"}]),
        ("kepada {siapa,} bahwa", "kepada RT, RW bahwa", []),
        ("kepada {siapa 2} bahwa", "kepada warga RT bahwa", [{"siapa": "warga RT"}]),
        ("kepada {siapa 2} bahwa", "kepada warga RT 3 bahwa", []),
        ("kepada {siapa} bahwa", "kepada bahwa", []),
        ("kepada {siapa} bahwa", "Salam kepada warga. Katanya bahwa", []),
        ("^ {siapa} harus {apa} $", "Warga harus datang (pagi).", [{"siapa": "Warga", "apa": "datang (pagi)"}]),
        ("^ {siapa,} harus", "Catatan: Warga harus", [{"siapa": "Warga"}]),
        ("bagi {siapa,}", "bagi warga RT 3, silakan", [{"siapa": "warga RT 3"}]),
        ("bagi {siapa, 2}", "bagi warga RT 3, silakan", []),
        (
            "selama {waktu} lamanya",
            "selama dua hari selama tiga hari lamanya",
            [{"waktu": "dua hari selama tiga hari"}, {"waktu": "tiga hari"}],
        ),
        ("dari {a 2} ke {b 1} lalu", "dari x ke y ke z lalu", []),
        ("dari {a 3} ke {b 1} lalu", "dari x ke y ke z lalu", [{"a": "x ke y", "b": "z"}]),
    ],
)
def test_captures_are_short_and_stay_in_the_sentence(pattern: str, text: str, expected: list[dict[str, str]]) -> None:
    assert captured(pattern, text) == expected


def test_a_capital_inside_a_sentence_has_no_class() -> None:
    assert found("melakukan <pe-an>", "melakukan Pengambilan Sampel") == []
    assert found("<pe-an> beras", "Pengambilan beras") == ["Pengambilan beras"]
    assert found("melakukan <pe-an>", "MELAKUKAN PENGAMBILAN BERAS") == ["MELAKUKAN PENGAMBILAN"]


def test_time_is_linear_in_hard_texts() -> None:
    seen = view("dari x ke y ke " * 4000)
    finder = Finder([parse_pattern("dari {a} ke {b} ke {c} lalu", WHERE)])
    assert list(finder.find(seen)) == []


def test_the_vocabulary_does_not_grow_with_the_texts() -> None:
    finder = Finder([parse_pattern("dalam rangka", WHERE)])
    list(finder.find(view("satu kata dulu")))
    before = len(finder._vocab.strings)
    list(finder.find(view("kata lain yang belum pernah ada")))
    assert len(finder._vocab.strings) == before


@pytest.mark.parametrize(
    ("pattern", "message"),
    [
        ("", "names no word"),
        ("^ $", "names no word"),
        ("{a}", "names no word"),
        ("{a} wajib", "begins with a capture.*write '\\^ {a} wajib'"),
        ("bagi {a}", "ends with a capture"),
        ("dari {a} {b} ke", "two captures with nothing between"),
        ("dari {a} ke {a} lalu", "two captures of one name"),
        ("dari {A} ke", "malformed capture {A}"),
        ("dari {a 0} ke", "malformed capture"),
        ("dari {address} ke", "form of address"),
        ("dari {a ke", "malformed capture {a;"),
        ("agar <dii>", "unknown class <dii>.*did you mean 'di'"),
        ("agar <di>?", "class that may be absent"),
        ("agar <di", "stray '<'"),
        ("agar|", "empty alternative"),
        ("agar? segera?", "may be absent"),
        ("harap $ maklum", "has '\\$' inside"),
        ("agar*", "stray '\\*'"),
        ("a|b|c|d|e|f|g|h " * 3 + "x", "more than 256 ways"),
    ],
)
def test_malformed_patterns_are_refused(pattern: str, message: str) -> None:
    with pytest.raises(ConfigError, match=message) as error:
        parse_pattern(pattern, WHERE)
    assert str(error.value).startswith(WHERE)


def test_phrases_beside_a_match() -> None:
    assert parse_phrase("HUT|hari RI", WHERE) == ((Atom("hut"), Atom("ri")), (Atom("hari"), Atom("ri")))
    assert parse_phrase("dan <pe-an>", WHERE) == ((Atom("dan"), Atom(kind="pe-an")),)
    assert parse_phrase("$", WHERE) == ((Atom(kind="$"),),)
    for text in ("^ dan", "dan $", "dan {a} lagi"):
        with pytest.raises(ConfigError, match="anchor or a capture"):
            parse_phrase(text, WHERE)


def test_words_and_classes_of_a_pattern_are_listed() -> None:
    pattern = parse_pattern("melakukan|melaksanakan <pe-an> {apa} oleh? kami <di>", WHERE)
    assert pattern.words == ("melakukan", "melaksanakan", "oleh", "kami")
    assert pattern.classes == ("pe-an", "di")
    assert pattern.captures == ("apa",)


def fake_derive(word: str, form: str) -> str | None:
    return {("pengambilan", "me"): "mengambil", ("pendataan", "me"): "mendata"}.get((word, form))


def test_templates_are_filled() -> None:
    template = parse_template("{siapa}, <pe-an:me> dan <pe-an:me> <number>, {address}!", WHERE)
    matched = {"pe-an": ["pengambilan", "pendataan"], "number": ["5"]}
    captured = {"siapa": "Warga", "address": "Sobat"}
    assert template.fill(captured, matched, fake_derive) == "Warga, mengambil dan mendata 5, Sobat!"
    assert template.first == "siapa"
    assert template.captures == {"siapa"}


def test_a_template_without_its_form_or_address_is_not_offered() -> None:
    assert parse_template("<pe-an:di>", WHERE).fill({}, {"pe-an": ["pendataan"]}, fake_derive) is None
    assert parse_template("Halo, {address}!", WHERE).fill({}, {}, fake_derive) is None


@pytest.mark.parametrize(
    ("template", "message"),
    [
        ("", "is empty"),
        (" untuk", "spaces to spare"),
        ("untuk  apa", "spaces to spare"),
        ("<pean:me>", "unknown class <pean:me>.*did you mean 'pe-an'"),
        ("<pe-an:mee>", "unknown form 'mee'.*did you mean 'me'"),
        ("untuk {siapa,}", "stray '{'"),
        ("a|b", "stray '|'"),
    ],
)
def test_malformed_templates_are_refused(template: str, message: str) -> None:
    with pytest.raises(ConfigError, match=message.replace("|", r"\|")) as error:
        parse_template(template, WHERE)
    assert str(error.value).startswith(WHERE)


def test_templates_use_only_what_patterns_give() -> None:
    with pytest.raises(ConfigError, match=r"uses \{siapa\}.*allowed: address, apa"):
        check_fits(parse_template("{siapa}", WHERE), ["apa"], [], WHERE)
    with pytest.raises(ConfigError, match="uses <di> 2 times, a pattern of the rule has it 1 times"):
        check_fits(parse_template("<di:me> <di>", WHERE), [], ["di"], WHERE)

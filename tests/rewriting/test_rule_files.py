"""The reader of rule files: what it refuses, and that it says where."""

from __future__ import annotations

from typing import Any

import pytest

from govtext.errors import ConfigError, InputError
from govtext.rewriting import rules as module
from govtext.rewriting.rules import Rule

from .making import read, rule, toml_of
from .rulebook import lost_facts

BAD = [{"text": "«a» b", "fixed": "c"}, {"text": "«d» e", "fixed": "f"}]


def test_a_rule_is_read() -> None:
    made = rule("dalam rangka", unless_after=["HUT"], suggest_friendly=["buat", "untuk"])
    assert isinstance(made, Rule)
    assert (made.id, made.file, made.category) == ("contoh", "wordy.toml", "wordy")
    assert [template.text for template in made.suggest["friendly"]] == ["buat", "untuk"]
    assert [template.text for template in made.suggest["plain"]] == ["untuk"]
    example = made.bad[0]
    assert (example.text, example.text[example.start : example.end], example.tone) == ("a b", "a", "friendly")


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"colour": "red"}, "unknown key; got 'colour'"),
        ({"unless_befor": ["x"]}, "did you mean 'unless_before'"),
        ({"message": None}, "lacks 'message'"),
        ({"source": ""}, "'source' is no text"),
        ({"message": " spasi "}, "'message' is no text"),
        ({"category": "jargon"}, "'category' has an unknown value; got 'jargon'; allowed: wordy"),
        ({"kind": "replaces"}, "did you mean 'replace'"),
        ({"severity": "high"}, "allowed: info, suggestion, warning"),
        ({"safe": "yes"}, "'safe' is no truth value"),
        ({"match": []}, "'match' is empty"),
        ({"match": "dalam rangka"}, "'match' is empty or no list"),
        ({"match": ["a", "a"]}, "'match' has an entry twice"),
        ({"match": ["<dii>"]}, "unknown class"),
        ({"unless_after": []}, "'unless_after' is empty"),
        ({"unless_inside": ["yang"]}, "looks into captures"),
        ({"good": ["Satu."]}, "'good' has too few"),
        ({"bad": BAD[:1]}, "'bad' has too few"),
        ({"bad": "x"}, "'bad' is no list"),
        ({"bad": [{"text": "a b", "fixed": "c"}, BAD[1]]}, "lacks the marks of its span"),
        ({"bad": [{"text": "«a» «b»", "fixed": "c"}, BAD[1]]}, "lacks the marks of its span"),
        ({"bad": [{"text": "«a» b", "fixed": "a b"}, BAD[1]]}, "equals its text"),
        ({"bad": [{**BAD[0], "tone": "warm"}, BAD[1]]}, "'bad.tone' has an unknown value"),
        ({"bad": [{**BAD[0], "why": "x"}, BAD[1]]}, "a bad example has an unknown key"),
        ({"bad": [{"text": "«a» b"}, BAD[1]]}, "a bad example lacks 'fixed'"),
        ({"suggest": None}, "no suggestion in the tone 'friendly'"),
        ({"suggest": None, "suggest_friendly": ["x"], "suggest_plain": ["y"]}, "no suggestion in the tone 'polite'"),
        ({"suggest": ["Halo, {address}"]}, "nobody is addressed in the tone 'plain'"),
        ({"suggest": ["{siapa}"]}, "a pattern of the rule lacks"),
        ({"kind": "delete"}, "of kind 'delete' suggests nothing"),
        ({"kind": "flag", "suggest": None, "safe": True}, "a flag changes nothing"),
        ({"match": ["dari {a} ke"], "safe": True}, "a safe rule loses what it captures; got '{a}'"),
    ],
)
def test_wrong_rules_are_refused_with_file_and_rule(fields: dict[str, Any], message: str) -> None:
    with pytest.raises(ConfigError) as error:
        read(toml_of(**fields))
    assert message in str(error.value)
    assert str(error.value).startswith("wordy.toml rule 'contoh': ")


def test_a_rule_without_id_is_named_by_its_number() -> None:
    with pytest.raises(ConfigError, match=r"wordy\.toml rule 2: the rule lacks 'id'"):
        read(toml_of(), toml_of(id=None))


def test_ids_are_taken_once() -> None:
    with pytest.raises(ConfigError, match=r"rule 'contoh': the id is taken by a rule of wordy\.toml"):
        read(toml_of(), toml_of())


@pytest.mark.parametrize("text", ["[[rule]\n", "[rule]\nid = 1\n", "[[rules]]\n", ""])
def test_other_files_are_refused(text: str) -> None:
    with pytest.raises(ConfigError, match=r"^wordy\.toml"):
        read(text)


def test_a_file_named_after_no_category_is_refused(tmp_path: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "wordi.toml").write_text(toml_of(), encoding="utf-8")
    monkeypatch.setattr(module, "FOLDER", tmp_path)
    with pytest.raises(ConfigError, match=r"named after no category; got 'wordi\.toml'"):
        module.rules.__wrapped__()


def test_unknown_rules_are_suggested() -> None:
    with pytest.raises(InputError, match="did you mean 'dalam-rangka'"):
        module.rule("dalam-rangk")


def test_what_every_suggestion_repeats_is_carried() -> None:
    made = rule("dari {a} ke {b 2} lalu", suggest=["{a} dan {b}", "{b} saja"])
    assert made.carried == {"b"}
    assert rule("dari {a} ke", kind="delete").carried == frozenset()


@pytest.mark.parametrize(
    ("before", "after", "lost"),
    [
        ("Bayar Rp600.000 di loket.", "Bayar Rp60.000 di loket.", "figures"),
        ("Buka 08.00 WIB.", "Buka pagi.", "figures"),
        ("Cek https://contoh.go.id ya.", "Cek situsnya ya.", "links"),
        ("Tanya @dinsos di #Layanan.", "Tanya di #Layanan.", "links"),
        ("Sesuai Pasal 5 UU 8/2016.", "Sesuai 5 UU 8/2016.", "words of law"),
        ("Kamu tidak perlu bayar.", "Kamu perlu bayar.", "negations"),
        ("Datang ke Kantor Kelurahan Kemirirejo.", "Datang ke kantor.", "names lost"),
        ("Datang ke kantor.", "Datang ke kantor Bulog.", "names added"),
    ],
)
def test_the_generic_suite_sees_lost_facts(before: str, after: str, lost: str) -> None:
    assert lost in [found.split(":")[0] for found in lost_facts(before, after, frozenset())]
    assert lost_facts(before, before, frozenset()) == []


def test_words_that_a_rule_replaces_are_no_lost_facts() -> None:
    assert lost_facts("Kepada Saudara Peserta.", "Kepada Bapak/Ibu.", frozenset({"peserta"})) == []

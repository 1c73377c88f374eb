"""Words, terms, log-odds, what rises, examples, the queue: against plain loops."""

from __future__ import annotations

import math
from collections import Counter
from datetime import date
from typing import Any

import numpy as np
import pyarrow as pa
import pytest

from govtext import redact, report
from govtext.report import terms as terms_module
from govtext.report.logodds import PRIOR, PRIOR_SHARE, log_odds
from govtext.report.offices import offices, suggest_office
from govtext.report.phrases import find, parse
from govtext.report.programmes import programmes
from govtext.report.resources import read_data, read_lines
from govtext.report.terms import LEAST, count_terms, find_terms
from govtext.report.vocabulary import Vocabulary, join, words_of

from .archives import make_rows, table
from .naive import ANSWERABLE, comments_of, monday

TEXTS = [
    "PKH saya blm cair min", "", None, "   ", "pkh tetangga sudah cair, pkh saya belum",
    "#bansostepatsasaran pkh saya", "🙏🙏", "100rb 3x",
    "bantuan pangan belum cair", "Bantuan PANGAN sdh habis", "bantuan... pangan", "pkh saya" * 3,
]  # fmt: skip


def naive_terms(text: str | None) -> set[str]:
    """Return the words of a text and its pairs of neighbouring words."""
    found: set[str] = set()
    words = [word for stretch in (text or "").split() for word in words_of(stretch)]
    speaks = [
        len(w.replace("-", "")) >= 3 and w.replace("-", "").isalpha() and w not in read_lines("stopwords.txt")
        for w in words
    ]
    for i, word in enumerate(words):
        if speaks[i]:
            found.add(word)
            if i + 1 < len(words) and speaks[i + 1]:
                found.add(f"{word} {words[i + 1]}")
    return found


def naive_z(here: Counter[str], there: Counter[str]) -> dict[str, float]:
    n1, n2 = sum(here.values()), sum(there.values())
    a0 = min(PRIOR, PRIOR_SHARE * (n1 + n2))
    result = {}
    for term in {*here, *there}:
        a = a0 * (here[term] + there[term]) / (n1 + n2)
        first = (here[term] + a) / (n1 + a0 - here[term] - a)
        second = (there[term] + a) / (n2 + a0 - there[term] - a)
        result[term] = (math.log(first) - math.log(second)) / math.sqrt(1 / (here[term] + a) + 1 / (there[term] + a))
    return result


def test_vocabulary_reads_the_same_in_any_batches() -> None:
    whole, pieces = Vocabulary(), Vocabulary()
    at_once = whole.read(pa.array(TEXTS, pa.string()))
    joined = join([pieces.read(pa.array([text], pa.string())) for text in TEXTS])
    assert at_once.flat.tolist() == joined.flat.tolist()
    assert at_once.ends.tolist() == joined.ends.tolist()
    some = joined.select(np.array([5, 0]))
    assert [pieces.words[n] for n in some.flat] == [
        "", "bansos", "tepat", "sasaran", "", "pkh", "saya", "", "pkh", "saya", "belum", "cair", "min", "",
    ]  # fmt: skip


def test_terms_are_counted_once_a_comment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(terms_module, "_STEP", 5)  # texts at a time: the result must not depend on it
    rows = [row["teks"] for row in make_rows(120, 3)] + TEXTS
    vocabulary = Vocabulary()
    words = vocabulary.read(pa.array(rows, pa.string()))
    found = find_terms(words, vocabulary)
    group = np.array([i % 3 == 0 for i in range(len(rows))])
    counts = count_terms(found, words, np.array([group, ~group]))
    each = [naive_terms(text) for text in rows]
    everywhere = Counter(term for one in each for term in one)
    singles = {term for term in everywhere if " " not in term and everywhere[term] >= LEAST}
    wanted = singles | {
        term for term in everywhere if " " in term and everywhere[term] >= LEAST and set(term.split()) <= singles
    }
    assert set(found.names) == wanted
    for i, name in enumerate(found.names):
        assert counts[0, i] == sum(name in one for one, inside in zip(each, group, strict=True) if inside)
        assert counts[1, i] == sum(name in one for one, inside in zip(each, group, strict=True) if not inside)


def test_log_odds_are_those_of_the_paper() -> None:
    here, there = Counter({"a": 30, "b": 5, "c": 1}), Counter({"a": 10, "b": 40, "d": 2})
    names = sorted({*here, *there})
    _, z = log_odds(np.array([here[n] for n in names]), np.array([there[n] for n in names]))
    assert dict(zip(names, z, strict=True)) == pytest.approx(naive_z(here, there))


def test_log_odds_of_nothing_and_of_a_single_term() -> None:
    delta, z = log_odds(np.array([3, 0]), np.array([0, 0]))
    assert (delta.tolist(), z.tolist()) == ([0, 0], [0, 0])
    delta, z = log_odds(np.array([5, 0]), np.array([7, 0]))
    assert np.isfinite(delta).all()
    assert z[1] == 0


@pytest.mark.parametrize("seed", range(3))
def test_keywords_against_loops(seed: int) -> None:
    rows = make_rows(400, seed)
    for row in rows:  # something to find: a word that only the poor write
        if row["poverty_related"] and row["teks"]:
            row["teks"] += ", dompet kosong"
    found = report.build(table(rows)).tables["keywords"].to_pylist()
    comments = [row for row in comments_of(rows) if row["poverty_related"] is not None]
    groups: dict[bool, Counter[str]] = {True: Counter(), False: Counter()}
    for row in comments:
        groups[row["poverty_related"]].update(naive_terms(row["teks"]))
    everywhere = Counter(term for row in comments_of(rows) for term in naive_terms(row["teks"]))
    known = {t for t in everywhere if everywhere[t] >= LEAST}
    here, there = (Counter({t: n for t, n in groups[side].items() if t in known}) for side in (True, False))
    z = naive_z(here, there)
    shown = [row for row in found if row["scope"] == "poverty"]
    assert {"dompet", "kosong", "dompet kosong"} <= {row["term"] for row in shown}
    for row in shown:
        assert (row["count"], row["rest_count"]) == (here[row["term"]], there[row["term"]])
        assert row["z"] == pytest.approx(z[row["term"]])
    assert [row["z"] for row in shown] == sorted((row["z"] for row in shown), reverse=True)


def z_of_share(after: int, after_total: int, before: int, before_total: int) -> float:
    """The formula of Monroe, Colaresi & Quinn for one term, in plain numbers."""
    comments = after_total + before_total
    prior = min(PRIOR, PRIOR_SHARE * comments)
    weight = prior * (after + before) / comments
    odds = [
        math.log((count + weight) / max(total + prior - count - weight, 0.5))
        for count, total in ((after, after_total), (before, before_total))
    ]
    return (odds[0] - odds[1]) / math.sqrt(1 / (after + weight) + 1 / (before + weight))


def test_rising_counts_and_order() -> None:
    rows = make_rows(600, 5)
    late = max(row["tanggal"] for row in rows if row["tanggal"])
    for row in rows:
        if row["teks"] and row["tanggal"] and monday(row["tanggal"]) == monday(late):
            row["teks"] += ". lampu padam"
    found = report.build(table(rows), grain="week").tables["rising"].to_pylist()
    assert {"lampu", "padam", "lampu padam"} <= {row["key"] for row in found if row["kind"] == "keyword"}
    weeks = sorted({monday(row["tanggal"]) for row in rows if row["tanggal"]})[-2:]
    for row in found:
        for week, side in zip(weeks, ("before", "after"), strict=True):
            here = [r for r in comments_of(rows) if r["tanggal"] and monday(r["tanggal"]) == week]
            if row["kind"] == "topic":
                base = [r for r in here if r["topics"] is not None]
                count: int | None = sum(row["key"] in r["topics"] for r in base)
            else:
                base = [r for r in here if r["teks"]]
                count = None if row["kind"] == "programme" else sum(row["key"] in naive_terms(r["teks"]) for r in base)
            assert row[f"{side}_total"] == len(base)
            assert count is None or row[f"{side}_count"] == count
        if row["kind"] != "keyword":  # of which the words of the text are counted, not the comments
            assert row["score"] == pytest.approx(
                z_of_share(row["after_count"], row["after_total"], row["before_count"], row["before_total"])
            )
    for kind in ("topic", "keyword", "programme"):
        scores = [row["score"] for row in found if row["kind"] == kind]
        assert scores == sorted(scores, reverse=True)


def test_names_accounts_and_numbers_are_no_keywords() -> None:
    texts = ["bansos a.n. Sumiyati Wulandari belum cair hub 0812-0000-0000 @sumiyati_w"] * 40 + [
        "jalan bagus sekali"
    ] * 40
    labels = pa.array([True] * 40 + [False] * 40)
    found = report.build(pa.table({"text": texts, "poverty_related": labels})).tables["keywords"].to_pylist()
    shown = {word for row in found for word in row["term"].split()}
    assert "bansos" in shown
    assert not shown & {"sumiyati", "wulandari", "sumiyati_w", "0812-0000-0000"}


def test_stop_words_spare_negations() -> None:
    negations = {"tidak", "bukan", "belum", "jangan", "tanpa", "kurang", "tiada", "ora", "dudu", "durung", "teu",
    "henteu", "sanes", "tong", "ulah"}  # fmt: skip
    assert not negations & read_lines("stopwords.txt")
    for informal in ("gak", "nggak", "ga", "blm", "tdk", "bkn", "jgn"):
        assert not set(words_of(informal)) & read_lines("stopwords.txt")


def test_phrases_take_the_longest_and_stay_in_one_text() -> None:
    vocabulary = Vocabulary()
    words = vocabulary.read(
        pa.array(["kip kuliah", "kip", "KIP Kuliah dan KIP", "kip", "kuliah", "roboh dirobohkan", "kip, kuliah"])
    )
    found = find(
        {"k": ["kip"], "kk": ["kip kuliah"], "r": ["dirob*"], "none": ["tidak ada di sini"]}, words, vocabulary
    )
    assert found["k"].tolist() == [False, True, True, True, False, False, True]
    assert found["kk"].tolist() == [True, False, True, False, False, False, False]
    assert found["r"].tolist() == [False, False, False, False, False, True, False]
    assert not found["none"].any()


@pytest.mark.parametrize("programme", programmes().values(), ids=lambda one: one.id)
def test_each_phrase_of_a_programme_finds_it_alone(programme: Any) -> None:
    assert programme.source
    for phrase in programme.phrases:
        vocabulary = Vocabulary()
        words = vocabulary.read(pa.array([f"min {phrase} kapan?", phrase.upper()]))
        found = find({key: one.phrases for key, one in programmes().items()}, words, vocabulary)
        assert {key for key, mask in found.items() if mask.any()} == {programme.id}, phrase
        assert found[programme.id].all(), phrase


def test_urgency_adds_up_to_one_at_most_and_is_read_completely() -> None:
    rule = read_data("urgency.toml")
    assert set(rule["intents"]) == ANSWERABLE
    most = max(rule["intents"].values()) + rule["most_signals"] + rule["poverty"] + rule["vulnerable"] + rule["waiting"]
    assert most == pytest.approx(1)
    phrases = [*rule["ignored"], *(phrase for one in rule["signal"] for phrase in one["phrases"])]
    assert len(phrases) == len(set(phrases))
    assert all(parse(phrase) for phrase in phrases)


def test_each_phrase_of_urgency_finds_its_signal() -> None:
    signals = {one["id"]: one["phrases"] for one in read_data("urgency.toml")["signal"]}
    for signal, phrases in signals.items():
        for phrase in phrases:
            vocabulary = Vocabulary()
            words = vocabulary.read(pa.array([f"pak, {phrase} sejak kemarin"]))
            assert find(signals, words, vocabulary)[signal].all(), phrase


def test_words_that_mean_nothing_urgent_give_no_points() -> None:
    texts = ["ada lowongan pemadam kebakaran?", "ada kebakaran di gang sebelah?"]
    found = report.build(pa.table({"text": texts, "intent": ["question"] * 2})).tables["queue"].to_pylist()
    assert [(row["id"], row["reasons"]) for row in found] == [("2", ["danger", "question"]), ("1", ["question"])]


def test_queue_against_loops() -> None:
    rows = make_rows(200, 8)
    today = date(2025, 5, 20)
    found = report.build(table(rows), today=today, queue=1000, redact=False).tables["queue"].to_pylist()
    waiting = [row for row in comments_of(rows) if row["intent"] in ANSWERABLE]
    assert len(found) == len(waiting)
    assert [row["rank"] for row in found] == list(range(1, len(found) + 1))
    points = {"report": 0.4, "request": 0.35, "complaint": 0.25, "question": 0.2}
    signals = {"roboh": 0.3, "tidak makan": 0.3, "dipotong": 0.15, "putus sekolah": 0.15}
    by_id = {row["id"]: row for row in waiting if row["id"]}
    order = []
    for row in found:
        source = by_id.get(row["id"])
        if source is None:
            continue
        answered = bool(source["balasan"] or source["tanggal balasan"])
        urgency = points[source["intent"]]
        urgency += min(0.35, sum(p for phrase, p in signals.items() if phrase in (source["teks"] or "")))
        urgency += 0.1 * bool(source["poverty_related"])
        urgency += 0.05 * (source["stance"] in {"self", "proxy"} and bool(source["voices"]))
        age = (today - source["tanggal"]).days if source["tanggal"] else None
        urgency += 0 if answered or age is None else 0.1 * min(age / 14, 1)
        assert row["urgency"] == pytest.approx(urgency, abs=1e-6)
        assert (row["age_days"], row["answered"], row["text"]) == (age, answered, source["teks"])
        assert row["topics"] == sorted(
            source["topics"] or [], key=lambda t: -np.float16(source["topic_scores"][source["topics"].index(t)])
        )
        order.append((answered, -round(row["urgency"] / 0.05), -row["certainty"]))
    assert order == sorted(order)
    assert {row["office"] for row in found} <= set(offices())


def test_queue_says_that_nobody_knows_what_is_answered() -> None:
    asked = {"text": ["kapan cair min"], "intent": ["question"]}
    codes = {note.code for note in report.build(pa.table(asked)).notes if note.section == "queue"}
    told = {note.code for note in report.build(pa.table({**asked, "balasan": ["besok"]})).notes}
    assert codes == {"answers_unknown"}
    assert "answers_unknown" not in told


def test_queue_is_cut_and_says_so() -> None:
    found = report.build(table(make_rows(100, 1)), queue=3)
    assert found.tables["queue"].num_rows == 3
    assert [note.details["shown"] for note in found.notes if note.code == "queue_cut"] == [3]


def test_offices_cover_every_topic_and_the_last_rule_takes_the_rest() -> None:
    from govtext.labels import head

    for topic in head("topics").ids:
        assert suggest_office(topics=[topic]) != "admin", topic
    assert suggest_office() == "admin"
    assert suggest_office(topics=["health"], signals=["violence"]) == "women_children"
    for rule in read_data("offices.toml")["rule"]:
        assert rule["office"] in offices()
        assert set(rule.get("topics", ())) <= set(head("topics").ids)
        assert set(rule.get("voices", ())) <= set(head("voices").ids)
        assert set(rule.get("programmes", ())) <= set(programmes())
        assert set(rule.get("signals", ())) <= {one["id"] for one in read_data("urgency.toml")["signal"]}


def test_examples_are_sure_varied_and_masked() -> None:
    texts = ["Bansos saya a.n. Sumiyati belum cair sudah dua bulan"] * 5
    texts += ["kemarin pak lurah bilang bantuan pangan ditunda lagi", "pkh"]
    texts += ["beras jatah kami dipotong separuh oleh ketua kelompok"]
    scores = [[0.99]] * 5 + [[0.7], [0.98], [0.9]]
    source = pa.table({"text": texts, "topics": [["social_assistance"]] * 8, "topic_scores": scores})
    found = [row for row in report.build(source).tables["examples"].to_pylist() if row["section"] == "topic"]
    assert [row["id"] for row in found] == ["1", "8", "6"]
    assert found[0]["text"] == redact(texts[0]).text != texts[0]
    assert [row["score"] for row in found] == pytest.approx([0.99, 0.9, 0.7], abs=1e-3)
    plain = report.build(source, redact=False)
    assert plain.tables["examples"]["text"][0].as_py() == texts[0]
    assert "not_redacted" in {note.code for note in plain.notes}

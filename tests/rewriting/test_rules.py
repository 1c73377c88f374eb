"""The generic suite: what every rule of every file must keep. Run one file with ``-k CATEGORY``, one rule with its id.

Each message names file, rule, what is wrong and what its author can change.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest

from govtext.rewriting.facts import differences
from govtext.rewriting.matching import ADDRESSES, Hit, hits
from govtext.rewriting.mending import apply
from govtext.rewriting.rules import CATEGORIES, TONES, Rule, check_ids, rule, rules

from .rulebook import (
    BROKEN,
    NAMES,
    PATHS,
    RULES,
    SOURCES,
    fail,
    hit_of,
    lost_facts,
    marked,
    shown,
    why_not,
)

each_rule = pytest.mark.parametrize("rule", RULES, ids=NAMES)
PREFIXES = ("🙏🏽 ", "\u0301", "Ole\u0301! ")
"""An emoji of two code points, a bare combining mark, and a sentence with one."""
_SHORTEST_MESSAGE = 40


@pytest.mark.parametrize("path", PATHS, ids=lambda path: path.stem)
def test_file_can_be_read(path: Path) -> None:
    assert path.stem in CATEGORIES
    if path in BROKEN:
        pytest.fail(BROKEN[path], pytrace=False)


def test_ids_are_unique() -> None:
    check_ids(RULES)
    assert len({rule.id for rule in RULES}) == len(RULES)


def test_the_package_reads_the_same_rules() -> None:
    if not BROKEN:
        assert [rule.id for rule in rules()] == [
            rule.id for name in CATEGORIES for rule in RULES if rule.category == name
        ]
        assert rule(RULES[0].id).message == RULES[0].message


@each_rule
def test_every_pattern_and_word_fires_in_a_bad_example(rule: Rule) -> None:
    found = [hit for example in rule.bad for hit in hits(example.text, (rule,))]
    for pattern in rule.match:
        fired = [hit for hit in found if hit.pattern is pattern]
        if not fired:
            fail(rule, f"no bad example shows the pattern {pattern.text!r}", "add a bad example with it, or drop it")
        missing = [word for word in pattern.words if not any(word in hit.written for hit in fired)]
        if missing:
            fail(
                rule,
                f"no bad example shows {missing} of the pattern {pattern.text!r}",
                "add a bad example with each of these words, or drop the word",
            )


@each_rule
def test_bad_examples_are_hit_at_their_span(rule: Rule) -> None:
    for example in rule.bad:
        if hit_of(rule, example.text, example.start, example.end) is None:
            fail(
                rule,
                f"is not the rule that hits {marked(example.text, example.start, example.end)!r}: "
                + why_not(rule, example.text, example.start, example.end),
                "move « and » to the span that the pattern matches, or change pattern or sentence",
            )


@each_rule
def test_bad_examples_are_fixed_exactly(rule: Rule) -> None:
    for example in rule.bad:
        hit = hit_of(rule, example.text, example.start, example.end)
        if hit is None:
            continue  # reported by the test above
        if rule.kind == "flag":
            assert hit.replacements(example.tone) == ()
            continue
        if not hit.replacements(example.tone):
            fail(
                rule,
                f"offers nothing in the tone {example.tone!r} for {example.text!r}: some word has no such form",
                "take another word in the example, or ask for the word in nominals.tsv or verbs.tsv",
            )
        fixed, _ = apply(example.text, [hit], example.tone)
        if fixed != example.fixed:
            fail(
                rule,
                f"the tone {example.tone!r} turns {example.text!r}\n  into     {fixed!r}\n  not into {example.fixed!r}",
                "correct 'fixed', the template, or its order in the list",
            )


@each_rule
def test_fixed_sentences_are_left_alone(rule: Rule) -> None:
    for example in rule.bad:
        again = [
            hit for hit in hits(example.fixed, RULES) if hit.rule is rule or hit.rule.safe or hit.rule.kind == "flag"
        ]
        if again:
            fail(
                rule,
                f"its own fix is hit again by {shown(again[0], example.fixed)}",
                "let the suggestion avoid that wording, write another example, or narrow the other rule (unless_…)",
            )


@each_rule
def test_good_examples_are_hit_by_no_rule(rule: Rule) -> None:
    for text in rule.good:
        found = hits(text, RULES)
        if found:
            fail(
                rule,
                f"its good example is hit by {shown(found[0], text)}",
                "if that hit is right, reword the example; if it is wrong, narrow that rule (unless_…)",
            )


@each_rule
def test_spans_survive_what_stands_before(rule: Rule) -> None:
    for example in rule.bad:
        for prefix in PREFIXES:
            start, end = example.start + len(prefix), example.end + len(prefix)
            if hit_of(rule, prefix + example.text, start, end) is None:
                fail(
                    rule,
                    f"misses its span after {prefix!r}: " + why_not(rule, prefix + example.text, start, end),
                    "a pattern should not depend on what stands before the sentence",
                )


def _outcomes(rule: Rule) -> Iterator[tuple[str, str]]:
    """Yield each bad example with its fix, and with each replacement in each tone."""
    for example in rule.bad:
        yield example.text, example.fixed
        hit = hit_of(rule, example.text, example.start, example.end)
        if hit is None:
            continue  # reported by another test
        for option in {option for tone in TONES for option in hit.replacements(tone)}:
            yield example.text, apply(example.text, [hit], choose=partial(_always, option))[0]


def _always(option: str, _hit: Hit, _options: tuple[str, ...]) -> str:
    return option


@each_rule
def test_facts_are_the_same_before_and_after(rule: Rule) -> None:
    words = frozenset(word for pattern in rule.match for word in pattern.words)
    for before, after in _outcomes(rule):
        lost = lost_facts(before, after, words)
        if lost:
            fail(
                rule,
                f"changes facts between {before!r}\n  and {after!r}: {'; '.join(lost)}",
                "repeat the capture in the template, or leave such text out of the match",
            )


@each_rule
def test_the_fact_guard_lets_safe_rules_pass(rule: Rule) -> None:
    for before, after in _outcomes(rule) if rule.safe else ():
        found = differences(before, after)
        if found:
            fail(
                rule,
                f"is safe, but the fact guard sees {found}\n  between {before!r}\n  and     {after!r}",
                "if the guard is right, write safe = false or change the template; if it is wrong, report it",
            )


@each_rule
def test_every_tone_that_is_not_left_out_has_a_replacement(rule: Rule) -> None:
    if rule.kind == "flag":
        return
    for tone in TONES:
        found = [hit for example in rule.bad for hit in hits(example.text, (rule,))]
        silent = not rule.suggest.get(tone, ()) and rule.kind != "delete"
        if found and not silent and not any(hit.replacements(tone) for hit in found):
            fail(
                rule,
                f"offers nothing in the tone {tone!r}, where the reader is called {ADDRESSES[tone]!r}",
                f"add suggest_{tone}",
            )


@each_rule
def test_message_and_source_are_told(rule: Rule) -> None:
    if (
        len(rule.message) < _SHORTEST_MESSAGE
        or not rule.message.lstrip("“")[0].isupper()
        or rule.message[-1] not in ".?!"
    ):
        fail(rule, f"has the message {rule.message!r}", "write one or two whole sentences that tell the officer why")
    if not rule.source.startswith(SOURCES):
        fail(
            rule, f"has the source {rule.source!r}", f"name a true source that begins with one of {', '.join(SOURCES)}"
        )


def test_all_categories_have_rules() -> None:
    assert [path.stem for path in PATHS] == sorted(CATEGORIES)

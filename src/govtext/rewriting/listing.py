"""Lists put on lines: numbered items, documents to bring, the steps of a procedure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from govtext.rewriting.clauses import Part, is_clause, is_dependent, is_verb, parts
from govtext.rewriting.letters import capitalize, uncapitalize
from govtext.rewriting.mending import Edit
from govtext.rewriting.shapes import settings_of, shape
from govtext.rewriting.view import VERBS, view, word_class
from govtext.types import Token

_ITEM = re.compile(r"(?P<gap>(?<=[:;,.])[ \t]+|(?<=[:;,.] dan)[ \t]+)(?P<mark>\(?(?:[a-z]|\d{1,2})[.)])(?=[ \t]\S)")
_LAST = frozenset({"dan", "serta", "juga"})  # before the last item of a list


def lists(text: str) -> tuple[Edit, ...]:
    """Return the edits that put a list on lines: numbered items, documents to bring, the steps of a procedure."""
    return tuple(_numbered(text)) or tuple(_documents(text)) or tuple(_steps(text))


def _numbered(text: str) -> Iterator[Edit]:
    """Yield the edits for items ``a. … b. … c. …`` or ``1) … 2) … 3) …`` that follow each other in one line."""
    run: list[re.Match[str]] = []
    for match in _ITEM.finditer(text):
        if run and not _follows(run[-1]["mark"], match["mark"]):
            yield from _lines(run)
            run = []
        if run or match["mark"].strip("().") in {"a", "1"}:
            run.append(match)
    yield from _lines(run)


def _lines(run: Sequence[re.Match[str]]) -> Iterator[Edit]:
    if len(run) >= settings_of("list")["fewest"]:
        for match in run:
            yield Edit(match.start("gap"), match.end("gap"), match["gap"], "\n", shape("list"))


def _follows(before: str, after: str) -> bool:
    one, two = before.strip("()."), after.strip("().")
    if one.isdigit() != two.isdigit() or before[-1] != after[-1]:
        return False
    return int(two) == int(one) + 1 if one.isdigit() else ord(two) == ord(one) + 1


def _documents(text: str) -> Iterator[Edit]:
    """Yield the edit for ``bawa A, B, dan C.`` at the end of a sentence, where every item is a document.

    A sentence that is nothing but documents gets a heading.
    """
    settings = settings_of("documents")
    for sentence in parts(view(text)):
        tokens = sentence.tokens
        end = len(tokens) - (tokens[-1].text == ".")
        lead = next((place for place, token in enumerate(tokens[:end]) if token.norm in settings["after"]), None)
        first = 0 if lead is None else lead + 1
        if first and first < end and tokens[first].text == ":":
            first += 1
        items = _items(tokens[first:end])
        if len(items) < settings["fewest"]:
            continue
        listed = [text[item[0].start : item[-1].end] for item in items]
        start = sentence.start if lead is None else tokens[lead].end
        if lead is None:
            listed[0] = uncapitalize(listed[0])
        rest = text[sentence.end :]
        stop = sentence.end + len(rest) - len(rest.lstrip(" "))
        after = "".join(f"\n- {item}" for item in listed) + "\n" * bool(rest.strip())
        opening = ":" if lead is not None else settings["opening"]
        yield Edit(start, stop, text[start:stop], opening + after, shape("list"))


def _items(tokens: Sequence[Token]) -> list[Sequence[Token]]:
    """Return the items of ``A, B, dan C``; none if one of them is no document, or the last one more than that."""
    cuts = _commas(tokens)
    found = [tokens[before + 1 : cut] for before, cut in pairwise([-1, *cuts, len(tokens)])]
    if len(found) < 2 or not found[-1] or found[-1][0].norm not in _LAST:  # noqa: PLR2004 - a list has two
        return []
    found[-1] = found[-1][1:]
    return found if all(_is_document(item) for item in found) else []


def _is_document(item: Sequence[Token]) -> bool:
    """Tell whether a part is a document: no verb of which it is the subject, no place to bring it to."""
    settings = settings_of("documents")
    if not item or item[0].norm not in settings["nouns"]:
        return False
    depth, bound = 0, False
    for token in item:
        depth += (token.text == "(") - (token.text == ")")
        bound |= token.norm in settings["excuses"]
        if depth or bound:
            continue
        if token.norm in settings["heads"] or word_class(token.norm) in VERBS:
            return False
        if token.kind == "punctuation" and token.text not in {"/", ")", "-"}:
            return False
    return depth == 0


def _commas(tokens: Sequence[Token], marks: str = ",") -> list[int]:
    """Return the places of commas outside of brackets."""
    depth, found = 0, []
    for place, token in enumerate(tokens):
        depth += (token.text == "(") - (token.text == ")")
        if not depth and token.text in marks:
            found.append(place)
    return found


def _steps(text: str) -> Iterator[Edit]:
    """Yield the edits for ``pemohon …, petugas …, kemudian kartu …``: a sentence whose every part is a clause."""
    settings = settings_of("steps")
    for sentence in parts(view(text)):
        firsts = _step_starts(sentence)
        if len(firsts) < settings["fewest"] or is_dependent(sentence.tokens):
            continue
        opening = f"{settings['opening']}\n1. {sentence.text[0].upper()}"
        yield Edit(sentence.start, sentence.start + 1, sentence.text[0], opening, shape("steps"))
        for number, (comma, first) in enumerate(firsts[1:], start=2):
            before, token = sentence.tokens[comma], sentence.tokens[first]
            after = f"\n{number}. {capitalize(text[token.start : sentence.end])[0]}"
            yield Edit(before.start, token.start + 1, text[before.start : token.start + 1], after, shape("steps"))


def _step_starts(sentence: Part) -> list[tuple[int, int]]:
    """Return for each step the comma before it and its first word; none if a part is no clause.

    A part without a subject (*, kemudian diserahkan kepada pemohon*) belongs to the step before it: as a step of its
    own it would not be parallel to the others.
    """
    settings, tokens = settings_of("steps"), sentence.tokens
    cuts = _commas(tokens, ",;")
    found: list[tuple[int, int]] = []
    for comma, end in pairwise([-1, *cuts, len(tokens)]):
        part = tokens[comma + 1 : end]
        head = next((index for index, token in enumerate(part) if token.norm not in settings["links"]), None)
        if head is None:
            return []
        step = part[head:]
        if (step[0].norm in settings["agents"] and is_clause(step)) or step[0].norm in settings["impersonal"]:
            found.append((comma, comma + 1 + head))
        elif not found or not is_verb(step[0].norm):
            return []
    return found

"""People told about in the third person are spoken to: *Calon peserta wajib …* becomes *Mau jadi peserta? Kamu …*."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from govtext.rewriting.audience import applicants
from govtext.rewriting.clauses import is_verb
from govtext.rewriting.letters import capitalize, people, uncapitalize
from govtext.rewriting.mending import Edit
from govtext.rewriting.shapes import Shape
from govtext.rewriting.view import MARKS, VERBS, View, view, word_class
from govtext.rewriting.wellformed import refers_back
from govtext.types import Token

_FILE = Path(__file__).parent / "data" / "addressing.toml"
_NOUNS = frozenset({"pe-an", "ke-an"})


@dataclass(frozen=True, slots=True)
class _Told:
    """The beginning of a sentence that tells what people may or must do; places are token indices.

    Attributes:
        head: the word for the people, in small letters.
        modal: the word *dapat*, *harus*, … or the *tidak* before it.
    """

    head: str
    modal: int


def addressing(text: str, tone: str, address: str) -> tuple[Edit, ...]:
    """Return the edit that speaks to those whom the first sentence tells what they may or must do, or nothing.

    Only where the text does not name them again: else it would speak to them and of them.

    Args:
        text: a message, see `govtext.rewriting.audience.is_message`.
        tone: one of `govtext.rewriting.rules.TONES`; people are not spoken to in ``plain``.
        address: how the reader is addressed; empty for nobody.
    """
    settings = _data()
    if tone not in settings["openings"] or not address:
        return ()
    seen = view(text)
    told = _told(seen, settings)
    words = [token.norm for token in seen.tokens]
    if told is None or seen.tokens[0].start or not settings["spoken_to"].isdisjoint(words):
        return ()
    del words[0]
    if told.head in words or not settings["others"].isdisjoint(words) or refers_back(seen):
        return ()
    first, modal = seen.tokens[0], seen.tokens[told.modal]
    middle = text[seen.tokens[1].start : seen.tokens[told.modal - 1].end]
    openings = settings["openings"][tone]
    opening = openings["any"] if words[0] == "yang" else openings.get(told.head, openings["any"])
    said = opening.format(address=address, head=uncapitalize(first.text), middle=middle)
    return (Edit(0, modal.start, text[: modal.start], said, Shape(settings["id"], settings["message"])),)


def second_person(text: str, tone: str, address: str) -> tuple[Edit, ...]:
    """Return the edits that say *kamu* to the one who applies: *Pemohon mengisi formulir* becomes *Kamu mengisi …*.

    All places or none: where one of them speaks of certain applicants (*pemohon yang …*), of all of
    them, or gives no place to a pronoun, the text goes on to speak of them.

    Args:
        text: a message, see `govtext.rewriting.audience.is_message`.
        tone: one of `govtext.rewriting.rules.TONES`; nobody is spoken to in ``plain``.
        address: how the reader is addressed; empty for nobody.
    """
    settings = _data()["role"]
    if tone not in settings or not address:
        return ()
    seen = view(text)
    found = {token.norm for token in seen.tokens}
    nouns = found & applicants()
    if len(nouns) > 1 or not _data()["others"].isdisjoint(found) or (nouns and refers_back(seen)):
        return ()
    if nouns and not (settings["third"] | people() - applicants()).isdisjoint(found):
        return ()
    formal = found & set(settings[tone]["formal"]) if settings["answers"].isdisjoint(found) else set()
    edits = []
    for place, token in enumerate(seen.tokens):
        if token.norm in nouns or token.norm in formal:
            edit = _spoken(seen, place, settings, settings[tone], address)
            if edit is None:
                return ()
            edits.append(edit)
    return tuple(edits)


def _spoken(seen: View, place: int, settings: dict[str, Any], said: dict[str, Any], address: str) -> Edit | None:
    """Return the edit that puts a pronoun for the token at ``place``, or nothing where it would be odd."""
    token = seen.tokens[place]
    before = seen.tokens[place - 1] if place and not seen.begins(place) else None
    after = seen.tokens[place + 1] if place + 1 < len(seen.tokens) else None
    alone = after is None or after.kind in MARKS or after.norm in settings["after"] or is_verb(after.norm)
    barred = before is not None and (before.norm in settings["before"] or word_class(before.norm) == "di")
    subject = after is not None and word_class(after.norm) in VERBS and not _is_object(before)
    barred |= subject and "\n1. " not in seen.text
    if token.norm in applicants() and (barred or not alone):
        return None
    first, word = token, said["subject"].format(address=address)
    if before is not None and before.norm in said["joined"]:
        first, word = before, said["joined"][before.norm]
    word = capitalize(word) if seen.begins(place) else word
    return Edit(
        first.start, token.end, seen.text[first.start : token.end], word, Shape(_data()["id"], _data()["message"])
    )


def _is_object(before: Token | None) -> bool:
    return before is not None and word_class(before.norm) == "me"


def _told(seen: View, settings: dict[str, Any]) -> _Told | None:
    tokens = seen.tokens
    if len(tokens) < settings["fewest"] or tokens[0].norm not in people():
        return None
    end = min(seen.sentences[0].end, settings["longest"])
    modal = next((place for place in range(2, end) if tokens[place].norm in settings["modals"]), 0)
    if not modal or not _is_verb(seen, modal + 1):
        return None
    if tokens[modal - 1].norm in settings["before_modal"]:
        modal -= 1
    middle = tokens[1:modal]
    if not middle or not _is_plain(middle, settings) or (tokens[1].norm != "yang" and _has_verb(seen, range(1, modal))):
        return None
    return _Told(tokens[0].norm, modal)


def _is_plain(middle: Sequence[Token], settings: dict[str, Any]) -> bool:
    return all(token.kind != "punctuation" and token.norm not in settings["closed"] for token in middle)


def _has_verb(seen: View, places: Sequence[int]) -> bool:
    """Tell whether there is a verb that does not describe the noun before it, as in *pelatihan menjahit*."""
    return any(seen.classes[place] in VERBS and seen.classes[place - 1] not in _NOUNS for place in places)


def _is_verb(seen: View, place: int) -> bool:
    return place < len(seen.tokens) and (seen.classes[place] in VERBS or seen.tokens[place].norm in _data()["verbs"])


@cache
def _data() -> dict[str, Any]:
    data = tomllib.loads(_FILE.read_text(encoding="utf-8"))
    for name in ("modals", "before_modal", "closed", "spoken_to", "others", "verbs"):
        data[name] = frozenset(data[name])
    for name in ("before", "after", "answers", "third"):
        data["role"][name] = frozenset(data["role"][name])
    return data

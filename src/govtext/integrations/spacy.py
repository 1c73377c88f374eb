"""Our tokens and sentences as a spaCy pipeline; our labels are the component ``govtext`` (`spacy_component`).

from govtext.integrations.spacy import blank
nlp = blank()
doc = nlp("Mohon info bansos 🙏 no hp 0812-0000-0000")
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import spacy
from spacy.language import Language
from spacy.tokens import Doc
from spacy.util import registry
from spacy.vocab import Vocab

from govtext.integrations.spacy_component import GovtextComponent
from govtext.text import sentences, tokenize

__all__ = ["SENTENCES", "TOKENIZER", "GovtextComponent", "Tokenizer", "blank"]

SENTENCES = "govtext_sentences"
TOKENIZER = "govtext.tokenizer.v1"
_HALF_SURROGATES = re.compile("[\ud800-\udfff]")


class Tokenizer:
    """Turns a text into a `Doc` whose tokens are those of `govtext.tokenize`, with their ``norm``.

    As everywhere in spaCy, white space other than single spaces becomes tokens of its own (``token.is_space`` or, for
    invisible characters, tokens with that text), so that ``doc.text`` is the text. Half surrogates, which spaCy cannot
    hold, become U+FFFD; no offset changes.
    """

    def __init__(self, vocab: Vocab) -> None:
        self.vocab = vocab

    def __call__(self, text: str) -> Doc:
        """Return the tokens of ``text``."""
        words: list[str] = []
        spaces: list[bool] = []
        norms: list[str] = []

        def add(word: str, norm: str) -> None:
            words.append(word)
            spaces.append(False)
            norms.append(norm)

        text = _HALF_SURROGATES.sub("\ufffd", text)
        end = 0
        for token in tokenize(text):
            gap = text[end : token.start]
            if gap.startswith(" ") and words:
                spaces[-1], gap = True, gap[1:]
            if gap:
                add(gap, gap)
            add(token.text, token.norm)
            end = token.end
        rest = text[end:]
        if rest.startswith(" ") and words:
            spaces[-1], rest = True, rest[1:]
        if rest:
            add(rest, rest)
        doc = Doc(self.vocab, words=words, spaces=spaces)
        for made, norm in zip(doc, norms, strict=True):
            made.norm_ = norm
        return doc

    def to_bytes(self, **_: Any) -> bytes:
        """Return nothing: the tokenizer has no state, and spaCy asks when it saves a pipeline."""
        return b""

    def from_bytes(self, _: bytes, **__: Any) -> Tokenizer:
        """Return itself; see `to_bytes`."""
        return self

    def to_disk(self, _: Any, **__: Any) -> None:
        """Write nothing; see `to_bytes`."""

    def from_disk(self, _: Any, **__: Any) -> Tokenizer:
        """Return itself; see `to_bytes`."""
        return self


@registry.tokenizers(TOKENIZER)
def create_tokenizer() -> Callable[[Language], Tokenizer]:
    """Return the maker of our tokenizer, for the ``[nlp.tokenizer]`` block of a spaCy configuration."""
    return lambda nlp: Tokenizer(nlp.vocab)


@Language.component(SENTENCES)
def set_sentences(doc: Doc) -> Doc:
    """Mark the first token of each sentence that `govtext.sentences` finds."""
    begins = {span.start for span in sentences(doc.text)}
    for token in doc:
        token.is_sent_start = token.idx in begins or token.i == 0
    return doc


def blank() -> Language:
    """Return a pipeline with our tokens and sentences, to which any component can be added.

    It stands where ``spacy.blank("id")`` would, which takes two seconds to load its list of exceptions.
    """
    nlp = spacy.blank("xx", config={"nlp": {"tokenizer": {"@tokenizers": TOKENIZER}}})
    nlp.add_pipe(SENTENCES)
    return nlp

from __future__ import annotations

from pathlib import Path

import pytest
import spacy
from hypothesis import given
from hypothesis import strategies as st
from spacy.pipeline import EntityRuler
from spacy.vocab import Vocab

import govtext
from govtext.integrations.spacy import SENTENCES, Tokenizer, blank

TEXTS = (
    "Min, bansos sy kok blm cair?? 😭😭 cek di https://contoh.go.id  ya",
    "  dua spasi di depan\n\nbaris baru\tdan tab ",
    "a\u200bb \u00a0c",
    "",
    " ",
)


@pytest.mark.parametrize("text", TEXTS)
def test_tokens_are_ours_and_the_text_is_whole(text: str) -> None:
    doc = blank()(text)
    ours = govtext.tokenize(text)
    assert doc.text == text
    spans = {(token.idx, token.idx + len(token)) for token in doc}
    assert {(token.start, token.end) for token in ours} <= spans
    norms = {token.idx: token.norm_ for token in doc}
    assert all(norms[token.start] == token.norm for token in ours)


@given(st.text(alphabet=st.characters(codec="utf-8"), max_size=40))
def test_any_text_is_whole(text: str) -> None:
    assert Tokenizer(Vocab())(text).text == text


def test_sentences_begin_where_ours_do() -> None:
    text = "Jl. Contoh rusak. Mohon diperbaiki 🙏 Terima kasih!"
    assert [sent.text for sent in blank()(text).sents] == [span.text for span in govtext.sentences(text)]
    assert len(list(blank()(text).sents)) == 3


def test_other_components_can_be_added_and_the_pipeline_saved(tmp_path: Path) -> None:
    nlp = blank()
    ruler = nlp.add_pipe("entity_ruler")
    assert isinstance(ruler, EntityRuler)
    ruler.add_patterns([{"label": "PROGRAM", "pattern": "PKH"}])
    nlp.to_disk(tmp_path)
    loaded = spacy.load(tmp_path)
    doc = loaded("Kapan PKH cair, min? @user")
    assert [(ent.text, ent.label_) for ent in doc.ents] == [("PKH", "PROGRAM")]
    assert [token.text for token in doc] == [token.text for token in govtext.tokenize(doc.text)]
    assert loaded.pipe_names[0] == SENTENCES

from __future__ import annotations

import pickle
import shutil
import tomllib
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import spacy
from spacy.tokens import Doc, DocBin

import govtext
from govtext.errors import GovtextWarning, ModelError
from govtext.integrations.spacy import GovtextComponent, blank
from govtext.labels import scheme
from scoring.tiny import VARIED, write_tiny

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from spacy.language import Language

    from govtext import Annotation

COMPLAINT = "Min 🙏🏽, mbah saya janda kok gak dapet PKH ya? tetangga yg mampu malah dapet"
TEXTS = [text for text in VARIED if "\ud800" not in text] + [COMPLAINT]


def pipeline(model: str = "fast", language: str = "xx") -> Language:
    nlp = spacy.blank(language)
    nlp.add_pipe("govtext", config={"model": model})
    return nlp


@pytest.fixture(scope="module")
def fast() -> Language:
    return pipeline()


@pytest.fixture(scope="module")
def tiny_path(tmp_path_factory: pytest.TempPathFactory) -> str:
    return str(write_tiny(tmp_path_factory.mktemp("models") / "tiny"))


def component(nlp: Language) -> GovtextComponent:
    found = nlp.get_pipe("govtext")
    assert isinstance(found, GovtextComponent)
    return found


def same(left: Annotation | None, right: Annotation | None) -> bool:
    """Whether two annotations agree but for the last digits, which depend on what else is in the batch."""
    assert left is not None
    assert right is not None
    given = [
        [[t.id for t in a.topics], [v.id for v in a.voices], a.sentiment.id, a.intent.id, a.stance.id, a.model, a.text]
        for a in (left, right)
    ]
    assert left.poverty_related.score == pytest.approx(right.poverty_related.score, abs=1e-4)
    return given[0] == given[1]


def test_the_annotation_is_that_of_the_library(fast: Language) -> None:
    doc = fast(COMPLAINT)
    assert doc._.govtext == govtext.load("fast")(COMPLAINT)
    assert isinstance(doc._.govtext, govtext.Annotation)


def test_cats_hold_every_class(fast: Language) -> None:
    doc = fast(COMPLAINT)
    heads = ("topics", "voices", "sentiment", "intent", "stance")
    expected = {f"{head}.{label}" for head in heads for label in scheme()[head].ids}
    assert set(doc.cats) == expected | {"poverty_related", "formality"} == set(component(fast).labels)
    assert sum(doc.cats[f"sentiment.{label}"] for label in scheme()["sentiment"].ids) == pytest.approx(1, abs=1e-5)
    for label in doc._.govtext.topics:
        assert doc.cats[f"topics.{label.id}"] == label.score
    assert doc.cats["formality"] == doc._.govtext.formality.score


@pytest.mark.parametrize("make", [pipeline, lambda: pipeline(language="id"), None], ids=["xx", "id", "ours"])
def test_evidence_grows_to_the_tokens_of_any_tokenizer(make: Any) -> None:
    if make is None:
        nlp = blank()
        nlp.add_pipe("govtext", config={"model": "fast"})
    else:
        nlp = make()
    doc = nlp(COMPLAINT)
    for group, labels in (("topics", doc._.govtext.topics), ("voices", doc._.govtext.voices)):
        assert len(doc.spans[group]) > 0
        for span in doc.spans[group]:
            label = span._.govtext
            assert label in labels
            assert (label.id, label.score) == (span.label_, doc.cats[f"{group}.{span.label_}"])
            inside = [one for one in label.evidence if span.start_char <= one.start and one.end <= span.end_char]
            assert inside
        places = [(span.start, span.end, span.label_) for span in doc.spans[group]]
        assert places == sorted(set(places))


def test_a_token_larger_than_the_evidence(fast: Language) -> None:
    words = ["Min,", "PKH/BPNT-belum", "cair"]
    doc = fast(Doc(fast.vocab, words=words))
    spans = [span.text for span in doc.spans["topics"]]
    assert "PKH/BPNT-belum" in spans
    assert len(spans) == len(set(spans))


@pytest.mark.parametrize("text", ["", " ", "\n\t", "🙏🏽", "👩‍👩‍👧"])
def test_docs_without_a_word(fast: Language, text: str) -> None:
    doc = fast(text)
    assert doc.text == text
    assert doc._.govtext == govtext.load("fast")(text)
    assert doc._.govtext == govtext.load("fast")(text)
    assert (doc._.govtext.topics, list(doc.spans["topics"]), list(doc.spans["voices"])) == ((), [], [])
    assert len(doc.cats) == len(component(fast).labels)


def test_half_surrogates_in_our_tokenizer() -> None:
    nlp = blank()
    nlp.add_pipe("govtext", config={"model": "fast"})
    (doc,) = nlp.pipe(["PKH \ud83d mbah \udfff belum cair"])
    assert doc.text == "PKH \ufffd mbah \ufffd belum cair"
    assert next(span.text for span in doc.spans["topics"]) == "PKH"


def test_pipe_gives_what_calls_give_in_order(fast: Language) -> None:
    for size in (1, 3, 100):
        docs = list(fast.pipe(iter(TEXTS), batch_size=size))
        assert [doc.text for doc in docs] == TEXTS
        assert all(same(doc._.govtext, fast(text)._.govtext) for doc, text in zip(docs, TEXTS, strict=True))


class Counting:
    """A pipeline that notes how many texts it gets at a time, and fails on a text."""

    def __init__(self, behind: Any) -> None:
        self.behind, self.sizes = behind, list[int]()
        self.manifest, self.annotations = behind.manifest, behind.annotations

    def explained(self, texts: Sequence[str]) -> Any:
        self.sizes.append(len(texts))
        if "rusak" in texts:
            raise RuntimeError("rusak")
        return self.behind.explained(texts)


def test_a_batch_is_one_call_and_the_stream_is_not_read_ahead(monkeypatch: pytest.MonkeyPatch) -> None:
    counting = Counting(govtext.load("fast"))
    monkeypatch.setattr(GovtextComponent, "pipeline", counting)
    read = []

    def stream() -> Iterator[str]:
        for number in range(10):
            read.append(number)
            yield f"bansos {number}"

    docs = pipeline().pipe(stream(), batch_size=4)
    next(docs)
    assert len(read) == 4
    assert len(list(docs)) == 9
    assert counting.sizes == [4, 4, 2]


def test_a_failing_batch_goes_to_the_error_handler(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(GovtextComponent, "pipeline", Counting(govtext.load("fast")))
    nlp, failed = pipeline(), []
    with pytest.raises(RuntimeError, match="rusak"):
        list(nlp.pipe(["baik", "rusak"]))
    handler: Any = lambda _name, _proc, docs, error: failed.append((len(docs), str(error)))  # noqa: E731
    nlp.set_error_handler(handler)
    docs = list(nlp.pipe(["a", "b", "rusak", "c", "d"], batch_size=2))
    assert [doc.text for doc in docs] == ["a", "b", "d"]
    assert failed == [(2, "rusak")]


@pytest.mark.filterwarnings("ignore:This process .* is multi-threaded:DeprecationWarning")
def test_processes(fast: Language) -> None:
    texts = TEXTS * 3
    alone = list(fast.pipe(texts, batch_size=8))
    apart = list(fast.pipe(texts, batch_size=8, n_process=2))
    for left, right in zip(alone, apart, strict=True):
        assert same(left._.govtext, right._.govtext)
        assert {group: [(s.start, s.end, s.label_) for s in left.spans[group]] for group in left.spans} == {
            group: [(s.start, s.end, s.label_) for s in right.spans[group]] for group in right.spans
        }
        assert right.cats == pytest.approx(left.cats, abs=1e-4)


def test_two_pipelines_do_not_mix(fast: Language, tiny_path: str) -> None:
    other = pipeline(tiny_path)
    docs = [nlp(COMPLAINT) for nlp in (fast, other, fast)]
    assert [doc._.govtext.model for doc in docs] == ["fast", "tiny", "fast"]
    assert docs[0].cats == docs[2].cats != docs[1].cats
    assert docs[1]._.govtext == govtext.load(tiny_path)(COMPLAINT)
    for doc in docs:
        assert {span._.govtext.id for span in doc.spans["topics"]} <= {topic.id for topic in doc._.govtext.topics}


def test_a_doc_that_no_component_saw() -> None:
    doc = spacy.blank("xx")("bansos")
    assert doc._.govtext is None
    assert doc[:1]._.govtext is None


def test_cats_and_spans_of_others_stay(fast: Language) -> None:
    doc = fast.make_doc(COMPLAINT)
    doc.cats["textcat"] = 0.5
    doc.spans["mine"] = [doc[0:1]]
    fast(doc)
    assert doc.cats["textcat"] == 0.5
    assert [span.text for span in doc.spans["mine"]] == ["Min"]
    assert doc[0:1]._.govtext is None


def test_docs_are_written_and_read(fast: Language) -> None:
    doc = fast(COMPLAINT)
    for read in (
        Doc(spacy.blank("xx").vocab).from_bytes(doc.to_bytes()),
        next(DocBin(docs=[doc], store_user_data=True).get_docs(spacy.blank("xx").vocab)),
    ):
        assert read._.govtext == doc._.govtext
        assert read.cats == doc.cats
        assert [(s.text, s.label_) for s in read.spans["voices"]] == [(s.text, s.label_) for s in doc.spans["voices"]]


def test_a_pipeline_is_saved(fast: Language, tmp_path: Path) -> None:
    fast.to_disk(tmp_path / "saved")
    assert spacy.load(tmp_path / "saved")(COMPLAINT)._.govtext == fast(COMPLAINT)._.govtext
    again = pipeline().from_bytes(fast.to_bytes())
    assert again(COMPLAINT)._.govtext == fast(COMPLAINT)._.govtext
    assert pickle.loads(pickle.dumps(fast))(COMPLAINT).cats == fast(COMPLAINT).cats  # noqa: S301 - just written
    assert len(pickle.dumps(component(fast))) < 1000


def test_a_model_folder_travels_with_the_pipeline(tiny_path: str, tmp_path: Path) -> None:
    mine = tmp_path / "mine"
    shutil.copytree(tiny_path, mine)
    nlp = pipeline(str(mine))
    expected = nlp(COMPLAINT).cats
    nlp.to_disk(tmp_path / "saved")
    shutil.rmtree(mine)
    shutil.move(tmp_path / "saved", tmp_path / "moved")
    loaded = spacy.load(tmp_path / "moved")
    assert loaded(COMPLAINT).cats == expected
    loaded.to_disk(tmp_path / "moved")
    assert spacy.load(tmp_path / "moved")(COMPLAINT).cats == expected


def test_another_version_of_the_model_is_told(fast: Language, tiny_path: str, tmp_path: Path) -> None:
    mine = tmp_path / "mine"
    shutil.copytree(tiny_path, mine)
    data = pipeline(str(mine)).to_bytes()
    manifest = mine / "model.toml"
    manifest.write_text(manifest.read_text(encoding="utf-8").replace("0.55", "0.65", 1), encoding="utf-8")
    with pytest.warns(GovtextWarning, match="saved with another version of the model"):
        pipeline(str(mine)).from_bytes(data)


def test_unknown_models_are_told_early() -> None:
    with pytest.raises(ModelError, match="did you mean 'fast'"):
        pipeline("fsat")
    nlp = pipeline("./no/such/folder")
    with pytest.raises(ModelError, match="no such model"):
        nlp("bansos")


def test_spacy_finds_no_problem_with_it(fast: Language) -> None:
    found = fast.analyze_pipes(keys=["assigns", "requires"])
    assert found is not None
    assert found["problems"] == {"govtext": []}
    assert "doc._.govtext" in found["summary"]["govtext"]["assigns"]
    with fast.select_pipes(disable="govtext"):
        assert fast("bansos")._.govtext is None


def test_the_entry_point_is_the_factory() -> None:
    project = tomllib.loads((Path(__file__).parents[2] / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    module, _, name = project["entry-points"]["spacy_factories"]["govtext"].partition(":")
    component = getattr(import_module(module), name)(spacy.blank("xx"), "govtext", "fast", "cpu", 0)
    assert isinstance(component, GovtextComponent)


def test_groups_have_ids_of_their_own() -> None:
    assert not set(scheme()["topics"].ids) & set(scheme()["voices"].ids)

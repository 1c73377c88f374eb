"""The peers of the text layer, as plain functions; those that are not installed are left out."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from importlib.metadata import PackageNotFoundError, version


@dataclass
class Systems:
    """Named functions for each task, peers and ours."""

    tokenizers: dict[str, Callable[[str], list[str]]] = field(default_factory=dict)
    splitters: dict[str, Callable[[str], list[str]]] = field(default_factory=dict)
    stemmers: dict[str, Callable[[str], str]] = field(default_factory=dict)
    normalizers: dict[str, Callable[[str], str]] = field(default_factory=dict)


def peers() -> Systems:
    """Return the installed peers, named with their versions."""
    found = Systems()
    for package, add in (
        ("spacy", _spacy),
        ("simplemma", _simplemma),
        ("nltk", _nltk),
        ("PySastrawi", _sastrawi),
        ("cleaner-id", _cleaner),
        ("indo-text-preprocessing", _indo),
        ("indoNLP", _indonlp),
    ):
        try:
            add(found, f"{package} {version(package)}")
        except (PackageNotFoundError, ImportError):
            print(f"{package} is not installed, so it is left out (pip install 'govtext[bench]')")
    return found


def _spacy(found: Systems, name: str) -> None:
    import spacy

    nlp = spacy.blank("id")
    nlp.add_pipe("sentencizer")
    nlp.max_length = 10_000_000
    found.tokenizers[name] = lambda text: [token.text for token in nlp.tokenizer(text) if not token.is_space]
    found.splitters[f"{name} sentencizer"] = lambda text: [sentence.text for sentence in nlp(text).sents]


def _simplemma(found: Systems, name: str) -> None:
    import simplemma

    found.tokenizers[name] = lambda text: list(simplemma.simple_tokenizer(text))
    found.splitters[name] = lambda text: list(simplemma.split_sentences(text, lang="id"))
    found.stemmers[name] = lambda word: simplemma.lemmatize(word, lang="id").lower()


def _nltk(found: Systems, name: str) -> None:
    from nltk.tokenize import NLTKWordTokenizer, TweetTokenizer
    from nltk.tokenize.punkt import PunktSentenceTokenizer

    words, tweets, punkt = NLTKWordTokenizer(), TweetTokenizer(), PunktSentenceTokenizer()
    found.tokenizers[f"{name} words"] = words.tokenize
    found.tokenizers[f"{name} tweets"] = tweets.tokenize
    found.splitters[f"{name} Punkt, untrained"] = punkt.tokenize


def _sastrawi(found: Systems, name: str) -> None:
    from Sastrawi.Stemmer.StemmerFactory import StemmerFactory

    found.stemmers[name] = StemmerFactory().create_stemmer().stem


def _cleaner(found: Systems, name: str) -> None:
    from cleaner_id import remove_slang

    found.normalizers[name] = remove_slang


def _indo(found: Systems, name: str) -> None:
    from indo_text_preprocessing import replace_slang, stem

    found.normalizers[name] = replace_slang
    found.stemmers[name] = stem


def _indonlp(found: Systems, name: str) -> None:
    from indoNLP.preprocessing import replace_slang

    found.normalizers[name] = replace_slang

"""Text basics for Indonesian comments: raw text in, spans and alignments over that text out.

The functions are independent of each other and of any model; importing this package reads no data file and
loads no heavy library.
"""

from govtext.text.normalization import LEVELS, normalize
from govtext.text.redaction import redact
from govtext.text.sentences import sentences
from govtext.text.stems import stem
from govtext.text.tokens import TOKEN_KINDS, tokenize

__all__ = ["LEVELS", "TOKEN_KINDS", "normalize", "redact", "sentences", "stem", "tokenize"]

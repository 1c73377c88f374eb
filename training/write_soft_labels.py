"""Writes what the `accurate` model says of all training texts and unlabelled comments, for `fast` to learn from.

    python training/write_soft_labels.py --data ../shared/data [--model accurate] [--out FILE]

The file holds hashes of texts and probabilities, no text.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import govtext
from govtext.training.config import read_config
from govtext.training.data import split_holdout, training_examples, unlabelled_texts, validation_examples
from govtext.training.distil import write_soft_labels

HERE = Path(__file__).parent


def main() -> None:
    """Ask the teacher; about ten minutes."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help="folder with the shared data")
    parser.add_argument("--model", default="accurate", help="name or folder of the teacher")
    parser.add_argument("--out", type=Path, default=HERE / "labels" / "soft.safetensors", help="file to write")
    options = parser.parse_args()
    config = read_config(HERE / "fast.toml")
    examples, held_out = split_holdout(training_examples(options.data, config.labels), config.holdout, config.seed)
    measured = {example.text for example in [*validation_examples(options.data), *held_out]}
    texts = [*(example.text for example in examples), *unlabelled_texts(options.data)]
    asked = [text for text in texts if text not in measured]
    write_soft_labels(options.out, asked, govtext.load(options.model), print)


if __name__ == "__main__":
    main()

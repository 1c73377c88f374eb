"""What a training run is given besides its configuration."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from govtext.training.data import Example


@dataclass(frozen=True, slots=True)
class Task:
    """What to train on, where to write, and how to tell.

    Attributes:
        data: folder of the shared data.
        base: folder of the pretrained encoder.
        out: model folder to write.
        examples: to train on.
        validation: never trained on; for calibration and figures.
        log: takes a line for the person who waits.
        resume: go on from the checkpoint of a run that was stopped.
    """

    data: Path
    base: Path
    out: Path
    examples: Sequence[Example]
    validation: Sequence[Example]
    log: Callable[[str], None]
    resume: bool

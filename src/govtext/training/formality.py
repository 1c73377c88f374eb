"""The formality layer of a `fast` model, fitted last, on what the finished network sees of a text.

Trained with the other heads, formality would either be learnt too weakly (texts with a register are few beside those
with other labels) or take from them. Here the network stays as it is, and the layer costs next to nothing to run.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import torch
from torch import nn
from torch.nn import functional

from govtext.scoring.fast import FastModel
from govtext.training.config import FormalityConfig
from govtext.training.data import OFFICIAL, PLAIN, Example, read_rows

Floats = npt.NDArray[np.float32]

# The formality of the versions of a text in a parallel set (benchmarks/parallel).
_VERSIONS = {"bureaucratic": OFFICIAL, "polite": 0.55, "plain": PLAIN, "friendly": 0.35}
_INPUT_DROPOUT = 0.2
_WEIGHT_DECAY = 0.05
_LEAST_SPREAD = 1e-3  # of an input, so that one that never changes is not blown up


def parallel_examples(paths: Sequence[Path]) -> Iterator[Example]:
    """Yield the versions of the texts of parallel sets; what is best left unchanged is left out."""
    for path in paths:
        for row in read_rows(path):
            if not row["unchanged"]:  # its official version is friendly already, or an article of law
                for version in (name for name in _VERSIONS if name in row):
                    yield Example(row[version], "parallel", {"formality": (_VERSIONS[version],)})


def fit_formality(
    weights: dict[str, npt.NDArray[Any]],
    model: FastModel,
    examples: Sequence[Example],
    config: FormalityConfig,
    seed: int,
    log: Callable[[str], None],
) -> dict[str, npt.NDArray[Any]]:
    """Return ``weights`` with the formality layer.

    Args:
        weights: the tensors of ``model``.
        model: a `fast` model, but for this layer.
        examples: texts; those without a formality are left out.
        config: sizes, rates, and the weight of each source.
        seed: of the first weights and the order of the examples.
        log: told of the loss.
    """
    chosen = [example for example in [*examples, *parallel_examples(config.parallel)] if "formality" in example.targets]
    inputs = model.formality_inputs([example.text for example in chosen])
    mean, spread = inputs.mean(axis=0), inputs.std(axis=0) + _LEAST_SPREAD
    features = torch.from_numpy((inputs - mean) / spread)
    targets = torch.tensor([example.targets["formality"][0] for example in chosen])
    counted = torch.tensor([config.weights.get(example.source, 1.0) for example in chosen])
    torch.manual_seed(seed)
    first, last = nn.Linear(inputs.shape[1], config.hidden), nn.Linear(config.hidden, 1)
    layer = nn.Sequential(nn.Dropout(_INPUT_DROPOUT), first, nn.ReLU(), nn.Dropout(config.dropout), last)
    optimizer = torch.optim.AdamW(layer.parameters(), lr=config.learning_rate, weight_decay=_WEIGHT_DECAY)
    layer.train()
    for epoch in range(config.epochs):
        losses = []
        for rows in torch.randperm(len(chosen)).split(config.batch_size):
            scores = layer(features[rows])[:, 0]
            each = functional.binary_cross_entropy_with_logits(scores, targets[rows], reduction="none")
            value = (each * counted[rows]).mean()
            optimizer.zero_grad()
            value.backward()
            optimizer.step()
            losses.append(value.item())
        if (epoch + 1) % 10 == 0:
            log(f"formality, epoch {epoch + 1}/{config.epochs}: loss {np.mean(losses):.3f}")
    return weights | _folded(first, last, mean, spread, weights["dense.bias"])


def _folded(
    first: nn.Linear, last: nn.Linear, mean: Floats, spread: Floats, bias: Floats
) -> dict[str, npt.NDArray[Any]]:
    """Return the tensors, with the scaling of the inputs inside; the model's own bias takes the last one."""
    into = first.weight.detach().numpy() / spread
    last_bias = bias.copy()
    last_bias[-1] = last.bias.item()
    return {
        "dense.formality.in": np.ascontiguousarray(into.T),
        "dense.formality.in_bias": first.bias.detach().numpy() - into @ mean,
        "dense.formality.out": last.weight.detach().numpy()[0].copy(),
        "dense.bias": last_bias,
    }

"""The ranges of an encoder's activations, from which their 8-bit codes are made once and for all.

Ranges fixed beforehand, unlike ones taken from each batch, make the score of a text independent of the texts beside it
(static quantisation: Jacob et al. 2018, "Quantization and Training of Neural Networks for Efficient Inference").
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import torch
from torch import Tensor

from govtext.scoring.encoder import Encoder
from govtext.training.encode import pad

# The layer whose input is that of each product in the graph.
_INPUTS = {
    "qkv": "attention.self.query",
    "out": "attention.output.dense",
    "up": "intermediate.dense",
    "down": "output.dense",
}
_BATCH = 16


def activation_ranges(model: Encoder, ids: Sequence[Sequence[int]], padding: int) -> dict[str, tuple[float, float]]:
    """Return the lowest and highest input of each product, by name (``layer.0.qkv``), on the windows ``ids``.

    Outliers are not clipped: they matter (`training/LOG.md`).

    Args:
        model: the network.
        ids: pieces of some hundred texts.
        padding: id that fills batches; its states do not count.
    """
    ranges: dict[str, tuple[float, float]] = {}
    shown = torch.ones(0, dtype=torch.bool)

    def watch(name: str) -> Any:
        def note(_: Any, inputs: tuple[Tensor, ...]) -> None:
            values = inputs[0][shown].float()
            low, high = ranges.get(name, (0.0, 0.0))
            ranges[name] = (min(low, float(values.min())), max(high, float(values.max())))

        return note

    modules = dict(model.body.named_modules())
    hooks = [
        modules[f"encoder.layer.{number}.{layer}"].register_forward_pre_hook(watch(f"layer.{number}.{name}"))
        for number in range(int(model.body.config.num_hidden_layers))
        for name, layer in _INPUTS.items()
    ]
    model.eval()
    try:
        with torch.inference_mode():
            for start in range(0, len(ids), _BATCH):
                batch = pad(ids[start : start + _BATCH], padding)
                shown = batch["attention_mask"].bool()
                model(**batch)
    finally:
        for hook in hooks:
            hook.remove()
    return ranges

"""The network of an `accurate` model on torch: for a graphics card, where its int8 weights run as 16-bit floats."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from govtext.errors import InputError, MissingExtraError
from govtext.scoring.manifest import WEIGHTS
from govtext.scoring.windows import Floats, Ints

_PROJECTIONS = ("query", "key", "value")


class TorchEngine:
    """Runs the weights of ``model.safetensors`` on a torch device.

    Args:
        folder: holds that file.
        options: ``attention_heads``, ``epsilon`` of the norms, and ``padding``, id that fills batches.
        device: as torch names it, such as ``"cuda"``; numbers have 16 bits there and 32 on ``"cpu"``.

    Raises:
        MissingExtraError: torch or transformers is not installed.
        InputError: there is no such device.
    """

    workers = 1
    batch_pieces = 16_384

    def __init__(self, folder: Path, options: Mapping[str, Any], device: str) -> None:
        try:
            import torch

            from govtext.scoring.encoder import Encoder
        except ImportError as error:
            raise MissingExtraError(f"the accurate model on {device}", "train") from error
        from safetensors.numpy import load_file

        self._torch, self._padding = torch, int(options["padding"])
        try:
            self._device = torch.empty(0, device=device).device
        except (RuntimeError, AssertionError) as error:
            raise InputError(f"torch cannot use the device: {error}", got=device, fix="use device='cpu'") from None
        tensors = load_file(folder / WEIGHTS)
        state = network_state(tensors)
        hidden, outputs = tensors["heads.deep_in"].shape[1], tensors["heads.bias"].size
        network = Encoder(network_config(tensors, options), outputs, hidden, dropout=0.0)
        network.load_state_dict({name: torch.from_numpy(np.ascontiguousarray(part)) for name, part in state.items()})
        self._type = torch.float32 if self._device.type == "cpu" else torch.float16
        self._network = network.eval().to(self._device, self._type)

    def run(self, ids: Ints, *, explain: bool) -> tuple[Floats, Floats | None]:
        """Return scores and parts; see `govtext.scoring.accurate.Engine`."""
        with self._torch.inference_mode():
            pieces = self._torch.from_numpy(ids).to(self._device)
            scores, parts = self._network.explained(pieces, (pieces != self._padding).long())
            return scores.float().cpu().numpy(), parts.float().cpu().numpy() if explain else None


def network_config(tensors: Mapping[str, npt.NDArray[Any]], options: Mapping[str, Any]) -> Any:
    """Return the `transformers.BertConfig` of the network whose weights `govtext.training.graph` wrote."""
    from transformers import BertConfig

    n_pieces, width = tensors["embeddings.words"].shape
    return BertConfig(
        vocab_size=n_pieces,
        hidden_size=width,
        num_hidden_layers=sum(name.endswith(".qkv.weight") for name in tensors),
        num_attention_heads=int(options["attention_heads"]),
        intermediate_size=tensors["layer.0.up.weight"].shape[1],
        max_position_embeddings=tensors["embeddings.positions"].shape[0],
        type_vocab_size=1,
        layer_norm_eps=float(options["epsilon"]),
        pad_token_id=int(options["padding"]),
    )


def network_state(tensors: Mapping[str, npt.NDArray[Any]]) -> dict[str, Floats]:
    """Return the tensors of a `govtext.scoring.encoder.Encoder`: what `govtext.training.graph` wrote, as floats."""
    body = "body.embeddings."
    table = tensors["embeddings.words"].astype(np.float32) * tensors["embeddings.scales"]
    state = {
        body + "word_embeddings.weight": table,
        body + "position_embeddings.weight": tensors["embeddings.positions"],
        # The vector of the one type of token is part of every position.
        body + "token_type_embeddings.weight": np.zeros((1, table.shape[1]), dtype=np.float32),
        body + "LayerNorm.weight": tensors["embeddings.norm.scale"],
        body + "LayerNorm.bias": tensors["embeddings.norm.shift"],
    }
    for name in tensors:
        if not name.endswith(".qkv.weight"):
            continue
        source = name.removesuffix("qkv.weight")
        target = f"body.encoder.{source}"
        linear = {part: _linear(tensors, source + part) for part in ("qkv", "out", "up", "down")}
        weights, biases = (np.split(values, len(_PROJECTIONS)) for values in linear["qkv"])
        for projection, weight, bias in zip(_PROJECTIONS, weights, biases, strict=True):
            state |= _named(f"{target}attention.self.{projection}.", weight, bias)
        for part, layer in (("out", "attention.output"), ("up", "intermediate"), ("down", "output")):
            state |= _named(f"{target}{layer}.dense.", *linear[part])
        for part, layer in (("norm1", "attention.output"), ("norm2", "output")):
            norm = (tensors[f"{source}{part}.scale"], tensors[f"{source}{part}.shift"])
            state |= _named(f"{target}{layer}.LayerNorm.", *norm)
    attention, value = np.split(tensors["heads.attention_and_value"].T, 2)
    return {
        **state,
        **_named("norm.", tensors["heads.norm.scale"], tensors["heads.norm.shift"]),
        **_named("deep_in.", tensors["heads.deep_in"].T, tensors["heads.deep_in.bias"]),
        "attention.weight": attention,
        "value.weight": value,
        "deep_out.weight": tensors["heads.deep_out"].T,
        "bias": tensors["heads.bias"],
    }


def _linear(tensors: Mapping[str, npt.NDArray[Any]], name: str) -> tuple[Floats, Floats]:
    weight: Floats = (tensors[f"{name}.weight"].astype(np.float32) * tensors[f"{name}.scale"]).T
    return weight, tensors[f"{name}.bias"]


def _named(name: str, weight: Floats, bias: Floats) -> dict[str, Floats]:
    return {f"{name}weight": weight, f"{name}bias": bias}

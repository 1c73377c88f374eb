"""Writes an encoder for inference: int8 weights as safetensors, and an ONNX graph that reads them from that file.

The graph uses the fused operators of ONNX Runtime (domain ``com.microsoft``). Activations have one scale and zero point
for each matrix product, weights one scale a column.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import onnx
from onnx import TensorProto, helper
from safetensors.numpy import save_file

from govtext.scoring.accurate import LAYERS
from govtext.scoring.manifest import GRAPH, WEIGHTS
from govtext.training.export import quantise

Array = npt.NDArray[Any]
_TYPES = {"F32": TensorProto.FLOAT, "I8": TensorProto.INT8, "U8": TensorProto.UINT8}
_LEVELS = 255  # of an unsigned byte
_MICROSOFT = "com.microsoft"
_HEADER_LENGTH = 8  # bytes before the header of a safetensors file


def encoder_tensors(
    state: Mapping[str, Array], layers: int, ranges: Mapping[str, tuple[float, float]]
) -> dict[str, Array]:
    """Return the tensors of the inference files.

    Args:
        state: the tensors of a `govtext.scoring.encoder.Encoder`.
        layers: number of its layers.
        ranges: of the inputs of its products, see `govtext.training.ranges.activation_ranges`.
    """
    body = "body.embeddings."
    # There is one type of token, so its vector is part of every position.
    one_type = state[body + "token_type_embeddings.weight"][0]
    table, scales = quantise(state[body + "word_embeddings.weight"])
    tensors = {
        "embeddings.words": table,
        "embeddings.scales": scales,
        "embeddings.positions": state[body + "position_embeddings.weight"] + one_type,
        "embeddings.norm.scale": state[body + "LayerNorm.weight"],
        "embeddings.norm.shift": state[body + "LayerNorm.bias"],
    }
    for number in range(layers):
        source, target = f"body.encoder.layer.{number}.", f"{LAYERS}{number}."
        qkv = [f"{source}attention.self.{name}." for name in ("query", "key", "value")]
        products = {
            "qkv": tuple(np.concatenate([state[name + part] for name in qkv]) for part in ("weight", "bias")),
            "out": _linear(state, source + "attention.output.dense."),
            "up": _linear(state, source + "intermediate.dense."),
            "down": _linear(state, source + "output.dense."),
        }
        for name, (weight, bias) in products.items():
            codes, column_scales = quantise(weight)
            tensors[f"{target}{name}.weight"] = np.ascontiguousarray(codes.T)
            tensors[f"{target}{name}.scale"] = column_scales.astype(np.float32)
            tensors[f"{target}{name}.bias"] = bias
            input_scale, input_zero = _affine(*ranges[target + name])
            tensors[f"{target}{name}.input_scale"], tensors[f"{target}{name}.input_zero"] = input_scale, input_zero
        for name, norm in (("norm1", "attention.output.LayerNorm."), ("norm2", "output.LayerNorm.")):
            tensors[f"{target}{name}.scale"] = state[f"{source}{norm}weight"]
            tensors[f"{target}{name}.shift"] = state[f"{source}{norm}bias"]
    heads = ("norm.weight", "norm.bias", "attention.weight", "value.weight", "deep_in.weight", "deep_in.bias",
             "deep_out.weight", "bias")  # fmt: skip
    return tensors | {f"heads.{name}": state[name] for name in heads}


def _affine(low: float, high: float) -> tuple[Array, Array]:
    """Return scale and zero point of unsigned bytes for values in a range, which is widened to hold zero."""
    low, high = min(low, 0.0), max(high, 0.0)
    scale = max(high - low, 1e-6) / _LEVELS
    return np.array(scale, dtype=np.float32), np.array(round(-low / scale), dtype=np.uint8)


def _linear(state: Mapping[str, Array], name: str) -> tuple[Array, Array]:
    return state[name + "weight"], state[name + "bias"]


def write_encoder(folder: Path, tensors: dict[str, Array], attention_heads: int, epsilon: float) -> None:
    """Write ``model.safetensors`` and ``model.onnx`` into ``folder``."""
    weights = folder / WEIGHTS
    save_file(tensors, weights)
    weights.chmod(0o644)
    inside = [name for name in tensors if name.startswith(LAYERS)]
    graph = helper.make_graph(
        _nodes(tensors, attention_heads, epsilon),
        "encoder",
        [_value("embedded", TensorProto.FLOAT, 3), _value("shown", TensorProto.INT32, 2)],
        [_value("states", TensorProto.FLOAT, 3)],
        [_external(weights, name) for name in inside],
    )
    opsets = [helper.make_opsetid("", 17), helper.make_opsetid(_MICROSOFT, 1)]
    onnx.save(helper.make_model(graph, opset_imports=opsets, ir_version=9), folder / GRAPH)


def _value(name: str, kind: int, dimensions: int) -> onnx.ValueInfoProto:
    return helper.make_tensor_value_info(name, kind, ["texts", "tokens", "width"][:dimensions])


def _nodes(tensors: Mapping[str, Array], attention_heads: int, epsilon: float) -> list[onnx.NodeProto]:
    nodes: list[onnx.NodeProto] = []

    def add(operator: str, inputs: list[str], outputs: list[str], **attributes: Any) -> None:
        nodes.append(helper.make_node(operator, inputs, outputs, domain=_MICROSOFT, **attributes))

    def product(source: str, name: str, target: str, *, bias: bool = True) -> None:
        scale, zero = f"{name}.input_scale", f"{name}.input_zero"
        nodes.append(helper.make_node("QuantizeLinear", [source, scale, zero], [f"{target}/codes"]))
        inputs = [f"{target}/codes", f"{name}.weight", scale, f"{name}.scale", zero, ""]
        add("MatMulIntegerToFloat", [*inputs, *([f"{name}.bias"] if bias else [])], [target])

    layers = sum(name.endswith(".qkv.weight") for name in tensors)
    states = "embedded"
    for number in range(layers):
        at = f"{LAYERS}{number}"
        product(states, f"{at}.qkv", f"{at}/qkv")
        parts = [f"{at}/{name}" for name in ("q", "k", "v")]
        nodes.append(helper.make_node("Split", [f"{at}/qkv"], parts, axis=-1))
        add("MultiHeadAttention", [*parts, "", "shown"], [f"{at}/mixed"], num_heads=attention_heads)
        product(f"{at}/mixed", f"{at}.out", f"{at}/attended")
        norm = [f"{at}.norm1.scale", f"{at}.norm1.shift"]
        add("SkipLayerNormalization", [f"{at}/attended", states, *norm], [f"{at}/normed"], epsilon=epsilon)
        product(f"{at}/normed", f"{at}.up", f"{at}/up", bias=False)
        add("BiasGelu", [f"{at}/up", f"{at}.up.bias"], [f"{at}/active"])
        product(f"{at}/active", f"{at}.down", f"{at}/down")
        after = "states" if number == layers - 1 else f"{at}/states"
        norm = [f"{at}.norm2.scale", f"{at}.norm2.shift"]
        add("SkipLayerNormalization", [f"{at}/down", f"{at}/normed", *norm], [after], epsilon=epsilon)
        states = after
    return nodes


def _external(weights: Path, name: str) -> onnx.TensorProto:
    """Return an initialiser whose data stay in the safetensors file."""
    with weights.open("rb") as file:
        length = int.from_bytes(file.read(_HEADER_LENGTH), "little")
        entry = json.loads(file.read(length))[name]
    begin, end = entry["data_offsets"]
    kind = _TYPES[entry["dtype"]]
    tensor = TensorProto(name=name, data_type=kind, dims=entry["shape"], data_location=TensorProto.EXTERNAL)
    place = {"location": weights.name, "offset": _HEADER_LENGTH + length + begin, "length": end - begin}
    for key, value in place.items():
        tensor.external_data.add(key=key, value=str(value))
    return tensor

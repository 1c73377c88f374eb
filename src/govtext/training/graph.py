"""Writes an encoder for inference: int8 weights as safetensors, and an ONNX graph that reads them from that file.

The graph uses the fused operators of ONNX Runtime (domain ``com.microsoft``). Activations have one scale and zero point
for each matrix product, weights one scale a column. The table of pieces is int8 too; the small heads stay float.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import onnx
from onnx import TensorProto, helper, numpy_helper
from safetensors.numpy import save_file

from govtext.scoring.manifest import GRAPH, WEIGHTS
from govtext.scoring.onnx_engine import IDS, PARTS, SCORES
from govtext.training.export import quantise

Array = npt.NDArray[Any]
_TYPES = {"F32": TensorProto.FLOAT, "I8": TensorProto.INT8, "U8": TensorProto.UINT8}
_LEVELS = 255  # of an unsigned byte
_MICROSOFT = "com.microsoft"
_HEADER_LENGTH = 8  # bytes before the header of a safetensors file
_HEAD_EPSILON = 1e-5  # of torch.nn.LayerNorm
_HIDDEN_SCORE = 1e4


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
        "embeddings.scales": scales.astype(np.float32)[:, None],
        "embeddings.positions": state[body + "position_embeddings.weight"] + one_type,
        "embeddings.norm.scale": state[body + "LayerNorm.weight"],
        "embeddings.norm.shift": state[body + "LayerNorm.bias"],
    }
    for number in range(layers):
        source, target = f"body.encoder.layer.{number}.", f"layer.{number}."
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
    attention_and_value = np.concatenate([state["attention.weight"], state["value.weight"]])
    return tensors | {
        "heads.norm.scale": state["norm.weight"],
        "heads.norm.shift": state["norm.bias"],
        "heads.attention_and_value": np.ascontiguousarray(attention_and_value.T),
        "heads.deep_in": np.ascontiguousarray(state["deep_in.weight"].T),
        "heads.deep_in.bias": state["deep_in.bias"],
        "heads.deep_out": np.ascontiguousarray(state["deep_out.weight"].T),
        "heads.bias": state["bias"],
    }


def _affine(low: float, high: float) -> tuple[Array, Array]:
    """Return scale and zero point of unsigned bytes for values in a range, which is widened to hold zero."""
    low, high = min(low, 0.0), max(high, 0.0)
    scale = max(high - low, 1e-6) / _LEVELS
    return np.array(scale, dtype=np.float32), np.array(round(-low / scale), dtype=np.uint8)


def _linear(state: Mapping[str, Array], name: str) -> tuple[Array, Array]:
    return state[name + "weight"], state[name + "bias"]


def write_encoder(folder: Path, tensors: dict[str, Array], attention_heads: int, epsilon: float, padding: int) -> None:
    """Write ``model.safetensors`` and ``model.onnx`` into ``folder``."""
    weights = folder / WEIGHTS
    save_file(tensors, weights)
    weights.chmod(0o644)
    graph = _Graph()
    states = _embedded(graph, epsilon, padding)
    for number in range(sum(name.endswith(".qkv.weight") for name in tensors)):
        states = _layer(graph, number, states, attention_heads, epsilon)
    _heads(graph, states)
    made = helper.make_graph(
        graph.nodes,
        "encoder",
        [helper.make_tensor_value_info(IDS, TensorProto.INT64, ["texts", "tokens"])],
        [
            helper.make_tensor_value_info(SCORES, TensorProto.FLOAT, ["texts", "classes"]),
            helper.make_tensor_value_info(PARTS, TensorProto.FLOAT, ["texts", "tokens", "classes"]),
        ],
        [*graph.constants, *(_external(weights, name) for name in tensors)],
    )
    opsets = [helper.make_opsetid("", 17), helper.make_opsetid(_MICROSOFT, 1)]
    onnx.save(helper.make_model(made, opset_imports=opsets, ir_version=9), folder / GRAPH)


class _Graph:
    """Nodes and small constants of a graph in the making."""

    def __init__(self) -> None:
        self.nodes: list[onnx.NodeProto] = []
        self.constants: list[onnx.TensorProto] = []

    def add(self, operator: str, inputs: list[str], output: str, **attributes: Any) -> str:
        """Add a standard operator; returns the name of its output."""
        self.nodes.append(helper.make_node(operator, inputs, [output], **attributes))
        return output

    def fused(self, operator: str, inputs: list[str], output: str, **attributes: Any) -> str:
        """Add an operator of ONNX Runtime."""
        return self.add(operator, inputs, output, domain=_MICROSOFT, **attributes)

    def split(self, source: str, outputs: list[str]) -> list[str]:
        """Cut the last axis into equal parts."""
        self.nodes.append(helper.make_node("Split", [source], outputs, axis=-1))
        return outputs

    def normed(self, source: str, name: str, output: str, epsilon: float) -> str:
        """Add a layer norm; ``SkipLayerNormalization`` is five times slower on a CPU than this and an ``Add``."""
        return self.add("LayerNormalization", [source, f"{name}.scale", f"{name}.shift"], output, epsilon=epsilon)

    def constant(self, name: str, value: Any, kind: type[np.generic]) -> str:
        """Add a constant; returns its name."""
        self.constants.append(numpy_helper.from_array(np.array(value, dtype=kind), name))
        return name

    def product(self, source: str, name: str, output: str) -> str:
        """Multiply with the int8 weight ``name``, and add its bias."""
        scale, zero = f"{name}.input_scale", f"{name}.input_zero"
        codes = self.add("QuantizeLinear", [source, scale, zero], f"{output}/codes")
        inputs = [codes, f"{name}.weight", scale, f"{name}.scale", zero, "", f"{name}.bias"]
        return self.fused("MatMulIntegerToFloat", inputs, output)


def _embedded(graph: _Graph, epsilon: float, padding: int) -> str:
    """Add the table of pieces; ``mask`` is 1 for pieces and 0 for padding."""
    hidden = graph.add("Equal", [IDS, graph.constant("padding", padding, np.int64)], "hidden")
    graph.add("Cast", [graph.add("Not", [hidden], "shown")], "mask", to=TensorProto.INT32)
    codes = graph.add("Gather", ["embeddings.words", IDS], "words/codes")
    scales = graph.add("Gather", ["embeddings.scales", IDS], "words/scales")
    words = graph.add("Mul", [graph.add("Cast", [codes], "words/float", to=TensorProto.FLOAT), scales], "words")
    length = graph.add("Shape", [IDS], "length", start=1, end=2)
    bounds = [graph.constant("zero", [0], np.int64), length]
    positions = graph.add("Slice", ["embeddings.positions", *bounds], "positions")
    summed = graph.add("Add", [words, positions], "embedded")
    return graph.normed(summed, "embeddings.norm", "embedded/normed", epsilon)


def _layer(graph: _Graph, number: int, states: str, attention_heads: int, epsilon: float) -> str:
    at = f"layer.{number}"
    qkv = graph.split(graph.product(states, f"{at}.qkv", f"{at}/qkv"), [f"{at}/{name}" for name in "qkv"])
    mixed = graph.fused("MultiHeadAttention", [*qkv, "", "mask"], f"{at}/mixed", num_heads=attention_heads)
    attended = graph.product(mixed, f"{at}.out", f"{at}/attended")
    normed = graph.normed(graph.add("Add", [attended, states], f"{at}/first"), f"{at}.norm1", f"{at}/normed", epsilon)
    active = graph.fused("Gelu", [graph.product(normed, f"{at}.up", f"{at}/up")], f"{at}/active")
    down = graph.product(active, f"{at}.down", f"{at}/down")
    return graph.normed(graph.add("Add", [down, normed], f"{at}/second"), f"{at}.norm2", f"{at}/states", epsilon)


def _heads(graph: _Graph, states: str) -> None:
    """Add label-wise attention plus a layer over the mean, as in `govtext.scoring.encoder.Encoder`."""
    normed = graph.normed(states, "heads.norm", "heads/normed", _HEAD_EPSILON)
    both = graph.add("MatMul", [normed, "heads.attention_and_value"], "heads/both")
    attention, value = graph.split(both, ["heads/attention", "heads/value"])
    last = graph.constant("last", [-1], np.int64)
    shown = graph.add("Unsqueeze", [graph.add("Cast", ["shown"], "shown/float", to=TensorProto.FLOAT), last], "weight")
    ones, large = graph.constant("one", 1, np.float32), graph.constant("large", _HIDDEN_SCORE, np.float32)
    hidden = graph.add("Mul", [graph.add("Sub", [shown, ones], "weight/below"), large], "weight/hidden")
    attention = graph.add("Softmax", [graph.add("Add", [attention, hidden], "heads/masked")], "heads/shares", axis=1)
    tokens = graph.constant("tokens", [1], np.int64)
    parts = graph.add("Mul", [attention, value], PARTS)
    labelled = graph.add("ReduceSum", [parts, tokens], "heads/labelled", keepdims=0)
    total = graph.add("ReduceSum", [graph.add("Mul", [normed, shown], "heads/kept"), tokens], "heads/sum", keepdims=0)
    count = graph.add("ReduceSum", [shown, tokens], "heads/count", keepdims=0)
    mean = graph.add("Div", [total, count], "heads/mean")
    deep = graph.fused(
        "FastGelu", [graph.add("MatMul", [mean, "heads.deep_in"], "heads/deep_in"), "heads.deep_in.bias"], "heads/deep"
    )
    summed = graph.add("Add", [labelled, graph.add("MatMul", [deep, "heads.deep_out"], "heads/deep_out")], "heads/all")
    graph.add("Add", [summed, "heads.bias"], SCORES)


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

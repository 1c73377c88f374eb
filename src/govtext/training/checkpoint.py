"""Checkpoints of the `fast` training loop, in safetensors: what is needed to go on as if never stopped."""

from __future__ import annotations

import json
from pathlib import Path

import torch
from safetensors import safe_open
from safetensors.torch import save_file
from torch import Tensor, nn
from torch.optim import Optimizer
from torch.optim.lr_scheduler import LRScheduler

_NETWORK, _OPTIMIZER, _RANDOM = "network.", "optimizer.", "random"


def save_checkpoint(path: Path, epoch: int, network: nn.Module, optimizer: Optimizer, schedule: LRScheduler) -> None:
    """Write the state after ``epoch`` epochs; an interrupted write leaves the checkpoint before it whole."""
    tensors = {_NETWORK + name: tensor for name, tensor in network.state_dict().items()}
    state = optimizer.state_dict()
    for number, moments in state["state"].items():
        tensors |= {f"{_OPTIMIZER}{number}.{name}": tensor for name, tensor in moments.items()}
    tensors[_RANDOM] = torch.get_rng_state()
    plain = {"epoch": epoch, "groups": state["param_groups"], "schedule": schedule.state_dict()}
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_suffix(".partial")
    save_file(tensors, partial, {name: json.dumps(value) for name, value in plain.items()})
    partial.replace(path)


def load_checkpoint(path: Path, network: nn.Module, optimizer: Optimizer, schedule: LRScheduler) -> int:
    """Restore what `save_checkpoint` wrote, random state included, and return the number of epochs done."""
    with safe_open(path, "pt") as file:
        plain = {name: json.loads(value) for name, value in file.metadata().items()}
        tensors = {name: file.get_tensor(name) for name in file.keys()}  # noqa: SIM118 - not a mapping
    network.load_state_dict({n.removeprefix(_NETWORK): t for n, t in tensors.items() if n.startswith(_NETWORK)})
    state: dict[int, dict[str, Tensor]] = {}
    for name, tensor in tensors.items():
        if name.startswith(_OPTIMIZER):
            number, key = name.removeprefix(_OPTIMIZER).split(".")
            state.setdefault(int(number), {})[key] = tensor
    optimizer.load_state_dict({"state": state, "param_groups": plain["groups"]})
    schedule.load_state_dict(plain["schedule"])
    torch.set_rng_state(tensors[_RANDOM])
    return int(plain["epoch"])

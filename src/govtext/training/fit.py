"""The training loop of the `fast` model."""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt
import torch
from torch import Tensor, nn
from torch.nn import functional

from govtext.scoring.features import Ints
from govtext.scoring.manifest import ONE_OF
from govtext.training.checkpoint import load_checkpoint, save_checkpoint
from govtext.training.config import TrainingConfig
from govtext.training.data import MODEL_HEADS, Example, head_slices, target_arrays
from govtext.training.network import EncodedTexts, Network

_SMOOTHING = 0.05  # of class targets: Szegedy et al. 2016
_CHUNK = 40  # batches within which texts are sorted by length
_SLICES = head_slices()


def fit(
    network: Network,
    texts: EncodedTexts,
    examples: Sequence[Example],
    config: TrainingConfig,
    log: Callable[[str], None],
    *,
    checkpoint: Path | None = None,
    resume: bool = False,
) -> None:
    """Train ``network`` in place on ``examples``, whose texts are ``texts``.

    ``checkpoint`` is written after each epoch. With ``resume`` the run goes on from it, if there is one, and ends as if
    it had never been stopped.
    """
    targets, labelled = (torch.from_numpy(array) for array in target_arrays(examples))
    weights = torch.tensor([config.weights.get(example.source, 1.0) for example in examples])
    an_epoch = len(_batches(texts.lengths, config.batch_size, config.seed))
    optimizer, schedule = _optimizer(network, config, steps=config.epochs * an_epoch + 1)
    done = 0
    if checkpoint and resume and checkpoint.exists():
        done = load_checkpoint(checkpoint, network, optimizer, schedule)
        log(f"going on after epoch {done}")
    for epoch in range(done, config.epochs):
        started, losses = time.monotonic(), []
        network.train()
        for rows in _batches(texts.lengths, config.batch_size, config.seed + epoch):
            logits = network(texts.batch(rows))
            value = loss(logits, targets[rows], labelled[rows], weights[rows], config.loss)
            optimizer.zero_grad()
            value.backward()
            nn.utils.clip_grad_norm_(network.parameters(), 2.0)
            optimizer.step()
            schedule.step()
            losses.append(value.item())
        if checkpoint:
            save_checkpoint(checkpoint, epoch + 1, network, optimizer, schedule)
        log(f"epoch {epoch + 1}/{config.epochs}: loss {np.mean(losses):.3f}, {time.monotonic() - started:.0f} s")


def loss(
    logits: Tensor, targets: Tensor, labelled: Tensor, weights: Tensor, head_weights: Mapping[str, float]
) -> Tensor:
    """Return the weighted sum of the losses of all heads, each over the examples that have a label for it."""
    total = logits.new_zeros(())
    for column, name in enumerate(MODEL_HEADS):
        rows = labelled[:, column]
        if not rows.any():
            continue
        scores, wanted = logits[rows][:, _SLICES[name]], targets[rows][:, _SLICES[name]]
        if name in ONE_OF:
            smooth = wanted * (1 - _SMOOTHING) + _SMOOTHING / wanted.shape[1]
            each = -(smooth * scores.log_softmax(-1)).sum(-1)
        else:
            each = functional.binary_cross_entropy_with_logits(scores, wanted, reduction="none").sum(-1)
        total = total + head_weights[name] * (each * weights[rows]).sum() / len(logits)
    return total


def predict(network: Network, texts: EncodedTexts, batch_size: int = 256) -> npt.NDArray[np.float32]:
    """Return logits, shape (n_texts, N_OUTPUTS)."""
    network.eval()
    order = np.argsort(texts.lengths, kind="stable")
    found = np.zeros((order.size, network.bias.numel()), dtype=np.float32)
    with torch.inference_mode():
        for start in range(0, order.size, batch_size):
            rows = order[start : start + batch_size]
            found[rows] = network(texts.batch(rows)).numpy()
    found[texts.lengths == 0] = network.bias.detach().numpy()
    return found


def _optimizer(
    network: Network, config: TrainingConfig, steps: int
) -> tuple[torch.optim.Optimizer, torch.optim.lr_scheduler.LRScheduler]:
    tables = [network.own.weight, network.ngrams.weight]
    dense = [p for p in network.parameters() if all(p is not table for table in tables)]
    rates = [config.learning_rate, config.learning_rate / 2]
    optimizer = torch.optim.AdamW(
        [{"params": tables, "weight_decay": 0.0}, {"params": dense, "weight_decay": 0.01}],
        lr=config.learning_rate,
        betas=(0.9, 0.99),
    )
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, rates, total_steps=steps, pct_start=0.1)
    return optimizer, schedule


def _batches(lengths: Ints, size: int, seed: int) -> list[Ints]:
    """Return batches of indices, each of texts of similar length, in random order."""
    order = np.random.default_rng(seed).permutation(np.flatnonzero(lengths))
    chunks = np.array_split(order, max(1, order.size // (size * _CHUNK)))
    batches = []
    for chunk in chunks:
        by_length = chunk[np.argsort(lengths[chunk], kind="stable")]
        batches += [by_length[start : start + size] for start in range(0, chunk.size, size)]
    random.Random(seed).shuffle(batches)  # noqa: S311 - an order, no secret
    return batches

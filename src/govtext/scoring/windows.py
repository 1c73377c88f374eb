"""Long texts: cut into windows that a model can score, and the scores of the windows merged."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float32]


def windows(lengths: Ints, size: int) -> tuple[Ints, Ints, Ints]:
    """Cut texts into windows of at most ``size`` tokens.

    A text that fits is one window, a text without tokens none. The windows of a longer one are all of ``size`` tokens,
    evenly spread, and overlap by an eighth or more.

    Args:
        lengths: shape (n_texts,), tokens of each text, which lie behind each other.
        size: most tokens a window.

    Returns:
        First token, tokens, and text of each window, each of shape (n_windows,), in text order.
    """
    overlap = size // 8
    counts = np.maximum(1, -(-(lengths - overlap) // (size - overlap)))
    counts[lengths == 0] = 0
    owners = np.repeat(np.arange(lengths.size), counts)
    number = np.arange(owners.size) - np.repeat(np.cumsum(counts) - counts, counts)
    spare = np.maximum(lengths[owners] - size, 0)
    begin = (np.cumsum(lengths) - lengths)[owners]
    starts = begin + number * spare // np.maximum(counts[owners] - 1, 1)
    return starts, np.minimum(lengths[owners], size), owners


def merge_windows(scores: Floats, owners: Ints, by_maximum: npt.NDArray[np.bool_]) -> tuple[Ints, Floats]:
    """Merge the scores of windows to scores of texts.

    Args:
        scores: shape (n_windows, n_classes).
        owners: shape (n_windows,), text of each window, ascending.
        by_maximum: shape (n_classes,), which classes a text has if one of its windows has them. Its other scores are
            the mean of its windows, which are of one length (see `windows`).

    Returns:
        The texts that have a window, shape (n,), and their scores, shape (n, n_classes).
    """
    texts, first, counts = np.unique(owners, return_index=True, return_counts=True)
    highest = np.maximum.reduceat(scores, first, axis=0)
    mean = np.add.reduceat(scores, first, axis=0) / counts[:, None].astype(np.float32)
    merged: Floats = np.where(by_maximum, highest, mean)
    return texts, merged


def groups(lengths: Ints, most: int) -> Iterator[Ints]:
    """Yield the indices of windows by length, in groups of ``most`` padded tokens at the most, or of one window."""
    order = np.argsort(lengths, kind="stable")
    start = 0
    while start < order.size:
        # The group may end with windows longer than its first: shrink until the padded size fits.
        count = max(1, most // int(lengths[order[start]]))
        while count > 1:
            longest = int(lengths[order[min(start + count, order.size) - 1]])
            fitting = max(1, most // longest)
            if count <= fitting:
                break
            count = fitting
        yield order[start : start + count]
        start += count

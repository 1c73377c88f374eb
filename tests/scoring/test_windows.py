from __future__ import annotations

import itertools

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from govtext.scoring.windows import merge_windows, windows


@given(st.lists(st.integers(0, 3000), min_size=1, max_size=12), st.integers(8, 300))
def test_windows_cover_every_token(lengths: list[int], size: int) -> None:
    starts, sizes, owners = windows(np.array(lengths), size)
    begin = 0
    for text, length in enumerate(lengths):
        spans = [
            (int(s) - begin, int(s + n) - begin) for s, n, o in zip(starts, sizes, owners, strict=True) if o == text
        ]
        if not length:
            assert not spans
        elif length <= size:
            assert spans == [(0, length)]
        else:
            assert spans[0][0] == 0
            assert spans[-1][1] == length
            assert all(end - start == size for start, end in spans)
            assert all(left[1] - right[0] >= size // 8 for left, right in itertools.pairwise(spans))
        begin += length


def test_merging_takes_the_highest_of_some_classes_and_the_mean_of_others() -> None:
    scores = np.array([[1, 1], [5, 7], [3, 3], [2, 2]], dtype=np.float32)
    texts, merged = merge_windows(scores, np.array([0, 2, 2, 2]), np.array([True, False]))
    assert texts.tolist() == [0, 2]
    assert merged.tolist() == [[1, 1], [5, 4]]

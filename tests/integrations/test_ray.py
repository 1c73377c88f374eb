"""A Ray cluster of two workers on this machine, one of which is killed in the middle."""

from __future__ import annotations

import os
import signal
import sys
import warnings
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pytest

import govtext
from govtext.errors import InputError, InputTypeError, MissingExtraError
from govtext.integrations.ray import Labeller, annotate

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

TEXTS = ["Min, bansos kok gak cair?", "makasih berasnya pak", "", None, "jalan desa rusak parah"]


@pytest.fixture(scope="module")
def ray() -> Iterator[Any]:
    module = pytest.importorskip("ray")
    pytest.importorskip("ray.data")
    os.environ["RAY_USAGE_STATS_ENABLED"] = "0"  # Ray would send statistics over the network
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of Ray's own
        module.init(num_cpus=2, include_dashboard=False, log_to_driver=False, logging_level="ERROR")
        module.data.DataContext.get_current().enable_progress_bars = False
        yield module
        module.shutdown()


def table(rows: int) -> pa.Table:
    return pa.table({"n": list(range(rows)), "komentar": [TEXTS[i % len(TEXTS)] for i in range(rows)]})


@pytest.mark.filterwarnings("ignore")
def test_a_dataset_is_labelled_as_a_table_is(ray: Any) -> None:
    dataset = ray.data.from_arrow([table(1000), table(500)])
    found = pa.concat_tables(ray.get(annotate(dataset, "komentar", model="fast", prefix="gt_").to_arrow_refs()))
    expected = govtext.load("fast").annotate(pa.concat_tables([table(1000), table(500)]), "komentar", "gt_")
    for name in expected.schema.names:
        assert found.column(name).to_pylist() == expected.column(name).to_pylist()


@pytest.mark.filterwarnings("ignore")
def test_a_worker_that_is_killed_costs_no_row(ray: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    mark = tmp_path / "killed"

    class Mortal(Labeller):  # local, so that it reaches the workers as code
        calls = 0

        def __call__(self, table: pa.Table) -> pa.Table:
            self.calls += 1
            if self.calls == 3 and not mark.exists():
                mark.touch()
                os.kill(os.getpid(), signal.SIGKILL)
            return super().__call__(table)

    monkeypatch.setattr("govtext.integrations.ray.Labeller", Mortal)
    dataset = ray.data.from_arrow([table(500) for _ in range(16)])
    found = annotate(dataset, "komentar", model="fast", workers=2, batch_rows=250).to_pandas()
    assert mark.exists()
    assert sorted(found["n"].tolist()) == sorted(list(range(500)) * 16)
    assert found["intent"].notna().sum() == 8000 * 4 // 5


@pytest.mark.filterwarnings("ignore")
def test_wrong_arguments(ray: Any) -> None:
    with pytest.raises(InputTypeError, match="takes a Ray dataset"):
        annotate(table(1))
    dataset = ray.data.from_arrow(table(5))
    with pytest.raises(InputError, match="did you mean 'komentar'"):
        annotate(dataset, "komentra", model="fast")
    with pytest.raises(InputError, match="workers is too small"):
        annotate(dataset, "komentar", workers=-1)


def test_without_ray_the_extra_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "ray", None)
    with pytest.raises(MissingExtraError, match=r"pip install 'govtext\[ray\]'"):
        annotate(object())


def test_a_worker_alone() -> None:
    labelled = Labeller("fast", "cpu", "komentar", "")(table(5))
    assert labelled.column("n").to_pylist() == list(range(5))
    assert labelled.column("intent").null_count == 1

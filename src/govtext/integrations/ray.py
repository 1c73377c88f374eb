"""Labelling a Ray dataset: each worker of the cluster holds the model once, and Ray does the rest."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from govtext.errors import InputError, InputTypeError, MissingExtraError, require_whole, suggest

if TYPE_CHECKING:
    import pyarrow as pa

BATCH_ROWS = 4096


def annotate(
    dataset: Any,
    text_column: str = "text",
    *,
    model: str = "auto",
    prefix: str = "",
    workers: int = 0,
    batch_rows: int = BATCH_ROWS,
) -> Any:
    """Return the dataset with label columns, as `Pipeline.annotate` gives them: same rows and columns.

    Lazy, as Ray Data is: nothing runs before the result is written or looked at. A worker that dies is replaced by
    Ray, and its rows are labelled again. If the cluster has graphics cards, each worker gets one, unless the model is
    ``fast``, which has no use for it.

    Args:
        dataset: a ``ray.data.Dataset``, for example of ``ray.data.read_parquet``.
        text_column: name of its column of comments.
        model: what `govtext.load` takes; a folder must be there on all machines.
        prefix: put before the names of the label columns.
        workers: how many; 0 for as many as the cluster has cores, or cards.
        batch_rows: rows that a worker labels at a time.

    Raises:
        MissingExtraError: Ray is not installed.
        InputTypeError: ``dataset`` is no Ray dataset.
        InputError: it has no such column, or a number is too small.
    """
    try:
        import ray
        from ray.data import ActorPoolStrategy, Dataset
    except ImportError as error:
        raise MissingExtraError("labelling a Ray dataset", "ray") from error
    if not isinstance(dataset, Dataset):
        raise InputTypeError("annotate takes a Ray dataset", got=dataset, allowed="ray.data.Dataset")
    require_whole(workers, "workers", 0)
    require_whole(batch_rows, "batch_rows", 1)
    names = dataset.columns() or []
    if names and text_column not in names:
        raise InputError("no such text column", got=text_column, allowed=names, fix=suggest(text_column, names))
    found = ray.cluster_resources()
    cards = int(found.get("GPU", 0)) if model != "fast" else 0
    size = workers or cards or max(1, int(found.get("CPU", 1)))
    return dataset.map_batches(
        Labeller,
        fn_constructor_args=(model, "cuda" if cards else "cpu", text_column, prefix),
        batch_format="pyarrow",
        batch_size=batch_rows,
        zero_copy_batch=True,
        num_cpus=1,
        num_gpus=1 if cards else 0,
        compute=ActorPoolStrategy(min_size=1, max_size=size),
    )


class Labeller:
    """What a worker runs: the model, opened once, on the one core or card that Ray gives it."""

    def __init__(self, model: str, device: str, text_column: str, prefix: str) -> None:
        from govtext.scoring import load

        self._pipeline = load(model, device=device, threads=1)
        self._text_column, self._prefix = text_column, prefix

    def __call__(self, table: pa.Table) -> pa.Table:
        """Label a batch."""
        from govtext.scoring.blas import one_blas_thread

        with one_blas_thread():
            return self._pipeline.annotate(table, text_column=self._text_column, prefix=self._prefix)

"""Writes the tables of a report as files."""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import date
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.csv as pa_csv
import pyarrow.parquet as pq

from govtext.archive.values import escaped, flat
from govtext.errors import InputError

if TYPE_CHECKING:
    from pathlib import Path

    from govtext.report.model import Report


def save(report: Report, folder: Path) -> tuple[Path, ...]:
    """Implement `Report.save`."""
    written: list[Path] = []
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, table in report.tables.items():
            written += [folder / f"{name}.csv", folder / f"{name}.parquet"]
            columns = [escaped(flat(column)) for column in table.columns]
            with written[-2].open("wb") as file:
                file.write("\ufeff".encode())  # Excel reads UTF-8 only with this mark
                pa_csv.write_csv(pa.Table.from_arrays(columns, names=table.column_names), file)
            pq.write_table(table, written[-1])
        written.append(folder / "about.json")
        about = {"about": asdict(report.about), "notes": [asdict(note) for note in report.notes]}
        text = json.dumps(about, ensure_ascii=False, indent=2, default=_plain)
        written[-1].write_text(text + "\n", encoding="utf-8")
    except OSError as error:
        raise InputError(
            f"{folder} cannot be written ({error.strerror or error})", fix="name a folder that you may write to"
        ) from error
    return tuple(written)


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else str(value)

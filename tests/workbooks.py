"""Reading back what was exported, and editing it the way a person does."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import openpyxl
from openpyxl.worksheet.worksheet import Worksheet


def open_sheet(source: Path | bytes, name: str | None = None) -> Worksheet:
    """A sheet of a workbook, the first one where no name is given."""
    workbook = openpyxl.load_workbook(io.BytesIO(source) if isinstance(source, bytes) else source)
    return workbook[name] if name else workbook.worksheets[0]


def table(source: Path | bytes, name: str | None = None) -> list[dict[str, Any]]:
    """The rows of a sheet by heading."""
    rows = list(open_sheet(source, name).iter_rows(values_only=True))
    return [dict(zip(rows[0], row, strict=True)) for row in rows[1:]]


def edited(source: Path | bytes, cells: dict[tuple[int, str], Any], *, number_format: str = "") -> bytes:
    """The workbook with cells of its first sheet changed, named by id in the first column and heading, and shown in this format."""
    sheet = open_sheet(source)
    headings = [cell.value for cell in sheet[1]]
    lines = {sheet.cell(row, 1).value: row for row in range(2, sheet.max_row + 1)}
    for (row_id, heading), value in cells.items():
        cell = sheet.cell(lines[row_id], headings.index(heading) + 1)
        cell.value = value
        cell.number_format = number_format or cell.number_format
        if isinstance(value, str):
            # As typed into a cell formatted as text, which never becomes a formula.
            cell.data_type = "s"
    out = io.BytesIO()
    sheet.parent.save(out)
    return out.getvalue()

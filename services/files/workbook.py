"""Workbooks (xlsx, xls, ods), read in a process of their own: a file that unpacks to more than the memory allowed ends only that process."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

import orjson

from services.files.table import BadFile, Cell, Ratio, Table, make_table
from services.files.workbook_child import BROKEN, EMPTY, FIELDS_SHEET, NO_RESULT, PASSWORD, RATIO
from services.language import translate as _

CHILD = Path(__file__).with_name("workbook_child.py")
LONG_TEXTS = "sheet:long_texts"


@dataclass(frozen=True)
class Sheet:
    """The cells of one sheet, row by row from its first; empty cells are "", percentages of xlsx are a Ratio, and NO_RESULT stands for a
    formula without one.

    `is_ours`: a hidden sheet of our own, or one that belongs to it.
    """

    name: str
    rows: list[list[Cell]]
    is_ours: bool = False


def read_sheets(content: bytes, name: str, *, check: Callable[[], None] = lambda: None) -> list[Sheet]:
    """Every visible sheet of a workbook as it stands, and those of our own. `check` is called often and may raise to stop.

    Raises BadFile where the content is no workbook, empty, locked with a password, or too large.
    """
    return _sheets(name, _read(content, name, "whole", check))


def read_workbook(content: bytes, name: str, *, every_sheet: bool = False, check: Callable[[], None] = lambda: None) -> list[Table]:
    """The tables of a workbook: its first visible sheet, or every one. `check` is called often and may raise to stop.

    Raises BadFile where the content is no workbook, empty, locked with a password, or too large.
    """
    sheets = _sheets(name, _read(content, name, "all" if every_sheet else "first", check))
    ours = {sheet.name: sheet.rows for sheet in sheets if sheet.is_ours}
    fields = {str(row[0]): str(row[1]) for row in ours.pop(FIELDS_SHEET, [])[1:] if len(row) > 1}
    tables = []
    for sheet in (each for each in sheets if not each.is_ours):
        table = make_table(f"{name} – {sheet.name}" if every_sheet else name, sheet.rows, range(1, len(sheet.rows) + 1))
        table.fields = {heading: fields[heading] for heading in table.headings if heading in fields}
        table.long_texts = _long_texts(ours)
        tables.append(table)
    return tables


def _read(content: bytes, name: str, which: str, check: Callable[[], None]) -> bytes:
    with tempfile.NamedTemporaryFile(suffix=Path(name).suffix or ".xlsx") as file, tempfile.TemporaryFile() as answer:
        file.write(content)
        file.flush()
        process = subprocess.Popen([sys.executable, "-I", str(CHILD), file.name, which], stdout=answer, stderr=subprocess.DEVNULL)
        try:
            while process.poll() is None:
                with suppress(subprocess.TimeoutExpired):
                    process.wait(0.1)
                check()
        finally:
            if process.poll() is None:
                process.kill()
                process.wait()
        answer.seek(0)
        output = answer.read()
    if process.returncode != 0:
        raise BadFile(_("{file} is too large once it is unpacked. Split it into several files.", file=name))
    return output


def _sheets(name: str, output: bytes) -> list[Sheet]:
    found = orjson.loads(output)
    sentences = {
        EMPTY: _("{file} holds no rows.", file=name),
        PASSWORD: _("{file} is locked with a password. Save it without one.", file=name),
        BROKEN: _("{file} is no Excel workbook, or it is damaged. Open it in Excel and save it again.", file=name),
    }
    if found["error"]:
        raise BadFile(sentences[found["error"]])
    if b"\\u0000" in output:
        for sheet in found["sheets"]:
            sheet["rows"] = [[_typed(cell) for cell in row] for row in sheet["rows"]]
    return [Sheet(sheet["name"], sheet["rows"], sheet["ours"]) for sheet in found["sheets"]]


def _typed(cell: Any) -> Cell:
    if not isinstance(cell, str) or not cell.startswith("\x00") or cell == NO_RESULT:
        return cell  # type: ignore[no-any-return]
    if cell.startswith(RATIO):
        return Ratio(cell.removeprefix(RATIO))
    text = cell[1:]
    for read in (date.fromisoformat, datetime.fromisoformat):
        with suppress(ValueError):
            return read(text)
    return text


def _long_texts(ours: dict[str, list[list[Any]]]) -> dict[tuple[int, str], str]:
    """Texts too long for a cell, put together again from their pieces, by id and heading."""
    pieces: dict[tuple[int, str], list[tuple[float, str]]] = {}
    for rows in ours.values():
        for row in rows[1:]:
            if len(row) >= 4 and isinstance(row[0], float) and isinstance(row[2], float):
                pieces.setdefault((int(row[0]), str(row[1])), []).append((row[2], str(row[3])))
    return {key: "".join(text for _number, text in sorted(each)) for key, each in pieces.items()}

"""Runs in a process of its own with little memory: reads a workbook that may be hostile and prints its cells as JSON.

    python -I workbook_child.py FILE first|all|whole

A cell that is a date or time is printed as a text after a null character, which no cell can hold. With `whole`, so is a cell whose
formula has no result (nobody has calculated it, or it went wrong), which would otherwise look empty.
"""

from __future__ import annotations

import gc
import re
import resource
import sys
from collections.abc import Iterator
from typing import Any
from xml.etree import ElementTree
from zipfile import BadZipFile, ZipFile, is_zipfile

import orjson

MOST_MEMORY = 2_500_000_000
MOST_SECONDS = 120
FIELDS_SHEET = "account-planning"
EMPTY, PASSWORD, BROKEN = "empty", "password", "broken"
NO_RESULT = "\x00="
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_WORTH_A_LOOK = re.compile(rb"""<(\w+:)?f[ />]|\bt=["']e["']""")


def read(path: str, which: str) -> dict[str, Any]:
    """The sheets: every visible one, or the first that has cells; and in any case those hidden ones that we made ourselves."""
    from python_calamine import CalamineError, CalamineWorkbook, PasswordError, SheetTypeEnum, SheetVisibleEnum, ZipError

    try:
        workbook = CalamineWorkbook.from_path(path)
        sheets: list[dict[str, Any]] = []
        ours: list[list[Any]] = []
        if FIELDS_SHEET in workbook.sheet_names:
            ours = workbook.get_sheet_by_name(FIELDS_SHEET).to_python()
        companions = {str(row[0]) for row in ours if len(row) > 1 and str(row[1]).startswith("sheet:")}
        for meta in workbook.sheets_metadata:
            is_ours = meta.name == FIELDS_SHEET or meta.name in companions
            is_wanted = meta.visible == SheetVisibleEnum.Visible and (which != "first" or not any(not each["ours"] for each in sheets))
            if meta.typ != SheetTypeEnum.WorkSheet or not (is_ours or is_wanted):
                continue
            rows = workbook.get_sheet_by_name(meta.name).to_python(skip_empty_area=False)
            if rows or is_ours:
                sheets.append({"name": meta.name, "ours": is_ours, "rows": rows})
        if which == "whole":
            mark_formulas(path, {each["name"]: each["rows"] for each in sheets})
        return {"sheets": sheets, "error": "" if any(not each["ours"] for each in sheets) else EMPTY}
    except PasswordError:
        return {"sheets": [], "error": PASSWORD}
    except (CalamineError, ZipError, BadZipFile, ElementTree.ParseError, OSError, ValueError, TypeError, KeyError) as error:
        return {"sheets": [], "error": BROKEN, "detail": str(error)}


def mark_formulas(path: str, sheets: dict[str, list[list[Any]]]) -> None:
    """Put NO_RESULT into every cell that has a formula but no result to read. Other formats than xlsx always keep results."""
    if not is_zipfile(path):
        return
    # XML that grows without end is stopped by the limits of this process.
    with ZipFile(path) as archive:
        if "xl/workbook.xml" not in archive.namelist():
            return
        relations = ElementTree.fromstring(archive.read("xl/_rels/workbook.xml.rels"))  # noqa: S314
        targets = {each.get("Id"): each.get("Target", "") for each in relations}
        for sheet in ElementTree.fromstring(archive.read("xl/workbook.xml")).iterfind(".//{*}sheet"):  # noqa: S314
            rows, target = sheets.get(sheet.get("name", "")), targets.get(sheet.get(_RELATION), "")
            part = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
            if rows is None or not _WORTH_A_LOOK.search(archive.read(part)):
                continue
            for row, column in without_result(archive, part):
                rows += [[] for _missing in range(row + 1 - len(rows))]
                rows[row] += [""] * (column + 1 - len(rows[row]))
                rows[row][column] = NO_RESULT


def without_result(archive: ZipFile, part: str) -> Iterator[tuple[int, int]]:
    """Row and column, from 0, of the cells of a sheet that hold an error or a formula nobody has calculated."""
    with archive.open(part) as source:
        for _event, element in ElementTree.iterparse(source):  # noqa: S314
            kind = element.tag.rpartition("}")[2]
            if kind == "c":
                parts = {each.tag.rpartition("}")[2]: each.text for each in element}
                is_empty = "f" in parts and not parts.get("v") and element.get("t") != "str"
                place = re.fullmatch("([A-Z]{1,3})([1-9][0-9]{0,6})", element.get("r", ""))
                if place and (is_empty or element.get("t") == "e"):
                    column = 0
                    for letter in place[1]:
                        column = column * 26 + ord(letter) - 64
                    yield int(place[2]) - 1, column - 1
            elif kind == "row":
                element.clear()


def main() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (MOST_SECONDS, MOST_SECONDS))
    # A short life without reference cycles: collecting garbage would only cost time.
    gc.disable()
    found = read(sys.argv[1], sys.argv[2])
    sys.stdout.buffer.write(orjson.dumps(found, default=lambda value: f"\x00{value}", option=orjson.OPT_PASSTHROUGH_DATETIME))


if __name__ == "__main__":
    main()

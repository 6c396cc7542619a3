"""Runs in a process of its own with little memory: reads a workbook that may be hostile and prints its cells as JSON.

    python -I workbook_child.py FILE first|all|whole

A cell that is a date or time is printed as a text after a null character, which no cell can hold; so is a number that its format shows
as a percentage, which only xlsx tells. With `whole`, so is a cell whose formula has no result (nobody has calculated it, or it went
wrong), which would otherwise look empty.
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
RATIO = "\x00%"
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
# "0%" and "0.00%", which every workbook knows by these numbers.
_PERCENT_FORMATS = {"9", "10"}
_QUOTED = re.compile(r'"[^"]*"|\\.|_.')
_PLACE = re.compile("([A-Z]{1,3})([1-9][0-9]{0,6})")
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
        # Formats other than xlsx always keep results, and do not tell percentages apart.
        if is_zipfile(path):
            with ZipFile(path) as archive:
                if "xl/workbook.xml" in archive.namelist():
                    mark_cells(archive, {each["name"]: each["rows"] for each in sheets}, which)
        return {"sheets": sheets, "error": "" if any(not each["ours"] for each in sheets) else EMPTY}
    except PasswordError:
        return {"sheets": [], "error": PASSWORD}
    except (CalamineError, ZipError, BadZipFile, ElementTree.ParseError, OSError, ValueError, TypeError, KeyError) as error:
        return {"sheets": [], "error": BROKEN, "detail": str(error)}


def mark_cells(archive: ZipFile, sheets: dict[str, list[list[Any]]], which: str) -> None:
    """Put RATIO before every number shown as a percentage and, with `whole`, NO_RESULT into every formula without a result."""
    styles = percent_styles(archive)
    if not styles and which != "whole":
        return
    # XML that grows without end is stopped by the limits of this process.
    relations = ElementTree.fromstring(archive.read("xl/_rels/workbook.xml.rels"))  # noqa: S314
    targets = {each.get("Id"): each.get("Target", "") for each in relations}
    for sheet in ElementTree.fromstring(archive.read("xl/workbook.xml")).iterfind(".//{*}sheet"):  # noqa: S314
        rows, target = sheets.get(sheet.get("name", "")), targets.get(sheet.get(_RELATION), "")
        if rows is None:
            continue
        part = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
        content = archive.read(part)
        if styles:
            mark_percentages(content, rows, styles)
        if which == "whole" and _WORTH_A_LOOK.search(content):
            for row, column in without_result(archive, part):
                rows += [[] for _missing in range(row + 1 - len(rows))]
                rows[row] += [""] * (column + 1 - len(rows[row]))
                rows[row][column] = NO_RESULT


def percent_styles(archive: ZipFile) -> list[str]:
    """The numbers of the cell styles that show a percentage."""
    if "xl/styles.xml" not in archive.namelist():
        return []
    styles = ElementTree.fromstring(archive.read("xl/styles.xml"))  # noqa: S314
    formats = {each.get("numFmtId"): each.get("formatCode", "") for each in styles.iterfind("{*}numFmts/{*}numFmt")}
    percent = _PERCENT_FORMATS | {number for number, code in formats.items() if "%" in _QUOTED.sub("", code)}
    return [str(place) for place, each in enumerate(styles.iterfind("{*}cellXfs/{*}xf")) if each.get("numFmtId") in percent]


def mark_percentages(content: bytes, rows: list[list[Any]], styles: list[str]) -> None:
    """Put RATIO before the numbers of the cells of a sheet that have one of these styles. A cell that does not say where it stands is left."""
    tag = rb"""<(?:\w+:)?c\s[^>]*?\bs=["'](?:%s)["'][^>]*>""" % "|".join(styles).encode()
    for found in re.finditer(tag, content):
        if name := re.search(rb"""\br=["']([A-Z0-9]+)["']""", found[0]):
            place = place_of(name[1].decode())
            if place and place[0] < len(rows) and place[1] < len(row := rows[place[0]]) and isinstance(row[place[1]], float):
                row[place[1]] = f"{RATIO}{row[place[1]]!r}"


def place_of(name: str) -> tuple[int, int] | None:
    """Row and column, from 0, of a cell called like B7."""
    parts = _PLACE.fullmatch(name)
    if not parts:
        return None
    column = 0
    for letter in parts[1]:
        column = column * 26 + ord(letter) - 64
    return int(parts[2]) - 1, column - 1


def without_result(archive: ZipFile, part: str) -> Iterator[tuple[int, int]]:
    """Row and column, from 0, of the cells of a sheet that hold an error or a formula nobody has calculated."""
    with archive.open(part) as source:
        for _event, element in ElementTree.iterparse(source):  # noqa: S314
            kind = element.tag.rpartition("}")[2]
            if kind == "c":
                parts = {each.tag.rpartition("}")[2]: each.text for each in element}
                is_empty = "f" in parts and not parts.get("v") and element.get("t") != "str"
                place = place_of(element.get("r", ""))
                if place and (is_empty or element.get("t") == "e"):
                    yield place
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

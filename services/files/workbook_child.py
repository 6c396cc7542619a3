"""Runs in a process of its own with little memory: reads a workbook that may be hostile and prints its cells as JSON.

    python -I workbook_child.py FILE first|all

A cell that is a date or time is printed as a text after a null character, which no cell can hold.
"""

from __future__ import annotations

import gc
import json
import resource
import sys
from typing import Any

MOST_MEMORY = 2_500_000_000
MOST_SECONDS = 120
FIELDS_SHEET = "account-planning"
EMPTY, PASSWORD, BROKEN = "empty", "password", "broken"


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
            is_wanted = meta.visible == SheetVisibleEnum.Visible and (which == "all" or not any(not each["ours"] for each in sheets))
            if meta.typ != SheetTypeEnum.WorkSheet or not (is_ours or is_wanted):
                continue
            rows = workbook.get_sheet_by_name(meta.name).to_python(skip_empty_area=False)
            if rows or is_ours:
                sheets.append({"name": meta.name, "ours": is_ours, "rows": rows})
        return {"sheets": sheets, "error": "" if any(not each["ours"] for each in sheets) else EMPTY}
    except PasswordError:
        return {"sheets": [], "error": PASSWORD}
    except (CalamineError, ZipError, OSError, ValueError, TypeError) as error:
        return {"sheets": [], "error": BROKEN, "detail": str(error)}


def main() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (MOST_SECONDS, MOST_SECONDS))
    # A short life without reference cycles: collecting garbage would only cost time.
    gc.disable()
    found = read(sys.argv[1], sys.argv[2])
    text = json.dumps(found, ensure_ascii=False, default=lambda value: "\x00" + str(value), separators=(",", ":"))
    sys.stdout.buffer.write(text.encode("utf-8", "surrogatepass"))


if __name__ == "__main__":
    main()

"""Which kind of file it is, by its content and never by its name, and the tables in it."""

from __future__ import annotations

from collections.abc import Callable

from services.files.delimited import read_delimited
from services.files.table import MOST_BYTES, BadFile, Table
from services.files.workbook import read_workbook
from services.language import translate as _

ZIP, OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
# What people pick by mistake: their first bytes.
_OTHER = (b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"\x1f\x8b", b"{\\rtf", b"Rar!", b"7z\xbc\xaf", b"MZ", b"\x7fELF")


def read_tables(content: bytes, name: str, *, every_sheet: bool = False, check: Callable[[], None] = lambda: None) -> list[Table]:
    """The tables of an uploaded file: of a workbook its first sheet (or every one), of delimited text the one it is.

    `check` is called often and may raise to stop the reading. Raises BadFile.
    """
    if len(content) > MOST_BYTES:
        raise BadFile(_("{file} is larger than {most} MB. Split it into several files.", file=name, most=MOST_BYTES // 1_000_000))
    if not content.strip():
        raise BadFile(_("{file} is empty.", file=name))
    if content.startswith((ZIP, OLE)):
        return read_workbook(content, name, every_sheet=every_sheet, check=check)
    if content.startswith(_OTHER):
        raise BadFile(_("{file} is neither an Excel workbook nor readable text. Save it as CSV in UTF-8.", file=name))
    return [read_delimited(content, name, check)]

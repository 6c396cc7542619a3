"""How a plan's workbook looks: headers, number formats, wrapping, shaded cells that are not changed in it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from openpyxl.styles import Alignment, Border, Font, PatternFill, Side

from data.records import Field, Kind

_HEADER_FILL, _LOCKED_FILL, _LINE = "FFE3EDEC", "FFF1F3F4", "FFB7C4C3"
_FONT, _SIZE = "Calibri", 11
_NUMBER_FORMATS = {
    Kind.MONEY: "#,##0.00",
    Kind.PERCENT: "0.00",
    Kind.NUMBER: "#,##0.####",
    Kind.INTEGER: "0",
    # These two follow the language of whoever opens the file.
    Kind.DATE: "mm-dd-yy",
    Kind.TIME: "m/d/yy h:mm",
}
_GENERAL = frozenset({Kind.LONG_TEXT, Kind.YES_NO})


@dataclass(frozen=True)
class Look:
    """The look of a cell. Numbers and dates stand right, except where `is_left`; long words wrap where `wraps`."""

    number_format: str = "General"
    wraps: bool = True
    is_left: bool = False
    is_locked: bool = False
    is_header: bool = False

    def put_on(self, cell: Any) -> None:
        cell.number_format = self.number_format
        cell.alignment = Alignment(
            horizontal="left" if self.is_left else None, vertical="center" if self.is_header else "top", wrap_text=self.wraps
        )
        if self.is_header:
            cell.font = Font(name=_FONT, size=_SIZE, bold=True, color="FF1B2430")
            cell.fill = PatternFill("solid", fgColor=_HEADER_FILL)
            cell.border = Border(bottom=Side("thin", color=_LINE))
        elif self.is_locked:
            cell.font = Font(name=_FONT, size=_SIZE, color="FF5A6672")
            cell.fill = PatternFill("solid", fgColor=_LOCKED_FILL)


PLAIN = Look()
HEADER = Look(is_header=True)
NOTE = Look(is_locked=True)


def look_of(declared: Field, *, is_locked: bool, is_left: bool = False) -> Look:
    """The look of a field's cells; short texts are marked as text, so that Excel makes no dates or formulas of what is typed."""
    number_format = _NUMBER_FORMATS.get(declared.kind, "General" if declared.kind in _GENERAL else "@")
    return Look(number_format, wraps=declared.kind not in _NUMBER_FORMATS, is_left=is_left, is_locked=is_locked)


def column_width(declared: Field) -> float:
    """The width in characters of a column that is `declared.width` pixels wide in the grid."""
    return 60.0 if declared.kind is Kind.LONG_TEXT else max(9.0, declared.width / 6.0)

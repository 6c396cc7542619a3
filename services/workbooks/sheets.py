"""Writing one sheet of a plan's workbook: header and typed cells, in which text stays text whatever it begins with."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from copy import copy
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from openpyxl.cell import WriteOnlyCell
from openpyxl.utils import get_column_letter
from openpyxl.workbook import Workbook
from openpyxl.worksheet.datavalidation import DataValidation

from services.files.cells import fits_cell, shorten
from services.files.table import Cell
from services.workbooks.styles import HEADER, PLAIN, Look

_A4 = 9
_BEGINS_FORMULA = ("=", "+", "-", "@")
# Characters that XML cannot hold, and what reads like the escape of one.
_ESCAPED = re.compile("_(?=x[0-9A-Fa-f]{4}_)|[\ufffe\uffff]")


def excel_text(text: str) -> str:
    """A text as it stands in the file, where `_x0041_` would otherwise be read as the character of this number."""
    return _ESCAPED.sub(lambda found: "_x005F_" if found.group() == "_" else f"_x{ord(found.group()):04X}_", text)


def letter(number: int) -> str:
    """The letter of a column, counted from 0."""
    return str(get_column_letter(number + 1))


@dataclass
class SheetWriter:
    """One sheet being written, row by row; `rows` counts them."""

    sheet: Any
    rows: int = 0
    _styles: dict[Look, Any] = field(default_factory=dict)

    @classmethod
    def add(cls, workbook: Workbook, title: str, widths: Sequence[float] = (), *, freeze: str = "A2") -> SheetWriter:
        """A new sheet. Widths and frozen rows stand before the rows in the file, so they are said first."""
        sheet = workbook.create_sheet(title)
        for number, width in enumerate(widths):
            sheet.column_dimensions[letter(number)].width = width
        sheet.freeze_panes = freeze
        sheet.page_setup.orientation = "landscape"
        sheet.page_setup.paperSize = _A4
        sheet.page_setup.fitToHeight = 0
        sheet.sheet_properties.pageSetUpPr.fitToPage = True
        sheet.print_title_rows = "1:1"
        return cls(sheet)

    def look_of_column(self, number: int, look: Look) -> None:
        """The look of cells below the last row, for what is added there."""
        look.put_on(self.sheet.column_dimensions[letter(number)])

    def header(self, words: Iterable[str]) -> None:
        self.append([self.cell(word, HEADER) for word in words])

    def append(self, cells: Sequence[Any]) -> None:
        self.sheet.append(cells)
        self.rows += 1

    def cell(self, value: Cell | Decimal, look: Look = PLAIN) -> Any:
        """A cell of any value; of a text that no cell can hold its beginning."""
        if not isinstance(value, str):
            made = WriteOnlyCell(self.sheet, value)
            made._style = self._style(look)
            return made
        made = WriteOnlyCell(self.sheet)
        # Assigned past the setter, which makes formulas and errors of texts that look like them and cuts long ones.
        made._value, made.data_type = excel_text(value if fits_cell(value) else shorten(value)), "s"
        made._style = self._style(look)
        if value.startswith(_BEGINS_FORMULA):
            made._style = copy(made._style)
            made.quotePrefix = True
        return made

    def _style(self, look: Look) -> Any:
        """The style of a look, made once: openpyxl takes long to make one for every cell."""
        if look not in self._styles:
            made = WriteOnlyCell(self.sheet)
            look.put_on(made)
            self._styles[look] = made._style
        return self._styles[look]

    def validate(self, cells: str, validation: DataValidation | None) -> None:
        """Limit what Excel lets one enter in these cells."""
        if validation is not None:
            validation.add(cells)
            self.sheet.data_validations.append(validation)

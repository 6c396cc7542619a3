"""What Excel itself lets one enter in a field's cells: lists to choose from, limits, a hint beside the cell."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from openpyxl.workbook import Workbook
from openpyxl.worksheet.datavalidation import DataValidation

from data.records import Field, Kind
from services.export_cells import shown_choice
from services.language import translate as _
from services.values import LARGEST_NUMBER
from services.workbooks.sheets import SheetWriter, excel_text, letter

_LONGEST_HINT = 250
_NUMBERS = {Kind.INTEGER: "whole", Kind.MONEY: "decimal", Kind.NUMBER: "decimal", Kind.PERCENT: "decimal"}
_LAST_DAY = (date(9999, 12, 31) - date(1899, 12, 30)).days


@dataclass
class Lists:
    """The hidden sheet that lists to choose from refer to: one column each."""

    title: str
    columns: list[list[str]] = field(default_factory=list)

    def refer(self, words: Sequence[str]) -> str:
        """The reference of a list with these words; the same words share one column."""
        if list(words) not in self.columns:
            self.columns.append(list(words))
        column = letter(self.columns.index(list(words)))
        return f"'{self.title}'!${column}$1:${column}${len(words)}"

    def write(self, workbook: Workbook) -> None:
        writer = SheetWriter.add(workbook, self.title)
        writer.sheet.sheet_state = "hidden"
        for row in range(max(map(len, self.columns), default=0)):
            writer.append([writer.cell(column[row] if row < len(column) else None) for column in self.columns])


def validation_of(declared: Field, people: Sequence[str], lists: Lists, *, is_locked: bool) -> DataValidation | None:
    """The limits of a field's cells, with the reason where Excel refuses, or None where anything goes."""
    if is_locked:
        return hint(_("Shown to read only: a change here is not taken over."))
    if words := _words(declared):
        return _limited(declared, "list", lists.refer(words), error=_("Choose one of the list."))
    if declared.kind in (Kind.REFERENCE, Kind.REFERENCES) and people:
        made = (
            hint(_("Names or e-mail addresses, with a semicolon between them."))
            if declared.kind is Kind.REFERENCES
            else hint(declared.help)
        )
        # Only a help: several names, e-mail addresses and what is new are taken too.
        made.type, made.formula1, made.showErrorMessage = "list", lists.refer(people), False
        return made
    if declared.kind in _NUMBERS:
        low, high = declared.minimum, declared.maximum
        limits = str(-LARGEST_NUMBER if low is None else low), str(LARGEST_NUMBER if high is None else high)
        return _limited(declared, _NUMBERS[declared.kind], *limits, error=_number_error(declared, low, high))
    if declared.kind is Kind.DATE:
        return _limited(declared, "date", "1", str(_LAST_DAY), error=_("Enter a date."))
    if declared.max_length and declared.kind in (Kind.TEXT, Kind.LINK):
        error = _("Shorten this to {longest} characters.", longest=declared.max_length)
        return _limited(declared, "textLength", "0", str(declared.max_length), error=error)
    return hint(declared.help) if declared.help else None


def hint(text: str) -> DataValidation:
    """A hint that stands beside the cell while one is in it."""
    return DataValidation(prompt=excel_text(text[:_LONGEST_HINT]) or None, showInputMessage=bool(text), allow_blank=True)


def _words(declared: Field) -> list[str]:
    if declared.kind is Kind.YES_NO:
        return [_("Yes"), _("No")]
    return [shown_choice(declared, each) for each in declared.choices] if declared.kind is Kind.CHOICE else []


def _number_error(declared: Field, low: Decimal | None, high: Decimal | None) -> str:
    if low is not None and high is not None:
        return _("Enter a number from {minimum} to {maximum}.", minimum=low, maximum=high)
    return _("Enter a whole number.") if declared.kind is Kind.INTEGER else _("Enter a number.")


def _limited(declared: Field, kind: str, low: str, high: str | None = None, *, error: str) -> DataValidation:
    made = hint(declared.help)
    made.type, made.formula1, made.showErrorMessage, made.error = kind, low, True, error
    if high is not None:
        made.operator, made.formula2 = "between", high
    return made

"""A table as it stands in a file: headings, cells by column, and the line each row began on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from itertools import zip_longest

from services.errors import AccountPlanningError
from services.language import translate as _


class Ratio(float):
    """A number that its cell shows as a percentage: 0.15, where one reads 15%."""

    @property
    def percent(self) -> Decimal:
        return Decimal(repr(self)) * 100


Cell = str | float | bool | date | datetime | None

MOST_BYTES = 50_000_000
MOST_ROWS = 500_000
MOST_COLUMNS = 500


class BadFile(AccountPlanningError):
    """A file that is not what it should be; the message says what is wrong and how to mend it."""


@dataclass
class Table:
    """One table of a file. `columns[c][r]` is the cell of row r under `headings[c]`; `lines[r]` is where it stands, counted from 1.

    Cells of delimited text are all text, those of a workbook typed (a percentage is a Ratio); empty cells are None. `fields` says for headings which field
    they stand for, where the file itself knows. `too_wide` are lines with cells beyond the last heading.
    """

    name: str
    headings: list[str]
    columns: list[list[Cell]]
    lines: list[int]
    fields: dict[str, str] = field(default_factory=dict)
    long_texts: dict[tuple[int, str], str] = field(default_factory=dict)
    too_wide: frozenset[int] = frozenset()

    @property
    def rows(self) -> int:
        return len(self.lines)

    def column(self, heading: str) -> list[Cell]:
        return self.columns[self.headings.index(heading)]


def make_table(name: str, rows: Sequence[Sequence[Cell]], lines: Sequence[int]) -> Table:
    """A table of rows with their lines: the first row with two filled cells (or one, where no row has two) gives the headings.

    Empty rows are left out. Raises BadFile where there is no heading or too much of anything.
    """
    top = next((place for place, row in enumerate(rows) if sum(1 for cell in row if _is_filled(cell)) > 1), None)
    if top is None:
        top = next((place for place, row in enumerate(rows) if any(_is_filled(cell) for cell in row)), None)
    if top is None:
        raise BadFile(_("{file} holds no rows.", file=name))
    headings = [str(cell).strip() if _is_filled(cell) else "" for cell in rows[top]]
    while headings and not headings[-1]:
        headings.pop()
    width = len(headings)
    if width > MOST_COLUMNS:
        raise BadFile(_("{file} has more than {most} columns.", file=name, most=MOST_COLUMNS))
    kept = [
        place for place in range(top + 1, len(rows)) if rows[place] and (_is_filled(rows[place][0]) or any(map(_is_filled, rows[place])))
    ]
    if len(kept) > MOST_ROWS:
        raise BadFile(_("{file} has more than {most} rows. Split it into several files.", file=name, most=f"{MOST_ROWS:,}"))
    columns: list[list[Cell]] = [list(each) for each in zip_longest(*(rows[place] for place in kept))][:width]
    columns += [[None] * len(kept) for _column in range(width - len(columns))]
    too_wide = frozenset(lines[place] for place in kept if len(rows[place]) > width and any(map(_is_filled, rows[place][width:])))
    return Table(name, headings, columns, [lines[place] for place in kept], too_wide=too_wide)


def unique_headings(headings: Sequence[str]) -> list[str]:
    """The headings with what is missing numbered and what comes again counted, so that each names one column."""
    taken: dict[str, int] = {}
    made = []
    for place, heading in enumerate(headings, start=1):
        name = heading or f"({place})"
        count = taken[name] = taken.get(name, 0) + 1
        made.append(name if count == 1 else f"{name} ({count})")
    return made


def _is_filled(cell: Cell) -> bool:
    return cell is not None and cell != "" and not (isinstance(cell, str) and cell.isspace())

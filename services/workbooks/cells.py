"""A stored value as the cell of a workbook, and the mark by which an untouched cell is known again."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from hashlib import blake2b
from typing import Any

from data import references as reference_rows
from data import workbooks as workbook_rows
from data.database import Cursor, Row
from data.records import CONTACT, ITEM, OBJECTIVE, STAFF, Field, Kind, Record
from services.export_cells import CHOICE_SEPARATOR, shown_choice
from services.files.cells import fits_cell, shorten
from services.language import translate as _
from services.settings import Settings, local_time
from services.sheet_cells import PEOPLE
from services.values import show, to_text

# Excel counts days from 1900 and takes that year for a leap year.
FIRST_DATE = date(1900, 3, 1)
_SEPARATES = re.compile(r"[,;\n]")


@dataclass
class Words:
    """What cells call the records they refer to, by record name and id: a person's name where it means one person, else the address."""

    by_record: dict[str, dict[int, str]] = field(default_factory=dict)
    choices: dict[str, list[str]] = field(default_factory=dict)

    @classmethod
    def read(cls, cursor: Cursor, client_id: int, rows: Iterable[tuple[Record, Sequence[Row]]]) -> Words:
        """The words for everything that these rows refer to, and for everybody that their cells may name."""
        asked: dict[str, set[int]] = {name: set() for name in (*PEOPLE, "client", "plan")}
        words = cls()
        for record, each in rows:
            if record in (OBJECTIVE, ITEM):
                words.by_record[record.name] = {row["id"]: row["name"] for row in each}
            for declared in record.fields:
                if declared.refers_to in asked:
                    asked[declared.refers_to] |= {row_id for row in each for row_id in _ids(row.get(declared.name))}
        for person in (STAFF, CONTACT):
            found = workbook_rows.select_people(cursor, person, client_id, sorted(asked[person.name]))
            words.by_record[person.name] = _person_words(found)
            words.choices[person.name] = [words.by_record[person.name][row["id"]] for row in found if row["may_be_chosen"]]
        for name in ("client", "plan"):
            words.by_record[name] = reference_rows.select_names(cursor, name, sorted(asked[name]))
        return words

    def and_those(self, before: Words) -> Words:
        """These words, and those of an earlier time for what is gone by now."""
        both = {name: {**before.by_record.get(name, {}), **words} for name, words in self.by_record.items()}
        return Words(both, self.choices)

    def word(self, record: str, row_id: int) -> str:
        return self.by_record.get(record, {}).get(row_id) or str(row_id)


def _ids(value: Any) -> list[int]:
    if isinstance(value, str):
        return list(json.loads(value))
    return [value] if isinstance(value, int) else []


def _person_words(found: Iterable[Row]) -> dict[int, str]:
    people = list(found)
    count = Counter(row["key"] for row in people)

    def word(row: Row) -> str:
        is_clear = row["name"] and count[row["key"]] == 1 and not _SEPARATES.search(row["name"])
        return str(row["name"] if is_clear else row["email"] or row["id"])

    return {row["id"]: word(row) for row in people}


def to_cell(declared: Field, value: Any, words: Words, settings: Settings) -> Any:
    """The cell of a stored value: numbers and dates typed, choices and references in words. A text is whole, however long."""
    if value is None:
        return None
    match declared.kind:
        case Kind.CHOICE | Kind.CHOICES:
            return shown_choice(declared, value)
        case Kind.YES_NO:
            return _("Yes") if value else _("No")
        case Kind.DATE:
            return value if value >= FIRST_DATE else value.isoformat()
        case Kind.TIME:
            return local_time(settings, value).replace(tzinfo=None, microsecond=0)
        case Kind.REFERENCE:
            return words.word(declared.refers_to, value)
        case Kind.REFERENCES:
            return CHOICE_SEPARATOR.join(words.word(declared.refers_to, each) for each in _ids(value))
        case Kind.TREE:
            return show(declared, value, "en")
        case _:
            return value


def shown(declared: Field, value: Any, words: Words, language: str) -> str:
    """A stored value as a person reads it."""
    if value is None:
        return ""
    if declared.kind in (Kind.REFERENCE, Kind.REFERENCES):
        return CHOICE_SEPARATOR.join(words.word(declared.refers_to, each) for each in _ids(value))
    return show(declared, value, language)


def normal(cell: Any) -> str:
    """What two cells have in common that say the same, whichever program saved them: newlines, digits beyond the 15th, seconds."""
    if cell is None or (isinstance(cell, str) and not cell.strip()):
        return ""
    if isinstance(cell, bool):
        return f"b{cell}"
    if isinstance(cell, int | float | Decimal):
        return f"n{float(cell):.15g}"
    if isinstance(cell, datetime):
        rounded = cell + timedelta(milliseconds=500)
        return f"d{rounded.date()}" if rounded.time().replace(microsecond=0) == time() else f"d{rounded:%Y-%m-%d %H:%M:%S}"
    if isinstance(cell, date):
        return f"d{cell}"
    return "s" + str(cell).replace("\r\n", "\n").replace("\r", "\n")


@dataclass(frozen=True)
class Mark:
    """What a cell was when the workbook was made: digests of the stored value, of the cell, and of the beginning shown of a long text."""

    stored: str
    cell: str
    beginning: str = ""

    @classmethod
    def of(cls, stored: Any, cell: Any) -> Mark:
        is_long = isinstance(cell, str) and not fits_cell(cell)
        return cls(stored_digest(stored), digest(normal(cell)), digest(normal(shorten(cell))) if is_long else "")

    @classmethod
    def read(cls, text: str) -> Mark:
        stored, cell, beginning = (*text.split("."), "", "", "")[:3]
        return cls(stored, cell, beginning)

    def text(self) -> str:
        return ".".join(filter(None, (self.stored, self.cell, self.beginning)))


def stored_digest(value: Any) -> str:
    return digest(to_text(value) or "")


def digest(text: str) -> str:
    return blake2b(text.encode("utf-8", "surrogatepass"), digest_size=6).hexdigest()

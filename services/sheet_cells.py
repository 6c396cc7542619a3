"""Reading the cells of a sheet request: what was typed, pasted or sent, each accepted or refused with a reason."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from data import sheets as sheet_rows
from data.database import Cursor
from data.records import CONTACT, STAFF, Field, Kind, Record
from services.language import translate as _
from services.plain_text import clean_text
from services.values import BadValue, read_text, read_wire

PEOPLE: dict[str, Record] = {"staff": STAFF, "contact": CONTACT}
Cell = tuple[int | str, str]
"""A cell by the id or key of its row and the name of its field."""


@dataclass(frozen=True)
class CellError:
    """Why one cell was not taken. `field` is None where the whole row could not be."""

    row: int | str
    field: str | None
    reason: str
    value: Any = None


def read_cells(
    cursor: Cursor, record: Record, client_id: int | None, cells: Mapping[Cell, Any], *, as_text: bool, language: str
) -> tuple[dict[Cell, Any], list[CellError]]:
    """The stored form of every acceptable cell, and an error for each other.

    With `as_text`, texts are read as typed by a person of this language; values of another type are JSON values all the same.
    """
    values: dict[Cell, Any] = {}
    errors: list[CellError] = []
    people: dict[str, dict[Cell, int | str]] = defaultdict(dict)
    lists: dict[Cell, list[int | str]] = {}
    for cell, given in cells.items():
        field = record.by_name.get(cell[1])
        try:
            if field is None or field.read_only:
                raise BadValue(_("There is no field {name} to change.", name=cell[1][:100]))
            if field.kind is Kind.REFERENCE and field.refers_to in PEOPLE:
                if (who := _read_person(field, given, as_text=as_text)) is None:
                    values[cell] = None
                else:
                    people[field.refers_to][cell] = who
            elif field.kind is Kind.REFERENCES:
                lists[cell] = _read_people(field, given)
            elif as_text and isinstance(given, str):
                values[cell] = read_text(field, given, language)
            else:
                values[cell] = read_wire(field, given)
        except BadValue as error:
            errors.append(CellError(*cell, error.message, given))
    for refers_to, wanted in people.items():
        found = _find_people(cursor, PEOPLE[refers_to], client_id, wanted.values())
        for cell, who in wanted.items():
            answer = found[who]
            if isinstance(answer, int):
                values[cell] = answer
            else:
                errors.append(CellError(*cell, answer, cells[cell]))
    everybody = _find_people(cursor, STAFF, client_id, [who for wanted in lists.values() for who in wanted]) if lists else {}
    for cell, wanted_people in lists.items():
        answers = [everybody[who] for who in wanted_people]
        if unknown := [answer for answer in answers if isinstance(answer, str)]:
            errors.append(CellError(*cell, unknown[0], cells[cell]))
        else:
            values[cell] = read_wire(record.by_name[cell[1]], answers)
    return values, errors


def _read_people(field: Field, given: Any) -> list[int | str]:
    """The people a cell names: a list of ids, or names and e-mail addresses separated by commas, semicolons or line breaks."""
    if isinstance(given, str):
        return [part.strip()[:1000] for part in re.split(r"[,;\n]", clean_text(given)) if part.strip()]
    stored = read_wire(field, given)
    return json.loads(stored) if stored else []


def _read_person(field: Field, given: Any, *, as_text: bool) -> int | str | None:
    if as_text and isinstance(given, str) and given.strip():
        return clean_text(given).strip()[:1000]
    person: int | None = read_wire(field, given)
    return person


def _find_people(cursor: Cursor, record: Record, client_id: int | None, wanted: Iterable[int | str]) -> dict[int | str, int | str]:
    """For every id or text: the person's id, or the reason why it means nobody or several."""
    asked = set(wanted)
    ids = [each for each in asked if isinstance(each, int)]
    texts = [each for each in asked if isinstance(each, str)]
    answers: dict[int | str, int | str] = {}
    if ids:
        existing = sheet_rows.select_existing_people(cursor, record, client_id, ids)
        answers |= {each: each if each in existing else _unknown(record, str(each)) for each in ids}
    if texts:
        by_text: dict[str, list[dict[str, Any]]] = defaultdict(list)
        for row in sheet_rows.select_people_by_text(cursor, record, client_id, texts):
            by_text[row["wanted"]].append(row)
        answers |= {text: _choose(record, text, by_text[text]) for text in texts}
    return answers


def _choose(record: Record, text: str, found: list[dict[str, Any]]) -> int | str:
    active = [row for row in found if row["is_active"]] or found
    if len(active) == 1:
        return int(active[0]["id"])
    if active:
        return _("{count} people are called {name}. Enter the e-mail address.", count=len(active), name=text[:100])
    return _unknown(record, text)


def _unknown(record: Record, text: str) -> str:
    if record is CONTACT:
        return _("This client has no contact {name}. Add the contact first, or enter another name or e-mail address.", name=text[:100])
    return _("There is no staff member {name}. Enter a name or an e-mail address.", name=text[:100])

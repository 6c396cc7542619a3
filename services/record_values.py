"""Reading what a request gives for the fields of a record: JSON values in, stored values out, every problem at its field."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from data import rows
from data.database import Cursor
from data.records import CLIENT, CONTACT, PLAN, STAFF, TEMPLATE, Field, Kind, Record
from services.changes import Edit
from services.errors import FieldProblem, Invalid
from services.language import translate as _
from services.values import BadValue, read_wire

REFERRED: dict[str, Record] = {"client": CLIENT, "contact": CONTACT, "staff": STAFF, "plan": PLAN, "template": TEMPLATE}


def read_values(fields: Mapping[str, Field], given: Mapping[str, Any]) -> dict[str, Any]:
    """JSON values in stored form. Raises Invalid naming every field that is unknown, read-only or not acceptable."""
    values, problems = {}, []
    for name, value in given.items():
        field = fields.get(name)
        if field is None or field.read_only:
            problems.append(FieldProblem(name, _("There is no field {name} to change.", name=name[:100])))
            continue
        try:
            values[name] = read_wire(field, value)
        except BadValue as error:
            problems.append(FieldProblem(name, error.message, value=value))
    if problems:
        raise Invalid(problems)
    return values


def read_started_from(fields: Mapping[str, Field], given: Mapping[str, Any]) -> dict[str, Any]:
    """What edits started from, in stored form. It was stored once, so neither limits nor the choices of today apply. Raises Invalid."""
    values = {}
    for name, value in given.items():
        field = fields[name]
        if field.kind is Kind.CHOICES:
            values[name] = json.dumps(value, ensure_ascii=False) if value else None
        elif field.kind is Kind.CHOICE:
            values[name] = value or None
        else:
            values |= read_values({name: Field(name, field.label, field.kind)}, {name: value})
    return values


def read_edits(fields: Mapping[str, Field], edits: Mapping[str, Mapping[str, Any]]) -> dict[str, Edit]:
    """`{field: {"from": …, "to": …}}` in JSON values as edits in stored form; `version` may stand in for `from`. Raises Invalid naming every field that is not acceptable."""
    widened = with_stored_choices(fields, edits)
    values = read_values(widened, {name: edit.get("to") for name, edit in edits.items()})
    started = read_started_from(widened, {name: edit["from"] for name, edit in edits.items() if "from" in edit})
    return edits_of(values, started, edits)


def edits_of(values: Mapping[str, Any], started: Mapping[str, Any], given: Mapping[str, Mapping[str, Any]]) -> dict[str, Edit]:
    """Edits to these values: from what each started from, or else from the version of the row that was `given` with it."""
    return {
        name: Edit(value, started[name]) if name in started else Edit(value, version=given.get(name, {}).get("version"))
        for name, value in values.items()
    }


def with_stored_choices(fields: Mapping[str, Field], edits: Mapping[str, Mapping[str, Any]]) -> dict[str, Field]:
    """The fields of these edits, whose own choices also take what the edit started from: an option taken away may stay where it is."""
    found = {}
    for name, edit in edits.items():
        if (field := fields.get(name)) is None:
            continue
        started = edit.get("from") or []
        older = [each for each in (started if isinstance(started, list) else [started]) if isinstance(each, str)]
        found[name] = (
            replace(field, choices=tuple(dict.fromkeys((*field.choices, *older)))) if field.own_choices and field.choices else field
        )
    return found


def require_references(cursor: Cursor, fields: Mapping[str, Field], values: Mapping[str, Any]) -> None:
    """Raise Invalid where a value refers to a record that does not exist."""
    problems = [
        FieldProblem(name, _("Choose an existing {label}.", label=_(REFERRED[fields[name].refers_to].label).lower()), value=value)
        for name, value in values.items()
        if fields[name].refers_to in REFERRED and value is not None and not rows.select_row(cursor, REFERRED[fields[name].refers_to], value)
    ]
    if problems:
        raise Invalid(problems)

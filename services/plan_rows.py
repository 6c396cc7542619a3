"""Single rows of a plan's grids, read and changed one at a time by the rules of the grid: tasks and goals over HTTP."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from data import plan_rows as stored_rows
from data import rows
from data.database import Cursor, Database, Row
from data.records import PLAN, Kind, Record
from services.actors import Actor, Permission
from services.changes import UNCHANGED
from services.errors import FieldProblem, Invalid, NotFound
from services.language import translate as _
from services.sheet_edits import Applied, CellEdit, NewRow, RowEdit, SheetEdits, people_names
from services.sheets import apply
from services.values import to_wire

_KEY = "new"


def get_plan_row(db: Database, actor: Actor, record: Record, row_id: int) -> Row:
    """One row with plan, client and what it refers to by name. Raises NotFound, NotAllowed."""
    actor.require(Permission.VIEW)
    with db.read() as cursor:
        return _read(cursor, record, row_id)


def _read(cursor: Cursor, record: Record, row_id: int) -> Row:
    found = stored_rows.select_row(cursor, record, row_id)
    if found is None:
        raise NotFound(_("This {label} does not exist, or its plan is in the trash.", label=_(record.label).lower()))
    return with_names(cursor, record, [found])[0]


def create_plan_row(db: Database, actor: Actor, record: Record, given: Mapping[str, Any]) -> tuple[Row, int | None]:
    """Add a row at the end of a plan's grid from JSON values with `plan_id`. Returns it and the change set. Raises Invalid, NotAllowed."""
    actor.require(Permission.EDIT)
    values = {name: value for name, value in given.items() if name != "plan_id" and value is not None}
    with db.read() as cursor:
        if rows.select_row(cursor, PLAN, given["plan_id"]) is None:
            raise Invalid([FieldProblem("plan_id", _("Choose an existing {label}.", label=_(PLAN.label).lower()), value=given["plan_id"])])
    done = _apply(db, actor, given["plan_id"], record.name, SheetEdits(added=[NewRow(_KEY, values)]))
    return get_plan_row(db, actor, record, done.keys[_KEY]), done.change_set_id


def update_plan_row(
    db: Database, actor: Actor, record: Record, row_id: int, edits: Mapping[str, Mapping[str, Any]], *, version: int | None = None
) -> tuple[Row, int | None]:
    """Change fields: `{field: {"from": …, "to": …}}` in JSON values, all or nothing; without `from`, against `version` where it is given.

    Returns the row and the change set (None where nothing changed). Raises Invalid, Conflict, NotFound, NotAllowed.
    """
    actor.require(Permission.EDIT)
    plan_id = get_plan_row(db, actor, record, row_id)["plan_id"]
    cells = {name: CellEdit(edit.get("to"), edit.get("from", UNCHANGED)) for name, edit in edits.items()}
    done = _apply(db, actor, plan_id, record.name, SheetEdits(changed={row_id: RowEdit(cells, version)}))
    return get_plan_row(db, actor, record, row_id), done.change_set_id


def delete_plan_row(db: Database, actor: Actor, record: Record, row_id: int) -> int | None:
    """Remove a row; the log keeps it whole, so that undo brings it back. Returns the change set. Raises NotFound, NotAllowed."""
    actor.require(Permission.EDIT)
    plan_id = get_plan_row(db, actor, record, row_id)["plan_id"]
    return _apply(db, actor, plan_id, record.name, SheetEdits(deleted={row_id: None})).change_set_id


def _apply(db: Database, actor: Actor, plan_id: int, name: str, edits: SheetEdits) -> Applied:
    """Everything or nothing; the fields of problems by their bare names, because there is one row."""
    try:
        return apply(db, actor, plan_id, name, edits, all_or_nothing=True)
    except Invalid as error:
        raise Invalid([replace(each, field=each.field.partition(".")[2]) for each in error.problems]) from error


def with_names(cursor: Cursor, record: Record, found: Sequence[Row]) -> list[Row]:
    """The rows with what each of their fields refers to by name, under the field's name without `_id` or `_ids`."""
    names = people_names(cursor, record, found)
    named = []
    for row in found:
        more: Row = {}
        for field in record.fields:
            known = names.get(field.name, {})
            if field.kind is Kind.REFERENCES:
                more[field.name.removesuffix("_ids")] = [known.get(each, f"#{each}") for each in json.loads(row[field.name] or "[]")]
            elif field.kind is Kind.REFERENCE:
                more[field.name.removesuffix("_id")] = known.get(row[field.name])
        named.append({**row, **more})
    return named


def plan_row_to_wire(record: Record, row: Row) -> Row:
    """A row as the API shows it."""
    wire = {name: value for name, value in row.items() if name != "position"}
    wire |= {field.name: to_wire(field, row[field.name]) for field in record.fields}
    for name in ("created_at", "updated_at", "period_start"):
        wire[name] = to_wire(PLAN.by_name["subject"], wire[name])
    return wire

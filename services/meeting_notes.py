"""Meeting notes one by one, to read and write long ones; the same rows stand in the sheet."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from data import meeting_notes as note_rows
from data.database import Database, Row
from services.actors import Actor, Permission
from services.errors import Conflict, FieldConflict, FieldProblem, Invalid, NotFound
from services.language import translate as _
from services.settings import read_settings, today
from services.sheet_edits import GONE, CellEdit, NewRow, RowEdit, SheetEdits
from services.sheets import apply

SHEET = "meeting_note"


def list_notes(db: Database, actor: Actor, plan_id: int, *, limit: int = 20) -> tuple[list[Row], int]:
    """The newest notes of a plan, and how many there are in all."""
    actor.require(Permission.VIEW)
    with db.read() as cursor:
        return note_rows.select_notes(cursor, plan_id, limit=limit), note_rows.count_notes(cursor, plan_id)


def add_note(db: Database, actor: Actor, plan_id: int) -> tuple[int, int | None]:
    """An empty note of today, to be filled. Returns its id and the change set. Raises NotFound, Refused, NotAllowed."""
    values = {"date": today(read_settings(db)).isoformat(), "kind": "meeting"}
    done = apply(db, actor, plan_id, SHEET, SheetEdits(added=[NewRow("note", values)]))
    return done.keys["note"], done.change_set_id


def update_note(db: Database, actor: Actor, plan_id: int, note_id: int, edits: Mapping[str, Mapping[str, Any]]) -> None:
    """Change fields of a note: `{field: {"from": …, "to": …}}` in JSON values. Raises Invalid, Conflict, NotFound, NotAllowed."""
    cells = {name: CellEdit(edit["to"], edit["from"]) if "from" in edit else CellEdit(edit["to"]) for name, edit in edits.items()}
    done = apply(db, actor, plan_id, SHEET, SheetEdits(changed={note_id: RowEdit(cells)}))
    if any(each.reason == _(GONE) for each in done.errors):
        raise NotFound(_(GONE))
    if done.errors:
        raise Invalid([FieldProblem(each.field or "", each.reason, value=each.value) for each in done.errors])
    if done.conflicts:
        raise Conflict([FieldConflict(each.field or "", each.started_from, each.yours, each.theirs, note_id) for each in done.conflicts])


def delete_note(db: Database, actor: Actor, plan_id: int, note_id: int) -> int | None:
    """Remove a note; undo of the change set returned brings it back. Raises NotFound, NotAllowed."""
    return apply(db, actor, plan_id, SHEET, SheetEdits(deleted={note_id: None})).change_set_id

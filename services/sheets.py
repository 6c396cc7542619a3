"""The sheets of a plan or template: reading one, and applying what was typed, pasted, added, deleted and moved as one change set."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from data import activity as activity_rows
from data import rows as record_rows
from data import sheets as sheet_rows
from data.database import Cursor, Database, Row, now
from data.records import GRIDS_OF, OBJECTIVE, OUTLINE, PLAN, RECORDS, TASK, Record
from services.actors import Actor, Permission
from services.changes import Changes, Edit, Unset, change_set
from services.errors import Conflict, FieldConflict, FieldProblem, Invalid, NotFound, Refused
from services.language import translate as _
from services.outline import drop_unused, keep_named, names_outline, place_in_outline, release_tasks
from services.owners import require_owner
from services.references import find_references
from services.sheet_cells import PEOPLE, CellError
from services.sheet_edits import GONE, Applied, CellConflict, Sheet, SheetEdits, people_names, read_accepted, without_repeats
from services.sheet_order import Order, Place, new_positions

MOST_ROWS = 50_000
COMPLETE = "Complete"


def sheet_record(name: str, of: Record = PLAN) -> Record:
    """The declaration of a sheet of plans, or of templates. Raises NotFound."""
    if name not in GRIDS_OF[of.name]:
        raise NotFound(_("There is no sheet {name}.", name=name[:100]))
    return GRIDS_OF[of.name][name]


def read_sheet(db: Database, actor: Actor, owner_id: int, name: str, *, of: Record = PLAN, since: int | None = None) -> Sheet:
    """A sheet with all rows in order, or with what changed after the activity id `since`. Raises NotFound, NotAllowed."""
    actor.require(Permission.VIEW)
    record = sheet_record(name, of)
    with db.read() as cursor:
        owner = require_owner(cursor, of, owner_id)
        sheet = Sheet(record, owner_id, owner["revision"], [], {}, activity_rows.last_id(cursor), actor.may(Permission.EDIT))
        if since is None:
            sheet.rows = record_rows.select_children(cursor, record, owner_id)
        elif touched := {row["record_id"]: row["is_moved"] for row in sheet_rows.select_touched(cursor, record, owner_id, since)}:
            found = record_rows.select_rows(cursor, record, list(touched))
            sheet.rows = [row for row in found if row[record.parent_column] == owner_id]
            sheet.deleted = sorted(set(touched) - {row["id"] for row in found})
            if any(touched.values()) and not record.newest_first:
                sheet.order = [row_id for row_id, _position in sheet_rows.select_positions(cursor, record, owner_id)]
        sheet.names = people_names(cursor, record, sheet.rows)
    return sheet


def people_to_choose(
    db: Database, actor: Actor, owner_id: int, name: str, column: str, *, of: Record = PLAN, q: str = "", limit: int = 100
) -> list[Row]:
    """People that a reference column of a sheet may name: `id`, `name`, `detail`. Raises NotFound, NotAllowed."""
    actor.require(Permission.VIEW)
    declared = sheet_record(name, of).by_name.get(column)
    if declared is None or declared.refers_to not in (*PEOPLE, *OUTLINE):
        raise NotFound(_("There is no column {name} that names people.", name=column[:100]))
    with db.read() as cursor:
        owner = require_owner(cursor, of, owner_id)
        if declared.refers_to in OUTLINE:
            wanted = q.strip().casefold()
            named = record_rows.select_children(cursor, RECORDS[declared.refers_to], owner_id)
            return [{"id": row["id"], "name": row["name"], "detail": None} for row in named if wanted in row["name"].casefold()][:limit]
    of_client = owner["client_id"] if declared.refers_to == "contact" else None
    return find_references(db, actor, declared.refers_to, q, of_client=of_client, limit=limit)


def apply(
    db: Database, actor: Actor, owner_id: int, name: str, edits: SheetEdits, *, of: Record = PLAN, all_or_nothing: bool = False
) -> Applied:
    """Apply edits in one transaction: every acceptable cell is saved, each other is listed with its reason or conflict.

    With `all_or_nothing`, a cell that cannot be taken stops everything: Invalid names it as "<row>.<field>", Conflict shows both values.
    Raises NotFound (plan or template, sheet, a row of another one), Refused (too many rows), NotAllowed.
    """
    actor.require(Permission.EDIT)
    record = sheet_record(name, of)
    with change_set(db, actor, "edit") as changes:
        changes.request_key = edits.request_key
        done = apply_edits(changes, actor, owner_id, record, edits, of=of, all_or_nothing=all_or_nothing)
    done.change_set_id = changes.id
    done.revision = changes.revisions.get(owner_id, done.revision)
    return done


def apply_edits(
    changes: Changes, actor: Actor, owner_id: int, record: Record, edits: SheetEdits, *, of: Record = PLAN, all_or_nothing: bool = False
) -> Applied:
    """Apply edits of one sheet within a change set that may hold more; see `apply`. The answer knows no change set yet."""
    has_outline = any(each.refers_to in OUTLINE for each in record.fields)
    done = Applied(record)
    owner = require_owner(changes.cursor, of, owner_id)
    done.revision = owner["revision"]
    edits = without_repeats(changes.cursor, actor, record, edits, done)
    stored = _stored(changes.cursor, record, owner_id, edits)
    _delete(changes, record, stored, edits, done)
    if has_outline:
        edits = place_in_outline(changes, record, owner_id, stored, edits, done)
    wanted = read_accepted(changes.cursor, actor.language, record, owner["client_id"], stored, edits, done)
    if all_or_nothing and done.errors:
        raise Invalid([FieldProblem(f"{each.row}.{each.field}", each.reason, value=each.value) for each in done.errors])
    if all_or_nothing and done.conflicts:
        raise Conflict(
            [FieldConflict(each.field or "version", each.started_from, each.yours, each.theirs, each.id) for each in done.conflicts]
        )
    if record is TASK:
        complete_tasks(stored, wanted, edits)
    elif record is OBJECTIVE:
        keep_named(wanted, edits, done)
    positions = _place(changes.cursor, record, owner_id, edits, done)
    _add(changes, record, owner_id, wanted, positions, edits, done)
    _update(changes, record, stored, wanted, positions, done)
    if has_outline and (edits.deleted or names_outline(edits)):
        drop_unused(changes, record, owner_id)
    if (edits.added or edits.moved) and not record.newest_first:
        done.order = [row_id for row_id, _position in sheet_rows.select_positions(changes.cursor, record, owner_id)]
    done.names = people_names(changes.cursor, record, done.rows, done.conflicts)
    return done


def complete_tasks(stored: Mapping[int, Row], wanted: dict[int | str, dict[str, Any]], edits: SheetEdits) -> None:
    """A new task begins as not started; when one is completed or taken up again follows its status."""
    for new in edits.added:
        wanted[new.key].setdefault("status", TASK.by_name["status"].choices[0])
    for key, values in wanted.items():
        is_as_before = isinstance(key, int) and stored[key]["status"] == values.get("status")
        if "status" in values and not is_as_before:
            values["completed_at"] = now() if values["status"] == COMPLETE else None


def _stored(cursor: Cursor, record: Record, owner_id: int, edits: SheetEdits) -> dict[int, Row]:
    ids = {*edits.changed, *edits.deleted, *(move.id for move in edits.moved)}
    stored = {row["id"]: row for row in record_rows.select_rows(cursor, record, sorted(ids))} if ids else {}
    if any(row[record.parent_column] != owner_id for row in stored.values()):
        raise NotFound(_("This row does not belong to this plan."))
    return stored


def _delete(changes: Changes, record: Record, stored: dict[int, Row], edits: SheetEdits, done: Applied) -> None:
    ids = []
    for row_id, version in edits.deleted.items():
        row = stored.get(row_id)
        if row is None:
            done.deleted.append(row_id)
        elif version is not None and row["version"] != version:
            done.conflicts.append(CellConflict(row_id, None, version, None, row["version"], row["updated_by"]))
            done.rows.append(row)
        else:
            ids.append(row_id)
    if ids:
        if record is OBJECTIVE:
            release_tasks(changes, ids)
        changes.delete(record, ids)
        done.deleted += ids
        for row_id in ids:
            del stored[row_id]


def _place(cursor: Cursor, record: Record, owner_id: int, edits: SheetEdits, done: Applied) -> dict[Place, float]:
    """New positions of added and moved rows, and of every row where there was no room between two."""
    if not (edits.added or edits.moved):
        return {}
    standing: dict[Place, float] = dict(sheet_rows.select_positions(cursor, record, owner_id))
    if len(standing) + len(edits.added) > MOST_ROWS:
        raise Refused(_("A sheet holds at most {most} rows.", most=MOST_ROWS))
    order = Order.of(list(standing))
    for move in edits.moved:
        if move.id in order and move.id != move.after:
            order.take(move.id)
            order.put(move.id, after=move.after)
            standing.pop(move.id, None)
        elif move.id not in order and move.id not in done.deleted:
            done.errors.append(CellError(move.id, None, _(GONE)))
    for new in edits.added:
        if isinstance(new.after, Unset):
            order.append(new.key)
        else:
            order.put(new.key, after=new.after)
    return new_positions(order.places(), standing)


def _add(
    changes: Changes,
    record: Record,
    owner_id: int,
    wanted: Mapping[int | str, Mapping[str, Any]],
    positions: dict[Place, float],
    edits: SheetEdits,
    done: Applied,
) -> None:
    if not edits.added:
        return
    values = [{record.parent_column: owner_id, "position": positions.pop(new.key), **wanted.get(new.key, {})} for new in edits.added]
    made = changes.create(record, values)
    done.keys = {new.key: row["id"] for new, row in zip(edits.added, made, strict=True)}
    done.rows += made


def _update(
    changes: Changes,
    record: Record,
    stored: Mapping[int, Row],
    wanted: Mapping[int | str, Mapping[str, Any]],
    positions: Mapping[Place, float],
    done: Applied,
) -> None:
    edits: dict[int, dict[str, Edit]] = {row_id: {} for row_id in stored if row_id not in {row["id"] for row in done.rows}}
    for row_id, values in wanted.items():
        if isinstance(row_id, int):
            edits.setdefault(row_id, {}).update({name: Edit(value) for name, value in values.items()})
    for place, position in positions.items():
        if isinstance(place, int):
            edits.setdefault(place, {})["position"] = Edit(position)
    if edits:
        done.rows += changes.update(record, edits, stored=stored if edits.keys() <= stored.keys() else None)

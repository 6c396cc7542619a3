"""The sheets of a plan: reading one, and applying what was typed, pasted, added, deleted and moved as one change set."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from data import activity as activity_rows
from data import references as reference_rows
from data import rows as record_rows
from data import sheets as sheet_rows
from data.database import Cursor, Database, Row
from data.records import SHEETS, Field, Record
from data.records.fields import N_
from services.actors import Actor, Permission
from services.changes import UNCHANGED, Changes, Edit, Unset, change_set, find_conflicts
from services.errors import NotFound, Refused
from services.language import translate as _
from services.references import find_references
from services.sheet_cells import PEOPLE, Cell, CellError, read_cells
from services.sheet_order import Order, Place, new_positions
from services.values import BadValue, read_wire

MOST_ROWS = 50_000
MOST_PEOPLE = 1_000
END = Unset.UNCHANGED
GONE = N_("This row was deleted meanwhile.")


@dataclass(frozen=True)
class CellEdit:
    """A cell going to `to`, which started from the JSON value `started_from` where that is given."""

    to: Any
    started_from: Any = UNCHANGED


@dataclass(frozen=True)
class RowEdit:
    """Edits of one row by field. Where a cell does not say what it started from, `version` is what the row was seen in."""

    cells: Mapping[str, CellEdit]
    version: int | None = None


@dataclass(frozen=True)
class NewRow:
    """A row to add: values by field, after a row's id, after another new row's key, first (None) or at the end (END)."""

    key: str
    values: Mapping[str, Any]
    after: Place | Unset | None = END


@dataclass(frozen=True)
class RowMove:
    """A row to put after another one, or first (None)."""

    id: int
    after: int | None


@dataclass(frozen=True)
class SheetEdits:
    """What one request wants of a sheet. With `as_text`, texts are read in the language of the person, as typed or pasted.

    A request with the `request_key` of an earlier one adds its rows only once.
    """

    changed: Mapping[int, RowEdit] = field(default_factory=dict)
    added: Sequence[NewRow] = ()
    deleted: Mapping[int, int | None] = field(default_factory=dict)
    moved: Sequence[RowMove] = ()
    as_text: bool = False
    request_key: str = ""


@dataclass(frozen=True)
class CellConflict:
    """A cell that somebody else changed meanwhile. `field` is None where a row was to be deleted that is another by now."""

    id: int
    field: str | None
    started_from: Any
    yours: Any
    theirs: Any
    theirs_by: int | None


@dataclass
class Sheet:
    """Rows in order with what is needed to show them: names of the people they refer to by field, and where the feed stands."""

    record: Record
    plan_id: int
    revision: int
    rows: list[Row]
    names: dict[str, dict[int, str]]
    next: int
    may_edit: bool
    deleted: list[int] = field(default_factory=list)
    order: list[int] | None = None


@dataclass
class Applied:
    """What became of SheetEdits: saved rows complete, ids by key of the added ones, and what was not taken."""

    record: Record
    change_set_id: int | None = None
    revision: int = 0
    rows: list[Row] = field(default_factory=list)
    keys: dict[str, int] = field(default_factory=dict)
    deleted: list[int] = field(default_factory=list)
    errors: list[CellError] = field(default_factory=list)
    conflicts: list[CellConflict] = field(default_factory=list)
    order: list[int] | None = None
    names: dict[str, dict[int, str]] = field(default_factory=dict)


def sheet_record(name: str) -> Record:
    """The declaration of a sheet. Raises NotFound."""
    if name not in SHEETS:
        raise NotFound(_("There is no sheet {name}.", name=name[:100]))
    return SHEETS[name]


def _plan(cursor: Cursor, plan_id: int) -> Row:
    found = sheet_rows.select_plan(cursor, plan_id)
    if found is None:
        raise NotFound(_("This plan does not exist or is in the trash."))
    return found


def read_sheet(db: Database, actor: Actor, plan_id: int, name: str, *, since: int | None = None) -> Sheet:
    """A sheet with all rows in order, or with what changed after the activity id `since`. Raises NotFound, NotAllowed."""
    actor.require(Permission.VIEW)
    record = sheet_record(name)
    with db.read() as cursor:
        plan = _plan(cursor, plan_id)
        sheet = Sheet(record, plan_id, plan["revision"], [], {}, activity_rows.last_id(cursor), actor.may(Permission.EDIT))
        if since is None:
            sheet.rows = record_rows.select_children(cursor, record, plan_id)
        elif touched := {row["record_id"]: row["is_moved"] for row in sheet_rows.select_touched(cursor, record, plan_id, since)}:
            sheet.rows = record_rows.select_rows(cursor, record, list(touched))
            sheet.deleted = sorted(set(touched) - {row["id"] for row in sheet.rows})
            if any(touched.values()):
                sheet.order = [row_id for row_id, _position in sheet_rows.select_positions(cursor, record, plan_id)]
        sheet.names = _names(cursor, record, sheet.rows)
    return sheet


def people_to_choose(db: Database, actor: Actor, plan_id: int, name: str, column: str, *, q: str = "", limit: int = 100) -> list[Row]:
    """People that a reference column of a sheet may name: `id`, `name`, `detail`. Raises NotFound, NotAllowed."""
    actor.require(Permission.VIEW)
    declared = sheet_record(name).by_name.get(column)
    if declared is None or declared.refers_to not in PEOPLE:
        raise NotFound(_("There is no column {name} that names people.", name=column[:100]))
    with db.read() as cursor:
        plan = _plan(cursor, plan_id)
    of_client = plan["client_id"] if declared.refers_to == "contact" else None
    return find_references(db, actor, declared.refers_to, q, of_client=of_client, limit=limit)


def apply(db: Database, actor: Actor, plan_id: int, name: str, edits: SheetEdits) -> Applied:
    """Apply edits in one transaction: every acceptable cell is saved, each other is listed with its reason or conflict.

    Raises NotFound (plan, sheet, a row of another plan), Refused (too many rows), NotAllowed.
    """
    actor.require(Permission.EDIT)
    record = sheet_record(name)
    done = Applied(record)
    with change_set(db, actor, "edit") as changes:
        plan = _plan(changes.cursor, plan_id)
        done.revision = plan["revision"]
        edits = _without_repeats(changes.cursor, actor, record, edits, done)
        stored = _stored(changes.cursor, record, plan_id, edits)
        _delete(changes, record, stored, edits, done)
        wanted = _accepted(changes, record, plan["client_id"], stored, edits, done)
        positions = _place(changes.cursor, record, plan_id, edits, done)
        _add(changes, record, plan_id, wanted, positions, edits, done)
        _update(changes, record, stored, wanted, positions, done)
        if edits.added or edits.moved:
            done.order = [row_id for row_id, _position in sheet_rows.select_positions(changes.cursor, record, plan_id)]
        done.names = _names(changes.cursor, record, done.rows, done.conflicts)
        if edits.request_key and changes.id is not None:
            activity_rows.update_request_key(changes.cursor, changes.id, edits.request_key)
    done.change_set_id = changes.id
    done.revision = changes.revisions.get(plan_id, done.revision)
    return done


def _without_repeats(cursor: Cursor, actor: Actor, record: Record, edits: SheetEdits, done: Applied) -> SheetEdits:
    """The edits without the rows that the same request has added already; those are answered as they are stored now."""
    if not (edits.request_key and edits.added):
        return edits
    made = activity_rows.select_created_by_request(cursor, actor.staff_id, edits.request_key, record.name)
    if len(made) != len(edits.added):
        return edits
    done.keys = {new.key: row_id for new, row_id in zip(edits.added, made, strict=True)}
    done.rows += record_rows.select_rows(cursor, record, made)
    return replace(edits, added=())


def _stored(cursor: Cursor, record: Record, plan_id: int, edits: SheetEdits) -> dict[int, Row]:
    ids = {*edits.changed, *edits.deleted, *(move.id for move in edits.moved)}
    stored = {row["id"]: row for row in record_rows.select_rows(cursor, record, sorted(ids))} if ids else {}
    if any(row["plan_id"] != plan_id for row in stored.values()):
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
        changes.delete(record, ids)
        done.deleted += ids
        for row_id in ids:
            del stored[row_id]


def _accepted(
    changes: Changes, record: Record, client_id: int, stored: dict[int, Row], edits: SheetEdits, done: Applied
) -> dict[int | str, dict[str, Any]]:
    """Values to write by row (id or key) and field: read, referred people found, conflicts taken out."""
    cells: dict[Cell, Any] = {}
    for row_id, row in edits.changed.items():
        if row_id in stored:
            cells |= {(row_id, name): edit.to for name, edit in row.cells.items()}
        elif row_id not in edits.deleted:
            done.errors += [CellError(row_id, name, _(GONE), edit.to) for name, edit in row.cells.items()]
    for new in edits.added:
        cells |= {(new.key, name): value for name, value in new.values.items() if value is not None}
    values, errors = read_cells(changes.cursor, record, client_id, cells, as_text=edits.as_text, language=changes.actor.language)
    done.errors += errors
    wanted: dict[int | str, dict[str, Any]] = defaultdict(dict)
    for (row_key, name), value in values.items():
        wanted[row_key][name] = value
    for row_id, row in edits.changed.items():
        if row_id in stored and row_id in wanted:
            _take_out_conflicts(record, row, stored[row_id], wanted[row_id], done)
    return wanted


def _take_out_conflicts(record: Record, edit: RowEdit, row: Row, wanted: dict[str, Any], done: Applied) -> None:
    is_other_version = edit.version is not None and edit.version != row["version"]
    for name in list(wanted):
        cell = edit.cells[name]
        if cell.started_from is UNCHANGED:
            conflicts = is_other_version and row[name] != wanted[name]
        else:
            start = _read_start(record.by_name[name], cell.started_from)
            conflicts = bool(find_conflicts(row, {name: Edit(wanted[name], start)}))
        if conflicts:
            started_from = None if cell.started_from is UNCHANGED else cell.started_from
            done.conflicts.append(CellConflict(row["id"], name, started_from, wanted.pop(name), row[name], row["updated_by"]))


def _read_start(declared: Field, value: Any) -> Any:
    """What an edit started from; a value that the field could never hold is one that is not stored any more."""
    try:
        return read_wire(Field(declared.name, declared.label, declared.kind, choices=declared.choices), value)
    except BadValue:
        return object()


def _place(cursor: Cursor, record: Record, plan_id: int, edits: SheetEdits, done: Applied) -> dict[Place, float]:
    """New positions of added and moved rows, and of every row where there was no room between two."""
    if not (edits.added or edits.moved):
        return {}
    standing: dict[Place, float] = dict(sheet_rows.select_positions(cursor, record, plan_id))
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
    plan_id: int,
    wanted: Mapping[int | str, Mapping[str, Any]],
    positions: dict[Place, float],
    edits: SheetEdits,
    done: Applied,
) -> None:
    if not edits.added:
        return
    values = [{"plan_id": plan_id, "position": positions.pop(new.key), **wanted.get(new.key, {})} for new in edits.added]
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
        done.rows += changes.update(record, edits)


def _names(cursor: Cursor, record: Record, rows: Sequence[Row], conflicts: Sequence[CellConflict] = ()) -> dict[str, dict[int, str]]:
    """Names of the people that rows and conflicts refer to, by field and id; `updated_by` names who changed what conflicts."""
    ids: dict[str, set[int | None]] = {"updated_by": {each.theirs_by for each in conflicts}}
    for declared in record.fields:
        if declared.refers_to in PEOPLE:
            both = {value for each in conflicts if each.field == declared.name for value in (each.yours, each.theirs)}
            ids[declared.name] = {row[declared.name] for row in rows} | both
    refers_to = {"updated_by": "staff", **{each.name: each.refers_to for each in record.fields}}
    return {
        name: reference_rows.select_names(cursor, refers_to[name], sorted(each for each in wanted if each is not None))
        for name, wanted in ids.items()
        if wanted - {None}
    }

"""What a request wants of a sheet, whatever the sheet belongs to, and what became of it: accepted cells, reasons, conflicts."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from data import activity as activity_rows
from data import references as reference_rows
from data import rows as record_rows
from data.database import Cursor, Row
from data.records import OUTLINE, Field, Kind, Record
from data.records.fields import N_
from services.actors import Actor
from services.changes import UNCHANGED, Edit, Unset, find_conflicts
from services.language import translate as _
from services.sheet_cells import PEOPLE, Cell, CellError, read_cells
from services.sheet_order import Place
from services.values import BadValue, read_wire

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
    """Rows in order with what is needed to show them: names of the people they refer to by field, and where the feed stands.

    `owner_id` is the plan, template or client they belong to, `revision` counts its changes.
    """

    record: Record
    owner_id: int
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


def without_repeats(cursor: Cursor, actor: Actor, record: Record, edits: SheetEdits, done: Applied) -> SheetEdits:
    """The edits without the rows that the same request has added already; those are answered as they are stored now."""
    if not (edits.request_key and edits.added):
        return edits
    made = activity_rows.select_created_by_request(cursor, actor.staff_id, edits.request_key, record.name)
    if len(made) != len(edits.added):
        return edits
    done.keys = {new.key: row_id for new, row_id in zip(edits.added, made, strict=True)}
    done.rows += record_rows.select_rows(cursor, record, made)
    return replace(edits, added=())


def read_accepted(
    cursor: Cursor, language: str, record: Record, client_id: int | None, stored: dict[int, Row], edits: SheetEdits, done: Applied
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
    values, errors = read_cells(cursor, record, client_id, cells, as_text=edits.as_text, language=language)
    done.errors += errors
    wanted: dict[int | str, dict[str, Any]] = defaultdict(dict)
    for (row_key, name), value in values.items():
        wanted[row_key][name] = value
    for row_id, row in edits.changed.items():
        if row_id in stored and row_id in wanted:
            take_out_conflicts(record, row, stored[row_id], wanted[row_id], done)
    return wanted


def take_out_conflicts(record: Record, edit: RowEdit, row: Row, wanted: dict[str, Any], done: Applied) -> None:
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


def people_names(cursor: Cursor, record: Record, rows: Sequence[Row], conflicts: Sequence[CellConflict] = ()) -> dict[str, dict[int, str]]:
    """Names of the people that rows and conflicts refer to, by field and id; `updated_by` names who changed what conflicts."""
    ids: dict[str, set[int | None]] = {"updated_by": {each.theirs_by for each in conflicts}}
    for declared in record.fields:
        if declared.kind is Kind.REFERENCES:
            ids[declared.name] = {each for row in rows for each in json.loads(row[declared.name] or "[]")}
        elif declared.refers_to in PEOPLE or declared.refers_to in OUTLINE:
            both = {value for each in conflicts if each.field == declared.name for value in (each.yours, each.theirs)}
            ids[declared.name] = {row[declared.name] for row in rows} | both
    refers_to = {"updated_by": "staff", **{each.name: each.refers_to for each in record.fields}}
    return {
        name: reference_rows.select_names(cursor, refers_to[name], sorted(each for each in wanted if each is not None))
        for name, wanted in ids.items()
        if wanted - {None}
    }

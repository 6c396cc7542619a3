"""Undo of any change set: the inverse is written where the values still stand, the rest is listed."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import pyarrow as pa

from data import activity as activity_rows
from data import outline as outline_rows
from data import rows
from data.database import Database, Row, now
from data.records import BELONGING, CLIENT, CONTACT, ITEM, OBJECTIVE, PLAN, RECORDS, STAFF, VIEW, Field, Kind, Record
from data.records.fields import N_
from services.actors import Actor, Permission
from services.changes import Changes, change_set
from services.errors import NotFound, Refused
from services.language import translate as _
from services.values import from_text

UNDO_DAYS = 30
PURGE = "purge"
TRASH_STAMPS = ("deleted_at", "deleted_by")
REFERRED_GONE = N_("What it referred to was deleted for good.")


@dataclass(frozen=True)
class Kept:
    """A value or row that undo left as it is, and why. `label` names field or record on screen."""

    record: str
    record_id: int
    field: str | None
    reason: str
    current: str | None = None
    label: str = ""


@dataclass
class Undone:
    """What an undo did: its own change set (None where nothing could be undone), rows put back, and what was kept."""

    change_set_id: int | None = None
    restored: int = 0
    kept: list[Kept] = field(default_factory=list)


def column_field(record: Record, column: str) -> Field:
    """The declaration of a logged column, also of stamps such as `deleted_at` that are no field of their own."""
    if column in record.by_name:
        return record.by_name[column]
    kinds = {
        "timestamp": Kind.TIME,
        "date": Kind.DATE,
        "double": Kind.NUMBER,
        "integer": Kind.INTEGER,
        "varchar": Kind.TEXT,
        "boolean": Kind.YES_NO,
    }
    return Field(column, column, kinds[record.column_type(column)])


def row_from_text(record: Record, stored: str) -> Row:
    """A complete row back from the JSON the log keeps of it."""
    values: dict[str, Any] = json.loads(stored)
    return {name: from_text(column_field(record, name), values.get(name)) for name in record.columns}


def undo_change_set(db: Database, actor: Actor, change_set_id: int) -> Undone:
    """Undo one change set. Raises NotFound, Refused (undone already, older than 30 days), NotAllowed."""
    with change_set(db, actor, "undo", undo_of=change_set_id) as changes:
        found = activity_rows.select_change_set(changes.cursor, change_set_id)
        if found is None:
            raise NotFound(_("This change is no longer in the activity log."))
        if found["undone_by"]:
            raise Refused(_("This change was undone already."))
        if found["happened_at"] < now() - timedelta(days=UNDO_DAYS):
            raise Refused(_("This change is older than 30 days and can no longer be undone."))
        if found["action"] == PURGE:
            raise Refused(_("What was deleted for good cannot be brought back."))
        undone = Undone()
        for group in activity_rows.select_groups(changes.cursor, change_set_id):
            record = RECORDS[group["record"]]
            _require(actor, record, group, is_own=_is_own(actor, found))
            _undo_group(changes, changes.whole(record), change_set_id, group, undone)
        if changes.id is not None and changes.count:
            activity_rows.mark_undone(changes.cursor, change_set_id, changes.id)
    undone.change_set_id = changes.id
    return undone


def revert_entry(db: Database, actor: Actor, activity_id: int) -> Undone:
    """Revert one line of the activity log; where it is all of its change set, that is undone then.

    Raises NotFound, Refused (deleted for good), NotAllowed.
    """
    with change_set(db, actor, "undo") as changes:
        entry = activity_rows.select_entry(changes.cursor, activity_id)
        if entry is None:
            raise NotFound(_("This change is no longer in the activity log."))
        if entry["action"] == PURGE:
            raise Refused(_("What was deleted for good cannot be brought back."))
        record = changes.whole(RECORDS[entry["record"]])
        _require(actor, RECORDS[record.name], entry, is_own=_is_own(actor, entry))
        undone = Undone()
        entries = _with_stamps(changes, record, entry)
        is_whole = activity_rows.count_entries(changes.cursor, entry["change_set_id"]) == len(entries)
        if is_whole:
            changes.undo_of = entry["change_set_id"]
        for each in entries:
            _undo_group(changes, record, entry["change_set_id"], each, undone, activity_id=each["id"])
        undone.change_set_id = changes.id
        if is_whole and changes.id is not None:
            activity_rows.mark_undone(changes.cursor, entry["change_set_id"], changes.id)
    return undone


def _require(actor: Actor, record: Record, group: Row, *, is_own: bool) -> None:
    """What undoing this takes: administrators' records an administrator, putting into the trash the permission to delete.

    What one made oneself one may take back without that permission.
    """
    if record is VIEW and is_own:
        return
    if record not in (PLAN, CLIENT, CONTACT, *BELONGING):
        actor.require_administrator()
    elif record.has_trash and group["action"] in ("create", "restore") and not (is_own and group["action"] == "create"):
        actor.require(Permission.DELETE)
    elif not (is_own and group["action"] == "create"):
        actor.require(Permission.EDIT)


def _with_stamps(changes: Changes, record: Record, entry: Row) -> list[Row]:
    """The entry; where it is one of the two stamps of the trash, both."""
    if entry["field"] not in TRASH_STAMPS:
        return [entry]
    found = [
        each
        for name in TRASH_STAMPS
        for each in activity_rows.select_entries(
            changes.cursor, entry["change_set_id"], record=record.name, action=entry["action"], field=name
        )
    ]
    return [each for each in found if each["record_id"] == entry["record_id"]]


def _is_own(actor: Actor, logged: Row) -> bool:
    return actor.staff_id is not None and logged["staff_id"] == actor.staff_id


def _undo_group(changes: Changes, record: Record, change_set_id: int, group: Row, undone: Undone, activity_id: int | None = None) -> None:
    if group["action"] == "create":
        _undo_create(changes, record, change_set_id, undone, activity_id)
    elif group["action"] == "remove":
        _undo_remove(changes, record, change_set_id, undone, activity_id)
    else:
        _undo_update(changes, record, change_set_id, group["field"], undone, activity_id)


def _entries(changes: Changes, record: Record, change_set_id: int, action: str, activity_id: int | None) -> list[Row]:
    found = activity_rows.select_entries(changes.cursor, change_set_id, record=record.name, action=action)
    return [entry for entry in found if activity_id in (None, entry["id"])]


def _undo_create(changes: Changes, record: Record, change_set_id: int, undone: Undone, activity_id: int | None) -> None:
    entries = _entries(changes, record, change_set_id, "create", activity_id)
    if record.parent == PLAN.name and activity_id is None:
        # What was made together with its plan goes into the trash with it, and comes back with it.
        born = {
            entry["record_id"] for entry in activity_rows.select_entries(changes.cursor, change_set_id, record=PLAN.name, action="create")
        }
        entries = [entry for entry in entries if entry["plan_id"] not in born]
    ids = [entry["record_id"] for entry in entries]
    later = activity_rows.changed_since(changes.cursor, record, ids, change_set_id)
    undone.kept += [Kept(record.name, row_id, None, _("It was changed since."), label=_(record.label)) for row_id in ids if row_id in later]
    ids = [row_id for row_id in ids if row_id not in later]
    if record in (OBJECTIVE, ITEM):
        in_use = outline_rows.select_in_use(changes.cursor, record, ids)
        undone.kept += [
            Kept(record.name, row_id, None, _("Something else is under it by now."), label=_(record.label)) for row_id in in_use
        ]
        ids = [row_id for row_id in ids if row_id not in in_use]
    if record.has_trash:
        undone.restored += changes.trash(record, ids) if ids else 0
    elif record is STAFF:
        # Plans and the log may name this person, who therefore stays, but cannot sign in.
        undone.restored += changes.update_all(record, ids, {"active": False}) if ids else 0
    else:
        undone.restored += len(changes.delete(record, ids))


def _undo_remove(changes: Changes, record: Record, change_set_id: int, undone: Undone, activity_id: int | None) -> None:
    entries = _entries(changes, record, change_set_id, "remove", activity_id)
    back = [row_from_text(record, entry["old_value"]) for entry in entries]
    there = {row["id"] for row in rows.select_rows(changes.cursor, record, [row["id"] for row in back], with_trash=True)}
    undone.kept += [Kept(record.name, row_id, None, _("It exists again already."), label=_(record.label)) for row_id in sorted(there)]
    back = [row for row in back if row["id"] not in there]
    if record.parent and back:
        owner = RECORDS[record.parent]
        owners = {
            row["id"] for row in rows.select_rows(changes.cursor, owner, [row[record.parent_column] for row in back], with_trash=True)
        }
        undone.kept += [
            Kept(record.name, row["id"], None, _("What it belonged to was deleted for good."), label=_(record.label))
            for row in back
            if row[record.parent_column] not in owners
        ]
        back = [row for row in back if row[record.parent_column] in owners]
    undone.kept += _drop_references_to_purged(changes, record, back)
    changes.insert(record, back, action="create")
    undone.restored += len(back)


def _undo_update(changes: Changes, record: Record, change_set_id: int, name: str, undone: Undone, activity_id: int | None) -> None:
    if name not in record.columns:
        entries = activity_rows.select_entries(changes.cursor, change_set_id, record=record.name, action="update", field=name)
        undone.kept += [Kept(record.name, entry["record_id"], name, _("This field no longer exists.")) for entry in entries]
        return
    declared = column_field(record, name)
    standing, moved_on = activity_rows.revertible(changes.cursor, record, name, change_set_id, activity_id)
    undone.kept += [
        Kept(
            record.name,
            row["record_id"],
            name,
            _("It was changed since.") if row["is_there"] else _("It was deleted since."),
            row["current"],
            declared.label if declared.own_choices else _(declared.label),
        )
        for row in moved_on
        if name != "deleted_by"
    ]
    if declared.kind is Kind.REFERENCE:
        there = _existing(changes, declared, [int(row["old_value"]) for row in standing if row["old_value"] is not None])
        gone = [row for row in standing if row["old_value"] is not None and int(row["old_value"]) not in there]
        undone.kept += [Kept(record.name, row["record_id"], name, _(REFERRED_GONE), row["current"], _(declared.label)) for row in gone]
        standing = [row for row in standing if row not in gone]
    by_value: dict[str | None, list[int]] = {}
    for row in standing:
        by_value.setdefault(row["old_value"], []).append(row["record_id"])
    # Few distinct old values (a bulk status) go value by value; many (an import) go all at once, as the texts the log keeps.
    if len(by_value) <= 20:
        for old, ids in by_value.items():
            undone.restored += changes.update_all(record, ids, {name: from_text(declared, old)}, action=_action(name, old))
    else:
        back = pa.table(
            {
                "id": pa.array([row["record_id"] for row in standing], pa.int32()),
                name: pa.array([row["old_value"] for row in standing], pa.string()),
                f"differs_{name}": pa.array([True] * len(standing)),
            }
        )
        changes.update_table(record, back, [name])
        undone.restored += len(standing)


def _drop_references_to_purged(changes: Changes, record: Record, back: list[Row]) -> list[Kept]:
    """Empty the fields of these rows that refer to what was deleted for good."""
    kept = []
    for declared in record.fields:
        if declared.kind is not Kind.REFERENCE or declared.required or declared.refers_to not in RECORDS:
            continue
        there = _existing(changes, declared, [row[declared.name] for row in back if row[declared.name] is not None])
        for row in back:
            if row[declared.name] is not None and row[declared.name] not in there:
                row[declared.name] = None
                kept.append(Kept(record.name, row["id"], declared.name, _(REFERRED_GONE), None, _(declared.label)))
    return kept


def _existing(changes: Changes, declared: Field, ids: list[int]) -> set[int]:
    if declared.refers_to not in RECORDS:
        return set(ids)
    return {row["id"] for row in rows.select_rows(changes.cursor, RECORDS[declared.refers_to], ids, with_trash=True)} if ids else set()


def _action(name: str, value: str | None) -> str:
    """How the log calls setting this column: stamps of the trash are a delete or a restore, all else an update."""
    if name not in TRASH_STAMPS:
        return "update"
    return "restore" if value is None else "delete"

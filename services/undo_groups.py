"""One group of a change set taken back: rows that were made, removed or changed in the same way."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field

import pyarrow as pa

from data import activity as activity_rows
from data import rows
from data.database import Row
from data.records import CLIENT, PLAN, RECORDS, STAFF, Field, Kind, Record
from data.records.fields import N_
from services import undo_rules
from services.changes import Changes
from services.language import translate as _
from services.logged_rows import column_field, row_from_text
from services.values import from_text

REFERRED_GONE = N_("What it referred to was deleted for good.")
HAS_PLANS, IS_IN_USE = N_("It has plans by now."), N_("Something else is under it by now.")


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


def undo_group(changes: Changes, record: Record, change_set_id: int, group: Row, undone: Undone, activity_id: int | None = None) -> None:
    """Take back what a change set did to the rows of a record, or one entry of it, and note in `undone` what came of it.

    `group` holds the action and, of changes, the field; see `data.activity.select_groups`.
    """
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
    if record.parent and RECORDS[record.parent].has_trash and activity_id is None:
        # What was made together with its plan goes into the trash with it, and comes back with it.
        born = {
            entry["record_id"]
            for entry in activity_rows.select_entries(changes.cursor, change_set_id, record=record.parent, action="create")
        }
        entries = [entry for entry in entries if _owner_of(record, entry) not in born] if born else entries
    ids = [entry["record_id"] for entry in entries]
    later = activity_rows.changed_since(changes.cursor, record, ids, change_set_id)
    undone.kept += [Kept(record.name, row_id, None, _("It was changed since."), label=_(record.label)) for row_id in ids if row_id in later]
    ids = _without_used(changes, record, [row_id for row_id in ids if row_id not in later], undone)
    if record.has_trash:
        undone.restored += changes.trash(record, ids) if ids else 0
    elif record is STAFF:
        # Plans and the log may name this person, who therefore stays, but cannot sign in.
        undone.restored += changes.update_all(record, ids, {"active": False}) if ids else 0
    else:
        undone.restored += len(changes.delete(record, ids))


def _owner_of(record: Record, entry: Row) -> int | None:
    """What the row of an entry belongs to. The log names the plan itself; any other owner stands in the row that was added."""
    if record.parent == PLAN.name:
        return entry["plan_id"]  # type: ignore[no-any-return]
    owner: int | None = row_from_text(record, entry["new_value"])[record.parent_column]
    return owner


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
    if name == "deleted_by":
        # It goes with `deleted_at`, which says whether this deletion is the one that stands.
        return
    if name not in record.columns:
        entries = activity_rows.select_entries(changes.cursor, change_set_id, record=record.name, action="update", field=name)
        undone.kept += [Kept(record.name, entry["record_id"], name, _("This field no longer exists.")) for entry in entries]
        return
    declared = column_field(record, name)
    if not undo_rules.holds_readable(changes.cursor, record, declared, change_set_id):
        ids = activity_rows.select_changed_ids(changes.cursor, change_set_id, record=record.name, field=name)
        undone.kept += [Kept(record.name, row_id, name, _("This field is of another type by now."), None, declared.label) for row_id in ids]
        return
    standing, moved_on = activity_rows.revertible(changes.cursor, record, name, change_set_id, activity_id)
    undone.kept += [
        Kept(
            record.name,
            row["record_id"],
            name,
            _("It was changed since.") if row["is_there"] else _("It was deleted since."),
            row["current"],
            declared.label if declared.own_label else _(declared.label),
        )
        for row in moved_on
    ]
    if name == "deleted_at":
        _undo_trash(changes, record, change_set_id, standing, undone)
        return
    if declared.kind is Kind.REFERENCE:
        standing = _without_gone(changes, record, declared, standing, undone)
    _put_back(changes, record, declared, standing, undone)


def _undo_trash(changes: Changes, record: Record, change_set_id: int, standing: list[Row], undone: Undone) -> None:
    """Take out of the trash what a change set put there, or put back there what it took out, with the name of who had done it."""
    people = {
        entry["record_id"]: entry["old_value"]
        for entry in activity_rows.select_entries(changes.cursor, change_set_id, record=record.name, action="restore", field="deleted_by")
    }
    back = [row["record_id"] for row in standing if row["old_value"] is not None]
    may_go = set(_without_used(changes, record, back, undone))
    stamps: dict[tuple[str | None, str | None], list[int]] = defaultdict(list)
    for row in standing:
        if row["old_value"] is None or row["record_id"] in may_go:
            stamps[row["old_value"], people.get(row["record_id"])].append(row["record_id"])
    for (at, by), ids in stamps.items():
        values = {"deleted_at": from_text(column_field(record, "deleted_at"), at), "deleted_by": int(by) if by and at else None}
        undone.restored += changes.update_all(record, ids, values, action="restore" if at is None else "delete")


def _without_gone(changes: Changes, record: Record, declared: Field, standing: list[Row], undone: Undone) -> list[Row]:
    """The rows whose old reference can stand again: what it names exists, and is no client below the row itself."""
    there = _existing(changes, declared, [int(row["old_value"]) for row in standing if row["old_value"] is not None])
    may_go = []
    for row in standing:
        if row["old_value"] is None:
            may_go.append(row)
        elif int(row["old_value"]) not in there:
            undone.kept.append(Kept(record.name, row["record_id"], declared.name, _(REFERRED_GONE), row["current"], _(declared.label)))
        elif record is CLIENT and undo_rules.closes_circle(changes.cursor, row["record_id"], int(row["old_value"])):
            reason = _("This client is above the other one by now.")
            undone.kept.append(Kept(record.name, row["record_id"], declared.name, reason, row["current"], _(declared.label)))
        elif record is CLIENT:
            # One by one, so that two that were each right do not close a circle together.
            _put_back(changes, record, declared, [row], undone)
        else:
            may_go.append(row)
    return may_go


def _put_back(changes: Changes, record: Record, declared: Field, standing: list[Row], undone: Undone) -> None:
    name = declared.name
    by_value: dict[str | None, list[int]] = {}
    for row in standing:
        by_value.setdefault(row["old_value"], []).append(row["record_id"])
    # Few distinct old values (a bulk status) go value by value; many (an import) go all at once, as the texts the log keeps.
    if len(by_value) <= 20:
        for old, ids in by_value.items():
            undone.restored += changes.update_all(record, ids, {name: from_text(declared, old)})
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


def _without_used(changes: Changes, record: Record, ids: list[int], undone: Undone) -> list[int]:
    """Those of the rows that may go: nothing that stays names them."""
    used = undo_rules.in_use(changes.cursor, record, ids)
    reason = _(HAS_PLANS if record is CLIENT else IS_IN_USE)
    undone.kept += [Kept(record.name, row_id, None, reason, label=_(record.label)) for row_id in ids if row_id in used]
    return [row_id for row_id in ids if row_id not in used]


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
    return undo_rules.existing(changes, RECORDS[declared.refers_to], ids) if declared.refers_to in RECORDS else set(ids)

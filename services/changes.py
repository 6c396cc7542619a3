"""One change set: every write of one request with its activity rows, in one transaction.

A use case opens `change_set(db, actor, action)`, calls create, update, delete on it, and everything is committed together:
the rows, the log with full old and new values, the revision of the plans touched, and the columns derived from others.
"""

from __future__ import annotations

import json
import logging
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum
from typing import Any

import pyarrow as pa

from data import activity as activity_rows
from data import clients as client_rows
from data import contacts as contact_rows
from data import custom_fields as custom_field_rows
from data import plans as plan_rows
from data import rows
from data.activity import ChangeSet
from data.database import Cursor, Database, Row, StorageError, is_disk_full, now
from data.records import CLIENT, CONTACT, CUSTOM_FIELD, PLAN, ROLE, STAFF, TASK, Record
from data.records.plan import ORIGINS
from services.actors import Actor
from services.errors import Conflict, FieldConflict, NotFound, NotStored, Refused
from services.language import translate as _
from services.plan_fields import stored_plan_record
from services.staff_rules import require_order
from services.values import to_text

log = logging.getLogger(__name__)
# The name under which a statement sees the table of values it works on.
_HELD = "held_values"


class Unset(Enum):
    UNCHANGED = "unchanged"


UNCHANGED = Unset.UNCHANGED


@dataclass(frozen=True)
class Edit:
    """A field going to `to`. Where `started_from` is given, it conflicts if the stored value is another by now.

    Without it `version` says what the row was seen in, where that is given: it conflicts with any later one of another value.
    """

    to: Any
    started_from: Any = UNCHANGED
    version: int | None = None


@dataclass(frozen=True)
class Outcome:
    """What a use case did: to how many records, and the change set to undo it by (None where nothing changed)."""

    count: int
    change_set_id: int | None


@dataclass
class Changes:
    """The change set being written. `id` names it for undo; it is None while nothing was changed.

    Whoever writes plans may name PLAN: the columns of custom fields are written, logged and undone with it.
    """

    db: Database
    cursor: Cursor
    actor: Actor
    action: str
    undo_of: int | None = None
    id: int | None = None
    count: int = 0
    request_key: str = ""
    """What a client calls the request, so that sending it again adds nothing twice."""
    revisions: dict[int, int] = field(default_factory=dict)
    _entries: list[tuple[Any, ...]] = field(default_factory=list)
    _plans: set[int] = field(default_factory=set)
    _own_plans: set[int] = field(default_factory=set)
    _derive: dict[str, set[int]] = field(default_factory=lambda: defaultdict(set))
    _records: set[str] = field(default_factory=set)
    _at: datetime = field(default_factory=now)
    _stored: ChangeSet | None = None

    def create(self, record: Record, values: Sequence[Mapping[str, Any]]) -> list[Row]:
        """Insert rows with new ids, and return them complete. Values are in stored form."""
        record = self.whole(record)
        if unknown := {name for each in values for name in each} - set(record.columns):
            raise ValueError(f"{record.name} has no column {', '.join(sorted(unknown))}")
        at = now()
        ids = rows.next_ids(self.cursor, record, len(values))
        made = [
            {
                **dict.fromkeys(record.columns),
                **each,
                "id": row_id,
                "version": 1,
                "created_at": at,
                "created_by": self.actor.staff_id,
                "updated_at": at,
                "updated_by": self.actor.staff_id,
                **({"revision": 1, "touched_at": at} if record.name == PLAN.name else {}),
            }
            for row_id, each in zip(ids, values, strict=True)
        ]
        self.insert(record, made, action="create")
        return made

    def insert(self, record: Record, complete: Sequence[Row], *, action: str) -> None:
        """Insert complete rows that keep their ids (new ones, or deleted ones coming back)."""
        record = self.whole(record)
        rows.insert_rows(self.cursor, record, complete)
        for row in complete:
            self._log(
                record, row, action, None, None, json.dumps({name: to_text(value) for name, value in row.items()}, ensure_ascii=False)
            )
            self._derive[record.name].add(row["id"])

    def log_created(self, record: Record, ids: Sequence[int]) -> None:
        """Log rows that were inserted by set: whole, as the database holds them now."""
        if not ids:
            return
        self._flush()
        activity_rows.insert_creations(self.cursor, self._open(), self.whole(record), ids)
        self.count += len(ids)
        if record.name == PLAN.name:
            self._own_plans.update(ids)

    def create_table(self, record: Record, table: pa.Table) -> list[int]:
        """Insert a row for every row of a table whose columns are those of the record in stored form; returns the new ids.

        By set, for many thousand rows; columns the table lacks stay empty.
        """
        record, at = self.whole(record), now()
        ids = rows.next_ids(self.cursor, record, table.num_rows)
        stamps = {"version": 1, "created_at": at, "created_by": self.actor.staff_id, "updated_at": at, "updated_by": self.actor.staff_id}
        if record.name == PLAN.name:
            stamps |= {"revision": 1, "touched_at": at}
        with self.cursor.holding(_HELD, table.append_column("id", pa.array(ids, pa.int32()))):
            rows.insert_held(self.cursor, record, _HELD, table.column_names, stamps)
        self._records.add(record.name)
        self._derive[record.name].update(ids)
        if record.parent == PLAN.name:
            self._touch(record, table.column("plan_id").unique().to_pylist())
        self.log_created(record, ids)
        return ids

    def update_table(self, record: Record, table: pa.Table, fields: Sequence[str]) -> None:
        """Change many rows by set. The table has `id`, and for each field its value and in `differs_<field>` whether it is to be set.

        The caller has made sure that the rows exist and hold what it believes they hold.
        """
        if not table.num_rows:
            return
        record, at = self.whole(record), now()
        self._flush()
        change_set_id, ids = self._open(), table.column("id").to_pylist()
        stamps = {"updated_at": at, "updated_by": self.actor.staff_id, **({"touched_at": at} if record.name == PLAN.name else {})}
        with self.cursor.holding(_HELD, table):
            for name in fields:
                activity_rows.insert_held_updates(self.cursor, change_set_id, record, name, _HELD)
            rows.update_held(self.cursor, record, _HELD, fields, stamps)
        self._records.add(record.name)
        self.count += len(ids)
        if record.name == PLAN.name:
            self._own_plans.update(ids)
        elif record.parent == PLAN.name:
            self._touch(record, rows.select_parents(self.cursor, record, ids))
        self._derive[record.name].update(ids)

    def update(
        self,
        record: Record,
        edits: Mapping[int, Mapping[str, Edit]],
        *,
        with_trash: bool = False,
        action: str = "update",
        stored: Mapping[int, Row] | None = None,
    ) -> list[Row]:
        """Apply edits by row id and return the rows as stored now. All or nothing.

        Whoever has read the rows in this transaction may give them as `stored`, by id.
        Raises NotFound where a row is gone, Conflict where a stored value is neither what an edit started from nor what it wants.
        """
        record = self.whole(record)
        if stored is None:
            stored = {row["id"]: row for row in rows.select_rows(self.cursor, record, list(edits), with_trash=with_trash)}
        if set(edits) - set(stored):
            raise NotFound(_("This no longer exists. It may have been deleted meanwhile."))
        if conflicts := [each for row_id, wanted in edits.items() for each in find_conflicts(stored[row_id], wanted)]:
            raise Conflict(conflicts)
        at = now()
        changed: dict[tuple[str, ...], list[Row]] = defaultdict(list)
        for row_id, wanted in edits.items():
            row = stored[row_id]
            names = tuple(sorted(name for name, edit in wanted.items() if row[name] != edit.to))
            if not names:
                continue
            for name in names:
                self._log(record, row, action, name, to_text(row[name]), to_text(wanted[name].to))
                row[name] = wanted[name].to
            row |= {"version": row["version"] + 1, "updated_at": at, "updated_by": self.actor.staff_id}
            changed[names].append(row)
            self._derive[record.name].add(row_id)
        for names, group in changed.items():
            rows.update_rows(self.cursor, record, (*names, "version", "updated_at", "updated_by"), group)
        return [stored[row_id] for row_id in edits]

    def update_all(self, record: Record, ids: Sequence[int], values: Mapping[str, Any], *, action: str = "update") -> int:
        """Set the same values on many rows, logging only those that change. Returns the number of rows that changed.

        `updated_at` and `updated_by` follow; fields that others are derived from are refreshed at the end. A plan that only loses where
        it came from is no later revision: what was approved stays approved.
        """
        record = self.whole(record)
        moves_on = record.name == PLAN.name and not ORIGINS.issuperset(values)
        self._flush()
        change_set_id = self._open()
        changed: set[int] = set()
        for name, value in values.items():
            changed.update(activity_rows.insert_bulk_update(self.cursor, change_set_id, record, name, ids, to_text(value), action))
        if changed:
            self._records.add(record.name)
            stamps = {"updated_at": now(), "updated_by": self.actor.staff_id, **({"touched_at": now()} if moves_on else {})}
            rows.update_all(self.cursor, record, sorted(changed), {**values, **stamps}, counts_revision=moves_on)
            self.count += len(changed)
            if record.name == PLAN.name:
                self._own_plans.update(changed)
            elif record.parent == PLAN.name:
                self._touch(record, rows.select_parents(self.cursor, record, sorted(changed)), values)
            if record.name != PLAN.name or not plan_rows.DERIVED_FROM.isdisjoint(values):
                self._derive[record.name].update(changed)
        return len(changed)

    def delete(self, record: Record, ids: Sequence[int]) -> list[Row]:
        """Remove rows for good; the log keeps them whole, so undo can bring them back. Returns what was removed."""
        record = self.whole(record)
        gone = rows.select_rows(self.cursor, record, ids, with_trash=True)
        for row in gone:
            self._log(
                record, row, "remove", None, json.dumps({name: to_text(value) for name, value in row.items()}, ensure_ascii=False), None
            )
        rows.delete_rows(self.cursor, record, [row["id"] for row in gone])
        self._derive[record.name].update(row["id"] for row in gone)
        return gone

    def log_purged(self, record: Record, titles: Mapping[int, str]) -> None:
        """Log rows that were removed by set and whose values nobody shall read any more: only what they were called."""
        self.whole(record)
        self._number()
        self._entries += [(record.name, row_id, None, "purge", None, title, None) for row_id, title in titles.items()]
        self.count += len(titles)
        self._derive[record.name].update(titles)

    def log_password(self, staff_id: int) -> None:
        """Log that somebody has a new password: that it was given, and nothing of it."""
        self._number()
        self._entries.append((STAFF.name, staff_id, None, "password", None, None, None))
        self.count += 1

    def trash(self, record: Record, ids: Sequence[int]) -> int:
        """Put rows into the trash; everything that belongs to them stays with them."""
        return self.update_all(record, ids, {"deleted_at": now(), "deleted_by": self.actor.staff_id}, action="delete")

    def restore(self, record: Record, ids: Sequence[int]) -> int:
        return self.update_all(record, ids, {"deleted_at": None, "deleted_by": None}, action="restore")

    def whole(self, record: Record) -> Record:
        """The record with every column its table has: a plan with its custom fields."""
        self.cursor.written.add(record.table)
        return stored_plan_record(self.db) if record.name == PLAN.name else record

    def _number(self) -> int:
        """The id of the change set, which is stored with the first entries of the log."""
        if self.id is None:
            self.id = activity_rows.next_change_set_id(self.cursor)
        return self.id

    def _open(self) -> int:
        change_set_id = self._number()
        if self._stored is None:
            self._stored = self._as_it_is()
            activity_rows.insert_change_set(
                self.cursor,
                change_set_id,
                at=self._at,
                staff_id=self.actor.staff_id,
                source=self.actor.source,
                action=self.action,
                undo_of=self.undo_of,
                summary=self._stored,
            )
        return change_set_id

    def _as_it_is(self) -> ChangeSet:
        plans = self._plans | self._own_plans
        return ChangeSet(next(iter(plans)) if len(plans) == 1 else None, self.count, self.request_key or None)

    def _log(self, record: Record, row: Row, action: str, name: str | None, old: str | None, new: str | None) -> None:
        self._number()
        self._records.add(record.name)
        plan_id = row["id"] if record.name == PLAN.name else row.get("plan_id")
        if plan_id is not None:
            if record.name == PLAN.name and action == "create":
                self._own_plans.add(plan_id)
            else:
                self._touch(record, [plan_id], None if name is None else (name,))
        self._entries.append((record.name, row["id"], plan_id, action, name, old, new))
        self.count += 1

    def _touch(self, record: Record, plan_ids: Sequence[int], fields: Collection[str] | None = None) -> None:
        """Rows of these plans were changed in these fields, or came or went as a whole."""
        self._plans.update(plan_ids)
        if record is TASK and (fields is None or not plan_rows.DEADLINES_FROM.isdisjoint(fields)):
            self._derive["deadlines"].update(plan_ids)

    def _flush(self) -> None:
        if self._entries:
            activity_rows.insert_entries(
                self.cursor, self._open(), self._entries, at=self._at, staff_id=self.actor.staff_id, source=self.actor.source
            )
            self._entries.clear()

    def finish(self) -> None:
        """Write what is still held back. Called once, before the commit."""
        self._flush()
        if touched := self._plans - self._own_plans:
            self.revisions = {row["id"]: row["revision"] for row in activity_rows.touch_plans(self.cursor, sorted(touched), now())}
        if self._records & {STAFF.name, ROLE.name}:
            require_order(self.cursor, self.actor)
        self.finish_derived()
        if self.id is not None and not self.count:
            if self._stored is not None:
                activity_rows.delete_change_set(self.cursor, self.id)
            self.id = None
        if self.id is not None and self._as_it_is() != self._stored:
            activity_rows.close_change_set(self.cursor, self._open(), self._as_it_is())

    def finish_derived(self) -> None:
        """Refresh the columns derived from what was written so far, for a use case that reads its result back."""
        plan_rows.refresh_derived(self.cursor, sorted(self._derive.pop(PLAN.name, ())))
        plan_rows.refresh_deadlines(self.cursor, sorted(self._derive.pop("deadlines", ())))
        if clients := sorted(self._derive.pop(CLIENT.name, ())):
            client_rows.refresh_derived(self.cursor, clients)
            plan_rows.refresh_derived_of_clients(self.cursor, clients)
        if contacts := sorted(self._derive.pop(CONTACT.name, ())):
            contact_rows.refresh_derived(self.cursor, contacts)
        definitions = sorted(self._derive.pop(CUSTOM_FIELD.name, ()))
        if definitions and custom_field_rows.sync_columns(self.cursor, definitions):
            raise Refused(_("Plans hold values of the other type in this field, so its type stays. Make a new field instead."))
        if definitions and (shared := custom_field_rows.select_shared_labels(self.cursor)):
            raise Refused(_("There are two fields called {label} then. Rename the one that is there first.", label=shared[0]))


@contextmanager
def change_set(db: Database, actor: Actor, action: str, *, undo_of: int | None = None) -> Iterator[Changes]:
    """Open a transaction whose writes are one change set; committed on success, rolled back on anything else.

    Raises NotStored where the disk is full.
    """
    try:
        with db.write() as cursor:
            changes = Changes(db, cursor, actor, action, undo_of)
            yield changes
            changes.finish()
    except StorageError as error:
        if not is_disk_full(error):
            raise
        log.exception("a change was not stored")
        raise NotStored(_("Nothing was stored, because the disk of the server is full. Tell whoever runs it, then try again.")) from error


def find_conflicts(row: Row, wanted: Mapping[str, Edit]) -> list[FieldConflict]:
    """Fields whose stored value is no longer what the edit started from. Wanting what is stored already is no conflict."""
    return [
        FieldConflict(
            field=name,
            started_from=None if edit.started_from is UNCHANGED else edit.started_from,
            yours=edit.to,
            theirs=row[name],
            row=row["id"],
        )
        for name, edit in wanted.items()
        if row[name] != edit.to and _is_outdated(row, name, edit)
    ]


def _is_outdated(row: Row, name: str, edit: Edit) -> bool:
    if edit.started_from is UNCHANGED:
        return edit.version is not None and bool(row["version"] != edit.version)
    return bool(row[name] != edit.started_from)

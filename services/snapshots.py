"""A whole plan at one moment: now, or in the past by taking back what the activity log says happened since."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime

from data import activity as activity_rows
from data import rows
from data.database import Database, Row
from data.records import BELONGING, PLAN, RECORDS, Record
from services.actors import Actor, Permission
from services.errors import NotFound
from services.language import translate as _
from services.logged_rows import column_field, is_readable, row_from_text
from services.plan_fields import stored_plan_record
from services.values import from_text


@dataclass
class Snapshot:
    """A plan, its custom fields included, and what belonged to it.

    `rows` holds, by record name, the rows by id; `as_of` is None for the present (UTC otherwise).
    """

    plan: Row
    rows: dict[str, dict[int, Row]] = field(default_factory=dict)
    as_of: datetime | None = None

    def ordered(self, record: Record) -> list[Row]:
        """The rows of one record in the user's order, or the newest first where the record says so."""
        held = self.rows.get(record.name, {}).values()
        if newest := record.newest_first:
            return sorted(held, key=lambda row: (row[newest] is None, row[newest] or date.min, row["id"]), reverse=True)
        return sorted(held, key=lambda row: (row.get("position") or 0, row["id"]))


def take_snapshot(db: Database, actor: Actor, plan_id: int, *, as_of: datetime | None = None) -> Snapshot:
    """The plan with every row that belongs to it, as of a moment (UTC).

    Raises NotFound where the plan does not exist, is in the trash, or did not exist yet at that moment; NotAllowed.
    """
    actor.require(Permission.VIEW)
    record = stored_plan_record(db)
    with db.read() as cursor:
        plan = rows.select_row(cursor, record, plan_id)
        if plan is None:
            raise NotFound(_("This plan does not exist or is in the trash."))
        snapshot = Snapshot(
            plan, {each.name: {row["id"]: row for row in rows.select_children(cursor, each, plan_id)} for each in BELONGING}, as_of
        )
        if as_of is not None:
            for entry in activity_rows.select_entries_since(cursor, plan_id, as_of):
                _take_back(snapshot, record, entry)
    return snapshot


def _take_back(snapshot: Snapshot, plan_record: Record, entry: Row) -> None:
    record = RECORDS[entry["record"]]
    if record is PLAN:
        if entry["action"] == "create":
            raise NotFound(_("This plan did not exist yet at that time."))
        if entry["field"] in snapshot.plan:
            declared, old = column_field(plan_record, entry["field"]), entry["old_value"]
            # A custom field may have become one of another type, which cannot hold what it held then.
            snapshot.plan[entry["field"]] = from_text(declared, old) if old is not None and is_readable(declared, old) else None
        return
    held = snapshot.rows.setdefault(record.name, {})
    if entry["action"] == "create":
        held.pop(entry["record_id"], None)
    elif entry["action"] == "remove":
        held[entry["record_id"]] = row_from_text(record, entry["old_value"])
    elif entry["record_id"] in held:
        held[entry["record_id"]][entry["field"]] = from_text(column_field(record, entry["field"]), entry["old_value"])

"""Undo of any change set: the inverse is written where the values still stand, the rest is listed."""

from __future__ import annotations

from datetime import timedelta

from data import activity as activity_rows
from data.activity_log import is_hidden
from data.database import Database, Row, now
from data.records import CLIENT, RECORDS, VIEW, WORK, Record
from services import undo_rules
from services.actors import Actor, Permission
from services.changes import Changes, change_set
from services.errors import NotFound, Refused
from services.language import translate as _
from services.undo_groups import Undone, undo_group

UNDO_DAYS = 30
PURGE, PASSWORD = "purge", "password"
TRASH_STAMPS = ("deleted_at", "deleted_by")


def undo_change_set(db: Database, actor: Actor, change_set_id: int) -> Undone:
    """Undo one change set. Raises NotFound, Refused (undone already, older than 30 days), NotAllowed."""
    with change_set(db, actor, "undo", undo_of=change_set_id) as changes:
        found = activity_rows.select_change_set(changes.cursor, change_set_id)
        if found is None or is_hidden(changes.cursor, change_set_id, actor.staff_id):
            raise NotFound(_("This change is no longer in the activity log."))
        if found["undone_by"]:
            raise Refused(_("This change was undone already."))
        if found["happened_at"] < now() - timedelta(days=UNDO_DAYS):
            raise Refused(_("This change is older than 30 days and can no longer be undone."))
        _require_kept(found)
        undone = Undone()
        groups = activity_rows.select_groups(changes.cursor, change_set_id)
        # Clients go into the trash after their plans, or they would seem to be needed.
        for group in sorted(groups, key=lambda each: each["record"] == CLIENT.name and each["action"] in ("create", "restore")):
            record = RECORDS[group["record"]]
            _require(actor, record, group, is_own=_is_own(actor, found))
            undo_group(changes, changes.whole(record), change_set_id, group, undone)
        undo_rules.make_whole(changes)
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
        if entry is None or is_hidden(changes.cursor, entry["change_set_id"], actor.staff_id):
            raise NotFound(_("This change is no longer in the activity log."))
        _require_kept(entry)
        record = changes.whole(RECORDS[entry["record"]])
        _require(actor, RECORDS[record.name], entry, is_own=_is_own(actor, entry))
        undone = Undone()
        entries = _with_stamps(changes, record, entry)
        is_whole = activity_rows.count_entries(changes.cursor, entry["change_set_id"]) == len(entries)
        if is_whole:
            changes.undo_of = entry["change_set_id"]
        for each in entries:
            undo_group(changes, record, entry["change_set_id"], each, undone, activity_id=each["id"])
        undo_rules.make_whole(changes)
        undone.change_set_id = changes.id
        if is_whole and changes.id is not None:
            activity_rows.mark_undone(changes.cursor, entry["change_set_id"], changes.id)
    return undone


def is_undone(db: Database, actor: Actor, change_set_id: int) -> bool:
    """Whether this change set was taken back, and that was not taken back in turn."""
    actor.require(Permission.VIEW)
    answer, at = False, change_set_id
    with db.read() as cursor:
        while (found := activity_rows.select_change_set(cursor, at)) and found["undone_by"]:
            answer, at = not answer, found["undone_by"]
    return answer


def _require_kept(logged: Row) -> None:
    """Raise Refused where the log holds nothing that could be put back."""
    if logged["action"] == PURGE:
        raise Refused(_("What was deleted for good cannot be brought back."))
    if logged["action"] == PASSWORD:
        raise Refused(_("The log holds no passwords, so none can be brought back. Give another one."))


def _require(actor: Actor, record: Record, group: Row, *, is_own: bool) -> None:
    """What undoing this takes: administrators' records an administrator, putting into the trash the permission to delete.

    What one made oneself one may take back without that permission.
    """
    if record is VIEW and is_own:
        return
    if record not in WORK:
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

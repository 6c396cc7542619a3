"""Deleting for good: the one thing that cannot be undone.

A record leaves the trash with everything that belongs to it and with what the log holds of it; the log keeps that it was purged,
by whom, and what it was called (but no names of contacts, who are people).
"""

from __future__ import annotations

from collections.abc import Sequence

from data import rows
from data import trash as trash_rows
from data.database import Database, now
from data.records import CLIENT, CONTACT, CUSTOM_FIELD, PLAN, ROWS_OF, TEMPLATE, Record
from data.records.custom_field import column_of
from data.trash import TrashFilter
from services.actors import Actor, Permission, Source, system_actor
from services.changes import Changes, change_set
from services.errors import Refused
from services.language import translate as _
from services.trash import ADMINISTERED, KEPT_FOR, OPEN_TO_STAFF, Items, Selected, records_of, require_trashed, resolve
from services.undo import PURGE


def purge(db: Database, actor: Actor, items: Items) -> int:
    """Delete items of the trash for good, all or none; returns how many.

    Raises NotFound, Refused (a client that plans still name), NotAllowed.
    """
    actor.require(Permission.DELETE)
    with change_set(db, actor, PURGE) as changes:
        # Plans first: a client may go once no plan names it.
        return sum(_purge_record(changes, record, ids) for record, ids in reversed(records_of(actor, items)))


def empty_trash(db: Database, actor: Actor, *, count: int) -> int:
    """Delete everything in the trash for good. Administrators only. Raises Refused where it holds another number than `count` by now."""
    actor.require_administrator()
    return purge(db, actor, resolve(db, actor, Selected("", None, count)))


def purge_expired(db: Database) -> int:
    """Delete for good what has been in the trash for 30 days; returns how many. Done again, it does nothing."""
    with change_set(db, system_actor(Source.CRON), PURGE) as changes:
        wanted = TrashFilter((*OPEN_TO_STAFF, *ADMINISTERED), before=now() - KEPT_FOR)
        found = trash_rows.select_trash_ids(changes.cursor, wanted)
        count = sum(_purge_record(changes, each, found[each.name]) for each in (PLAN, TEMPLATE))
        still_named = trash_rows.select_clients_with_plans(changes.cursor, found[CLIENT.name])
        count += _purge_record(changes, CONTACT, found[CONTACT.name])
        count += _purge_record(changes, CLIENT, [each for each in found[CLIENT.name] if each not in still_named])
        return count + _purge_record(changes, CUSTOM_FIELD, found[CUSTOM_FIELD.name])


def _purge_record(changes: Changes, record: Record, ids: Sequence[int]) -> int:
    if not ids:
        return 0
    titles = require_trashed(changes, record, ids)
    if record is CLIENT:
        if still_named := trash_rows.select_clients_with_plans(changes.cursor, ids):
            raise Refused(_("{name} still has plans. Delete those for good first.", name=next(iter(still_named.values()))))
        _remove(changes, CONTACT, trash_rows.select_contacts_of(changes.cursor, ids))
    if record.name in ROWS_OF:
        trash_rows.delete_belonging(changes.cursor, record, ids)
    _remove(changes, record, ids)
    changes.log_purged(record, dict.fromkeys(titles, "") if record is CONTACT else titles)
    return len(ids)


def _remove(changes: Changes, record: Record, ids: Sequence[int]) -> None:
    if not ids:
        return
    for referring, name, referring_ids in trash_rows.select_referring(changes.cursor, record.name, ids):
        changes.update_all(referring, referring_ids, {name: None})
    fields = [column_of(each) for each in ids] if record is CUSTOM_FIELD else []
    trash_rows.delete_activity(changes.cursor, record, ids, fields)
    rows.delete_rows(changes.cursor, record, ids)

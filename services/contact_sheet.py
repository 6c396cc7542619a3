"""The contacts of a client as a sheet: what was typed or pasted is saved as one change set, deleted rows go to the trash."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from data import activity as activity_rows
from data import contacts as contact_rows
from data import rows
from data.database import Database, Row
from data.records import CONTACT
from services.actors import Actor, Permission
from services.changes import Changes, Edit, change_set
from services.clients import require_client
from services.contacts import require_reachable
from services.errors import Invalid
from services.language import translate as _
from services.sheet_cells import CellError
from services.sheet_edits import Applied, CellConflict, Sheet, SheetEdits, people_names, read_accepted, without_repeats

# The client is the sheet's owner, not one of its columns.
SHEET = replace(CONTACT, fields=tuple(each for each in CONTACT.fields if each.name != "client_id"))


def read_contact_sheet(db: Database, actor: Actor, client_id: int, *, since: int | None = None) -> Sheet:
    """The contacts in the order they were made, or with what changed after the activity id `since`. Raises NotFound, NotAllowed."""
    actor.require(Permission.VIEW)
    with db.read() as cursor:
        client = require_client(cursor, client_id)
        sheet = Sheet(SHEET, client_id, client["version"], [], {}, activity_rows.last_id(cursor), actor.may(Permission.EDIT))
        if since is None:
            sheet.rows = contact_rows.select_of_client(cursor, client_id)
        else:
            touched = contact_rows.select_touched(cursor, since)
            sheet.rows = [row for row in contact_rows.select_of_client(cursor, client_id) if row["id"] in touched]
            sheet.deleted = sorted(touched - {row["id"] for row in sheet.rows})
    return sheet


def apply_to_contacts(db: Database, actor: Actor, client_id: int, edits: SheetEdits) -> Applied:
    """Apply edits in one transaction: every acceptable cell is saved, each other is listed with its reason or conflict.

    A row added without a name is named after its e-mail address. Raises NotFound, NotAllowed (adding, editing and deleting each
    need their permission).
    """
    actor.require(Permission.VIEW)
    for wanted, permission in ((edits.changed, Permission.EDIT), (edits.added, Permission.CREATE), (edits.deleted, Permission.DELETE)):
        if wanted:
            actor.require(permission)
    done = Applied(SHEET)
    with change_set(db, actor, "edit") as changes:
        changes.request_key = edits.request_key
        client = require_client(changes.cursor, client_id)
        done.revision = client["version"]
        edits = without_repeats(changes.cursor, actor, CONTACT, edits, done)
        ids = sorted({*edits.changed, *edits.deleted})
        stored = {row["id"]: row for row in rows.select_rows(changes.cursor, CONTACT, ids) if row["client_id"] == client_id} if ids else {}
        _delete(changes, stored, edits, done)
        wanted_cells = read_accepted(changes.cursor, actor.language, SHEET, client_id, stored, edits, done)
        _add(changes, client_id, wanted_cells, edits, done)
        _update(changes, stored, wanted_cells, done)
        done.names = people_names(changes.cursor, SHEET, done.rows, done.conflicts)
    done.change_set_id = changes.id
    return done


def _delete(changes: Changes, stored: dict[int, Row], edits: SheetEdits, done: Applied) -> None:
    for row_id, version in edits.deleted.items():
        row = stored.pop(row_id, None)
        if row is not None and version is not None and row["version"] != version:
            done.conflicts.append(CellConflict(row_id, None, version, None, row["version"], row["updated_by"]))
            done.rows.append(row)
        else:
            done.deleted.append(row_id)
            if row is not None:
                changes.trash(CONTACT, [row_id])


def _add(changes: Changes, client_id: int, wanted: Mapping[int | str, Mapping[str, Any]], edits: SheetEdits, done: Applied) -> None:
    if not edits.added:
        return
    complete = []
    for new in edits.added:
        values = {"client_id": client_id, **_reachable(new.key, dict(wanted.get(new.key, {})), {}, done)}
        values["name"] = values.get("name") or (values.get("email") or "").partition("@")[0] or _("New contact")
        complete.append(values)
    made = changes.create(CONTACT, complete)
    done.keys = {new.key: row["id"] for new, row in zip(edits.added, made, strict=True)}
    done.rows += made


def _update(changes: Changes, stored: Mapping[int, Row], wanted: Mapping[int | str, Mapping[str, Any]], done: Applied) -> None:
    edits = {}
    for row_id, row in stored.items():
        values = _reachable(row_id, dict(wanted.get(row_id, {})), row, done)
        edits[row_id] = {name: Edit(value) for name, value in values.items()}
    if edits:
        done.rows += changes.update(CONTACT, edits)


def _reachable(key: int | str, values: dict[str, Any], stored: Mapping[str, Any], done: Applied) -> dict[str, Any]:
    """The values without an address that is none, or a portal access without an address, which are listed with their reason."""
    for _attempt in ("email", "portal_access"):
        try:
            require_reachable({**stored, **values})
        except Invalid as error:
            problem = error.problems[0]
            # Where the address is taken away under a portal access, it is the address that cannot go.
            name = problem.field if problem.field in values else "email"
            if name not in values:
                break
            done.errors.append(CellError(key, name, problem.reason, values.pop(name)))
    return values

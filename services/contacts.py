"""Contacts of clients: list, read, create, change, put into the trash."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from data import contacts as contact_rows
from data.database import Cursor, Database, Row
from data.records import CONTACT
from services.actors import Actor, Permission
from services.changes import change_set
from services.errors import FieldProblem, Invalid, NotFound
from services.language import translate as _
from services.plans import MOST_PER_PAGE, Page
from services.record_values import read_edits, read_values, require_references
from services.sorting import read_order
from services.values import BadValue, clean_text, to_wire

DEFAULT_SORT = (("name", False),)


def list_contacts(
    db: Database, actor: Actor, q: str = "", sort: str = "", *, clients: Sequence[int] = (), offset: int = 0, limit: int = 100
) -> Page:
    """One page of contacts by name or as `sort` says, of these clients or of all. Raises Invalid, NotAllowed."""
    actor.require(Permission.VIEW)
    order = read_order(sort, contact_rows.SORTABLE) or DEFAULT_SORT
    try:
        words = clean_text(q)[:500]
    except BadValue as error:
        raise Invalid([FieldProblem("q", error.message, value=q)]) from error
    with db.read() as cursor:
        items, total = contact_rows.select_page(cursor, words, clients, order, offset=offset, limit=min(limit, MOST_PER_PAGE))
    return Page(items, total)


def get_contact(db: Database, actor: Actor, contact_id: int) -> Row:
    """One contact with the name of its client. Raises NotFound, NotAllowed."""
    actor.require(Permission.VIEW)
    with db.read() as cursor:
        return _read_contact(cursor, contact_id)


def _read_contact(cursor: Cursor, contact_id: int) -> Row:
    found = contact_rows.select_contact(cursor, contact_id)
    if found is None:
        raise NotFound(_("This contact does not exist or is in the trash."))
    return found


def create_contact(db: Database, actor: Actor, given: Mapping[str, Any]) -> tuple[Row, int | None]:
    """Create a contact from JSON values; `client_id` and `name` are required. Raises Invalid, NotAllowed."""
    actor.require(Permission.CREATE)
    given = {"client_id": None, "name": None, **{name: value for name, value in given.items() if value is not None}}
    values = read_values(CONTACT.by_name, given)
    require_reachable(values)
    with change_set(db, actor, "create") as changes:
        require_references(changes.cursor, CONTACT.by_name, values)
        made = changes.create(CONTACT, [values])[0]
        contact = _read_contact(changes.cursor, made["id"])
    return contact, changes.id


def update_contact(db: Database, actor: Actor, contact_id: int, edits: Mapping[str, Mapping[str, Any]]) -> tuple[Row, int | None]:
    """Change fields: `{field: {"from": …, "to": …}}`, all or nothing. Raises Invalid, Conflict, NotFound, NotAllowed."""
    actor.require(Permission.EDIT)
    wanted = read_edits(CONTACT.by_name, edits)
    values = {name: edit.to for name, edit in wanted.items()}
    with change_set(db, actor, "update") as changes:
        stored = _read_contact(changes.cursor, contact_id)
        if {"email", "portal_access"} & set(values):
            require_reachable({**stored, **values})
        require_references(changes.cursor, CONTACT.by_name, values)
        changes.update(CONTACT, {contact_id: wanted})
        contact = _read_contact(changes.cursor, contact_id)
    return contact, changes.id


def require_reachable(contact: Mapping[str, Any]) -> None:
    """Raise Invalid where the e-mail address is none, or lacks though the contact is to sign in to the portal."""
    email = contact.get("email")
    if email and ("@" not in email.strip("@") or any(each.isspace() for each in email.strip())):
        raise Invalid([FieldProblem("email", _("Enter an e-mail address such as {example}.", example="name@example.com"), value=email)])
    if contact.get("portal_access") and not email:
        raise Invalid([FieldProblem("portal_access", _("Enter the e-mail address first: it is what this contact signs in with."))])


def delete_contact(db: Database, actor: Actor, contact_id: int) -> int | None:
    """Put a contact into the trash. Returns the change set. Raises NotFound, NotAllowed."""
    actor.require(Permission.DELETE)
    with change_set(db, actor, "delete") as changes:
        _read_contact(changes.cursor, contact_id)
        changes.trash(CONTACT, [contact_id])
    return changes.id


def contact_to_wire(contact: Row) -> Row:
    """A contact as the API shows it."""
    wire = {name: value for name, value in contact.items() if name not in ("deleted_at", "deleted_by")}
    for name in ("created_at", "updated_at"):
        wire[name] = to_wire(CONTACT.by_name["name"], wire[name])
    return wire

"""Staff: creating people, changing who they are and what they may do, giving them passwords, letting them go."""

from __future__ import annotations

import re
import secrets
from collections.abc import Mapping
from typing import Any

from data import rows
from data import sessions as session_rows
from data import staff as staff_rows
from data.database import Cursor, Database, Row
from data.records import ROLE, STAFF
from services.actors import Actor, Permission
from services.changes import change_set
from services.configuration import SHORTEST_PASSWORD
from services.errors import BadValue, FieldProblem, Invalid, NotFound
from services.language import LANGUAGES
from services.language import translate as _
from services.plain_text import clean_text
from services.record_values import edits_of, read_started_from, read_values
from services.sessions import passwords
from services.settings import read_settings


def check_password(password: str) -> None:
    """Raise Invalid where a new password is too short or absurdly long."""
    if not SHORTEST_PASSWORD <= len(password) <= 1000:
        raise Invalid([FieldProblem("password", _("Choose a password of {shortest} characters or more.", shortest=SHORTEST_PASSWORD))])
    try:
        clean_text(password)
    except BadValue as error:
        raise Invalid([FieldProblem("password", error.message)]) from error


def list_staff(db: Database, actor: Actor, words: str = "") -> list[Row]:
    """Everybody with `role` by name, active people first; with words, those whose name, e-mail or role contains them."""
    actor.require(Permission.VIEW)
    with db.read() as cursor:
        return staff_rows.select_staff(cursor, words)


def get_staff(db: Database, actor: Actor, staff_id: int) -> Row:
    """One person with `role` by name. Raises NotFound."""
    return _find(list_staff(db, actor), staff_id)


def get_own(db: Database, actor: Actor) -> Row:
    """The person who asks, whatever their role. Raises NotFound where the product itself asks."""
    with db.read() as cursor:
        return _find(staff_rows.select_staff(cursor), actor.staff_id or 0)


def add_staff(db: Database, actor: Actor, given: Mapping[str, Any], *, password: str = "") -> Row:
    """Create a person from JSON values (name, email, role_id, language). Without a password nobody can sign in as them yet.

    Administrators only. Raises Invalid naming each field that is not acceptable.
    """
    actor.require_administrator()
    values = _read({"name": None, "email": None, "role_id": None, "language": read_settings(db).language, **given})
    if password:
        check_password(password)
    hashed = passwords.hash(password or secrets.token_urlsafe(32))
    with change_set(db, actor, "create") as changes:
        _require_role(changes.cursor, values)
        made = changes.create(STAFF, [{"active": True, **values}])[0]
        staff_rows.update_password_hash(changes.cursor, made["id"], hashed)
        return _find(staff_rows.select_staff(changes.cursor), made["id"])


def create_staff(db: Database, actor: Actor, *, name: str, email: str, role: str, password: str = "", language: str = "en") -> int:
    """Create a person whose role is given by its name; returns the id. Administrators only. Raises Invalid."""
    actor.require_administrator()
    with db.read() as cursor:
        role_id = next((each["id"] for each in staff_rows.select_roles(cursor) if each["name"] == role), None)
    if role_id is None:
        raise Invalid([FieldProblem("role", _("There is no role {name}.", name=role))])
    return int(add_staff(db, actor, {"name": name, "email": email, "role_id": role_id, "language": language}, password=password)["id"])


def update_staff(db: Database, actor: Actor, staff_id: int, edits: Mapping[str, Mapping[str, Any]]) -> tuple[Row, int | None]:
    """Change name, email, role_id, active or language of a person: `{field: {"from": …, "to": …}}` in JSON values.

    Somebody who is deactivated is signed out everywhere. Administrators only. Returns the person and the change set.
    Raises Invalid, Conflict, NotFound, Refused where no administrator would be left.
    """
    actor.require_administrator()
    values = _read({name: edit.get("to") for name, edit in edits.items()})
    started = read_started_from(STAFF.by_name, {name: edit["from"] for name, edit in edits.items() if "from" in edit})
    with change_set(db, actor, "update") as changes:
        _require_role(changes.cursor, values)
        wanted = edits_of(values, started, edits)
        changes.update(STAFF, {staff_id: wanted})
        if values.get("active") is False:
            session_rows.delete_sessions_of(changes.cursor, staff_id)
        return _find(staff_rows.select_staff(changes.cursor), staff_id), changes.id


def set_password(db: Database, actor: Actor, staff_id: int, password: str) -> int:
    """Give somebody a new password; they are signed out everywhere. Returns how many sessions ended. Administrators only."""
    actor.require_administrator()
    check_password(password)
    hashed = passwords.hash(password)
    with change_set(db, actor, "password") as changes:
        if not rows.select_row(changes.cursor, STAFF, staff_id):
            raise NotFound(_("This person does not exist."))
        staff_rows.update_password_hash(changes.cursor, staff_id, hashed)
        changes.log_password(staff_id)
        return session_rows.delete_sessions_of(changes.cursor, staff_id, but=actor.session_hash)


def reset_password(db: Database, actor: Actor, *, email: str, password: str) -> int:
    """Like `set_password`, for the person with this e-mail address."""
    actor.require_administrator()
    with db.read() as cursor:
        found = staff_rows.select_by_email(cursor, email.strip())
    if found is None:
        raise NotFound(_("Nobody has the e-mail address {email}.", email=email))
    return set_password(db, actor, found["id"], password)


def ensure_administrator(db: Database, actor: Actor, *, email: str, password: str) -> str | None:
    """Create the first administrator where there is none. Returns a password made up here, to be printed once, or None."""
    with db.read() as cursor:
        if staff_rows.count_administrators(cursor):
            return None
        administrator = next(each for each in staff_rows.select_roles(cursor) if each["is_administrator"])
    invented = "" if password else secrets.token_urlsafe(12)
    create_staff(db, actor, name="Administrator", email=email, role=administrator["name"], password=password or invented)
    return invented or None


def _read(given: Mapping[str, Any]) -> dict[str, Any]:
    problems = []
    try:
        values = read_values(STAFF.by_name, given)
    except Invalid as error:
        problems, values = error.problems, {}
    if "email" in values:
        values["email"] = values["email"].strip()
        if not re.fullmatch(r"[^@\s]+@[^@\s]+", values["email"]):
            problems.append(FieldProblem("email", _("Enter an e-mail address.")))
    if "language" in values and values["language"] not in LANGUAGES:
        problems.append(FieldProblem("language", _("Choose one of: {choices}.", choices=", ".join(LANGUAGES))))
    if problems:
        raise Invalid(problems)
    return values


def _require_role(cursor: Cursor, values: Mapping[str, Any]) -> None:
    if "role_id" in values and not rows.select_row(cursor, ROLE, values["role_id"]):
        raise Invalid([FieldProblem("role_id", _("Choose an existing role."))])


def _find(people: list[Row], staff_id: int) -> Row:
    found = next((each for each in people if each["id"] == staff_id), None)
    if found is None:
        raise NotFound(_("This person does not exist."))
    return found

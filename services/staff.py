"""Staff: creating people and giving them passwords."""

from __future__ import annotations

import secrets

from data import rows
from data import staff as staff_rows
from data.database import Database
from data.records import ROLE, STAFF
from services.actors import Actor, Permission
from services.changes import change_set
from services.errors import FieldProblem, Invalid
from services.language import translate as _
from services.sessions import passwords
from services.values import BadValue, read_wire

SHORTEST_PASSWORD = 10


def check_password(password: str) -> None:
    """Raise Invalid where a new password is too short or absurdly long."""
    if not SHORTEST_PASSWORD <= len(password) <= 1000:
        raise Invalid([FieldProblem("password", _("Choose a password of {shortest} characters or more.", shortest=SHORTEST_PASSWORD))])


def create_staff(db: Database, actor: Actor, *, name: str, email: str, role: str, password: str = "", language: str = "en") -> int:
    """Create a staff member who can sign in; returns the id. Administrators only. Raises Invalid."""
    actor.require_administrator()
    problems = []
    for field, value in (("name", name), ("email", email)):
        try:
            read_wire(STAFF.by_name[field], value)
        except BadValue as error:
            problems.append(FieldProblem(field, error.message))
    if "@" not in email:
        problems.append(FieldProblem("email", _("Enter an e-mail address.")))
    if problems:
        raise Invalid(problems)
    if password:
        check_password(password)
    with change_set(db, actor, "create") as changes:
        cursor = changes.cursor
        role_id = cursor.value("select id from role where name = $name", {"name": role})
        if role_id is None:
            raise Invalid([FieldProblem("role", _("There is no role {name}.", name=role))])
        if staff_rows.select_by_email(cursor, email):
            raise Invalid([FieldProblem("email", _("Somebody has this e-mail address already."))])
        made = changes.create(STAFF, [{"name": name, "email": email, "role_id": role_id, "active": True, "language": language}])[0]
        staff_rows.update_password_hash(cursor, made["id"], passwords.hash(password or secrets.token_urlsafe(32)))
    return int(made["id"])


def ensure_administrator(db: Database, actor: Actor, *, email: str, password: str) -> str | None:
    """Create the first administrator where there is none. Returns a password made up here, to be printed once, or None."""
    with db.read() as cursor:
        if staff_rows.count_administrators(cursor):
            return None
        administrator = next(
            each for each in cursor.rows("select id, name, is_administrator from role order by id") if each["is_administrator"]
        )
    invented = "" if password else secrets.token_urlsafe(12)
    create_staff(db, actor, name="Administrator", email=email, role=administrator["name"], password=password or invented)
    return invented or None


def list_staff(db: Database, actor: Actor) -> list[dict[str, object]]:
    """Everybody, by name."""
    actor.require(Permission.VIEW)
    with db.read() as cursor:
        return rows.select_rows(cursor, STAFF, cursor.values("select id from staff order by name"))


def list_roles(db: Database) -> list[dict[str, object]]:
    with db.read() as cursor:
        return rows.select_rows(cursor, ROLE, cursor.values("select id from role order by id"))

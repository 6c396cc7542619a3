"""My account: what everybody may change about themselves, whatever their role."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from data import sessions as session_rows
from data import staff as staff_rows
from data.database import Database, now
from data.records import STAFF
from services import throttle
from services.actors import Actor
from services.changes import Edit, change_set
from services.errors import FieldProblem, Invalid, NotAllowed, NotFound
from services.language import LANGUAGES
from services.language import translate as _
from services.sessions import IDLE, is_password, passwords
from services.staff import check_password
from services.values import BadValue, read_wire

SESSION_ID_LENGTH = 16


@dataclass(frozen=True)
class Session:
    """One place where the person is signed in. `id` is the beginning of the token's hash."""

    id: str
    created_at: datetime
    seen_at: datetime
    address: str
    device: str
    is_current: bool


def _me(actor: Actor) -> int:
    if actor.staff_id is None:
        raise NotAllowed(_("Only a person has an account."))
    return actor.staff_id


def update_me(db: Database, actor: Actor, values: Mapping[str, Any]) -> None:
    """Change one's own name or language. Raises Invalid naming the field."""
    staff_id = _me(actor)
    edits, problems = {}, []
    for name, value in values.items():
        if name not in ("name", "language"):
            problems.append(FieldProblem(name, _("This cannot be changed here.")))
            continue
        try:
            edits[name] = Edit(read_wire(STAFF.by_name[name], value))
        except BadValue as error:
            problems.append(FieldProblem(name, error.message))
            continue
        if name == "language" and value not in LANGUAGES:
            problems.append(FieldProblem(name, _("Choose one of: {choices}.", choices=", ".join(LANGUAGES))))
    if problems:
        raise Invalid(problems)
    with change_set(db, actor, "update") as changes:
        changes.update(STAFF, {staff_id: edits})


def change_password(db: Database, actor: Actor, *, current: str, new: str) -> int:
    """Give oneself a new password and end every other session. Returns how many ended.

    Raises Invalid naming `current` or `password`, TooManyAttempts.
    """
    staff_id = _me(actor)
    key = f"account:{actor.email.casefold()}"
    throttle.require_open(key)
    with db.read() as cursor:
        stored = staff_rows.select_by_email(cursor, actor.email)
    if not stored or not stored["password_hash"] or not is_password(current, stored["password_hash"]):
        throttle.count_failure(key)
        raise Invalid([FieldProblem("current", _("This is not your current password."))])
    check_password(new)
    if new == current:
        raise Invalid([FieldProblem("password", _("Choose a password that differs from the current one."))])
    hashed = passwords.hash(new)
    with change_set(db, actor, "password") as changes:
        staff_rows.update_password_hash(changes.cursor, staff_id, hashed)
        changes.log_password(staff_id)
        ended = session_rows.delete_sessions_of(changes.cursor, staff_id, but=actor.session_hash)
    throttle.forget(key)
    return ended


def list_sessions(db: Database, actor: Actor) -> list[Session]:
    """Where the person is signed in, this session first."""
    with db.read() as cursor:
        found = session_rows.select_sessions_of(cursor, _me(actor), at=now(), idle_since=now() - IDLE)
    sessions = [
        Session(
            id=row["token_hash"][:SESSION_ID_LENGTH],
            created_at=row["created_at"],
            seen_at=row["seen_at"],
            # An IPv4 address as a socket for both kinds knows it.
            address=(row["address"] or "").removeprefix("::ffff:"),
            device=describe_agent(row["agent"] or ""),
            is_current=row["token_hash"] == actor.session_hash,
        )
        for row in found
    ]
    return sorted(sessions, key=lambda each: not each.is_current)


def end_session(db: Database, actor: Actor, session_id: str) -> None:
    """End one of one's own sessions. Raises NotFound."""
    with db.write() as cursor:
        if len(session_id) != SESSION_ID_LENGTH or not session_rows.delete_session_of(cursor, _me(actor), session_id):
            raise NotFound(_("This session has ended already."))


def end_other_sessions(db: Database, actor: Actor) -> int:
    """Sign out everywhere but here. Returns how many sessions ended."""
    with db.write() as cursor:
        return session_rows.delete_sessions_of(cursor, _me(actor), but=actor.session_hash)


_BROWSERS = (("Edg/", "Edge"), ("OPR/", "Opera"), ("Firefox/", "Firefox"), ("Chrome/", "Chrome"), ("Safari/", "Safari"))
_SYSTEMS = (
    ("Windows", "Windows"),
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Mac OS", "macOS"),
    ("Linux", "Linux"),
)


def describe_agent(agent: str) -> str:
    """Browser and system in words, as far as the browser names them; empty where it does not."""
    browser = next((name for mark, name in _BROWSERS if mark in agent), "")
    system = next((name for mark, name in _SYSTEMS if mark in agent), "")
    return _("{browser} on {system}", browser=browser, system=system) if browser and system else browser or system or agent[:60]

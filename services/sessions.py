"""Signing in and out, and resolving on every request who asks."""

from __future__ import annotations

import hashlib
import secrets
from datetime import datetime, timedelta
from typing import Any
from weakref import WeakKeyDictionary

from pwdlib import PasswordHash
from pwdlib.hashers.argon2 import Argon2Hasher

from data import calendar_feeds as feed_rows
from data import sessions as session_rows
from data import staff as staff_rows
from data import tokens as token_rows
from data.database import Database, now
from services import throttle
from services.actors import Actor, Permission, Source
from services.errors import NotSignedIn
from services.language import DEFAULT_LANGUAGE
from services.language import translate as _

IDLE = timedelta(hours=12)
LONGEST = timedelta(days=14)
SEEN_EVERY = timedelta(minutes=1)

passwords = PasswordHash((Argon2Hasher(),))
# Verified when the address is unknown, so that both answers take as long.
_NOBODY = passwords.hash(secrets.token_urlsafe())


# Per database: the number of writes at which these sessions were read, by the hash of their token.
_known: WeakKeyDictionary[Database, tuple[int | None, dict[str, dict[str, Any]]]] = WeakKeyDictionary()


def token_hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def is_password(given: str, stored: str) -> bool:
    """Whether this is the password of the stored hash; halves of characters are in no password."""
    try:
        return passwords.verify(given, stored)
    except UnicodeEncodeError:
        return False


def sign_in(db: Database, email: str, password: str, *, address: str = "", agent: str = "") -> str:
    """Check the password and open a session. Returns its token, which is stored nowhere.

    Raises NotSignedIn with one message for every cause, TooManyAttempts when throttled.
    """
    keys = (f"account:{email.strip().casefold()}", f"address:{address}")
    throttle.require_open(*keys)
    with db.read() as cursor:
        found = staff_rows.select_by_email(cursor, email.strip())
    stored = found["password_hash"] if found and found["password_hash"] else _NOBODY
    is_right = is_password(password, stored)
    if not (is_right and found and found["active"]):
        throttle.count_failure(*keys)
        raise NotSignedIn(_("E-mail or password is not right."))
    throttle.forget(keys[0])
    return open_session(db, found["id"], address=address, agent=agent)


def open_session(db: Database, staff_id: int, *, address: str = "", agent: str = "") -> str:
    """A new session for this person; returns the token."""
    token = secrets.token_urlsafe(32)
    at = now()
    with db.write() as cursor:
        session_rows.delete_expired(cursor, at, at - IDLE)
        session_rows.insert_session(
            cursor, token_hash=token_hash(token), staff_id=staff_id, at=at, expires_at=at + LONGEST, address=address, agent=agent[:300]
        )
    return token


def end_expired_sessions(db: Database) -> int:
    """Forget sessions that nobody can use any more. Returns how many."""
    at = now()
    with db.write() as cursor:
        return session_rows.delete_expired(cursor, at, at - IDLE)


def sign_out(db: Database, token: str) -> None:
    with db.write() as cursor:
        session_rows.delete_session(cursor, token_hash(token))


def actor_of_session(db: Database, token: str | None, *, source: Source = Source.UI) -> Actor | None:
    """Who this session token stands for now, or None. One indexed read; the time of last use is written at most once a minute."""
    if not token:
        return None
    hashed, at = token_hash(token), now()
    found = _find_session(db, hashed, at)
    if found is None:
        return None
    if found["seen_at"] < at - SEEN_EVERY:
        with db.write_if_free() as cursor:
            if cursor:
                session_rows.update_seen(cursor, hashed, at)
    return _actor(found, source, session_hash=hashed)


def _find_session(db: Database, hashed: str, at: datetime) -> dict[str, Any] | None:
    """The session with its person and role, read anew once anything at all was written: a run and its requests ask for it often."""
    writes = db.writes
    known = _known.get(db)
    if writes is None or known is None or known[0] != writes:
        known = (writes, {})
        if writes is not None:
            _known[db] = known
    found = known[1].get(hashed)
    if found is None:
        with db.read() as cursor:
            found = staff_rows.select_actor_of_session(cursor, hashed, at, at - IDLE)
        if found is not None:
            known[1][hashed] = found
        return found
    return found if found["expires_at"] > at and found["seen_at"] > at - IDLE else None


def actor_of_token(db: Database, token: str) -> Actor | None:
    """Who this API token stands for now, or None. The time of last use is written at most once a minute."""
    at = now()
    with db.read() as cursor:
        found = staff_rows.select_actor_of_token(cursor, token_hash(token))
    if found is None:
        return None
    if found["used_at"] is None or found["used_at"] < at - SEEN_EVERY:
        with db.write_if_free() as cursor:
            if cursor:
                token_rows.update_used(cursor, found["token_id"], at)
    return _actor(found, Source.API)


def actor_of_calendar(db: Database, token: str) -> Actor | None:
    """Who this calendar address stands for now, or None. The time of last use is written at most once a minute."""
    at = now()
    with db.read() as cursor:
        found = staff_rows.select_actor_of_calendar(cursor, token_hash(token))
    if found is None:
        return None
    if found["used_at"] is None or found["used_at"] < at - SEEN_EVERY:
        with db.write_if_free() as cursor:
            if cursor:
                feed_rows.update_used(cursor, found["feed_id"], at)
    return _actor(found, Source.API)


def _actor(found: dict[str, Any], source: Source, session_hash: str = "") -> Actor:
    return Actor(
        staff_id=found["staff_id"],
        name=found["name"],
        email=found["email"],
        language=found["language"] or DEFAULT_LANGUAGE,
        permissions=frozenset(each for each in Permission if found[f"can_{each}"]),
        is_administrator=bool(found["is_administrator"]),
        source=source,
        session_hash=session_hash,
    )

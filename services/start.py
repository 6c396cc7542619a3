"""What a start does before the first request: migrations, the first administrator, demo data in an empty database."""

from __future__ import annotations

from data import staff as staff_rows
from data.database import Database
from services.actors import Source, system_actor
from services.configuration import read_configuration
from services.demo import is_fresh, load_demo
from services.staff import ensure_administrator

FIRST_EMAIL = "admin@example.com"


def prepare(db: Database) -> list[str]:
    """Bring a migrated database to where requests can be served. Returns what is to be told this once: passwords that were made up.

    Doing it again changes nothing.
    """
    configuration = read_configuration()
    email = configuration.admin_email or FIRST_EMAIL
    invented = ensure_administrator(db, system_actor(Source.CRON), email=email, password=configuration.admin_password)
    told = [f"Sign in as {email} with the password {invented} (shown only now; My account changes it)."] if invented else []
    with db.read() as cursor:
        wants_demo = configuration.demo and is_fresh(cursor)
    if wants_demo and (loaded := load_demo(db)):
        told.append(loaded.sign_in)
    return told


def how_to_sign_in(db: Database) -> str:
    """Who may sign in where the password was told at an earlier start, or is known to who configured it."""
    with db.read() as cursor:
        email = staff_rows.select_administrator_email(cursor) or FIRST_EMAIL
    return f"Sign in as {email}; `.venv/bin/python app.py set-password {email}` makes a new password."

"""What a start does before the first request: migrations, the first administrator, demo data in an empty database."""

from __future__ import annotations

from data.database import Database
from services.actors import Source, system_actor
from services.configuration import read_configuration
from services.staff import ensure_administrator


def prepare(db: Database) -> None:
    """Bring the database to where requests can be served, and say once how to sign in. Doing it again changes nothing."""
    configuration = read_configuration()
    email = configuration.admin_email or "admin@example.com"
    invented = ensure_administrator(db, system_actor(Source.CRON), email=email, password=configuration.admin_password)
    if invented:
        print(f"Sign in as {email} with the password {invented} (shown only now; change it in My account).", flush=True)

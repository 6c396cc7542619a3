"""`migrate`: bring the database to the schema of this version, after a backup copy."""

from __future__ import annotations

from data.database import Database
from services.commands.command import DONE, Command, Options, Say


def _run(db: Database, _options: Options, say: Say) -> int:
    # Opening the database applied what was missing; here it is only told.
    with db.read() as cursor:
        last = cursor.value("select max(name) from migration")
    say(f"The database is at {last}.")
    return DONE


MIGRATE = Command("migrate", "Apply missing migrations, after a backup copy.", _run)

"""Backup of the whole database into one file, also under writing, and restore of such a file."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from data import plans as plan_rows
from data import sessions as session_rows
from data.database import MIGRATIONS, Database, DatabaseUnreadable, MigrationFailed
from data.plans import PlanFilter
from services.errors import Refused
from services.language import translate as _


@dataclass(frozen=True)
class Restored:
    """What is in place now: number of plans, and where the database that stood there before is kept (None where there was none)."""

    plans: int
    kept: Path | None


def backup(db: Database, target: Path) -> int:
    """Copy the database with every committed change to `target`, which appears complete or not at all. Returns its size in bytes.

    Raises Refused where the target is the database itself or a folder, OSError where it cannot be written.
    """
    if target.resolve() == db.path.resolve():
        raise Refused(_("This is the database itself. Choose another file for the backup."))
    if target.is_dir():
        raise Refused(_("{path} is a folder. Name a file for the backup.", path=str(target)))
    db.copy_to(target)
    return target.stat().st_size


def restore(source: Path, place: Path) -> Restored:
    """Put the backup `source` in the place of the database file `place`, which no process may have open.

    What stood there is kept beside it in the folder `backups`. Everybody is signed out: a session that was ended since the backup
    must not come back. Raises Refused where `source` is no backup this version can read, DatabaseInUse.
    """
    if not source.is_file():
        raise Refused(_("There is no file {path}.", path=str(source)))
    if source.resolve() == place.resolve():
        raise Refused(_("This is the database itself. Choose a backup to restore."))
    _require_closed(place)
    partial = place.with_name(place.name + ".restoring")
    for leftover in (partial, wal_of(partial)):
        leftover.unlink(missing_ok=True)
    partial.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(source, partial)
    try:
        plans = _make_ready(partial, source)
    except (Refused, MigrationFailed):
        partial.unlink(missing_ok=True)
        wal_of(partial).unlink(missing_ok=True)
        raise
    kept = _put_aside(place)
    partial.replace(place)
    return Restored(plans, kept)


def wal_of(path: Path) -> Path:
    """The write-ahead log that belongs to a database file."""
    return path.with_name(path.name + ".wal")


def _require_closed(place: Path) -> None:
    """Raise DatabaseInUse where a process has the database open. A damaged one may be replaced."""
    if place.exists():
        try:
            Database(place).close()
        except DatabaseUnreadable:
            return


def _make_ready(partial: Path, source: Path) -> int:
    """Check and migrate the copy of a backup, and end its sessions. Returns its number of plans."""
    try:
        db = Database(partial)
    except DatabaseUnreadable as error:
        raise Refused(_("{path} is no backup of Account Planning.", path=str(source))) from error
    try:
        applied = set(db.applied())
        if not applied:
            raise Refused(_("{path} is no backup of Account Planning.", path=str(source)))
        if applied - {path.name for path in MIGRATIONS.glob("*.sql")}:
            raise Refused(_("{path} comes from a newer version of Account Planning. Install that version first.", path=str(source)))
        db.migrate(partial.parent / "backups")
        with db.write() as cursor:
            session_rows.delete_all_sessions(cursor)
        with db.read() as cursor:
            return plan_rows.count_plans(cursor, PlanFilter())
    finally:
        db.close()


def _put_aside(place: Path) -> Path | None:
    """Move the database that stands at `place` into the folder of backups, with its write-ahead log."""
    if not place.exists():
        wal_of(place).unlink(missing_ok=True)
        return None
    kept = place.parent / "backups" / f"before-restore-{datetime.now(UTC):%Y%m%d-%H%M%S}.duckdb"
    kept.parent.mkdir(parents=True, exist_ok=True)
    place.replace(kept)
    if wal_of(place).exists():
        wal_of(place).replace(wal_of(kept))
    return kept

"""The database of this process: opened once, on first use, from the configuration."""

from __future__ import annotations

import threading

from data.database import Database
from services.configuration import read_configuration

_lock = threading.Lock()
_opened: Database | None = None


def database() -> Database:
    """The open, migrated database. Raises BadConfiguration, DatabaseInUse, DatabaseUnreadable, MigrationFailed."""
    global _opened
    with _lock:
        if _opened is None:
            configuration = read_configuration()
            opened = Database(configuration.database_path)
            opened.migrate(configuration.home / "backups")
            _opened = opened
        return _opened


def close_database() -> None:
    global _opened
    with _lock:
        if _opened is not None:
            _opened.close()
            _opened = None

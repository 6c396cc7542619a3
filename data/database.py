"""The one owner of the DuckDB file: opening, migrating, reading, and writing under one lock."""

from __future__ import annotations

import logging
import os
import re
import shutil
import threading
import weakref
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, BinaryIO

import duckdb
import pyarrow as pa

log = logging.getLogger(__name__)
MIGRATIONS = Path(__file__).parent / "migrations"
Row = dict[str, Any]
StorageError = duckdb.Error
"""Whatever the database engine refuses: a full disk, a damaged file, a broken rule."""


class DatabaseInUse(RuntimeError):
    """Another process holds the file; its message is a finished sentence."""


class DatabaseUnreadable(RuntimeError):
    """The file is no database of this version or damaged; its message is a finished sentence."""


class MigrationFailed(RuntimeError):
    """A migration could not be applied; the file is as it was before."""


class Cursor:
    """A connection to the database that answers rows as dictionaries."""

    def __init__(self, connection: duckdb.DuckDBPyConnection, on_fatal: Callable[[], None] | None = None) -> None:
        self.connection = connection
        self._on_fatal = on_fatal
        # Tables written in the running transaction, as far as their writers say so.
        self.written: set[str] = set()

    def execute(self, sql: str, parameters: Mapping[str, Any] | None = None) -> Cursor:
        try:
            self.connection.execute(sql, dict(parameters) if parameters else None)
        except duckdb.FatalException:
            if self._on_fatal:
                self._on_fatal()
            raise
        return self

    def rows(self, sql: str, parameters: Mapping[str, Any] | None = None) -> list[Row]:
        """Every row of the answer, as a dictionary by column name."""
        self.execute(sql, parameters)
        names = [column[0] for column in self.connection.description or ()]
        return [dict(zip(names, values, strict=True)) for values in self.connection.fetchall()]

    def row(self, sql: str, parameters: Mapping[str, Any] | None = None) -> Row | None:
        found = self.rows(sql, parameters)
        return found[0] if found else None

    def tuples(self, sql: str, parameters: Mapping[str, Any] | None = None) -> list[tuple[Any, ...]]:
        self.execute(sql, parameters)
        return self.connection.fetchall()

    def values(self, sql: str, parameters: Mapping[str, Any] | None = None) -> list[Any]:
        """The first column of every row."""
        return [values[0] for values in self.tuples(sql, parameters)]

    def value(self, sql: str, parameters: Mapping[str, Any] | None = None) -> Any:
        """The first column of the first row, or None."""
        found = self.tuples(sql, parameters)
        return found[0][0] if found else None

    def batches(self, sql: str, parameters: Mapping[str, Any] | None = None, *, size: int = 5000) -> pa.RecordBatchReader:
        """The answer as a stream of Arrow batches; read it to its end before this cursor is used again."""
        return self.connection.sql(sql, params=dict(parameters) if parameters else None).to_arrow_reader(size)

    def arrow(self, sql: str, parameters: Mapping[str, Any] | None = None) -> pa.Table:
        """The whole answer as an Arrow table, for answers of many thousand rows."""
        return self.batches(sql, parameters, size=100_000).read_all()

    @contextmanager
    def holding(self, name: str, table: pa.Table) -> Iterator[None]:
        """Let queries of this cursor read an Arrow table under a name, without a copy."""
        self.connection.register(name, table)
        try:
            yield
        finally:
            self.connection.unregister(name)


class Database:
    """One open DuckDB file, shared by all threads of the process.

    Reads run side by side on their own cursors; writes run one at a time, because two cursors that update one row conflict.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._write_lock = threading.RLock()
        self._local = threading.local()
        self._versions: Counter[str] = Counter()
        self._writes = 0
        self._file: BinaryIO | None = None
        self._generation = 0
        self._cursors: weakref.WeakSet[Cursor] = weakref.WeakSet()
        self._cursors_lock = threading.Lock()
        path.parent.mkdir(parents=True, exist_ok=True)
        self._connection = self._connect()

    def _connect(self) -> duckdb.DuckDBPyConnection:
        try:
            connection = duckdb.connect(str(self.path), config={"autoinstall_known_extensions": "false"})
        except duckdb.Error as error:
            if "could not set lock" in str(error).lower():
                raise DatabaseInUse(
                    f"Another process has the database {self.path.name} open. Stop it, or use the HTTP API of that server."
                ) from error
            raise DatabaseUnreadable(f"The database {self.path.name} cannot be opened: {engine_reason(error)}") from error
        connection.execute("set timezone = 'UTC'")
        return connection

    def _cursor(self) -> Cursor:
        cursor: Cursor | None = getattr(self._local, "cursor", None)
        if cursor is None or self._local.generation != self._generation:
            generation = self._generation
            cursor = Cursor(self._connection.cursor(), lambda: self._reopen(generation))
            self._local.cursor, self._local.generation = cursor, generation
            with self._cursors_lock:
                self._cursors.add(cursor)
        return cursor

    def _reopen(self, generation: int) -> None:
        """Open the file anew: after a fatal error (a disk that is full at a checkpoint) the engine answers nothing any more.

        What was committed is in the file and its write-ahead log. Where it cannot be opened yet, the next request tries again.
        """
        with self._write_lock:
            if generation != self._generation:
                return
            log.error("The database engine gave up; opening %s anew.", self.path.name)
            with self._cursors_lock:
                cursors = list(self._cursors)
            for cursor in cursors:
                with suppress(duckdb.Error):
                    cursor.connection.close()
            with suppress(duckdb.Error):
                self._connection.close()
            if self._file is not None:
                self._file.close()
                self._file = None
            try:
                self._connection = self._connect()
            except (DatabaseInUse, DatabaseUnreadable):
                log.exception("%s could not be opened anew.", self.path.name)
                return
            self._generation += 1
            self._writes += 1

    @contextmanager
    def read(self) -> Iterator[Cursor]:
        """A cursor for reading. Inside `write()` on the same thread it sees what was written so far."""
        yield self._cursor()

    @contextmanager
    def write(self) -> Iterator[Cursor]:
        """A transaction under the write lock: committed on success, rolled back on anything else."""
        with self._write_lock:
            cursor = self._cursor()
            if getattr(self._local, "is_writing", False):
                yield cursor
                return
            cursor.execute("begin transaction")
            cursor.written.clear()
            self._local.is_writing = True
            try:
                yield cursor
                cursor.execute("commit")
            except BaseException:
                # Where the commit itself failed, or the engine gave up, there is nothing left to roll back.
                with suppress(duckdb.Error):
                    cursor.execute("rollback")
                raise
            finally:
                # Also after a failure, where what was written may yet be found in the file.
                self._versions.update(cursor.written)
                self._writes += 1
                self._local.is_writing = False

    @contextmanager
    def write_if_free(self) -> Iterator[Cursor | None]:
        """Like `write()`, but gives None at once where somebody else writes: for what may be left out this time."""
        if not self._write_lock.acquire(blocking=False):
            yield None
            return
        try:
            with self.write() as cursor:
                yield cursor
        finally:
            self._write_lock.release()

    @property
    def writes(self) -> int | None:
        """How many transactions ended: what was read at the same number reads the same now. None within one of this thread."""
        return None if getattr(self._local, "is_writing", False) else self._writes

    def version_of(self, table: str) -> int | None:
        """A number that changes whenever a change set wrote to this table; keys what is kept in memory of it.

        None while the transaction of this thread has written to it: what it sees is for nobody else, and may be rolled back.
        """
        if getattr(self._local, "is_writing", False) and table in self._cursor().written:
            return None
        return self._versions[table]

    def applied(self) -> list[str]:
        """The names of the migrations this file has, in order."""
        with self.read() as cursor:
            cursor.execute("create table if not exists migration (name varchar primary key, applied_at timestamp not null)")
            return [str(name) for name in cursor.values("select name from migration order by name")]

    def migrate(self, backups: Path | None = None) -> list[str]:
        """Apply what is missing, each in a transaction, after one backup copy of a file that already holds data.

        Returns the names applied. Raises MigrationFailed, with the file as it was before the failing step.
        """
        done = set(self.applied())
        missing = [path for path in sorted(MIGRATIONS.glob("*.sql")) if path.name not in done]
        if missing and done:
            self.copy_to((backups or self.path.parent / "backups") / f"before-{missing[0].stem}-{datetime.now(UTC):%Y%m%d-%H%M%S}.duckdb")
        for path in missing:
            try:
                with self.write() as cursor:
                    for statement in statements(path.read_text(encoding="utf-8")):
                        cursor.execute(statement)
                    cursor.execute("insert into migration values ($name, $at)", {"name": path.name, "at": now()})
            except duckdb.Error as error:
                raise MigrationFailed(f"Migration {path.name} failed and was rolled back: {error}") from error
        return [path.name for path in missing]

    def copy_to(self, target: Path) -> None:
        """Copy the file as it stands, with every committed change, to `target`; writers wait meanwhile."""
        target.parent.mkdir(parents=True, exist_ok=True)
        partial = target.with_suffix(target.suffix + ".partial")
        with self._write_lock:
            self._cursor().execute("force checkpoint")
            if self._file is None:
                # Kept open: closing any descriptor of the file would drop the lock that keeps other processes out.
                self._file = self.path.open("rb")
            self._file.seek(0)
            with partial.open("wb") as copy:
                shutil.copyfileobj(self._file, copy, 1024 * 1024)
                copy.flush()
                os.fsync(copy.fileno())
            partial.replace(target)

    def close(self) -> None:
        with self._write_lock:
            # Where the checkpoint cannot be done, the write-ahead log keeps what it would have folded in.
            with suppress(duckdb.Error):
                self._connection.execute("force checkpoint")
            self._connection.close()
            if self._file is not None:
                self._file.close()
                self._file = None


def is_disk_full(error: duckdb.Error) -> bool:
    return any(words in str(error) for words in ("Could not write", "No space left", "Disk quota exceeded"))


def engine_reason(error: duckdb.Error) -> str:
    """The first line of what the engine says, without the class of the error."""
    return str(error).partition("\n")[0].partition("Error: ")[2] or str(error)


def statements(script: str) -> list[str]:
    """The statements of a migration: split at the semicolons that end a line."""
    return [part for part in (piece.strip() for piece in re.split(r";[ \t]*(?:\n|$)", script)) if part]


def now() -> datetime:
    """The time in UTC, without a zone, as every table stores it."""
    return datetime.now(UTC).replace(tzinfo=None)


def is_among(column: str, ids: Sequence[int]) -> tuple[str, dict[str, Any]]:
    """A condition that a column is one of these ids, with its parameter: for a single one the kind that the key's index answers."""
    if len(ids) == 1:
        return f"{column} = $only_id", {"only_id": ids[0]}
    return f"{column} in (select unnest(cast($ids as integer[])))", {"ids": list(ids)}


def like_pattern(text: str) -> str:
    """`text` as a literal inside `like … escape '\\'`, found anywhere."""
    return "%" + re.sub(r"([\\%_])", r"\\\1", text) + "%"

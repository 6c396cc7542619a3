"""Migrations: from every older schema to that of today, with all data, after a backup; a step that fails leaves all as it was."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb
import pytest

from data import database
from data.database import Cursor, Database, MigrationFailed
from services.actors import Source, system_actor
from services.integrity import check_data
from services.plans import create_plan, get_plan

FIXTURES = sorted((Path(__file__).resolve().parent.parent / "fixtures").glob("schema_*.sql"))
Rows = dict[str, list[dict[str, Any]]]
# Filled or corrected by migrations, or computed anew.
DERIVED = {"search", "subject_key", "name_key", "touched_at"}


def make(fixture: Path, folder: Path) -> Path:
    """The database of an older version."""
    path = folder / "old" / "account_planning.duckdb"
    path.parent.mkdir()
    connection = duckdb.connect(str(path))
    connection.execute(fixture.read_text(encoding="utf-8"))
    connection.close()
    return path


def shape(cursor: Cursor) -> dict[str, set[tuple[Any, ...]]]:
    """Tables with their columns, sequences and macros."""
    return {
        "columns": set(cursor.tuples("select table_name, column_name, data_type, is_nullable from information_schema.columns")),
        "sequences": set(cursor.tuples("select sequence_name from duckdb_sequences()")),
        "macros": set(
            cursor.tuples("select function_name, macro_definition from duckdb_functions() where function_type = 'macro' and not internal")
        ),
        "indexes": set(cursor.tuples("select table_name, index_name from duckdb_indexes()")),
    }


def rows(path: Path) -> Rows:
    connection = Cursor(duckdb.connect(str(path), read_only=True))
    found = {
        table: connection.rows(f'select * from "{table}" order by all')
        for table in connection.values("select table_name from duckdb_tables()")
    }
    connection.connection.close()
    return found


@pytest.fixture(params=FIXTURES, ids=lambda each: each.stem)
def old(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    return make(request.param, tmp_path)


@pytest.fixture
def migrated(old: Path) -> Iterator[tuple[Rows, Database]]:
    """The rows of an older version, and its database migrated to today's."""
    before = rows(old)
    db = Database(old)
    db.migrate()
    yield before, db
    db.close()


def test_there_is_a_fixture_of_the_first_schema() -> None:
    assert FIXTURES[0].name == "schema_0001.sql"


def test_the_schema_is_that_of_a_new_database(migrated: tuple[Rows, Database], db: Database) -> None:
    with migrated[1].read() as one, db.read() as other:
        mine, fresh = shape(one), shape(other)
    mine["columns"] = {each for each in mine["columns"] if not each[1].startswith("cf_")}
    assert mine == fresh


def test_every_row_survives(migrated: tuple[Rows, Database]) -> None:
    before, db = migrated
    with db.read() as cursor:
        tables = set(cursor.values("select table_name from duckdb_tables()"))
        for table, old_rows in before.items():
            assert table in tables or not old_rows, table
            if not old_rows or table in ("migration", "risk_rule"):
                continue
            kept = [name for name in old_rows[0] if name not in DERIVED]
            columns = ", ".join(f'"{name}"' for name in kept)
            after = cursor.rows(f'select {columns} from "{table}"')
            missing = [row for row in old_rows if {name: row[name] for name in kept} not in after]
            assert missing == [], table


def test_the_data_is_whole_and_can_be_worked_with(migrated: tuple[Rows, Database]) -> None:
    before, db = migrated
    assert [str(each) for each in check_data(db).findings] == []
    system = system_actor(Source.CRON)
    assert get_plan(db, system, 1)["subject"] == "Nordwind – Q1 2026"
    made = create_plan(db, system, {"client_id": 1})
    assert made["id"] > max(row["id"] for row in before["plan"])


def test_a_backup_of_the_old_version_is_kept(old: Path) -> None:
    before = rows(old)
    db = Database(old)
    applied = db.migrate()
    db.close()
    copies = list((old.parent / "backups").glob("before-*.duckdb"))
    if not applied:
        assert copies == []
        return
    assert len(copies) == 1
    assert rows(copies[0]) == before


def test_migrating_again_does_nothing(old: Path) -> None:
    db = Database(old)
    db.migrate()
    db.close()
    after = rows(old)
    db = Database(old)
    assert db.migrate() == []
    db.close()
    assert rows(old) == after


def test_a_step_that_fails_leaves_the_database_as_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = make(FIXTURES[0], tmp_path)
    steps = tmp_path / "migrations"
    steps.mkdir()
    shutil.copyfile(database.MIGRATIONS / "0001_foundation.sql", steps / "0001_foundation.sql")
    (steps / "0002_good.sql").write_text("alter table plan add column good varchar;\n")
    (steps / "0003_bad.sql").write_text(
        "alter table plan add column half varchar;\nupdate plan set half = 'x';\nupdate nowhere set a = 1;\n"
    )
    monkeypatch.setattr(database, "MIGRATIONS", steps)
    db = Database(path)
    with pytest.raises(MigrationFailed, match=r"^Migration 0003_bad\.sql failed and was rolled back: "):
        db.migrate()
    db.close()
    plans = rows(path)["plan"]
    assert "good" in plans[0]
    assert "half" not in plans[0]
    assert [row["name"] for row in rows(path)["migration"]] == ["0001_foundation.sql", "0002_good.sql"]

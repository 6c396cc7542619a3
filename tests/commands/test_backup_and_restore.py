"""`backup` and `restore`: the same data in another home, also from a database that is being written to."""

from __future__ import annotations

import subprocess
import sys
import threading
from pathlib import Path

import pytest

from data.database import Database
from services import installation
from services.backups import backup
from services.demo import load_demo
from services.installation import database
from services.sessions import actor_of_session, open_session
from tests.commands.conftest import Run
from tests.world import World, make_world


def contents(path: Path) -> dict[str, list[tuple[object, ...]]]:
    """Every row of every table, but for sessions, which a restore ends."""
    db = Database(path)
    with db.read() as cursor:
        tables = cursor.values("select table_name from duckdb_tables() where table_name <> 'session' order by 1")
        found = {table: cursor.tuples(f'select * from "{table}" order by all') for table in tables}
    db.close()
    return found


def test_a_backup_restored_in_another_home_holds_the_same_rows(
    run: Run, home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run("load-demo")
    target = tmp_path / "safe" / "monday.duckdb"
    told = run("backup", str(target))
    assert told.status == 0
    assert told.out.startswith(f"The backup is in {target} (")
    elsewhere = tmp_path / "elsewhere"
    monkeypatch.setenv("ACCOUNT_PLANNING_HOME", str(elsewhere))
    told = run("restore", str(target))
    assert told.status == 0
    assert told.out == f"Restored 245 plans from {target}. Everybody is signed out.\n"
    before = contents(home / "account_planning.duckdb")
    assert len(before["plan"]) == 245
    assert contents(elsewhere / "account_planning.duckdb") == before


def test_a_restore_keeps_what_stood_there_and_ends_every_session(run: Run, home: Path, tmp_path: Path) -> None:
    world = make_world(database())
    token = open_session(world.db, world.staff["alice"])
    installation.close_database()
    run("backup", str(tmp_path / "b.duckdb"))
    world = World(database(), world.staff, world.tokens, world.client_id, world.contact_id, world.plan_id)
    world.make_plan(subject="Made after the backup")
    installation.close_database()
    after = contents(home / "account_planning.duckdb")
    told = run("restore", str(tmp_path / "b.duckdb"))
    kept = Path(told.out.rpartition("is kept in ")[2].rstrip(".\n"))
    assert contents(kept) == after
    db = database()
    with db.read() as cursor:
        assert cursor.value("select count(*) from plan where subject = 'Made after the backup'") == 0
        assert cursor.value("select count(*) from session") == 0
    assert actor_of_session(db, token) is None


def test_a_damaged_database_can_be_replaced(run: Run, home: Path, tmp_path: Path) -> None:
    run("backup", str(tmp_path / "b.duckdb"))
    (home / "account_planning.duckdb").write_bytes(b"damaged" * 5000)
    (home / "account_planning.duckdb.wal").write_bytes(b"of another file")
    assert run("restore", str(tmp_path / "b.duckdb")).status == 0
    assert run("migrate").status == 0


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("absent", None, "There is no file {path}.\n"),
        ("junk", b"no database" * 1000, "{path} is no backup of Account Planning.\n"),
    ],
)
def test_what_is_no_backup_is_refused_and_nothing_changes(
    run: Run, home: Path, tmp_path: Path, name: str, content: bytes | None, sentence: str
) -> None:
    run("create-user", "zoe@example.com")
    before = contents(home / "account_planning.duckdb")
    path = tmp_path / name
    if content is not None:
        path.write_bytes(content)
    told = run("restore", str(path))
    assert (told.status, told.error) == (1, sentence.format(path=path))
    assert contents(home / "account_planning.duckdb") == before
    assert [each.name for each in home.iterdir() if "restoring" in each.name] == []


def test_another_database_and_a_newer_backup_are_refused(run: Run, tmp_path: Path) -> None:
    other = Database(tmp_path / "other.duckdb")
    with other.write() as cursor:
        cursor.execute("create table plan (id integer)")
    other.close()
    assert run("restore", str(tmp_path / "other.duckdb")).error == f"{tmp_path / 'other.duckdb'} is no backup of Account Planning.\n"
    run("backup", str(tmp_path / "newer.duckdb"))
    newer = Database(tmp_path / "newer.duckdb")
    with newer.write() as cursor:
        cursor.execute("insert into migration values ('9999_later.sql', now())")
    newer.close()
    assert "comes from a newer version" in run("restore", str(tmp_path / "newer.duckdb")).error


def test_a_backup_on_the_database_itself_or_nowhere_is_refused(run: Run, home: Path, tmp_path: Path) -> None:
    assert (
        run("backup", str(home / "account_planning.duckdb")).error == "This is the database itself. Choose another file for the backup.\n"
    )
    assert run("backup", str(tmp_path)).error == f"{tmp_path} is a folder. Name a file for the backup.\n"
    (tmp_path / "file").write_text("")
    told = run("backup", str(tmp_path / "file" / "b.duckdb"))
    assert (told.status, told.error.count("\n")) == (1, 1)
    assert run("migrate").status == 0


def test_backups_made_while_others_write_each_hold_whole_change_sets(db: Database, tmp_path: Path) -> None:
    world = make_world(db)
    load_demo(db)
    stop = threading.Event()
    written: list[int] = []

    def write() -> None:
        while not stop.is_set():
            written.append(world.make_plan(subject="Written meanwhile"))

    writer = threading.Thread(target=write)
    writer.start()
    counts = []
    for number in range(4):
        floor = len(written)
        backup(db, tmp_path / f"{number}.duckdb")
        copy = Database(tmp_path / f"{number}.duckdb")
        with copy.read() as cursor:
            plans = cursor.value("select count(*) from plan where subject = 'Written meanwhile'")
            logged = cursor.value(
                "select count(*) from activity a join plan p on p.id = a.plan_id where a.action = 'create' and p.subject = 'Written meanwhile'"
            )
        copy.close()
        assert plans == logged >= floor
        counts.append(plans)
    stop.set()
    writer.join()
    assert counts == sorted(counts)
    assert counts[-1] > counts[0]


def test_a_backup_does_not_let_another_process_in(db: Database, tmp_path: Path) -> None:

    backup(db, tmp_path / "b.duckdb")
    opener = subprocess.run(
        [sys.executable, "-c", f"import duckdb; duckdb.connect({str(db.path)!r})"], capture_output=True, text=True, timeout=30
    )
    assert "Could not set lock" in opener.stderr

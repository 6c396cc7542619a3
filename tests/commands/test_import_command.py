"""`import PATH [--map FILE] [--dry-run]`: what it says, how it ends, also beside a running server."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from data.database import Database
from tests.commands.conftest import Run
from tests.conftest import Server

ROOT = Path(__file__).resolve().parents[2]

ACCOUNTS = "account,sector\nAlpha,energy\n"
DEALS = "account,stage,amount,close date\nAlpha,won,7,2024-01-05\n,won,8,2024-01-05\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    place = tmp_path / "files"
    place.mkdir()
    (place / "accounts.csv").write_text(ACCOUNTS)
    (place / "deals.csv").write_text(DEALS)
    (place / "notes.md").write_text("not a table")
    return place


def clients(home: Path) -> list[str]:
    db = Database(home / "account_planning.duckdb")
    with db.read() as cursor:
        found = cursor.values("select name from client order by name")
    db.close()
    return found


def test_refused_rows_are_told_and_do_not_fail_it(run: Run, home: Path, folder: Path) -> None:
    told = run("import", str(folder))
    assert (told.status, told.error) == (0, "")
    assert "deals.csv, line 3: This deal names no account." in told.out.splitlines()
    assert "Clients: 1 created." in told.out.splitlines()
    assert clients(home) == ["Alpha"]
    assert "Everything was here already: nothing was changed." in run("import", str(folder)).out.splitlines()


def test_a_dry_run_changes_nothing(run: Run, home: Path, folder: Path) -> None:
    told = run("import", str(folder), "--dry-run")
    assert told.status == 0
    assert "Clients: 1 to create." in told.out.splitlines()
    assert clients(home) == []


def test_a_mapping_file_may_be_toml_or_json_and_a_single_file_is_enough(run: Run, home: Path, tmp_path: Path) -> None:
    (tmp_path / "x.csv").write_text("wer\nZeta\n")
    (tmp_path / "map.json").write_text('{"files": {"x.csv": {"role": "accounts", "columns": {"name": "wer"}}}}')
    assert run("import", str(tmp_path / "x.csv"), "--map", str(tmp_path / "map.json")).status == 0
    assert clients(home) == ["Zeta"]


@pytest.mark.parametrize(
    ("arguments", "status", "sentence"),
    [
        ((), 2, "usage:"),
        (("{tmp}/missing",), 1, "is no file and no folder with CSV or Excel files."),
        (("{tmp}/files", "--map", "{tmp}/missing.toml"), 1, "No such file"),
        (("{tmp}/files", "--map", "{tmp}/files/notes.md"), 1, "is neither TOML nor JSON"),
        (("{tmp}/other.csv",), 1, "None of these files holds accounts"),
    ],
)
def test_what_cannot_be_done_ends_with_the_reason(
    run: Run, folder: Path, tmp_path: Path, arguments: tuple[str, ...], status: int, sentence: str
) -> None:
    (tmp_path / "other.csv").write_text("a,b\n1,2\n")
    told = run("import", *(each.replace("{tmp}", str(tmp_path)) for each in arguments))
    assert told.status == status
    assert sentence in told.error


def test_a_running_server_does_the_work(server: Server, folder: Path) -> None:
    environment = {**os.environ, "ACCOUNT_PLANNING_HOME": str(server.home), "ACCOUNT_PLANNING_DEMO": "0"}
    done = subprocess.run(
        [sys.executable, "app.py", "import", str(folder)], cwd=ROOT, env=environment, capture_output=True, text=True, timeout=60
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert "Clients: 1 created." in done.stdout.splitlines()
    with server.api("alice") as api:
        assert [each["name"] for each in api.get("/v1/clients", params={"q": "Alpha"}).json()["items"]] == ["Alpha"]

"""Start and stop of the real server: told in one line, ready when it answers, stopped within five seconds with browsers open."""

from __future__ import annotations

import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Browser

from data.database import Database
from tests.servers import ROOT, start_server, stop_server


@pytest.fixture
def home(tmp_path: Path, empty_file: Path) -> Path:
    shutil.copyfile(empty_file, tmp_path / "account_planning.duckdb")
    return tmp_path


def command(home: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """`python app.py …` on this home, from a working directory of its own."""
    environment = {"ACCOUNT_PLANNING_HOME": str(home), "PATH": "/usr/bin:/bin", "ACCOUNT_PLANNING_DEMO": "0"}
    return subprocess.run(
        [sys.executable, str(ROOT / "app.py"), *arguments],
        cwd=home,
        env=environment,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


@pytest.fixture
def running(home: Path) -> Iterator[tuple[subprocess.Popen[bytes], str]]:
    """A server with demo data that is new to it."""
    process, url = start_server(home, ACCOUNT_PLANNING_DEMO="1")
    yield process, url
    stop_server(process)


def test_commands_work_beside_a_running_server(running: tuple[subprocess.Popen[bytes], str], home: Path, tmp_path: Path) -> None:
    process, url = running
    log = (home / "server.log").read_text()
    assert log.count("\n") == 1, log
    found = re.fullmatch(
        r"Account Planning serves http://localhost:\d+\. Sign in as admin@example\.com with the password (\S+) \(shown only now.*\n", log
    )
    assert found, log
    assert httpx.post(f"{url}/api/session", data={"email": "admin@example.com", "password": found[1]}).status_code == 200
    assert oct((home / "server.json").stat().st_mode & 0o777) == "0o600"

    assert command(home, "create-user", "zoe@example.com").stdout.startswith("zoe@example.com is now staff")
    again = command(home, "create-user", "zoe@example.com")
    assert (again.returncode, again.stderr) == (1, "Somebody has this e-mail address already.\n")
    copy = command(home, "backup", "relative.duckdb")
    assert (copy.returncode, copy.stdout.startswith(f"The backup is in {home / 'relative.duckdb'}")) == (0, True)
    checked = command(home, "check-data")
    assert (checked.returncode, checked.stderr) == (0, "")
    refused = command(home, "restore", "relative.duckdb")
    assert (refused.returncode, refused.stderr.count("\n")) == (1, 1)
    assert refused.stderr.startswith("Another process has the database account_planning.duckdb open.")
    second = command(home)
    assert (second.returncode, second.stderr.count("\n")) == (1, 1)
    assert process.poll() is None

    forged = httpx.post(f"{url}/api/commands", json={"command": "check-data", "options": {}}, headers={"authorization": "Bearer guess"})
    assert forged.status_code == 401
    assert httpx.post(f"{url}/api/commands", json={"command": "check-data", "options": {}}).status_code == 401
    assert "/commands" not in str(httpx.get(f"{url}/api/openapi.json").json()["paths"])


def test_sigterm_with_browsers_open_stops_cleanly_within_five_seconds(
    running: tuple[subprocess.Popen[bytes], str], home: Path, browser: Browser
) -> None:
    process, url = running
    response = command(home, "create-user", "zoe@example.com")
    assert response.returncode == 0
    password = response.stdout.partition("with the password ")[2].partition(" ")[0]
    token = httpx.post(f"{url}/api/session", data={"email": "zoe@example.com", "password": password}).cookies["account_planning_session"]
    context = browser.new_context()
    context.add_cookies([{"name": "account_planning_session", "value": token, "url": url, "httpOnly": True}])
    for _ in range(2):
        page = context.new_page()
        page.goto(f"{url}/plans")
        page.get_by_role("heading", name="Plans").wait_for(timeout=20_000)
    began = time.monotonic()
    process.send_signal(signal.SIGTERM)
    assert process.wait(10) == 0
    assert time.monotonic() - began < 5
    context.close()
    assert (home / "server.log").read_text().count("\n") == 1
    assert not (home / "server.json").exists()
    assert not (home / "account_planning.duckdb.wal").exists()
    db = Database(home / "account_planning.duckdb")
    with db.read() as cursor:
        assert cursor.value("select count(*) from plan") == 245
    db.close()


def test_a_command_says_so_where_another_process_has_the_database_open(home: Path) -> None:
    db = Database(home / "account_planning.duckdb")
    told = command(home, "migrate")
    db.close()
    assert (told.returncode, told.stdout) == (1, "")
    assert told.stderr == "Another process has the database account_planning.duckdb open. Stop it, or use the HTTP API of that server.\n"


@pytest.mark.parametrize(
    ("variable", "value", "sentence"),
    [
        ("ACCOUNT_PLANNING_PORT", "1", "ACCOUNT_PLANNING_PORT is not a variable of Account Planning. Known are: "),
        ("ACCOUNT_PLANNING_DEMO", "yes", "ACCOUNT_PLANNING_DEMO is 'yes'; give 0 or 1.\n"),
        ("ACCOUNT_PLANNING_ADMIN_PASSWORD", "short", "ACCOUNT_PLANNING_ADMIN_PASSWORD is too short; give 10 characters or more.\n"),
        ("PORT", "http", "PORT is 'http'; give a number from 1 to 65535.\n"),
    ],
)
def test_a_wrong_variable_stops_the_start_with_a_sentence(home: Path, variable: str, value: str, sentence: str) -> None:
    told = subprocess.run(
        [sys.executable, str(ROOT / "app.py"), "migrate"],
        cwd=home,
        env={"ACCOUNT_PLANNING_HOME": str(home), "PATH": "/usr/bin:/bin", variable: value},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert (told.returncode, told.stdout) == (1, "")
    assert told.stderr.startswith(sentence)

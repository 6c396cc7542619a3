"""The command line: what it accepts, what it says, how it ends."""

from __future__ import annotations

import io
from pathlib import Path

import pytest

from data.database import Database
from services.commands import COMMANDS
from services.sessions import actor_of_session, sign_in
from tests.commands.conftest import Run


def opened(home: Path) -> Database:
    return Database(home / "account_planning.duckdb")


def test_help_names_every_command(run: Run) -> None:
    told = run("--help")
    assert told.status == 0
    assert [name for name in COMMANDS if f" {name} " not in told.out.replace("\n", " ")] == []


@pytest.mark.parametrize("arguments", [("nonsense",), ("backup",), ("load-demo", "--plans", "many"), ("restore", "a", "b"), ("back", "x")])
def test_wrong_usage_exits_with_2(run: Run, arguments: tuple[str, ...]) -> None:
    told = run(*arguments)
    assert told.status == 2
    assert "usage:" in told.error


def test_a_wrong_variable_stops_every_command_with_a_sentence(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ACCOUNT_PLANNING_COLOUR", "blue")
    told = run("migrate")
    assert told.status == 1
    assert told.error.startswith("ACCOUNT_PLANNING_COLOUR is not a variable of Account Planning.")
    assert told.error.count("\n") == 1


def test_migrate_says_where_the_database_is(run: Run) -> None:
    told = run("migrate")
    assert (told.status, told.out.startswith("The database is at 0")) == (0, True)


def test_a_damaged_database_is_told_in_one_sentence(run: Run, home: Path) -> None:
    (home / "account_planning.duckdb").write_bytes(b"not a database at all" * 1000)
    told = run("migrate")
    assert told.status == 1
    assert told.error.startswith("The database account_planning.duckdb cannot be opened:")
    assert told.error.count("\n") == 1


def test_a_created_user_signs_in_with_the_password_made_up(run: Run, home: Path) -> None:
    told = run("create-user", "zoe@example.com", "--name", "Zoé", "--role", "Reader", "--language", "fr")
    assert told.status == 0
    password = told.out.partition("with the password ")[2].partition(" ")[0]
    db = opened(home)
    actor = actor_of_session(db, sign_in(db, "zoe@example.com", password))
    db.close()
    assert actor is not None
    assert (actor.name, actor.language, sorted(actor.permissions)) == ("Zoé", "fr", ["view"])


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("create-user", "no-address"), "Enter an e-mail address."),
        (("create-user", "a@example.com", "--role", "King"), "There is no role King."),
        (("set-password", "nobody@example.com"), "Nobody has the e-mail address nobody@example.com."),
    ],
)
def test_what_cannot_be_done_is_refused_with_the_reason(run: Run, arguments: tuple[str, ...], sentence: str) -> None:
    told = run(*arguments)
    assert (told.status, told.out, told.error) == (1, "", sentence + "\n")


def test_a_second_user_with_the_same_address_is_refused(run: Run) -> None:
    assert run("create-user", "zoe@example.com").status == 0
    told = run("create-user", "ZOE@example.com")
    assert (told.status, told.error) == (1, "Somebody has this e-mail address already.\n")


def test_a_new_password_is_read_from_standard_input_and_ends_sessions(run: Run, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("first password\n"))
    assert run("create-user", "zoe@example.com", "--ask-password").out.count("password") == 0
    db = opened(home)
    token = sign_in(db, "zoe@example.com", "first password")
    db.close()
    monkeypatch.setattr("sys.stdin", io.StringIO("second password\n"))
    told = run("set-password", "zoe@example.com", "--ask-password")
    assert (told.status, told.out) == (0, "zoe@example.com has a new password; 1 session was ended.\n")
    db = opened(home)
    assert actor_of_session(db, token) is None
    assert sign_in(db, "zoe@example.com", "second password")
    db.close()


def test_a_short_password_is_refused(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("short\n"))
    told = run("create-user", "zoe@example.com", "--ask-password")
    assert (told.status, told.error) == (1, "Choose a password of 10 characters or more.\n")

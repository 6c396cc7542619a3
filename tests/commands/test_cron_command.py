"""`cron` and `create-token` on the command line."""

from __future__ import annotations

from pathlib import Path

from data.database import Database
from services.sessions import actor_of_token
from tests.commands.conftest import Run


def test_cron_runs_jobs_and_tells_how_they_went(run: Run) -> None:
    assert "end-sessions: never ran" in run("cron", "--list").out
    told = run("cron", "end-sessions")
    assert (told.status, told.out.startswith("end-sessions: 0 handled (")) == (0, True)
    listed = run("cron", "--list").out
    assert "end-sessions: 0 handled (" in listed
    assert "GET /api/cron/" in listed
    assert run("cron", "make-coffee").status == 2


def test_a_token_stands_for_its_person(run: Run, home: Path) -> None:
    run("create-user", "zoe@example.com", "--role", "Reader")
    told = run("create-token", "zoe@example.com", "--name", "Reports")
    assert told.status == 0
    db = Database(home / "account_planning.duckdb")
    actor = actor_of_token(db, told.out.strip())
    db.close()
    assert actor is not None
    assert (actor.email, sorted(actor.permissions)) == ("zoe@example.com", ["view"])
    told = run("create-token", "nobody@example.com")
    assert (told.status, told.error) == (1, "No active staff member has the e-mail address nobody@example.com.\n")

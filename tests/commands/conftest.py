"""Fixtures: the command line in this process, on a home of its own."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from services import installation
from services.commands import main


@dataclass(frozen=True)
class Outcome:
    """What a command left behind: exit status, what it printed, what it printed as errors."""

    status: int
    out: str
    error: str


Run = Callable[..., Outcome]


@pytest.fixture
def home(tmp_path: Path, empty_file: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The home of an installation with an empty migrated database that nobody has open."""
    place = tmp_path / "home"
    place.mkdir()
    shutil.copyfile(empty_file, place / "account_planning.duckdb")
    monkeypatch.setenv("ACCOUNT_PLANNING_HOME", str(place))
    installation.close_database()
    yield place
    installation.close_database()


@pytest.fixture
def run(home: Path, capsys: pytest.CaptureFixture[str]) -> Run:
    """`run("backup", "file")`: the outcome of `python app.py backup file`."""

    def run_command(*arguments: str) -> Outcome:
        try:
            status = main(arguments)
        except SystemExit as left:
            status = int(left.code or 0)
        told = capsys.readouterr()
        return Outcome(status, told.out, told.err)

    return run_command

"""What a command is: its words, what it asks for, and what it does to the database."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from data.database import Database
from services.errors import AccountPlanningError

Options = Mapping[str, Any]
"""What was given on the command line: texts, numbers, booleans, None; paths as absolute texts, because a server may do the work."""

Say = Callable[[str], None]
"""Tells one line to the person at the terminal."""

DONE, FAILED = 0, 1


class CommandFailed(AccountPlanningError):
    """The command could not do its work; the message is a finished sentence."""


def _nothing_to_declare(_parser: argparse.ArgumentParser) -> None:
    pass


def _nothing_to_ask(options: Options) -> Options:
    return options


@dataclass(frozen=True)
class Command:
    """One word after `python app.py`.

    `run(db, options, say)` works on an open, migrated database, here or inside the server that owns it, and returns the exit
    status. `ask` completes the options at the terminal beforehand.
    """

    name: str
    help: str
    run: Callable[[Database, Options, Say], int]
    declare: Callable[[argparse.ArgumentParser], None] = _nothing_to_declare
    ask: Callable[[Options], Options] = _nothing_to_ask


@dataclass(frozen=True)
class OfflineCommand:
    """A command that replaces the database file itself, so no server may own it: `run(options, say)` opens what it needs."""

    name: str
    help: str
    run: Callable[[Options, Say], int]
    declare: Callable[[argparse.ArgumentParser], None] = _nothing_to_declare


def absolute_path(text: str) -> str:
    """An argument that names a file, as an absolute path."""
    return str(Path(text).expanduser().absolute())


def count(text: str) -> int:
    """An argument that is a whole number of 0 or more."""
    if not text.isdecimal():
        raise argparse.ArgumentTypeError(f"{text!r} is not a whole number of 0 or more")
    return int(text)

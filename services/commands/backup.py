"""`backup FILE`: a copy of the whole database, also while a server writes to it."""

from __future__ import annotations

import argparse
from pathlib import Path

from data.database import Database
from services.backups import backup
from services.commands.command import DONE, Command, Options, Say, absolute_path


def _declare(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=absolute_path, metavar="FILE", help="where the backup goes; an existing file is replaced")


def _run(db: Database, options: Options, say: Say) -> int:
    size = backup(db, Path(options["file"]))
    say(f"The backup is in {options['file']} ({size / 1e6:,.1f} MB).")
    return DONE


BACKUP = Command("backup", "Copy the whole database to a file, also while a server is running.", _run, _declare)

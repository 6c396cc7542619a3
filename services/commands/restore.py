"""`restore FILE`: a backup in the place of the database."""

from __future__ import annotations

import argparse
from pathlib import Path

from services.backups import restore
from services.commands.command import DONE, OfflineCommand, Options, Say, absolute_path
from services.configuration import read_configuration


def _declare(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=absolute_path, metavar="FILE", help="a file that `backup` wrote")


def _run(options: Options, say: Say) -> int:
    restored = restore(Path(options["file"]), read_configuration().database_path)
    say(f"Restored {restored.plans:,} plans from {options['file']}. Everybody is signed out.")
    if restored.kept:
        say(f"The database that stood here before is kept in {restored.kept}.")
    return DONE


RESTORE = OfflineCommand("restore", "Put a backup in the place of the database; stop the server first.", _run, _declare)

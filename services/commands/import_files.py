"""`import PATH`: the files of another CRM become clients, staff and account plans."""

from __future__ import annotations

import argparse
from pathlib import Path

from data.database import Database
from services.actors import Source, system_actor
from services.commands.command import DONE, Command, Options, Say, absolute_path
from services.crm_files.importing import import_crm, read_folder
from services.crm_files.mapping import read_mapping_text
from services.crm_files.report import report_lines


def _declare(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("path", type=absolute_path, metavar="PATH", help="a folder of CSV or Excel files, or one such file")
    parser.add_argument("--map", type=absolute_path, metavar="FILE", help="TOML or JSON that says what files and columns are")
    parser.add_argument("--dry-run", action="store_true", help="say what would happen and change nothing")


def _run(db: Database, options: Options, say: Say) -> int:
    mapping = None
    if options["map"]:
        mapping = read_mapping_text(Path(options["map"]).read_text(encoding="utf-8"), Path(options["map"]).name)
    tables = read_folder(Path(options["path"]))
    report = import_crm(db, system_actor(Source.IMPORT), tables, mapping, dry_run=options["dry_run"])
    for line in report_lines(report):
        say(line)
    return DONE


IMPORT = Command("import", "Bring in the CSV or Excel files of another CRM.", _run, _declare)

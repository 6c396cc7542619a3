"""`create-token EMAIL --name NAME`: an API token that stands for a staff member."""

from __future__ import annotations

import argparse

from data import staff as staff_rows
from data.database import Database
from services.commands.command import DONE, Command, CommandFailed, Options, Say
from services.tokens import issue_token


def _declare(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("email", help="whose permissions the token has")
    parser.add_argument("--name", default="Command line", help="what the token is for (Command line)")


def _run(db: Database, options: Options, say: Say) -> int:
    with db.read() as cursor:
        found = staff_rows.select_by_email(cursor, options["email"])
    if found is None or not found["active"]:
        raise CommandFailed(f"No active staff member has the e-mail address {options['email']}.")
    say(issue_token(db, found["id"], options["name"]).token)
    return DONE


CREATE_TOKEN = Command("create-token", "Make an API token for a staff member and print it.", _run, _declare)

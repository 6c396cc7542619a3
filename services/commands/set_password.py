"""`set-password EMAIL`: a new password for somebody, who is signed out everywhere."""

from __future__ import annotations

import argparse

from data.database import Database
from services.actors import Source, system_actor
from services.commands.command import DONE, Command, Options, Say
from services.commands.passwords import ask_password, chosen_password, declare_password, tell_password
from services.staff import reset_password


def _declare(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("email")
    declare_password(parser)


def _run(db: Database, options: Options, say: Say) -> int:
    email, password = options["email"], chosen_password(options)
    ended = reset_password(db, system_actor(Source.CRON), email=email, password=password)
    say(f"{email} has a new password; {ended} {'session was' if ended == 1 else 'sessions were'} ended.")
    tell_password(options, email, password, say)
    return DONE


SET_PASSWORD = Command("set-password", "Give a staff member a new password and end their sessions.", _run, _declare, ask_password)

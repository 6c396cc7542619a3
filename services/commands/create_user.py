"""`create-user EMAIL`: somebody who can sign in."""

from __future__ import annotations

import argparse

from data.database import Database
from services.actors import Source, system_actor
from services.commands.command import DONE, Command, Options, Say
from services.commands.passwords import ask_password, chosen_password, declare_password, tell_password
from services.language import LANGUAGES
from services.staff import create_staff


def _declare(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("email")
    parser.add_argument("--name", help="as colleagues see it; otherwise what stands before the @")
    parser.add_argument("--role", default="Account manager", help="name of a role (Account manager)")
    parser.add_argument("--language", default="en", choices=sorted(LANGUAGES))
    declare_password(parser)


def _run(db: Database, options: Options, say: Say) -> int:
    email, password = options["email"], chosen_password(options)
    create_staff(
        db,
        system_actor(Source.CRON),
        name=options["name"] or email.partition("@")[0],
        email=email,
        role=options["role"],
        password=password,
        language=options["language"],
    )
    say(f"{email} is now staff with the role {options['role']}.")
    tell_password(options, email, password, say)
    return DONE


CREATE_USER = Command("create-user", "Create a staff member who can sign in.", _run, _declare, ask_password)

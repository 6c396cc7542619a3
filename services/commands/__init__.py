"""The command line: `python app.py COMMAND` works on the database, itself or through the server that owns it."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence

from data.database import Database, DatabaseInUse, DatabaseUnreadable, MigrationFailed, StorageError, engine_reason
from services import command_channel, installation
from services.command_channel import Answer
from services.commands.backup import BACKUP
from services.commands.check_data import CHECK_DATA
from services.commands.command import FAILED, Command, OfflineCommand, Options
from services.commands.create_token import CREATE_TOKEN
from services.commands.create_user import CREATE_USER
from services.commands.cron import CRON
from services.commands.import_files import IMPORT
from services.commands.load_demo import LOAD_DEMO
from services.commands.migrate import MIGRATE
from services.commands.restore import RESTORE
from services.commands.set_password import SET_PASSWORD
from services.configuration import BadConfiguration, read_configuration
from services.errors import AccountPlanningError

COMMANDS: dict[str, Command | OfflineCommand] = {
    each.name: each for each in (MIGRATE, CREATE_USER, SET_PASSWORD, LOAD_DEMO, IMPORT, BACKUP, RESTORE, CHECK_DATA, CRON, CREATE_TOKEN)
}
FAILURES = (AccountPlanningError, BadConfiguration, DatabaseInUse, DatabaseUnreadable, MigrationFailed, StorageError, OSError)


def parser() -> argparse.ArgumentParser:
    """The grammar of the command line."""
    root = argparse.ArgumentParser(
        prog="python app.py",
        formatter_class=lambda prog: argparse.HelpFormatter(prog, max_help_position=20, width=110),
        description="Account Planning. Without a command it serves the product.",
        allow_abbrev=False,
    )
    words = root.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for command in COMMANDS.values():
        command.declare(words.add_parser(command.name, help=command.help, description=command.help, allow_abbrev=False))
    return root


def main(arguments: Sequence[str]) -> int:
    """Run a command. Returns the exit status: 0 done, 1 failed with the reason on stderr; wrong usage exits with 2."""
    given = vars(parser().parse_args(arguments))
    command = COMMANDS[given.pop("command")]
    try:
        read_configuration()
        return command.run(given, print) if isinstance(command, OfflineCommand) else _run(command, command.ask(given))
    except FAILURES as error:
        return _fail(reason(error))
    except KeyboardInterrupt:
        return _fail("Stopped.")


def run_here(db: Database, name: str, options: Options) -> Answer:
    """Run a command by its name on this database, and answer what it said, also where it failed."""
    command, lines = COMMANDS.get(name), list[str]()
    if not isinstance(command, Command):
        return Answer(FAILED, lines, f"The running server does not know the command {name}.")
    try:
        return Answer(command.run(db, options, lines.append), lines)
    except FAILURES as error:
        return Answer(FAILED, lines, reason(error))


def reason(error: Exception) -> str:
    """Why a command failed, as a sentence."""
    if isinstance(error, StorageError):
        return f"The database answered: {engine_reason(error)}"
    if isinstance(error, OSError):
        return f"{error.filename or 'A file'}: {error.strerror or error}."
    return str(error)


def _run(command: Command, options: Options) -> int:
    """Work on the database here, or let the server that owns it do the work."""
    try:
        db = installation.database()
    except DatabaseInUse:
        answer = command_channel.ask_server(read_configuration().home, command.name, options)
        if answer is None:
            raise
        for line in answer.lines:
            print(line)
        return _fail(answer.error) if answer.error else answer.status
    try:
        return command.run(db, options, print)
    finally:
        installation.close_database()


def _fail(sentence: str) -> int:
    print(sentence, file=sys.stderr)
    return FAILED


__all__ = ["COMMANDS", "main", "run_here"]

"""The command line: `python app.py` serves, `python app.py COMMAND` works on the database."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from typing import Any

from services.configuration import BadConfiguration, Configuration, read_configuration
from services.installation import database


def main(arguments: Sequence[str], *, serve: Any) -> int:
    """Run a command. Returns the exit status: 0 done, 1 failed with the reason on stderr, 2 usage."""
    try:
        configuration = read_configuration()
    except BadConfiguration as error:
        print(error, file=sys.stderr)
        return 1
    if not arguments:
        return _serve(configuration, serve)
    parser = argparse.ArgumentParser(prog="python app.py")
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("migrate", help="apply missing migrations")
    parsed = parser.parse_args(arguments)
    if parsed.command == "migrate":
        database()
    return 0


def _serve(configuration: Configuration, app: Any) -> int:
    print(f"Account Planning serves http://localhost:{configuration.port}", flush=True)
    app.run(config={"server.port": configuration.port})
    return 0

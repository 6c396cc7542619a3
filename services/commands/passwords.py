"""The password of a command: asked for at the terminal, read from standard input, or made up and told once."""

from __future__ import annotations

import argparse
import secrets
import sys
from getpass import getpass

from services.commands.command import CommandFailed, Options, Say


def declare_password(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--ask-password", action="store_true", help="ask for the password, or read it from standard input; otherwise one is made up"
    )


def ask_password(options: Options) -> Options:
    """The options with `password`: what was typed, or None where one is to be made up."""
    if not options["ask_password"]:
        return {**options, "password": None}
    if sys.stdin.isatty():
        typed = getpass("Password: ")
        if getpass("Again: ") != typed:
            raise CommandFailed("The two passwords differ.")
    else:
        typed = sys.stdin.readline().rstrip("\r\n")
    if not typed:
        raise CommandFailed("The password is empty.")
    return {**options, "password": typed}


def chosen_password(options: Options) -> str:
    """The password that was given, or a new random one."""
    return secrets.token_urlsafe(12) if options["password"] is None else str(options["password"])


def tell_password(options: Options, email: str, password: str, say: Say) -> None:
    """Say a password that was made up, which is shown nowhere else."""
    if options["password"] is None:
        say(f"Sign in as {email} with the password {password} (shown only now).")

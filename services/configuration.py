"""What the environment says: every variable is known, and a wrong value stops the start with a sentence."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

PREFIX = "ACCOUNT_PLANNING_"
SHORTEST_PASSWORD = 10
ROOT = Path(__file__).resolve().parent.parent


class BadConfiguration(ValueError):
    """A variable is unknown or malformed; the message names it and says how to mend it."""


@dataclass(frozen=True)
class Configuration:
    home: Path
    port: int
    address: str
    demo: bool
    admin_email: str
    admin_password: str
    secure_cookies: bool
    development: bool

    @property
    def database_path(self) -> Path:
        return self.home / "account_planning.duckdb"


VARIABLES = {
    "HOME": "data/local",
    "ADDRESS": "",
    "DEMO": "1",
    "ADMIN_EMAIL": "",
    "ADMIN_PASSWORD": "",
    "SECURE_COOKIES": "0",
    "DEVELOPMENT": "0",
}


def read_configuration(environment: Mapping[str, str] | None = None) -> Configuration:
    """The configuration of this process. Raises BadConfiguration."""
    given = os.environ if environment is None else environment
    names = {PREFIX + name for name in VARIABLES}
    if unknown := sorted(name for name in given if name.startswith(PREFIX) and name not in names):
        raise BadConfiguration(f"{unknown[0]} is not a variable of Account Planning. Known are: {', '.join(sorted(names))}.")
    values = {name: given.get(PREFIX + name, default) for name, default in VARIABLES.items()}
    port = given.get("PORT", "8501")
    if not (port.isascii() and port.isdecimal()) or not 0 < int(port) < 65536:
        raise BadConfiguration(f"PORT is {port!r}; give a number from 1 to 65535.")
    if values["ADMIN_EMAIL"] and "@" not in values["ADMIN_EMAIL"]:
        raise BadConfiguration(f"{PREFIX}ADMIN_EMAIL is {values['ADMIN_EMAIL']!r}; give an e-mail address.")
    if 0 < len(values["ADMIN_PASSWORD"]) < SHORTEST_PASSWORD:
        raise BadConfiguration(f"{PREFIX}ADMIN_PASSWORD is too short; give {SHORTEST_PASSWORD} characters or more.")
    home = Path(values["HOME"])
    return Configuration(
        home=home if home.is_absolute() else ROOT / home,
        port=int(port),
        address=values["ADDRESS"],
        demo=_flag(values, "DEMO"),
        admin_email=values["ADMIN_EMAIL"],
        admin_password=values["ADMIN_PASSWORD"],
        secure_cookies=_flag(values, "SECURE_COOKIES"),
        development=_flag(values, "DEVELOPMENT"),
    )


def _flag(values: Mapping[str, str], name: str) -> bool:
    if values[name] not in ("0", "1"):
        raise BadConfiguration(f"{PREFIX}{name} is {values[name]!r}; give 0 or 1.")
    return values[name] == "1"

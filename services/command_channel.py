"""How a command reaches the server that owns the database: an address and a secret in a file that only the owner can read."""

from __future__ import annotations

import json
import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx

FILE = "server.json"
PATH = "/api/commands"
# An import of a large file is one request.
LONGEST_SECONDS = 3600.0

_token = ""


@dataclass(frozen=True)
class Answer:
    """What a command did inside the server: exit status, the lines it said, and the reason where it failed."""

    status: int
    lines: list[str]
    error: str = ""


def open_channel(home: Path, port: int) -> None:
    """Let commands of this machine find this server; a new secret with every start."""
    global _token
    _token = secrets.token_urlsafe(32)
    partial = home / f"{FILE}.partial"
    partial.unlink(missing_ok=True)
    with os.fdopen(os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:
        json.dump({"address": f"http://127.0.0.1:{port}", "token": _token}, file)
    partial.replace(home / FILE)


def close_channel(home: Path) -> None:
    global _token
    _token = ""
    (home / FILE).unlink(missing_ok=True)


def is_secret(token: str) -> bool:
    """Whether a request carries the secret of this server."""
    return bool(_token) and secrets.compare_digest(token.encode(), _token.encode())


def ask_server(home: Path, command: str, options: Mapping[str, Any]) -> Answer | None:
    """Let the server that owns the database of `home` run a command. None where no server can be reached."""
    try:
        known = json.loads((home / FILE).read_text(encoding="utf-8"))
        answer = httpx.post(
            known["address"] + PATH,
            json={"command": command, "options": dict(options)},
            headers={"authorization": f"Bearer {known['token']}"},
            timeout=httpx.Timeout(LONGEST_SECONDS, connect=5.0),
            trust_env=False,
        )
        answer.raise_for_status()
        return Answer(**answer.json())
    except (OSError, ValueError, KeyError, TypeError, httpx.HTTPError):
        return None

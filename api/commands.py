"""Commands of the command line, run by the server that owns the database; only for who can read its secret file."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse
from pydantic import BaseModel

from api.identity import CurrentDatabase, bearer
from services.command_channel import is_secret
from services.commands import run_here
from services.language import translate as _

router = APIRouter(include_in_schema=False)


class Given(BaseModel):
    """A command by its name, with its options."""

    command: str
    options: dict[str, Any]


@router.post("/commands")
def post_command(request: Request, db: CurrentDatabase, given: Given) -> JSONResponse:
    """Run a command here. Answers its exit status, the lines it said, and the reason where it failed."""
    if not is_secret(bearer(request)):
        return JSONResponse({"detail": _("Sign in to continue.")}, status_code=401)
    return JSONResponse(asdict(run_here(db, given.command, given.options)))

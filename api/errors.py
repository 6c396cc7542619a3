"""Errors as JSON: `detail` is a sentence, `problems` name fields, `conflicts` show both values."""

from __future__ import annotations

import json
import logging
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from pydantic import BaseModel

from services import errors
from services.language import translate as _
from services.values import to_text

log = logging.getLogger(__name__)


class Problem(BaseModel):
    field: str
    reason: str
    row: int | str | None = None


class ConflictingField(BaseModel):
    field: str
    started_from: Any = None
    yours: Any = None
    theirs: Any = None
    row: int | None = None


class ErrorBody(BaseModel):
    detail: str
    problems: list[Problem] | None = None
    conflicts: list[ConflictingField] | None = None
    count: int | None = None


RESPONSES: dict[int | str, dict[str, Any]] = {status: {"model": ErrorBody} for status in (400, 401, 403, 404, 409, 422)}
_STATUSES: dict[type[errors.AccountPlanningError], int] = {
    errors.NotSignedIn: 401,
    errors.NotAllowed: 403,
    errors.NotFound: 404,
    errors.Conflict: 409,
    errors.Refused: 409,
    errors.TooManyAttempts: 429,
    errors.Invalid: 422,
    errors.NotStored: 507,
}


def problem_wire(problem: errors.FieldProblem) -> dict[str, Any]:
    return {"field": problem.field, "reason": problem.reason, "row": problem.row}


def conflict_wire(conflict: errors.FieldConflict) -> dict[str, Any]:
    return {
        "field": conflict.field,
        "started_from": to_text(conflict.started_from),
        "yours": to_text(conflict.yours),
        "theirs": to_text(conflict.theirs),
        "row": conflict.row,
    }


class ErrorAnswer(JSONResponse):
    """JSON in ASCII: a reason may quote what was sent, which may hold halves of characters that have no other form."""

    def render(self, content: Any) -> bytes:
        return json.dumps(content).encode()


def install(api: FastAPI) -> None:
    @api.exception_handler(errors.AccountPlanningError)
    def own(_request: Request, error: errors.AccountPlanningError) -> JSONResponse:
        status = next((code for kind, code in _STATUSES.items() if isinstance(error, kind)), 422)
        body: dict[str, Any] = {"detail": error.message}
        headers = {}
        if isinstance(error, errors.Invalid):
            body["problems"] = [problem_wire(each) for each in error.problems]
        if isinstance(error, errors.Conflict):
            body["conflicts"] = [conflict_wire(each) for each in error.conflicts]
        if isinstance(error, errors.SetChanged):
            body["count"] = error.count
        if isinstance(error, errors.TooManyAttempts):
            headers["retry-after"] = str(error.retry_after)
        return ErrorAnswer(body, status_code=status, headers=headers)

    @api.exception_handler(RequestValidationError)
    def malformed(_request: Request, error: RequestValidationError) -> JSONResponse:
        problems = [
            {"field": ".".join(str(part) for part in each["loc"][1:]) or str(each["loc"][0]), "reason": each["msg"]}
            for each in error.errors()
        ]
        detail = "; ".join(f"{each['field']}: {each['reason']}" for each in problems)
        return ErrorAnswer({"detail": detail, "problems": problems}, status_code=422)

    @api.exception_handler(Exception)
    def unforeseen(_request: Request, _error: Exception) -> JSONResponse:
        # The server logs it with its traceback; the person who asked is told no more than that.
        return ErrorAnswer({"detail": _("Something went wrong here. It was logged; try again later.")}, status_code=500)

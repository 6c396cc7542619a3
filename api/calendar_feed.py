"""A person's calendar at a private address, whose token stands for the permission; made and revoked by the person."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any

from fastapi import APIRouter, Path, Request, Response
from pydantic import BaseModel

from api.errors import RESPONSES
from api.identity import CurrentActor, CurrentDatabase
from services.calendar_feeds import calendar_path, calendar_state, make_calendar, read_calendar, revoke_calendar

router = APIRouter(tags=["account"], responses=RESPONSES)


class CalendarState(BaseModel):
    """When one's calendar address was made and last read; null where there is none."""

    created_at: datetime | None = None
    used_at: datetime | None = None


class NewCalendar(BaseModel):
    """The path of the calendar is told only here."""

    path: str


@router.get("/calendar/{token}.ics", response_class=Response, responses={200: {"content": {"text/calendar": {}}}})
def get_calendar(request: Request, db: CurrentDatabase, token: Annotated[str, Path(max_length=200)]) -> Response:
    """Open tasks with a deadline as an iCalendar of all-day events. 404 where the address stands for nobody any more."""
    origin = str(request.base_url).removesuffix("/").removesuffix(request.scope.get("root_path", ""))
    address = request.client.host if request.client else ""
    content = read_calendar(db, token, origin=origin, address=address)
    headers = {"content-disposition": 'inline; filename="account-planning.ics"', "cache-control": "private, no-store"}
    return Response(content, media_type="text/calendar; charset=utf-8", headers=headers)


@router.get("/v1/me/calendar", response_model=CalendarState)
def get_my_calendar(db: CurrentDatabase, actor: CurrentActor) -> dict[str, Any]:
    """Whether I have a calendar address."""
    return calendar_state(db, actor) or {}


@router.post("/v1/me/calendar", status_code=201, response_model=NewCalendar)
def post_my_calendar(db: CurrentDatabase, actor: CurrentActor) -> dict[str, str]:
    """Make a calendar address; the one before is revoked. A token cannot make one."""
    return {"path": calendar_path(make_calendar(db, actor))}


@router.delete("/v1/me/calendar", status_code=204)
def delete_my_calendar(db: CurrentDatabase, actor: CurrentActor) -> Response:
    """Revoke my calendar address."""
    revoke_calendar(db, actor)
    return Response(status_code=204)

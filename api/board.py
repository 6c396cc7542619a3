"""The board over HTTP: every column with its count, revenue and first cards, and more cards on demand."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from fastapi.responses import JSONResponse
from pydantic import BaseModel, Field

from api.errors import RESPONSES
from api.identity import CurrentActor, CurrentDatabase
from data.database import Database, Row
from data.plan_filter import PlanFilter
from data.records import PLAN
from services.actors import Actor
from services.board import CARDS_FIRST, MOST_CARDS, MOST_OF_A_COLUMN, read_board, read_cards
from services.plan_fields import plan_custom_fields
from services.plan_query import read_filter, without
from services.settings import read_settings, today
from services.values import to_wire

router = APIRouter(prefix="/v1/board", tags=["plans"], responses=RESPONSES)


class Card(BaseModel):
    id: int
    version: int
    subject: str | None
    client: str | None
    period_type: str
    period_start: str
    status: str
    client_status: str | None
    bcg: str | None
    person_in_charge_id: int | None
    person_in_charge: str | None
    overdue: int


class ColumnModel(BaseModel):
    status: str
    lane: str | int | None
    plans: int
    revenue: str
    cards: list[Card]


class Lane(BaseModel):
    value: str | int | None
    name: str | None


class BoardModel(BaseModel):
    lanes: list[Lane]
    columns: list[ColumnModel]
    total: int


class Cards(BaseModel):
    items: list[Card]


def card_to_wire(card: Row) -> dict[str, Any]:
    return {**card, "period_start": to_wire(PLAN.by_name["period_start"], card["period_start"])}


def _filter(request: Request, db: Database, actor: Actor) -> PlanFilter:
    pairs = without(request.query_params.multi_items(), "lane", "lanes", "column", "cards", "keep", "offset", "limit")
    return read_filter(pairs, actor, plan_custom_fields(db), day=today(read_settings(db)))


@router.get("", response_model=BoardModel)
def get_board(
    request: Request,
    db: CurrentDatabase,
    actor: CurrentActor,
    lanes: str = "",
    cards: Annotated[int, Query(ge=0, le=MOST_CARDS)] = CARDS_FIRST,
    keep: Annotated[
        list[Annotated[int, Field(ge=1, le=2**31 - 1)]],
        Query(max_length=MOST_CARDS, description="Cards to show though they stand further down."),
    ] = [],
) -> JSONResponse:
    """The board of a filter (the parameters of `/v1/plans`); `lanes`: person_in_charge, client_status or bcg."""
    board = read_board(db, actor, _filter(request, db, actor), lanes=lanes, cards=cards, keep=keep)
    columns = [
        {
            "status": each.status,
            "lane": each.lane,
            "plans": each.plans,
            "revenue": format(each.revenue, "f"),
            "cards": [card_to_wire(card) for card in each.cards],
        }
        for each in board.columns
    ]
    named = [{"value": lane, "name": board.names.get(lane) if isinstance(lane, int) else lane} for lane in board.lanes]
    return JSONResponse({"lanes": named, "columns": columns, "total": board.total})


@router.get("/cards", response_model=Cards)
def get_cards(
    request: Request,
    db: CurrentDatabase,
    actor: CurrentActor,
    column: str,
    lanes: str = "",
    lane: str = "",
    offset: Annotated[int, Query(ge=0, le=2**31 - 1)] = 0,
    limit: Annotated[int, Query(ge=0, le=MOST_OF_A_COLUMN)] = CARDS_FIRST,
) -> JSONResponse:
    """More cards of the status `column` (and the `lane` by its value, `none` for unset), in the order of the board."""
    filters = _filter(request, db, actor)
    found = read_cards(db, actor, filters, status=column, lanes=lanes, lane=lane, offset=offset, limit=limit)
    return JSONResponse({"items": [card_to_wire(card) for card in found]})

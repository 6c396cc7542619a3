"""The board: plans as cards in columns by status, in swimlanes on request; counts and revenue always from the database."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from data import board as board_rows
from data.database import Cursor, Database, Row
from data.plan_filter import PlanFilter
from data.records.plan import BCG_MODELS, CLIENT_STATUSES, STATUSES
from services.actors import Actor, Permission
from services.errors import FieldProblem, Invalid
from services.language import translate as _
from services.plan_fields import plan_custom_fields
from services.settings import read_settings, today

LANES = ("person_in_charge", "client_status", "bcg")
CARDS_FIRST = 20
MOST_CARDS = 200
MOST_OF_A_COLUMN = 1000
Lane = str | int | None


@dataclass
class Column:
    """One status in one lane: how many plans, their planned revenue, and the first cards."""

    status: str
    lane: Lane
    plans: int = 0
    revenue: Decimal = Decimal(0)
    cards: list[Row] = field(default_factory=list)


@dataclass(frozen=True)
class Board:
    """Every column of every lane, lanes in their order. `names` are the words of lanes that are people."""

    lanes: list[Lane]
    columns: list[Column]
    names: dict[int, str]
    total: int


def read_board(
    db: Database, actor: Actor, filters: PlanFilter, *, lanes: str = "", cards: int = CARDS_FIRST, keep: Sequence[int] = ()
) -> Board:
    """The board of a filter. Raises Invalid for lanes that do not exist, NotAllowed.

    The cards of `keep` stand after the first ones of their columns where they are not among them.
    """
    actor.require(Permission.VIEW)
    _require_lanes(lanes)
    custom_fields = plan_custom_fields(db)
    day = today(read_settings(db))
    with db.read() as cursor:
        totals = board_rows.select_totals(cursor, filters, lanes, custom_fields)
        most = min(cards, MOST_CARDS)
        if lanes:
            places = board_rows.select_places(cursor, filters, lanes, limit=most, keep=keep, custom_fields=custom_fields)
        else:
            places = board_rows.select_places_by_status(cursor, filters, limit=most, keep=keep, custom_fields=custom_fields)
        shown = {row["id"]: row for row in board_rows.select_cards(cursor, [row["id"] for row in places], day)}
        names = _lane_names(cursor, lanes, totals)
    order = _lane_order(lanes, totals, names)
    columns = {(lane, status): Column(status, lane) for lane in order for status in STATUSES}
    for row in totals:
        column = columns[row["lane"], row["status"]]
        column.plans, column.revenue = row["plans"], row["revenue"] or Decimal(0)
    for row in places:
        columns[row["lane"], row["status"]].cards.append(shown[row["id"]])
    return Board(order, list(columns.values()), names, sum(row["plans"] for row in totals))


def read_cards(
    db: Database, actor: Actor, filters: PlanFilter, *, status: str, lanes: str = "", lane: str = "", offset: int, limit: int
) -> list[Row]:
    """More cards of one column, in the order of the board. `lane` is the id or word of the lane, "none" for unset. Raises Invalid, NotAllowed."""
    actor.require(Permission.VIEW)
    _require_lanes(lanes)
    if status not in STATUSES:
        raise Invalid([FieldProblem("status", _("Choose one of: {choices}.", choices=", ".join(STATUSES)))])
    wanted = None if lane in ("", "none") else lane
    day = today(read_settings(db))
    with db.read() as cursor:
        places = board_rows.select_places(
            cursor,
            filters,
            lanes,
            limit=min(limit, MOST_OF_A_COLUMN),
            offset=offset,
            column=(status, wanted),
            custom_fields=plan_custom_fields(db),
        )
        shown = {row["id"]: row for row in board_rows.select_cards(cursor, [row["id"] for row in places], day)}
    return [shown[row["id"]] for row in places]


def _require_lanes(lanes: str) -> None:
    if lanes and lanes not in LANES:
        raise Invalid([FieldProblem("lanes", _("Choose one of: {choices}.", choices=", ".join(LANES)))])


def _lane_names(cursor: Cursor, lanes: str, totals: Sequence[Row]) -> dict[int, str]:
    if lanes != "person_in_charge":
        return {}
    return board_rows.select_lane_names(cursor, sorted({row["lane"] for row in totals if row["lane"] is not None}))


def _lane_order(lanes: str, totals: Sequence[Row], names: dict[int, str]) -> list[Lane]:
    """Choices in their own order with "not set" last; people by name, only those with plans."""
    match lanes:
        case "client_status":
            return [*CLIENT_STATUSES, None]
        case "bcg":
            return [*BCG_MODELS, None]
        case "person_in_charge":
            has_none = any(row["lane"] is None for row in totals)
            return [*names, *([None] if has_none or not names else [])]
        case _:
            return [None]
